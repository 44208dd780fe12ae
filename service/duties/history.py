"""The history of duties: what happened to each, and the register that follows from it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.duties import facts as of
from service.duties.facts import Facts

#: What may happen, and how it is told.
KINDS: dict[str, tuple[str, str]] = {
    "asked": ("được giao", "asked for"),
    "given": ("đã đủ", "given"),
    "taken_back": ("không còn đủ", "no longer complete"),
    "changed": ("nội dung đổi", "its content changed"),
    "moved": ("hạn đổi", "its due day moved"),
    "extended": ("được gia hạn", "extended"),
    "excused": ("được miễn", "excused"),
    "asked_again": ("hết được miễn", "excused no longer"),
    "reopened": ("được mở lại", "opened again"),
    "silenced": ("ngừng đôn đốc", "reminders silenced"),
    "unsilenced": ("đôn đốc lại", "reminders go on"),
    "vanished": ("dòng bị xóa khỏi sổ", "its row is gone from the sheet"),
    "returned": ("dòng có lại trong sổ", "its row is back in the sheet"),
    of.UNDATED: ("để trống ngày, chưa phải làm", "its day left blank, not asked for"),
    "dropped": ("không còn phải làm", "no longer asked for"),
}
#: The parts of a duty that change together.
_CONTENT = ("missing", "told", "flips")
_TIME = ("due", "extended")
_SILENCE = ("silenced", "silenced_until")
_APART = (*_CONTENT, *_TIME, *_SILENCE, "lock", "excused", "gone")
_REST = tuple(name for name in of.FIELDS if name not in _APART)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a duty: its kind, and what is otherwise since (JSON values by field)."""

    key: str
    kind: str
    facts: Mapping[str, Any]


def events(before: Facts | None, now: Facts) -> Iterator[Event]:
    """What happened between two states of a duty; nothing when they are the same."""
    if before is None:
        yield Event(now.key, "asked", now.to_json())
        return
    if before == now:
        return
    old, new = before.to_json(), now.to_json()
    for names, kind in (
        (("gone",), _gone(before, now)),
        (("excused",), "excused" if now.excused else "asked_again"),
        (_TIME, "extended" if now.extended and now.extended != before.extended else "moved"),
        (("lock",), _lock(before, now)),
        (_SILENCE, "silenced" if now.silenced else "unsilenced"),
        (_CONTENT, _content(before, now)),
        (_REST, "changed"),
    ):
        differing = {name: new[name] for name in names if new[name] != old[name]}
        if differing:
            yield Event(now.key, kind, differing)


def _gone(before: Facts, now: Facts) -> str:
    if now.gone:
        return now.gone
    return "returned" if before.gone == "vanished" else "asked"


def _lock(before: Facts, now: Facts) -> str:
    later = before.lock is not None and now.lock is not None and now.lock > before.lock
    return "reopened" if later else "changed"


def _content(before: Facts, now: Facts) -> str:
    if before.done == now.done:
        return "changed"
    return "given" if now.done else "taken_back"


def fold(past: Iterable[Event]) -> dict[str, Facts]:
    """The register that a history leads to: the duties by key."""
    found: dict[str, dict[str, Any]] = {}
    for event in past:
        found[event.key] = {**found.get(event.key, {}), **event.facts}
    return {key: of.from_json(values) for key, values in found.items()}
