"""Foreign keys: a code that another tab must hold. Applied by ``validate`` to each table's links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sheets_schema.cells.choices import closest
from sheets_schema.cells.text import fold
from sheets_schema.descriptor import ForeignKey
from sheets_schema.naming import Naming
from sheets_schema.problems import declare
from sheets_schema.rules import Found, Rows

declare(
    "link_unknown",
    "error",
    title=("Không có ở tab kia", "Not in the other tab"),
    sentence=("“{value}” không có trong tab “{tab}”.", "“{value}” is not in the tab “{tab_en}”."),
    remedy=(
        "Hãy ghi đúng như trong tab “{tab}”, hoặc bổ sung vào tab đó trước.",
        "Write it as in the tab “{tab_en}”, or add it there first.",
    ),
    example="MT99",
)


def naming(records: Iterable[Mapping[str, object]], match: tuple[str, ...]) -> Naming:
    """The names by which records may be linked to: their code and what else ``match`` lists."""
    return Naming(pair for values in records for pair in _names(values, match))


def _names(values: Mapping[str, object], match: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in match:
        found = values.get(name)
        for spelling in found if isinstance(found, list) else [found] if found else []:
            yield str(spelling), str(values[match[0]])


def resolve(rows: Rows, link: ForeignKey, known: Naming, tab: tuple[str, str]) -> Iterator[Found]:
    """Replace every spelling in the column by its code; yield those that name nothing."""
    values = rows[link.field]
    codes: dict[object, str | None] = {v: known.code(v) for v in set(values) if v is not None}
    if all(found == value for value, found in codes.items()):
        return
    for index, value in enumerate(values):
        if value is None:
            continue
        if (code := codes[value]) is None:
            words = {"value": rows.quoted(index, link.field), "tab": tab[0], "tab_en": tab[1]}
            yield Found(index, link.field, words, closest(fold(value), known.folded))
        values[index] = code
