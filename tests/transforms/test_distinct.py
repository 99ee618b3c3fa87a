import numpy as np

from transforms.distinct import distinct


def test_distinct_numbers_come_in_order():
    assert distinct(np.array([3, -1, 3, 2, -1])).tolist() == [-1, 2, 3]


def test_of_nothing_there_is_nothing():
    assert distinct(np.zeros(0, np.int64)).tolist() == []
