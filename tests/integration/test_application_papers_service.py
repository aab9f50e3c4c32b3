"""Papers of applications read from the store: only what is recorded, protected people nowhere on a list."""

from dataclasses import replace
from datetime import date

import pytest

from tests.case_samples import ISEE, MEASURE, NOW, SENT, application, facts
from tests.factories import child, person
from wemi_desk.domain.applications import ApplicationId
from wemi_desk.domain.days import rome_time
from wemi_desk.domain.eligibility import evaluate, result_to_plain
from wemi_desk.domain.errors import InvalidFieldError, NotAllowedError, RecordMissingError
from wemi_desk.domain.follow_ups import FollowUpLine
from wemi_desk.domain.isee import IseeCertificate
from wemi_desk.domain.papers import PaperKind
from wemi_desk.domain.vouchers import Voucher
from wemi_desk.services.application_paper_contents import application_code
from wemi_desk.services.application_papers import ApplicationPapers, PaperDoors
from wemi_desk.services.citizens import RegisterCitizen


class Doors:
    """Cases, vouchers, follow-ups and measures as they are kept in the test."""

    def __init__(self, store):
        self.store = store
        self.codes, self.movements_made, self.due = ("isee",), [], []
        self.known, self.result = MEASURE, evaluate(facts(), MEASURE, NOW)

    def get(self, record_id):
        with self.store.reading() as work:
            return work.applications.get(record_id)

    def missing(self, _application_id):
        return self.codes

    def find(self, _code, _version=0):
        return self.known

    def evaluate(self, _application):
        if self.known is None:
            raise RecordMissingError("measure")
        return self.result

    def movements(self, _voucher_id):
        return self.movements_made

    def lines(self, _reasons=()):
        return self.due


class Vouchers(Doors):
    """The same, by voucher."""

    def get(self, record_id):
        with self.store.reading() as work:
            return work.records(Voucher).get(record_id)


class Family:
    """A mother, her child, and their application in the store of the desk."""

    def __init__(self, desk, **protected):
        self.desk, self.counter = desk, desk.giulia
        self.mother = self.counter.citizens.register(
            RegisterCitizen(form=person("Fumagalli", "Teresa", address="via delle Prove 12", **protected))
        ).citizen
        member = self.counter.households.add_minor(self.mother.id, child()).member
        with self.counter.store.reading() as work:
            self.child = work.citizens.get(member.citizen_id)
        self.doors, self.vouchers = Doors(self.counter.store), Vouchers(self.counter.store)
        doors = PaperDoors(self.doors, self.vouchers, self.doors, self.doors)
        self.papers = ApplicationPapers(self.counter.store, self.counter.session, desk.lists, doors)

    def keep(self, *records):
        with self.counter.store.work() as work:
            for record in records:
                work.records(type(record)).add(record)
            work.commit()
        return records[-1]

    def application(self, number=1, **values):
        made = {"citizen_id": self.mother.id, "beneficiary_id": self.child.id, "isee_id": None,
                "created_at": self.desk.clock.now()}  # fmt: skip
        return self.keep(application(id=ApplicationId(self.desk.ids()), **{**made, **values}))

    def voucher(self, **values):
        base = {
            "id": self.desk.ids(), "number": "V-1", "citizen_id": self.mother.id, "beneficiary_id": self.child.id,
            "space_code": "VEN", "measure_code": MEASURE.code, "amount_cents": 25_000, "issued_on": date(2026, 9, 1),
            "spend_until": date(2027, 7, 31), "created_at": self.desk.clock.now(), "created_by": self.mother.created_by,
        }  # fmt: skip
        return self.keep(Voucher(**{**base, **values}))


@pytest.fixture
def family(desk):
    return Family(desk)


def test_the_summary_is_the_paper_of_the_application(family):
    made = family.application()
    paper = family.papers.summary(made.id)
    assert (paper.kind, paper.object_id, paper.citizen_id) == (PaperKind.APPLICATION, made.id, family.mother.id)
    assert paper.content.blocks[0].rows[0] == ("Nome", "Teresa Fumagalli")
    assert paper.content.result.startswith("Ammissibile")
    assert paper.content.helper == "Giulia R."


def test_the_isee_is_the_one_the_application_names(family):
    isee = family.keep(replace(ISEE, citizen_id=family.mother.id))
    made = family.application(isee_id=isee.id)
    assert isinstance(isee, IseeCertificate)
    assert ("Valore", "€ 12.345,67") in family.papers.summary(made.id).content.blocks[2].rows


def test_the_paper_says_when_the_desk_last_saved_it(family):
    made = family.application(state="ready")
    family.desk.clock.pass_by(minutes=7)
    saved_at = family.desk.clock.now()
    with family.counter.store.work() as work:
        work.applications.replace(replace(made, note="Torna con il padre."))
        work.commit()
    family.desk.clock.pass_by(minutes=9)
    wanted = f"salvata su questa postazione alle {rome_time(saved_at):%H:%M}, NON ancora inviata"
    assert wanted in family.papers.missing(made.id).content.head.state
    code = family.papers.missing(made.id).content.head.code
    assert family.counter.printing.open_by_code(code).saved_at == saved_at


