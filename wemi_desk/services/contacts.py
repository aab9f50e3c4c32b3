"""Writing down what happened: in two keys, or with everything a visit asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from wemi_desk.domain.call_backs import CallBack, CallBackId
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.contacts import NOTE_LIMIT, Contact, ContactId, duration_band
from wemi_desk.domain.days import bounds, rome_day
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.names import fitting
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.referrals import Referral
from wemi_desk.services import deeds
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

MOST_IN_A_BATCH = 50
MOST_DAYS_LATE = 31
_LONGEST_LINE = 200
# lists whose name is not that of the field of RecordContact
_FIELD_OF = {
    "need": "needs", "answer": "answers", "destination": "destinations", "contact_outcome": "outcome",
    "duration_band": "duration",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordContact:
    """What the visit's form holds; empty means "as the list's default says"."""

    reason: str | None = None
    needs: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    service_text: str = ""
    outcome: str = "solved"
    note: str = ""
    channel: str = "desk"
    first_time: str = "unknown"
    asking_for: str = "self"
    age_band: str = "not_recorded"
    gender: str = "not_recorded"
    municipio: str = "unknown"
    language: str = "it"
    citizen_id: CitizenId | None = None
    began_at: datetime | None = None
    duration: str | None = None
    call_back_on: date | None = None
    call_back_reason: str = ""
    draft_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A contact that is safely written, and the deed that undoes it."""

    contact: Contact
    deed: Deed
    changes: Changes


class ContactService:
    """Contacts of this operator at this space."""

    def __init__(self, store: Store, session: DeskSession, lists: PickLists) -> None:
        self._store = store
        self._session = session
        self._lists = lists

    def quick(self, key: str, channel: str = "desk") -> Recorded:
        """An anonymous contact for shortcut *key* (a digit or a code), now."""
        return self.record(RecordContact(reason=key, channel=channel))

    def record(self, command: RecordContact) -> Recorded:
        """Write a contact with its promise and referral; raises InvalidFieldError, NotAllowedError.

        A form (*draft_id*) is recorded once, however often its key was pressed.
        """
        self._session.require("serve")
        contact = self._contact(command)
        promise = self._promise(command, contact)
        with self._store.work() as work:
            known = self._recorded_before(work, command)
            if known is not None:
                return known
            work.contacts.add(contact)
            made: list[UUID] = [contact.id]
            if promise is not None:
                work.call_backs.add(promise)
                made.append(promise.id)
            for destination in contact.destinations:
                work.records(Referral).add(self._referral(contact, destination, command))
            deed = deeds.remember(work, self._session, deeds.CONTACT, *made, form_id=command.draft_id)
            work.commit()
        return Recorded(contact, deed, Changes.of("contacts", "call_backs", "drafts", "timeline", "outbox"))

    def with_channel(self, recorded: Recorded, channel: str) -> Recorded:
        """The contact just made came another way: a new one that corrects it, and one deed that undoes both."""
        self._session.require("serve")
        self._lists["channel"].require("channel", channel)
        with self._store.work() as work:
            deeds.refuse_undone(work, recorded.deed.id)
            contact = self._corrected(work, recorded.contact.id, channel)
            work.deeds.mark_undone(recorded.deed.id, contact.recorded_at)
            others = [UUID(one) for one in recorded.deed.objects if UUID(one) != recorded.contact.id]
            deed = deeds.remember(work, self._session, deeds.CONTACT, contact.id, *others)
            work.commit()
        return Recorded(contact, deed, Changes.of("contacts", "timeline", "outbox"))

    def repeated(self, contact_id: ContactId, times: int) -> Recorded:
        """Make the contact *times* equal ones of one batch (a run of telephone calls)."""
        self._session.require("serve")
        if not 2 <= times <= MOST_IN_A_BATCH:
            raise InvalidFieldError("times", "not_so_many", limit=MOST_IN_A_BATCH)
        with self._store.work() as work:
            first = work.contacts.get(contact_id)
            if work.contacts.cancellation_of(contact_id) is not None:
                raise InvalidFieldError("contact_id", "cancelled")
            model = replace(first, batch_id=first.batch_id or self._session.ids(), corrects=None)
            copies = [replace(model, id=ContactId(self._session.ids())) for _ in range(times - 1)]
            for copy in copies:
                work.contacts.add(copy)
            deed = deeds.remember(work, self._session, deeds.BATCH, *(copy.id for copy in copies))
            work.commit()
        return Recorded(first, deed, Changes.of("contacts", "outbox"))

    def of_day(self, day: date, everybody: bool = False) -> list[Contact]:
        """Contacts of *day* that count, newest first; those of colleagues only for who may see them."""
        if everybody:
            self._session.require("see_day_of_others")
        begin, end = bounds(day)
        with self._store.reading() as work:
            return list(work.contacts.between(begin, end, None if everybody else self._session.operator.id))

    def _contact(self, command: RecordContact) -> Contact:
        now = self._session.clock.now()
        began = min(command.began_at or now, now)
        if rome_day(now) - rome_day(began) > timedelta(days=MOST_DAYS_LATE):
            raise InvalidFieldError("started_at", "too_long_ago", limit=MOST_DAYS_LATE)
        needs, answers = self._coded(command)
        return Contact(
            id=ContactId(self._session.ids()), space_code=self._session.space.code,
            operator_id=self._session.operator.id, started_at=began, recorded_at=now,
            duration_band=self._duration(command, began, now), duration_typed=command.duration is not None,
            channel=self._code("channel", command.channel),
            first_time=self._code("first_time", command.first_time),
            asking_for=self._code("asking_for", command.asking_for),
            age_band=self._code("age_band", command.age_band), gender=self._code("gender", command.gender),
            municipio=self._code("municipio", command.municipio), language=self._code("language", command.language),
            reason=self._lists.quick_reason(command.reason).code if command.reason else None,
            needs=needs, answers=answers, destinations=self._codes("destination", command.destinations),
            service_text=fitting("service_text", command.service_text, _LONGEST_LINE),
            outcome=self._code("contact_outcome", command.outcome),
            note=fitting("note", command.note, NOTE_LIMIT), entered_later=rome_day(began) != rome_day(now),
            citizen_id=command.citizen_id,
        )  # fmt: skip

    def _duration(self, command: RecordContact, began: datetime, now: datetime) -> str:
        """As typed, else as timed; nobody timed the work of another day, so that is the list's default."""
        if command.duration is not None:
            return self._code("duration_band", command.duration)
        if rome_day(began) != rome_day(now):
            return self._lists["duration_band"].default or duration_band(0)
        return duration_band((now - began).total_seconds() / 60)

    def _recorded_before(self, work: UnitOfWork, command: RecordContact) -> Recorded | None:
        deed = deeds.of_form(work, self._session, command.draft_id)
        if deed is None:
            return None
        return Recorded(work.contacts.get(UUID(deed.objects[0])), deed, Changes())

    def _coded(self, command: RecordContact) -> tuple[tuple[str, ...], tuple[str, ...]]:
        needs = self._codes("need", command.needs)
        answers = self._codes("answer", command.answers)
        if command.reason:
            said = self._lists.quick_reason(command.reason).data
            needs, answers = needs or (said["need"],), answers or (said["answer"],)
        return needs, answers

    def _codes(self, name: str, codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self._code(name, code) for code in codes)

    def _code(self, name: str, code: str) -> str:
        return self._lists[name].require(_FIELD_OF.get(name, name), code)

    def _promise(self, command: RecordContact, contact: Contact) -> CallBack | None:
        if command.call_back_on is None:
            return None
        if command.citizen_id is None:
            raise InvalidFieldError("call_back_on", "needs_person")
        if command.call_back_on < rome_day(contact.recorded_at):
            raise InvalidFieldError("call_back_on", "in_past")
        return CallBack(
            id=CallBackId(self._session.ids()), space_code=contact.space_code, citizen_id=command.citizen_id,
            contact_id=contact.id, due_on=command.call_back_on,
            reason=fitting("call_back_reason", command.call_back_reason, _LONGEST_LINE),
            created_at=contact.recorded_at, created_by=contact.operator_id,
        )  # fmt: skip

    def _referral(self, contact: Contact, destination: str, command: RecordContact) -> Referral:
        return Referral(
            id=self._session.ids(), space_code=contact.space_code, contact_id=contact.id,
            citizen_id=contact.citizen_id, destination=destination, service_text=contact.service_text,
            due_on=command.call_back_on, sent_at=contact.recorded_at,
        )  # fmt: skip

    def _corrected(self, work: UnitOfWork, contact_id: ContactId, channel: str) -> Contact:
        first = work.contacts.get(contact_id)
        now = self._session.clock.now()
        later = replace(first, id=ContactId(self._session.ids()), corrects=first.id, channel=channel, recorded_at=now)
        work.contacts.add(later)
        return later
