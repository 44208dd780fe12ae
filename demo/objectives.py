"""What the units set out to do in the year, and how it truly goes. Pure: a seed in, the truth out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from demo.department import Unit


@dataclass(frozen=True)
class Aim:
    """One objective as its unit means it. `level` and `spread` steer how it goes; `volume` the month's total.

    direction, evaluation and aggregation are the schema's codes. A ratio aim is told by achieved and total,
    another by a value.
    """

    text: str
    direction: str
    target: float
    measure: str
    evaluation: str
    aggregation: str
    volume: int
    level: float
    spread: float
    formula: str
    source: str
    deadline: date = date(2022, 12, 14)

    @property
    def is_ratio(self) -> bool:
        """Whether progress is told by two numbers."""
        return self.volume > 0


_RATIO = "Số đạt chia cho tổng số, nhân 100"

AIMS = {
    "on_time": Aim(
        "Hồ sơ thủ tục hành chính giải quyết đúng hạn và trước hạn",
        "ge",
        98,
        "%",
        "month",
        "ratio_of_sums",
        130,
        0.986,
        0.008,
        _RATIO,
        "Phần mềm một cửa",
    ),
    "incoming": Aim(
        "Văn bản đến được xử lý đúng hạn",
        "ge",
        95,
        "%",
        "month",
        "ratio_of_sums",
        240,
        0.965,
        0.018,
        _RATIO,
        "Phần mềm quản lý văn bản",
    ),
    "minutes": Aim(
        "Thông báo kết luận họp ban hành trong 3 ngày làm việc",
        "ge",
        90,
        "%",
        "month",
        "ratio_of_sums",
        9,
        0.94,
        0.05,
        _RATIO,
        "Sổ theo dõi",
    ),
    "petitions": Aim(
        "Đơn thư khiếu nại vượt cấp",
        "le",
        0,
        "đơn thư",
        "month",
        "sum",
        0,
        0.12,
        0.0,
        "Đếm số đơn",
        "Sổ tiếp công dân",
    ),
    "errands": Aim(
        "Nhiệm vụ Giám đốc giao hoàn thành đúng hạn",
        "ge",
        97.5,
        "%",
        "month",
        "ratio_of_sums",
        60,
        0.98,
        0.015,
        _RATIO,
        "Phần mềm giao việc",
    ),
    "returned": Aim(
        "Hồ sơ phải trả lại do hướng dẫn chưa rõ",
        "le",
        2,
        "%",
        "month",
        "ratio_of_sums",
        260,
        0.013,
        0.006,
        _RATIO,
        "Phần mềm một cửa",
    ),
    "wait": Aim(
        "Thời gian chờ trung bình tại quầy",
        "le",
        15,
        "phút",
        "month",
        "mean",
        0,
        13.2,
        1.4,
        "Trung bình cộng các lượt",
        "Máy lấy số",
    ),
    "apologies": Aim(
        "Thư xin lỗi phát hành khi quá hạn",
        "ge",
        100,
        "%",
        "month",
        "ratio_of_sums",
        4,
        0.97,
        0.05,
        _RATIO,
        "Phần mềm một cửa",
    ),
    "visits": Aim(
        "Trường được kiểm tra, hỗ trợ chuyên môn theo kế hoạch",
        "ge",
        8,
        "trường",
        "month",
        "sum",
        0,
        9.0,
        1.5,
        "Đếm số trường",
        "Biên bản kiểm tra",
    ),
    "graduates": Aim(
        "Học sinh đỗ tốt nghiệp trung học phổ thông",
        "ge",
        99,
        "%",
        "school_year",
        "last",
        21400,
        0.9935,
        0.002,
        _RATIO,
        "Kết quả thi",
    ),
    "two_sessions": Aim(
        "Học sinh tiểu học học 2 buổi/ngày",
        "ge",
        92,
        "%",
        "school_year",
        "last",
        61250,
        0.931,
        0.004,
        _RATIO,
        "Cơ sở dữ liệu ngành",
    ),
    "five_year_olds": Aim(
        "Trẻ 5 tuổi hoàn thành chương trình mầm non",
        "ge",
        99.5,
        "%",
        "school_year",
        "last",
        18930,
        0.9962,
        0.0015,
        _RATIO,
        "Cơ sở dữ liệu ngành",
    ),
    "replies": Aim(
        "Kiến nghị của các trường được trả lời trong 5 ngày",
        "ge",
        95,
        "%",
        "month",
        "ratio_of_sums",
        34,
        0.965,
        0.03,
        _RATIO,
        "Sổ theo dõi",
    ),
    "training": Aim(
        "Giáo viên cốt cán hoàn thành bồi dưỡng",
        "ge",
        90,
        "%",
        "quarter",
        "ratio_of_sums",
        150,
        0.93,
        0.03,
        _RATIO,
        "Danh sách lớp",
    ),
    "inspections": Aim(
        "Cơ sở giáo dục được kiểm tra theo kế hoạch quý",
        "ge",
        95,
        "%",
        "quarter",
        "ratio_of_sums",
        24,
        0.96,
        0.04,
        _RATIO,
        "Biên bản kiểm tra",
    ),
    "payments": Aim(
        "Chứng từ thanh toán xử lý trong 3 ngày",
        "ge",
        96,
        "%",
        "month",
        "ratio_of_sums",
        310,
        0.968,
        0.015,
        _RATIO,
        "Phần mềm kế toán",
    ),
    "budget": Aim(
        "Giải ngân kế hoạch vốn lũy kế", "ge", 95, "%", "year", "last", 48200, 0.962, 0.01, _RATIO, "Kho bạc"
    ),
    "audit_errors": Aim(
        "Sai sót chứng từ bị trả lại",
        "le",
        3,
        "chứng từ",
        "month",
        "largest",
        0,
        2.0,
        1.1,
        "Đếm số chứng từ",
        "Phần mềm kế toán",
    ),
    "iso_training": Aim(
        "Công chức được tập huấn hệ thống quản lý chất lượng",
        "eq",
        100,
        "%",
        "year",
        "last",
        118,
        1.0,
        0.0,
        _RATIO,
        "Danh sách lớp",
    ),
    "decisions": Aim(
        "Quyết định nhân sự ban hành đúng hạn",
        "ge",
        98,
        "%",
        "month",
        "ratio_of_sums",
        75,
        0.987,
        0.012,
        _RATIO,
        "Phần mềm quản lý văn bản",
    ),
    "exam_errors": Aim(
        "Sai sót văn bằng, chứng chỉ phải cấp lại",
        "le",
        0.5,
        "%",
        "quarter",
        "ratio_of_sums",
        2600,
        0.0032,
        0.0015,
        _RATIO,
        "Sổ cấp phát văn bằng",
    ),
    "accredited": Aim(
        "Trường đạt kiểm định chất lượng giáo dục",
        "ge",
        62.5,
        "%",
        "year",
        "last",
        612,
        0.634,
        0.01,
        _RATIO,
        "Quyết định công nhận",
    ),
    "centres": Aim(
        "Trung tâm ngoại ngữ, tin học được kiểm tra",
        "ge",
        90,
        "%",
        "quarter",
        "ratio_of_sums",
        31,
        0.93,
        0.04,
        _RATIO,
        "Biên bản kiểm tra",
    ),
    "literacy": Aim(
        "Người trong độ tuổi 15–60 biết chữ",
        "ge",
        98.6,
        "%",
        "year",
        "last",
        884000,
        0.9879,
        0.0008,
        _RATIO,
        "Điều tra phổ cập",
    ),
    "complaints": Aim(
        "Đơn khiếu nại, phản ánh giải quyết đúng hạn",
        "ge",
        100,
        "%",
        "month",
        "ratio_of_sums",
        4,
        0.97,
        0.06,
        _RATIO,
        "Sổ tiếp công dân",
    ),
    "conclusions": Aim(
        "Kết luận thanh tra ban hành đúng hạn",
        "ge",
        95,
        "%",
        "quarter",
        "ratio_of_sums",
        8,
        0.96,
        0.05,
        _RATIO,
        "Sổ theo dõi",
    ),
    "talks": Aim(
        "Buổi tuyên truyền, giáo dục pháp luật",
        "ge",
        3,
        "buổi",
        "quarter",
        "sum",
        0,
        3.6,
        0.8,
        "Đếm số buổi",
        "Báo cáo đợt",
    ),
    "uptime": Aim(
        "Thời gian cổng thông tin hoạt động liên tục",
        "ge",
        99.5,
        "%",
        "month",
        "ratio_of_sums",
        720,
        0.9968,
        0.002,
        "Số giờ hoạt động chia cho tổng số giờ, nhân 100",
        "Hệ thống giám sát",
    ),
    "tickets": Aim(
        "Yêu cầu hỗ trợ kỹ thuật xử lý trong ngày",
        "ge",
        90,
        "%",
        "month",
        "ratio_of_sums",
        85,
        0.925,
        0.03,
        _RATIO,
        "Phần mềm hỗ trợ",
    ),
    "online_share": Aim(
        "Hồ sơ nộp trực tuyến",
        "ge",
        50,
        "%",
        "quarter",
        "ratio_of_sums",
        900,
        0.56,
        0.05,
        _RATIO,
        "Cổng dịch vụ công",
    ),
    "data_entry": Aim(
        "Trường cập nhật cơ sở dữ liệu ngành đúng hạn",
        "ge",
        95,
        "%",
        "school_year",
        "last",
        742,
        0.958,
        0.01,
        _RATIO,
        "Cơ sở dữ liệu ngành",
    ),
}

_CAUSES = (
    "Hồ sơ dồn vào cuối kỳ, thiếu người xử lý",
    "Phần mềm gián đoạn hai ngày",
    "Hai chuyên viên đi tập huấn cùng tuần",
    "Đơn vị phối hợp gửi số liệu chậm",
    "Số việc phát sinh tăng so với kế hoạch",
)
_MEASURES = (
    "Phân công thêm người trực, rà soát hằng tuần",
    "Làm việc với đơn vị cung cấp để khắc phục",
    "Bố trí lịch tập huấn luân phiên",
    "Thống nhất lịch gửi số liệu trước ngày 10",
    "Điều chỉnh quy trình, giảm một bước trung gian",
)


@dataclass(frozen=True)
class Truth:
    """How one objective truly went in one period. achieved and total, or value, or nothing happened."""

    achieved: int | None = None
    total: int | None = None
    value: float | None = None
    none: bool = False
    cause: str | None = None
    measure: str | None = None


def aims(unit: Unit) -> dict[str, Aim]:
    """The unit's objectives by code, MT01 first, in the order in which it writes them down."""
    return {f"MT{number:02}": AIMS[name] for number, name in enumerate(unit.objectives, 1)}


