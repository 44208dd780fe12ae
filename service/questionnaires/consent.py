"""What citizens are told before they answer, on the form and on the page that leads to it."""

from __future__ import annotations

from datetime import date

from service.organisation import Organisation
from sheets_schema.forms import Form


def notice(questionnaire: Form, organisation: Organisation, day: date, language: str = "vi") -> str:
    """The questionnaire's notice, with what the agency is called on a day and whom to ask."""
    agency = organisation.agency_on(day).name
    text = questionnaire.consent_en if language == "en" else questionnaire.consent
    return text.format(
        agency=agency,
        retention_months=organisation.settings.retention_months,
        contact=organisation.settings.contact or agency,
    )
