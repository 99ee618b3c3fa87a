"""The command line: `sukien run`, `backfill`, `serve`, `query`, `explain`, `snapshots`, `rollback`, `check`.

Mistakes end with one clear line and a non-zero exit code.

Exit codes: 0 done, 1 the run failed or the query is wrong, 2 the call is wrong.
"""

from __future__ import annotations

import argparse
import datetime as dt
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from rich.console import Console

from flows.addresses import Location, location

if TYPE_CHECKING:
    from flows.progress import Summary
    from flows.settings import Settings
    from flows.store import Store

# Options that are settings of the same name.
_SETTINGS = ("raw", "processed", "assume_year", "workers", "runner", "wait", "accept_change")


class CallError(Exception):
    """The call is wrong; the message says how."""


class Failure(Exception):
    """The command failed; the message says why in one line."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise CallError(f"{message} (see {self.prog} --help)")


def _arguments() -> argparse.ArgumentParser:
    parser = _Parser(prog="sukien", description="Vietnamese political news as event tables.")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)

    run = commands.add_parser("run", help="raw pages → published tables")
    _settings_arguments(run)
    run.add_argument(
        "--accept-change",
        action="store_true",
        default=None,
        help="publish although much has changed since the last run",
    )
    run.add_argument("--direct", action="store_true", help="without the orchestrator: the same work, no server start")
    run.add_argument("--traceback", action="store_true", help="show where an unexpected error arose")
    run.set_defaults(do=_run)

    serve = commands.add_parser("serve", help="run on a schedule: daily, with a weekly full check")
    _settings_arguments(serve)
    when = serve.add_mutually_exclusive_group()
    when.add_argument("--every", type=int, metavar="MINUTES", help="run every so many minutes instead of daily")
    when.add_argument("--cron", metavar="LINE", help='when to run (default: "30 3 * * *")')
    serve.add_argument(
        "--check-cron", metavar="LINE", help='when to compare with a full rebuild (default: "0 5 * * 0")'
    )
    serve.add_argument("--no-check", action="store_true", help="never compare with a full rebuild")
    serve.add_argument("--timezone", default="Asia/Ho_Chi_Minh", help="of the schedules (default: %(default)s)")
    serve.add_argument("--name", default="main", help="name of the deployments (default: %(default)s)")
    serve.set_defaults(do=_serve)

    fill = commands.add_parser("backfill", help="work through an archive in slices of time, then run")
    _settings_arguments(fill)
    fill.add_argument(
        "--from", dest="first", type=_day, required=True, metavar="DAY", help="first day, e.g. 2017-05-01"
    )
    fill.add_argument("--to", dest="last", type=_day, required=True, metavar="DAY", help="last day, included")
    fill.add_argument("--by", choices=("day", "month", "year"), default="month", help="a slice (default: %(default)s)")
    fill.add_argument("--direct", action="store_true", help="without the orchestrator")
    fill.set_defaults(do=_backfill)

    listed = commands.add_parser("snapshots", help="the published snapshots, newest first")
    listed.add_argument("--path", action="store_true", help="only the folder of the live one, for a reader's session")
    listed.set_defaults(do=_snapshots)

    back = commands.add_parser("rollback", help="publish an earlier snapshot again")
    back.add_argument("id", nargs="?", help="default: the last one with other content")
    back.set_defaults(do=_rollback)

    check = commands.add_parser("check", help="compare every stored file with its hash; drop what is damaged")
    check.set_defaults(do=_check)
    for command in (listed, back, check):
        _processed(command)
    for command in (back, check):
        command.add_argument("--wait", type=float, default=0, metavar="SECONDS", help="wait so long for a run at work")

    query = commands.add_parser("query", help="SQL over the published tables")
    query.add_argument("sql", help='e.g. "select * from events limit 5"')
    _processed(query)
    query.add_argument(
        "--format", choices=("table", "csv", "json", "parquet"), help="default: table, or by the ending of --output"
    )
    query.add_argument("--output", type=Path, help="file to write to instead of the terminal")
    query.set_defaults(do=_query)

    explain = commands.add_parser("explain", help="one page with every found span, its rule and its meaning")
    explain.add_argument("page", help="a page file, or container#record")
    explain.add_argument("--html", type=Path, help="also write the view to this HTML file")
    explain.set_defaults(do=_explain)
    return parser


def _processed(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--processed",
        type=location,
        default=Path("data/processed"),
        help="folder of the results, or s3://BUCKET/PREFIX (default: %(default)s)",
    )


def _settings_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--raw",
        type=location,
        default=Path("data/raw"),
        help="folder of raw pages, one file, or s3://BUCKET/PREFIX (default: %(default)s)",
    )
    _processed(parser)
    parser.add_argument("--assume-year", type=int, help="year of collections whose records carry no date")
    parser.add_argument("--workers", type=int, help="processes (default: one per core)")
    parser.add_argument(
        "--runner", help="processes (default), dask://HOST:PORT, ray://HOST:PORT or dask://local?workers=2"
    )
    parser.add_argument("--wait", type=float, metavar="SECONDS", help="wait so long for another run (default: refuse)")


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command; returns the exit code."""
    try:
        options = _arguments().parse_args(arguments)
        return int(options.do(options))
    except CallError as e:
        return _complain(str(e), 2)
    except Failure as e:
        return _complain(str(e), 1)
    except BrokenPipeError:  # the reader of our output went away
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _complain("stopped", 130)


