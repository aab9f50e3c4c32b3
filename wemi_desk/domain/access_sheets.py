"""The list of who opened a person's record, for that person to take home."""

from __future__ import annotations

from typing import NamedTuple

from wemi_desk.domain.slips import PaperSpace


class AccessRow(NamedTuple):
    """One access in words: when, which operator, what was done, and why."""

    when: str
    who: str
    what: str
    why: str


class AccessSheet(NamedTuple):
    """Newest first; *is_whole* is False when there are older accesses than those on the sheet."""

    space: PaperSpace
    person: str
    rows: tuple[AccessRow, ...]
    is_whole: bool = True
