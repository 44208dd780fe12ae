"""Reads the last table of docs/worked-month.md: what was worked by hand, to set beside a report."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs" / "worked-month.md"
_ROW = re.compile(r"\| `([^`]+)` \| (?:(\d+)/(\d+))? ?\| (\S+) \|")


def differences(report: dict[str, Any]) -> list[str]:
    """Where the page's figures differ from a report's JSON, one line each."""
    rows = _ROW.findall(PAGE.read_text(encoding="utf-8"))
    assert len(rows) > 15
    found = []
    for name, numerator, denominator, value in rows:
        figure = report["figures"][name]
        shown = [figure["value"]]
        worked = [json.loads(value)]
        if numerator:
            shown += [figure["numerator"], figure["denominator"]]
            worked += [int(numerator), int(denominator)]
        if shown != worked:
            found.append(f"{name}: report {shown}, by hand {worked}")
    return found
