"""The house stands on its floors: imports go down only, and nothing connects when imported."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: What each floor may import of ours.
BELOW = {
    "sheets_schema": {"sheets_schema"},
    "service": {"service", "sheets_schema"},
    "jobs": {"jobs", "service", "sheets_schema"},
    "sandbox": {"sandbox"},
    "demo": {"demo", "jobs", "service", "sheets_schema", "sandbox"},
}
OURS = set(BELOW)
#: Folders of `service` that must stay pure: no adapter, no clock, no environment.
PURE = ("service/figures", "service/reports", "service/periods/windows.py")
ADAPTERS = {"gspread", "googleapiclient", "google", "sqlalchemy", "smtplib", "requests", "httplib2", "os"}
#: Each outside library that reaches something has one folder of ours that knows it.
HOMES = {
    "gspread": "service/google",
    "googleapiclient": "service/google",
    "httplib2": "service/google",
    "smtplib": "service/mail",
    "schedule": "jobs/loop.py",
}


def imports(source: str) -> Iterator[str]:
    """Every module a piece of code imports, dotted."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def upward(floor: str, source: str) -> set[str]:
    """Our packages that `source`, on `floor`, imports although they are not below it."""
    return ({name.split(".")[0] for name in imports(source)} & OURS) - BELOW[floor]


def files(folder: str) -> list[Path]:
    """The Python files of a folder (or the one file)."""
    path = ROOT / folder
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


@pytest.mark.parametrize("floor", sorted(BELOW))
def test_no_import_goes_up(floor: str) -> None:
    """Each floor imports only itself and floors below."""
    found = {
        str(f.relative_to(ROOT)): up for f in files(floor) if (up := upward(floor, f.read_text("utf-8")))
    }
    assert found == {}


def test_a_planted_upward_import_is_found() -> None:
    """The check fails when a floor imports upward, whichever way the import is written."""
    assert upward("sheets_schema", "from service.clock import Clock") == {"service"}
    assert upward("service", "def f():\n    import jobs.loop") == {"jobs"}
    assert upward("sandbox", "import sheets_schema") == {"sheets_schema"}


def test_the_pages_ask_for_work_but_never_do_it() -> None:
    """service/web imports nothing of jobs (covered above) nor schedule."""
    found = [str(f) for f in files("service/web") if "schedule" in set(imports(f.read_text("utf-8")))]
    assert found == []


@pytest.mark.parametrize("folder", PURE)
def test_pure_folders_know_no_adapter(folder: str) -> None:
    """Figures, rendering and windows compute; they reach neither store, net, mail nor environment."""
    adapters = {
        "service.google",
        "service.store",
        "service.mail.smtp",
        "service.mail.outbox",
        "service.clock",
    }
    for file in files(folder):
        names = set(imports(file.read_text("utf-8")))
        assert not {n.split(".")[0] for n in names} & ADAPTERS, file
        assert not {n for n in names if any(n.startswith(a) for a in adapters)}, file


def test_the_ground_floor_is_pure() -> None:
    """sheets_schema has no clock, no environment and no network (files.py alone opens what it is given)."""
    for file in files("sheets_schema"):
        names = {n.split(".")[0] for n in imports(file.read_text("utf-8"))}
        assert not names & {"os", "time", "socket", "requests", "urllib", "sqlalchemy", "subprocess"}, file


@pytest.mark.parametrize("library", sorted(HOMES))
def test_each_adapter_lives_in_one_folder(library: str) -> None:
    """Only its home imports a library that reaches outside."""
    away = [
        str(f.relative_to(ROOT))
        for floor in ("service", "jobs")
        for f in files(floor)
        if library in {n.split(".")[0] for n in imports(f.read_text("utf-8"))}
        and not str(f.relative_to(ROOT)).startswith(HOMES[library])
    ]
    assert away == []


def test_nothing_connects_when_imported() -> None:
    """Importing every module opens no socket and starts no process."""
    code = (
        "import importlib, pkgutil, socket, subprocess\n"
        "def refuse(*a, **k): raise SystemExit('connected at import')\n"
        "socket.socket.connect = refuse; subprocess.Popen.__init__ = refuse\n"
        "for package in ('sheets_schema', 'service', 'jobs', 'sandbox', 'demo'):\n"
        "    for m in pkgutil.walk_packages(importlib.import_module(package).__path__, package + '.'):\n"
        "        if '.migrations' not in m.name and not m.name.endswith('__main__'):\n"
        "            importlib.import_module(m.name)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
