import socket
from importlib.machinery import ModuleSpec

import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.addresses import RunnerError
from flows.runners import check, opened


def _installed(name: str) -> ModuleSpec:
    return ModuleSpec(name, None)


def test_processes_need_nothing() -> None:
    check("processes")
    with opened("processes") as runner_of:
        assert type(runner_of(1)).__name__ == "ThreadPoolTaskRunner"
        assert type(runner_of(2)).__name__ == "ProcessPoolTaskRunner"


@pytest.mark.parametrize("kind", ["dask", "ray"])
def test_a_missing_package_is_said_with_the_extra_that_brings_it(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.runners.find_spec", lambda _: None)
    with pytest.raises(RunnerError, match=rf"pip install 'sukien\[{kind}\]'"), opened(f"{kind}://local"):
        pass


def test_a_cluster_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.runners.find_spec", _installed)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and nobody listens
        port = taken.getsockname()[1]
        with pytest.raises(RunnerError, match=f"no dask cluster answers at 127.0.0.1:{port}"):
            check(f"dask://127.0.0.1:{port}")


def test_workers_elsewhere_need_a_server_that_they_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.runners.find_spec", _installed)
    monkeypatch.setattr("flows.runners.socket.create_connection", lambda *_, **__: socket.socket())
    with temporary_settings(restore_defaults={PREFECT_API_URL}):
        with pytest.raises(RunnerError, match="set PREFECT_API_URL"):
            check("ray://10.0.0.7:10001")
        check("ray://127.0.0.1:10001")
