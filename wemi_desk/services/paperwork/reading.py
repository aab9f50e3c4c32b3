"""One case as a screen and a slip show it, read in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wemi_desk.domain import audit
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.mandates import Mandate, Permission
from wemi_desk.domain.paperwork import DatedWarning, PaperworkType
from wemi_desk.domain.paperwork_cases import (
    DocumentWarning,
    PaperworkCase,
    document_warnings,
    is_due,
    is_flagged,
    missing_to_bring,
    next_step,
)
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.questions import Question
from wemi_desk.services.paperwork.acting import Acting
from wemi_desk.services.paperwork.catalogue import PaperworkTypes
from wemi_desk.services.paperwork.sittings import SittingLine, SittingService, lines_of
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseGuide:
    """*kind* is the version the case began with, withdrawn or not; None where this desk has no such version: then the
    case shows what it says itself."""

    case: PaperworkCase
    kind: PaperworkType | None
    missing: tuple[str, ...]
    """What the person must still bring."""
    next_no: int | None
    """The step that is next."""
    permission: Permission
    mandate: Mandate | None
    warnings: tuple[DatedWarning, ...]
    document_warnings: tuple[DocumentWarning, ...]
    sittings: Sequence[SittingLine]
    minutes: int
    """Of all its sittings; those shared with another matter are counted here and there, but once in any total."""
    questions: Sequence[Question]
    """What two desks said differently of this case."""
    twins: Sequence[PaperworkCase]
    """Other open cases of the same person and type: begun at another desk without a line, or on purpose."""
    is_flagged: bool
    is_due: bool
    is_withdrawn: bool
    """Its type is not offered any more; the case goes on all the same."""


class CaseShelf:
    """What is there to be taken up; the verbs stand in services.paperwork.cases."""

    def __init__(
        self, store: Store, session: DeskSession, types: PaperworkTypes, sittings: SittingService, acting: Acting,
        lists: PickLists | None = None,
    ) -> None:  # fmt: skip
        self._store = store
        self._session = session
        self._types = types
        self._sittings = sittings
        self._acting = acting
        self._in_doubt = _in_doubt(lists)

    def get(self, case_id: UUID) -> PaperworkCase:
        """Raises RecordMissingError."""
        with self._store.reading() as work:
            return work.paperwork.cases.get(case_id)

    def guide(self, case_id: UUID) -> CaseGuide:
        """Everything the screen of one case shows, read at once."""
        with self._store.reading() as work:
            return self._guide(work, case_id)

    def enter(self, case_id: UUID) -> CaseGuide:
        """As :meth:`guide`, from a list of cases: opening it is an access of its person."""
        self._session.require("open_person")
        with self._store.work() as work:
            guide = self._guide(work, case_id)
            if guide.case.citizen_id is not None:
                work.log(audit.OPEN_PERSON, "citizen", guide.case.citizen_id, reason="paperwork")
                work.commit()
        return guide

    def of(self, citizen_id: CitizenId) -> Sequence[PaperworkCase]:
        """Those of one person, newest first."""
        with self._store.reading() as work:
            return work.paperwork.cases.of(citizen_id)

    def open_here(self) -> Sequence[PaperworkCase]:
        """Those of this space that nobody closed: what is due first, then the oldest."""
        today = self._session.clock.today()
        with self._store.reading() as work:
            found = work.paperwork.cases.open_at(self._session.space.code)
        return sorted(found, key=lambda one: (not is_due(one, today), one.next_on or date.max, one.opened_at))

    def due(self) -> Sequence[PaperworkCase]:
        """Open ones of this space whose next day has come."""
        today = self._session.clock.today()
        return [one for one in self.open_here() if is_due(one, today)]

    def flagged(self) -> Sequence[PaperworkCase]:
        """Open ones of this space that nobody gave a next day, for longer than its habits allow."""
        now = self._session.clock.now()
        with self._store.reading() as work:
            after = self._types.habits(work).forgotten_after
        return [one for one in self.open_here() if is_flagged(one, now, after)]

    def open_before(self, citizen_id: CitizenId, type_code: str) -> Sequence[PaperworkCase]:
        """Open cases of the same person and type, newest first: taken up again rather than begun twice."""
        return [one for one in self.of(citizen_id) if one.is_open and one.type_code == type_code]

    def _guide(self, work: UnitOfWork, case_id: UUID) -> CaseGuide:
        case = work.paperwork.cases.get(case_id)
        kind, today = self._types.kind_of(work, case), self._session.clock.today()
        sittings = lines_of(work, case.id)
        return CaseGuide(
            case=case, kind=kind, missing=missing_to_bring(case, kind) if kind else (),
            next_no=next_step(case, kind) if kind else None,
            permission=self._acting.permission(work, kind, case) if kind else Permission("allowed"),
            mandate=work.paperwork.mandates.find(case.mandate_id) if case.mandate_id else None,
            warnings=kind.warnings_on(today) if kind else (),
            document_warnings=document_warnings(case, today, self._in_doubt), sittings=sittings,
            minutes=sum(one.sitting.minutes for one in sittings),
            questions=[one for one in work.questions.about(case.citizen_id or case.id) if one.record_id == case.id],
            twins=_twins(work, case),
            is_flagged=is_flagged(case, self._session.clock.now(), self._types.habits(work).forgotten_after),
            is_due=is_due(case, today), is_withdrawn=not self._types.known(work).is_offered_on(case.type_code, today),
        )  # fmt: skip


def _twins(work: UnitOfWork, case: PaperworkCase) -> Sequence[PaperworkCase]:
    if case.citizen_id is None or not case.is_open:
        return ()
    others = (one for one in work.paperwork.cases.of(case.citizen_id) if one.id != case.id and one.is_open)
    return [one for one in others if one.type_code == case.type_code]


def _in_doubt(lists: PickLists | None) -> Mapping[str, date]:
    """Kinds of identity document, and from which day sources disagree on them."""
    items = lists["identity_document"].items if lists is not None else ()
    return {one.code: date.fromisoformat(one.data["warn_from"]) for one in items if "warn_from" in one.data}
