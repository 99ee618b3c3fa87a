import polars as pl
import pyarrow as pa
import pytest

from transforms.schema import REFERENCES, TABLES, arrow_schema, polars_schema


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_described_and_the_description_travels_into_arrow(name: str) -> None:
    schema = arrow_schema(name)
    assert schema.names == list(TABLES[name].columns())
    assert all(len(f.metadata[b"description"]) >= 4 for f in schema)
    assert schema.metadata[b"table"] == name.encode()


def test_nullability_is_part_of_the_arrow_schema() -> None:
    schema = arrow_schema("articles")
    assert not schema.field("article_id").nullable
    assert schema.field("url").nullable
    assert schema.field("published_at").type == pa.timestamp("us", tz="UTC")


def test_references_name_existing_columns_and_keys() -> None:
    for (table, column), (other, key) in REFERENCES.items():
        assert column in TABLES[table].columns()
        assert TABLES[other].primary_key() == [key]


def test_every_table_has_a_key_but_the_log_of_rejections() -> None:
    assert [name for name, schema in TABLES.items() if not schema.primary_key()] == ["rejections"]


def _span(**changed: object) -> pl.DataFrame:
    return pl.DataFrame(
        [{"article_id": "a", "begin": 0, "end": 5, "kind": "body", "rule": "r"} | changed],
        polars_schema(TABLES["article_spans"]),
    )


def test_closed_vocabularies_offsets_and_extents_are_checked() -> None:
    spans = TABLES["article_spans"]
    assert spans.is_valid(_span())
    assert not spans.is_valid(_span(kind="poem"))
    assert not spans.is_valid(_span(begin=-1))
    assert not spans.is_valid(_span(begin=5))
    assert not spans.is_valid(pl.concat([_span(), _span()]))
