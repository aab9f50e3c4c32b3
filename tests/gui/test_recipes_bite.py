"""Break the frame in one place at a time: the recipes of accessibility must notice each."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFormLayout, QLineEdit, QScrollArea, QTableView, QWidget

from tests.accessibility import contrast_faults, focus_faults, name_faults, ring_faults, room_faults
from tests.screens import MARIA, frame
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.theme import TOKENS, ThemeName
from wemi_desk.ui.widgets.fields import TextArea, TextField
from wemi_desk.ui.widgets.tables import ItemList


@pytest.fixture
def window(qtbot, theme):
    window = frame()
    window.person_bar.show_person(MARIA)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    return window


def settle():
    QApplication.processEvents()


def faults(window):
    settle()
    room = room_faults(window)
    return room + name_faults(window) + focus_faults(window, window.regions) + contrast_faults(window, 4.5)


def nameless_field(window):
    field = next(field for field in window.findChildren(TextField) if field.isVisible())
    field.setAccessibleName("")
    for other in window.findChildren(QWidget):
        if hasattr(other, "setBuddy") and other.buddy() is field:
            other.setBuddy(None)


def nameless_list(window):
    window.findChild(ItemList).setAccessibleName("")


def unlabelled_row(window):
    host = QWidget()
    QFormLayout(host).addRow(QLineEdit())
    window.panes.page(Place.COUNTER).panes[1].widget.body.addWidget(host)


def tab_stays_in_the_table(window):
    window.findChild(QTableView).setTabKeyNavigation(True)


def tab_typed_into_the_note(window):
    window.findChild(TextArea).setTabChangesFocus(False)


def scroll_area_takes_the_focus(window):
    area = next(area for area in window.findChildren(QScrollArea) if area.isVisible())
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    area.setAccessibleName("")


def low_buttons(window):
    window.bar._quick.setFixedHeight(20)


def narrow_rail(window):
    window.rail.setFixedWidth(60)


def clipped_close(window):
    window.person_bar._close.setFixedWidth(100)


def wide_content(window):
    window.findChild(QTableView).setMinimumWidth(1_200)
    settle()


MUTATIONS = (nameless_field, nameless_list, unlabelled_row, tab_stays_in_the_table, tab_typed_into_the_note,
             scroll_area_takes_the_focus, low_buttons, narrow_rail, clipped_close, wide_content)


def test_the_frame_as_it_is_has_no_fault(window):
    assert faults(window) == []


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
def test_a_broken_frame_is_noticed(window, mutate):
    mutate(window)
    assert faults(window) != []


@pytest.mark.parametrize(("token", "pale"), [("warn", "#cc7a00"), ("primary", "#6aaaeb"), ("text2", "#929da9")])
def test_a_pale_colour_is_noticed(window, theme, monkeypatch, token, pale):
    changed = {**TOKENS[ThemeName.LIGHT], token: pale}
    monkeypatch.setattr("wemi_desk.ui.theme.TOKENS", {**TOKENS, ThemeName.LIGHT: changed})
    theme.set_percent(110)
    settle()
    assert contrast_faults(window, 4.5) != []


def test_a_missing_focus_ring_is_noticed(window, theme):
    plain = f"border:1px solid {theme.tokens['primary']}; padding:6px 14px;"
    window.bar._quick.setStyleSheet(f"QPushButton:focus {{ {plain} }}")
    assert any("Contatto rapido" in fault for fault in ring_faults(window))
