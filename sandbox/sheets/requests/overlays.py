"""Requests about what lies over cells: protection, names, conditional formats, bands, filters, metadata."""

from __future__ import annotations

import re
import secrets
from typing import Any

from sandbox.errors import invalid
from sandbox.fieldmask import merged
from sandbox.sheets import a1, metadata, protection
from sandbox.sheets.batch import Context, Reply, mask_of, request
from sandbox.sheets.book import Sheet
from sandbox.sheets.spreadsheets import protected_shown

_NAME = re.compile(r"[^\W\d]\w{0,249}")


def _number() -> int:
    return secrets.randbelow(2_000_000_000) + 1


@request("addProtectedRange")
def add_protected(context: Context, raw: dict[str, Any]) -> Reply:
    """Protect a range; whoever adds it is always among its editors."""
    given = dict(raw.get("protectedRange", {}))
    sheet = _home(context, given)
    number = given.get("protectedRangeId") or _number()
    if any(one["protectedRangeId"] == number for s in context.book.sheets for one in s.protected):
        raise invalid(f"A protected range with id {number} already exists.")
    if _is_whole(given) and any(_is_whole(one) for one in sheet.protected):
        raise invalid(f'Sheet "{sheet.title}" already has sheet protection.')
    kept = {"protectedRangeId": number, **_tidy(given)}
    if not kept.get("warningOnly"):
        kept["editors"] = _with_editor(given.get("editors", {}), context.call.actor.email)
    sheet.protected = [*sheet.protected, kept]
    return {"protectedRange": protected_shown(context.call, context.book, kept)}


@request("updateProtectedRange")
def update_protected(context: Context, raw: dict[str, Any]) -> Reply:
    """Change a protected range."""
    mask = mask_of(raw, "ProtectedRange", "protectedRange")
    given = raw.get("protectedRange", {})
    sheet, former = _protected(context, given.get("protectedRangeId", 0))
    _may_change(context, former)
    fresh = _tidy(merged(former, given, mask))
    if not fresh.get("warningOnly"):
        fresh["editors"] = _with_editor(fresh.get("editors", {}), context.call.actor.email)
    fresh["protectedRangeId"] = former["protectedRangeId"]
    home = _home(context, fresh)
    sheet.protected = [one for one in sheet.protected if one is not former]
    home.protected = [*home.protected, fresh]
    return None


@request("deleteProtectedRange")
def delete_protected(context: Context, raw: dict[str, Any]) -> Reply:
    """Stop protecting a range."""
    sheet, former = _protected(context, raw.get("protectedRangeId", 0))
    _may_change(context, former)
    sheet.protected = [one for one in sheet.protected if one is not former]
    return None


@request("addNamedRange")
def add_named(context: Context, raw: dict[str, Any]) -> Reply:
    """Name a range."""
    given = dict(raw.get("namedRange", {}))
    _free_name(context, given.get("name", ""))
    area = context.area(given.get("range", {}), guarded=False)
    kept = {"namedRangeId": given.get("namedRangeId") or str(_number()), "name": given["name"]}
    kept["range"] = {**area.grid_range(), "sheetId": area.sheet_id}
    context.book.named_ranges = [*context.book.named_ranges, kept]
    return {"namedRange": kept}


@request("updateNamedRange")
def update_named(context: Context, raw: dict[str, Any]) -> Reply:
    """Change a named range."""
    mask = mask_of(raw, "NamedRange", "namedRange")
    given = raw.get("namedRange", {})
    former = _named(context, given.get("namedRangeId", ""))
    fresh = merged(former, given, mask) | {"namedRangeId": former["namedRangeId"]}
    if fresh["name"].casefold() != former["name"].casefold():
        _free_name(context, fresh["name"])
    context.book.named_ranges = [fresh if one is former else one for one in context.book.named_ranges]
    return None