def test_once_it_is_sent_nothing_is_judged_again_and_nothing_is_missing(family):
    kept = result_to_plain(evaluate(facts(isee=None), MEASURE, NOW))
    made = family.application(**SENT, eligibility=kept)
    assert family.papers.summary(made.id).content.result.startswith("Non si può ancora dire")
    sent = family.papers.receipt(made.id)
    assert (sent.kind, sent.content.head.is_sent) == (PaperKind.RECEIPT, True)


def test_a_result_of_another_version_of_the_program_is_left_out(family):
    made = family.application(**SENT, eligibility={"verdict": "of a later version"})
    assert family.papers.summary(made.id).content.result == ""


def test_a_measure_that_is_not_here_leaves_the_paper_standing(family):
    family.doors.known = None
    paper = family.papers.summary(family.application().id)
    assert paper.content.head.measure == MEASURE.code
    assert paper.content.result == ""


def test_the_letter_of_a_voucher_has_the_code_of_its_application(family):
    made = family.application()
    voucher = family.voucher(application_id=made.id)
    paper = family.papers.voucher(voucher.id, 30_000)
    assert (paper.kind, paper.object_id) == (PaperKind.VOUCHER, voucher.id)
    assert paper.content.head.code == family.papers.receipt(made.id).content.head.code
    assert paper.content.price[2] == ("A carico della famiglia", "€ 50,00")


def test_a_voucher_of_a_protected_person_has_no_address(desk):
    family = Family(desk, is_protected=True)
    assert family.papers.voucher(family.voucher().id).content.address == ""


def test_lists_leave_protected_people_out(desk):
    family = Family(desk, is_protected=True)
    made = family.application()
    family.doors.due = [
        FollowUpLine(reason="to_call", due_on=None, citizen_id=family.mother.id, code="A1", application=made)
    ]
    assert family.papers.list_of_measure(MEASURE.code).content.rows == ()
    assert family.papers.follow_ups().content.rows == ()


def test_the_list_of_a_measure_has_codes_and_no_names(family):
    made = family.application()
    paper = family.papers.list_of_measure(MEASURE.code)
    assert paper.content.rows[0][1] == family.papers.receipt(made.id).content.head.code
    assert "Fumagalli" not in repr(paper)
    assert paper.citizen_id is None


def test_a_list_of_an_unknown_measure_is_refused(family):
    family.doors.known = None
    with pytest.raises(RecordMissingError):
        family.papers.list_of_measure("NONE")


def test_follow_ups_are_printed_as_they_stand(family):
    family.doors.due = [FollowUpLine(reason="to_call", due_on=None, citizen_id=family.mother.id, code="PG/1")]
    assert family.papers.follow_ups().content.rows == (("", "da richiamare", "PG/1", ""),)


def test_whoever_only_reads_prints_nothing(family):
    reader = ApplicationPapers(
        family.desk.reader.store, family.desk.reader.session, family.desk.lists, family.papers._doors
    )
    for act in (reader.summary, reader.voucher, reader.list_of_measure):
        with pytest.raises(NotAllowedError):
            act("x")


# --- back from the paper -------------------------------------------------------------------------------------------


def test_the_code_of_an_application_opens_it_as_it_stands_now(family):
    made = family.application(state="ready")
    code = family.papers.receipt(made.id).content.head.code
    found = family.desk.marco.printing.open_by_code(code)
    assert (found.application.id, found.citizen_id) == (made.id, family.mother.id)
    with family.counter.store.work() as work:
        work.applications.replace(replace(made, **SENT))
        work.commit()
    family.desk.clock.pass_by(days=40)
    assert family.desk.marco.printing.open_by_code(code).application.receipt_number == "PORT-7"


def test_an_application_that_waits_for_the_line_is_not_called_ready(family):
    made = family.application(state="ready")
    with family.counter.store.work() as work:
        work.acts.say("submit", "application", made.id, made.citizen_id, {})
        work.commit()
    code = family.papers.receipt(made.id).content.head.code
    assert family.counter.printing.open_by_code(code).application.state == "queued"


def test_the_code_of_a_voucher_alone_opens_its_holder(family):
    voucher = family.voucher()
    found = family.counter.printing.open_by_code(family.papers.voucher(voucher.id).content.head.code)
    assert (found.voucher.id, found.citizen_id, found.application) == (voucher.id, family.mother.id, None)


def test_an_application_that_is_not_here_is_unknown(family):
    made = application()
    with pytest.raises(InvalidFieldError, match="unknown"):
        family.counter.printing.open_by_code(application_code(made))
