"""Counts of dossiers that must add up, within a month and from one month to the next. All warn."""

from __future__ import annotations

from collections.abc import Iterator

from sheets_schema.cells.periods import told
from sheets_schema.cells.text import same
from sheets_schema.rules import Found, Rows, rule


@rule(
    "sum_mismatch",
    "warning",
    title=("Tổng không khớp", "A sum that does not add up"),
    sentence=(
        "“{title}” là {total}, nhưng các cột thành phần cộng lại được {sum} ({parts}).",
        "“{title_en}” is {total}, but its parts add up to {sum} ({parts}).",
    ),
    remedy=(
        "Hãy kiểm tra lại, hoặc ghi lý do ở cột Giải trình.",
        "Check them, or explain under Explanation.",
    ),
    example="tổng 10, trực tuyến 4, trực tiếp 5",
)
def sum_mismatch(rows: Rows, total: str, parts: list[str]) -> Iterator[Found]:
    """``total`` equals the sum of ``parts``; not judged when no part is filled in or one is wrong."""
    item = rows.table.field(total)
    columns = [rows[name] for name in parts]
    for index, (whole, *pieces) in enumerate(zip(rows[total], *columns, strict=True)):
        filled = [piece for piece in pieces if piece is not None]
        if whole is None or not filled or sum(filled) == whole or any(rows.wrong(index, p) for p in parts):
            continue
        words = {
            "title": item.title,
            "title_en": item.title_en,
            "total": str(whole),
            "sum": str(sum(filled)),
            "parts": " + ".join(str(piece or 0) for piece in pieces),
        }
        yield Found(index, total, words)


@rule(
    "balance_mismatch",
    "warning",
    title=("Tiếp nhận khác đã và đang giải quyết", "Received is not resolved plus pending"),
    sentence=(
        "Tiếp nhận {received}, nhưng đã giải quyết {resolved} + đang giải quyết {pending} = {sum}.",
        "{received} received, but {resolved} resolved + {pending} pending = {sum}.",
    ),
    remedy=(
        "Hãy kiểm tra lại, hoặc ghi lý do ở cột Giải trình.",
        "Check them, or explain under Explanation.",
    ),
    example="tiếp nhận 20, đã giải quyết 15, đang giải quyết 4",
)
def balance_mismatch(rows: Rows) -> Iterator[Found]:
    """Received = resolved + pending, or that plus what was returned and withdrawn."""
    names = ("received_total", "resolved_total", "pending_total", "returned", "withdrawn")
    for index, (received, resolved, pending, returned, withdrawn) in enumerate(
        zip(*(rows[name] for name in names), strict=True)
    ):
        if received is None or resolved is None or pending is None:
            continue
        if received - resolved - pending not in (0, (returned or 0) + (withdrawn or 0)):
            words = {"received": str(received), "resolved": str(resolved), "pending": str(pending)}
            yield Found(
                index, "received_total", {**words, "sum": str(resolved + pending)}, code="balance_mismatch"
            )


def before(month: str) -> str:
    """The month before: 2022-01 → 2021-12."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year - 1}-12" if number == 1 else f"{year}-{number - 1:02}"


@rule(
    "carried_mismatch",
    "warning",
    title=("Chuyển kỳ không khớp", "Carried over does not match"),
    sentence=(
        "Từ kỳ trước chuyển sang ghi {carried}, nhưng cuối kỳ {month} đang giải quyết {pending}.",
        "{carried} carried over, but {pending} were pending at the end of {month_en}.",
    ),
    remedy=("Hãy kiểm tra lại cả hai kỳ, hoặc ghi lý do ở cột Giải trình.", "Check both months, or explain."),
    example="kỳ trước còn 7, kỳ này ghi 5",
)
def carried_mismatch(rows: Rows) -> Iterator[Found]:
    """received_carried(t) = pending_total(t−1) of the same procedure, here or kept from before."""
    pending: dict[tuple[str, str], int] = {}
    for record in rows.context.previous.get(rows.table.name, ()):
        amount = record.values.get("pending_total")
        if isinstance(amount, int):
            pending[str(record.values["period"]), same(str(record.values["procedure"]))] = amount
    own = list(
        zip(rows["period"], rows["procedure"], rows["pending_total"], rows["received_carried"], strict=True)
    )
    pending.update({(p, same(t)): a for p, t, a, _ in own if p and t and a is not None})
    for index, (period, procedure, _, carried) in enumerate(own):
        if not period or not procedure or carried is None:
            continue
        left = pending.get((before(period), same(procedure)))
        if left is not None and left != carried:
            month, month_en = (told(before(period), language) for language in ("vi", "en"))
            words = {"carried": str(carried), "pending": str(left), "month": month, "month_en": month_en}
            yield Found(index, "received_carried", words)
