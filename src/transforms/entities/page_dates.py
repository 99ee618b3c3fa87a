"""Event dates of the reports of one page, in the light of one another.

In: each report's own event date, in page order. Out: the same, where "cùng ngày" has the day of the story above, and a day
without a year that of the nearest dated story, the one above first, if the two days lie close together.
"""

from __future__ import annotations

from collections.abc import Sequence

from transforms.entities.dates import inherit_same_day, year_from_neighbour
from transforms.records import EventDate


def page_dates(own: Sequence[EventDate]) -> list[EventDate]:
    """Event dates in page order, each with what its neighbours lend."""
    followed: list[EventDate] = []
    for date in own:
        followed.append(inherit_same_day(followed[-1], date) if followed else date)
    settled = list(followed)
    for i, date in enumerate(followed):
        for neighbour in (*reversed(followed[:i]), *followed[i + 1 :]):
            if settled[i].year is None:
                settled[i] = year_from_neighbour(date, neighbour)
    return settled
