from transforms.records import Page, RawRecord, Zone
from transforms.text.normalise import normalise

PARSER = "pages-1"


class Unusable(ValueError):
    """A page that cannot be published; `reason` is a short code for the rejections table."""

    def __init__(self, reason: str, detail: str):
        super().__init__(detail)
        self.reason = reason


def clean(record: RawRecord) -> Page:
    text = normalise(record.content)
    return Page(text, (Zone(0, len(text), "body", "whole"),), record.title)
