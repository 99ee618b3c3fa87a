"""Objects of an S3-compatible store below one prefix: the few calls that the rest needs, with their errors in one line.

Credentials, region and endpoint come from the usual variables (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`,
`AWS_ENDPOINT_URL` …), so workers need them too. The client is `obstore` (the Rust crate `object_store`, no dependencies), an
extra of the package: unlike PyArrow's and Polars' own clients it can put an object on condition, which locks and pointers
need. A put is atomic: readers see the old object or the new one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from flows.store import StoreError

_AT_ONCE = 16  # transfers at the same time


@dataclass(frozen=True, slots=True)
class Object:
    """An object as listed: its name below the prefix, and what tells that it changed."""

    name: str
    size: int
    etag: str
    changed: datetime


class Objects:
    """The objects below `s3://bucket/prefix`. Sent to other processes it is its address."""

    def __init__(self, url: str):
        self.url = url
        try:
            from obstore.exceptions import AlreadyExistsError, BaseError, PreconditionError
        except ImportError as e:
            raise StoreError(f"{url} needs the object store client: pip install 'sukien[s3]'") from e
        self._error: Any = BaseError
        self._refused: Any = (AlreadyExistsError, PreconditionError)
        with self._told():
            self._store = _connected(url)

    def __reduce__(self) -> tuple[type[Objects], tuple[str]]:
        return Objects, (self.url,)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (self._error, OSError) as e:
            lines = [line.strip() for line in str(e).splitlines() if line.strip()]
            raise StoreError(f"cannot use {self.url}: {' '.join(lines[:2])[:300]}") from e

    def get(self, name: str) -> tuple[bytes, str] | None:
        """Content and version of an object, None where there is none."""
        import obstore

        with self._told():
            try:
                found = obstore.get(self._store, name)
                return bytes(found.bytes()), str(found.meta["e_tag"])
            except FileNotFoundError:
                return None

    def exists(self, name: str) -> bool:
        """Whether there is such an object."""
        return self.head(name) is not None

    def head(self, name: str) -> Object | None:
        """What a listing would say of one object."""
        import obstore

        with self._told():
            try:
                return _object(obstore.head(self._store, name))
            except FileNotFoundError:
                return None

    def put(self, name: str, content: bytes, replacing: str | None = None) -> str:
        """Write an object, only over the version `replacing` where one is given; its new version. "" where refused."""
        return self._put(name, content, {"e_tag": replacing} if replacing else "overwrite")

    def create(self, name: str, content: bytes) -> str:
        """Write an object that does not exist yet; its version. "" where it exists."""
        return self._put(name, content, "create")

    def _put(self, name: str, content: bytes, mode: Any) -> str:
        import obstore

        with self._told():
            try:
                return str(obstore.put(self._store, name, content, mode=mode)["e_tag"])
            except self._refused:
                return ""

    def upload(self, files: Iterable[tuple[Path, str]]) -> None:
        """Files → objects of these names."""
        import obstore

        self._each(lambda pair: obstore.put(self._store, pair[1], pair[0]), files)

    def copy(self, names: Iterable[tuple[str, str]]) -> None:
        """Objects → objects of other names, inside the store."""
        import obstore

        self._each(lambda pair: obstore.copy(self._store, *pair), names)

    def download(self, names: Iterable[tuple[str, Path]], missing_ok: bool = False) -> None:
        """Objects → files, each of which appears whole."""
        self._each(lambda pair: self._download(pair[0], pair[1], missing_ok), names)

    def _download(self, name: str, file: Path, missing_ok: bool) -> None:
        import obstore

        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f".loading-{uuid4().hex}")
        try:
            with draft.open("wb") as f:
                for block in obstore.get(self._store, name).stream(min_chunk_size=8 << 20):
                    f.write(block)
            draft.replace(file)
        except FileNotFoundError:
            if not missing_ok:
                raise
        finally:
            draft.unlink(missing_ok=True)

    def _each(self, do: Any, items: Iterable[Any]) -> None:
        with self._told(), ThreadPoolExecutor(_AT_ONCE) as pool:
            for _ in pool.map(do, items):
                pass

    def listed(self, folder: str = "") -> Iterator[Object]:
        """All objects below a folder, at any depth."""
        import obstore

        with self._told():
            for block in obstore.list(self._store, folder or None):
                yield from map(_object, block)

    def folders(self, folder: str) -> list[str]:
        """Names of the folders right below a folder."""
        import obstore

        with self._told():
            found = obstore.list_with_delimiter(self._store, folder)["common_prefixes"]
            return sorted(str(f).rstrip("/").rpartition("/")[2] for f in found)

    def delete(self, names: Iterable[str]) -> None:
        """Delete objects; those that are gone already are no error."""
        import obstore

        with self._told():
            if doomed := list(names):
                obstore.delete(self._store, doomed)

    def delete_folder(self, folder: str, first: str) -> None:
        """Delete a folder, the object that makes it count `first`: what a kill leaves does not look whole."""
        self.delete([f"{folder}/{first}"])
        self.delete(o.name for o in self.listed(folder))


def _connected(url: str) -> Any:
    from obstore.store import S3Store

    options: Any = {"allow_http": os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://")}
    return S3Store.from_url(url, client_options=options, retry_config={"retry_timeout": timedelta(seconds=60)})


def _object(meta: Any) -> Object:
    return Object(str(meta["path"]), int(meta["size"]), str(meta["e_tag"] or ""), meta["last_modified"])
