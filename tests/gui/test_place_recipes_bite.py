"""Break each place and list in one spot: the recipes of accessibility must notice."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTabBar

import tests.place_screens  # noqa: F401 (adds its screens to the catalogue)
from tests.accessibility import contrast_faults, focus_faults, name_faults, room_faults
from tests.screens import SCREENS
from wemi_desk.ui.screens.call_backs.view import CallBacksView
from wemi_desk.ui.screens.citizens.data_view import DataView
from wemi_desk.ui.screens.citizens.list_view import PeopleListPane
from wemi_desk.ui.screens.day.view import DayPane
from wemi_desk.ui.screens.help.view import KeysView
from wemi_desk.ui.screens.outbox.view import OutboxView
from wemi_desk.ui.screens.queue.view import ArrivalPane
from wemi_desk.ui.screens.settings.view import SettingsView
from wemi_desk.ui.widgets.scroll import ScrollPane


def queue_reason_without_label(window):
    field = window.findChild(ArrivalPane).reason
    field.label.setBuddy(None)


def day_table_without_name(window):
    window.findChild(DayPane).table.setAccessibleName("")


def call_backs_scroll_takes_the_focus(window):
    scrolled = window.findChild(CallBacksView).findChild(ScrollPane)
    scrolled.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    scrolled.setAccessibleName("")


def people_table_keeps_tab(window):
    window.findChild(PeopleListPane).table.setTabKeyNavigation(True)


def card_button_too_low(window):
    window.findChild(DataView).save_button.setFixedHeight(8)


def card_tabs_squeezed(window):
    window.findChild(DataView).window().findChildren(QTabBar)[-1].setMaximumWidth(120)


def outbox_words_too_pale(window):
    window.findChild(OutboxView).findChildren(QLabel)[-1].setStyleSheet("color: #c9c9c9; background: #ffffff")


def settings_combo_without_label(window):
    window.findChild(SettingsView).theme.label.setBuddy(None)


def keys_column_too_narrow(window):
    window.findChild(KeysView).table.setColumnWidth(0, 40)


MUTATIONS = {
    queue_reason_without_label: "queue, busy",
    day_table_without_name: "day, worked",
    call_backs_scroll_takes_the_focus: "call backs, telephone shown",
    people_table_keeps_tab: "people, all",
    card_button_too_low: "card, wrong fields",
    card_tabs_squeezed: "card, household",
    outbox_words_too_pale: "outbox, waiting",
    settings_combo_without_label: "settings",
    keys_column_too_narrow: "help, all keys",
}


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.__name__)
def test_each_fault_is_noticed(qtbot, theme, mutation):
    window = SCREENS[MUTATIONS[mutation]]()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    mutation(window)
    QApplication.processEvents()
    found = room_faults(window) + name_faults(window) + contrast_faults(window, 4.5)
    assert found or focus_faults(window, window.regions)
