"""The Prefect API that deployments are registered with: the configured one, or a server of our own beside the serving process.

Prefect starts a temporary server for a single run, but that one schedules nothing. Where no `PREFECT_API_URL` is configured,
`api` starts a complete server on this machine's loopback, over Prefect's own SQLite file, for as long as it is needed. The
server leaves signals to the serving process, which stops first, and dies with it even if that one is killed (on Linux).
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

_USUAL_PORT = 4200
_START_SECONDS = 180


class ServerError(Exception):
    """There is no API to talk to; the message says why in one line."""


@contextmanager
def api() -> Iterator[str]:
    """Address of the API for the block."""
    from prefect.context import refresh_global_settings_context
    from prefect.settings import PREFECT_API_URL

    if url := PREFECT_API_URL.value():
        _wait(url, seconds=30)
        yield url
        return
    port = _free_port()
    url = f"http://127.0.0.1:{port}/api"
    server = _start(port)
    os.environ["PREFECT_API_URL"] = url
    refresh_global_settings_context()
    try:
        _wait(url, _START_SECONDS, server)
        yield url
    finally:
        del os.environ["PREFECT_API_URL"]
        refresh_global_settings_context()
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _start(port: int) -> subprocess.Popen[bytes]:
    application = ["--factory", "prefect.server.api.server:create_app", "--lifespan", "on"]
    address = ["--host", "127.0.0.1", "--port", str(port), "--log-level", "error"]
    return subprocess.Popen(
        [sys.executable, "-m", "uvicorn", *application, *address],
        env={**os.environ, "PREFECT__SERVER_FINAL": "1"},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,
    )


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _free_port() -> int:
    """Prefect's usual port, where a browser looks for it, or any that is free."""
    for port in (_USUAL_PORT, 0):
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(s.getsockname()[1])
    raise ServerError("no free port on the loopback interface")


def _wait(url: str, seconds: float, server: subprocess.Popen[bytes] | None = None) -> None:
    end = time.monotonic() + seconds
    why = "no answer"
    while time.monotonic() < end:
        if server is not None and server.poll() is not None:
            raise ServerError(f"the Prefect server stopped with exit code {server.returncode}")
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=5):
                return
        except urllib.error.HTTPError as e:
            if e.code < 500:  # asks for credentials, which Prefect's client brings
                return
            why = f"HTTP {e.code}"
        except (OSError, ValueError) as e:
            why = str(getattr(e, "reason", e))
        time.sleep(0.3)
    raise ServerError(f"no Prefect server at {url} within {seconds:.0f} s: {why}")
