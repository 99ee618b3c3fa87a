"""What the documents say of the code is what the code says."""

from pathlib import Path

from flows.docs import dictionary, with_answers, with_benchmarks
from flows.progress import Summary

ROOT = Path(__file__).parent.parent


def test_the_data_dictionary_is_made_from_the_schema() -> None:
    assert (ROOT / "docs" / "tables.md").read_text(encoding="utf8") == dictionary()


def test_the_answers_in_the_readme_are_the_sample_s(sample: Summary) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf8")
    assert "```sql" in readme
    assert with_answers(readme, sample.snapshot) == readme


def test_the_figures_in_the_readme_are_those_of_the_benchmarks() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf8")
    assert "<!-- benchmark " in readme
    assert with_benchmarks(readme, ROOT / "benchmarks" / "results") == readme
