"""The slip of an application goes to the printer, comes back years later, and opens what is true by then."""

from datetime import timedelta

import pytest

from tests.factories import child
from tests.paper_reader import kinds_scanned
from tests.window_desk import WindowDesk
from wemi_desk.domain.applications import ReceiptNoted
from wemi_desk.guards import slow_work_allowed
from wemi_desk.persistence import tables
from wemi_desk.services.application_ports import NewApplications
from wemi_desk.ui.screens.follow_ups.view import FollowUpDetail
from wemi_desk.ui.shell.places import Place


@pytest.fixture
def at(desk, threads, qtbot, theme, tmp_path):
    at = WindowDesk(desk, threads, qtbot, tmp_path)
    at.said = []
    at.work.messages.posted.connect(lambda notice: at.said.append(notice.text))
    try:
        yield at
    finally:
        at.end()


@pytest.fixture
def mother(at):
    return at.register()


@pytest.fixture
def application(at, mother):
    with slow_work_allowed():
        nina = at.services.households.add_minor(mother.id, child()).member
        new = NewApplications(
            applicant_id=mother.id, beneficiary_ids=[nina.citizen_id], measure_code="ESEMPIO-2026", measure_version=1,
            applicant_role="parent",
        )  # fmt: skip
        (made,) = at.services.paperwork().cases.start_all(new)
        return made


def receipt(at, application):
    with slow_work_allowed():
        return at.services.paperwork().application_papers.receipt(application.id)


def shown(at):
    case = at.work.places.paperwork.model.case.case
    return case.shown.id if case.shown else None


def code_printed(at, application):
    """Two keys, the sheet, and what a reader finds on it."""
    at.work.papers.press_paper(receipt(at, application))
    at.settle()
    at.press("Ctrl+P")
    found = kinds_scanned(at.printer.sheets[-1])
    assert len(found) == 2, found
    (code,) = {words for _kind, words in found}
    return code


def test_the_sheet_that_leaves_the_printer_can_be_scanned_and_opens_the_person(at, mother, application):
    code = code_printed(at, application)
    assert at.work.counter.visit.visit is None
    at.scan(code)
    assert at.work.counter.visit.visit.citizen_id == mother.id
    assert at.said[-1].startswith("Domanda Esempio: voucher 0-18: Bozza, salvata su questa postazione")
    assert at.window.place is Place.PAPERWORK
    assert shown(at) == application.id


def test_the_application_opens_also_while_its_applicant_is_served(at, mother, application):
    at.serve(mother)
    at.scan(receipt(at, application).content.head.code)
    assert (at.window.place, shown(at)) == (Place.PAPERWORK, application.id)


def test_while_somebody_else_is_served_the_desk_asks_first(at, application):
    other = at.register("Colombo")
    at.serve(other)
    at.scan(receipt(at, application).content.head.code)
    assert at.work.counter.visit.visit.citizen_id == other.id
    assert at.window.place is Place.COUNTER


def test_what_was_printed_as_unsent_comes_back_as_sent(at, mother, application):
    code = code_printed(at, application)
    with slow_work_allowed():
        noted = ReceiptNoted(what="submitted", number="PORT-7", at=at.desk.clock.now(), channel="municipal_portal")
        at.services.paperwork().cases.note_receipt(application.id, noted)
    at.desk.clock.pass_by(seconds=timedelta(days=400).total_seconds())
    at.scan(code)
    assert at.work.counter.visit.visit.citizen_id == mother.id
    assert "Inviata, ricevuta n. PORT-7" in at.said[-1]


def test_a_code_typed_by_hand_opens_the_same(at, mother, application):
    code = receipt(at, application).content.head.code
    at.press("Ctrl+K")
    at.typist.type_text(code.lower())
    at.settle()
    at.press("Return")
    assert at.work.counter.visit.visit.citizen_id == mother.id


def test_the_print_is_recorded_with_its_kind_and_nothing_of_its_content(at, mother, application):
    code_printed(at, application)
    (row,) = at.rows(tables.PRINT_RECORD)
    assert (row.kind, row.object_id, row.citizen_id) == ("application_receipt", application.id, mother.id)


def test_the_preview_shows_the_words_of_the_paper(at, application):
    at.work.papers.press_paper(receipt(at, application))
    at.settle()
    assert at.window.panel.content.accessibleName().startswith("Domanda preparata, non ancora inviata")


def test_the_applications_of_a_measure_are_listed_on_paper_without_names(at, mother, application):
    at.press("F5")
    pane = at.window.findChild(FollowUpDetail)
    pane.measure_button.click()
    at.settle()
    at.press("Ctrl+P")
    (sheet,) = at.printer.sheets
    assert [row.kind for row in at.rows(tables.PRINT_RECORD)] == ["protocol_list"]
    assert sheet.startswith(b"%PDF-")
