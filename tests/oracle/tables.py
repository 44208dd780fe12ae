"""The tables as the oracle knows them: tab titles, headers with their other names, types, what is needed.

Written down again as literals, on purpose: the documents in sheets_schema/ may be wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tests.oracle.cells import fold


class Column(NamedTuple):
    """A column: headers people may write, type, whether a row needs it, choices, bounds."""

    headers: tuple[str, ...]
    kind: str = "text"
    needed: bool = False
    choices: Mapping[str, str] = {}
    low: int | None = None
    high: int | None = None
    #: Filled by the service before anybody types: alone it makes no row.
    given: bool = False
    #: Whether a tab without this column cannot be used.
    vital: bool = False
    pattern: str = ""
    longest: int = 50_000


class Sheet(NamedTuple):
    """A tab: its titles, columns by name, the columns that make its key."""

    title: str
    columns: Mapping[str, Column]
    key: tuple[str, ...]
    most: int = 2000


def words(**codes: str) -> dict[str, str]:
    """code="word|word" as folded word → code; the code itself is accepted too."""
    return {fold(word): code for code, words in codes.items() for word in (*words.split("|"), code)}


DIRECTIONS = words(
    ge="≥|>=|=>|không dưới|ít nhất|tối thiểu|trở lên",
    le="≤|<=|=<|không quá|tối đa|không vượt quá|trở xuống",
    eq="=|bằng",
)
EVALUATIONS = words(
    month="Tháng|hằng tháng|hàng tháng|Month",
    quarter="Quý|hằng quý|hàng quý|Quarter",
    year="Năm|hằng năm|hàng năm|Year",
    school_year="Năm học|School year",
)
AGGREGATIONS = words(
    ratio_of_sums="Tỷ lệ của tổng|tỷ lệ|Ratio of sums",
    sum="Cộng dồn|tổng|cộng|Sum",
    last="Kỳ cuối|cuối kỳ|Last",
    largest="Lớn nhất|Largest",
    mean="Trung bình|bình quân|Mean",
)
GRADES = words(
    major="Nặng|kph nặng|Major",
    minor="Nhẹ|kph nhẹ|Minor",
    observation="Lưu ý|Observation",
    improvement="Cơ hội cải tiến|khuyến nghị|cải tiến|Opportunity for improvement",
)
STATES = words(open="Mở|đang mở|chưa đóng|Open", closed="Đóng|đã đóng|Closed")

CODE = r"[A-ZĐ0-9][A-ZĐ0-9._-]{0,19}"


def _count(*headers: str, needed: bool = False, vital: bool = False) -> Column:
    return Column(headers, "whole", needed, low=0, high=10_000_000, vital=needed or vital)


UNITS = Sheet(
    "Đơn vị",
    {
        "code": Column(("Mã đơn vị", "Mã", "Ký hiệu"), "code", True, vital=True, pattern=CODE),
        "name": Column(
            ("Tên đơn vị", "Tên", "Đơn vị", "Tên đơn vị đầy đủ"), "text", True, vital=True, longest=200
        ),
        "aliases": Column(("Tên gọi khác", "Tên khác", "Tên viết tắt"), "names", vital=True),
        "parent": Column(("Đơn vị cấp trên", "Trực thuộc")),
        "valid_from": Column(("Hiệu lực từ", "Từ ngày"), "day", vital=True),
        "valid_to": Column(("Hiệu lực đến", "Đến ngày"), "day", vital=True),
        "editors": Column(
            ("Người nhập (e-mail)", "Người nhập", "Email người nhập", "Biên tập", "Người biên tập"),
            "names",
            True,
            vital=True,
        ),
        "head": Column(("Lãnh đạo đơn vị (e-mail)", "Lãnh đạo", "Trưởng đơn vị")),
        "has_dossiers": Column(("Có hồ sơ TTHC", "Hồ sơ TTHC"), "yes", vital=True),
        "successor": Column(("Sáp nhập vào", "Nhập vào", "Đơn vị tiếp nhận")),
    },
    ("code",),
)
SETTINGS = Sheet(
    "Cấu hình",
    {
        "key": Column(("Khóa", "Tên cấu hình", "Mục"), "text", True, vital=True),
        "value": Column(("Giá trị",), "any", vital=True),
    },
    ("key",),
)
APPROVED = Sheet(
    "Phê duyệt mục tiêu",
    {
        "unit": Column(("Đơn vị",), "text", True, vital=True),
        "year": Column(("Năm",), "period", True, vital=True),
        "codes": Column(("Mã mục tiêu", "Các mục tiêu"), "names"),
        "approved_on": Column(("Ngày phê duyệt", "Ngày duyệt"), "day", True, vital=True),
        "approver": Column(("Người phê duyệt", "Người duyệt"), "text", True, vital=True, longest=200),
        "document": Column(("Số văn bản", "Văn bản"), longest=200),
    },
    ("unit", "year", "approved_on"),
)
OBJECTIVES = Sheet(
    "Mục tiêu",
    {
        "code": Column(("Mã", "Mã mục tiêu", "Ký hiệu"), "code", True, given=True, vital=True, pattern=CODE),
        "objective": Column(
            ("Mục tiêu", "Nội dung mục tiêu", "Tên mục tiêu", "Mục tiêu chất lượng"),
            "text",
            True,
            vital=True,
            longest=1000,
        ),
        "direction": Column(("Chiều", "Chiều so sánh", "So sánh"), "choice", True, DIRECTIONS, vital=True),
        "target": Column(("Chỉ tiêu", "Mức chỉ tiêu", "Chỉ tiêu cần đạt"), "target", True, low=0, vital=True),
        "unit_of_measure": Column(("Đơn vị tính", "ĐVT"), "text", True, vital=True, longest=60),
        "evaluation": Column(
            ("Kỳ đánh giá", "Chu kỳ đánh giá", "Kỳ"), "choice", True, EVALUATIONS, vital=True
        ),
        "start": Column(("Bắt đầu", "Ngày bắt đầu", "Từ ngày"), "day", vital=True),
        "deadline": Column(
            ("Thời hạn", "Hạn", "Hạn hoàn thành", "Thời hạn hoàn thành"), "day", True, vital=True
        ),
        "aggregation": Column(
            ("Cách tổng hợp", "Cách tổng hợp năm"), "choice", False, AGGREGATIONS, vital=True
        ),
        "formula": Column(("Cách tính", "Công thức"), longest=1000),
        "source": Column(("Nguồn số liệu", "Nguồn"), longest=1000),
        "status": Column(("Tình trạng", "Trạng thái"), given=True),
        "baseline": Column(("Số năm trước", "Mốc so sánh", "Giá trị gốc"), "figure", low=0),
    },
    ("code",),
)
PROGRESS = Sheet(
    "Kết quả",
    {
        "code": Column(("Mã", "Mã mục tiêu"), "code", True, given=True, vital=True),
        "objective": Column(("Mục tiêu", "Nội dung mục tiêu", "Mục tiêu chất lượng"), given=True),
        "target": Column(("Chỉ tiêu",), "any", given=True),
        "period": Column(
            ("Kỳ", "Kỳ báo cáo", "Kỳ đánh giá", "Tháng"), "period", True, given=True, vital=True
        ),
        "achieved": Column(("Số đạt", "Số lượng đạt", "Đạt được"), "number", low=0, vital=True),
        "total": Column(("Tổng số", "Tổng", "Trên tổng số"), "number", low=0, vital=True),
        "value": Column(("Giá trị", "Kết quả", "Giá trị đạt"), "figure", low=0, vital=True),
        "none": Column(("Không phát sinh", "K.phát sinh"), "yes", vital=True),
        "ratio": Column(("Tỷ lệ",), "computed", given=True),
        "assessment": Column(("Đánh giá",), "computed", given=True),
        "cause": Column(("Nguyên nhân", "Nguyên nhân không đạt"), longest=5000),
        "measure": Column(("Biện pháp", "Biện pháp khắc phục"), longest=5000),
        "evidence": Column(("Minh chứng", "Tài liệu minh chứng"), longest=5000),
        "estimate": Column(("Ước thực hiện", "Ước thực hiện cả năm", "Số ước"), "yes"),
    },
    ("code", "period"),
)
CORRECTIONS = Sheet(
    "Khắc phục",
    {
        "code": Column(("Mã", "Mã phát hiện"), "code", True, given=True, vital=True),
        "description": Column(("Mô tả", "Nội dung"), given=True),
        "grade": Column(("Mức độ",), given=True),
        "deadline": Column(("Hạn", "Thời hạn"), "day", given=True),
        "confirmed": Column(("Xác nhận",), given=True),
        "cause": Column(("Nguyên nhân", "Nguyên nhân gốc"), "text", vital=True, longest=5000),
        "action": Column(("Hành động", "Hành động khắc phục", "Biện pháp"), "text", vital=True, longest=5000),
        "completed": Column(("Ngày hoàn thành", "Hoàn thành"), "day", vital=True),
        "evidence": Column(("Minh chứng",), longest=5000),
        "correction": Column(("Xử lý ngay", "Khắc phục tức thời", "Sự khắc phục"), longest=5000),
    },
    ("code",),
)
DOSSIERS = Sheet(
    "Hồ sơ TTHC",
    {
        "period": Column(("Kỳ", "Kỳ báo cáo", "Tháng"), "month", True, vital=True),
        "procedure": Column(
            ("Thủ tục", "Tên thủ tục", "Thủ tục hành chính", "TTHC"), "text", True, vital=True, longest=500
        ),
        "received_total": _count("Tiếp nhận: tổng", "Tổng tiếp nhận", "Tiếp nhận", needed=True),
        "received_online": _count("Tiếp nhận: trực tuyến", "Trực tuyến"),
        "received_direct": _count("Tiếp nhận: trực tiếp/bưu chính", "Trực tiếp/bưu chính", "Trực tiếp"),
        "received_carried": _count(
            "Tiếp nhận: từ kỳ trước", "Từ kỳ trước", "Kỳ trước chuyển sang", vital=True
        ),
        "resolved_total": _count("Đã giải quyết: tổng", "Tổng đã giải quyết", "Đã giải quyết", needed=True),
        "resolved_before": _count("Đã giải quyết: trước hạn", "Trước hạn", vital=True),
        "resolved_on_time": _count("Đã giải quyết: đúng hạn", "Đúng hạn", vital=True),
        "resolved_late": _count("Đã giải quyết: quá hạn"),
        "pending_total": _count(
            "Đang giải quyết: tổng", "Tổng đang giải quyết", "Đang giải quyết", needed=True
        ),
        "pending_within": _count("Đang giải quyết: trong hạn", "Trong hạn"),
        "pending_late": _count("Đang giải quyết: quá hạn", vital=True),
        "returned": _count("Trả lại", "Hồ sơ trả lại"),
        "withdrawn": _count("Rút", "Hồ sơ rút", "Rút hồ sơ"),
        "explanation": Column(("Giải trình", "Ghi chú"), longest=5000),
    },
    ("period", "procedure"),
)
CONFIRMATIONS = Sheet(
    "Xác nhận",
    {
        "period": Column(("Kỳ", "Kỳ báo cáo", "Tháng"), "month", True, given=True, vital=True),
        "head": Column(("Lãnh đạo xác nhận", "Lãnh đạo", "Người xác nhận"), vital=True, longest=200),
        "confirmed_on": Column(("Ngày xác nhận",), "day", vital=True),
    },
    ("period",),
)
FINDINGS = Sheet(
    "Phát hiện",
    {
        "code": Column(
            ("Mã", "Mã phát hiện", "Mã KPH"),
            "code",
            True,
            vital=True,
            pattern=r"[A-ZĐ0-9][A-ZĐ0-9._/-]{0,29}",
        ),
        "audit": Column(("Đợt", "Đợt đánh giá"), "text", True, vital=True, longest=200),
        "date": Column(("Ngày", "Ngày phát hiện", "Ngày đánh giá"), "day", True, vital=True),
        "auditor": Column(("Đánh giá viên", "Chuyên gia đánh giá"), "text", True, vital=True, longest=200),
        "unit": Column(("Đơn vị", "Đơn vị được đánh giá"), "text", True, vital=True),
        "clause": Column(
            ("Điều khoản", "Điều khoản ISO"),
            "text",
            True,
            vital=True,
            pattern=r"([4-9]|10)(\.\d{1,2}){0,3}",
        ),
        "procedure": Column(("Quy trình",), longest=200),
        "description": Column(
            ("Mô tả", "Nội dung", "Nội dung phát hiện"), "text", True, vital=True, longest=5000
        ),
        "evidence": Column(("Bằng chứng",), longest=5000),
        "grade": Column(("Mức độ", "Phân loại"), "choice", True, GRADES, vital=True),
        "responsible": Column(
            ("Người chịu trách nhiệm", "Chịu trách nhiệm"), "text", True, vital=True, longest=200
        ),
        "deadline": Column(("Hạn", "Thời hạn", "Hạn khắc phục"), "day", True, vital=True),
        "verifier": Column(("Người xác nhận",), vital=True, longest=200),
        "verified_on": Column(("Ngày xác nhận",), "day", vital=True),
        "effective": Column(("Hiệu lực", "Có hiệu lực"), "yes", vital=True),
        "status": Column(("Trạng thái", "Tình trạng"), "choice", True, STATES, vital=True),
    },
    ("code",),
)
