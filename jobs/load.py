"""Imports every file of a job, so that each registers itself."""

from __future__ import annotations

import importlib

FILES = (
    "changes",
    "provision",
    "open_period",
    "check",
    "answers",
    "sweep",
    "close",
    "monthly_report",
    "annual_report",
    "digest",
    "deliver",
)


def everything() -> None:
    """Import each job's file once."""
    for name in FILES:
        importlib.import_module(f"jobs.{name}")
