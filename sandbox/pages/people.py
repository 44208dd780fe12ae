"""As whom a browser acts on a file: anyone with a permission on it may be chosen; a cookie remembers."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from sandbox.drive import access
from sandbox.settings import Settings
from sandbox.state import Doc, World

COOKIE = "sandbox_person"
NOBODY = "anonymous@sandbox.invalid"


@dataclass(frozen=True)
class Person:
    """Somebody who can open a file; `role` is Drive's word."""

    email: str
    role: str

    @property
    def may_write(self) -> bool:
        """Whether the role allows editing."""
        return access.RANK[self.role] >= access.RANK["writer"]

    @property
    def is_program(self) -> bool:
        """Whether this is a service account."""
        return self.email.endswith(".gserviceaccount.com")


def with_access(world: World, settings: Settings, file: Doc) -> list[Person]:
    """Everyone known who can open the file: by permission on it or what it lies in, or by dev token."""
    emails = [*_named(world, file), *settings.dev_tokens.values()]
    roles = {email: access.role_of(world, email, file) for email in dict.fromkeys(emails)}
    people = [Person(email, role) for email, role in roles.items() if role]
    return sorted(people, key=lambda person: (person.is_program, not person.may_write))


def chosen(people: list[Person]) -> Person | None:
    """The one whom the cookie names, else the first: a person who may write before one who only reads."""
    wanted = request.cookies.get(COOKIE, "")
    return next((person for person in people if person.email == wanted), people[0] if people else None)


def _named(world: World, holder: Doc) -> list[str]:
    own = [one["emailAddress"] for one in holder.get("permissions", {}).values() if "emailAddress" in one]
    for parent_id in holder.get("parents", ()):
        parent = world.get("drive", parent_id) or world.get("file", parent_id)
        own += _named(world, parent) if parent else []
    return own
