"""What became of the acts of one day: made = received + held, each held one with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from wemi_desk.domain.slips import PaperSpace

WAITING, SET_ASIDE, WITHDRAWN, REFUSED = "waiting", "set_aside", "withdrawn", "refused"


def held_reason(verdict: str | None, reason: str | None, *, aside: bool, withdrawn: bool) -> str:
    """Why an act is still here: *waiting*, *set_aside*, *withdrawn*, or ``refused:`` and what the centre said."""
    if withdrawn:
        return WITHDRAWN
    if aside:
        return SET_ASIDE
    return f"{REFUSED}:{reason or verdict}" if verdict else WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerReceipt:
    """The centre's signed word: it holds everything of this desk up to *last*."""

    at: datetime
    last: int
    chain: bytes
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLedger:
    """*held* are the reasons why acts are still here, with how many; *first* and *last* are the day's numbers.

    *by_kind*: kind of record, made, received.
    """

    day: date
    made: int
    received: int
    held: tuple[tuple[str, int], ...] = ()
    by_kind: tuple[tuple[str, int, int], ...] = ()
    first: int = 0
    last: int = 0
    chain: bytes = b""
    """The chain value after the day's last act."""
    receipt: LedgerReceipt | None = None

    @property
    def held_count(self) -> int:
        """How many of the day's acts the centre has not received."""
        return self.made - self.received

    @property
    def beyond_receipt(self) -> int:
        """How many of the day's numbers the centre's receipt does not reach."""
        if not self.last:
            return 0
        covered = self.receipt.last if self.receipt else 0
        return max(0, self.last - max(covered, self.first - 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSheet:
    """The ledger on paper: reasons and kinds in words."""

    space: PaperSpace
    ledger: DayLedger
    held: tuple[tuple[str, int], ...]
    by_kind: tuple[tuple[str, int, int], ...]
