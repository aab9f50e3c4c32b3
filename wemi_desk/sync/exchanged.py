"""What one exchange with the centre did."""

from __future__ import annotations

from dataclasses import dataclass, field

from wemi_desk.domain.exchange_news import REKEY
from wemi_desk.sync.wire import Order

FLUSHING = "flush_and_wipe"
"""What is not sent yet is handed over first; nothing comes down any more."""
AT_ONCE = frozenset({"lock", "wipe_now"})
HALTING = AT_ONCE | {FLUSHING}
NEW_KEY = REKEY
"""Another data key, made when nothing is open; meanwhile the desk works and exchanges."""


@dataclass(slots=True, kw_only=True)
class Exchanged:
    """Counts and facts; words are made where they are shown."""

    sent: int = 0
    received: int = 0
    kinds: set[str] = field(default_factory=set)
    """Kinds of the records that came."""
    verified: bool = False
    """Every scope was pulled to its end, and count and digest agree with the centre's."""
    complete: bool = False
    """Nothing was left to push or to pull when it ended."""
    erased: int = 0
    given_back: int = 0
    healed: list[str] = field(default_factory=list)
    """Scopes whose content differed from the centre's: a fault to report."""
    new_incarnations: int = 0
    went_back: int = 0
    """How often the centre turned out to have lost acts of this desk."""
    bad_receipts: int = 0
    orders: list[Order] = field(default_factory=list)
    halted: bool = False
    """Out of service: nothing more is asked."""
    flushing: bool = False
    update_needed: bool = False
    recovering: bool = False
    recovered: bool = False
    """The centre's recovery ended meanwhile: what had waited for that was decided, and is in the feed."""
    waits_again: bool = False
    """An act that had been taken waits at a centre that was put back."""
    head_shown: bool = False
    """The centre was shown how far this desk's access log goes."""
    centre_now: int = 0
    centre_last: int | None = None
    """How far the centre holds this desk's acts, when it was last asked for news."""
    clock_error: int = 0
    """The centre's time minus this desk's, in microseconds."""
