"""Questionnaires: make, publish, read the answers since a moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from service.google.drive import FORM, Drive
from service.google.retry import Retry

#: Google's largest page of answers.
PAGE = 5000


class Forms:
    """Forms v1; forms are made through Drive so that they live in the shared drive."""

    def __init__(self, api: Any, drive: Drive, retry: Retry) -> None:
        # Made once: the client builds a resource's methods anew each time it is asked for one.
        self._forms = api.forms()
        self._responses = self._forms.responses()
        self._drive = drive
        self._retry = retry

    def ensure(self, title: str, key: str) -> tuple[str, bool]:
        """The id of the form known by `key` (found or made, empty) and whether it was just made."""
        file, made = self._drive.ensure(title, FORM, key)
        return file.id, made

    def get(self, form_id: str) -> dict[str, Any]:
        """The form: info, items, responderUri, publishSettings."""
        return dict(self._retry.read(self._forms.get(formId=form_id).execute))

    def batch_update(self, form_id: str, requests: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Apply `requests` at once; the answer holds `replies` and the form as it is afterwards (`form`)."""
        body = {"requests": list(requests), "includeFormInResponse": True}
        return dict(self._retry.write(self._forms.batchUpdate(formId=form_id, body=body).execute))

    def publish(self, form_id: str, *, accepting: bool = True) -> None:
        """Let people see the form and, when `accepting`, answer it (forms start unpublished)."""
        state = {"isPublished": True, "isAcceptingResponses": accepting}
        body = {"publishSettings": {"publishState": state}, "updateMask": "publishState"}
        self._retry.read(self._forms.setPublishSettings(formId=form_id, body=body).execute)

    def responses(self, form_id: str, since: datetime | None = None) -> Iterator[dict[str, Any]]:
        """Answers submitted at or after `since` (all when None), as Google gives them; one call per 5,000.

        The caller reads with an overlap and upserts by responseId.
        """
        options: dict[str, Any] = {}
        if since is not None:
            options["filter"] = f"timestamp >= {since.astimezone(UTC).strftime('%Y-%m-%dT%H:%M:%S.%fZ')}"
        token = None
        while True:
            request = self._responses.list(formId=form_id, pageSize=PAGE, pageToken=token, **options)
            answer = self._retry.read(request.execute)
            yield from answer.get("responses", [])
            token = answer.get("nextPageToken")
            if not token:
                return
