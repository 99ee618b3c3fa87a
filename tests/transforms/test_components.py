import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from transforms.components import components


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=60))
def test_components_are_those_of_a_plain_union_find(edges):
    parent = list(range(31))

    def root(x: int) -> int:
        while parent[x] != x:
            x = parent[x]
        return x

    for a, b in edges:
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    a, b = (np.array([e[i] for e in edges], np.int64) for i in (0, 1))
    assert components(a, b, 31).tolist() == [root(x) for x in range(31)]
