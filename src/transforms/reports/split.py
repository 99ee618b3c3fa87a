from transforms.records import Page, Report


def split(page: Page) -> list[Report]:
    return [Report(0, page.title, page.text, 0, len(page.text), page.zones)]
