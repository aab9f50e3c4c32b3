"""What a desk knows about its exchange with the central system, as shown to people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class SyncState:
    """Facts only; which words they earn is decided where they are shown.

    Instants are aware; ``now`` is the instant of the reading and its zone is the one shown on screen.
    """

    now: datetime
    locked: bool = False
    revoked: bool = False
    grant_expired: bool = False
    clock_error: timedelta = timedelta()
    """How far the computer's clock is off, either way."""
    to_check: int = 0
    """Refused or in conflict."""
    update_needed: bool = False
    """The central system takes nothing more from this version."""
    unsent: int = 0
    """Still in the outbox."""
    unacknowledged: int = 0
    """Sent, but the central system's receipt for their numbers is not here yet."""
    oldest_waiting_at: datetime | None = None
    in_contact: bool = False
    """The last exchange with the central system worked; the platform's opinion of the network does not count."""
    contact_lost_at: datetime | None = None
    last_confirmed_at: datetime | None = None
    """The last exchange confirmed by the central system; None: never connected."""
    faults: int = 0
    """So often in a row an exchange has ended in an error of this program."""
    loading: bool = False
    """First download, or a copy being repaired."""
    digest_agreed: bool = False
    """Count and digest of every scope agree with the central system's."""

    @property
    def waiting(self) -> int:
        """Everything the central system has not acknowledged."""
        return self.unsent + self.unacknowledged

    @property
    def oldest_wait(self) -> timedelta:
        return self.now - self.oldest_waiting_at if self.oldest_waiting_at else timedelta()
