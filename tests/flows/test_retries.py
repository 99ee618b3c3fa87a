import errno
from types import SimpleNamespace

import pytest
from prefect import flow
from prefect.task_runners import ThreadPoolTaskRunner

from flows.build import Orchestrated
from flows.retries import may_pass, passing
from transforms.checks import InvalidDataset


@pytest.mark.parametrize(
    "error",
    [
        ConnectionResetError("x"), TimeoutError("x"), OSError(errno.ESTALE, "stale"), OSError(errno.EIO, "input/output"),
        OSError("When reading a.parquet: AWS Error NETWORK_CONNECTION during HeadObject: curlCode: 7, Couldn't connect"),
        OSError("AWS Error SLOW_DOWN: Slow down"), OSError("503 Service Unavailable"),
    ],
)  # fmt: skip
def test_what_the_network_did_may_pass(error: Exception) -> None:
    assert passing(error)
    assert may_pass(None, None, SimpleNamespace(data=error))


@pytest.mark.parametrize(
    "error",
    [
        FileNotFoundError(errno.ENOENT, "no"), PermissionError(errno.EACCES, "no"), OSError(errno.ENOSPC, "disk full"),
        OSError("AWS Error NO_SUCH_BUCKET"), ValueError("timeout"), InvalidDataset("events: key"), MemoryError(), None,
    ],
)  # fmt: skip
def test_what_the_same_input_gives_again_does_not(error: Exception | None) -> None:
    assert not passing(error)
    assert not may_pass(None, None, SimpleNamespace(data=error))


@pytest.mark.usefixtures("prefect_api")
def test_a_task_is_tried_again_only_where_waiting_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.build.SECONDS", [0.0] * 3)
    calls: list[str] = []

    def flaky(item: str) -> str:
        calls.append(item)
        if item == "wrong" or calls.count(item) < 3:
            raise ValueError("wrong") if item == "wrong" else ConnectionResetError("gone")
        return item.upper()

    @flow(name="flaky")
    def both() -> tuple[list[str], str]:
        executor = Orchestrated(lambda _: ThreadPoolTaskRunner(max_workers=1))
        done = executor.map("read", flaky, ["a"])
        try:
            executor.map("read", flaky, ["wrong"])
        except ValueError as e:
            return done, str(e)
        return done, ""

    assert both() == (["A"], "wrong")
    assert calls == ["a", "a", "a", "wrong"]
