import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId
from prefect.exceptions import ObjectNotFound
from prefect.runner import Runner
from prefect.schedules import Cron

from flows.build import build
from flows.check import CheckFailed
from flows.cli import main
from flows.deployments import Timetable, deployments, full_check
from flows.pipeline import Direct, pipeline
from flows.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "1.txt").write_text(
        "Tin\n\nSáng 8/2/2017, tại Hà Nội, Quốc hội họp phiên thứ hai với nhiều nội dung quan trọng."
    )
    (raw / "2.txt").write_text("")
    return Settings(raw=raw, processed=tmp_path / "processed")


def _artifacts(flow_run_id: Any) -> dict[str, Any]:
    with get_client(sync_client=True) as client:
        found = client.read_artifacts(
            artifact_filter=ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[flow_run_id]))
        )
    return {a.key or "": a.data for a in found}


@pytest.mark.usefixtures("prefect_api")
def test_a_run_leaves_artifacts_and_log_lines(settings: Settings) -> None:
    state = build(settings, return_state=True)
    assert state.is_completed()
    found = _artifacts(state.state_details.flow_run_id)
    assert set(found) == {
        "sukien-progress", "sukien-stages", "sukien-seconds", "sukien-tables", "sukien-rejections", "sukien-quality", "sukien-snapshot",
    }  # fmt: skip
    assert found["sukien-progress"] == 100
    assert json.loads(found["sukien-rejections"])[0]["reason"] == "empty"
    assert {"table": "articles", "rows": 1, "more": None} in json.loads(found["sukien-tables"])
    assert str(settings.processed) in found["sukien-snapshot"]


@pytest.mark.usefixtures("prefect_api")
def test_the_full_check_fails_where_the_live_tables_differ(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr("flows.notify.send", lambda content: told.append(content["text"]))
    monkeypatch.setattr("flows.deployments.orchestrated", lambda s, _: pipeline(s, Direct()))
    assert full_check(settings, return_state=True).is_completed()
    assert told == []
    monkeypatch.setattr("flows.deployments.verdict", lambda _: "events: 1 rows only in the live snapshot")
    state = full_check(settings, return_state=True)
    with pytest.raises(CheckFailed, match="events: 1 rows"):
        state.result()
    assert [t.split(str(settings.processed))[1] for t in told] == [
        " failed: CheckFailed: events: 1 rows only in the live snapshot"
    ]


def test_deployments_run_one_at_a_time_in_their_time_zone(settings: Settings) -> None:
    run, check, fill = deployments(settings, Timetable(), "main")
    assert not fill.schedules
    assert (run.flow_name, check.flow_name) == ("sukien", "sukien-check")
    assert run.entrypoint == "flows.build.build"
    assert run.concurrency_limit == 1
    assert run.concurrency_options is not None
    assert run.concurrency_options.collision_strategy.value == "CANCEL_NEW"
    assert run.parameters == {"settings": settings.model_dump(mode="json")}
    assert [(s.schedule.cron, s.schedule.timezone) for s in (run.schedules or []) + (check.schedules or [])] == [
        ("30 3 * * *", "Asia/Ho_Chi_Minh"), ("0 5 * * 0", "Asia/Ho_Chi_Minh"),
    ]  # fmt: skip


def test_every_so_many_minutes_and_no_check(settings: Settings) -> None:
    run, check, _ = deployments(settings, Timetable(every=5, check_cron=None), "main")
    assert run.schedules
    assert not check.schedules
    assert run.schedules[0].schedule.interval == dt.timedelta(minutes=5)


@pytest.mark.usefixtures("prefect_api")
def test_a_deployment_is_registered_and_parameters_are_held_to_the_settings(settings: Settings) -> None:
    deployment_id = Runner(name="t").add_deployment(deployments(settings, Timetable(), "test")[0])
    with get_client(sync_client=True) as client:
        assert client.read_deployment_by_name("sukien/test").id == deployment_id
        with pytest.raises(Exception, match=r"409|422"):
            client.create_flow_run_from_deployment(
                deployment_id, parameters={"settings": {"raw": "x", "assume_year": "many"}}
            )
        with pytest.raises(ObjectNotFound):
            client.read_deployment_by_name("sukien-check/test")


def test_a_wrong_timetable_says_so_in_one_line() -> None:
    Timetable().validate()
    for wrong, why in (
        (Timetable(cron="often"), "no cron line: 'often'"),
        (Timetable(check_cron="61 * * * *"), "no cron line"),
        (Timetable(timezone="Mars/Base"), "no such time zone: Mars/Base"),
    ):
        with pytest.raises(ValueError, match=why):
            wrong.validate()
    assert str(Timetable(every=5)) == "every 5 min, full check at 0 5 * * 0 (Asia/Ho_Chi_Minh)"
    assert isinstance(Timetable().runs(), type(Cron("* * * * *")))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--every", "0"], "at least one minute"),
        (["--every", "x"], "invalid int value"),
        (["--every", "5", "--cron", "* * * * *"], "not allowed with"),
        (["--cron", "often"], "no cron line: 'often'"),
        (["--timezone", "Mars/Base"], "no such time zone"),
        (["--assume-year", "17"], "assume_year"),
        (["--raw", "/nowhere/at/all"], "no such raw folder"),
    ],
)
def test_serve_refuses_a_wrong_call_before_it_starts_anything(
    arguments: list[str], message: str, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--raw", str(settings.raw), *arguments]) == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith("sukien: ")
    assert message in said


@pytest.mark.usefixtures("prefect_api")
def test_a_failed_run_tells_why_without_a_trace_of_the_code(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[str] = []
    monkeypatch.setattr("flows.notify.send", lambda content: told.append(content["text"]))
    missing = settings.model_copy(update={"raw": settings.raw / "none"})
    assert build(missing, return_state=True).is_failed()
    assert len(told) == 1
    assert told[0].endswith(f"failed: NoInput: no such raw folder or file: {missing.raw}")
    assert "no such raw folder or file" in caplog.text
    assert "Traceback" not in caplog.text
