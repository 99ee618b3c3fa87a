"""A raw record and its cleaned page → the row of `articles`: identity, outlet and times.

Decided here: the id (source or collection, record id or url, raw bytes); that an aggregator's host is a collection and no
outlet; that naive times are Vietnamese time; that a time with no clock is a day. Nothing is filled from today's date.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from transforms.ids import content_id
from transforms.records import Page, RawRecord

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
# Hosts that reprint other outlets: they tell where a page was collected, not who published it.
AGGREGATORS = frozenset({"baomoi.com"})
_DAY = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)(?:\D+(\d{1,2}):(\d{2}))?")
_CLOCK_FIRST = re.compile(r"^\D*(\d{1,2}):(\d{2})\D")
_URL_DAY = re.compile(r"/(20\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?:/|-|\.|$)")


def moment(value: str | None) -> tuple[dt.datetime | None, str | None]:
    """(UTC time, precision second | minute | day) of a source's timestamp; (None, None) where it cannot be read."""
    if value is None or value == "":
        return None, None
    text = value.strip()
    if text.isdigit() and len(text) in (10, 13):  # seconds or milliseconds since 1970
        return dt.datetime.fromtimestamp(int(text[:10]), dt.UTC), "second"
    if m := _DAY.match(text):
        return _checked(int(m[1]), int(m[2]), int(m[3])), "day"
    try:
        when = dt.datetime.fromisoformat(text)
    except ValueError:
        pass
    else:
        return _utc(when), "second" if text.count(":") >= 2 else "minute"
    if m := _DAY_FIRST.search(text):  # "17/07/2012 20:05", "20:05 | 17/07/2012"
        clock = (m[4], m[5]) if m[4] else c.groups() if (c := _CLOCK_FIRST.match(text)) else None
        when_or_none = _checked(int(m[3]), int(m[2]), int(m[1]), *map(int, clock or ()))
        return (when_or_none, "minute" if clock else "day") if when_or_none else (None, None)
    return None, None


def _checked(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> dt.datetime | None:
    try:
        return _utc(dt.datetime(year, month, day, hour, minute))
    except ValueError:
        return None


def _utc(when: dt.datetime) -> dt.datetime:
    return (when if when.tzinfo else when.replace(tzinfo=VIETNAM)).astimezone(dt.UTC)


def host(url: str | None) -> str | None:
    """Host of an address without "www.", "m." and port; None where there is none."""
    if not url:
        return None
    try:
        name = urlsplit(url if "//" in url else f"//{url}").hostname
    except ValueError:
        return None
    return name.removeprefix("www.").removeprefix("m.") if name else None


def outlet(record: RawRecord) -> tuple[str | None, str | None]:
    """(source, collection): the host of the address names the outlet, else the name that the record gives; an aggregator's
    host names the collection instead.
    """
    given = (
        host(record.source) if record.source and "." in record.source and " " not in record.source else record.source
    )
    site = host(record.url)
    collection = next((h for h in (site, given) if h in AGGREGATORS), record.collection)
    return next((h for h in (site, given) if h and h not in AGGREGATORS), None), collection


def article_row(record: RawRecord, page: Page, parser: str) -> dict[str, Any]:
    """The row of `articles` for one page; `supersedes` is decided over all pages, later."""
    source, collection = outlet(record)
    published, precision = moment(record.published or page.published)
    basis = "metadata" if published else None
    if published is None and record.url and (m := _URL_DAY.search(record.url)):
        published = _checked(int(m[1]), int(m[2]), int(m[3]))
        precision, basis = ("day", "url") if published else (None, None)
    return {
        "article_id": content_id("article", source or collection, record.record_id or record.url, record.raw_sha256),
        "record_id": record.record_id,
        "source": source,
        "collection": collection,
        "url": record.url,
        "title": page.title or record.title,
        "byline": record.byline or page.byline,
        "credit": page.credit,
        "published_at": published,
        "published_precision": precision,
        "published_basis": basis,
        "page_date": page.page_date,
        "collected_at": moment(record.collected)[0],
        "language": page.language,
        "text": page.text,
        "raw_file": record.raw_file,
        "raw_sha256": record.raw_sha256,
        "supersedes": None,
        "parser": parser,
    }
