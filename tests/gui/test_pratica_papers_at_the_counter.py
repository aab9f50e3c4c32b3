"""The papers of a pratica in the window: preview, another language, the printer, and the way back from the paper."""

from functools import partial

import pytest

from tests.paper_reader import kinds_scanned
from tests.window_desk import WindowDesk
from wemi_desk.guards import slow_work_allowed
from wemi_desk.persistence import tables
from wemi_desk.services.paperwork.cases import NewCase


@pytest.fixture
def at(desk, threads, qtbot, theme, tmp_path):
    opened = WindowDesk(desk, threads, qtbot, tmp_path)
    try:
        yield opened
    finally:
        opened.end()


def begun(at, **values):
    with slow_work_allowed():
        return at.services.paperwork().digital.cases.open(NewCase(type_code="SPID-REC", **values))


def shown(at, case):
    at.work.papers.press_made(partial(at.services.paperwork().slips.slip, case.id), case.id)
    at.settle()
    return at.window.panel.content


def test_the_slip_is_shown_then_asked_for_in_another_language_and_printed(at):
    case = begun(at)
    pane = shown(at, case)
    assert (pane.language.editor.code, pane.language.isVisible(), pane.with_name.isVisible()) == ("it", True, False)
    pane.language.editor.set_code("ar")
    at.settle()
    model, pane = at.work.papers.model, at.window.panel.content
    assert (model.paper.content.head.language, pane.language.editor.code) == ("ar", "ar")
    at.press("Return")
    (sheet,) = at.printer.sheets
    assert [code for kind, code in kinds_scanned(sheet) if kind == "Code128"] == [at_code(at, case)]
    assert [row.kind for row in at.rows(tables.PRINT_RECORD)] == ["paperwork_slip"]


def at_code(at, case):
    with slow_work_allowed():
        return at.services.paperwork().slips.slip(case.id).content.head.code


def test_the_name_is_written_when_the_person_asks(at):
    citizen = at.register(language="uk")
    pane = shown(at, begun(at, citizen_id=citizen.id))
    assert (pane.language.editor.code, pane.with_name.isVisible()) == ("uk", True)
    pane.with_name.setChecked(True)
    at.settle()
    assert at.work.papers.model.paper.content.head.person == "Teresa Fumagalli"
    at.window.panel.content.language.editor.set_code("en")
    at.settle()
    head = at.work.papers.model.paper.content.head
    assert (head.language, head.person) == ("en", "Teresa Fumagalli")


def test_the_code_of_the_paper_opens_the_person_and_says_how_the_pratica_stands(at):
    citizen = at.register()
    at.scan(at_code(at, begun(at, citizen_id=citizen.id)))
    assert at.work.counter.visit.visit.citizen_id == citizen.id
    assert at.said[-1] == "Pratica Recuperare o rinnovare SPID: aperta."


def test_the_code_of_a_help_without_a_name_says_so(at):
    at.scan(at_code(at, begun(at)))
    words = at.window.panel.content.toPlainText()
    assert "È un aiuto senza nome" in words