def _complain(message: str, code: int) -> int:
    print(f"sukien: {' '.join(message.split())}", file=sys.stderr)
    return code


def _settings(options: argparse.Namespace) -> Settings:
    """The settings that the call gives. Raises `CallError`."""
    if isinstance(options.raw, Path) and not options.raw.exists():
        raise CallError(f"no such raw folder or file: {options.raw}")
    from pydantic import ValidationError

    from flows.settings import Settings

    given = {k: v for k in _SETTINGS if (v := getattr(options, k, None)) is not None}
    try:
        return Settings(**given)
    except ValidationError as e:
        problem = e.errors()[0]
        raise CallError(f"{problem['loc'][0]}: {problem['msg']}") from e


def _run(options: argparse.Namespace) -> int:
    settings = _settings(options)
    if options.direct and options.runner:
        raise CallError("--direct runs without the orchestrator: it takes no --runner")
    console = Console(stderr=True, highlight=False)
    from flows.progress import print_summary, shown

    with shown(console):
        # Imported under the progress display, which takes a second, and with Prefect another.
        from flows.addresses import RunnerError
        from flows.pipeline import Direct, NoInput, pipeline
        from flows.snapshots import UnexpectedChange
        from flows.store import StoreError
        from transforms.checks import InvalidDataset

        try:
            summary = pipeline(settings, Direct()) if options.direct else _orchestrated(settings)
        except (NoInput, RunnerError, StoreError) as e:
            return _complain(str(e), 1)
        except UnexpectedChange as e:
            return _complain(f"not published, the last snapshot stays: {e}; --accept-change publishes it", 1)
        except InvalidDataset as e:
            return _complain(f"not published, the last snapshot stays: {e}", 1)
        except Exception as e:
            if options.traceback:
                raise
            return _complain(
                f"the run failed, the last snapshot stays: {type(e).__name__}: {e} (--traceback shows where)", 1
            )
    print_summary(Console(highlight=False), summary)
    return 0


def _orchestrated(settings: Settings) -> Summary:
    _quiet_prefect()
    from flows.build import build
    from flows.runners import check

    check(settings.runner)
    return build(settings)


def _backfill(options: argparse.Namespace) -> int:
    settings = _settings(options)
    if options.first > options.last:
        raise CallError("--from is after --to")
    if options.direct and options.runner:
        raise CallError("--direct runs without the orchestrator: it takes no --runner")
    from flows.progress import print_summary, shown

    with shown(Console(stderr=True, highlight=False)):
        from flows.addresses import RunnerError
        from flows.backfill import Range, backfill
        from flows.pipeline import Direct, NoInput, pipeline
        from flows.snapshots import UnexpectedChange
        from flows.store import StoreError
        from transforms.checks import InvalidDataset

        try:
            if options.direct:
                for done in backfill(settings, Direct(), Range(options.first, options.last, options.by)):
                    _complain(f"{done.label}: {done.error}", 1) if done.error else None
                summary = pipeline(settings, Direct())
            else:
                _quiet_prefect()
                from flows.deployments import fill

                summary = fill(settings, options.first, options.last, options.by)
        except (NoInput, RunnerError, StoreError) as e:
            return _complain(str(e), 1)
        except (InvalidDataset, UnexpectedChange) as e:
            return _complain(f"not published, the last snapshot stays: {e}", 1)
    print_summary(Console(highlight=False), summary)
    return 0


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day like 2017-05-31") from None


