"""Undo instead of "are you sure": each act leaves a deed, and a deed can be undone today."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from wemi_desk.domain import audit
from wemi_desk.domain.acts import SET
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.contacts import ContactCancellation, ContactId
from wemi_desk.domain.days import bounds
from wemi_desk.domain.deeds import Deed, DeedId
from wemi_desk.domain.errors import NothingToUndoError
from wemi_desk.domain.households import HouseholdMember
from wemi_desk.services.agenda.following import let_appointment_follow
from wemi_desk.services.agenda.undoing import take_back as take_back_agenda
from wemi_desk.services.courses.undoing import take_back
from wemi_desk.services.paperwork.undoing import as_before as paperwork_before
from wemi_desk.services.paperwork.undoing import let_attendances_follow
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

CONTACT, BATCH, REGISTRATION, CHANGE = "contact", "batch", "registration", "change"
NOTICE, TICKET, CALL_BACK, MERGE = "notice", "ticket", "call_back", "merge"
CORRECTION, REFERRAL, ANSWERED, HOUSEHOLD = "correction", "referral", "answer", "household"
ENROLMENT, TURN = "enrolment", "turn"
AGENDA = "agenda"
ORIENTATION, SENT_ON = "orientation", "sent_on"
PAPERWORK = "paperwork"
RECORDS = "records"  # fields of activities and volunteers, as they were
SHARED = "shared_services"
JOINED, LEFT = "joined", "left"  # what a household's deed was


def remember(
    work: UnitOfWork, session: DeskSession, kind: str, *objects: UUID, detail: str = "", form_id: UUID | None = None
) -> Deed:
    """Write down, in the act's own transaction, that it can be undone; the draft of its form is done with."""
    deed = Deed(
        id=DeedId(session.ids()),
        kind=kind,
        operator_id=session.operator.id,
        space_code=session.space.code,
        objects=tuple(str(one) for one in objects),
        detail=detail,
        done_at=session.clock.now(),
        form_id=form_id,
    )
    work.deeds.add(deed)
    if form_id is not None:
        work.drafts.remove(form_id)
    return deed


def of_form(work: UnitOfWork, session: DeskSession, form_id: UUID | None) -> Deed | None:
    """The deed that recorded this form and still stands: a key that bounces records nothing twice (S06)."""
    deed = None if form_id is None else work.deeds.of_form(form_id)
    return deed if deed is not None and deed.operator_id == session.operator.id else None


def refuse_undone(work: UnitOfWork, deed_id: DeedId) -> None:
    """Raise NothingToUndoError when the deed was undone, or put right, already."""
    deed = work.deeds.find(deed_id)
    if deed is None or deed.undone_at is not None:
        raise NothingToUndoError


