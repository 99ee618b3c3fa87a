import errno
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import polars as pl
import pytest

from flows.failures import advice


def _caused(cause: BaseException) -> BaseException:
    error = RuntimeError("a task failed")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "no space left for /p"),
        (pl.exceptions.ComputeError("parquet: IO error: No space left on device (os error 28)"), "no space left for /p"),
        (_caused(OSError(errno.EACCES, "Permission denied")), "no permission to write to /p"),
        (OSError(errno.EROFS, "Read-only file system"), "mount it writable"),
        (MemoryError(), "fewer --workers"),
        (BrokenProcessPool("a child process terminated abruptly"), "fewer --workers"),
    ],
)  # fmt: skip
def test_the_machine_s_refusals_come_with_advice(error: BaseException, told: str) -> None:
    found = advice(error, Path("/p"))
    assert found is not None
    assert told in found
    assert "\n" not in found


def test_our_own_mistakes_get_none() -> None:
    assert advice(ValueError("too long"), Path("/p")) is None
