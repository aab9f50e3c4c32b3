"""What this citizen takes home: which papers fit, what they say, and the record that one was printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from wemi_desk.domain.applications import Application
from wemi_desk.domain.call_backs import CallBack
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.contacts import Contact
from wemi_desk.domain.days import bounds
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.papers import (
    AnyState,
    AppointmentState,
    CaseState,
    MatterState,
    NoticePaper,
    Paper,
    PaperKind,
    SlipState,
)
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.prints import PrintRecord
from wemi_desk.domain.privacy_notices import PrivacyNoticeRecord
from wemi_desk.domain.slip_codes import days_of, slip_code
from wemi_desk.domain.slips import NextStep, Slip
from wemi_desk.domain.vouchers import Voucher
from wemi_desk.i18n import _
from wemi_desk.services import deeds
from wemi_desk.services.citizens import living
from wemi_desk.services.paper_contents import contact_slip, things_to_bring
from wemi_desk.services.paper_ports import Papers, PrivacyNotices
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

_DRAWN_BY = {
    PaperKind.SLIP: "slip",
    PaperKind.DAY: "day_summary",
    PaperKind.LEDGER: "day_ledger",
    PaperKind.ACCESSES: "access_list",
    PaperKind.APPLICATION: "application_summary",
    PaperKind.MISSING: "missing_list",
    PaperKind.RECEIPT: "application_receipt",
    PaperKind.VOUCHER: "voucher_letter",
    PaperKind.PROTOCOL_LIST: "protocol_list",
    PaperKind.ATTENDANCE: "attendance_sheet",
    PaperKind.CERTIFICATE: "attendance_certificate",
    PaperKind.PAPERWORK: "paperwork_slip",
    PaperKind.BRING: "bring_list",
    PaperKind.MANDATE: "mandate_form",
    PaperKind.APPOINTMENT: "appointment_card",
    PaperKind.SHARED_PROPOSAL: "shared_sheet",
    PaperKind.SHARED_GROUP: "shared_sheet",
    PaperKind.CATALOGUE: "catalogue_sheet",
}
PRINTED = Changes.of("timeline", "outbox")
OLDEST_CODE = date(2020, 1, 1)
JUST_NOW = timedelta(minutes=30)  # how long after closing "the last one" is still the person in front of the desk


@dataclass(frozen=True, slots=True)
class AtTheDesk:
    """For whom something may be printed: the visit, its last contact, who it is, the informativa handed over in it.

    Where an informativa is due and none was handed over, *spoken* is the language in which it would be.
    """

    visit_id: UUID | None = None
    contact_id: UUID | None = None
    citizen_id: CitizenId | None = None
    notice: PrivacyNoticeRecord | None = None
    spoken: str = ""


class PrintService:
    """Puts papers together, has them drawn, remembers that they were printed; never what they said."""

    def __init__(
        self, store: Store, session: DeskSession, lists: PickLists, papers: Papers, notices: PrivacyNotices
    ) -> None:
        self._store = store
        self._session = session
        self._lists = lists
        self._papers = papers
        self._notices = notices

    def fitting(self, desk: AtTheDesk) -> tuple[Paper, ...]:
        """The papers that fit now: the slip of what was recorded, the informativa."""
        self._session.require("serve")
        with self._store.reading() as work:
            contact = self._contact(work, desk)
            slip = () if contact is None else (self._slip_paper(work, contact),)
        return slip + self._notice(desk)

    def named(self, paper: Paper, shown: bool) -> Paper:
        """The same slip with the person's name on it, because they ask for it, or without; other papers stay."""
        from wemi_desk.domain.appointment_cards import AppointmentCard
        from wemi_desk.domain.paperwork_slips import BringList, PaperworkSlip

        content = paper.content
        if not isinstance(content, (Slip, PaperworkSlip, BringList, AppointmentCard)) or paper.citizen_id is None:
            return paper
        with self._store.reading() as work:
            citizen = living(work, paper.citizen_id)
        person = f"{citizen.given_name} {citizen.surname}".strip() if shown else ""
        if isinstance(content, Slip):
            return replace(paper, content=replace(content, person=person))
        return replace(paper, content=replace(content, head=replace(content.head, person=person)))

    def render(self, paper: Paper) -> bytes:
        """Draw *paper*; never on the UI thread."""
        content = paper.content
        if isinstance(content, NoticePaper):
            return self._papers.privacy_notice(content.language, content.version)
        draw: Callable[[Any], bytes] = getattr(self._papers, _DRAWN_BY[paper.kind])
        return draw(content)

    def printed(self, paper: Paper) -> PrintRecord:
        """Write that *paper* went to the printer; called after the printer took it."""
        record = PrintRecord(
            id=self._session.ids(), space_code=self._session.space.code, kind=paper.kind.value,
            object_id=paper.object_id, citizen_id=paper.citizen_id, operator_id=self._session.operator.id,
            printed_at=self._session.clock.now(),
        )  # fmt: skip
        with self._store.work() as work:
            work.records(PrintRecord).add(record)
            work.commit()
        return record

    def open_by_code(self, code: str) -> AnyState:
        """What is true now about the paper with *code*; InvalidFieldError when it is misread, unknown or ambiguous."""
        self._session.require("serve")
        today = self._session.clock.today()
        with self._store.reading() as work:
            days = days_of(code, today, OLDEST_CODE)
            found = [state for day in days for state in _begun_on(work, day, code)]
            if len(found) != 1:
                raise InvalidFieldError("code", "ambiguous" if found else "unknown")
            return found[0]()

    def _contact(self, work: UnitOfWork, desk: AtTheDesk) -> Contact | None:
        if desk.contact_id is not None:
            return _current(work, desk.contact_id)
        recorded = deeds.of_form(work, self._session, desk.visit_id)
        if recorded is not None:
            return _current(work, UUID(recorded.objects[0]))
        if desk.citizen_id is not None:
            return self._of_today(work, desk.citizen_id)
        return None if desk.visit_id else self._last_of_mine(work)

    def _of_today(self, work: UnitOfWork, citizen_id: CitizenId) -> Contact | None:
        contacts = work.contacts.between(*bounds(self._session.clock.today()))
        return next((one for one in contacts if one.citizen_id == citizen_id), None)

    def _last_of_mine(self, work: UnitOfWork) -> Contact | None:
        since = self._session.clock.now() - JUST_NOW
        done = work.deeds.since(self._session.operator.id, since)
        last = next((one for one in done if one.kind in (deeds.CONTACT, deeds.CORRECTION)), None)
        return _current(work, UUID(last.objects[0])) if last else None

    def _slip_paper(self, work: UnitOfWork, contact: Contact) -> Paper:
        promise = _promise(work, contact)
        slip = contact_slip(
            contact, self._session.space, self._lists, slip_code(contact.id, contact.started_at),
            bring=things_to_bring(contact, comes_back=promise is not None),
            next_step=_next_step(promise) if promise else None, is_protected=_is_protected(work, contact.citizen_id),
        )  # fmt: skip
        return Paper(slip, contact.id, contact.citizen_id)

    def _notice(self, desk: AtTheDesk) -> tuple[Paper, ...]:
        given = desk.notice
        if given is not None:
            return (Paper(NoticePaper(given.language, given.version), given.id, given.citizen_id),)
        if not desk.spoken:
            return ()
        language = desk.spoken if desk.spoken in {text.language for text in self._notices.offered()} else "it"
        instead_of = "" if language == desk.spoken else desk.spoken
        paper = NoticePaper(language, self._notices.current_version(), instead_of)
        return (Paper(paper, None, desk.citizen_id),)


