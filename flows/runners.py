"""Where tasks run: in threads and processes of this machine, on a Dask cluster, or on a Ray cluster (`flows.addresses`).

Scheduling is Prefect's task runners' and the cluster's own. A worker that dies mid-task costs time only: Dask and Ray give
the task to another one, and a stage's result is either whole in the store or not there. Tasks carry references, a few
kilobytes each, so every worker must reach the same store (a shared folder or an object store), the same raw pages, and the
same Prefect API. Dask and Ray are extras of the package.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.util import find_spec
from typing import Any

from prefect.context import FlowRunContext
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.task_runners import ProcessPoolTaskRunner, ThreadPoolTaskRunner

from flows.addresses import Cluster, RunnerError, cluster

TaskRunner = Any  # of Prefect: its type depends on the kind of future
# Number of processes worth using for a stage → the runner of that stage, entered for as long as the stage lasts.
RunnerOf = Callable[[int], AbstractContextManager[TaskRunner]]

# Tasks hand over references: Ray's shared memory, a third of the machine's unless told, may be as small as it can be.
_RAY_OBJECT_STORE = 80_000_000
_NEEDS = {"dask": ("prefect_dask", "distributed"), "ray": ("prefect_ray", "ray")}
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def check(url: str) -> None:
    """Raise `RunnerError` where the extra is missing or no cluster answers: one line now rather than a run that hangs."""
    where = cluster(url)
    if where is None:
        return
    if missing := [name for name in _NEEDS[where.kind] if find_spec(name) is None]:
        raise RunnerError(f"{', '.join(missing)} is not installed: pip install 'sukien[{where.kind}]'")
    if where.address:
        host, _, port = where.address.rpartition(":")
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=10).close()
        except OSError as e:
            raise RunnerError(f"no {where.kind} cluster answers at {where.address}: {e}") from e
        if host not in _LOOPBACK and not PREFECT_API_URL.value():
            raise RunnerError(f"workers at {host} need a Prefect server that they reach: set PREFECT_API_URL")


@contextmanager
def opened(url: str) -> Iterator[RunnerOf]:
    """The runners of a run's stages, inside a flow. Raises `RunnerError`."""
    check(url)
    where = cluster(url)
    with _shared_api():
        if where is None:
            yield _here
        else:
            with _OPEN[where.kind](where) as running:
                yield lambda _: nullcontext(running)


def _shared_api() -> AbstractContextManager[object]:
    """Workers report to the server of this run: without an address each would start one of its own, for half a minute."""
    run = FlowRunContext.get()
    if PREFECT_API_URL.value() or run is None:
        return nullcontext()
    return temporary_settings({PREFECT_API_URL: str(run.client.api_url)})


def _here(workers: int) -> AbstractContextManager[TaskRunner]:
    return ProcessPoolTaskRunner(max_workers=workers) if workers > 1 else ThreadPoolTaskRunner(max_workers=1)


@contextmanager
def _entered(runner: TaskRunner, close: Callable[[], object]) -> Iterator[TaskRunner]:
    try:
        with runner:
            yield runner
    finally:
        close()


def _dask(where: Cluster) -> AbstractContextManager[TaskRunner]:
    from distributed import LocalCluster
    from prefect_dask import DaskTaskRunner

    if where.address:
        return _entered(DaskTaskRunner(address=f"tcp://{where.address}"), lambda: None)
    # One thread a worker: transforms bring threads of their own. Memory is watched by who runs the machine.
    here = LocalCluster(n_workers=where.workers, threads_per_worker=1, dashboard_address=None, memory_limit=0)
    return _entered(DaskTaskRunner(cluster=here), here.close)


def _ray(where: Cluster) -> AbstractContextManager[TaskRunner]:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    import ray
    from prefect_ray import RayTaskRunner

    if where.address:
        ray.init(f"ray://{where.address}", namespace="sukien", log_to_driver=False)
    else:
        ray.init(
            num_cpus=where.workers, namespace="sukien", include_dashboard=False, log_to_driver=False,
            object_store_memory=_RAY_OBJECT_STORE,
        )  # fmt: skip
    return _entered(RayTaskRunner(), ray.shutdown)  # it uses the connection that is there


_OPEN: dict[str, Callable[[Cluster], AbstractContextManager[TaskRunner]]] = {"dask": _dask, "ray": _ray}
