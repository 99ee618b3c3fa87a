"""Which office a claim is about: spellings, short forms and other names of one office brought together, person by person.

In: office claims with resolved persons, and names of entities. Out: for every (person, office) the office as it is published in
`tenures`, whether one person holds it at a time, and whether the holder serves another country.
- Spellings of one office take the commonest.
- Names of one office that a data file knows (`single_holder_offices.csv`: "Tổng Bí thư Ban Chấp hành Trung ương Đảng") take
  the plain one.
- A short form ("Bí thư Thành ủy", "Tổng thống") is the fuller office that the same person is named with ("… Thành phố Hồ Chí
  Minh", "… Pháp"), where nearly all fuller ones are that office and it is not far rarer than the short form.
Persons of other countries are often named without theirs ("Thủ tướng Shinzo Abe"): such an office is not the one of Vietnam and
succeeds nobody; one that names its country is held by one person at a time as any other.
"""

from __future__ import annotations

import re
from functools import cache

import polars as pl

from transforms import lexicon
from transforms.resolve.persons import DOMINANT, is_foreign
from transforms.text.normalise import canonical

ABROAD = 0.25  # share of a person's claims that name another country, from which the person serves there
_FAR_RARER = 0.2  # a fuller office with less than this share of the short form's claims does not explain the short form


def held_offices(claims: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """(person_id, office, whole, is_single_holder) from `claims` (person_id, office) and `entities` (entity_id, name)."""
    named = _spelled(claims).join(is_abroad(claims, entities), on="person_id", how="left", maintain_order="left")
    named = named.with_columns(whole=pl.when("abroad").then("whole").otherwise(pl.coalesce("plain", "whole")))
    fuller = _fuller(named)
    whole = named.join(fuller, on=["person_id", "whole"], how="left", maintain_order="left").with_columns(
        whole=pl.coalesce("fuller", "whole")
    )
    offices = whole.select(pl.col("whole").unique(maintain_order=True))
    offices = offices.with_columns(single=single_holder(offices["whole"]), elsewhere=names_country(offices["whole"]))
    return whole.join(offices, on="whole", how="left", maintain_order="left").select(
        "person_id", "office", "whole", is_single_holder=pl.col("single") & (~pl.col("abroad") | pl.col("elsewhere"))
    )


def single_holder(offices: pl.Series) -> pl.Series:
    """Whether each canonical office has one holder at a time, by the patterns of `single_holder_offices.csv`."""
    patterns = "|".join(row["pattern"] for row in lexicon.table("single_holder_offices"))
    return _keys(offices).str.replace(_country_pattern(), "").str.contains(f"^(?:{patterns})$")


def names_country(offices: pl.Series) -> pl.Series:
    """Whether each canonical office ends with the name of another country."""
    return _keys(offices).str.contains(_country_pattern())


def is_abroad(claims: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """(person_id, abroad): persons with a name of foreign syllables, or whose claims name offices of another country often."""
    offices = claims.select(pl.col("office").unique(maintain_order=True))
    offices = offices.with_columns(elsewhere=names_country(offices["office"]))
    of_office = claims.join(offices, on="office").group_by("person_id").agg(pl.col("elsewhere").mean())
    names = of_office.join(
        entities.select(person_id="entity_id", name="name"), on="person_id", how="left", maintain_order="left"
    )
    foreign = pl.Series([bool(name) and is_foreign(name) for name in names["name"].to_list()], dtype=pl.Boolean)
    return names.select("person_id", abroad=(pl.col("elsewhere") >= ABROAD) | foreign)


def _keys(offices: pl.Series) -> pl.Series:
    return pl.Series("key", [canonical(o) for o in offices.to_list()], dtype=pl.String)


@cache
def _country_pattern() -> str:
    rows = [row for row in lexicon.table("countries") if row["iso"] != "VN"]
    names = {canonical(name) for row in rows for name in (row["name"], *row["aliases"].split("|")) if name}
    return r"\s(?:" + "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n))) + ")$"


def _spelled(claims: pl.DataFrame) -> pl.DataFrame:
    """(person_id, office, n, whole, plain): `whole` is the commonest spelling of the same office, `plain` its name in the data file."""
    offices = claims.group_by("office").agg(total=pl.len()).sort("office")
    offices = offices.with_columns(_keys(offices["office"]))
    whole = (
        offices.sort("total", "office", descending=[True, False])
        .group_by("key", maintain_order=True)
        .agg(whole=pl.col("office").first())
    )
    plain = pl.lit(None, pl.String)
    for row in lexicon.table("single_holder_offices"):
        if row["office"]:
            plain = (
                pl.when(pl.col("key").str.contains(f"^(?:{row['pattern']})$"))
                .then(pl.lit(row["office"]))
                .otherwise(plain)
            )
    offices = offices.join(whole, on="key").select("office", "whole", plain=plain)
    return claims.group_by("person_id", "office").agg(n=pl.len()).join(offices, on="office").sort("person_id", "office")


def _fuller(named: pl.DataFrame) -> pl.DataFrame:
    """(person_id, whole, fuller): short forms and the one office that they stand for."""
    counts = named.group_by("person_id", "whole").agg(pl.col("n").sum()).sort("person_id", "whole")
    counts = counts.with_columns(_keys(counts["whole"]))
    both = counts.join(counts, on="person_id", suffix="_long").filter(
        pl.col("key_long").str.starts_with(pl.col("key") + " ")
    )
    return (
        both.sort("n_long", "whole_long", descending=[True, False])
        .group_by("person_id", "whole", maintain_order=True)
        .agg(
            pl.col("n").first(),
            fuller=pl.col("whole_long").first(),
            most=pl.col("n_long").first(),
            all=pl.col("n_long").sum(),
        )
        .filter(pl.col("most") >= DOMINANT * pl.col("all"), pl.col("most") >= _FAR_RARER * pl.col("n"))
        .select("person_id", "whole", "fuller")
    )
