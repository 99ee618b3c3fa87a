"""Imports point one way: flows → transforms stages → schema, records, ids, text, lexicon."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STAGES = ("pages", "reports", "dedup", "entities", "resolve")
SHARED = ("records", "ids", "text", "lexicon", "schema")
# Modules of the standard library that reach the clock, the disk or the network.
IMPURE = {
    "os",
    "time",
    "shutil",
    "socket",
    "subprocess",
    "tempfile",
    "urllib.request",
    "http",
    "pathlib",
    "requests",
    "httpx",
    "random",
}


def _imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf8"))):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found |= {node.module} | {f"{node.module}.{a.name}" for a in node.names}
    return found


TRANSFORMS = sorted((ROOT / "src" / "transforms").rglob("*.py"))


@pytest.mark.parametrize("file", TRANSFORMS, ids=lambda f: str(f.relative_to(ROOT / "src" / "transforms")))
def test_transforms_are_pure_and_stages_do_not_know_one_another(file: Path) -> None:
    room = file.relative_to(ROOT / "src" / "transforms").parts[0].removesuffix(".py")
    imports = _imports(file)
    assert not {i for i in imports if i.split(".")[0] in ("flows", "prefect")}
    assert not {i for i in imports if i in IMPURE or i.split(".")[0] in IMPURE - {"urllib.request"}}
    others = {i.split(".")[1] for i in imports if i.startswith("transforms.") and i.split(".")[1] in STAGES}
    if room in STAGES:
        assert others <= {room}
    elif room in SHARED:
        assert not others


def test_few_modules_know_prefect() -> None:
    knowing = {f.name for f in (ROOT / "flows").glob("*.py") if any(i.split(".")[0] == "prefect" for i in _imports(f))}
    assert knowing <= {"artifacts.py", "build.py", "deployments.py", "runners.py", "server.py"}


def test_only_tasks_join_stages() -> None:
    joining = {
        f.name
        for f in (ROOT / "flows").glob("*.py")
        if len({i.split(".")[1] for i in _imports(f) if i.startswith("transforms.") and i.split(".")[1] in STAGES}) > 1
    }
    assert joining <= {"tasks.py", "explain.py"}


def test_a_run_without_the_orchestrator_does_not_load_it() -> None:
    probe = "import sys, flows.cli, flows.pipeline, flows.backfill; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], cwd=ROOT, check=False).returncode == 0
