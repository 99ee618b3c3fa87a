"""Tell somebody that a run failed: a webhook, a command, or both.

In: how a flow run ended. Out: one message, to whoever the environment names. `SUKIEN_NOTIFY_URL` gets it as a JSON POST
whose `text` is one readable line (the field that chat services print); `SUKIEN_NOTIFY_COMMAND` gets the same JSON on its
standard input. Both live in the environment, not in the run's parameters: a webhook's address is a secret, and parameters
are shown to everybody who may look at the server. A message that cannot be delivered is logged and changes no outcome.
"""

from __future__ import annotations

import json
import logging
import os
import shlex
import subprocess
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

URL, COMMAND = "SUKIEN_NOTIFY_URL", "SUKIEN_NOTIFY_COMMAND"
_SECONDS = 15


class NotifyError(Exception):
    """The message was not delivered, or could never be; says why in one line."""


def notify_failure(flow: Any, flow_run: Any, state: Any) -> None:
    """Hook of flows that failed or crashed."""
    try:
        send(message(flow.name, flow_run.name, str(flow_run.id), state.name, state.message or "", flow_run.parameters))
    except NotifyError as e:
        logging.getLogger(__name__).warning("nobody was told of the failure: %s", e)


def message(flow: str, run: str, run_id: str, state: str, why: str, parameters: Mapping[str, Any]) -> dict[str, str]:
    """What is sent. `text` alone must be enough to know what to do."""
    why = " ".join(why.removeprefix("Flow run encountered an exception: ").split())[:1_000]
    settings = parameters.get("settings")
    given = settings if isinstance(settings, Mapping) else getattr(settings, "__dict__", {})
    processed = str(given.get("processed", ""))
    where = f" for {processed}" if processed else ""
    return {
        "text": f"{flow}: run {run}{where} {state.lower()}: {why}",
        "flow": flow,
        "run": run,
        "run_id": run_id,
        "state": state,
        "why": why,
        "processed": processed,
    }


def check_environment() -> None:
    """Raise `NotifyError` where the environment names what could never work."""
    url, command = os.environ.get(URL), os.environ.get(COMMAND)
    if url and not url.startswith(("http://", "https://")):
        raise NotifyError(f"{URL}: no http or https address")
    if command:
        _words(command)


def silence() -> None:
    """Tell nobody from now on: the process is being stopped, and a run that ends with it is no failure."""
    for name in (URL, COMMAND):
        os.environ.pop(name, None)


def send(content: Mapping[str, str]) -> None:
    """Deliver to all that the environment names; does nothing where it names nobody."""
    body = json.dumps(content, ensure_ascii=False).encode()
    problems = []
    for name, deliver in ((URL, _post), (COMMAND, _execute)):
        if target := os.environ.get(name):
            try:
                deliver(target, body)
            except NotifyError as e:
                problems.append(str(e))
    if problems:
        raise NotifyError("; ".join(problems))


def _post(url: str, body: bytes) -> None:
    try:
        request = urllib.request.Request(url, body, {"Content-Type": "application/json; charset=utf-8"})
        with urllib.request.urlopen(request, timeout=_SECONDS):
            pass
    except (OSError, ValueError) as e:  # HTTP errors are OSErrors; the address stays out of the log
        reason = f"HTTP {e.code}" if isinstance(e, urllib.error.HTTPError) else type(e).__name__
        raise NotifyError(f"{URL}: {reason}") from e


def _execute(command: str, body: bytes) -> None:
    try:
        done = subprocess.run(_words(command), input=body, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as e:
        raise NotifyError(f"{COMMAND}: {type(e).__name__}") from e
    if done.returncode:
        raise NotifyError(f"{COMMAND}: exit code {done.returncode}")


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError as e:
        raise NotifyError(f"{COMMAND}: {e}") from e
