"""Every module that registers handlers; importing this one makes all methods known."""

from __future__ import annotations

from sandbox.drive import changes, drives, files, permissions
from sandbox.sheets import batch, metadata, spreadsheets, values
from sandbox.sheets.requests import cells, dimensions, overlays, ranges, tabs

MODULES = (
    changes,
    drives,
    files,
    permissions,
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
