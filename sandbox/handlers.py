"""Every module that registers handlers; importing this one makes all methods known."""

from __future__ import annotations

from sandbox.drive import changes, comments, drives, files, permissions
from sandbox.forms import methods, responses
from sandbox.sheets import batch, metadata, spreadsheets, transfer, values
from sandbox.sheets.requests import cells, dimensions, overlays, ranges, tabs

MODULES = (
    changes,
    comments,
    drives,
    files,
    permissions,
    methods,
    responses,
    batch,
    metadata,
    spreadsheets,
    transfer,
    values,
    cells,
    dimensions,
    overlays,
    ranges,
    tabs,
)