class UndoService:
    """Undoes the last act, or a chosen one of today. It writes new records, it deletes nothing."""

    def __init__(self, store: Store, session: DeskSession) -> None:
        self._store = store
        self._session = session

    def undo(self, deed_id: DeedId | None = None) -> tuple[Deed, Changes]:
        """Undo *deed_id*, or the newest deed of this operator; raises NothingToUndoError."""
        with self._store.work() as work:
            deed = self._choose(work, deed_id)
            for object_id in reversed(deed.objects):
                self._take_back(work, deed, UUID(object_id))
            work.deeds.mark_undone(deed.id, self._session.clock.now())
            work.log(audit.UNDO, deed.kind, UUID(deed.objects[0]))
            work.commit()
        changed = (
            "contacts", "citizens", "households", "queue", "call_backs", "outbox", "timeline", "questions",
            "courses", "workstations", "paperwork", "volunteers", "agenda", "handover",
            "shared_services", "referrals",
        )  # fmt: skip
        return deed, Changes.of(*changed)

    def last(self) -> Deed | None:
        """What Ctrl+Z would undo."""
        with self._store.reading() as work:
            return work.deeds.last(self._session.operator.id, self._since())

    def _choose(self, work: UnitOfWork, deed_id: DeedId | None) -> Deed:
        since = self._since()
        deed = work.deeds.find(deed_id) if deed_id else work.deeds.last(self._session.operator.id, since)
        mine = deed is not None and deed.operator_id == self._session.operator.id
        if deed is None or not mine or deed.undone_at is not None or deed.done_at < since:
            raise NothingToUndoError
        return deed

    def _since(self) -> datetime:
        return bounds(self._session.clock.today())[0]

    def _take_back(self, work: UnitOfWork, deed: Deed, object_id: UUID) -> None:
        ways: dict[str, Callable[[UnitOfWork, UUID, str], None]] = {
            CONTACT: self._cancel_contact,
            BATCH: self._cancel_contact,
            CORRECTION: self._bring_back,
            REGISTRATION: self._withdraw,
            CHANGE: self._change_back,
            NOTICE: self._cancel_notice,
            TICKET: self._put_ticket_back,
            CALL_BACK: self._reopen,
            REFERRAL: self._wait_again,
            ANSWERED: self._unsay,
            HOUSEHOLD: self._put_in_place,
            ENROLMENT: self._enrol_back,
            TURN: self._turn_back,
            PAPERWORK: self._open_again,
            RECORDS: take_back,
            SHARED: partial(_share_back, self._session),
            AGENDA: lambda work, one, detail: take_back_agenda(work, self._session, one, detail),
            ORIENTATION: partial(_unfollow, self._session),
            SENT_ON: partial(_unfollow, self._session),
        }
        ways[deed.kind](work, object_id, deed.detail)

    def _cancel_contact(self, work: UnitOfWork, object_id: UUID, _detail: str) -> None:
        now = self._session.clock.now()
        if work.contacts.find(object_id) is None:  # a promise or referral made with the contact
            promise = work.call_backs.find(object_id)
            if promise is not None and promise.is_open:
                work.call_backs.replace(replace(promise, result="closed", closed_at=now))
            return
        work.records(ContactCancellation).add(
            ContactCancellation(
                id=self._session.ids(),
                contact_id=ContactId(object_id),
                reason="undo",
                cancelled_at=now,
                cancelled_by=self._session.operator.id,
            )
        )

    def _bring_back(self, work: UnitOfWork, wrong: UUID, right: str) -> None:
        """What was written before a correction counts again, as a new contact: nothing is ever deleted."""
        before, now = work.contacts.get(UUID(right)), self._session.clock.now()
        work.contacts.add(before.in_place_of(ContactId(wrong), ContactId(self._session.ids()), now))

    def _withdraw(self, work: UnitOfWork, object_id: UUID, begun: str) -> None:
        """Not once the record stands for two: withdrawing it would hide somebody else's history.

        A child takes the household along that *begun*, the place of its adult, made.
        """
        if any(merge.undone_at is None for merge in work.citizens.merges_of(object_id)):
            raise NothingToUndoError
        citizen = work.citizens.get(object_id)
        work.citizens.replace(replace(citizen, withdrawn_at=self._session.clock.now()))
        for place in work.household_members.of_citizen(object_id):
            self._end_place(work, place)
        if begun:
            self._end_place(work, work.household_members.get(UUID(begun)))

    def _put_in_place(self, work: UnitOfWork, object_id: UUID, step: str) -> None:
        """Who joined leaves, who left is back; whoever belongs to another household by now stays there."""
        place = work.household_members.get(object_id)
        if step == JOINED:
            self._end_place(work, place)
        elif any(one.left_on is None for one in work.household_members.of_citizen(place.citizen_id)):
            raise NothingToUndoError
        else:
            work.household_members.replace(replace(place, left_on=None))

    def _end_place(self, work: UnitOfWork, place: HouseholdMember) -> None:
        """From today; who began the household stays while somebody else is in it."""
        others = [one for one in work.household_members.of_household(place.household_id) if one.id != place.id]
        is_needed = place.relation == "applicant" and any(one.left_on is None for one in others)
        if place.left_on is None and not is_needed:
            work.household_members.replace(replace(place, left_on=self._session.clock.today()))

    def _change_back(self, work: UnitOfWork, object_id: UUID, detail: str) -> None:
        work.citizens.replace(_as_before(work.citizens.get(object_id), detail))

    def _cancel_notice(self, work: UnitOfWork, object_id: UUID, _detail: str) -> None:
        work.notices.replace(replace(work.notices.get(object_id), cancelled_at=self._session.clock.now()))

    def _wait_again(self, work: UnitOfWork, object_id: UUID, status: str) -> None:
        work.referrals.replace(replace(work.referrals.get(object_id), status=status, answered_at=None))

    def _unsay(self, work: UnitOfWork, _question: UUID, detail: str) -> None:
        """The value that stood before the answer stands again; two people made one are separated elsewhere."""
        if not detail:
            raise NothingToUndoError
        said = json.loads(detail)
        back = {said["field"]: [said["chosen"], said["stood"]]}
        work.acts.say(SET, said["kind"], UUID(said["record_id"]), UUID(said["subject_id"]), back)

    def _open_again(self, work: UnitOfWork, object_id: UUID, detail: str) -> None:
        cases = work.paperwork.cases
        stood = cases.get(object_id)
        back = paperwork_before(stood, detail)
        cases.replace(back)
        let_attendances_follow(work, stood, back)

    def _put_ticket_back(self, work: UnitOfWork, object_id: UUID, state: str) -> None:
        ticket = work.queue.get(object_id)
        now, by = self._session.clock.now(), self._session.operator.id
        if ticket.changed_by != by:  # a colleague has taken it on since
            raise NothingToUndoError
        back = replace(ticket, state=state, changed_at=now, changed_by=by)
        work.queue.replace(back)
        let_appointment_follow(work, back, now, by)

    def _enrol_back(self, work: UnitOfWork, object_id: UUID, step: str) -> None:
        """Who was enrolled is not any more, who left is back where they stood."""
        gone = self._session.clock.now() if step == JOINED else None
        work.enrolments.replace(replace(work.enrolments.get(object_id), cancelled_at=gone))

    def _turn_back(self, work: UnitOfWork, object_id: UUID, state: str) -> None:
        turn, now, by = work.workstation_turns.get(object_id), self._session.clock.now(), self._session.operator.id
        if turn.changed_by != by:  # a colleague has taken it on since
            raise NothingToUndoError
        work.workstation_turns.replace(turn.moved(state, at=now, by=by))

    def _reopen(self, work: UnitOfWork, object_id: UUID, detail: str) -> None:
        before = json.loads(detail)
        promise = work.call_backs.get(object_id)
        due = date.fromisoformat(before["due_on"])
        work.call_backs.replace(replace(promise, due_on=due, tries=before["tries"], result=None, closed_at=None))


