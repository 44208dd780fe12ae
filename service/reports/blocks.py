"""What a report is made of, before anyone decides how it looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from service.periods.windows import Window

Language = Literal["vi", "en"]
Align = Literal["left", "right"]
Tone = Literal["plain", "warning", "person"]


class Agency(Protocol):
    """The identity a report is issued under; it is data, and an old year keeps its own."""

    @property
    def name(self) -> str:
        """The agency's name as printed."""

    @property
    def parent(self) -> str:
        """The body above it, "" when there is none."""

    @property
    def place(self) -> str:
        """Where it sits, for the line of place and date."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 is the document's, 2 a section's, 3 within a section."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark beside the text: a caution, or a place a person has to fill ("person")."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Items:
    """A list of short lines."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under a header; `align` holds one word a column, left when short.

    `first_in_mail`: how many rows of a list that may grow long a mail shows; 0 is all.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    align: tuple[Align, ...] = ()
    first_in_mail: int = 0

    def alignment(self, column: int) -> Align:
        """How a column stands."""
        return self.align[column] if column < len(self.align) else "left"


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: a Vega-Lite specification with its data in it, and the words for who cannot see it."""

    name: str
    spec: Mapping[str, Any]
    alt: str


@dataclass(frozen=True, slots=True)
class Link:
    """Text with a place to go: `label` names what opens at `url`."""

    text: str
    label: str
    url: str


Block = Heading | Paragraph | Note | Items | Table | Chart | Link


@dataclass(frozen=True, slots=True)
class Report:
    """A finished report, the same for every recipient."""

    kind: str
    window: Window
    language: Language
    subject: str
    lead_lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    version: int = 1
    charts: tuple[Chart, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Gather the charts, in order."""
        object.__setattr__(self, "charts", tuple(block for block in self.blocks if isinstance(block, Chart)))
