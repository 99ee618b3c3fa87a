"""What the documents say of the code is what the code says."""

from pathlib import Path

from flows.dictionary import dictionary

ROOT = Path(__file__).parent.parent


def test_the_data_dictionary_is_made_from_the_schema() -> None:
    assert (ROOT / "docs" / "tables.md").read_text(encoding="utf8") == dictionary()
