"""Addresses that a run is given, read without loading what they lead to.

Runners:

    processes                  threads and processes here
    dask://HOST:PORT           a Dask scheduler; dask://local?workers=2 starts a cluster here for the run
    ray://HOST:PORT            a Ray head (its client port); ray://local?workers=2 starts one here for the run

Raw and processed: a folder (raw also a file), or `s3://BUCKET/PREFIX` of an S3-compatible store.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

PROCESSES = "processes"
CLUSTERS = ("dask", "ray")

Location = str | Path
"""A folder or file here, or the address of objects."""


class RunnerError(Exception):
    """Tasks cannot run where they should; the message says why in one line."""


def location(value: object) -> Location:
    """A path, made absolute, or an address of objects. Raises `ValueError`."""
    text = str(value)
    if "://" not in text:
        return Path(text).expanduser().absolute()
    parts = urlsplit(text)
    if parts.scheme != "s3" or not parts.netloc or parts.query or parts.fragment:
        raise ValueError(f"no place {text!r}: a folder or s3://BUCKET/PREFIX")
    return text.rstrip("/")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A parsed runner address. `address` is None for a cluster that is started here for one run."""

    kind: str
    address: str | None = None
    workers: int = 2


def cluster(url: str) -> Cluster | None:
    """The cluster that a runner's address names, None for `processes`. Raises `ValueError`."""
    if url == PROCESSES:
        return None
    problem = f"no runner {url!r}: processes, dask://HOST:PORT, dask://local?workers=N, ray://HOST:PORT or ray://local?workers=N"
    try:
        parts = urlsplit(url)
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
        port, workers = parts.port, int(options.pop("workers", 2))
    except ValueError:
        raise ValueError(problem) from None
    local = parts.hostname == "local" and port is None
    if parts.scheme not in CLUSTERS or parts.path or options or workers < 1 or not (local or (parts.hostname and port)):
        raise ValueError(problem)
    if not local and parts.query:
        raise ValueError(f"no runner {url!r}: a cluster that exists has its own number of workers")
    return Cluster(parts.scheme, None if local else parts.netloc, workers)