@request("deleteNamedRange")
def delete_named(context: Context, raw: dict[str, Any]) -> Reply:
    """Forget a named range."""
    former = _named(context, raw.get("namedRangeId", ""))
    context.book.named_ranges = [one for one in context.book.named_ranges if one is not former]
    return None


@request("addConditionalFormatRule")
def add_rule(context: Context, raw: dict[str, Any]) -> Reply:
    """Add a conditional format, before what stands at `index`."""
    rule = raw.get("rule", {})
    sheet = _rule_sheet(context, rule)
    at = raw.get("index", 0)
    if not 0 <= at <= len(sheet.conditional):
        raise invalid(
            f"Index {at} is out of range of the sheet's {len(sheet.conditional)} conditional formats."
        )
    sheet.conditional = [*sheet.conditional[:at], rule, *sheet.conditional[at:]]
    return None


@request("updateConditionalFormatRule")
def update_rule(context: Context, raw: dict[str, Any]) -> Reply:
    """Replace a conditional format, or move it."""
    rule = raw.get("rule")
    sheet = _rule_sheet(context, rule) if rule else context.sheet(raw.get("sheetId", 0))
    at = raw.get("index", 0)
    former = _rule(sheet, at)
    rest = [one for one in sheet.conditional if one is not former]
    to = raw.get("newIndex", at)
    sheet.conditional = [*rest[:to], rule or former, *rest[to:]]
    reply: dict[str, Any] = {"newRule": rule or former, "newIndex": to}
    return reply | ({"oldRule": former} if rule else {"oldIndex": at})


@request("deleteConditionalFormatRule")
def delete_rule(context: Context, raw: dict[str, Any]) -> Reply:
    """Remove a conditional format."""
    sheet = context.sheet(raw.get("sheetId", 0))
    former = _rule(sheet, raw.get("index", 0))
    sheet.conditional = [one for one in sheet.conditional if one is not former]
    return {"rule": former}


@request("addBanding")
def add_banding(context: Context, raw: dict[str, Any]) -> Reply:
    """Colour rows or columns in turns."""
    given = raw.get("bandedRange", {})
    area = context.area(given.get("range", {}))
    sheet = context.sheet(area.sheet_id)
    if any(area.meets(a1.from_grid_range(one["range"])) for one in sheet.bands):
        raise invalid(
            "You cannot add alternating background colors to a range that already has "
            "alternating background colors."
        )
    kept = {**given, "bandedRangeId": given.get("bandedRangeId") or _number()}
    sheet.bands = [*sheet.bands, kept]
    return {"bandedRange": kept}


@request("deleteBanding")
def delete_banding(context: Context, raw: dict[str, Any]) -> Reply:
    """Stop colouring in turns."""
    for sheet in context.book.sheets:
        kept = [one for one in sheet.bands if one["bandedRangeId"] != raw.get("bandedRangeId")]
        if len(kept) < len(sheet.bands):
            sheet.bands = kept
            return None
    raise invalid(f"No banded range with id: {raw.get('bandedRangeId', 0)}")


@request("setBasicFilter")
def set_filter(context: Context, raw: dict[str, Any]) -> Reply:
    """Set the sheet's filter."""
    given = raw.get("filter", {})
    area = context.area(given.get("range", {}), guarded=False)
    context.sheet(area.sheet_id).filter = {**given, "range": area.grid_range()}
    return None


@request("clearBasicFilter")
def clear_filter(context: Context, raw: dict[str, Any]) -> Reply:
    """Remove the sheet's filter."""
    context.sheet(raw.get("sheetId", 0)).filter = None
    return None


@request("createDeveloperMetadata")
def create_metadata(context: Context, raw: dict[str, Any]) -> Reply:
    """Attach an entry to the spreadsheet, a sheet, a row or a column."""
    made = metadata.create(context.call, context.book, raw.get("developerMetadata", {}))
    return {"developerMetadata": made}


