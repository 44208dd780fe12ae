"""Every module that registers handlers; importing this one makes all methods known."""

from __future__ import annotations

from sandbox.drive import changes, drives, files, permissions
from sandbox.forms import methods, responses
from sandbox.sheets import batch, metadata, spreadsheets, values
from sandbox.sheets.requests import cells, dimensions, overlays, ranges, tabs

MODULES = (
    changes,
    drives,
    files,
    permissions,
    methods,
    responses,
    batch,
    metadata,
    spreadsheets,
    values,
    cells,
    dimensions,
    overlays,
    ranges,
    tabs,
)
