"""What can be wrong with a cell of any kind; dates, numbers, periods and choices declare their own."""

from __future__ import annotations

from sheets_schema.problems import declare

#: A text longer than this is a paste gone wrong, whatever the column.
LONGEST = 20_000

declare(
    "cell_error",
    "error",
    title=("Ô báo lỗi công thức", "Formula error"),
    sentence=("Công thức trong ô báo lỗi “{value}”.", "The formula in this cell failed: “{value}”."),
    remedy=("Hãy xóa công thức và gõ giá trị.", "Delete the formula and type the value."),
    example="#REF!",
)
declare(
    "formula_text",
    "error",
    title=("Công thức nằm dưới dạng chữ", "A formula left as text"),
    sentence=(
        "“{value}” là công thức dưới dạng chữ, chưa được tính.",
        "“{value}” is a formula left as text.",
    ),
    remedy=("Hãy gõ kết quả thay cho công thức.", "Type the result instead of the formula."),
    example="=SUM(A1:A5)",
)
declare(
    "invisible_characters",
    "warning",
    title=("Có ký tự ẩn", "Invisible characters"),
    sentence=(
        "“{value}” có ký tự ẩn không nhìn thấy được; phần mềm đã bỏ qua chúng.",
        "“{value}” holds characters nobody can see; they were ignored.",
    ),
    remedy=("Hãy xóa ô và gõ lại bằng tay.", "Clear the cell and type it again by hand."),
    example="MT\u200b01",
)
declare(
    "text_too_long",
    "error",
    title=("Quá dài", "Too long"),
    sentence=(
        "Dài {length} ký tự, nhiều nhất được {limit}.",
        "It holds {length} characters; {limit} is the most.",
    ),
    remedy=("Hãy rút gọn, phần dài để ở tệp minh chứng.", "Shorten it and keep the rest in a separate file."),
    example="một bài dán nhầm",
)
declare(
    "text_too_short",
    "error",
    title=("Quá ngắn", "Too short"),
    sentence=(
        "“{value}” quá ngắn, ít nhất {limit} ký tự.",
        "“{value}” is too short; {limit} characters at least.",
    ),
    remedy=("Hãy viết đầy đủ.", "Write it in full."),
    example="a",
)
declare(
    "legacy_encoding",
    "error",
    title=("Chữ gõ bằng bảng mã cũ", "Old Vietnamese encoding"),
    sentence=(
        "“{value}” có vẻ gõ bằng bảng mã cũ (TCVN3 hoặc VNI), không phải Unicode.",
        "“{value}” looks typed in an old encoding (TCVN3 or VNI) rather than Unicode.",
    ),
    remedy=("Hãy chuyển bộ gõ sang Unicode rồi gõ lại.", "Switch the keyboard to Unicode and type it again."),
    example="Phßng Kü thuËt",
)
declare(
    "pattern_mismatch",
    "error",
    title=("Sai dạng", "Wrong form"),
    sentence=("“{value}” không đúng dạng của cột này.", "“{value}” does not have the form of this column."),
    remedy=("Hãy gõ đúng dạng{sample}.", "Type it in the right form{sample_en}."),
    example="MT 01",
)
declare(
    "below_minimum",
    "error",
    title=("Nhỏ hơn mức cho phép", "Too small"),
    sentence=("“{value}” nhỏ hơn {limit}.", "“{value}” is less than {limit}."),
    remedy=("Hãy kiểm tra lại: nhỏ nhất là {limit}.", "Check it: {limit} is the least."),
    example="-3",
)
declare(
    "above_maximum",
    "error",
    title=("Lớn hơn mức cho phép", "Too large"),
    sentence=("“{value}” lớn hơn {limit}.", "“{value}” is more than {limit}."),
    remedy=("Hãy kiểm tra lại: lớn nhất là {limit}.", "Check it: {limit} is the most."),
    example="99999999",
)
declare(
    "email_invalid",
    "error",
    title=("Không phải địa chỉ e-mail", "Not an e-mail address"),
    sentence=("“{value}” không phải là địa chỉ e-mail.", "“{value}” is not an e-mail address."),
    remedy=("Hãy gõ như ten@coquan.gov.vn.", "Type it like name@agency.gov.vn."),
    example="ten.gmail.com",
)
declare(
    "text_is_date",
    "error",
    title=("Mã đã biến thành ngày", "A code became a date"),
    sentence=(
        "Đang chứa một ngày tháng ({value}) thay cho chữ đã gõ.",
        "It holds a date ({value}) instead of the text that was typed.",
    ),
    remedy=(
        "Hãy chọn Định dạng > Số > Văn bản thuần túy rồi gõ lại.",
        "Choose Format > Number > Plain text, then type it again.",
    ),
    example="8.5 (thành ngày 08/05)",
)
