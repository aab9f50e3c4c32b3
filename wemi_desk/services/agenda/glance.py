"""What the counter asks of the agenda all day long, without loading the rest of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from wemi_desk.domain.appointments import Appointment
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.days import bounds
from wemi_desk.domain.handover_notes import KEPT_DAYS, HandoverNote
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note, and whether it is news to who looks."""

    note: HandoverNote
    is_news: bool


class AgendaGlance:
    """Who is expected, and what colleagues left: one SELECT each."""

    def __init__(self, store: Store, session: DeskSession) -> None:
        self._store = store
        self._session = session

    def notes(self) -> Sequence[NoteLine]:
        """Those of the last thirty days, the newest first."""
        now, me = self._session.clock.now(), self._session.operator.id
        with self._store.reading() as work:
            notes = work.handover_notes.since(now - timedelta(days=KEPT_DAYS), self._session.space.code)
        return [NoteLine(one, one.is_news_for(me, now)) for one in notes]

    def news(self) -> Sequence[HandoverNote]:
        """What this operator has not read, the oldest first."""
        return [one.note for one in reversed(self.notes()) if one.is_news]

    def expected_of(self, citizen_id: CitizenId) -> Appointment | None:
        """The appointment for which this person may have come: today's, the nearest to now."""
        now = self._session.clock.now()
        with self._store.reading() as work:
            mine = work.appointments.of_citizen(citizen_id)
        begin, end = bounds(self._session.clock.today())
        here = self._session.space.code
        mine = [one for one in mine if one.is_expected and begin <= one.starts_at < end and one.space_code == here]
        return min(mine, key=lambda one: (abs(one.starts_at - now), one.id.bytes), default=None)
