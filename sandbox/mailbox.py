"""The stand-in's mail server: every message it accepts is kept exactly as it came.

A message is first written as ``STATE/mail/NNNNNN.eml`` (the bytes between DATA and the final dot, without
dot-stuffing), then one line about it goes to ``STATE/mail/index.jsonl``, and only then is it acknowledged.
"""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

MAX_MESSAGE_BYTES = 50 * 1024 * 1024
MODES = ("4xx", "5xx", "drop_after_data")
ANSWERS = {
    "4xx": "451 4.3.0 Temporary failure, please try again later",
    "5xx": "550 5.1.1 The recipient's mailbox does not exist",
}


@dataclass(frozen=True)
class Mail:
    """One message in the box; `id` is its number in the order received, zero-padded to six digits."""

    id: str
    sender: str
    recipients: list[str]
    subject: str
    date: str
    key: str
    message_id: str
    received: str

    def listing(self, folder: Path) -> dict[str, Any]:
        """What `GET /_sandbox/mail` tells of a message."""
        told = asdict(self)
        sender, recipients = told.pop("sender"), told.pop("recipients")
        path = str((folder / f"{self.id}.eml").resolve())
        return {"id": told.pop("id"), "from": sender, "to": recipients, **told, "path": path}


@dataclass
class Fault:
    """The next `times` messages (to `to`, if given) fail in this way."""

    mode: str
    times: int = 1
    to: str = ""


@dataclass
class Mailbox:
    """All mail received under `state_dir`, in order; `now` tells the time a message is stamped with."""

    state_dir: Path
    now: Callable[[], datetime]
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder = Path(self.state_dir) / "mail"
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._controller: _Server | None = None
        self._mails: dict[str, Mail] = {mail.id: mail for mail in self._indexed()}
        for path in sorted(self.folder.glob("[0-9]*.eml")):
            if path.stem not in self._mails:  # killed between the message and its line in the index
                self._note(path.stem, "", [], path.read_bytes())

    def _indexed(self) -> list[Mail]:
        index = self.folder / "index.jsonl"
        lines = index.read_text("utf-8").splitlines(keepends=True) if index.exists() else []
        whole = [line for line in lines if line.endswith("\n")]
        if len(whole) < len(lines):  # the last line was cut by a kill; its message is noted again
            index.write_text("".join(whole), "utf-8")
        return [Mail(**json.loads(line)) for line in whole]

    def start(self, port: int = 0) -> int:
        """Listen on 127.0.0.1 in a thread (0: a free port) and return the port; OSError when it is taken."""
        listener = socket.create_server(("127.0.0.1", port))
        self._controller = _Server(self, listener)
        self._controller.start()
        return int(listener.getsockname()[1])

    def stop(self) -> None:
        """Stop listening; what was received stays."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def mails(self) -> list[Mail]:
        """Every message, in the order received."""
        with self._lock:
            return [self._mails[mail_id] for mail_id in sorted(self._mails)]

    def find(self, mail_id: str) -> Mail | None:
        """The message of that number, or None."""
        return self._mails.get(mail_id)

    def raw(self, mail_id: str) -> bytes:
        """The message exactly as received. KeyError when there is none."""
        return (self.folder / f"{self._mails[mail_id].id}.eml").read_bytes()

    def parsed(self, mail_id: str) -> EmailMessage:
        """The message as Python's own e-mail package reads it. KeyError when there is none."""
        return parse(self.raw(mail_id))

    def inject(self, fault: Fault) -> None:
        """Make the coming messages fail; faults are used up in the order given."""
        if fault.mode not in MODES:
            raise ValueError(f"mode must be one of {', '.join(MODES)}")
        with self._lock:
            self.faults.append(fault)

    def take_fault(self, recipients: list[str]) -> str:
        """The mode in which this message fails, or an empty string."""
        with self._lock:
            for fault in self.faults:
                if not fault.to or fault.to in recipients:
                    fault.times -= 1
                    if fault.times <= 0:
                        self.faults.remove(fault)
                    return fault.mode
        return ""

    def keep(self, sender: str, recipients: list[str], content: bytes) -> Mail:
        """Write a message down, then its line in the index; afterwards it survives a kill."""
        with self._lock:
            mail_id = f"{int(max(self._mails, default='0')) + 1:06d}"
            partial = self.folder / f"{mail_id}.part"
            partial.write_bytes(content)
            partial.rename(self.folder / f"{mail_id}.eml")
            return self._note(mail_id, sender, recipients, content)

    def _note(self, mail_id: str, sender: str, recipients: list[str], content: bytes) -> Mail:
        message = parse(content)
        mail = Mail(
            id=mail_id,
            sender=sender or header(message, "From"),
            recipients=recipients or [header(message, "To")],
            subject=header(message, "Subject"),
            date=header(message, "Date"),
            key=header(message, "X-QMS-Key"),
            message_id=header(message, "Message-ID"),
            received=self.now().isoformat(timespec="seconds"),
        )
        with (self.folder / "index.jsonl").open("a", encoding="utf-8") as index:
            index.write(json.dumps(asdict(mail), ensure_ascii=False) + "\n")
        self._mails[mail_id] = mail
        return mail


def parse(content: bytes) -> EmailMessage:
    """Bytes of a message → the message; never fails, however broken it is."""
    return BytesParser(policy=policy.default).parsebytes(content)


def header(message: MIMEPart, name: str) -> str:
    """A header decoded to one line of text; empty when absent, raw when it cannot be decoded."""
    try:
        value = message[name]
    except (ValueError, IndexError, LookupError, AttributeError):  # what the parser raises on broken headers
        value = dict(message.raw_items()).get(name, "")
    text = " ".join(str(value or "").split())
    return text.encode("utf-8", "replace").decode("utf-8")


class _Server(Controller):
    """aiosmtpd on a socket that is already bound, so that port 0 is known before the first connection."""

    def __init__(self, mailbox: Mailbox, listener: socket.socket) -> None:
        self._listener = listener
        super().__init__(
            _Handler(mailbox),
            hostname="127.0.0.1",
            port=listener.getsockname()[1],
            server_hostname="sandbox.localhost",
            data_size_limit=MAX_MESSAGE_BYTES,
            authenticator=_welcome,
            auth_require_tls=False,
        )

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._listener)


def _welcome(*_: Any) -> AuthResult:
    """Any user name and password will do: the box stands on loopback and guards nothing."""
    return AuthResult(success=True)


class _Handler:
    """What aiosmtpd calls when a whole message has come."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        recipients = [str(address) for address in envelope.rcpt_tos]
        mode = self._mailbox.take_fault(recipients)
        if mode in ANSWERS:
            return ANSWERS[mode]
        content = bytes(envelope.original_content or b"")
        mail = await asyncio.to_thread(self._mailbox.keep, envelope.mail_from or "", recipients, content)
        if mode == "drop_after_data":
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
            raise ConnectionResetError
        return f"250 2.0.0 OK {mail.id}"
