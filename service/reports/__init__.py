"""Figures to documents: a report is blocks; `render` turns blocks into HTML, text or JSON. Pure."""

from __future__ import annotations

from service.figures.data import Data, Figures
from service.reports import annual, monthly
from service.reports.blocks import Agency, Language, Report

__all__ = ["build"]


def build(
    data: Data, figures: Figures, agency: Agency, language: Language = "vi", version: int = 1
) -> Report:
    """The report of a frozen period, monthly or annual as the period is."""
    make = annual.build if data.kind == "annual" else monthly.build
    return make(data, figures, agency, language, version)
