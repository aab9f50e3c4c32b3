"""The papers of applications and vouchers, read from what is recorded and put together for the printer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from wemi_desk.domain.application_papers import (
    ApplicationReceipt,
    ApplicationSummary,
    MissingList,
)
from wemi_desk.domain.applications import DESK_STATES, Application
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.eligibility_results import EligibilityResult, result_from_plain
from wemi_desk.domain.errors import RecordMissingError
from wemi_desk.domain.isee import IseeCertificate
from wemi_desk.domain.measures import MeasureVersion
from wemi_desk.domain.papers import Paper
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.services.application_ports import CasesDoor, FollowUpsDoor, VouchersDoor
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

if TYPE_CHECKING:
    from wemi_desk.services.application_paper_contents import Case


class MeasureSource(Protocol):
    """What the papers ask of the measures."""

    def find(self, code: str, version: int = 0) -> MeasureVersion | None: ...

    def evaluate(self, application: Application) -> EligibilityResult:
        """As if it were received now. Raises RecordMissingError."""
        ...


@dataclass(frozen=True, slots=True)
class PaperDoors:
    """Where the papers read what they say."""

    cases: CasesDoor
    vouchers: VouchersDoor
    follow_ups: FollowUpsDoor
    measures: MeasureSource


class ApplicationPapers:
    """One method for each paper; every call blocks: use a lane. Words are loaded with the first paper."""

    def __init__(self, store: Store, session: DeskSession, lists: PickLists, doors: PaperDoors) -> None:
        self._store = store
        self._session = session
        self._lists = lists
        self._doors = doors

    def summary(self, application_id: UUID) -> Paper:
        """What the applicant reads and signs."""
        from wemi_desk.services.application_paper_contents import summary

        case = self._case(application_id)
        return _paper(summary(case), case)

    def missing(self, application_id: UUID) -> Paper:
        """What to bring or do."""
        from wemi_desk.services.application_paper_contents import missing_list

        case = self._case(application_id)
        return _paper(missing_list(case), case)

    def receipt(self, application_id: UUID) -> Paper:
        """What goes home: with the number where there is one, and plainly without where there is none."""
        from wemi_desk.services.application_receipt_contents import receipt

        case = self._case(application_id)
        return _paper(receipt(case), case)

    def voucher(self, voucher_id: UUID, price_cents: int | None = None) -> Paper:
        """The letter of a voucher, with the three numbers of *price_cents* if one is asked about."""
        from wemi_desk.services.application_paper_contents import application_code
        from wemi_desk.services.voucher_paper_contents import Credit, voucher_letter

        self._session.require("serve")
        doors, now = self._doors, self._session.clock.now()
        voucher = doors.vouchers.get(voucher_id)
        with self._store.reading() as work:
            holder = work.citizens.find(voucher.citizen_id)
            child = work.citizens.find(voucher.beneficiary_id) if voucher.beneficiary_id else None
            application = work.records(Application).find(voucher.application_id) if voucher.application_id else None
        version = application.measure_version if application else 0
        credit = Credit(
            voucher=voucher, movements=doors.vouchers.movements(voucher_id), holder=holder, space=self._session.space,
            now=now, measure=doors.measures.find(voucher.measure_code, version),
            code=application_code(application) if application else "",
            beneficiary_protected=child is not None and child.is_protected,
        )  # fmt: skip
        return Paper(voucher_letter(credit, price_cents), voucher.id, voucher.citizen_id)

    def list_of_measure(self, measure_code: str) -> Paper:
        """The applications of one measure by protocol or code; those of protected people stay out."""
        from wemi_desk.services.list_paper_contents import measure_list

        self._session.require("serve")
        measure = self._doors.measures.find(measure_code)
        if measure is None:
            raise RecordMissingError("measure")
        with self._store.reading() as work:
            found = [one for one in work.case_papers.applications_for(measure_code) if not _is_hidden(work, one)]
        return Paper(measure_list(measure, found, self._session.space))

    def follow_ups(self, reasons: Collection[str] = ()) -> Paper:
        """The follow-up list as it stands, by code; those of protected people stay out."""
        from wemi_desk.services.list_paper_contents import follow_up_list

        self._session.require("serve")
        lines = self._doors.follow_ups.lines(reasons)
        with self._store.reading() as work:
            shown = [line for line in lines if not _is_protected(work.citizens.find(line.citizen_id))]
        return Paper(follow_up_list(shown, self._session.space, self._session.clock.now()))

    def _case(self, application_id: UUID) -> Case:
        from wemi_desk.services.application_paper_contents import Case

        self._session.require("serve")
        doors, now = self._doors, self._session.clock.now()
        application = doors.cases.get(application_id)
        with self._store.reading() as work:
            applicant = work.citizens.get(application.citizen_id)
            beneficiary = work.citizens.get(application.beneficiary_id)
            isee = work.records(IseeCertificate).find(application.isee_id) if application.isee_id else None
            saved_at = work.case_papers.last_written(application.id) or application.created_at
        is_ours = application.state in DESK_STATES
        return Case(
            application=application, applicant=applicant, beneficiary=beneficiary, space=self._session.space, now=now,
            saved_at=saved_at,
            measure=doors.measures.find(application.measure_code, application.measure_version), isee=isee,
            result=self._result(application, is_ours),
            missing=tuple(doors.cases.missing(application_id)) if is_ours else (),
            helper=self._session.operator.shown_name, document_kinds=_labels(self._lists),
        )  # fmt: skip

    def _result(self, application: Application, is_ours: bool) -> EligibilityResult | None:
        """Judged now while it is the desk's; afterwards what the centre judged, or what was kept with it."""
        if not is_ours:
            return _kept(application.judged) or _kept(application.eligibility)
        try:
            return self._doors.measures.evaluate(application)
        except RecordMissingError:
            return None


def _kept(plain: Mapping[str, Any]) -> EligibilityResult | None:
    try:
        return result_from_plain(plain) if plain else None
    except (KeyError, TypeError, ValueError):  # written by another version of the program
        return None


def _paper(content: ApplicationSummary | MissingList | ApplicationReceipt, case: Case) -> Paper:
    return Paper(content, case.application.id, case.applicant.id)


def _labels(lists: PickLists) -> Mapping[str, str]:
    return {item.code: item.label for item in lists["identity_document"].items}


def _is_hidden(work: UnitOfWork, application: Application) -> bool:
    return any(_is_protected(work.citizens.find(one)) for one in (application.citizen_id, application.beneficiary_id))


def _is_protected(person: Citizen | None) -> bool:
    return person is not None and person.is_protected
