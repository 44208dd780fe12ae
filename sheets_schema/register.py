"""How the records of a table live, as its document says: whose, by when, when done, where told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sheets_schema.bad_document import fail

if TYPE_CHECKING:
    from sheets_schema.table import Field

#: Where reports tell of a register.
SECTIONS = (
    "plan",
    "conclusions",
    "satisfaction",
    "objectives",
    "dossiers",
    "findings",
    "procedures",
    "training",
    "audit",
    "review",
    "risks",
)
_KEYS = frozenset(
    [
        "title",
        "unit",
        "opened",
        "due",
        "done",
        "done_on",
        "dropped",
        "dated",
        "goes_on",
        "counts",
        "section",
    ]
)


@dataclass(frozen=True)
class Mark:
    """What tells that a record is in some state: ``field`` holds one of ``codes``, or any value when none."""

    field: str
    codes: tuple[str, ...] = ()

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Whether the record's values say so; a negative yes-or-no says nothing."""
        value = values.get(self.field)
        return str(value) in self.codes if self.codes else value not in (None, "", False)


@dataclass(frozen=True)
class Register:
    """How the records of a table live: whose they are, by when and how they are done, where they are told.

    ``title`` names the field that names a record for people; ``unit`` the field with the owner's code
    ("": the unit whose workbook it is); ``opened``, ``due`` and ``done_on`` name date fields, "" for none.
    ``dated``: the date field that tells the year of a record which has none of those.
    ``goes_on``: rows of earlier years count until they are done. ``counts``: choice fields counted by code.
    """

    title: str
    section: str
    unit: str = ""
    opened: str = ""
    due: str = ""
    done: Mark | None = None
    done_on: str = ""
    dropped: Mark | None = None
    dated: str = ""
    goes_on: bool = False
    counts: tuple[str, ...] = ()


def _mark(raw: Any, fields: Mapping[str, Field], where: str, key: str) -> Mark | None:
    if raw is None:
        return None
    if not isinstance(raw, dict) or set(raw) - {"field", "in"} or raw.get("field") not in fields:
        raise fail(where, f"register.{key}", "{field: NAME} or {field: NAME, in: [codes]}")
    codes = tuple(str(code) for code in raw.get("in", ()))
    if strange := set(codes) - set(fields[raw["field"]].choices):
        raise fail(where, f"register.{key}", f"unknown code {sorted(strange)[0]}")
    return Mark(str(raw["field"]), codes)


def read(raw: Any, fields: Mapping[str, Field], where: str) -> Register | None:
    """The document's ``register`` → ``Register``; None when it has none. Raises BadDocument."""
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise fail(where, "register", "must be a mapping")
    if strange := set(raw) - _KEYS:
        raise fail(where, f"register.{sorted(strange)[0]}", "unknown key")
    if raw.get("section") not in SECTIONS:
        raise fail(where, "register.section", f"one of {', '.join(SECTIONS)}")
    names = {key: str(raw.get(key, "")) for key in ("title", "unit", "opened", "due", "done_on", "dated")}
    for key, name in names.items():
        if name and name not in fields:
            raise fail(where, f"register.{key}", f"no field {name}")
        if name and key in ("opened", "due", "done_on", "dated") and fields[name].type != "date":
            raise fail(where, f"register.{key}", f"{name} is not a date")
    if not names["title"]:
        raise fail(where, "register.title", "missing")
    if names["due"] and "done" not in raw:
        raise fail(where, "register.done", "what is due needs to say when it is done")
    counts = tuple(str(name) for name in raw.get("counts", ()))
    for name in counts:
        if name not in fields or not fields[name].choices:
            raise fail(where, "register.counts", f"no choice field {name}")
    return Register(
        **names,
        section=str(raw["section"]),
        done=_mark(raw.get("done"), fields, where, "done"),
        dropped=_mark(raw.get("dropped"), fields, where, "dropped"),
        goes_on=bool(raw.get("goes_on", False)),
        counts=counts,
    )
