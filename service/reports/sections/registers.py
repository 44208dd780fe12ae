"""What every register tells in its section: how many, done, on time; then, one by one, what is overdue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.figures import registers
from service.figures.data import Row
from service.reports.blocks import Block, Heading, Paragraph, Table
from service.reports.writer import Writer
from sheets_schema import descriptor

#: What a blank choice means in a table whose records are judged elsewhere.
_UNTOLD = {"plan": ("(trống: xét ở phần Việc phải làm)", "(blank: told by what is owed)")}


def blocks(w: Writer, *sections: str, but: Sequence[str] = ()) -> Iterator[Block]:
    """The registers of these sections in order, `but` for tables told there in words of their own."""
    for section in sections:
        for table in registers.kept():
            if table.register is not None and table.register.section == section and table.name not in but:
                yield from of(w, table)


def of(w: Writer, table: descriptor.Table) -> Iterator[Block]:
    """One register."""
    yield Paragraph(_summary(w, table))
    yield from _counts(w, table)
    yield from overdue(w, table)


def _summary(w: Writer, table: descriptor.Table) -> str:
    prefix, title = f"register.{table.name}", w.say(table.title, table.title_en)
    if not w.has(f"{prefix}.total"):
        return f"{title}: {w.no_data.lower()}."
    parts = [
        w.say(f"{title}: {w.count(f'{prefix}.total')} mục", f"{title}: {w.count(f'{prefix}.total')} entries")
    ]
    if w.has(f"{prefix}.done"):
        done, still, late = (w.count(f"{prefix}.{name}") for name in ("done", "open", "overdue"))
        parts.append(
            w.say(
                f"đã xong {done}, chưa xong {still}, quá hạn {late}",
                f"{done} done, {still} open, {late} overdue",
            )
        )
    if w.has(f"{prefix}.dropped") and w.positive(f"{prefix}.dropped"):
        dropped = w.count(f"{prefix}.dropped")
        parts.append(w.say(f"không làm nữa {dropped}", f"{dropped} dropped"))
    if w.has(f"{prefix}.done_on_time"):
        on_time = w.told(f"{prefix}.done_on_time")
        parts.append(w.say(f"xong đúng hạn {on_time}", f"done on time {on_time}"))
    return "; ".join(parts) + "."


def _counts(w: Writer, table: descriptor.Table) -> Iterator[Block]:
    """By choice, with the cells left blank; not by what tells that a record is done, as the summary does."""
    life, prefix = table.register, f"register.{table.name}"
    if life is None or not w.positive(f"{prefix}.total"):
        return
    for field in (table.field(name) for name in life.counts if life.done is None or name != life.done.field):
        labels = field.choices if w.language == "vi" else field.choices_en
        rows = [(label, w.count(f"{prefix}.{field.name}.{code}")) for code, label in labels.items()]
        told = sum(w.value(f"{prefix}.{field.name}.{code}") or 0 for code in labels)
        if blank := (w.value(f"{prefix}.total") or 0) - told:
            rows.append((w.say(*_UNTOLD.get(table.name, ("(trống)", "(blank)"))), str(blank)))
        header = w.say(field.title, field.title_en), w.say("Số lượng", "Number")
        yield Table(header, tuple(rows), align=("left", "right"))


def overdue(w: Writer, table: descriptor.Table) -> Iterator[Block]:
    """The overdue records of a register, one by one."""
    late = registers.overdue(w.data, table)
    if not late or table.register is None:
        return
    title = w.say(table.title, table.title_en)
    yield Heading(w.say(f"{title}: quá hạn", f"{title}: overdue"), 3)
    header = (w.say("Đơn vị", "Unit"), w.say("Nội dung", "Subject"), w.say("Hạn", "Deadline"))
    yield Table(header, tuple(_line(w, table.register, row) for row in late), first_in_mail=40)


def _line(w: Writer, life: descriptor.Register, row: Row) -> tuple[str, ...]:
    return w.unit_name(row.unit) if row.unit else "–", subject(life, row), w.day(row.day(life.due))


def subject(life: descriptor.Register, row: Row) -> str:
    """What names a record in a list: its code, and what it is about."""
    title = row.text(life.title)
    return row.key if title in ("", row.key) else f"{row.key} – {title}"
