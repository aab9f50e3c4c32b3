"""Every bad input through every field of the places and lists: nothing crashes, nothing is shown as markup."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.corpus import bad_inputs
from tests.counter_store import LISTS
from tests.place_screens import (
    busy_queue,
    maria_at_desk,
    people_pane,
    promised,
    worked_day,
)
from wemi_desk.domain.citizens import Citizen
from wemi_desk.ui.screens.call_backs.view import CallBacksView
from wemi_desk.ui.screens.citizens.view import CitizensPage
from wemi_desk.ui.screens.day.view import DayPane
from wemi_desk.ui.screens.queue.view import FIRST_NAME_LIMIT, ArrivalPane


def every_input():
    return [item.text for item in bad_inputs()]


def shown_as_markup(view):
    return [one.text() for one in view.findChildren(QLabel) if one.textFormat() != Qt.TextFormat.PlainText]


@pytest.mark.parametrize("name", ["surname", "code", "birth", "phone", "email"])
def test_the_fields_of_the_card_survive_everything(qtbot, theme, name):
    page = CitizensPage(maria_at_desk(), LISTS)
    qtbot.addWidget(page)
    field = page.card.data.fields[name]
    for text in every_input():
        field.editor.setText(text)
        page.card.save()
        if field.error:
            assert "{" in text or "{" not in field.error
            page.model.card.save(accept_unverified=True)
        page.model.card.give_up()
    assert shown_as_markup(page) == []
    assert page.model.at.store.tables[Citizen][page.model.at.maria.id].surname.strip()


def test_a_minors_fields_survive_everything(qtbot, theme):
    page = CitizensPage(maria_at_desk(), LISTS)
    qtbot.addWidget(page)
    form = page.card.household.minor
    page.card.show_tab(1)
    page.card.household.minor_button.click()
    for text in every_input():
        for name in ("surname", "given_name", "birth", "fiscal_code"):
            form.fields[name].editor.setText(text)
        form.fields["responsibility"].editor.set_code("parental")
        form.save()
    assert shown_as_markup(page) == []


def test_the_searches_survive_everything(qtbot, theme):
    page, pane = CitizensPage(maria_at_desk(), LISTS), people_pane()
    for view in (page, pane):
        qtbot.addWidget(view)
    for text in every_input():
        pane.filter.editor.setText(text)
        page.card.household.adult.search.field.editor.setText(text)
        page.card.household.adult.save()
        page.card.merge.search.field.editor.setText(text)
        page.card.merge.compare_button.click()
    assert shown_as_markup(page) == []


def test_a_contact_of_another_day_survives_everything(qtbot, theme):
    pane = DayPane(worked_day())
    qtbot.addWidget(pane)
    pane.late_button.click()
    for text in every_input():
        pane.late.open_fresh()
        pane.late.time.editor.setText(text)
        pane.late.save()
        pane.late.day.editor.setText(text)
        pane.late.time.editor.setText("10:00")
        pane.late.save()
    assert shown_as_markup(pane) == []


def test_a_first_name_in_the_queue_survives_everything_and_stays_short(qtbot, theme):
    model = busy_queue()
    pane = ArrivalPane(model)
    qtbot.addWidget(pane)
    for text in every_input():
        pane.first_name.editor.setText(text)
        pane.add()
    assert all(len(line.ticket.first_name) <= FIRST_NAME_LIMIT for line in model.lines)
    assert shown_as_markup(pane) == []


def test_a_day_to_call_back_survives_everything(qtbot, theme):
    view = CallBacksView(promised())
    qtbot.addWidget(view)
    for text in every_input():
        view.table.go_to_row(0)
        view.later.editor.setText(text)
        view.later_button.click()
    assert shown_as_markup(view) == []
