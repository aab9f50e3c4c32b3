"""Matters of digital paperwork: opened, gone through step by step, closed, taken up again weeks later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import CaseClosedError, CaseOpenAlreadyError, InvalidFieldError, RecordMissingError
from wemi_desk.domain.facilitation import FacilitationSession
from wemi_desk.domain.mandates import MandateId, Permission
from wemi_desk.domain.names import fitting
from wemi_desk.domain.note_watch import MAX_NOTE_LENGTH
from wemi_desk.domain.paperwork import PAPERWORK_TYPE, PaperworkType
from wemi_desk.domain.paperwork_cases import (
    ENDED,
    DocumentSeen,
    PaperworkCase,
    PaperworkCaseId,
    StepDone,
    check_closing,
)
from wemi_desk.services.citizens import living
from wemi_desk.services.deeds import PAPERWORK, remember
from wemi_desk.services.paperwork.reading import CaseShelf
from wemi_desk.services.paperwork.sittings import NewSitting
from wemi_desk.services.paperwork.undoing import let_attendances_follow, previous_values
from wemi_desk.services.ports import UnitOfWork

_MOST = {
    "note": MAX_NOTE_LENGTH, "reason": 200, "destination": 200, "next_text": 300, "external_reference": 60,
    "device_used": 40,
}  # fmt: skip
_CHANGEABLE = frozenset({*_MOST, "next_on", "autonomy_before", "autonomy_after", "application_id"})
_ALSO_WHEN_CLOSED = frozenset({"note", "external_reference", "autonomy_before", "autonomy_after", "device_used"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A matter that begins. *alone* False: somebody else is here for the person, with or without a paper. *again*: a
    second open one of the same type is wanted."""

    type_code: str
    citizen_id: CitizenId | None = None
    alone: bool = True
    mandate_id: MandateId | None = None
    application_id: UUID | None = None
    autonomy_before: int | None = None
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """How the matter ended, or why it goes on another day. None leaves what the case says already."""

    outcome: str
    reason: str = ""
    destination: str = ""
    next_on: date | None = None
    next_text: str = ""
    external_reference: str | None = None
    autonomy_before: int | None = None
    autonomy_after: int | None = None
    device_used: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """A case after its outcome or its naming, the sitting that was written with it, and the deed that undoes it."""

    case: PaperworkCase
    deed: Deed
    sitting: FacilitationSession | None = None


