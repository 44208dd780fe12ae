"""A report as a table of parts: each a heading, and what is told under it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from service.reports.blocks import Block, Heading
from service.reports.sections import registers
from service.reports.writer import Writer

Tell = Callable[[Writer], Iterable[Block]]


@dataclass(frozen=True, slots=True)
class Part:
    """One heading in both languages, its level, and what stands under it, in order."""

    vi: str
    en: str
    tells: tuple[Tell, ...] = ()
    level: int = 2


def of_registers(*sections: str, but: Iterable[str] = ()) -> Tell:
    """The registers of these sections, `but` for the tables that another part tells in words of its own."""
    told = tuple(but)
    return lambda w: registers.blocks(w, *sections, but=told)


def blocks(w: Writer, parts: Iterable[Part]) -> Iterator[Block]:
    """The parts' blocks."""
    for part in parts:
        yield Heading(w.say(part.vi, part.en), part.level)
        for tell in part.tells:
            yield from tell(w)
