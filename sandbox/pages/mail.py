"""The mailbox's page: who got what, and one message as HTML, as text, with its headers and attachments."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, request, url_for

from sandbox.mailbox import Fault, Mail, Mailbox, header
from sandbox.pages.security import guard

blueprint = guard(Blueprint("mail", __name__, template_folder="templates"))

#: A message's HTML runs nothing, loads nothing but its own inline parts, and has no origin.
MESSAGE_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src 'self' data:"
)
VIEWS = ("html", "text", "headers")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class Part:
    """A part of a message that is not its body: `number` counts all parts from 0 in walking order."""

    number: int
    name: str
    kind: str
    size: int
    inline: bool


def _box() -> Mailbox:
    box = current_app.extensions["mailbox"]
    assert isinstance(box, Mailbox)
    return box


def _mail_or_404(mail_id: str) -> Mail:
    return _box().find(mail_id) or abort(404, "Không có thư này. (No such message.)")


@blueprint.app_template_filter("when")
def when(mail: Mail) -> str:
    """The message's own date in Vietnamese time, else when it was received; as written when unreadable."""
    try:
        sent = parsedate_to_datetime(mail.date) if mail.date else datetime.fromisoformat(mail.received)
    except ValueError:
        return mail.date
    return sent.astimezone(ZONE).strftime("%d/%m/%Y %H:%M")


@blueprint.get("/_sandbox/mail")
def listing() -> Response:
    """Every message as JSON, in the order received."""
    box = _box()
    return jsonify([mail.listing(box.folder) for mail in box.mails()])


@blueprint.post("/_sandbox/smtp")
def inject() -> Response:
    """Make the next messages fail: `{"mode": "4xx"|"5xx"|"drop_after_data", "times": n, "to": address}`."""
    wish = request.get_json()
    try:
        _box().inject(Fault(str(wish["mode"]), int(wish.get("times", 1)), str(wish.get("to", ""))))
    except (KeyError, TypeError, ValueError) as error:
        abort(400, f"mode, times (and to) are wanted: {error}")
    return jsonify({"pending": len(_box().faults)})


@blueprint.delete("/_sandbox/smtp")
def calm() -> Response:
    """Forget the faults not yet used."""
    _box().faults.clear()
    return jsonify({"pending": 0})


@blueprint.get("/mail/")
def index() -> str:
    """The list of messages, newest first, of one recipient or of all."""
    who = request.args.get("to", "")
    mails = list(reversed(_box().mails()))
    boxes = Counter(recipient for mail in mails for recipient in mail.recipients)
    shown = [mail for mail in mails if not who or who in mail.recipients]
    return render_template(
        "sandbox/mail_list.html", mails=shown, boxes=sorted(boxes.items()), who=who, total=len(mails)
    )


@blueprint.get("/mail/<mail_id>")
def read(mail_id: str) -> str:
    """One message: its HTML by default, else its text; `?view=` chooses."""
    mail = _mail_or_404(mail_id)
    message = _box().parsed(mail_id)
    text, html = body(message, "plain"), body(message, "html")
    view = request.args.get("view", "html" if html else "text")
    if view not in VIEWS:
        abort(404)
    headers = [(name, header_text(value)) for name, value in message.raw_items()]
    return render_template(
        "sandbox/mail_read.html",
        mail=mail,
        sender=header(message, "From") or mail.sender,
        to=header(message, "To") or ", ".join(mail.recipients),
        text=text,
        has_html=bool(html),
        view=view,
        headers=headers,
        parts=[part for part in parts(message) if not part.inline],
    )


@blueprint.get("/mail/<mail_id>/html")
def html_body(mail_id: str) -> Response:
    """The message's HTML alone, for the sandboxed frame: inline pictures lead to their parts."""
    _mail_or_404(mail_id)
    message = _box().parsed(mail_id)
    html = _with_inline_parts(message, mail_id, body(message, "html"))
    response = Response('<base target="_blank">' + html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = MESSAGE_POLICY
    return response


@blueprint.get("/mail/<mail_id>/part/<int:number>")
def part(mail_id: str, number: int) -> Response:
    """One part's bytes: a picture is shown, anything else is downloaded."""
    _mail_or_404(mail_id)
    walked = list(_box().parsed(mail_id).walk())
    if number >= len(walked) or walked[number].is_multipart():
        abort(404)
    kind = walked[number].get_content_type()
    shown = kind in ("image/png", "image/jpeg", "image/gif")
    response = Response(payload(walked[number]), mimetype=kind if shown else "application/octet-stream")
    if not shown:
        name = quote(walked[number].get_filename() or f"part-{number}")
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


@blueprint.get("/mail/<mail_id>.eml")
def source(mail_id: str) -> Response:
    """The message exactly as received."""
    _mail_or_404(mail_id)
    disposition = {"Content-Disposition": f"attachment; filename={mail_id}.eml"}
    return Response(_box().raw(mail_id), mimetype="message/rfc822", headers=disposition)


def body(message: EmailMessage, subtype: str) -> str:
    """The plain or HTML body as text; empty when there is none. A wrong charset costs letters."""
    found = message.get_body((subtype,))
    if found is None:
        return ""
    charset = str(found.get_content_charset("utf-8"))
    try:
        return payload(found).decode(charset, "replace")
    except LookupError:
        return payload(found).decode("utf-8", "replace")


def payload(message: MIMEPart) -> bytes:
    """A leaf part's decoded bytes; a part that is itself a message is given as its source."""
    content = message.get_payload(decode=True)
    return content if isinstance(content, bytes) else message.as_bytes()


def parts(message: EmailMessage) -> list[Part]:
    """The leaf parts that are neither body; `inline` are those that the HTML body shows itself."""
    bodies = [message.get_body((kind,)) for kind in ("plain", "html")]
    html = body(message, "html")
    return [
        _part(number, leaf, html)
        for number, leaf in enumerate(message.walk())
        if not leaf.is_multipart() and leaf not in bodies
    ]


def _part(number: int, leaf: MIMEPart, html: str) -> Part:
    kind, cid = leaf.get_content_type(), _cid(leaf)
    inline = bool(cid) and f"cid:{cid}" in html
    return Part(number, leaf.get_filename() or kind, kind, len(payload(leaf)), inline)


def header_text(value: object) -> str:
    """A raw header value as one line."""
    return " ".join(str(value).encode("utf-8", "replace").decode("utf-8").split())


def _cid(leaf: MIMEPart) -> str:
    return header(leaf, "Content-ID").strip("<> ")


def _with_inline_parts(message: EmailMessage, mail_id: str, html: str) -> str:
    numbers = {_cid(leaf): number for number, leaf in enumerate(message.walk()) if _cid(leaf)}

    def link(match: re.Match[str]) -> str:
        number = numbers.get(match.group(1))
        return match.group() if number is None else url_for("mail.part", mail_id=mail_id, number=number)

    return re.sub(r"cid:([^\s\"'<>)]+)", link, html)
