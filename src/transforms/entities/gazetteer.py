"""The places that the lexicon knows, as one matcher and lookups by name.

In: the CSV files of provinces, districts and communes of both eras (before and since July 2025), countries, places abroad and
well-known places. Out: `Place` records. A unit's key is "unit:" and its code before 2025 (codes of provinces have 2 digits,
of districts 3, of communes 5), which stays the key of a province that kept its name; communes that only exist since 2025 have
"unit:2025:". Countries have "country:" and their ISO code, other known places "place:" and their name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from transforms.lexicon import table
from transforms.text.matcher import REPORT, PhraseMatcher
from transforms.text.normalise import canonical

_COMMUNE_KINDS = {"p": "phường", "x": "xã", "t": "thị trấn"}


@dataclass(frozen=True, slots=True)
class Place:
    """A known place. `kind` is the generic word of its unit ("tỉnh", "quận", …); `level` as in the places table."""

    key: str
    name: str
    level: str
    kind: str = ""
    unit_code: str | None = None
    era: str | None = None
    parent_key: str | None = None
    successor_key: str | None = None

    @property
    def attributes(self) -> dict[str, object]:
        """The columns of the places table that the lexicon gives."""
        return {
            "unit_code": self.unit_code,
            "level": self.level,
            "era": self.era,
            "parent_key": self.parent_key,
            "successor_key": self.successor_key,
        }


def _spellings(row: dict[str, str]) -> list[str]:
    return [row["name"], *filter(None, row["aliases"].split("|"))]


@cache
def provinces() -> dict[str, Place]:
    """Provinces by their code before 2025."""
    out = {}
    for row in table("provinces"):
        name = "Thành phố Hồ Chí Minh" if row["code"] == "79" else row["name"]
        successor = f"unit:{row['successor']}" if row["successor"] else None
        era = "before_2025_07" if successor else "both"
        out[row["code"]] = Place(
            f"unit:{row['code']}", name, "province", row["kind"], row["code"], era, "country:VN", successor
        )
    return out


@cache
def _province_since_2025() -> dict[str, str]:
    """Key of a province by its code since 2025."""
    return {row["code_2025"]: f"unit:{row['code']}" for row in table("provinces") if row["code_2025"]}


@cache
def districts() -> dict[str, tuple[Place, ...]]:
    """Districts by canonical name; several provinces have one of the same name."""
    out: dict[str, tuple[Place, ...]] = {}
    for row in table("districts"):
        place = Place(
            f"unit:{row['code']}",
            row["name"],
            "district",
            row["kind"],
            row["code"],
            "before_2025_07",
            f"unit:{row['province']}",
        )
        out[canonical(row["name"])] = (*out.get(canonical(row["name"]), ()), place)
    return out


@cache
def communes() -> dict[str, tuple[Place, ...]]:
    """Communes of both eras by canonical name, those before 2025 first."""
    rows: list[tuple[str, Place]] = []
    for row in table("communes"):
        successor = f"unit:2025:{row['successor']}" if row["successor"] else None
        kind = _COMMUNE_KINDS[row["kind"]]
        rows.append(
            (
                row["name"],
                Place(
                    f"unit:{row['code']}",
                    row["name"],
                    "commune",
                    kind,
                    row["code"],
                    "before_2025_07",
                    f"unit:{row['district']}",
                    successor,
                ),
            )
        )
    for row in table("communes_2025"):
        parent = _province_since_2025()[row["province"]]
        rows.append(
            (
                row["name"],
                Place(
                    f"unit:2025:{row['code']}",
                    row["name"],
                    "commune",
                    row["kind"],
                    row["code"],
                    "since_2025_07",
                    parent,
                ),
            )
        )
    out: dict[str, list[Place]] = {}
    for name, place in rows:
        out.setdefault(canonical(name), []).append(place)
    return {name: tuple(places) for name, places in out.items()}


@cache
def district_province() -> dict[str, str]:
    """Key of a district → key of its province."""
    return {place.key: place.parent_key or "" for places in districts().values() for place in places}


def _phrases() -> Iterator[tuple[str, Place]]:
    """Names that are places by themselves: districts of several syllables, then, overriding them, everything better known."""
    for name, places in districts().items():
        if len(places) == 1 and " " in name:
            yield name, places[0]
    for row in table("well_known_places"):
        parent = f"country:{row['country']}" if row["country"] else None
        place = Place(f"place:{canonical(row['name'])}", row["name"], "other", parent_key=parent)
        yield from ((s, place) for s in _spellings(row))
    for row in table("places_abroad"):
        place = Place(f"place:{canonical(row['name'])}", row["name"], "other", parent_key=f"country:{row['country']}")
        yield from ((s, place) for s in _spellings(row))
    for row in table("provinces"):
        yield from (
            (s, provinces()[row["code"]]) for s in _spellings(row) if s != "Hồ Chí Minh"
        )  # alone, that is the man
    for row in table("countries"):
        place = Place(f"country:{row['iso']}", row["name"], "country")
        yield from ((s, place) for s in _spellings(row))


PLACES: PhraseMatcher[Place] = PhraseMatcher(_phrases(), REPORT)
