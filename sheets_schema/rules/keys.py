"""Keys: present and unique. ``validate`` applies these to every table; no document names them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from sheets_schema import problems, written
from sheets_schema.cells.text import same
from sheets_schema.problems import declare
from sheets_schema.rules import Found, Rows

declare(
    "required_missing",
    "error",
    title=("Còn trống", "Left blank"),
    sentence=("Cột “{title}” còn trống.", "“{title_en}” is blank."),
    remedy=("Hãy điền ô này.", "Fill this cell."),
    example="(trống)",
)
declare(
    "key_duplicate",
    "error",
    title=("Trùng mã", "The same key twice"),
    sentence=(
        "“{value}” bị ghi ở nhiều dòng: {rows}.",
        "“{value}” stands in several rows: {rows}.",
    ),
    remedy=(
        "Hãy giữ lại một dòng đúng, xóa các dòng kia; cho đến lúc đó chưa dòng nào được tính.",
        "Keep the right row and delete the others; until then none of them counts.",
    ),
    example="hai dòng MT01 kỳ 03/2022",
)
declare(
    "value_duplicate",
    "error",
    title=("Giá trị bị lặp", "A value stands twice"),
    sentence=("“{value}” đã có ở dòng {row}.", "“{value}” already stands in row {row}."),
    remedy=("Hãy sửa một trong hai ô.", "Mend one of the two cells."),
    example="hai người cùng một số",
)


def twice(rows: Rows) -> set[str]:
    """The keys that several rows have."""
    if "twice" not in rows.cache:
        counts = Counter(rows.keys).items() if len(set(rows.keys)) < len(rows.keys) else ()
        rows.cache["twice"] = {key for key, count in counts if count > 1 and key is not None}
    found: set[str] = rows.cache["twice"]
    return found


def names(rows: Rows) -> Namer:
    """What names this check's rows; made once."""
    if "namer" not in rows.cache:
        rows.cache["namer"] = Namer(rows.keys, twice(rows))
    namer: Namer = rows.cache["namer"]
    return namer


class Namer:
    """Index → the key by which a row's problems are known; the second row of a key gets "#2"."""

    def __init__(self, keys: list[str | None], twice: set[str]) -> None:
        self.keys = keys
        self.copies: dict[int, int] = {}
        seen: dict[str, int] = {}
        for index, key in enumerate(keys) if twice else ():
            if key in twice and key is not None:
                seen[key] = seen.get(key, 0) + 1
                if seen[key] > 1:
                    self.copies[index] = seen[key]

    def __call__(self, index: int) -> str | None:
        """The key of the row at ``index``, None when it has none."""
        key = self.keys[index]
        copy = self.copies.get(index)
        return f"{key}#{copy}" if copy else key


def duplicates(rows: Rows) -> Iterator[Found]:
    """Every row of a key that several rows have, however they spell it: none of them counts."""
    keys = _compared(rows)
    if len(set(keys)) == len(keys):
        return
    where: dict[str, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        if key is not None:
            where[key].append(index)
    first = rows.table.primary_key[0]
    for indices in where.values():
        if len(indices) == 1:
            continue
        shown = ", ".join(str(rows.sheet_row(i)) for i in indices[:10])
        for index in indices:
            value = problems.quote(written.key(rows.table, rows.keys[index] or ""))
            yield Found(index, first, {"value": value, "rows": shown + " …" * (len(indices) > 10)})


def _compared(rows: Rows) -> list[str | None]:
    """The keys as they are compared: text that people type by ``same``, anything else as it is."""
    fields = [rows.table.field(name) for name in rows.table.primary_key]
    if not any(f.filled_by == "people" and f.kind in ("text", "line") for f in fields):
        return rows.keys
    return [None if key is None else same(key) for key in rows.keys]


def required(rows: Rows) -> Iterator[tuple[str, Found]]:
    """Required cells, and parts of the key, that are blank; a wrong cell is not called blank too."""
    for item in rows.table.fields:
        values = rows[item.name]
        if (item.required or item.name in rows.table.primary_key) and None in values:
            words = {"title": item.title, "title_en": item.title_en}
            wrong = rows.columns[item.name].wrong
            for index, value in enumerate(values):
                if value is None and index not in wrong:
                    yield "required_missing", Found(index, item.name, words)


def repeated(rows: Rows) -> Iterator[tuple[str, Found]]:
    """Values that stand twice in a unique column that is not the key."""
    for item in rows.table.fields:
        if not item.unique or rows.table.primary_key == (item.name,):
            continue
        seen: dict[object, int] = {}
        for index, value in enumerate(rows[item.name]):
            if value is not None and (first := seen.setdefault(value, index)) != index:
                words = {"value": rows.quoted(index, item.name), "row": str(rows.sheet_row(first))}
                yield "value_duplicate", Found(index, item.name, words)
