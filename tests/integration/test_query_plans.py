"""What a desk asks its store a hundred times a day is answered from an index, however many people it holds."""

import re

import pytest
from sqlalchemy import event

from tests.case_desk import CaseDesk
from tests.digital_desk import DigitalDesk
from tests.factories import CODE, person, visit
from wemi_desk.services.application_ports import NewApplications
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.paperwork.cases import Closing
from wemi_desk.services.paperwork.sittings import NewSitting

# One row, or a handful of this PC's own: nothing grows there.
_SMALL = {"desk", "draft", "audit_epoch", "lineage", "CONSTANT", "space", "operator", "json_each", "(subquery-1)"}
_LARGE = re.compile(r"SCAN (\S+)(?! USING COVERING)")


def a_case(one):
    return NewApplications(applicant_id=one.id, beneficiary_ids=(one.id,), measure_code="PROVA-2026")


def a_matter(desk, one):
    """From opening to the outcome and its sitting."""
    digital = DigitalDesk(desk.giulia)
    case = digital.open(citizen_id=one.id)
    digital.paperwork.do_step(case.id, 1)
    digital.paperwork.finish(case.id, Closing(outcome="completed"), NewSitting(minutes=9, case_ids=(case.id,)))
    digital.paperwork.guide(case.id)


@pytest.fixture
def citizen(desk):
    return desk.giulia.citizens.register(RegisterCitizen(form=person(code=CODE, phone="333 1234567"))).citizen


@pytest.mark.parametrize(
    "act",
    [
        lambda desk, one: desk.giulia.citizens.open(one.id),
        lambda desk, one: desk.giulia.citizens.timeline(one.id),
        lambda desk, one: desk.giulia.citizens.by_code(CODE),
        lambda desk, one: desk.giulia.citizens.page(100, 50),
        lambda desk, one: desk.giulia.citizens.alike(person(birth="01/01/1958")),
        lambda desk, one: desk.giulia.households.of_citizen(one.id),
        lambda desk, one: desk.giulia.contacts.record(visit(citizen_id=one.id, destinations=("caf",))),
        lambda desk, one: desk.giulia.call_backs.pending(),
        lambda desk, one: desk.giulia.queue.arrive(),
        lambda desk, one: desk.giulia.queue.waiting(),
        lambda desk, one: desk.giulia.notices.give(one.id, "it"),
        lambda desk, one: desk.giulia.day.summary(),
        lambda desk, one: desk.giulia.undo.undo(),
        lambda desk, one: desk.giulia.drafts.mine(),
        lambda desk, one: CaseDesk(desk.giulia).cases.of(one.id),
        lambda desk, one: CaseDesk(desk.giulia).cases.before(one.id, "PROVA-2026"),
        lambda desk, one: CaseDesk(desk.giulia).cases.history(one.id),
        lambda desk, one: CaseDesk(desk.giulia).follow_ups.lines(),
        lambda desk, one: CaseDesk(desk.giulia).vouchers.of(one.id),
        lambda desk, one: CaseDesk(desk.giulia).cases.start_all(a_case(one)),
        lambda desk, one: a_matter(desk, one),
        lambda desk, one: DigitalDesk(desk.giulia).paperwork.of(one.id),
        lambda desk, one: DigitalDesk(desk.giulia).paperwork.open_here(),
        lambda desk, one: DigitalDesk(desk.giulia).mandates.of(one.id),
        lambda desk, one: DigitalDesk(desk.giulia).mandates.held_by(one.id),
        lambda desk, one: DigitalDesk(desk.giulia).sittings.of_day(),
    ],
)
def test_no_statement_of_the_counter_reads_a_whole_table(desk, citizen, act):
    seen = []
    # What goes past SQLAlchemy too: the driver tells, with the values in their places.
    event.listen(desk.engine, "checkout", lambda driver, *_: driver.set_trace_callback(seen.append))
    act(desk, citizen)
    statements = [text for text in list(seen) if text.lstrip().startswith(("SELECT", "UPDATE", "WITH"))]
    assert statements
    for text in statements:
        for step in _plan(desk, text):
            found = _LARGE.search(step)
            if found and "LIMIT" not in text and "USING" not in step:
                assert found[1] in _SMALL, (step, text)


def test_people_are_opened_by_their_key_not_by_walking_through_those_never_merged(desk, citizen):
    seen = []
    event.listen(desk.engine, "before_cursor_execute", lambda *said: seen.append(said[2:4]))
    with desk.giulia.store.reading() as work:
        work.citizens.by_ids([citizen.id])
    (plan,) = [_plan(desk, *said) for said in list(seen) if "FROM citizen" in said[0]]
    assert "sqlite_autoindex_citizen_1" in " ".join(plan)


def _plan(desk, text, values=()):
    with desk.engine.execution_options(read_only=True).connect() as connection:
        return [row[3] for row in connection.exec_driver_sql("EXPLAIN QUERY PLAN " + text, values)]
