"""Which failures of a task may pass by themselves.

A task is tried again only where waiting helps: the network between us and the pages or the store, a busy or stale mount.
What comes out of the same bytes and the same rules comes out again, so everything else fails at once. A processed folder
that another run holds is waited for where it is locked, not here.
"""

from __future__ import annotations

import errno
import re
from typing import Any

RETRIES = 3
SECONDS = [2.0, 10.0, 60.0]

_PASSING = {
    errno.EAGAIN, errno.EBUSY, errno.EINTR, errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.ECONNRESET, errno.ECONNREFUSED,
    errno.ECONNABORTED, errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH, errno.EPIPE,
}  # fmt: skip
# Clients of object stores raise an OSError without a number; only its words tell.
_WORDS = re.compile(
    r"time[d-]?\s?out|network|connection|could not connect|resolve host|throttl|slow ?down|too many requests"
    r"|service ?unavailable|internal ?error|bad gateway|\b(?:429|500|502|503|504)\b",
    re.IGNORECASE,
)


def passing(error: BaseException | None) -> bool:
    """Whether the same call may succeed a little later."""
    if isinstance(error, (ConnectionError, TimeoutError, BlockingIOError, InterruptedError)):
        return True
    if not isinstance(error, OSError):
        return False
    return error.errno in _PASSING if error.errno is not None else bool(_WORDS.search(str(error)))


def may_pass(_task: Any, _run: Any, state: Any) -> bool:
    """`passing` as Prefect asks: of the state in which a task run ended."""
    return isinstance(state.data, BaseException) and passing(state.data)
