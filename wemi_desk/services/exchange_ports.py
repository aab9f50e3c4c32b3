"""What a desk can do about its exchange with the central system. Every call blocks: use a lane."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Protocol
from uuid import UUID

from wemi_desk.domain.centres import CentrePlace
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.day_ledgers import DayLedger
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.exchange_news import ExchangeNews
from wemi_desk.domain.look_ups import FoundElsewhere
from wemi_desk.domain.machine_policy import MachinePolicy
from wemi_desk.domain.outbox_rows import OutboxCounts, OutboxList, OutboxRow
from wemi_desk.domain.questions import Question, QuestionId
from wemi_desk.domain.sync_state import SyncState

ANSWERED = Changes.of("questions", "citizens", "timeline", "outbox", "applications")
"""What an answered question touches."""


class OutboxDoor(Protocol):
    """The acts of this desk."""

    def counts(self) -> OutboxCounts: ...

    def page(self, which: OutboxList, offset: int, limit: int) -> Sequence[OutboxRow]: ...


class MendingDoor(Protocol):
    """What a person does about an act that came back."""

    def retry(self, act_id: UUID) -> Changes:
        """Send a refused act again as it is."""
        ...

    def set_aside(self, act_id: UUID, note: str) -> Changes: ...

    def take_up(self, act_id: UUID) -> Changes:
        """The opposite of setting aside."""
        ...

    def withdraw(self, act_id: UUID, reason: str) -> Changes:
        """A new act says that this one is not wanted any more; the refused one stays in the history."""
        ...

    def mend(self, act_id: UUID, field: str, value: str) -> Changes:
        """Send it again with another value; raises InvalidFieldError."""
        ...


class QuestionsDoor(Protocol):
    """What two desks said differently."""

    def open(self) -> Sequence[Question]: ...

    def about(self, citizen_id: UUID) -> Sequence[Question]: ...

    def answer(self, question_id: QuestionId, position: int) -> Deed:
        """Choose one of the question's values, counted from 0."""
        ...


class ExchangeDoor(Protocol):
    """The exchange itself."""

    def state(self) -> SyncState:
        """What is known now."""
        ...

    def exchange(self) -> ExchangeNews:
        """Push, then pull, to the end; a line that is down is a state, not an error."""
        ...

    def stop(self) -> None:
        """The desk locks: an exchange under way ends at its next point, and loses nothing."""
        ...

    def pause_s(self, *, active: bool) -> float:
        """How long until the next one; answers at once."""
        ...


class LookUpDoor(Protocol):
    """People outside this desk's scope; raises NoLineError without a line."""

    def perhaps_known(self, text: str) -> bool | None:
        """Without a line: may another space know the codice fiscale *text*? False is certain (as of last night), True
        is only a reason to ask; None where nothing can be said. It shows nothing of anybody."""
        ...

    def search(self, reason: str, text: str) -> Sequence[FoundElsewhere]: ...

    def fetch(self, reason: str, match_id: UUID) -> CitizenId:
        """A copy for a while, here."""
        ...


class HandOverDoor(Protocol):
    """Unsent work leaves by another way."""

    def export(self, path: Path) -> int:
        """Write what waits into a file that only the central system can open; how many acts it holds."""
        ...


class ConnectionDoor(Protocol):
    """How an opened desk that stood alone gets to know a centre."""

    def address(self) -> str:
        """The centre it knows; empty while it stands alone."""
        ...

    def decided(self) -> MachinePolicy:
        """What the administration says about this PC."""
        ...

    def proxy(self) -> str:
        """The address of the proxy in between, without who is known there; empty without one."""
        ...

    def keep_proxy(self, address: str, name: str, word: str) -> None:
        """For a desk that knows its centre, from the next unlock on; no address: none. Without a name what was kept for
        the same address stays. Raises InvalidFieldError, StorageError, KeyringMissingError."""
        ...

    def keep_authority(self, path: str) -> str:
        """Where the certificate is kept from now on. Raises InvalidFieldError, StorageError."""
        ...

    def join(self, place: CentrePlace, code: str) -> None:
        """Use the code; it counts from the next unlock on. Raises CentreRefusedError, CentreNotReachedError,
        StorageError."""
        ...


class LedgerDoor(Protocol):
    """What became of one day's acts."""

    def of_day(self, day: date) -> DayLedger: ...
