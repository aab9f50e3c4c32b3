"""Condivisi by keys: a request with its week, groups found and formed, families asked, a group begun and left."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.runners import HeldRunner
from tests.shared_desk import shared_desk
from tests.shared_screens import asking, busy, lived, shared, shared_model
from wemi_desk.domain.drafts import Draft
from wemi_desk.domain.shared_services import ACTIVE, GIVEN
from wemi_desk.ui.screens.shared_services.view import GROUPS
from wemi_desk.ui.theme import current_theme


@pytest.fixture
def opened(qtbot, theme):
    def show(*what, **more):
        window = shared(*what, **more)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)
        return window

    return show


def press(widget, *keys, modifier=Qt.KeyboardModifier.NoModifier):
    for key in keys:
        QTest.keyClick(widget, key, modifier)


def test_a_week_is_marked_with_arrows_and_space_and_stands_in_words(opened):
    window = opened(shared_desk(), lambda panes: panes.model.requests.begin(), person=True)
    form = window.shared.form
    grid, words = form.grid, form.fields["slots"].editor
    grid.setFocus()
    press(grid, Qt.Key.Key_Space)
    assert words.text() == "lun 16-17"
    press(grid, Qt.Key.Key_Right, Qt.Key.Key_Right, modifier=Qt.KeyboardModifier.ShiftModifier)
    press(grid, Qt.Key.Key_Down, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert words.text() == "lun mar 16-17; mer 16-18"
    words.setText("lun 9-10.30")
    assert [(one.weekday, one.begin, one.end) for one in grid.slots_marked] == [(0, 540, 630)]
    grid.grab()


def test_the_mouse_marks_along_its_way(opened):
    window = opened(shared_desk(), lambda panes: panes.model.requests.begin(), person=True)
    grid = window.shared.form.grid
    QTest.mousePress(grid, Qt.MouseButton.LeftButton, pos=grid._cell(2, 3).center())
    QTest.mouseMove(grid, grid._cell(2, 4).center())
    QTest.mouseRelease(grid, Qt.MouseButton.LeftButton, pos=grid._cell(2, 4).center())
    assert window.shared.form.fields["slots"].editor.text().startswith("mer 10-1")


def test_what_was_typed_is_kept_and_found_again_with_the_same_family(opened):
    at = shared_desk()
    window = opened(at, asking, person=True)
    window.model.requests.save_now()
    assert len(at.store.tables[Draft]) == 1
    window.shared.step_back()
    window.shared.form.empty()
    window.model.requests.begin()
    assert window.shared.form.fields["slots"].editor.text() == "lun-ven 16-19; sab 9-12.30"
    window.shared.form.fields["children"].editor.setText("2021")
    window.shared.save()
    assert not at.store.tables[Draft]
    [line] = window.model.requests.lines
    assert line.who == "Ada0 C."


def test_a_request_half_written_leaves_the_screen_with_its_visitor_and_is_kept_for_them(opened):
    at = shared_desk()
    window = opened(at, asking, person=True)
    person = window.model.requests.at_desk
    window.model.show_person(None)
    assert window.shared.form.fields["slots"].editor.text() == ""
    assert window.shared.right_stack.currentWidget() is not window.shared.form
    [draft] = at.store.tables[Draft].values()
    assert draft.citizen_id == person.id
    window.model.show_person(person)
    window.model.requests.begin()
    assert window.shared.form.fields["slots"].editor.text() == "lun-ven 16-19; sab 9-12.30"


def test_a_family_whose_consent_was_noted_can_be_proposed(opened):
    window = opened(busy(), person=True)
    view = window.shared.requests
    view.table.go_to_row(3)
    assert view.consent_button.isVisible()
    view.consent_button.click()
    assert window.model.requests.lines[3].request.consent == GIVEN
    view.table.go_to_row(4)
    view.close_button.click()
    assert len(window.model.requests.lines) == 4


def test_groups_are_found_formed_asked_and_begun(opened):
    window = opened(busy())
    panes = window.shared
    panes.requests.search_button.click()
    assert panes.proposals.found.text() == "Trovano posto 3 famiglie su 3. Di più non è possibile."
    assert "I bambini vanno alla stessa scuola" in panes.proposal.why.text()
    assert panes.save()
    assert len(window.model.groups.groups) == 1
    panes.show_tab(GROUPS)
    for at in range(3):
        panes.group.table.go_to_row(at)
        panes.group.yes_button.click()
    assert panes.save()
    assert window.model.groups.group.service.status == ACTIVE
    assert not panes.group.start_button.isVisible()
    panes.group.table.go_to_row(1)
    panes.group.leave_button.click()
    assert "avvisare" in panes.group.warning.text()
    panes.group.table.go_to_row(0)
    panes.group.told_button.click()
    assert not window.model.groups.group.present[0].is_to_tell


def test_a_group_cannot_begin_before_everybody_was_asked(opened):
    window = opened(lived(busy(), active=False), tab=GROUPS)
    window.shared.save()
    assert "chiedi a ogni famiglia" in window.at.said[-1].text
    assert window.model.groups.group.service.status != ACTIVE


def test_ctrl_p_prints_the_family_one_is_on_and_of_an_active_group_the_shares(opened):
    for active in (False, True):
        window = opened(lived(busy(), active=active), tab=GROUPS)
        asked = []
        window.model.groups.print_requested.connect(lambda *what, asked=asked: asked.append(what))
        assert window.shared.print_sheet()
        group = window.model.groups.group
        wanted = None if active else group.members[0].participant.id
        assert asked == [(group.service.id, wanted)]


def test_the_cost_is_said_anew_and_the_shares_follow(opened):
    window = opened(lived(busy(), active=True), lambda panes: panes.group.terms_wanted.emit(), tab=GROUPS)
    terms = window.shared.terms
    terms.fields["total"].editor.setText("100")
    terms.fields["split_by"].editor.set_code("equal")
    window.shared.save()
    group = window.model.groups.group
    assert [one.cents for one in group.present] == [33_34, 33_33, 33_33]
    assert window.shared.right_stack.currentWidget() is window.shared.group


def test_a_search_is_stopped_with_the_same_button(qtbot, theme):
    runner = HeldRunner()
    model = shared_model(shared_desk(2), runner)
    model.proposals.search({"baby_sitting": "12", "carer": "13", "homework": "15", "other": "12"})
    assert model.proposals.is_searching
    model.proposals.stop()
    runner.release()
    assert not model.proposals.is_searching
    assert model.proposals.proposals == ()


def test_esc_leaves_the_form_and_keeps_what_was_typed(opened):
    window = opened(shared_desk(), asking, person=True)
    assert window.shared.step_back()
    assert window.shared.right_stack.currentWidget() is window.shared.facts
    assert window.shared.form.fields["slots"].editor.text() == "lun-ven 16-19; sab 9-12.30"


def test_the_request_one_is_on_is_read_beside_the_list(opened):
    window = opened(shared_desk(2))
    facts, table = window.shared.facts, window.shared.requests.table
    table.go_to_row(1)
    assert facts.who.text() == window.shared.requests.chosen.who
    shown = {name.text(): value.text() for name, value in facts._cells if name.text()}
    assert {"Che cosa", "Quando", "Quanto", "Stato"} <= set(shown)


def test_beside_an_open_panel_the_list_still_says_what_is_wanted(opened):
    window = opened(busy())
    table = window.shared.requests.table
    window.panel.open_text("Tasti", "F1")
    QTest.qWait(1)
    beside = table.columnWidth(1)
    assert beside >= current_theme().u(150)
    assert window.shared.right.width() >= current_theme().u(240)
    window.shared.right_stack.setCurrentWidget(window.shared.form)
    window.shared._name()
    QTest.qWait(1)
    assert table.columnWidth(1) < beside
