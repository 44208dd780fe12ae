"""`qms sandbox`: Google Workspace and a mail server on loopback."""

from __future__ import annotations

import os
from pathlib import Path

import click


@click.command()
@click.option("--port", default=0, show_default=True, help="Cổng HTTP (0: cổng trống bất kỳ) / HTTP port.")
@click.option(
    "--state", "state", type=click.Path(file_okay=False, path_type=Path), help="Thư mục dữ liệu / state."
)
@click.option(
    "--dir",
    "base",
    type=click.Path(file_okay=False, path_type=Path),
    help="Thư mục cài đặt; dữ liệu ở DIR/sandbox / installation, state in DIR/sandbox.",
)
@click.option(
    "--dev-token", "tokens", multiple=True, metavar="TOKEN=EMAIL", help="Token hành động như EMAIL."
)
@click.option("--smtp-port", default=0, show_default=True, help="Cổng SMTP (0: cổng trống bất kỳ).")
@click.option("--no-smtp", is_flag=True, help="Không mở hộp thư / no mailbox.")
@click.option("--no-contract", is_flag=True, help="Không đối chiếu với mô tả API của Google.")
@click.option("--latency", default=0, show_default=True, metavar="MS", help="Mỗi trả lời chờ MS mili giây.")
@click.option("--quotas/--no-quotas", default=False, show_default=True, help="Giới hạn số lần gọi mỗi phút.")
@click.option(
    "--clock", default=None, metavar="FILE", help="Tệp giờ mô phỏng; mặc định QMS_CLOCK hoặc giờ thật."
)
def sandbox(
    port: int,
    state: Path | None,
    base: Path | None,
    tokens: tuple[str, ...],
    smtp_port: int,
    no_smtp: bool,
    no_contract: bool,
    latency: int,
    quotas: bool,
    clock: str | None,
) -> None:
    """Mở Google Workspace giả lập và hộp thư trên máy này (a Google Workspace on loopback)."""
    from sandbox.server import serve
    from sandbox.settings import Settings

    folder = state or ((base or Path()) / "sandbox")
    settings = Settings(
        folder, dict(map(_pair, tokens)), contract=not no_contract, quotas=quotas, latency_ms=latency
    )
    serve(
        settings,
        port=port,
        smtp_port=None if no_smtp else smtp_port,
        clock=clock or os.environ.get("QMS_CLOCK", "real"),
    )


def _pair(text: str) -> tuple[str, str]:
    token, _, email = text.partition("=")
    if not token or "@" not in email:
        raise click.BadParameter(
            f"{text!r}: cần TOKEN=EMAIL / TOKEN=EMAIL is needed", param_hint="--dev-token"
        )
    return token, email


if __name__ == "__main__":
    sandbox()