def _begun_on(work: UnitOfWork, day: date, code: str) -> list[Callable[[], AnyState]]:
    """How to read the state of whatever of *day* has *code*: contacts, applications, vouchers, pratiche,
    appointments."""
    begin = datetime.combine(day, time(), UTC)
    end, cases = begin + timedelta(days=1), work.case_papers
    contacts = [partial(_state, work, one) for one in work.contacts.begun_between(begin, end)
                if slip_code(one.id, one.started_at) == code]  # fmt: skip
    applications = [partial(_case, work, one) for one in cases.applications_begun(begin, end)
                    if slip_code(one.id, one.created_at) == code]  # fmt: skip
    vouchers = [partial(_credit, one) for one in cases.vouchers_noted(begin, end)
                if slip_code(one.id, one.created_at) == code]  # fmt: skip
    matters = [partial(MatterState, one, one.citizen_id) for one in work.paperwork.cases.opened_between(begin, end)
               if slip_code(one.id, one.opened_at) == code]  # fmt: skip
    cards = [partial(AppointmentState, one, one.citizen_id) for one in work.appointments.made_between(begin, end)
             if slip_code(one.id, one.created_at) == code]  # fmt: skip
    return [*contacts, *applications, *vouchers, *matters, *cards]


def _case(work: UnitOfWork, application: Application) -> CaseState:
    """As the desk shows it now: one that waits for the line is not called ready."""
    now = work.applications.shown(application.id)
    return CaseState(now.citizen_id, work.case_papers.last_written(now.id) or now.created_at, application=now)


def _credit(voucher: Voucher) -> CaseState:
    return CaseState(voucher.citizen_id, voucher.created_at, voucher=voucher)


def _state(work: UnitOfWork, printed: Contact) -> SlipState:
    contact = _current(work, printed.id, cancelled=True) or printed
    cancelled = work.contacts.cancellation_of(contact.id)
    return SlipState(
        contact, contact.citizen_id, is_corrected=contact.id != printed.id,
        cancelled_at=cancelled.cancelled_at if cancelled else None,
        is_received=work.outbox.is_received(contact.id), refused=work.outbox.refusal(contact.id),
    )  # fmt: skip


def _current(work: UnitOfWork, contact_id: UUID, *, cancelled: bool = False) -> Contact | None:
    """The contact as it stands now, after any correction; None when it was cancelled, unless *cancelled* is asked."""
    contact = work.contacts.find(contact_id)
    while contact is not None and (later := work.contacts.correction_of(contact.id)) is not None:
        contact = later
    if contact is not None and not cancelled and work.contacts.cancellation_of(contact.id) is not None:
        return None
    return contact


def _is_protected(work: UnitOfWork, citizen_id: CitizenId | None) -> bool:
    person = work.citizens.find(citizen_id) if citizen_id is not None else None
    return person is not None and person.is_protected


def _promise(work: UnitOfWork, contact: Contact) -> CallBack | None:
    promises = work.call_backs.of_contact(contact.id)
    if not promises and contact.corrects is not None:
        promises = work.call_backs.of_contact(contact.corrects)
    return next((one for one in promises if one.is_open), None)


def _next_step(promise: CallBack) -> NextStep:
    return NextStep(promise.due_on, what=promise.reason or _("la ricontattiamo entro questo giorno."))