@request("updateDeveloperMetadata")
def update_metadata(context: Context, raw: dict[str, Any]) -> Reply:
    """Change the entries that data filters find."""
    mask = mask_of(raw, "DeveloperMetadata", "developerMetadata")
    given = raw.get("developerMetadata", {})
    changed, kept = [], []
    for entry in context.book.metadata:
        if any(metadata.matches(context.book, entry, one) for one in raw.get("dataFilters", ())):
            fresh = merged(entry, given, mask) | {"metadataId": entry["metadataId"]}
            if "location" in mask:
                fresh["location"] = metadata.located(context.book, given.get("location", {}))
            changed.append(fresh)
            kept.append(fresh)
        else:
            kept.append(entry)
    context.book.metadata = kept
    return {"developerMetadata": changed} if changed else {}


@request("deleteDeveloperMetadata")
def delete_metadata(context: Context, raw: dict[str, Any]) -> Reply:
    """Remove the entries that a data filter finds."""
    book, wanted = context.book, raw.get("dataFilter", {})
    gone = [entry for entry in book.metadata if metadata.matches(book, entry, wanted)]
    book.metadata = [entry for entry in book.metadata if entry not in gone]
    return {"deletedDeveloperMetadata": gone} if gone else {}


def _home(context: Context, given: dict[str, Any]) -> Sheet:
    if "namedRangeId" in given:
        return context.sheet(_named(context, given["namedRangeId"])["range"].get("sheetId", 0))
    if "range" not in given:
        raise invalid("A protected range must set range or namedRangeId.")
    area = a1.from_grid_range(given["range"])
    return context.sheet(area.sheet_id)


def _protected(context: Context, number: int) -> tuple[Sheet, dict[str, Any]]:
    for sheet in context.book.sheets:
        for one in sheet.protected:
            if one["protectedRangeId"] == number:
                return sheet, one
    raise invalid(f"No protected range with id: {number}")


def _may_change(context: Context, protected: dict[str, Any]) -> None:
    mine = protection.may_edit(protected, context.call.actor.email)
    if not mine and not protection.owns(context.call, context.book):
        raise invalid(protection.REFUSAL)


def _is_whole(protected: dict[str, Any]) -> bool:
    return "namedRangeId" not in protected and set(protected.get("range", {})) <= {"sheetId"}


def _with_editor(editors: dict[str, Any], email: str) -> dict[str, Any]:
    users = list(editors.get("users", ()))
    if email.lower() not in (one.lower() for one in users):
        users.append(email)
    return {**editors, "users": users}


def _tidy(protected: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in protected.items()
        if value not in (False, None, [], "") and name != "requestingUserCanEdit"
    }


def _free_name(context: Context, name: str) -> None:
    if not _NAME.fullmatch(name) or a1.parse_span(0, name) is not None:
        raise invalid(f"Invalid name: {name}")
    if any(one["name"].casefold() == name.casefold() for one in context.book.named_ranges):
        raise invalid(f"A named range with the name '{name}' already exists.")


def _named(context: Context, wanted: str) -> dict[str, Any]:
    for one in context.book.named_ranges:
        if one["namedRangeId"] == wanted:
            return one
    raise invalid(f"No named range with id: {wanted}")


def _rule_sheet(context: Context, rule: dict[str, Any]) -> Sheet:
    ranges = rule.get("ranges", [])
    if not ranges:
        raise invalid("No ranges specified for the conditional format rule.")
    areas = [a1.from_grid_range(raw) for raw in ranges]
    if len({area.sheet_id for area in areas}) > 1:
        raise invalid("All ranges of a conditional format rule must be on the same sheet.")
    return context.sheet(areas[0].sheet_id)


def _rule(sheet: Sheet, index: int) -> dict[str, Any]:
    if not 0 <= index < len(sheet.conditional):
        raise invalid(f"No conditional format on sheet: {sheet.id} at index: {index}")
    return sheet.conditional[index]
