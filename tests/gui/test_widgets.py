from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from wemi_desk.ui.widgets.announce import listen
from wemi_desk.ui.widgets.buttons import ElidedButton, button
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import ErrorSummary, Field, TextArea, TextField
from wemi_desk.ui.widgets.labels import ElidedLabel, label, set_tooltip
from wemi_desk.ui.widgets.message_bar import MessageBar
from wemi_desk.ui.widgets.strip import Strip
from wemi_desk.ui.widgets.tables import ItemList

MARKUP = "<b>Rossi</b> & <img src=x>"
TODAY = date(2026, 11, 22)


@pytest.fixture
def heard():
    said = []
    stop = listen(lambda words, _urgent: said.append(words))
    yield said
    stop()


def shown(qtbot, widget):
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    assert QTest.qWaitForWindowActive(widget)
    return widget


def holder(*widgets):
    result = QWidget()
    layout = QVBoxLayout(result)
    for widget in widgets:
        layout.addWidget(widget)
        widget.holder = result
    return result


def test_a_label_shows_markup_as_it_was_typed(qtbot):
    widget = label(MARKUP)
    qtbot.addWidget(widget)
    assert widget.textFormat() == Qt.TextFormat.PlainText
    assert widget.text() == MARKUP


def test_a_tooltip_does_not_read_markup(qtbot):
    widget = label("Rossi")
    qtbot.addWidget(widget)
    set_tooltip(widget, MARKUP)
    assert "<b>" not in widget.toolTip()


def test_an_ampersand_stays_on_the_button_and_in_its_name(qtbot):
    widget = button("D'Amico & Figli")
    qtbot.addWidget(widget)
    assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name) == "D'Amico & Figli"


@pytest.mark.parametrize("kind", [ElidedLabel, ElidedButton])
def test_a_text_too_long_is_cut_on_screen_and_whole_for_the_ear(qtbot, kind):
    widget = kind("Maria Antonietta Guglielmina " * 1_000)
    shown(qtbot, widget)
    widget.resize(120, 40)
    assert widget.text().endswith("…")
    assert widget.accessibleName().startswith("Maria Antonietta Guglielmina Maria")


def test_a_digit_chooses_in_a_pick_list(qtbot):
    combo = shown(qtbot, CodeCombo([("info", "Informazioni"), ("spid", "SPID"), ("isee", "ISEE")]))
    chosen = []
    combo.code_changed.connect(chosen.append)
    assert combo.code is None
    QTest.keyClick(combo, Qt.Key.Key_2)
    assert combo.code == "spid"
    QTest.keyClick(combo, Qt.Key.Key_3, Qt.KeyboardModifier.KeypadModifier)
    QTest.keyClick(combo, Qt.Key.Key_9)
    assert chosen == ["spid", "isee"]


def test_a_digit_chooses_in_an_open_pick_list_too(qtbot):
    combo = shown(qtbot, CodeCombo([("info", "Informazioni"), ("spid", "SPID")]))
    combo.showPopup()
    QTest.keyClick(combo.view(), Qt.Key.Key_2)
    assert combo.code == "spid"
    assert not combo.view().isVisible()


def test_new_choices_keep_the_chosen_code_if_it_is_still_there(qtbot):
    combo = CodeCombo([("a", "A"), ("b", "B")])
    qtbot.addWidget(combo)
    combo.set_code("b")
    combo.set_choices([("b", "B"), ("c", "C")])
    assert combo.code == "b"
    combo.set_choices([("c", "C")])
    assert combo.code is None


