"""Open an installation: the coordinator's workbook first, the rest when she has listed the units in it."""

from __future__ import annotations

from service import organisation, state
from service.compose import Services
from service.errors import QmsError
from service.google.errors import GoogleError, NoStorage
from service.organisation import Organisation
from service.questionnaires import publish
from service.store.engine import reading
from service.workbooks import provision
from service.workbooks.provision import Report


class Incomplete(QmsError):
    """Chưa lập được đủ các sổ / not every workbook could be made."""

    retryable = True
    hint = "Sửa nguyên nhân rồi chạy lại qms init: phần đã xong giữ nguyên / mend and run qms init again."


def initialise(services: Services, dry_run: bool = False) -> list[str]:
    """Make or adopt what the installation needs now; returns a line for each thing done (or to be done).

    Again and again without harm. With `dry_run` nothing is sent and nothing is written.
    Raises Incomplete when a workbook failed; the others are done then. What Google refuses besides (an
    address, a form without a shared drive) is among the lines.
    """
    if dry_run:
        return plan(services)
    with services.engine.begin() as connection:
        state.open_installation(connection, services.clock.now())
    report = provision.provision(services)
    lines = [f"lập sổ mới (made): {key}" for key in report.made]
    lines += [f"nhận sổ có sẵn (adopted): {key}" for key in report.adopted]
    lines += [f"dàn trang (laid out): {key}" for key in report.laid_out]
    lines += [f"chia sẻ (shared): {key}" for key in report.shared]
    with reading(services.engine) as connection:
        known = organisation.read(connection)
    if known is not None and known.units:
        address = form(services, known, report)
        lines += [f"lập phiếu khảo sát (form): {address}"] if address else []
    lines += [f"chưa xong (not done): {key}: {why}" for key, why in report.refused.items()]
    if report.failed:
        raise Incomplete("; ".join(f"{key}: {why}" for key, why in report.failed.items()))
    return lines or ["không có gì phải thay đổi (nothing to change)"]


def form(services: Services, known: Organisation, report: Report) -> str | None:
    """Make the year's form; its address if made now. What keeps it from being made stands in the report."""
    try:
        return publish.ensure(services, known)
    except NoStorage:
        report.refused["form"] = "phiếu khảo sát cần bộ nhớ dùng chung / the form needs a shared drive"
    except GoogleError as error:
        report.fail("form", error)
    return None


def plan(services: Services) -> list[str]:
    """What `initialise` would make, told from the settings and what is known of the units."""
    config = services.config
    where = f"bộ nhớ dùng chung {config.shared_drive}" if config.shared_drive else "tệp đã chia sẻ"
    coordinator = config.coordinator_spreadsheet or f"tạo trong {where}"
    auditors = config.auditors_spreadsheet or f"tạo trong {where}"
    lines = [f"sổ của Thư ký ISO (coordinator): {coordinator}", f"sổ đánh giá nội bộ (auditors): {auditors}"]
    with reading(services.engine) as connection:
        known = organisation.read(connection)
    units = known.units if known else ()
    lines += [f"sổ của {unit.name}: {unit.spreadsheet or f'tạo trong {where}'}" for unit in units]
    lines.append(f"phiếu khảo sát sự hài lòng (form): tạo trong {where}")
    return lines
