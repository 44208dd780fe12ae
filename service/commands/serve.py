"""`qms serve`: the pages, on this machine only."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click

from service.commands import options
from service.commands.mistakes import Mistake

#: Until there is sign-in, nobody but this machine may ask.
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command()
@options.directory_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="Cổng; 0: cổng trống / port.",
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Chỉ nhận địa chỉ máy này / loopback only."
)
def serve(directory: Path, port: int, host: str) -> None:
    """Mở các trang của dịch vụ trên máy này (serve the pages); prints {"url": …} when ready."""
    if host not in _LOOPBACK:
        raise Mistake(
            f"Không mở trên {host}: các trang chưa có đăng nhập (no sign-in yet, loopback only).",
            "Bỏ --host, hoặc dùng 127.0.0.1 / leave --host out.",
        )
    from waitress.server import create_server

    from service.web.app import create_app

    app = create_app(options.open_installation(directory))
    server = create_server(
        app,
        host=host,
        port=port,
        connection_limit=1000,
        threads=8,
        ident="qms",
        clear_untrusted_proxy_headers=False,  # the pages refuse whom a proxy asks for: they must see it
    )
    signal.signal(signal.SIGTERM, _stop)
    click.echo(json.dumps({"url": _address(server)}))
    try:
        server.run()
    finally:
        server.close()


def _address(server: Any) -> str:
    name = server.effective_host
    return f"http://{f'[{name}]' if ':' in name else name}:{server.effective_port}"


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
