import pytest

from tests.keyboard import show
from tests.place_screens import crowd, desk, people_model, people_pane
from tests.runners import HeldRunner
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.listed_people import Standing
from wemi_desk.services import people_list
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.widgets.marks import STATE_MARKS


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(people_list, "STEP", 9)
    monkeypatch.setattr(people_list, "BLOCKS_AT_A_TIME", 2)


def test_the_first_page_comes_before_the_list_is_counted(qapp, small_blocks):
    at = desk(runner=HeldRunner())
    crowd(at, 60)
    model, events = people_model(at), []
    model.restarted.connect(lambda total: events.append(("restarted", total)))
    model.grown.connect(lambda total: events.append(("grown", total)))
    model.reload()
    at.runner.release()
    assert events == [("restarted", 60)]
    assert model.title == "Cittadini"
    while at.runner.jobs:
        at.runner.release()
    assert [total for _kind, total in events] == [60, 18, 36, 54, 60]
    assert model.title == "Cittadini: 60"


def test_a_list_read_again_forgets_the_answers_of_the_older_reading(qapp, small_blocks):
    at = desk(runner=HeldRunner())
    crowd(at, 30)
    model = people_model(at)
    model.reload()
    model.reload()
    at.runner.release(1)
    at.runner.release(0)
    while at.runner.jobs:
        at.runner.release()
    assert (model.index.total, model.index.is_whole) == (30, True)


def test_typing_filters_by_the_desks_own_search_and_enter_opens(qtbot):
    pane = show(qtbot, people_pane())
    opened = []
    pane.model.open_requested.connect(opened.append)
    pane.focus_filter()
    typist = Typist()
    typist.type_text("fo")
    assert {pane.rows.row_at(row).name.split()[0] for row in range(pane.rows.rowCount())} == {"Fo"}
    typist.press("Down")
    wanted = pane.rows.row_at(1).id
    typist.press("Return")
    assert opened == [wanted]
    assert pane.filter.editor.hasFocus()


def test_emptying_the_filter_brings_everybody_back(qtbot):
    pane = show(qtbot, people_pane(text="fo"))
    assert pane.rows.rowCount() < 60
    assert pane.clear_filter()
    assert pane.rows.rowCount() == 60
    assert pane.title.text() == "Cittadini: 60"
    assert not pane.clear_filter()


def test_nobody_found_says_so_and_offers_the_way_on(qtbot):
    pane = show(qtbot, people_pane(text="zzzz"))
    assert not pane.table.isVisible()
    assert pane.empty.isVisible()


def test_the_selection_stays_when_somebody_is_registered(qtbot):
    pane = show(qtbot, people_pane())
    pane.table.go_to_row(7)
    pane.at.changes.changed.emit(Changes.of("citizens"))
    assert pane.table.current_row == 7


def test_codes_are_masked_and_no_telephone_is_in_the_model(qapp):
    pane = people_pane()
    codes = {pane.rows.row_at(row).masked_code for row in range(60)}
    assert codes == {"", "RSSMRA********5N"}


def test_who_is_to_be_checked_can_be_listed_alone(qtbot):
    pane = show(qtbot, people_pane())
    pane.verify_button.click()
    assert pane.title.text() == "Da verificare: 4"
    assert all(pane.rows.row_at(row).to_verify for row in range(pane.rows.rowCount()))
    pane.at.changes.changed.emit(Changes.of("citizens"))
    assert pane.rows.rowCount() == 4
    assert pane.clear_filter()
    assert (pane.rows.rowCount(), pane.verify_button.isChecked()) == (60, False)


def test_typing_leaves_the_list_of_who_is_to_be_checked(qtbot):
    pane = show(qtbot, people_pane())
    pane.verify_button.click()
    pane.focus_filter()
    Typist().type_text("fo")
    assert pane.title.text().endswith("trovate")
    assert not pane.verify_button.isChecked()


def test_who_was_not_sent_yet_says_so_in_the_list_until_it_is_sent_and_the_list_does_not_move(qtbot):
    pane = show(qtbot, people_pane())
    pane.table.go_to_row(7)
    who = pane.rows.row_at(7)
    pane.at.store.standings = {who.id: Standing.WAITING, pane.rows.row_at(2).id: Standing.TO_CHECK}
    pane.at.changes.changed.emit(Changes.of("outbox"))
    name, columns = pane.rows.row_at(7), pane.rows.columns
    assert columns[0].text(name).endswith(f"{who.name} · Registrato qui · da inviare")
    assert columns[0].icon(name) == STATE_MARKS["waiting"]
    assert columns[0].text(pane.rows.row_at(2)).endswith("Da controllare")
    assert pane.table.current_row == 7
    pane.at.store.standings = {}
    pane.at.changes.changed.emit(Changes.of("outbox"))
    assert columns[0].text(pane.rows.row_at(7)) == who.name


def test_what_is_found_says_it_too_and_the_selection_stays(qtbot):
    pane = show(qtbot, people_pane(text="fo"))
    pane.table.go_to_row(1)
    pane.at.store.standings = {pane.rows.row_at(1).id: Standing.WAITING}
    pane.at.changes.changed.emit(Changes.of("outbox"))
    assert "Registrato qui · da inviare" in pane.rows.columns[0].text(pane.rows.row_at(1))
    assert pane.table.current_row == 1
