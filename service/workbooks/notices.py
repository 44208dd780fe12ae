"""What is told once about a whole workbook until it is over: that it is lost, may only be viewed, …"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, select, update
from sqlalchemy.dialects.sqlite import insert

from service.clock import stamp
from service.store.tables import notice, workbook

Pair = tuple[str, str]


class Kind(NamedTuple):
    """One kind of notice, each text Vietnamese and English: in a few words, the mail's subject, what is told.

    `unit`: whether the unit is told as well as the coordinator.
    """

    short: Pair
    text: Pair
    subject: Pair = ("Không đọc được tệp “{name}”", "“{name}” cannot be read")
    unit: bool = True


#: A workbook that may be read and not written to.
READONLY = "readonly"
#: A fault of the service's own; the step in which it happened follows a colon.
FAULT = "fault"

#: A workbook in the bin.
TRASHED = "trashed"
#: The file that a person named for a workbook cannot become it.
NOT_ADOPTED = "not_adopted"
#: Some people could not be given access, or lose it.
NOT_SHARED = "not_shared"
#: What is open in a closed year's workbook cannot be carried into the next one's.
NOT_CARRIED = "not_carried"
#: A closed year's findings hold errors, or bear codes that the new year's gave to others: nothing is carried.
FINDINGS_WRONG, CODES_TAKEN = "findings_wrong", "codes_taken"
#: The coordinator's list no longer names the unit.
UNLISTED = "unlisted"

#: Why a workbook cannot be opened.
LOST = {
    NOT_ADOPTED: Kind(
        ("không nhận được tệp có sẵn", "the existing spreadsheet cannot be used"),
        (
            "Chưa có “{name}”: {detail} Hãy ghi đúng đường dẫn ở cột Tệp có sẵn và chia sẻ tệp cho hệ thống, "
            "quyền Người chỉnh sửa; hoặc để trống ô đó để hệ thống lập tệp mới. Mỗi năm cần một tệp mới: tệp "
            "của năm trước giữ số liệu năm đó. Đường dẫn sổ của đoàn đánh giá do người quản trị ghi trong "
            "cấu hình (auditors_spreadsheet).",
            "There is no “{name}” yet: {detail} Write the right address in the column Tệp có sẵn and share "
            "the file with the service, as Editor; or leave the cell blank to have a new one made. Each year "
            "needs a new file: that of the year before keeps its year's entries. The administrator writes "
            "the address of the auditors' workbook in the settings (auditors_spreadsheet).",
        ),
        ("Chưa nhận được tệp cho “{name}”", "No spreadsheet yet for “{name}”"),
        unit=False,
    ),
    "unshared": Kind(
        ("tệp không còn được chia sẻ", "no longer shared"),
        (
            "Không mở được tệp “{name}”: tệp không còn được chia sẻ cho hệ thống. "
            "Số liệu đã đọc được giữ nguyên. Hãy chia sẻ lại, quyền Người chỉnh sửa.",
            "“{name}” cannot be opened: it is no longer shared with the service. What was read is kept. "
            "Share it again, as Editor.",
        ),
    ),
    "deleted": Kind(
        ("tệp đã bị xóa hoặc bị bỏ chia sẻ", "deleted, or no longer shared"),
        (
            "Không thấy tệp “{name}”: tệp đã bị xóa hoặc bị bỏ chia sẻ. Số liệu đã đọc được giữ nguyên. "
            "Hãy khôi phục tệp từ thùng rác, hoặc báo thư ký ISO.",
            "“{name}” is gone: deleted, or no longer shared. What was read is kept. "
            "Take it back from the bin, or tell the coordinator.",
        ),
    ),
    TRASHED: Kind(
        ("tệp ở trong thùng rác", "in the bin"),
        (
            "Tệp “{name}” đang ở trong thùng rác. Số liệu đã đọc được giữ nguyên. Hãy khôi phục tệp.",
            "“{name}” is in the bin. What was read is kept. Take it back from there.",
        ),
    ),
    "other": Kind(
        ("Google không cho đọc tệp", "Google refuses to read it"),
        (
            "Google không cho đọc tệp “{name}”: {detail} Số liệu đã đọc được giữ nguyên.",
            "Google refuses to read “{name}”: {detail} What was read is kept.",
        ),
    ),
}
KINDS = {
    **LOST,
    READONLY: Kind(
        ("hệ thống chỉ được xem tệp", "the service may only view it"),
        (
            "Hệ thống chỉ còn quyền xem tệp “{name}”: số liệu vẫn được đọc và tính, nhưng lỗi không được "
            "đánh dấu, dòng đến hạn không được ghi sẵn. Hãy chia sẻ lại cho hệ thống, quyền Người chỉnh sửa.",
            "The service may only view “{name}”: entries are still read and counted, but nothing is marked "
            "and no rows are laid out. Share it with the service again, as Editor.",
        ),
        ("Không ghi được vào tệp “{name}”", "“{name}” cannot be written to"),
    ),
    NOT_SHARED: Kind(
        ("Google từ chối chia sẻ", "Google refuses to share it"),
        (
            "Google không cho đổi quyền vào tệp “{name}” của: {detail}. Những người khác đã có quyền đúng "
            "như danh sách. Địa chỉ phải là một tài khoản Google; hãy sửa địa chỉ, hoặc tự chia sẻ tệp.",
            "Google refuses to change who may open “{name}” for: {detail}. Everybody else has access as "
            "listed. The address must be that of a Google account; mend it, or share the file yourself.",
        ),
        ("Chưa chia sẻ được “{name}” cho mọi người", "“{name}” is not shared with everybody"),
        unit=False,
    ),
    NOT_CARRIED: Kind(
        ("việc còn dở chưa chuyển sang năm mới", "open matters not carried into the new year"),
        (
            "Việc còn dở trong tệp “{name}” chưa chuyển được, vì hệ thống không đọc hoặc không ghi được tệp "
            "“{detail}”. Tệp “{name}” chưa khóa; các đơn vị khác đã chuyển xong. Hãy khôi phục hoặc chia sẻ "
            "lại tệp “{detail}”, quyền Người chỉnh sửa; hệ thống tự thử lại.",
            "What is open in “{name}” cannot be carried over, for “{detail}” cannot be read or written to. "
            "“{name}” is not locked; all other units are done. Take “{detail}” back from the bin or share it "
            "again, as Editor; the service tries again by itself.",
        ),
        ("Chưa chuyển được việc còn dở của “{name}”", "Open matters of “{name}” are not carried over"),
        unit=False,
    ),
    FINDINGS_WRONG: Kind(
        ("phát hiện còn lỗi giữ cả năm lại", "errors in findings hold up the year"),
        (
            "Tab Phát hiện của tệp “{name}” còn lỗi ({detail}). Cho đến khi sửa xong, chưa việc còn dở nào "
            "của cơ quan được chuyển sang năm mới và chưa sổ nào của năm cũ được khóa. Hãy sửa các ô đó, "
            "hoặc báo đoàn đánh giá sửa; hệ thống tự thử lại.",
            "The tab Phát hiện of “{name}” holds errors ({detail}). Until they are mended, nothing open of "
            "the whole agency is carried into the new year, and no workbook of the old one is locked. Mend "
            "these cells, or have the auditors do so; the service tries again by itself.",
        ),
        ("Chưa chuyển được năm: lỗi trong “{name}”", "The year cannot turn: errors in “{name}”"),
        unit=False,
    ),
    CODES_TAKEN: Kind(
        ("mã phát hiện trùng với năm trước", "codes of last year's findings used again"),
        (
            "Trong tab Phát hiện của tệp “{name}”, mã {detail} đã ghi cho phát hiện khác, còn phát hiện năm "
            "trước cùng mã đó vẫn mở. Cho đến khi sửa xong, chưa việc còn dở nào của cơ quan được chuyển "
            "sang năm mới. Hãy ghi mã khác cho phát hiện của năm mới; hệ thống tự thử lại.",
            "In the tab Phát hiện of “{name}” the code {detail} stands for another finding, while last "
            "year's of that code is still open. Until that is mended, nothing open of the whole agency is "
            "carried into the new year. Give the new year's finding another code; the service tries again "
            "by itself.",
        ),
        ("Chưa chuyển được năm: trùng mã trong “{name}”", "The year cannot turn: codes in “{name}”"),
        unit=False,
    ),
    UNLISTED: Kind(
        ("đơn vị không còn trong danh sách", "its unit is no longer listed"),
        (
            "Đơn vị {detail} không còn trong danh sách ở tab Đơn vị, nên số liệu của tệp “{name}” không còn "
            "vào báo cáo. Nếu đổi mã, hãy giữ mã cũ; nếu thôi hoạt động, hãy giữ dòng của đơn vị và ghi ngày "
            "cuối ở cột Hiệu lực đến. Nếu mã này chỉ là gõ nhầm thì không phải làm gì.",
            "The unit {detail} is no longer listed in the tab Đơn vị, so what stands in “{name}” enters no "
            "report any more. If its code was changed, keep the old one; if the unit has ended, keep its row "
            "and write its last day in the column Hiệu lực đến. If the code was but a slip, do nothing.",
        ),
        ("Đơn vị của “{name}” không còn trong danh sách", "The unit of “{name}” is no longer listed"),
        unit=False,
    ),
    FAULT: Kind(
        ("lỗi của hệ thống", "a fault of the service"),
        (
            "Hệ thống gặp lỗi của chính mình với tệp “{name}” ({detail}); các tệp khác vẫn được xử lý. "
            "Số liệu đã đọc được giữ nguyên. Hãy báo người quản trị: chi tiết có trong nhật ký của hệ thống.",
            "The service met a fault of its own with “{name}” ({detail}); all other files go on. "
            "What was read is kept. Tell the administrator: the service's log has the details.",
        ),
        ("Hệ thống gặp lỗi với tệp “{name}”", "A fault of the service with “{name}”"),
        unit=False,
    ),
}


#: What is over once the file is shared with the service: told with the address to share it with.
TO_SHARE = (NOT_ADOPTED, "unshared", "deleted", READONLY, NOT_CARRIED)
#: What names cells or codes, of which fewer, or others, are left from one try to the next.
_MENDED_BIT_BY_BIT = (FINDINGS_WRONG, CODES_TAKEN)


def kind_of(name: str) -> Kind:
    """The kind a stored notice is of."""
    return KINDS.get(name.partition(":")[0], KINDS["other"])


def tell(
    connection: Connection, workbook_id: int, title: str, name: str, now: datetime, detail: str = ""
) -> None:
    """Note what is to be told of a workbook; one that still stands and says the same is not told again.

    Of what a person mends cell by cell, the one that stands says what is left; no new one is mailed.
    """
    vi, en = (text.format(name=title, detail=detail) for text in kind_of(name).text)
    standing = select(notice.c.message_vi).where(_standing(workbook_id, name))
    before = connection.execute(standing).scalars().all()
    if vi in before:
        return
    if before and name in _MENDED_BIT_BY_BIT:
        now_left = update(notice).where(_standing(workbook_id, name)).values(message_vi=vi, message_en=en)
        connection.execute(now_left)
        return
    end(connection, workbook_id, name, now=now)
    row = {"workbook_id": workbook_id, "kind": name, "since": stamp(now)}
    said = {"message_vi": vi, "message_en": en, "mailed_at": None, "ended_at": None}
    statement = insert(notice).values(**row, **said)
    connection.execute(statement.on_conflict_do_update(["workbook_id", "kind", "since"], set_=said))


def end(connection: Connection, workbook_id: int, *names: str, now: datetime) -> None:
    """End the standing notices of these kinds."""
    here = (notice.c.workbook_id == workbook_id) & notice.c.kind.in_(names) & notice.c.ended_at.is_(None)
    connection.execute(update(notice).where(here).values(ended_at=stamp(now)))


def stands(connection: Connection, workbook_id: int, name: str) -> bool:
    """Whether a notice of this kind has been told and is not over."""
    return connection.execute(select(notice.c.id).where(_standing(workbook_id, name))).first() is not None


def faults(connection: Connection) -> list[str]:
    """The workbooks with a standing fault of ours, each with the step in which it happened."""
    query = (
        select(workbook.c.title, workbook.c.key, notice.c.kind)
        .join(workbook, workbook.c.id == notice.c.workbook_id)
        .where(notice.c.kind.startswith(f"{FAULT}:"), notice.c.ended_at.is_(None))
        .order_by(notice.c.id)
    )
    return [f"{row.title or row.key}: {row.kind}" for row in connection.execute(query)]


def _standing(workbook_id: int, name: str) -> ColumnElement[bool]:
    return and_(notice.c.workbook_id == workbook_id, notice.c.kind == name, notice.c.ended_at.is_(None))
