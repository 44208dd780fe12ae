"""The first page: what drives, sheets and forms there are; and the static files of all pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, redirect, render_template, url_for
from werkzeug import Response

from sandbox.drive import access, store
from sandbox.pages.security import guard
from sandbox.settings import Settings
from sandbox.state import Doc, World

blueprint = guard(
    Blueprint(
        "pages",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/_sandbox/static",
    )
)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
KINDS = {store.SPREADSHEET: "sheet", store.FORM: "form", store.FOLDER: "folder"}


@blueprint.get("/")
def index() -> str:
    """List shared drives with their files, then what lies in people's own drives."""
    world: World = current_app.extensions["world"]
    settings: Settings = current_app.extensions["settings"]
    box = current_app.extensions["mailbox"]
    files = [_told(file) for file in world.all("file") if not _is_root(file)]
    return render_template(
        "sandbox/index.html",
        groups=_grouped(world, files),
        mails=len(box.mails()),
        settings=settings,
        state_dir=settings.state_dir.resolve(),
    )


@blueprint.get("/drive/folders/<folder_id>")
def folder(folder_id: str) -> Response:
    """A folder's address in Drive; all files are on the first page."""
    return redirect(url_for("pages.index"))


def _grouped(world: World, files: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    drives = [
        (drive["name"], [file for file in files if file["drive"] == drive["id"]])
        for drive in world.all("drive")
    ]
    own = [file for file in files if not file["drive"]]
    return [*drives, *([("Drive của từng người", own)] if own else [])]


def _told(file: Doc) -> dict[str, Any]:
    kind = KINDS.get(file["mimeType"], "other")
    links = {"sheet": f"/spreadsheets/d/{file['id']}/edit", "form": f"/forms/d/{file['id']}/viewform"}
    return {
        "name": file["name"],
        "kind": kind,
        "link": links.get(kind),
        "drive": file.get("driveId"),
        "modified": datetime.fromisoformat(file["modifiedTime"]).astimezone(ZONE).strftime("%d/%m/%Y %H:%M"),
        "by": file["lastModifier"],
        "trashed": file["trashed"],
    }


def _is_root(file: Doc) -> bool:
    return str(file["id"]).startswith(access.ROOT_PREFIX)
