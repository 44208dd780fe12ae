"""`qms backup` and `qms restore`: an installation in one file."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from service.commands import options
from service.commands.mistakes import Mistake
from service.errors import QmsError

_file = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@click.command()
@options.directory_option
@_file
def backup(directory: Path, file: Path) -> None:
    """Sao lưu bản cài đặt vào một tệp .zip, kể cả khi đang chạy (back up while running)."""
    from service import backup as keeping

    services = options.open_installation(directory)
    manifest = keeping.backup(services.config, file, services.clock.now())
    click.echo(f"Đã sao lưu vào {file} ({manifest['taken_at'][:16]}). Không kèm mật khẩu (no secrets in it).")


@click.command()
@options.directory_option
@_file
@click.option("--yes", is_flag=True, help="Thay dữ liệu đang có / replace the store that is there.")
def restore(directory: Path, file: Path, yes: bool) -> None:
    """Khôi phục bản cài đặt từ một tệp sao lưu (restore from a backup)."""
    from service import backup as keeping

    if not file.exists():
        raise Mistake(f"Không thấy tệp {file} (no such file).")
    manifest = keeping.restore(directory, file, overwrite=yes)
    with suppress(QmsError):  # it may not open before its secrets are put back
        options.open_installation(directory)  # and notes in its log that it was restored
    click.echo(f"Đã khôi phục dữ liệu lúc {manifest['taken_at'][:16]} vào {directory} (restored).")
    click.echo("Kiểm tra mật khẩu thư và khóa, rồi chạy qms doctor (check the secrets, run qms doctor).")
