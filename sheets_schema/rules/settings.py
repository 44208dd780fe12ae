"""Settings: known keys, values of the right type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sheets_schema.cells import numbers, periods
from sheets_schema.cells.choices import closest
from sheets_schema.cells.text import clean, fold
from sheets_schema.problems import quote
from sheets_schema.rules import Found, Rows, rule


def _known(rows: Rows) -> dict[str, Mapping[str, Any]]:
    return {str(item["key"]): item for item in rows.table.known}


@rule(
    "setting_unknown",
    "warning",
    title=("Không có cấu hình này", "No such setting"),
    sentence=(
        "Không có cấu hình tên “{value}”; dòng này không có tác dụng.",
        "There is no setting “{value}”; it has no effect.",
    ),
    remedy=("Hãy ghi đúng tên cấu hình hoặc xóa dòng.", "Write a known key or delete the row."),
    example="agency",
)
def setting_unknown(rows: Rows) -> Iterator[Found]:
    """Keys are among the known ones."""
    known = {fold(key): key for key in _known(rows)}
    for index, key in enumerate(rows["key"]):
        if key is not None and key not in known.values():
            yield Found(index, "key", {"value": rows.quoted(index, "key")}, closest(fold(key), known))


def typed(item: Mapping[str, Any], value: object) -> tuple[object, bool]:
    """(the value as the setting's type, whether it is right)."""
    if item["type"] == "boolean":
        found: object = (
            value
            if isinstance(value, bool)
            else {"co": True, "x": True, "khong": False}.get(fold(str(value)))
        )
    elif item["type"] == "integer":
        number = numbers.from_text(value).value if isinstance(value, str) else value
        found = None
        if isinstance(number, (int, float)) and not isinstance(number, bool) and number % 1 == 0:
            found = int(number)
    elif item["type"] == "days":
        found = _days(value)
    else:
        found = str(int(value)) if isinstance(value, float) and value.is_integer() else clean(str(value))
    right = found is not None and found in item.get("choices", [found])
    if right and isinstance(found, int) and not isinstance(found, bool):
        right = item.get("minimum", found) <= found <= item.get("maximum", found)
    return found, right


#: Numbers of days a setting of type "days" takes.
MOST_DAYS = 60


def _days(value: object) -> str | None:
    """Numbers of days as "7; 3", or "không"; None for anything else."""
    if (isinstance(value, float) and value.is_integer()) or type(value) is int:
        value = f"{value:.0f}"
    if not isinstance(value, str):
        return None
    if fold(value) == "khong":
        return "không"
    numbers = [part.strip() for part in value.replace(",", ";").split(";")]
    right = all(part.isascii() and part.isdigit() and int(part) <= MOST_DAYS for part in numbers)
    return "; ".join(str(int(part)) for part in numbers) if right else None


def allowed(item: Mapping[str, Any]) -> tuple[str, str]:
    """What a setting takes, in words (Vietnamese, English)."""
    if "choices" in item:
        words = ", ".join(map(str, item["choices"]))
        return f"một trong: {words}", f"one of {words}"
    if item["type"] == "boolean":
        return "có hoặc không", "có (yes) or không (no)"
    if item["type"] == "days":
        return (
            f"các số ngày từ 0 đến {MOST_DAYS}, cách nhau bằng dấu chấm phẩy, hoặc không",
            f"numbers of days from 0 to {MOST_DAYS}, separated by semicolons, or không (none)",
        )
    low, high = item.get("minimum"), item.get("maximum")
    return f"số nguyên từ {low} đến {high}", f"a whole number from {low} to {high}"


@rule(
    "setting_invalid",
    "error",
    title=("Giá trị cấu hình không hợp lệ", "A setting's value is wrong"),
    sentence=("“{value}” không phải là giá trị của “{label}”.", "“{value}” is no value for {key}."),
    remedy=("Hãy ghi {allowed}.", "Write {allowed_en}."),
    example="window_start_day = 40",
)
def setting_invalid(rows: Rows) -> Iterator[Found]:
    """Values have their setting's type; right ones are replaced by it in the records."""
    known, values = _known(rows), rows["value"]
    for index, (key, value) in enumerate(zip(rows["key"], list(values), strict=True)):
        if key not in known or value is None:
            continue
        item = known[key]
        values[index], right = typed(item, value)
        if not right:
            rows.cache.setdefault("invalid", set()).add(index)
            words = dict(zip(("allowed", "allowed_en"), allowed(item), strict=True))
            yield Found(
                index, "value", {"value": quote(value), "label": item["label_vi"], "key": key, **words}
            )


@rule(
    "setting_fixed",
    "warning",
    title=("Không đổi được giữa năm", "Cannot change within the year"),
    sentence=(
        "Đã chốt số liệu {month} nên “{label}” không đổi được giữa năm; hệ thống tiếp tục dùng {used}.",
        "The figures of {month_en} are frozen, so {key} cannot change within the year; "
        "{used} stays in force.",
    ),
    remedy=(
        "Từ năm {next} sẽ dùng {wanted}; nếu không muốn đổi, hãy ghi lại {used}.",
        "From {next} on it will be {wanted}; if that is not wanted, write {used} again.",
    ),
    example="k = 3 khi đã chốt số liệu tháng 3/2022",
)
def setting_fixed(rows: Rows) -> Iterator[Found]:
    """What the year's frozen months were made with holds until the year is over."""
    frozen, fixed, known = rows.context.frozen, rows.context.fixed, _known(rows)
    if frozen is None:
        return
    for index, (key, value) in enumerate(zip(rows["key"], rows["value"], strict=True)):
        if key not in fixed or index in rows.cache.get("invalid", ()):
            continue
        wanted = known[key]["default"] if value is None else value
        if wanted != fixed[key]:
            words = {"used": str(fixed[key]), "wanted": str(wanted), "next": str(int(frozen[:4]) + 1)}
            words |= {"label": known[key]["label_vi"], "key": key}
            yield Found(index, "value", words | _frozen(frozen))


@rule(
    "year_out_of_turn",
    "error",
    title=("Năm không đúng lượt", "A year out of turn"),
    sentence=(
        "Đã chốt số liệu {month} nên năm của sổ không thể là {value}; hệ thống tiếp tục như trước.",
        "The figures of {month_en} are frozen, so the year cannot be {value}; the service goes on as before.",
    ),
    remedy=("Hãy ghi một năm từ {first} đến {last}.", "Write a year from {first} to {last}."),
    example="year = 2032 khi đã chốt số liệu tháng 3/2022",
)
def year_out_of_turn(rows: Rows) -> Iterator[Found]:
    """Neither back behind a frozen month nor beyond next year: months between would never be frozen."""
    frozen, today = rows.context.frozen, rows.context.today
    if frozen is None:
        return
    first = int(frozen[:4])
    last = max(first, today.year if today else first) + 1
    for index, (key, value) in enumerate(zip(rows["key"], rows["value"], strict=True)):
        if key != "year" or value is None or index in rows.cache.get("invalid", ()):
            continue
        if not first <= value <= last:
            words = {"value": str(value), "first": str(first), "last": str(last)}
            yield Found(index, "value", words | _frozen(frozen))


def _frozen(month: str) -> dict[str, str]:
    return {"month": periods.told(month), "month_en": periods.told(month, "en")}
