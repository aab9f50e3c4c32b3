"""What may be said of the exchange: "sent" under the centre's signature alone, "verified" when the digests agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wemi_desk.domain.sync_state import SyncState
from wemi_desk.sync.exchanged import HALTING, Exchanged

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the store itself knows. Instants are microseconds since 1970."""

    last_number: int
    acked_number: int
    waiting: int
    """Acts without an answer."""
    to_check: int
    """Refused acts that nobody set aside, and open questions of this desk's space."""
    oldest_waiting_at: int | None
    proved_number: int
    """The centre's valid signature, of this incarnation and epoch, reaches to here."""
    verified_number: int
    """Up to here everything was pulled back and every digest agreed; -1 when it is not known to hold now."""
    verified_at: int | None
    confirmed_at: int | None
    loading: bool
    """A scope is being downloaded or repaired."""
    order: str | None


class SyncStatus:
    """Remembers how the last exchange ended; everything else is read from the store each time."""

    def __init__(self) -> None:
        self._in_contact = False
        self._lost_at: datetime | None = None
        self._revoked = False
        self._update_needed = False
        self._clock_error = timedelta()
        self._verified = False
        self._faults = 0

    def succeeded(self, told: Exchanged) -> None:
        """The centre answered to the end."""
        self._in_contact, self._lost_at, self._faults = True, None, 0
        self._update_needed, self._verified = told.update_needed, told.verified
        self._clock_error = timedelta(microseconds=told.clock_error)
        self._revoked = told.halted

    def failed(self, at: datetime, *, revoked: bool) -> None:
        """It did not; when the line was lost is when that was first seen. *revoked*: it knows this desk no more."""
        if self._in_contact or self._lost_at is None:
            self._lost_at = at
        self._in_contact = False
        self._revoked = self._revoked or revoked

    def broke(self, at: datetime) -> None:
        """An error of this program ended it: that is no contact either."""
        self.failed(at, revoked=False)
        self._faults += 1

    def state(self, facts: Facts, now: datetime) -> SyncState:
        """Facts for the words of interface.md 12; true when read."""
        unproved = facts.last_number - facts.acked_number - facts.waiting
        if facts.acked_number and facts.proved_number < facts.acked_number:
            unproved += facts.acked_number - max(facts.proved_number, facts.acked_number - 1)
        agreed = self._verified and not facts.loading and facts.verified_number == facts.last_number
        return SyncState(
            now=now, revoked=self._revoked or facts.order in HALTING, clock_error=self._clock_error,
            to_check=facts.to_check, update_needed=self._update_needed, unsent=facts.waiting,
            unacknowledged=max(unproved, 0), oldest_waiting_at=_instant(facts.oldest_waiting_at),
            in_contact=self._in_contact, contact_lost_at=self._lost_at, faults=self._faults,
            last_confirmed_at=_instant(facts.confirmed_at), loading=facts.loading, digest_agreed=agreed,
        )  # fmt: skip


def _instant(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else _EPOCH + timedelta(microseconds=microseconds)
