"""Which version of the questionnaire holds on a day: the coordinator's tab says; without a row, the first."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from service.store.tables import record
from sheets_schema import forms
from sheets_schema.forms import Form

#: The questionnaire of citizens' satisfaction.
NAME = "satisfaction"
#: The version that holds where the coordinator says nothing.
FIRST = 1


def in_force(connection: Connection, day: date) -> Form:
    """The questionnaire asked on a day: of the rows in use whose days hold it, the one that began last."""
    rows = connection.execute(select(record.c["values"]).where(record.c.table_name == "questionnaires"))
    today = day.isoformat()
    found = [
        (row["valid_from"], int(row["version"]))
        for row in rows.scalars()
        if row["state"] == "in_use" and row["valid_from"] <= today <= (row.get("valid_to") or "9999")
    ]
    known = forms.versions(NAME)
    held = [version for _, version in sorted(found) if version in known]
    return forms.form(NAME, held[-1] if held else FIRST)