@pytest.mark.parametrize(("has_focus", "moved"), [(False, 0), (True, 1)])
def test_the_wheel_changes_nothing_without_the_focus(qtbot, has_focus, moved):
    widget = CodeCombo([("a", "A"), ("b", "B")])
    shown(qtbot, widget)
    widget.set_code("a")
    (widget.setFocus if has_focus else widget.clearFocus)()
    turn = QWheelEvent(QPointF(5, 5), QPointF(widget.mapToGlobal(QPoint(5, 5))), QPoint(), QPoint(0, -120),
                       Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(widget, turn)
    assert widget.currentIndex() == moved


@pytest.mark.parametrize(("typed", "shown_as", "value"), [
    ("12/3/58", "12/03/1958", date(1958, 3, 12)), ("120358", "12/03/1958", date(1958, 3, 12)),
    ("12-3-1958", "12/03/1958", date(1958, 3, 12)), (" 12 03 1958 ", "12/03/1958", date(1958, 3, 12)),
    ("1958", "1958", None), ("31/02/1958", "31/02/1958", None), ("boh", "boh", None), ("", "", None)])
def test_a_date_is_understood_however_it_is_typed(qtbot, typed, shown_as, value):
    field = shown(qtbot, DateField(lambda: TODAY, year_alone=True))
    field.setFocus()
    QTest.keyClicks(field, typed)
    field.clearFocus()
    assert field.text() == shown_as
    assert field.date_value == value
    assert field.is_wrong == (typed in ("31/02/1958", "boh"))


def test_two_plausible_centuries_are_asked_about_and_not_decided(qtbot):
    field = shown(qtbot, DateField(lambda: TODAY))
    field.setText("12/03/25")
    field.clearFocus()
    assert field.text() == "12/03/25"
    assert (field.typed.year, field.typed.other_year) == (1925, 2025)
    assert field.date_value is None


def test_an_error_is_linked_to_its_field_and_said_once(qtbot, heard):
    field = shown(qtbot, Field("&Codice fiscale", TextField(), reason="Serve per trovarti"))
    field.set_error("Il codice fiscale ha 16 caratteri, qui sono 15.")
    field.set_error("Il codice fiscale ha 16 caratteri, qui sono 15.")
    spoken = QAccessible.queryAccessibleInterface(field.editor)
    assert spoken.text(QAccessible.Text.Name) == "Codice fiscale"
    assert spoken.text(QAccessible.Text.Description).startswith("Il codice fiscale ha 16")
    assert heard == ["Codice fiscale: Il codice fiscale ha 16 caratteri, qui sono 15."]
    field.set_error("")
    assert spoken.text(QAccessible.Text.Description) == "Serve per trovarti"
    assert field.error == ""


def test_several_errors_are_counted_above_and_the_first_has_the_focus(qtbot):
    summary = ErrorSummary()
    fields = [Field(name, TextField()) for name in ("Cognome", "Nome", "Telefono")]
    shown(qtbot, holder(summary, *fields))
    for field in fields[1:]:
        field.set_error("Manca.")
    summary.show_fields(fields)
    assert not summary.isHidden()
    assert fields[1].editor.hasFocus()


def test_tab_leaves_a_text_area(qtbot):
    area, after = TextArea(), TextField()
    shown(qtbot, holder(area, after))
    area.setFocus()
    QTest.keyClick(area, Qt.Key.Key_Tab)
    assert area.toPlainText() == ""
    assert after.hasFocus()


def test_a_strip_is_answered_with_one_digit(qtbot, heard):
    strip, told = Strip(), []
    shown(qtbot, holder(strip))
    strip.chosen.connect(told.append)
    strip.entered.connect(lambda: told.append("enter"))
    strip.dismissed.connect(lambda: told.append("esc"))
    strip.key_passed.connect(told.append)
    strip.open("Contatto rapido:", ["Informazioni", "SPID"], enter="come prima")
    for key in (Qt.Key.Key_2, Qt.Key.Key_9, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_R):
        QTest.keyClick(QApplication.focusWidget(), key)
    assert told == [1, "9", "enter", "esc", "r"]
    assert heard[0].startswith("Contatto rapido:")


def test_a_message_bar_takes_the_focus_and_gives_way_to_esc(qtbot, heard):
    bar = MessageBar()
    shown(qtbot, holder(bar))
    bar.show_words("Codice letto male: ripassa la tessera", take_focus=True)
    assert QApplication.focusWidget().accessibleName() == "Chiudi l’avviso"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert heard == ["Codice letto male: ripassa la tessera"]


def test_enter_opens_a_line_of_a_list_and_a_refresh_keeps_the_place(qtbot):
    lines = shown(qtbot, ItemList("Persone in coda"))
    opened = []
    lines.opened.connect(opened.append)
    lines.set_items(["A12", "A13", "A14"], [("it-clock", "text"), None, None])
    lines.setCurrentRow(1)
    QTest.keyClick(lines, Qt.Key.Key_Return)
    lines.set_items(["A13", "A14"])
    assert opened == [1]
    assert lines.currentRow() == 1


def test_what_does_not_fit_in_a_field_is_said_beside_it_until_it_fits(qtbot):
    field = Field("Codice", TextField(most=5))
    qtbot.addWidget(field)
    field.editor.insert("ABCDEFG")
    assert field.editor.text() == "ABCDE"
    assert field.error == "Qui stanno al massimo 5 caratteri: il resto non è stato scritto."
    assert field.error in field.editor.accessibleDescription()
    field.set_error("Non va bene.")
    assert field.error == "Non va bene."
    field.set_error("")
    assert field.error.startswith("Qui stanno")
    field.editor.setText("AB")
    assert not field.error
