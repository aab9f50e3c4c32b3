"""Applications, vouchers and follow-ups in memory: the rules are the program's own, the records are in a dict."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

from tests.counter_store import GIULIA, MARCO, MORNING
from tests.place_screens import citizen_service, desk, household_of, person, tools
from wemi_desk.domain.application_states import next_steps
from wemi_desk.domain.applications import (
    Application,
    ApplicationEvent,
    ApplicationEventId,
    ApplicationId,
    SeenDocument,
    TickedDeclaration,
)
from wemi_desk.domain.attachments import Attachment, AttachmentId
from wemi_desk.domain.call_backs import CallBack, CallBackId
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.eligibility import Facts, Residence, evaluate
from wemi_desk.domain.errors import InvalidFieldError, NotReadyError, RecordMissingError
from wemi_desk.domain.follow_ups import FollowUpLine, counted, in_order
from wemi_desk.domain.isee import IseeCertificate, IseeId
from wemi_desk.domain.vouchers import MovementId, Voucher, VoucherId, VoucherMovement, balance, refusal, state_of
from wemi_desk.gateways.shipped_measures import shipped_measures
from wemi_desk.services.households import HouseholdService
from wemi_desk.services.measures import Fit
from wemi_desk.services.person_forms import PersonReader
from wemi_desk.ui.screens.applications.doors import PaperworkServices
from wemi_desk.ui.screens.applications.view_model import PaperworkViewModel
from wemi_desk.ui.screens.follow_ups.view_model import FollowUpsViewModel

CHANGED = Changes.of("applications")
EXAMPLE = "ESEMPIO-2026"
TOO_OLD = date(2008, 11, 2)


def numbered(number):
    return UUID(int=60_000 + number)


class Cases:
    """See services.application_ports.CasesDoor."""

    def __init__(self, measures, clock, *known):
        self.measures, self.clock = measures, clock
        self.known, self.events = {one.id: one for one in known}, []

    def of(self, citizen_id):
        mine = [one for one in self.known.values() if citizen_id in (one.citizen_id, one.beneficiary_id)]
        return sorted(mine, key=lambda one: one.created_at, reverse=True)

    def get(self, application_id):
        if application_id not in self.known:
            raise RecordMissingError("application")
        return self.known[application_id]

    def history(self, application_id):
        return [one for one in self.events if one.application_id == application_id]

    def next_steps(self, application_id):
        one = self.get(application_id)
        return next_steps(one, self.measures.get(one.measure_code, one.measure_version), self.clock.now())

    def before(self, beneficiary_id, measure_code):
        return []

    def start_all(self, new):
        return [self._begin(new, who) for who in new.beneficiary_ids]

    def _begin(self, new, who):
        begun = Application(
            id=ApplicationId(numbered(len(self.known) + 1)), space_code="VEN", citizen_id=new.applicant_id,
            beneficiary_id=who, measure_code=new.measure_code, measure_version=new.measure_version,
            applicant_role=new.applicant_role, isee_id=new.isee_id, group=new.group, created_at=self.clock.now(),
            created_by=GIULIA)
        self._put(begun)
        self._tell(begun, "draft")
        return begun

    def _put(self, one):
        self.known[one.id] = one
        return one

    def _tell(self, one, state, **more):
        self.events.append(ApplicationEvent(**{
            "id": ApplicationEventId(numbered(900 + len(self.events))), "application_id": one.id,
            "citizen_id": one.citizen_id, "space_code": "VEN", "state": state, "at": self.clock.now(), "by": GIULIA,
        } | more))

    def change(self, application):
        if self.get(application.id).state != "draft":
            raise InvalidFieldError("state", "locked")
        return self._put(application)

    def tick(self, application_id, code, *, ticked=True):
        one = self.get(application_id)
        rest = tuple(each for each in one.declarations if each.code != code)
        more = (TickedDeclaration(code=code, ticked_at=self.clock.now()),) if ticked else ()
        return self._put(replace(one, declarations=rest + more))

    def see_document(self, application_id, kind, expires_on=None):
        one = self.get(application_id)
        rest = tuple(each for each in one.documents_seen if each.kind != kind)
        seen = SeenDocument(kind=kind, expires_on=expires_on, seen_at=self.clock.now())
        return self._put(replace(one, documents_seen=(*rest, seen)))

    def missing(self, application_id):
        one = self.get(application_id)
        measure = self.measures.get(one.measure_code, one.measure_version)
        ticked = {each.code for each in one.declarations}
        found = [] if one.applicant_role else ["role"]
        found += [] if one.isee_id or measure.isee is None else ["isee"]
        return found + [f"declaration:{each.code}" for each in measure.declarations_for(one.applicant_role)
                        if each.code not in ticked]

    def make_ready(self, application_id, override_reason=""):
        one, missing = self.get(application_id), self.missing(application_id)
        result = self.measures.evaluate(one)
        if not missing and result.verdict == "not_eligible" and not override_reason:
            missing = ["eligibility"]
        if missing:
            raise NotReadyError(tuple(missing))
        return self._turn(one, "ready", override_reason=override_reason)

    def _turn(self, one, state, event=None, **values):
        self._put(replace(one, state=state, **values))
        self._tell(one, state, **(event or {}))
        return CHANGED

    def back_to_draft(self, application_id):
        return self._turn(self.get(application_id), "draft")

    def cancel(self, application_id, reason):
        return self._turn(self.get(application_id), "cancelled", {"note": reason}, cancel_reason=reason)

    def submit(self, application_id):
        return self._turn(self.get(application_id), "queued")

    def note_receipt(self, application_id, noted):
        event = {"provenance": "typed", "number": noted.number, "dated_on": noted.on, "due_on": noted.due_on,
                 "note": noted.note}
        values = {
            "submitted": {
                "receipt_number": noted.number, "submitted_at": noted.at, "typed_fields": ("receipt_number",)},
            "registered": {
                "protocol_number": noted.number, "protocol_on": noted.on, "typed_fields": ("protocol_number",)},
            "integration_requested": {"integration_due_on": noted.due_on, "integration_asked": noted.note},
            "integrated": {"integration_number": noted.number, "integration_on": noted.on},
        }[noted.what]
        return self._turn(self.get(application_id), noted.what, event, **values)

    def withdraw(self, application_id, reason=""):
        return self._turn(self.get(application_id), "withdrawn", {"note": reason})

    def reapply(self, application_id):
        old = self.get(application_id)
        return self._put(replace(
            old, id=ApplicationId(numbered(len(self.known) + 1)), state="draft", previous_id=old.id,
            receipt_number=None, submitted_at=None, typed_fields=()))


class Measures:
    """The measures that ship, judged on people in memory."""

    def __init__(self, at, isee):
        self.at, self.isee, self.published = at, isee, shipped_measures(with_examples=True)

    def open_now(self):
        return sorted((one for one in self.published if one.is_open(self.at.store.clock.now())),
                      key=lambda one: one.short_title)

    def get(self, code, version=0):
        found = [one for one in self.published if one.code == code and version in (0, one.version)]
        if not found:
            raise RecordMissingError("measure")
        return found[-1]

    def fitting(self, citizen_id):
        children = [one for one in self.at.children if one.birth_date is not None]
        return [Fit(child, measure, self._judge(child, measure, "parent", self.isee.valid(citizen_id)))
                for measure in self.open_now() if measure.unit == "child" for child in children]

    def evaluate(self, application):
        with self.at.store.work() as work:
            child = work.citizens.get(application.beneficiary_id)
        isee = self.isee.find(application.isee_id) if application.isee_id else None
        measure = self.get(application.measure_code, application.measure_version)
        return self._judge(child, measure, application.applicant_role, isee)

    def _judge(self, child, measure, role, isee):
        lives = Residence(municipality="F205")
        facts = Facts(applicant_role=role, beneficiary_birth_date=child.birth_date, isee=isee,
                      applicant_residence=lives, beneficiary_residence=lives, household_size=4)
        return evaluate(facts, measure, self.at.store.clock.now())


class Isee:
    """See services.isee.IseeDoor."""

    def __init__(self, clock, *known):
        self.clock, self.known = clock, {one.id: one for one in known}

    def of_family(self, citizen_id):
        return sorted(self.known.values(), key=lambda one: one.id, reverse=True)

    def valid(self, citizen_id, kinds=()):
        return next((one for one in self.of_family(citizen_id) if one.is_valid_on(self.clock.today())), None)

    def find(self, isee_id):
        return self.known.get(isee_id)

    def note(self, citizen_id, seen):
        noted = IseeCertificate(
            id=IseeId(numbered(500 + len(self.known))), citizen_id=citizen_id, space_code="VEN", kind=seen.kind,
            value_cents=seen.value_cents, protocol=seen.protocol, dsu_on=seen.dsu_on, valid_until=seen.valid_until,
            has_defects=seen.has_defects, provenance=seen.provenance, created_at=MORNING, created_by=GIULIA)
        self.known[noted.id] = noted
        return noted


class Files:
    """What was attached; *refuses* is why the next one is not."""

    def __init__(self):
        self.known, self.refuses = [], ""

    def of(self, application_id):
        return [one for one in self.known if one.application_id == application_id]

    def attach(self, application_id, code, path):
        if self.refuses:
            raise InvalidFieldError("attachment", self.refuses)
        self.known.append(Attachment(
            id=AttachmentId(numbered(700)), application_id=application_id, citizen_id=UUID(int=1), space_code="VEN",
            code=code, media_type="application/pdf", size=9, pages=1, sha256="", created_at=MORNING,
            created_by=GIULIA))
        return self.known[-1]


class Vouchers:
    """See services.application_ports.VouchersDoor."""

    def __init__(self, clock, *known):
        self.clock, self.known, self.noted = clock, {one.id: one for one in known}, []

    def of(self, citizen_id):
        return [one for one in self.known.values() if one.citizen_id == citizen_id]

    def get(self, voucher_id):
        return self.known[voucher_id]

    def movements(self, voucher_id):
        return [one for one in self.noted if one.voucher_id == voucher_id]

    def balance(self, voucher_id):
        return balance(self.get(voucher_id), self.movements(voucher_id), self.clock.today())

    def state(self, voucher_id):
        return state_of(self.get(voucher_id), self.movements(voucher_id), self.clock.today())

    def note(self, application_id, number, amount_cents, issued_on, spend_until):
        made = voucher(len(self.known) + 1, application_id=application_id, number=number, amount_cents=amount_cents,
                       issued_on=issued_on, spend_until=spend_until)
        self.known[made.id] = made
        return made

    def note_movement(self, voucher_id, kind, amount_cents, at, *, provider="", refers_to=None, reference=""):
        coming = VoucherMovement(
            id=MovementId(numbered(800 + len(self.noted))), voucher_id=voucher_id, citizen_id=UUID(int=1001),
            space_code="VEN", kind=kind, amount_cents=amount_cents, at=at, provider=provider, refers_to=refers_to,
            external_reference=reference, created_at=self.clock.now(), created_by=GIULIA)
        reason = refusal(self.get(voucher_id), self.movements(voucher_id), coming)
        if reason:
            raise InvalidFieldError("amount_cents", reason)
        self.noted.append(coming)
        return coming


class FollowUps:
    """Lines at hand; promises are made on demand."""

    def __init__(self, *lines):
        self.known, self.called = list(lines), []

    def lines(self, reasons=()):
        return in_order(one for one in self.known if not reasons or one.reason in reasons)

    def counts(self):
        return counted(self.known)

    def call_back(self, line):
        self.called.append(line)
        return CallBack(id=CallBackId(numbered(950)), space_code="VEN", citizen_id=line.citizen_id, reason="",
                        due_on=MORNING.date(), created_at=MORNING, created_by=GIULIA)


def voucher(which=1, **more) -> Voucher:
    return Voucher(**{
        "id": VoucherId(numbered(600 + which)), "number": f"V-{which:05}", "citizen_id": UUID(int=1001),
        "space_code": "VEN", "measure_code": EXAMPLE, "amount_cents": 30_000, "issued_on": date(2026, 11, 2),
        "spend_until": date(2026, 12, 31), "created_at": MORNING, "created_by": GIULIA} | more)


def family_at_desk(*known, runner=None, isee=(), vouchers=()) -> PaperworkViewModel:
    """Maria is at the desk, with Nina and Luca, who are small, and Marco, who is eighteen."""
    at = desk(runner=runner)
    at.maria = person(1, "Rossi", "Maria", birth_date=date(1978, 3, 12), fiscal_code="RSSMRA78C52F205X", municipio="2")
    at.children = [
        person(2, "Rossi", "Nina", birth_date=date(2019, 5, 3), fiscal_code="RSSNNI19E43F205E", municipio="2"),
        person(3, "Rossi", "Luca", birth_date=date(2014, 9, 18), municipio="2"),
        person(4, "Rossi", "Marco", birth_date=TOO_OLD, municipio="2"),
    ]
    with at.store.work() as work:
        for one in (at.maria, *at.children):
            work.citizens.add(one)
    household_of(at, (at.maria, "applicant", "parental"), *((one, "child", "none") for one in at.children))
    clock = at.store.clock
    at.isee, at.files, at.vouchers = Isee(clock, *isee), Files(), Vouchers(clock, *vouchers)
    at.measures = Measures(at, at.isee)
    at.cases = Cases(at.measures, clock, *known)
    at.services = PaperworkServices(
        at.cases, at.measures, at.isee, at.files, at.vouchers, citizen_service(at),
        HouseholdService(at.store, at.session, PersonReader(at.session, None, None), SimpleNamespace()), at.session,
        {GIULIA: "Giulia R.", MARCO: "Marco T."})
    model = PaperworkViewModel(at.services, *tools(at))
    model.at, model.printed = at, []
    model.print_requested.connect(lambda application, what: model.printed.append((application.id, what)))
    model.show_person(at.maria.id)
    model.arrive()
    return model


def granted_family() -> PaperworkViewModel:
    """Nina has a voucher, partly spent."""
    given = voucher(1, application_id=numbered(101))
    model = family_at_desk(known_application(1, "granted", granted_cents=30_000), vouchers=(given,))
    model.at.vouchers.note_movement(given.id, "spend", 12_050, MORNING - timedelta(days=3), provider="Piscina")
    model.at.vouchers.note_movement(given.id, "hold", 4_000, MORNING - timedelta(days=1))
    return model


def follow_ups_model(*lines, runner=None) -> FollowUpsViewModel:
    at = desk(runner=runner)
    at.follow_ups = FollowUps(*lines)
    model = FollowUpsViewModel(at.follow_ups, at.session, *tools(at))
    model.at = at
    model.arrive()
    return model


def known_application(number=1, state="draft", **more) -> Application:
    received = {} if state in ("draft", "ready", "cancelled", "queued") else {
        "receipt_number": f"2026-{number:06}", "submitted_at": MORNING - timedelta(days=4)}
    return Application(**{
        "id": ApplicationId(numbered(100 + number)), "space_code": "VEN", "citizen_id": UUID(int=1001),
        "beneficiary_id": UUID(int=1002), "measure_code": EXAMPLE, "measure_version": 1, "applicant_role": "parent",
        "state": state, "created_at": MORNING - timedelta(days=number), "created_by": GIULIA} | received | more)


def things_to_follow() -> list[FollowUpLine]:
    """One of each, one of them late."""
    today = MORNING.date()
    ready, asked = known_application(1, "ready"), known_application(2, "integration_requested",
                                                                   integration_due_on=today - timedelta(days=2))
    waiting, sent, called = known_application(3), known_application(4, "submitted"), known_application(5)
    rows = (
        ("ready_unsent", today + timedelta(days=25), ready, "V20261122K"),
        ("integration_due", today - timedelta(days=2), asked, "PG/2026/0123456"),
        ("waiting_isee", None, waiting, "V20261120R"), ("outcome_due", today, sent, "2026-000004"),
        ("to_call", today + timedelta(days=1), called, "V20261118A"))
    lines = [FollowUpLine(reason=reason, due_on=due, citizen_id=one.citizen_id, code=code, application=one)
             for reason, due, one, code in rows]
    return [*lines, FollowUpLine(
        reason="voucher_expiring", due_on=date(2026, 12, 31), citizen_id=UUID(int=1001), code="V-00001",
        voucher=voucher(), left_cents=12_050, warning_days=60)]


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 11, tzinfo=MORNING.tzinfo)
