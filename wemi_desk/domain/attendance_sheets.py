"""The sheet that people sign at a meeting: plain facts, no layout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wemi_desk.domain.slips import PaperSpace


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceSheet:
    """*names* in alphabetical order, each with whether the desk has noted the person; *empty_rows* are for who comes
    without having enrolled."""

    space: PaperSpace
    title: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    number: int
    of: int
    room: str = ""
    leader: str = ""
    volunteers: tuple[str, ...] = ()
    names: tuple[tuple[str, bool], ...] = ()
    unnamed: int = 0
    empty_rows: int = 0
    is_held: bool = False
