import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from flows.notify import COMMAND, URL, NotifyError, check_environment, message, notify_failure, send, silence


class _Webhook(HTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.received: list[dict[str, str]] = []
        self.status = 200


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, _Webhook)
        self.server.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Webhook]:
    server = _Webhook()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv(URL, f"http://127.0.0.1:{server.server_port}/hook")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_message_says_in_one_line_what_failed_where_and_why() -> None:
    said = message("sukien", "calm-crane", "7", "Failed", "Flow run encountered an exception: StoreError: full\ndisk", {"settings": {"processed": "/data/p"}})  # fmt: skip
    assert said["text"] == "sukien: run calm-crane for /data/p failed: StoreError: full disk"
    assert said["processed"] == "/data/p"
    assert message("sukien", "x", "7", "Crashed", "gone", {})["text"] == "sukien: run x crashed: gone"


def test_a_webhook_gets_json(webhook: _Webhook) -> None:
    send({"text": "Đã hỏng"})
    assert webhook.received == [{"text": "Đã hỏng"}]


def test_a_command_gets_the_same_on_its_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "got it.json"
    program = "import sys, shutil; shutil.copyfileobj(sys.stdin, open(sys.argv[1], 'w'))"
    monkeypatch.setenv(COMMAND, f'{sys.executable} -c "{program}" "{file}"')
    send({"text": "x"})
    assert json.loads(file.read_text()) == {"text": "x"}


def test_nobody_named_nobody_told(webhook: _Webhook) -> None:
    silence()
    send({"text": "x"})
    assert webhook.received == []


def test_what_cannot_be_delivered_is_said_without_the_address(
    webhook: _Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook.status = 503
    monkeypatch.setenv(COMMAND, "/no/such/program secret")
    with pytest.raises(NotifyError) as e:
        send({"text": "x"})
    assert str(e.value) == f"{URL}: HTTP 503; {COMMAND}: FileNotFoundError"


def test_the_hook_tells_and_a_failed_message_is_only_logged(
    webhook: _Webhook, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    run = SimpleNamespace(name="calm-crane", id="7", parameters={"settings": {"processed": "/data/p"}})
    state = SimpleNamespace(name="Failed", message="NoInput: no raw files")
    notify_failure(SimpleNamespace(name="sukien"), run, state)
    assert webhook.received[0]["text"] == "sukien: run calm-crane for /data/p failed: NoInput: no raw files"
    monkeypatch.setenv(URL, "http://127.0.0.1:9/none")
    with caplog.at_level("WARNING"):
        notify_failure(SimpleNamespace(name="sukien"), run, state)
    assert "nobody was told" in caplog.text


@pytest.mark.parametrize(("name", "value"), [(URL, "ftp://x"), (COMMAND, "say 'open")])
def test_what_could_never_work_is_said_before_anything_starts(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_environment()
    monkeypatch.setenv(name, value)
    with pytest.raises(NotifyError, match=name):
        check_environment()
