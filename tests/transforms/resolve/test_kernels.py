import numpy as np
import polars as pl
import pytest

from transforms.resolve import kernels
from transforms.resolve.terms import Sparse, Vectors, likeness


def sparse(*texts: dict[int, float]) -> Sparse:
    at = np.cumsum([0, *map(len, texts)])
    term = np.array([t for text in texts for t in text], np.int32)
    return Sparse(at, term, np.array([w for text in texts for w in text.values()], np.float32))


def heaviest(most: int, *texts: dict[int, float]) -> list[tuple[int, int]]:
    v = sparse(*texts)
    at = np.cumsum([0, *(min(len(t), most) for t in texts)])
    node, term, weight = np.empty(at[-1], np.int32), np.empty(at[-1], np.int32), np.empty(at[-1], np.float32)
    kernels.heaviest(v.at, v.term, v.weight, 0, len(texts), most, at, node, term, weight)
    assert all(texts[i][t] == pytest.approx(w) for i, t, w in zip(node.tolist(), term.tolist(), weight, strict=True))
    return list(zip(node.tolist(), term.tolist(), strict=True))


def test_the_heaviest_terms_of_each_text_stay_in_their_order():
    assert heaviest(2, {7: 0.1, 3: 0.5, 9: 0.3}, {1: 0.2}) == [(0, 3), (0, 9), (1, 1)]


def test_of_equally_heavy_terms_the_first_are_taken():
    assert heaviest(2, {4: 0.25, 8: 0.5, 2: 0.25, 6: 0.25}) == [(0, 4), (0, 8)]
    assert heaviest(2, {4: 0.0, 8: 0.0, 2: 0.0}) == [(0, 4), (0, 8)]


def test_terms_of_one_slot_are_told_apart():
    step = 1 << kernels.SLOT_BITS
    bodies = sparse({1: 0.6, 1 + step: 0.8}, {1 + step: 1.0}, {1 + 2 * step: 1.0}, {1 + 2 * step: 0.6, 1: 0.8})
    leads = sparse({1 + step: 1.0}, {1 + step: 1.0}, {}, {1: 0.5})
    titles = sparse({}, {1 + step: 1.0}, {1 + step: 0.5, 1: 0.5}, {1: 1.0})
    pairs = pl.DataFrame(
        {"a": [0, 0, 0, 1, 2], "b": [1, 2, 3, 2, 3]}, schema_overrides={"a": pl.UInt32, "b": pl.UInt32}
    )
    found = likeness(pairs, Vectors(1 + 3 * step, bodies, leads, titles))
    assert found["cosine"].round(5).to_list() == [0.8, 0.0, 0.48, 0.0, 0.6]
    assert found["there"].to_list() == [1.0, 0.0, 0.0, 0.0, 0.0]
    assert found["back"].to_list() == [1.0, 0.0, 0.25, 0.0, 0.0]
    assert found["title"].to_list() == [0.0, 0.0, 0.0, 0.5, 0.5]
