"""The slip a citizen takes home: plain facts, no layout."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from wemi_desk.domain.errors import InvalidFieldError

_CODE = re.compile(r"[A-Z0-9]{4,32}")


@dataclass(frozen=True, slots=True)
class PaperSpace:
    """The space named at the top of a paper; an unknown fact is empty and is not printed."""

    name: str
    address: str = ""
    opening: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """When the citizen should act or come again, and for what."""

    on: date
    at: time | None = None
    what: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """What one citizen takes home: state what is true, and nothing more.

    *code* (A-Z and 0-9) opens the current state when scanned.
    *person* stays empty unless the citizen asks for the name on the paper.
    """

    code: str
    space: PaperSpace
    title: str
    done: tuple[str, ...]
    recorded_at: datetime
    bring: tuple[str, ...] = ()
    next_step: NextStep | None = None
    person: str = ""

    def __post_init__(self) -> None:
        if not printable_code(self.code):
            raise InvalidFieldError("code", "not_printable")


def printable_code(code: str) -> bool:
    """Whether *code* survives every scanner and keyboard layout: A-Z and 0-9 only."""
    return _CODE.fullmatch(code) is not None
