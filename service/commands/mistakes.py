"""What a person can mend is one sentence and a hint on stderr, exit status 2; never a traceback."""

from __future__ import annotations

import sys
from typing import IO, Any

import click

from service.errors import QmsError

#: Errors of parts that are slow to import: (module, name, sentence, hint).
_ELSEWHERE = (
    (
        "sqlalchemy.exc",
        "DatabaseError",
        "Kho dữ liệu không dùng được (the store cannot be used)",
        "Chạy qms doctor để xem nguyên nhân / run qms doctor to see why.",
    ),
    (
        "alembic.util.exc",
        "CommandError",
        "Kho dữ liệu thuộc phiên bản khác (the store is of another version)",
        "Cài qms bản mới hơn, hoặc khôi phục một bản sao lưu / install a newer qms, or restore a backup.",
    ),
    (
        "sheets_schema.files",
        "BadFile",
        "Không đọc được tệp (the file cannot be read)",
        "",
    ),
)


class Mistake(click.ClickException):
    """A mistake told to the person who runs the command."""

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint

    def show(self, file: IO[Any] | None = None) -> None:
        """Print sentence and hint to stderr."""
        click.echo(f"qms: {self.message}", err=True, file=file)
        if self.hint:
            click.echo(f"     {self.hint}", err=True, file=file)


def kinds() -> tuple[type[Exception], ...]:
    """The errors whose cause is outside the program. One whose module was never imported was not raised."""
    found: list[type[Exception]] = [QmsError, OSError]
    found += [kind for module, name, *_ in _ELSEWHERE if (kind := _kind(module, name))]
    return tuple(found)


def explain(error: Exception) -> Mistake:
    """The sentence and hint for one of `kinds()`."""
    if isinstance(error, QmsError):
        return Mistake(str(error), error.hint)
    for module, name, sentence, hint in _ELSEWHERE:
        kind = _kind(module, name)
        if kind and isinstance(error, kind):
            return Mistake(f"{sentence}: {getattr(error, 'orig', error)}", hint)
    place = f"{error.filename}: " if isinstance(error, OSError) and error.filename else ""
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return Mistake(f"{place}{reason}", "Kiểm tra đường dẫn, cổng, quyền / check path, port and permissions.")


def _kind(module: str, name: str) -> type[Exception] | None:
    return getattr(sys.modules.get(module), name, None)
