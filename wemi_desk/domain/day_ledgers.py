"""What became of the acts of one day: made = received + held, each held one with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


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
    def is_covered(self) -> bool:
        """Does the receipt reach the day's last act?"""
        return self.receipt is not None and self.receipt.last >= self.last
