"""The reports that were made, read from the store: a list, one whole report, its pictures put inline."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from service.errors import QmsError
from service.store.tables import report

_PICTURE = re.compile(r"cid:([A-Za-z0-9._@+-]+)")
#: All but the bulky parts of a report.
_HEAD = ("kind", "label", "language", "subject", "hash", "created_at", "approved_at", "approved_by")


class NoReport(QmsError):
    """Chưa có báo cáo của kỳ này (there is no report for this period)."""


def reports(connection: Connection) -> list[dict[str, Any]]:
    """Every report without its content, newest first; one entry a language."""
    query = select(*(report.c[name] for name in _HEAD)).order_by(report.c.created_at.desc(), report.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def find(connection: Connection, kind: str, label: str, language: str = "vi") -> dict[str, Any]:
    """One report in `language`, else in the language there is. Raises NoReport."""
    query = select(report).where(report.c.kind == kind, report.c.label == label)
    found = {row["language"]: dict(row) for row in connection.execute(query).mappings()}
    if not found:
        made = [r["label"] for r in reports(connection) if r["kind"] == kind]
        raise NoReport(
            f"Chưa có báo cáo {kind} của kỳ “{label}” (there is no such report).",
            hint=f"Các kỳ đã có / periods: {', '.join(sorted(set(made)))}." if made else "",
        )
    return found.get(language) or found.get("vi") or next(iter(found.values()))


def with_pictures(html: str, images: Mapping[str, str]) -> str:
    """The HTML of a mail with its `cid:` pictures (base64 PNG by content id) put inline."""

    def inline(match: re.Match[str]) -> str:
        data = images.get(match[1])
        return f"data:image/png;base64,{data}" if data else match[0]

    return _PICTURE.sub(inline, html)
