"""The gate: on the sample no kind of check falls below its floor, and floors only rise (`python -m tests.quality`)."""

import json

import pytest

from flows.progress import Summary
from tests.quality import FLOORS, GOLD, Check, checks, shares

FLOOR = json.loads(FLOORS.read_text(encoding="utf8"))


@pytest.fixture(scope="module")
def found(sample: Summary) -> list[Check]:
    return list(checks(sample.snapshot, json.loads(GOLD.read_text(encoding="utf8"))))


@pytest.mark.parametrize("kind", FLOOR)
def test_no_kind_falls_below_its_floor(kind: str, found: list[Check]) -> None:
    failed = [c.what for c in found if c.kind == kind and not c.holds]
    assert shares(found)[kind] >= FLOOR[kind], "\n".join(failed)


def test_every_kind_has_a_floor(found: list[Check]) -> None:
    assert set(shares(found)) == set(FLOOR)
