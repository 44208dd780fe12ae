"""The made-up department: its units, the people in them and their habits. Names are invented."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

AGENCY = "Sở Giáo dục và Đào tạo tỉnh Minh Hà"
PARENT = "ỦY BAN NHÂN DÂN TỈNH MINH HÀ"
PLACE = "Minh Hà"
DOMAIN = "minhha.example"
YEAR = 2022

COORDINATOR = f"thuky.iso@{DOMAIN}"
LEADERS = (f"giamdoc@{DOMAIN}", f"phogiamdoc@{DOMAIN}")
AUDITORS = (f"danhgia1@{DOMAIN}", f"danhgia2@{DOMAIN}")
ADMINISTRATOR = f"quantri@{DOMAIN}"


@dataclass(frozen=True)
class Unit:
    """One unit and the person who keeps its book.

    `habits` say how she types (`demo.typing`), what she does to whole tabs (`demo.people.habits`) and whether
    she puts things off; `pace` is how many days after the first of a new window she sits down, `learns`
    whether she does so on the day due once the first quarter is over (`calendar.PROMPT_SINCE`);
    `answers` is how many citizens answer in a year; `pleased` how pleased they are (0…1); `adopts` whether
    the unit brings a spreadsheet of its own. `since` and `until` are its first and last day, when the year
    holds them, `successor` who takes over, `renamed` its name from a day on. It sends nothing for the months
    in `silent`, its head confirms nothing for those in `unconfirmed`, it corrects those in `reopened`, and
    its first objective is an estimate in the periods `estimates`.
    """

    code: str
    name: str
    aliases: tuple[str, ...]
    clerk: str
    head: str
    pace: int
    habits: tuple[str, ...]
    objectives: tuple[str, ...]
    procedures: tuple[str, ...] = ()
    answers: int = 0
    pleased: float = 0.93
    adopts: bool = False
    since: date | None = None
    until: date | None = None
    successor: str | None = None
    renamed: tuple[date, str] | None = None
    silent: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    estimates: tuple[str, ...] = ()
    learns: bool = False
    #: When it writes its objectives, if not before the year begins.
    begins: date | None = None

    def takes_part(self, day: date) -> bool:
        """Whether the unit exists on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def email(self) -> str:
        """The clerk's address."""
        return f"{self.code.lower()}@{DOMAIN}"

    @property
    def head_email(self) -> str:
        """The head's address."""
        return f"lanhdao.{self.code.lower()}@{DOMAIN}"


