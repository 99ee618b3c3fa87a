"""What the machine refused, in one line that says what to do.

Libraries wrap the system's errors in types of their own and keep its words, so the words are looked at too.
"""

from __future__ import annotations

import errno
import os
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

_ADVICE = {
    errno.ENOSPC: "no space left for {root}: free some, or keep fewer snapshots, and run again",
    errno.EDQUOT: "the quota for {root} is used up: free some, or keep fewer snapshots, and run again",
    errno.EFBIG: "a file in {root} would be larger than is allowed: raise the limit (ulimit -f) and run again",
    errno.EROFS: "{root} is on a read-only file system: mount it writable and run again",
    errno.EACCES: "no permission to write to {root}: give it to the user who runs, and run again",
    errno.EPERM: "no permission to write to {root}: give it to the user who runs, and run again",
    errno.EIO: "the disk under {root} fails: check it, then run `sukien check`",
    errno.EMFILE: "too many open files: raise the limit (ulimit -n) and run again",
    errno.ENOMEM: "memory is used up: run again with fewer --workers",
}
# What a person sees when nothing else helps: the snapshot is untouched in any case.
_STAYS = "; the last snapshot stays"


def advice(error: BaseException, root: Path) -> str | None:
    """What to do about an error that the machine is to blame for; None for any other."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, MemoryError):
            return _ADVICE[errno.ENOMEM] + _STAYS
        if isinstance(seen, BrokenProcessPool):
            return "a worker process was killed, perhaps for want of memory: run again with fewer --workers" + _STAYS
        code = seen.errno if isinstance(seen, OSError) else None
        for known, text in _ADVICE.items():
            if code == known or os.strerror(known) in str(seen):
                return text.format(root=root) + _STAYS
        seen = seen.__cause__
    return None
