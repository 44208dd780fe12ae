"""The registers as the oracle knows them: their tabs, written down again as literals, and their lives."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from tests.oracle.tables import CODE, Column, Sheet, words


class Life(NamedTuple):
    """What docs/figures.md, section 9, needs to know of a register."""

    sheet: Sheet
    workbook: str
    unit: str = ""
    opened: str = ""
    due: str = ""
    done: tuple[str, Collection[str]] | None = None
    done_on: str = ""
    dropped: tuple[str, Collection[str]] | None = None
    dated: str = ""
    goes_on: bool = False
    counts: tuple[str, ...] = ()


LONG_CODE = r"[A-ZĐ0-9][A-ZĐ0-9._/-]{0,29}"
_DOING = {"doing": "Đang làm|đang thực hiện|Under way", "done": "Đã xong|xong|hoàn thành|đã hoàn thành|Done"}
_OPEN = {"open": "Chưa làm|mở|chưa thực hiện|Not begun"}
_STATES = words(**_OPEN, **_DOING, cancelled="Thôi không làm|hủy|huỷ|Dropped")
_EFFECT = words(
    good="Có hiệu quả|có|đạt|tốt|Effective", poor="Chưa hiệu quả|chưa|không|chưa đạt|Not effective"
)


def _text(*headers: str, longest: int = 50_000, needed: bool = False, vital: bool = False) -> Column:
    return Column(headers, "text", needed, vital=needed or vital, longest=longest)


def _day(*headers: str, needed: bool = False, vital: bool = True) -> Column:
    return Column(headers, "day", needed, vital=vital)


def _whole(*headers: str, low: int, high: int, needed: bool = False, vital: bool = False) -> Column:
    return Column(headers, "whole", needed, low=low, high=high, vital=needed or vital)


def _choice(*headers: str, among: Mapping[str, str], needed: bool = True, vital: bool = True) -> Column:
    return Column(headers, "choice", needed, among, vital=vital)


def _code(*headers: str, pattern: str = LONG_CODE, given: bool = False) -> Column:
    return Column(headers, "code", True, vital=True, pattern=pattern, given=given)


PLAN = Sheet(
    "Kế hoạch năm",
    {
        "code": _code("Mã", "Mã việc"),
        "activity": _text("Hoạt động", "Việc", "Nội dung", "Nội dung công việc", longest=500, needed=True),
        "who": _text("Ai thực hiện", "Đơn vị thực hiện", "Thực hiện", longest=200, needed=True),
        "from_month": Column(("Từ tháng", "Tháng bắt đầu"), "month", True, vital=True),
        "due": _day("Hạn", "Thời hạn", "Hạn hoàn thành", needed=True),
        "table": _text("Bảng trả lời", "Bảng", "Tab trả lời", vital=True),
        "status": _choice(
            "Tình trạng",
            "Trạng thái",
            among=words(
                planned="Chưa làm|Not begun",
                doing="Đang làm|đang thực hiện|Under way",
                done="Đã xong|xong|hoàn thành|đã hoàn thành|Done",
                cancelled="Bỏ|hủy|Cancelled",
            ),
            needed=False,
        ),
        "completed_on": _day("Ngày hoàn thành"),
    },
    ("code",),
)
PROCEDURES = Sheet(
    "Danh mục quy trình",
    {
        "code": _code("Mã hiệu", "Mã", "Mã quy trình", "Ký hiệu"),
        "name": _text("Tên quy trình", "Tên", longest=500, needed=True),
        "kind": _choice(
            "Loại",
            "Loại quy trình",
            among=words(
                system="Hệ thống|chung|quy trình chung|quy trình hệ thống|System",
                internal="Nội bộ|quy trình nội bộ|Internal",
                operating="Tác nghiệp|quy trình tác nghiệp|nghiệp vụ|Operating",
            ),
        ),
        "owner": _text("Đơn vị phụ trách", "Đơn vị", "Đơn vị chủ trì", needed=True),
        "issue": _whole("Lần ban hành", "Ban hành lần", low=1, high=999, needed=True),
        "revision": _whole("Lần sửa đổi", "Sửa đổi lần", low=0, high=999, vital=True),
        "effective": _day("Ngày hiệu lực", "Hiệu lực từ", needed=True),
        "next_review": _day("Xem xét lần tới", "Ngày xem xét", "Hạn xem xét", "Ngày rà soát"),
        "days": Column(
            ("Thời hạn (ngày làm việc)", "Thời hạn", "Số ngày"), "number", low=0, high=1000, vital=True
        ),
        "status": _choice(
            "Trạng thái",
            "Tình trạng",
            among=words(
                in_force="Đang áp dụng|hiện hành|còn hiệu lực|In force",
                withdrawn="Đã bãi bỏ|hết hiệu lực|bãi bỏ|thu hồi|Withdrawn",
            ),
        ),
        "withdrawn_on": _day("Ngày bãi bỏ", "Bãi bỏ từ"),
    },
    ("code",),
)
STEPS = Sheet(
    "Các bước",
    {
        "procedure": _text("Quy trình", "Mã quy trình", "Mã hiệu", needed=True),
        "step": _whole("Bước", "Số bước", "STT", low=1, high=99, needed=True),
        "unit": _text("Đơn vị", "Đơn vị thực hiện", "Bộ phận", needed=True),
        "function": _text("Chức năng", "Vai trò", longest=500, vital=True),
        "duty": _text("Nhiệm vụ", "Nội dung công việc", "Công việc", longest=2000, needed=True),
        "authority": _text("Quyền hạn", "Thẩm quyền", longest=2000, vital=True),
        "hours": Column(
            ("Thời gian (giờ làm việc)", "Số giờ", "Thời gian", "Thời gian xử lý"),
            "number",
            True,
            low=0,
            high=8000,
            vital=True,
        ),
        "result": _text("Kết quả", "Sản phẩm", longest=1000, vital=True),
    },
    ("procedure", "step"),
)
TRAINING = Sheet(
    "Đào tạo",
    {
        "code": _code("Mã", "Mã lớp"),
        "content": _text("Nội dung", "Nội dung đào tạo", "Tên lớp", longest=500, needed=True),
        "audience": _text("Đối tượng", "Thành phần", "Người học", longest=500, needed=True),
        "planned_on": _day("Ngày dự kiến", "Thời gian dự kiến", "Kế hoạch ngày", needed=True),
        "planned": _whole(
            "Số người theo kế hoạch", "Kế hoạch", "Số người kế hoạch", low=1, high=1_000_000, needed=True
        ),
        "status": _choice(
            "Trạng thái",
            "Tình trạng",
            among=words(
                open="Dự kiến|kế hoạch|chưa tổ chức|hoãn|Planned",
                done="Đã tổ chức|đã học|đã xong|Held",
                cancelled="Hủy|huỷ|không tổ chức|Cancelled",
            ),
        ),
        "done_on": _day("Ngày tổ chức", "Ngày học"),
        "present": _whole("Số người dự", "Số người tham dự", "Có mặt", low=0, high=1_000_000, vital=True),
        "result": _text("Kết quả", "Kết quả đào tạo", longest=2000),
        "effect": _choice("Hiệu quả", "Đánh giá hiệu quả", among=_EFFECT, needed=False),
    },
    ("code",),
)
RISKS = Sheet(
    "Rủi ro, cơ hội",
    {
        "code": _code("Mã", "Mã rủi ro"),
        "unit": _text("Đơn vị", "Đơn vị phụ trách", needed=True),
        "kind": _choice("Loại", among=words(risk="Rủi ro|Risk", opportunity="Cơ hội|Opportunity")),
        "description": _text("Mô tả", "Nội dung", longest=2000, needed=True),
        "identified_on": _day("Ngày nhận diện", "Ngày xác định", needed=True),
        "likelihood": _whole("Khả năng", "Khả năng xảy ra", low=1, high=5, needed=True),
        "impact": _whole("Mức ảnh hưởng", "Ảnh hưởng", "Mức độ ảnh hưởng", low=1, high=5, needed=True),
        "level": _whole("Điểm", "Mức rủi ro", "Điểm rủi ro", low=1, high=25),
        "action": _text("Hành động", "Biện pháp", "Hành động ứng phó", longest=2000, needed=True),
        "owner": _text("Chủ trì", "Người chủ trì", "Người chịu trách nhiệm", longest=200, needed=True),
        "deadline": _day("Thời hạn", "Hạn", needed=True),
        "status": _choice(
            "Trạng thái",
            "Tình trạng",
            among=words(
                open="Chưa làm|mở|Not begun",
                doing="Đang làm|đang xử lý|Under way",
                done="Đã xong|đã xử lý|xong|Done",
                accepted="Chấp nhận|chấp nhận rủi ro|Accepted",
            ),
        ),
        "done_on": _day("Ngày xong", "Ngày hoàn thành"),
        "effect": _choice("Hiệu quả", "Đánh giá hiệu quả", among=_EFFECT, needed=False),
    },
    ("code",),
)
PETITIONS = Sheet(
    "Phản ánh, kiến nghị",
    {
        "code": _code("Mã", "Số", "Mã số"),
        "received_on": _day("Ngày nhận", "Ngày tiếp nhận", needed=True),
        "kind": _choice(
            "Loại", among=words(feedback="Phản ánh|Feedback", proposal="Kiến nghị|góp ý|đề nghị|Proposal")
        ),
        "field": _text("Lĩnh vực", "Về việc", longest=200, needed=True),
        "summary": _text("Tóm tắt", "Nội dung", "Nội dung tóm tắt", longest=2000),
        "unit": _text("Đơn vị xử lý", "Đơn vị", "Đơn vị giải quyết", needed=True),
        "deadline": _day("Hạn trả lời", "Hạn", "Thời hạn", needed=True),
        "status": _choice(
            "Trạng thái",
            "Tình trạng",
            among=words(
                open="Chưa xử lý|mở|chưa trả lời|Not begun",
                doing="Đang xử lý|đang giải quyết|Under way",
                done="Đã trả lời|đã giải quyết|đã xong|Answered",
                transferred="Chuyển nơi khác|đã chuyển|không thuộc thẩm quyền|Passed on",
            ),
        ),
        "done_on": _day("Ngày trả lời", "Trả lời ngày"),
    },
    ("code",),
)
REVIEWS = Sheet(
    "Xem xét lãnh đạo",
    {
        "code": _code("Mã", "Mã cuộc họp"),
        "date": _day("Ngày họp", "Ngày", needed=True),
        "kind": _choice(
            "Loại",
            "Loại cuộc họp",
            among=words(monthly="Hằng tháng|hàng tháng|tháng|Monthly", full="Đầy đủ|toàn diện|năm|Full"),
        ),
        "period": Column(("Kỳ xem xét", "Kỳ", "Tháng"), "month", True, vital=True),
        "chair": _text("Chủ trì", "Người chủ trì", longest=200, vital=True),
        "present": _text("Có mặt", "Thành phần", "Dự họp", longest=2000, vital=True),
        "absent": _text("Vắng", "Vắng mặt", longest=2000),
        "place": _text("Địa điểm", longest=200),
        "status": _choice(
            "Trạng thái",
            "Tình trạng",
            among=words(
                planned="Dự kiến|kế hoạch|hoãn|Planned",
                held="Đã họp|đã tổ chức|Held",
                cancelled="Hủy|không họp|huỷ|Cancelled",
            ),
        ),
    },
    ("code",),
)
CONCLUSIONS = Sheet(
    "Kết luận",
    {
        "code": _code("Mã", "Mã kết luận"),
        "meeting": _text("Cuộc họp", "Mã cuộc họp", needed=True),
        "item": _choice(
            "Nội dung xem xét",
            "Mục",
            "Mục 9.3.2",
            among=words(
                a="a) Kết luận lần trước",
                b="b) Bối cảnh",
                c1="c1) Sự hài lòng, phản hồi",
                c2="c2) Mục tiêu",
                c3="c3) Quá trình, hồ sơ",
                c4="c4) Sự không phù hợp",
                c5="c5) Theo dõi, đo lường",
                c6="c6) Đánh giá",
                c7="c7) Nhà cung cấp bên ngoài",
                d="d) Nguồn lực",
                e="e) Rủi ro, cơ hội",
                f="f) Cải tiến",
            ),
        ),
        "evidence": _text("Số liệu, bằng chứng", "Bằng chứng", "Căn cứ", longest=2000),
        "conclusion": _text("Kết luận", "Nội dung kết luận", longest=2000, needed=True),
        "kind": _choice(
            "Loại kết luận",
            "Loại",
            "Mục 9.3.3",
            among=words(
                improvement="Cải tiến|cơ hội cải tiến|Improvement",
                change="Thay đổi hệ thống|thay đổi|Change to the system",
                resources="Nguồn lực|nhu cầu nguồn lực|Resources",
            ),
        ),
        "unit": _text("Đơn vị thực hiện", "Đơn vị", vital=True),
        "who": _text("Người thực hiện", "Người chịu trách nhiệm", "Chủ trì thực hiện", longest=200),
        "deadline": _day("Thời hạn", "Hạn", needed=True),
        "status": _choice("Trạng thái", "Tình trạng", among=_STATES),
        "done_on": _day("Ngày xong", "Ngày hoàn thành"),
        "result": _text("Kết quả", "Kết quả thực hiện", longest=2000),
    },
    ("code",),
)
ACTIONS = Sheet(
    "Kế hoạch",
    {
        "code": _code("Mã", "Mã việc", "Ký hiệu", pattern=CODE, given=True),
        "objective": _text("Mã mục tiêu", "Mục tiêu", "Mục tiêu số", longest=1000, needed=True),
        "measure": _text("Biện pháp", "Biện pháp thực hiện", "Nội dung", "Việc", longest=2000, needed=True),
        "lead": _text("Chủ trì", "Người chủ trì", "Người thực hiện", longest=200, needed=True),
        "deadline": _day("Thời hạn", "Hạn", "Hạn hoàn thành", "Thời hạn hoàn thành", needed=True),
        "status": _choice("Tình trạng", "Trạng thái", among=_STATES),
        "done_on": _day("Ngày xong", "Ngày hoàn thành"),
        "with_whom": _text("Phối hợp", "Đơn vị phối hợp", longest=500),
        "resources": _text("Nguồn lực", "Kinh phí", longest=1000),
    },
    ("code",),
)
PROPOSALS = Sheet(
    "Quy trình",
    {
        "code": _code("Mã hiệu", "Mã", "Mã quy trình", "Ký hiệu", given=True),
        "name": Column(("Tên quy trình", "Tên"), given=True),
        "issue": Column(("Lần ban hành", "Ban hành lần"), given=True),
        "effective": Column(("Ngày hiệu lực", "Hiệu lực từ"), "day", given=True),
        "decision": _choice(
            "Đề xuất",
            "Đề xuất của đơn vị",
            among=words(
                keep="Giữ nguyên|giữ|Keep",
                amend="Sửa đổi|sửa|sửa đổi, bổ sung|chỉnh sửa|Amend",
                new="Xây dựng mới|xây mới|mới|ban hành mới|New",
                withdraw="Bãi bỏ|hủy bỏ|bỏ|thu hồi|Withdraw",
            ),
        ),
        "reason": _text("Lý do", "Lí do", longest=2000),
        "new_name": _text("Tên quy trình mới", "Tên đề xuất", longest=500),
    },
    ("code",),
)
AUDITS = Sheet(
    "Chương trình đánh giá",
    {
        "code": _code("Mã", "Mã cuộc đánh giá"),
        "unit": _text("Đơn vị được đánh giá", "Đơn vị", needed=True),
        "scope": _text(
            "Điều khoản, quy trình",
            "Nội dung",
            "Phạm vi",
            "Điều khoản",
            "Quy trình",
            longest=500,
            needed=True,
        ),
        "planned_on": _day("Ngày dự kiến", "Thời gian dự kiến", needed=True),
        "auditor": _text("Đánh giá viên", "Chuyên gia đánh giá", longest=200, needed=True),
        "auditor_unit": _text("Đơn vị của đánh giá viên", "Đơn vị đánh giá viên", needed=True),
        "held_on": _day("Ngày đánh giá", "Ngày thực hiện", "Đã đánh giá ngày"),
        "note": _text("Ghi chú", longest=1000),
    },
    ("code",),
)
CHECKLISTS = Sheet(
    "Phiếu đánh giá",
    {
        "audit": Column(("Cuộc đánh giá", "Mã cuộc đánh giá"), "code", True, vital=True),
        "number": _whole("Số", "STT", "Thứ tự", low=1, high=999, needed=True),
        "clause": Column(
            ("Điều khoản", "Điều khoản ISO"), "text", True, vital=True, pattern=r"([4-9]|10)(\.\d{1,2}){0,3}"
        ),
        "question": _text("Nội dung hỏi", "Câu hỏi", "Nội dung", longest=2000, needed=True),
        "verdict": _choice(
            "Kết luận",
            "Kết quả",
            "Đánh giá",
            among=words(
                conforming="Phù hợp|đạt|Conforming",
                nonconforming="Không phù hợp|không đạt|kph|Nonconforming",
                not_applicable="Không áp dụng|Not applicable",
                not_assessed="Chưa đánh giá|Not yet assessed",
            ),
        ),
        "evidence": _text("Bằng chứng", longest=2000, vital=True),
        "finding": Column(("Phát hiện", "Mã phát hiện", "Mã KPH"), "code", vital=True),
    },
    ("audit", "number"),
)

HOLIDAYS = Sheet(
    "Lịch nghỉ",
    {
        "from": _day("Từ ngày", "Ngày", "Bắt đầu", needed=True),
        "to": _day("Đến ngày", "Đến hết ngày", "Kết thúc"),
        "kind": _choice(
            "Loại",
            among=words(
                holiday="Nghỉ|nghỉ lễ|nghỉ bù|ngày nghỉ|Day off",
                makeup="Làm bù|làm việc bù|Make-up day",
                quiet="Không đôn đốc|yên lặng|Quiet time",
            ),
        ),
        "name": _text("Tên", "Dịp", "Nội dung", longest=200, needed=True),
    },
    ("from", "kind"),
)
EXCEPTIONS = Sheet(
    "Gia hạn, miễn",
    {
        "code": _code("Số", "Mã", "STT"),
        "unit": _text("Đơn vị", vital=True),
        "period": Column(("Kỳ", "Kỳ báo cáo", "Tháng"), "period", vital=True),
        "table": _text("Bảng", "Tab", vital=True),
        "record": _text("Mã việc", "Mã hồ sơ", "Mã phát hiện", longest=200, vital=True),
        "kind": _choice(
            "Loại",
            among=words(
                extension="Gia hạn|gia hạn nộp|Extension",
                exempt="Miễn|miễn nộp|Exemption",
                reopen="Mở lại|mở lại kỳ|Reopening",
                silence="Ngừng đôn đốc|không đôn đốc|Silence",
            ),
        ),
        "until": _day("Đến hết ngày", "Đến ngày", "Hạn mới"),
        "decided_by": _text("Người quyết định", longest=200, needed=True),
        "reason": _text("Lý do", longest=500, needed=True),
    },
    ("code",),
)

_DONE = ("status", ("done",))
_CANCELLED = ("status", ("cancelled",))
LIVES: Mapping[str, Life] = {
    "plan": Life(PLAN, "coordinator", dropped=_CANCELLED, dated="due", counts=("status",)),
    "procedures": Life(
        PROCEDURES,
        "coordinator",
        "owner",
        done_on="withdrawn_on",
        dropped=("status", ("withdrawn",)),
        goes_on=True,
        counts=("kind", "status"),
    ),
    "steps": Life(STEPS, "coordinator", "unit"),
    "training": Life(
        TRAINING,
        "coordinator",
        due="planned_on",
        done=_DONE,
        done_on="done_on",
        dropped=_CANCELLED,
        goes_on=True,
        counts=("status", "effect"),
    ),
    "risks": Life(
        RISKS,
        "coordinator",
        "unit",
        "identified_on",
        "deadline",
        _DONE,
        "done_on",
        ("status", ("accepted",)),
        goes_on=True,
        counts=("kind", "status"),
    ),
    "petitions": Life(
        PETITIONS,
        "coordinator",
        "unit",
        "received_on",
        "deadline",
        _DONE,
        "done_on",
        ("status", ("transferred",)),
        goes_on=True,
        counts=("kind", "status"),
    ),
    "reviews": Life(
        REVIEWS,
        "coordinator",
        opened="date",
        due="date",
        done=("status", ("held",)),
        done_on="date",
        dropped=_CANCELLED,
        counts=("kind", "status"),
    ),
    "conclusions": Life(
        CONCLUSIONS,
        "coordinator",
        "unit",
        due="deadline",
        done=_DONE,
        done_on="done_on",
        dropped=_CANCELLED,
        goes_on=True,
        counts=("kind", "status"),
    ),
    "actions": Life(
        ACTIONS,
        "unit",
        due="deadline",
        done=_DONE,
        done_on="done_on",
        dropped=_CANCELLED,
        counts=("status",),
    ),
    "proposals": Life(PROPOSALS, "unit", counts=("decision",)),
    "audits": Life(AUDITS, "auditors", "unit", due="planned_on", done=("held_on", ()), done_on="held_on"),
    "checklists": Life(CHECKLISTS, "auditors", counts=("verdict",)),
}
