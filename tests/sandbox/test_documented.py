"""docs/sandbox.md tells what there is."""

from __future__ import annotations

import re
from pathlib import Path

from sandbox import dispatch
from sandbox.commands import sandbox
from sandbox.handlers import MODULES
from sandbox.sheets.batch import REQUESTS
from sandbox.sheets.formula.functions import FUNCTIONS

PAGE = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text(encoding="utf-8")


def test_the_methods_listed_are_those_implemented() -> None:
    """Neither one too few nor one too many."""
    assert MODULES
    listed = set(re.findall(r"`((?:drive|sheets|forms)\.[\w.]+)`", PAGE))
    assert listed == set(dispatch.HANDLERS)


def test_requests_functions_and_options_are_listed() -> None:
    """Every request of batchUpdate, every function of formulas, every option of the command."""
    for name in REQUESTS:
        assert f"`{name}`" in PAGE, name
    for name in FUNCTIONS:
        assert re.search(rf"\b{name}\b", PAGE), name
    for option in sandbox.params:
        assert option.opts[0] in PAGE, option.opts