UNITS = (
    Unit(
        "VP",
        "Văn phòng Sở",
        ("Văn phòng", "VP Sở"),
        "Nguyễn Thị Hạnh",
        "Trần Quang Hòa",
        0,
        ("mac",),
        ("incoming", "minutes", "petitions", "errands"),
        ("Cấp bản sao văn bằng, chứng chỉ từ sổ gốc",),
        190,
        0.93,
        unconfirmed=("2022-09",),
        estimates=("2022-12",),
    ),
    Unit(
        "MC",
        "Bộ phận Một cửa",
        ("Một cửa", "Bộ phận tiếp nhận và trả kết quả"),
        "Lê Minh Đức",
        "Phạm Thị Thúy",
        0,
        ("excel", "totals"),
        ("on_time", "returned", "wait", "apologies"),
        ("Chuyển trường đối với học sinh trung học phổ thông", "Xin học lại tại trường khác"),
        760,
        0.96,
        reopened=("2022-04",),
    ),
    Unit(
        "TTR",
        "Thanh tra Sở",
        ("Thanh tra",),
        "Đinh Văn Thắng",
        "Lý Thị Hồng",
        1,
        (),
        ("inspections", "complaints", "conclusions", "schools"),
        (),
        26,
        0.85,
        renamed=(date(2022, 9, 15), "Thanh tra Sở Giáo dục và Đào tạo"),
        silent=("2022-10",),
        begins=date(2022, 1, 17),
    ),
    Unit(
        "TRH",
        "Phòng Giáo dục Trung học",
        ("P. GDTrH", "Phòng GD Trung học"),
        "Vũ Thu Hoài",
        "Đỗ Văn Khải",
        2,
        ("sorter",),
        ("on_time", "visits", "graduates", "replies"),
        ("Cho phép trường trung học phổ thông hoạt động giáo dục",),
        210,
        0.91,
    ),
    Unit(
        "TH",
        "Phòng Giáo dục Tiểu học",
        ("P. GDTH", "Phòng GD Tiểu học"),
        "Hoàng Thị Lụa",
        "Bùi Hữu Lợi",
        0,
        ("inserter", "notes"),
        ("visits", "two_sessions", "replies", "training"),
        (),
        95,
        0.94,
    ),
    Unit(
        "MN",
        "Phòng Giáo dục Mầm non",
        ("P. GDMN", "Phòng GD Mầm non"),
        "Đặng Kim Oanh",
        "Ngô Thị Mai",
        1,
        ("accentless",),
        ("five_year_olds", "inspections", "replies"),
        (),
        80,
        0.95,
        learns=True,
    ),
    Unit(
        "KHTC",
        "Phòng Kế hoạch – Tài chính",
        ("P. KHTC", "Phòng Kế hoạch Tài chính"),
        "Trịnh Công Phú",
        "Lương Thế Vinh",
        3,
        ("procrastinator",),
        ("payments", "budget", "audit_errors", "replies"),
        (),
        40,
        0.88,
    ),
    Unit(
        "TCCB",
        "Phòng Tổ chức cán bộ",
        ("P. TCCB", "Phòng Tổ chức – Cán bộ"),
        "Phan Thị Yến",
        "Cao Văn Tuấn",
        1,
        (),
        ("on_time", "iso_training", "decisions", "petitions"),
        ("Thuyên chuyển đối với nhà giáo, viên chức giáo dục",),
        170,
        0.90,
        learns=True,
    ),
    Unit(
        "QLCL",
        "Phòng Quản lý chất lượng",
        ("P. QLCL", "Phòng Khảo thí và Kiểm định chất lượng"),
        "Mai Xuân Trường",
        "Hồ Thị Nga",
        0,
        ("renamer",),
        ("on_time", "exam_errors", "accredited", "replies"),
        ("Công nhận văn bằng do cơ sở nước ngoài cấp",),
        310,
        0.92,
        adopts=True,
    ),
    Unit(
        "GDTX",
        "Phòng Giáo dục thường xuyên – Đại học",
        ("P. GDTX-ĐH", "Phòng GDTX"),
        "Chu Thị Bích",
        "Tạ Đình Sơn",
        2,
        ("merger",),
        ("centres", "literacy", "replies"),
        (),
        60,
        0.92,
        learns=True,
    ),
    Unit(
        "CTTT",
        "Phòng Chính trị, tư tưởng",
        ("P. CTTT", "Phòng Công tác học sinh, sinh viên"),
        "Quách Thị Liên",
        "Dương Văn Bình",
        1,
        ("sharer",),
        ("talks", "replies", "petitions"),
        (),
        17,
        0.93,
        adopts=True,
        until=date(2022, 7, 14),
        successor="VP",
        silent=("2022-06",),
        learns=True,
    ),
    Unit(
        "CNTT",
        "Trung tâm Công nghệ thông tin",
        ("P. CNTT", "Tổ Công nghệ thông tin"),
        "Tô Anh Kiệt",
        "Vi Thị Đào",
        0,
        ("tinkerer",),
        ("uptime", "tickets", "online_share", "data_entry"),
        (),
        42,
        0.95,
        adopts=True,
    ),
    Unit(
        "CDS",
        "Tổ Chuyển đổi số",
        ("Chuyển đổi số",),
        "Lâm Quốc Bảo",
        "Hà Thị Thu",
        0,
        (),
        ("tickets", "paper"),
        (),
        18,
        0.94,
        since=date(2022, 7, 15),
    ),
)
#: Who is there in a small demo, in this order: the one that is merged and the one that is born among them.
_FIRST = ("VP", "MC", "TTR", "CTTT", "CDS")


def units(number: int) -> tuple[Unit, ...]:
    """`number` units (2…13), in the order of the coordinator's list."""
    codes = [*_FIRST, *(unit.code for unit in UNITS if unit.code not in _FIRST)]
    return tuple(unit for unit in UNITS if unit.code in codes[:number])


def token(email: str) -> str:
    """The bearer token with which that person signs in to the stand-in."""
    return "demo-" + re.sub(r"[^a-z0-9]+", "-", email.split("@")[0])


def everyone(number: int) -> list[str]:
    """Every address that signs in."""
    people = [COORDINATOR, ADMINISTRATOR, *AUDITORS]
    for unit in units(number):
        people += [unit.email, unit.head_email]
    return people


def plain(text: str) -> str:
    """`text` as typed on a keyboard without Vietnamese: no accents, đ as d."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D")
