"""Themes of comments by their phrases (docs/figures.md, section 5.4)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from tests.oracle.cells import alike, fold

#: Words that undo praise within two words before it.
NEGATIONS = ("không", "chưa", "chẳng", "chả", "ko", "kg", "khg", "hông", "đừng", "thiếu", "kém")
#: Theme → (phrases, those of one word that count without accents), separated by semicolons.
THEMES: dict[str, tuple[str, str]] = {
    "waiting": (
        "chờ; đợi; lâu; trễ; trễ hẹn; chậm; quá hạn; đúng hẹn; trước hẹn; sai hẹn; xếp hàng; thời "
        "gian; nhanh; nhanh chóng; kịp thời; chờ lâu; rất lâu; hơi lâu; quá lâu; đợi lâu; chậm trễ; "
        "nhanh gọn; rất nhanh; mất thời gian",
        "doi; lau; cham; tre hen",
    ),
    "attitude": (
        "thái độ; nhiệt tình; tận tình; vui vẻ; lịch sự; thân thiện; niềm nở; chu đáo; hòa nhã; ân "
        "cần; cáu gắt; cáu; nóng nảy; nóng tính; hách dịch; quát; gắt gỏng; khó chịu; lạnh lùng; "
        "thờ ơ; thiếu tôn trọng; coi thường; bực bội; cửa quyền; nhũng nhiễu; dễ mến; tôn trọng",
        "quat; cau gat",
    ),
    "documents": (
        "giấy tờ; biểu mẫu; mẫu đơn; tờ khai; thành phần hồ sơ; bổ sung hồ sơ; photo; công chứng; bản "
        "sao; sao y; thủ tục rườm rà; rườm rà; nhiều giấy; mẫu giấy; chứng thực; bổ sung nhiều lần; "
        "phức tạp; đơn giản",
        "",
    ),
    "guidance": (
        "hướng dẫn; chỉ dẫn; giải thích; giải đáp; tư vấn; thông tin; niêm yết; thông báo; không rõ; "
        "khó hiểu; dễ hiểu; rõ ràng; cụ thể; chỉ bảo; trả lời",
        "",
    ),
    "online": (
        "trực tuyến; online; cổng dịch vụ; dịch vụ công; dvc; trang web; website; web; mạng; phần "
        "mềm; hệ thống; vneid; đăng nhập; mã otp; otp; nộp qua mạng; lỗi mạng; tài khoản; chữ ký số; "
        "ứng dụng; app; zalo",
        "mang; loi mang",
    ),
    "facilities": (
        "chỗ ngồi; ghế; ghế ngồi; bãi xe; gửi xe; đỗ xe; để xe; nhà vệ sinh; điều hòa; quạt; nước "
        "uống; phòng chờ; chật; chật chội; nóng; sạch sẽ; bẩn; cơ sở vật chất; máy lấy số; lấy số; "
        "bảng điện tử; biển chỉ dẫn; khang trang; rộng rãi; thoáng mát",
        "ghe ngoi",
    ),
    "fees": (
        "phí; lệ phí; tiền; thu tiền; bồi dưỡng; phong bì; biên lai; hóa đơn; chuyển khoản; thanh "
        "toán; tốn kém; miễn phí; vòi vĩnh; chi phí; tiền công",
        "phi; tien",
    ),
    "visits": (
        "đi lại; nhiều lần; lần thứ hai; lần thứ ba; đi đi về về; phải quay lại; quay lại; về rồi "
        "lại; đi xa; mất công",
        "",
    ),
    "result": (
        "kết quả; sai sót; sai tên; ghi sai; nhầm; nhầm lẫn; in sai; sai thông tin; đính chính; thất "
        "lạc; mất hồ sơ",
        "",
    ),
    "praise": (
        "cảm ơn; cám ơn; hài lòng; rất tốt; tốt; tuyệt vời; tuyệt; khen; hoan nghênh; ưng ý; ok; oke; "
        "yên tâm; đáng khen; xuất sắc; chuyên nghiệp; tận tâm; tận tình; nhiệt tình; chu đáo",
        "tot; tuyet",
    ),
}
#: Theme → longer phrases whose words are none of its phrases.
EXCEPTIONS = {
    "online": "cách mạng; tính mạng",
    "facilities": "nóng nảy; nóng tính; nóng lòng; đường dây nóng; chật vật",
    "fees": "lãng phí; tiền phong; tiền lệ; tiền đề; tiến sĩ; tiến độ; tiến hành; tiện lợi; thuận tiện",
    "praise": "tốt nghiệp; tuyệt đối; tuyệt vọng",
}
_WORD = re.compile(r"[^\W\d_]+")
LONGEST = 4000


def themes_of(comment: str) -> set[str]:
    """The themes a comment holds; `none` when it holds none."""
    words = _WORD.findall(unicodedata.normalize("NFC", comment).strip()[:LONGEST])
    accented = any(alike(word) != fold(word) for word in words)
    spelled = f" {' '.join((alike if accented else fold)(word) for word in words)} "
    found = set()
    for name in THEMES:
        left = _blanked(spelled, EXCEPTIONS.get(name, ""), accented)
        if any(_holds(left, name, phrase, accented) for phrase in _phrases(name, accented)):
            found.add(name)
    return found or {"none"}


def _blanked(spelled: str, exceptions: str, accented: bool) -> str:
    """The comment with a dash for each word of an exception."""
    for phrase in filter(None, exceptions.split("; ")):
        words = [(alike if accented else fold)(word) for word in phrase.split()]
        dashes = " ".join("-" for _ in words)
        spelled = re.sub(f"(?<= ){' '.join(words)}(?= )", dashes, spelled)
    return spelled


@cache
def _phrases(name: str, accented: bool) -> set[str]:
    phrases, plain = ([p for p in text.split("; ") if p] for text in THEMES[name])
    if accented:
        return {" ".join(alike(word) for word in phrase.split()) for phrase in phrases}
    several = [phrase for phrase in phrases if " " in phrase or phrase.isascii()]
    return {" ".join(fold(word) for word in phrase.split()) for phrase in (*several, *plain)}


def _holds(spelled: str, name: str, phrase: str, accented: bool) -> bool:
    undone = {(alike if accented else fold)(word) for word in NEGATIONS} if name == "praise" else set()
    at = spelled.find(f" {phrase} ")
    while at >= 0:
        if not undone.intersection(spelled[:at].split()[-2:]):
            return True
        at = spelled.find(f" {phrase} ", at + 1)
    return False
