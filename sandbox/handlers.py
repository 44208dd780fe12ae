"""Every module that registers handlers; importing this one makes all methods known."""

from __future__ import annotations

from sandbox.drive import changes, drives, files, permissions
from sandbox.sheets import metadata, spreadsheets, values

MODULES = (changes, drives, files, permissions, metadata, spreadsheets, values)
