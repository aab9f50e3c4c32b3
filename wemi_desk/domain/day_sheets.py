"""The sheet of one working day at a space: counts only, never a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wemi_desk.domain.slips import PaperSpace


@dataclass(frozen=True, slots=True)
class CountTable:
    """One table of the sheet: what was counted, how often, and a note under it."""

    title: str
    counted: str
    rows: tuple[tuple[str, int], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class DaySheet:
    """Figures of one day; a table without rows is printed as "Nessuno"."""

    space: PaperSpace
    on: date
    tables: tuple[CountTable, ...]
