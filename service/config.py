"""Only what is needed to reach the coordinator's workbook, the store and the mail server.

Everything organisational (units, recipients, windows, k …) is in the coordinator's workbook.
Sources, strongest first: `QMS_*` environment variables, then `DIR/settings.toml`.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from service.addresses import is_address
from service.errors import QmsError

#: Google's own address for links that people click.
GOOGLE_DOCS = "https://docs.google.com"


class ConfigError(QmsError):
    """Cấu hình chưa đúng."""


class Config(BaseSettings):
    """An installation's settings. Paths are absolute; an empty string means “not set”."""

    model_config = SettingsConfigDict(env_prefix="QMS_", frozen=True, extra="forbid")

    dir: Path = Field(description="thư mục của bản cài đặt / the folder of the installation")
    database_url: str = Field(
        "", description="địa chỉ kho dữ liệu; trống: DIR/qms.db / the store; empty: DIR/qms.db"
    )
    credentials: str = Field("", description="tệp khóa tài khoản dịch vụ / the service account's key file")
    shared_drive: str = Field("", description="mã bộ nhớ dùng chung / id of the shared drive")
    coordinator_spreadsheet: str = Field(
        "", description="sổ của thư ký, nếu có sẵn / coordinator's spreadsheet to adopt"
    )
    auditors_spreadsheet: str = Field(
        "", description="sổ của đoàn đánh giá, nếu có sẵn / auditors' spreadsheet to adopt"
    )
    coordinator_email: str = Field("", description="thư điện tử của Thư ký ISO / the coordinator's e-mail")
    agency_name: str = Field(
        "", description="tên cơ quan, ghi vào sổ khi tạo / agency name, written when the workbook is made"
    )
    smtp_host: str = Field("", description="máy chủ gửi thư / mail server")
    smtp_port: int = Field(587, description="cổng gửi thư / mail port")
    smtp_user: str = Field("", description="tài khoản gửi thư / mail account")
    smtp_password: SecretStr = Field(SecretStr(""), description="mật khẩu gửi thư / mail password")
    smtp_starttls: bool = Field(True, description="mã hóa STARTTLS / use STARTTLS")
    sender: str = Field("", description="địa chỉ người gửi / sender's address")
    google_api: str = Field(
        "", description="địa chỉ API thay thế; trống: Google / other API address; empty: Google's own"
    )
    sheets_link_base: str = Field(
        GOOGLE_DOCS, description="gốc liên kết tới trang tính / base of links to sheets"
    )
    base_url: str = Field(
        "http://127.0.0.1:8080", description="địa chỉ trang của dịch vụ / address of the service's pages"
    )
    secret_key: SecretStr = Field(
        SecretStr(""), description="khóa ký biểu mẫu trang web / key that signs web forms"
    )
    clock: str = Field(
        "real", description="“real” hoặc tệp giờ mô phỏng / “real” or a simulated clock's file"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment over file: the file comes in as initial values."""
        return env_settings, init_settings

    @property
    def store_url(self) -> str:
        """SQLAlchemy address of the store."""
        return self.database_url or f"sqlite:///{self.dir / 'qms.db'}"


@dataclass(frozen=True)
class Mistake:
    """One configuration mistake: a stable id, what is wrong, and how to mend it."""

    id: str
    message: str
    hint: str


def settings_file(directory: Path) -> Path:
    """Where an installation keeps its settings."""
    return directory / "settings.toml"


def load(directory: Path) -> Config:
    """The settings of the installation in `directory`. Raises ConfigError naming file and key."""
    path = settings_file(directory)
    values: dict[str, Any] = {}
    if path.exists():
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError(
                f"{path}: không đọc được / unreadable: {error}",
                hint="Sửa theo cú pháp TOML / mend the TOML syntax.",
            ) from error
    try:
        config = Config(**{**values, "dir": directory})
        # what was asked for wins over QMS_DIR
        return config.model_copy(update={"dir": directory.absolute()})
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise ConfigError(f"{path}: {faults}", hint="docs/settings.md lists every setting.") from error


def save(directory: Path, values: dict[str, str | int | bool]) -> Path:
    """Write `settings.toml`, readable by its owner only (it may hold the mail password)."""
    directory.mkdir(parents=True, exist_ok=True)
    path = settings_file(directory)
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    draft = path.with_suffix(".tmp")
    draft.touch(mode=0o600)
    draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
    draft.replace(path)
    return path


def check(config: Config) -> list[Mistake]:
    """Every mistake that can be seen without connecting anywhere."""
    found = []
    if not config.credentials:
        found.append(
            Mistake(
                "config.credentials",
                "Chưa có tệp khóa tài khoản dịch vụ / no service account key file.",
                "Đặt credentials trong settings.toml.",
            )
        )
    elif not Path(config.credentials).is_file():
        found.append(
            Mistake(
                "config.credentials",
                f"Không thấy tệp khóa {config.credentials} / key file not found.",
                "Kiểm tra đường dẫn credentials.",
            )
        )
    if not config.shared_drive and not config.coordinator_spreadsheet:
        found.append(
            Mistake(
                "config.drive",
                "Chưa có bộ nhớ dùng chung hay sổ của thư ký / no shared drive, no coordinator's workbook.",
                "Đặt shared_drive, hoặc coordinator_spreadsheet của một trang tính đã chia sẻ.",
            )
        )
    if not config.smtp_host or not config.sender:
        found.append(
            Mistake(
                "config.smtp",
                "Chưa có máy chủ thư hoặc người gửi / no mail server or sender.",
                "Đặt smtp_host và sender.",
            )
        )
    found += _wrong_addresses(config)
    if not config.secret_key.get_secret_value():
        found.append(
            Mistake(
                "config.secret_key",
                "Chưa có khóa ký biểu mẫu / no key to sign web forms.",
                "Chạy lại qms init, hoặc đặt secret_key.",
            )
        )
    return found


def _wrong_addresses(config: Config) -> Iterator[Mistake]:
    """Without a right one no mail can be written: it stands in each as From or Reply-To."""
    hint = "Ghi đúng một địa chỉ, không kèm tên, ví dụ iso@so.gov.vn / one address without a name."
    if config.sender and not is_address(config.sender):
        told = f"sender “{config.sender}” không phải là một địa chỉ thư / is not an e-mail address."
        yield Mistake("config.sender", told, hint)
    if config.coordinator_email and not is_address(config.coordinator_email):
        told = f"coordinator_email “{config.coordinator_email}” không phải là một địa chỉ thư / is none."
        yield Mistake("config.coordinator_email", told, hint)
