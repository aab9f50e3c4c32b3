"""The small queue: arrive, call, serve, and put back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.names import fitting
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.queue import (
    CALLED,
    DONE,
    FIRST_NAME_LIMIT,
    GONE,
    NO_ANSWER,
    SERVING,
    WAITING,
    QueueTicket,
    TicketId,
    in_turn,
)
from wemi_desk.services import deeds
from wemi_desk.services.agenda.following import let_appointment_follow
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

CHANGED = Changes.of("queue", "outbox")
_ACTIVE = {WAITING, CALLED, SERVING, NO_ANSWER}


@dataclass(frozen=True, slots=True)
class Moved:
    """A ticket after a step, and the deed that undoes the step."""

    ticket: QueueTicket
    deed: Deed


def new_ticket(
    work: UnitOfWork, session: DeskSession, *, letter: str = "A", reason: str | None = None, first_name: str = "",
    due_at: datetime | None = None, appointment_id: UUID | None = None,
) -> QueueTicket:  # fmt: skip
    """Somebody more waits; the number restarts each day."""
    now, today = session.clock.now(), session.clock.today()
    numbers = [one.number for one in work.queue.of_day(today) if one.letter == letter]
    ticket = QueueTicket(
        id=TicketId(session.ids()), space_code=session.space.code, day=today, letter=letter,
        number=max(numbers, default=0) + 1, reason=reason, first_name=first_name, arrived_at=now, changed_at=now,
        changed_by=session.operator.id, due_at=due_at, appointment_id=appointment_id,
    )  # fmt: skip
    work.queue.add(ticket)
    return ticket


class QueueService:
    """Tickets of today at this space."""

    def __init__(self, store: Store, session: DeskSession, lists: PickLists, letter: str = "A") -> None:
        self._store = store
        self._session = session
        self._lists = lists
        self._letter = letter

    def arrive(self, reason: str | None = None, first_name: str = "") -> Moved:
        """Somebody came and waits; the number restarts each day."""
        self._session.require("queue")
        code = self._lists.quick_reason(reason).code if reason else None
        with self._store.work() as work:
            name = fitting("first_name", first_name, FIRST_NAME_LIMIT)
            ticket = new_ticket(work, self._session, letter=self._letter, reason=code, first_name=name)
            deed = deeds.remember(work, self._session, deeds.TICKET, ticket.id, detail=GONE)
            work.commit()
        return Moved(ticket, deed)

    def waiting(self) -> Sequence[QueueTicket]:
        """Everybody not yet done today, in order of arrival."""
        with self._store.reading() as work:
            return [ticket for ticket in work.queue.of_day(self._session.clock.today()) if ticket.state in _ACTIVE]

    def today(self) -> Sequence[QueueTicket]:
        """All tickets of today."""
        with self._store.reading() as work:
            return list(work.queue.of_day(self._session.clock.today()))

    def call_next(self) -> Moved | None:
        """Call the next; a ticket still called by this operator becomes "non risponde" first. None: nobody waits."""
        self._session.require("queue")
        with self._store.work() as work:
            tickets = work.queue.of_day(self._session.clock.today())
            for ticket in tickets:
                if ticket.state == CALLED and ticket.changed_by == self._session.operator.id:
                    self._move(work, ticket, NO_ANSWER)
            waiting = next((one for one in in_turn(tickets, self._session.clock.now()) if one.state == WAITING), None)
            called = self._move(work, waiting, CALLED) if waiting else None
            work.commit()
        return called

    def serve(self, ticket_id: TicketId) -> Moved:
        """The called person is at the desk."""
        return self._step(ticket_id, SERVING)

    def finish(self, ticket_id: TicketId) -> Moved:
        """Served."""
        return self._step(ticket_id, DONE)

    def put_back(self, ticket_id: TicketId) -> Moved:
        """Back to waiting, with the place by arrival."""
        return self._step(ticket_id, WAITING)

    def not_answering(self, ticket_id: TicketId) -> Moved:
        """Called, and nobody came."""
        return self._step(ticket_id, NO_ANSWER)

    def gone(self, ticket_id: TicketId) -> Moved:
        """Left without being served."""
        return self._step(ticket_id, GONE)

    def call(self, ticket_id: TicketId) -> Moved:
        """Call this one, out of turn."""
        return self._step(ticket_id, CALLED)

    def _step(self, ticket_id: TicketId, state: str) -> Moved:
        self._session.require("queue")
        with self._store.work() as work:
            moved = self._move(work, work.queue.get(ticket_id), state)
            work.commit()
        return moved

    def _move(self, work: UnitOfWork, ticket: QueueTicket, state: str) -> Moved:
        moved = ticket.moved(state, at=self._session.clock.now(), by=self._session.operator.id)
        work.queue.replace(moved)
        let_appointment_follow(work, moved, moved.changed_at, moved.changed_by)
        return Moved(moved, deeds.remember(work, self._session, deeds.TICKET, ticket.id, detail=ticket.state))