def _share_back(session: DeskSession, work: UnitOfWork, object_id: UUID, detail: str) -> None:
    from wemi_desk.services.shared_services.undoing import take_back

    take_back(session, work, object_id, detail)


def _unfollow(session: DeskSession, work: UnitOfWork, object_id: UUID, detail: str) -> None:
    """An orientation or a referral: taken back, or without what was last said of it."""
    from wemi_desk.services.catalogue.following import as_before

    oriented = work.orientations.find(object_id)
    if oriented is not None:
        gone = replace(oriented, cancelled_at=session.clock.now())
        work.orientations.replace(as_before(oriented, detail) if detail else gone)
        return
    sent = work.referrals.get(object_id)
    work.referrals.replace(as_before(sent, detail) if detail else replace(sent, cancelled_at=session.clock.now()))


def previous_values(before: Citizen, after: Citizen) -> str:
    """What undoing a change needs: ``{field: [before, after]}`` of the changed fields, as JSON."""
    pairs = {name: [getattr(before, name), getattr(after, name)] for name in Citizen.__dataclass_fields__}
    return json.dumps({name: pair for name, pair in pairs.items() if pair[0] != pair[1]}, default=str)


def _as_before(citizen: Citizen, detail: str) -> Citizen:
    """The old values, except where somebody has written another one since."""
    pairs = {name: [_value(name, one) for one in pair] for name, pair in json.loads(detail).items()}
    return replace(citizen, **{name: old for name, (old, new) in pairs.items() if getattr(citizen, name) == new})


def _value(name: str, text: Any) -> Any:
    return date.fromisoformat(text) if name == "birth_date" and text else text