class PaperworkService(CaseShelf):
    """Every call blocks: use a lane. Nothing here can hold a password, PIN, PUK, OTP, IBAN or card number."""

    def may_begin(self, new: NewCase) -> Permission:
        """What the rule of the type says before anything is written."""
        with self._store.reading() as work:
            kind = self._offered(work, new.type_code)
            return self._acting.permission(work, kind, self._born(work, new, kind), alone=new.alone)

    # --- at the desk -------------------------------------------------------------------------------------------------

    def open(self, new: NewCase) -> PaperworkCase:
        """Raises RecordMissingError for a type that is not offered, CaseOpenAlreadyError, ActingRefusedError."""
        self._session.require("serve")
        with self._store.work() as work:
            kind = self._offered(work, new.type_code)
            case = self._born(work, new, kind)
            self._acting.require(work, kind, case, alone=new.alone)
            if case.citizen_id is not None and not new.again:
                _refuse_second(work, case)
            work.paperwork.cases.add(case)
            work.commit()
        return case

    def bring(self, case_id: UUID, text: str, *, here: bool = True) -> PaperworkCase:
        """One of the type's things to bring is here, or was not after all."""

        def ticked(case: PaperworkCase) -> PaperworkCase:
            others = tuple(one for one in case.brought if one != text)
            return case if here and text in case.brought else replace(case, brought=(*others, text) if here else others)

        return self._edit(case_id, ticked)

    def do_step(self, case_id: UUID, no: int, at: datetime | None = None) -> PaperworkCase:
        """A step is done, now or, typed later, *at*. A step somebody did already keeps the first word."""
        now = self._session.clock.now()
        if at is not None and at > now:
            raise InvalidFieldError("at", "in_future")

        def done(case: PaperworkCase) -> PaperworkCase:
            if case.done(no) is not None:
                return case
            step = StepDone(no=no, at=at or now, by=self._session.operator.id, entered_after=at is not None)
            return replace(case, steps_done=(*case.steps_done, step))

        return self._edit(case_id, done, acting=True)

    def undo_step(self, case_id: UUID, no: int) -> PaperworkCase:
        """It was not done after all."""
        return self._edit(
            case_id, lambda case: replace(case, steps_done=tuple(one for one in case.steps_done if one.no != no))
        )

    def see_document(self, case_id: UUID, kind: str, expires_on: date | None = None) -> PaperworkCase:
        """A document was looked at: its kind and its end, never its number. One that has ended is written too."""
        seen = DocumentSeen(kind=kind, expires_on=expires_on, seen_at=self._session.clock.now())

        def with_seen(case: PaperworkCase) -> PaperworkCase:
            others = tuple(one for one in case.documents_seen if one.kind != kind)
            return replace(case, documents_seen=(*others, seen))

        return self._edit(case_id, with_seen)

    def act_for(self, case_id: UUID, mandate_id: MandateId | None) -> PaperworkCase:
        """By which paper somebody is here for the person; None: the person is here. Raises ActingRefusedError."""
        return self._edit(case_id, lambda case: replace(case, mandate_id=mandate_id), acting=True)

    def change(self, case_id: UUID, **values: Any) -> PaperworkCase:
        """Fields of the form: note, next_on, next_text, external_reference, device_used, autonomy_before and _after,
        reason, destination, application_id. Raises InvalidFieldError, CaseClosedError."""
        unknown = set(values) - _CHANGEABLE
        if unknown:
            raise InvalidFieldError(min(unknown), "unknown")
        checked = {name: _fitting(name, value) for name, value in values.items()}
        return self._edit(
            case_id, lambda case: replace(case, **checked), when_closed=set(values) <= _ALSO_WHEN_CLOSED
        )

    def finish(self, case_id: UUID, closing: Closing, sitting: NewSitting | None = None) -> Finished:
        """The outcome and, in the same stroke, the sitting. With *started* or *to_complete* the case stays open for its
        next day. Raises InvalidFieldError for what the outcome needs, CaseClosedError when somebody was faster."""
        self._session.require("serve")
        with self._store.work() as work:
            before = self._open_case(work, case_id)
            after = self._closed(before, closing)
            check_closing(after, self._session.clock.today())
            work.paperwork.cases.replace(after)
            written = self._sittings.write(work, sitting) if sitting is not None else None
            detail = previous_values(before, after)
            deed = remember(work, self._session, PAPERWORK, after.id, detail=detail)
            work.commit()
        return Finished(after, deed, written)

    def name(self, case_id: UUID, citizen_id: CitizenId) -> Finished:
        """Begun without a name, it is this person's, and so are the sittings at which they were alone. Once: raises
        InvalidFieldError ``citizen_id:named`` for a case that has its person, ActingRefusedError."""
        self._session.require("serve")
        with self._store.work() as work:
            before = work.paperwork.cases.get(case_id)
            if before.citizen_id is not None:
                raise InvalidFieldError("citizen_id", "named")
            after = replace(before, citizen_id=living(work, citizen_id).id)
            kind = self._types.kind_of(work, after) if after.is_open else None
            if kind is not None:
                self._acting.require(work, kind, after)
            work.paperwork.cases.replace(after)
            let_attendances_follow(work, before, after)
            deed = remember(work, self._session, PAPERWORK, after.id, detail=previous_values(before, after))
            work.commit()
        return Finished(after, deed)

    def resume(self, case_id: UUID) -> PaperworkCase:
        """Taken up again, exactly where it stood: what was brought and done stays, the outcome is open."""
        self._session.require("serve")
        with self._store.work() as work:
            before = work.paperwork.cases.get(case_id)
            after = replace(before, outcome="", reason="", destination="", closed_at=None, closed_by=None)
            work.paperwork.cases.replace(after)
            work.commit()
        return after

    # --- inside ------------------------------------------------------------------------------------------------------

    def _offered(self, work: UnitOfWork, code: str) -> PaperworkType:
        today = self._session.clock.today()
        found = (one for one in self._types.known(work).offered_on(today) if one.code == code)
        kind = next(found, None)
        if kind is None:
            raise RecordMissingError(PAPERWORK_TYPE)
        return kind

    def _born(self, work: UnitOfWork, new: NewCase, kind: PaperworkType) -> PaperworkCase:
        return PaperworkCase(
            id=PaperworkCaseId(self._session.ids()), space_code=self._session.space.code,
            operator_id=self._session.operator.id, type_code=kind.code, type_version=kind.version,
            type_title=kind.title, citizen_id=living(work, new.citizen_id).id if new.citizen_id else None,
            mandate_id=new.mandate_id, application_id=new.application_id, autonomy_before=new.autonomy_before,
            opened_at=self._session.clock.now(),
        )  # fmt: skip

    def _closed(self, case: PaperworkCase, closing: Closing) -> PaperworkCase:
        said = {name: value for name in (*_MOST, "autonomy_before", "autonomy_after")
                if (value := getattr(closing, name)) is not None}  # fmt: skip
        checked = {name: _fitting(name, value) for name, value in said.items()}
        ended = closing.outcome in ENDED
        return replace(
            case, outcome=closing.outcome, next_on=None if ended else closing.next_on or case.next_on,
            closed_at=self._session.clock.now() if ended else None, closed_by=self._session.operator.id, **checked,
        )  # fmt: skip

    def _open_case(self, work: UnitOfWork, case_id: UUID) -> PaperworkCase:
        case = work.paperwork.cases.get(case_id)
        if case.closed_at is not None:
            raise CaseClosedError(case.outcome, case.closed_by, case.closed_at)
        return case

    def _edit(
        self, case_id: UUID, change: Callable[[PaperworkCase], PaperworkCase], *, acting: bool = False,
        when_closed: bool = False,
    ) -> PaperworkCase:  # fmt: skip
        self._session.require("serve")
        with self._store.work() as work:
            before = work.paperwork.cases.get(case_id) if when_closed else self._open_case(work, case_id)
            after = change(before)
            kind = self._types.kind_of(work, after) if acting else None
            if kind is not None:
                self._acting.require(work, kind, after)
            if after != before:
                work.paperwork.cases.replace(after)
                work.commit()
        return after


def _refuse_second(work: UnitOfWork, case: PaperworkCase) -> None:
    assert case.citizen_id is not None
    same = (one for one in work.paperwork.cases.of(case.citizen_id) if one.is_open and one.type_code == case.type_code)
    standing = next(same, None)
    if standing is not None:
        raise CaseOpenAlreadyError(standing.id)


def _fitting(name: str, value: Any) -> Any:
    return fitting(name, value.strip(), _MOST[name]) if isinstance(value, str) else value
