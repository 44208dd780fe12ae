"""How fast a tab is checked, beside parsing its JSON, frictionless and pydantic.

Progress and answers, 10⁴ and 10⁵ rows, one cell in fifty wrong. Every time is the best of a few runs and
is given as a multiple of one ``json.loads`` of the same values grid (UTF-8, not escaped), in one process.
Our time includes every record and every problem with its sentences built. Frictionless reads the same
document with its limit of errors lifted; pydantic gets a model written for it and makes dicts of the rows.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import gc
import json
import random
import time
from collections.abc import Callable
from typing import Any

from sheets_schema import descriptor, validate
from sheets_schema.descriptor import Table
from sheets_schema.grid import Grid

Row = dict[str, object]
WRONG: dict[str, list[object]] = {
    "number": ["khoảng 80", "12.5", -4, "#REF!"],
    "figure": ["nhiều", "98.5", "#N/A"],
    "yesno": ["chưa rõ", "hơi có"],
    "code": [None, "MT\u200b07", "#REF!"],
    "period": ["tháng ba", "13/2022", None],
    "choice": ["Rất rất hài lòng", "tốt", "5 sao"],
    "datetime": ["hôm qua", "31/02/2022", None],
    "line": ["Phßng Kü thuËt", "#REF!"],
    "text": ["Phßng Kü thuËt", "#REF!", "=SUM(A1:A9)"],
}
CAUSES = [
    "Công chức phụ trách nghỉ ốm dài ngày",
    "Hệ thống một cửa điện tử gián đoạn trong tuần cuối tháng",
    "Hồ sơ dồn vào cuối kỳ tuyển sinh",
    "Chờ ý kiến của đơn vị phối hợp",
]
MEASURES = [
    "Bố trí người thay thế",
    "Đề nghị sửa phần mềm, tạm thời nhận bản giấy",
    "Phân công thêm người trực",
]


def progress(count: int, rng: random.Random) -> list[Row]:
    """Rows of the progress tab as units would fill them in."""
    rows: list[Row] = []
    for index in range(count):
        total = rng.randint(5, 400)
        failed = rng.random() < 0.2
        achieved = total - (rng.randint(total // 10 + 1, total // 3 + 1) if failed else 0)
        row: Row = {
            "code": f"MT{index // 12 + 1:05}",
            "objective": f"Tỷ lệ hồ sơ nhóm {index // 12 + 1} giải quyết đúng và trước hạn",
            "target": "≥ 95%",
            "period": f"{index % 12 + 1:02}/2022",
            "achieved": achieved,
            "total": total,
            "ratio": f"{achieved / total:.1%}".replace(".", ","),
            "assessment": "Không đạt" if failed else "Đạt",
            "evidence": f"Báo cáo số {index}/BC-ĐV ngày {rng.randint(1, 28):02}/{index % 12 + 1:02}/2022",
        }
        if failed:
            row |= {"cause": rng.choice(CAUSES), "measure": rng.choice(MEASURES)}
        if rng.random() < 0.05:
            row |= dict.fromkeys(("achieved", "total", "ratio", "assessment")) | {"none": "x"}
        rows.append(row)
    return rows


def answers(count: int, rng: random.Random) -> list[Row]:
    """Rows of answers to the satisfaction form."""
    table = descriptor.table("answers")
    levels = list(table.field("q1").choices.values())
    rows: list[Row] = []
    for index in range(count):
        moment = datetime.datetime(2022, 1, 1, 8) + datetime.timedelta(minutes=5 * index)
        row: Row = {
            "response_id": f"ACYDBNg{rng.getrandbits(96):024x}",
            "submitted_at": moment.isoformat() + "Z",
            "unit": f"P{rng.randint(1, 12):02}",
            "procedure": f"Thủ tục cấp phép số {rng.randint(1, 40)}",
            "q9": str(rng.randint(0, 2)),
            "q10": rng.choice(["Trực tiếp", "Trực tuyến", "Bưu chính"]),
        }
        row |= {f"q{n}": rng.choices(levels, (2, 4, 14, 40, 35, 5))[0] for n in range(1, 9)}
        if rng.random() < 0.1:
            row["q11"] = f"Cán bộ hướng dẫn rất tận tình, lượt {index}."
        rows.append(row)
    return rows


def grid(table: Table, rows: list[Row], rng: random.Random) -> list[list[object]]:
    """Header and rows as a values grid; one cell in fifty of the checked columns is made wrong."""
    checked = [f for f in table.fields if not f.computed]
    for row in rows:
        for item in checked:
            if rng.random() < 0.02:
                row[item.name] = rng.choice(list(WRONG[item.kind]))
    names = [item.name for item in table.fields]
    return [[item.title for item in table.fields], *([row.get(n) for n in names] for row in rows)]


#: The ratios printed, and their headings.
SHOWN = {
    "validate_x_json": "ours/json",
    "pydantic_x_json": "pydantic/json",
    "frictionless_x_json": "frictionless/json",
    "faster_than_frictionless": "frictionless/ours",
}


def best(run: Callable[[], object], times: int) -> float:
    """The shortest of ``times`` runs, in CPU seconds (other programs on the machine do not count)."""
    found = []
    for _ in range(times):
        gc.collect()
        start = time.process_time()
        run()
        found.append(time.process_time() - start)
    return min(found)


def _frictionless(table: Table, values: list[list[object]]) -> Callable[[], int]:
    from frictionless import Resource, Schema, formats

    def run() -> int:
        resource = Resource(
            data=values,
            format="inline",
            control=formats.InlineControl(),
            schema=Schema.from_descriptor(_plain(table)),
        )
        report = resource.validate(limit_errors=10**9)
        return len(report.tasks[0].errors)

    return run


def _plain(table: Table) -> dict[str, Any]:
    """The document with field names as the header has them (frictionless compares labels with names)."""
    document = dict(table.document)
    titles = {f["name"]: f["title"] for f in document["fields"]}
    document["fields"] = [{**f, "name": f["title"]} for f in document["fields"]]
    document["primaryKey"] = [titles[name] for name in document["primaryKey"]]
    document.pop("foreignKeys", None)
    return document


def _pydantic(table: Table, values: list[list[object]]) -> Callable[[], int]:
    import pydantic

    kinds: dict[str, Any] = {"number": float, "figure": float, "datetime": datetime.datetime}
    fields: dict[str, Any] = {}
    for item in table.fields:
        kind: Any = kinds.get(item.kind, str)
        if item.kind == "choice":
            from typing import Literal

            kind = Literal[tuple(item.choices.values())]
        limits: dict[str, Any] = {"max_length": item.constraints.get("maxLength")} if kind is str else {}
        if "minimum" in item.constraints:
            limits["ge"] = item.constraints["minimum"]
        fields[item.name] = (
            (kind, pydantic.Field(**limits))
            if item.required
            else (
                kind | None,
                pydantic.Field(None, **limits),
            )
        )
    model = pydantic.create_model(table.name, **fields)
    adapter = pydantic.TypeAdapter(list[model])
    names = [item.name for item in table.fields]

    def run() -> int:
        rows = [dict(zip(names, row, strict=True)) for row in values[1:]]
        try:
            adapter.validate_python(rows)
        except pydantic.ValidationError as error:
            return len(error.errors())
        return 0

    return run


def measure(name: str, count: int, *, others: bool = True, times: int = 5) -> dict[str, object]:
    """One line of the table: seconds and multiples of the JSON parse for one table and size."""
    rng = random.Random(2022)
    table = dataclasses.replace(descriptor.table(name), max_rows=10**7)
    values = grid(table, {"progress": progress, "answers": answers}[name](count, rng), rng)
    text = json.dumps(values, ensure_ascii=False).encode()
    parse = best(lambda: json.loads(text), times)
    ours = best(lambda: validate.check(table, Grid(values)), times)
    found = validate.check(table, Grid(values))
    line: dict[str, object] = {
        "table": name,
        "rows": count,
        "columns": len(table.fields),
        "megabytes": round(len(text) / 1e6, 1),
        "problems": len(found.problems),
        "records": len(found.records),
        "json_s": round(parse, 3),
        "validate_s": round(ours, 3),
        "rows_per_s": round(count / ours),
        "validate_x_json": round(ours / parse, 2),
    }
    if others:
        slow = best(_frictionless(table, values), 1)
        pydantic_s = best(_pydantic(table, values), max(1, times - 2))
        line |= {
            "pydantic_x_json": round(pydantic_s / parse, 2),
            "frictionless_s": round(slow, 2),
            "frictionless_x_json": round(slow / parse, 1),
            "faster_than_frictionless": round(slow / ours, 1),
        }
    return line


def run(args: list[str] | None = None) -> list[dict[str, object]]:
    """Measure both tables at both sizes. ``--rows N`` for one size, ``--alone`` without the others."""
    parser = argparse.ArgumentParser("validate")
    parser.add_argument("--rows", type=int, action="append")
    parser.add_argument("--alone", action="store_true")
    given = parser.parse_args(args or [])
    lines = []
    print("\nvalidate: CPU time over one json.loads of the same grid; 2 % wrong cells, messages built")
    print(f"{'table':>9} {'rows':>8} {'MB':>6} {'problems':>9} {'rows/s':>9}  " + "  ".join(SHOWN.values()))
    for count in given.rows or (10_000, 100_000):
        for name in ("progress", "answers"):
            line = measure(name, count, others=not given.alone)
            lines.append(line)
            head = f"{name:>9} {count:>8,} {line['megabytes']:>6} {line['problems']:>9,}"
            head += f" {line['rows_per_s']:>9,}  "
            cells = (f"{line.get(key, '-'):>{len(title)}}" for key, title in SHOWN.items())
            print(head + "  ".join(cells), flush=True)
    return lines
