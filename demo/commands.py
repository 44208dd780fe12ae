"""`qms demo`: a made-up department lives through a year."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--exit", "leave", is_flag=True, help="Xong thì thoát / end when the year is over.")
@click.option("--seed", default=1, show_default=True, help="Hạt ngẫu nhiên / the same seed, the same year.")
@click.option(
    "--dir",
    "directory",
    type=click.Path(file_okay=False, path_type=Path),
    help="Thư mục chứa tất cả; mặc định thư mục tạm / folder for everything; default a temporary one.",
)
@click.option("--units", type=click.IntRange(2, 13), default=13, show_default=True, help="Số đơn vị / units.")
@click.option(
    "--months", type=click.IntRange(1, 12), default=12, show_default=True, help="Số tháng / months."
)
@click.option("--dumps", is_flag=True, help="Ghi lại mọi sổ trước mỗi lần chốt / dump sheets.")
def demo(leave: bool, seed: int, directory: Path | None, units: int, months: int, dumps: bool) -> None:
    """Một sở giả tưởng sống trọn một năm / a made-up department lives through a year."""
    from demo import run

    raise SystemExit(run.run(directory, seed, units, months, dumping=dumps, leave=leave))