def truth(seed: int, unit: Unit, code: str, aim: Aim, period: str) -> Truth:
    """How `aim` went in `period` (a label such as 2022-03). The same seed tells the same story."""
    rng = Random(f"{seed}|progress|{unit.code}|{code}|{period}")
    if aim.evaluation == "month" and rng.random() < 0.04:
        return Truth(none=True)
    found = _ratio(aim, rng) if aim.is_ratio else _value(aim, rng)
    if _is_met(aim, found):
        return found
    return Truth(
        found.achieved, found.total, found.value, cause=rng.choice(_CAUSES), measure=rng.choice(_MEASURES)
    )


def _ratio(aim: Aim, rng: Random) -> Truth:
    total = max(1, round(aim.volume * rng.uniform(0.75, 1.25)))
    if aim.evaluation in ("year", "school_year"):
        total = aim.volume
    share = min(1.0, max(0.0, rng.gauss(aim.level, aim.spread)))
    return Truth(achieved=min(total, round(total * share)), total=total)


def _value(aim: Aim, rng: Random) -> Truth:
    if aim.spread == 0.0:  # rare events
        return Truth(value=1 if rng.random() < aim.level else 0)
    drawn = max(0.0, rng.gauss(aim.level, aim.spread))
    return Truth(value=round(drawn, 1) if aim.measure == "phút" else round(drawn))


def _is_met(aim: Aim, found: Truth) -> bool:
    if found.total is not None and found.achieved is not None:
        left, right = found.achieved * 100.0, aim.target * found.total
    else:
        left, right = float(found.value or 0), aim.target
    if aim.direction == "eq":
        return left == right
    return left >= right if aim.direction == "ge" else left <= right