def _serve(options: argparse.Namespace) -> int:
    settings = _settings(options)
    if options.wait is None:  # the run that holds the folder will end; a schedule has the time to wait
        settings = settings.model_copy(update={"wait": 900.0})
    if options.every is not None and options.every < 1:
        raise CallError("--every: at least one minute")
    _quiet_prefect(console="INFO")
    console = Console(stderr=True, highlight=False)
    console.print("starting", style="dim")
    from flows.addresses import RunnerError
    from flows.deployments import DAILY, WEEKLY, Timetable, serve
    from flows.notify import NotifyError, check_environment
    from flows.runners import check
    from flows.server import ServerError, api

    check_cron = None if options.no_check else options.check_cron or WEEKLY
    timetable = Timetable(options.cron or DAILY, options.every, check_cron, options.timezone)
    try:
        check_environment()
        timetable.validate()
        check(settings.runner)
    except (NotifyError, RunnerError, ValueError) as e:
        raise CallError(str(e)) from e
    try:
        with api() as url:
            console.print(f"serving {settings.raw} → {settings.processed}: {timetable}\nPrefect: {url}", soft_wrap=True)
            serve(settings, timetable, options.name)
    except ServerError as e:
        return _complain(str(e), 1)
    return 0


def _quiet_prefect(console: str = "WARNING") -> None:
    """No telemetry; on the terminal only what a person reads; what is set in the environment stands.

    A run's own log lines go to the API in full; those of single tasks only from warnings on.
    """
    for name, value in {
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": console,
        "PREFECT_LOGGING_LOGGERS_PREFECT_TASK_RUNS_LEVEL": "WARNING",
        "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
        # Five times what a first start over an empty home took on a busy machine.
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_CLI_PROMPT": "false",
    }.items():
        os.environ.setdefault(name, value)
    if console == "WARNING":
        logging.getLogger("prefect").setLevel(logging.WARNING)


def _snapshots(options: argparse.Namespace) -> int:
    import duckdb
    import polars as pl

    from flows.answers import aligned
    from flows.remote import store_at
    from flows.snapshots import listing, live

    store = store_at(options.processed)
    now, rows = live(store), listing(store)
    if not rows or (options.path and not now):
        return _complain(f"no published snapshot in {options.processed}", 1)
    print(now.folder.absolute() if options.path and now else aligned(duckdb.from_arrow(pl.DataFrame(rows).to_arrow())))
    return 0


def _rollback(options: argparse.Namespace) -> int:
    from flows.snapshots import rollback

    with _held(options) as store:
        snapshot = rollback(store, options.id)
    print(f"readers see {snapshot.restores} again, published as {snapshot.id}")
    return 0


def _check(options: argparse.Namespace) -> int:
    with _held(options) as store:
        dropped = store.drop_damaged()
    for problem in dropped:
        print(f"dropped {problem}")
    if dropped:
        return _complain("what was damaged is dropped: `sukien run` makes it again", 1)
    print("everything is as it was written")
    return 0


@contextmanager
def _held(options: argparse.Namespace) -> Iterator[Store]:
    """The store, with no run at work in it. What goes wrong is told in one line."""
    from flows.failures import advice
    from flows.remote import store_at
    from flows.store import StoreError

    try:
        store = store_at(options.processed)
        if isinstance(options.processed, Path) and not store.snapshots.is_dir():
            raise StoreError(f"no published snapshot in {options.processed}")
        with store.locked(options.wait):
            yield store
    except StoreError as e:
        raise Failure(str(e)) from e
    except Exception as e:
        raise Failure(advice(e, Path(options.processed)) or f"{type(e).__name__}: {e}") from e


def _query(options: argparse.Namespace) -> int:
    import duckdb

    from flows.answers import FORMATS, write
    from flows.catalog import connect

    tables = _tables(options.processed)
    kind = options.format or (options.output.suffix.lstrip(".") if options.output else "table")
    if kind not in FORMATS:
        raise CallError(f"cannot write {options.output.name}: choose --format from {', '.join(FORMATS)}")
    if kind == "parquet" and not options.output:
        raise CallError("--format parquet needs --output FILE")
    try:
        with connect(tables.resolve()) as db:
            result = db.sql(options.sql)
            if result is None:
                return 0
            write(result, kind, options.output)
    except duckdb.Error as e:
        return _complain(str(e).splitlines()[0], 1)
    except OSError as e:
        return _complain(f"cannot write {options.output}: {e.strerror}", 1)
    return 0


def _tables(processed: Location) -> Path:
    """The folder of the live tables; those behind an address are fetched."""
    if isinstance(processed, Path):
        found: Path | None = processed / "current"
    else:
        from flows.remote import store_at
        from flows.store import StoreError

        try:
            found = store_at(processed).live()
        except StoreError as e:
            raise Failure(str(e)) from e
    if found is None or not found.is_dir():
        raise CallError(f"no published tables in {processed}: run `sukien run` first")
    return found


def _explain(options: argparse.Namespace) -> int:
    from flows.explain import NotExplained, explain, html, print_page

    try:
        page = explain(options.page)
        if options.html:
            options.html.write_text(html(page), encoding="utf8")
    except NotExplained as e:
        return _complain(str(e), 1)
    except OSError as e:
        return _complain(f"cannot write {options.html}: {e.strerror}", 1)
    print_page(Console(highlight=False), page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
