"""Closing the day: what was done, what is still open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from wemi_desk.domain import audit
from wemi_desk.domain.appointments import CANCELLED, NO_SHOW
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.courses import HELD, present
from wemi_desk.domain.day import DayAside, DaySummary, counted, is_incomplete
from wemi_desk.domain.days import bounds
from wemi_desk.domain.queue import CALLED, NO_ANSWER, WAITING
from wemi_desk.domain.volunteers import figures_of
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

CHANGED = Changes.of("day")
_STILL_THERE = {WAITING, CALLED, NO_ANSWER}


class DayService:
    """Figures of one day at this space."""

    def __init__(
        self, store: Store, session: DeskSession, last_backup_at: Callable[[], datetime | None] = lambda: None
    ) -> None:
        self._store = store
        self._session = session
        self._last_backup_at = last_backup_at

    def summary(self, day: date | None = None) -> DaySummary:
        """The day's figures: of everybody for who may see them, else the operator's own contacts."""
        self._session.require("see_day")
        day = day or self._session.clock.today()
        begin, end = bounds(day)
        only = None if self._session.allows("see_day_of_others") else self._session.operator.id
        with self._store.reading() as work:
            contacts = work.contacts.between(begin, end, only)
            by_reason, by_channel = counted(contacts)
            people = {contact.citizen_id for contact in contacts if contact.citizen_id}
            drafts = [one for one in work.drafts.of_space(self._session.space.code) if only in (None, one.author_id)]
            return DaySummary(
                day=day, contacts=len(contacts), anonymous=sum(not contact.citizen_id for contact in contacts),
                people=len(people), by_reason=by_reason, by_channel=by_channel,
                entered_later=sum(contact.entered_later for contact in contacts),
                registered=work.citizens.registered_between(begin, end),
                notices=len(work.notices.between(begin, end)), drafts=len(drafts),
                call_backs_due=len(work.call_backs.open_until(day)), to_verify=work.citizens.to_verify(),
                waiting=sum(ticket.state in _STILL_THERE for ticket in work.queue.of_day(day)),
                unsent=work.outbox.unsent(), oldest_unsent_at=work.outbox.oldest_unsent_at(),
                last_backup_at=self._last_backup_at(),
                incomplete=sum(is_incomplete(contact) for contact in contacts), closed_at=self._closed_at(work, day),
                aside=self._aside(work, day),
            )  # fmt: skip

    def close(self, day: date | None = None) -> datetime:
        """Write that the day's work was looked at and closed; what is unsent stays and leaves by itself."""
        self._session.require("see_day")
        day = day or self._session.clock.today()
        with self._store.work() as work:
            work.log(audit.CLOSE_DAY, "space", self._session.space.id, reason=day.isoformat())
            work.commit()
        return self._session.clock.now()

    def _aside(self, work: UnitOfWork, day: date) -> DayAside:
        """Of the whole space, as wemi.md 12 counts it: held and not planned, there and not enrolled."""
        begin, end = bounds(day)
        space = self._session.space.code
        held = [one for one in work.activity_dates.between(begin, end) if one.state == HELD and one.space_code == space]
        there = work.presences.of([one.id for one in held])
        hours = figures_of(work.volunteer_hours.between(space, day, day), day, day)
        promised = [one for one in work.appointments.between(begin, end, space) if one.status != CANCELLED]
        return DayAside(
            meetings=len(held),
            attendances=sum(one.unnamed + len(present(there.get(one.id, ()))) for one in held),
            volunteers=hours.active, volunteer_minutes=hours.minutes,
            booked=len(promised), missed=sum(one.status == NO_SHOW for one in promised),
        )  # fmt: skip

    def _closed_at(self, work: UnitOfWork, day: date) -> datetime | None:
        said = work.accesses(self._session.space.id)
        closed = [one.at for one in said if one.action == audit.CLOSE_DAY and one.reason == day.isoformat()]
        return max(closed, default=None)
