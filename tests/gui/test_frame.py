import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

from tests.accessibility import nodes, room_faults
from tests.screens import CROWDED, MARIA, frame, with_results
from tests.unit.test_sync_words import ROWS
from wemi_desk.ui.shell.person_summary import NoticeState, PersonSummary
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.shell.search_box import Result
from wemi_desk.ui.theme import LayoutClass, ThemeChoice
from wemi_desk.ui.widgets.panes import EmptyState
from wemi_desk.ui.widgets.scroll import ScrollPane


@pytest.fixture
def window(qtbot, theme):
    window = frame()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    return window


def words_on(window):
    """Everything that can be seen or heard."""
    found = [window.windowTitle(), QApplication.clipboard().text()]
    for interface, _path in nodes(QAccessible.queryAccessibleInterface(window)):
        text = QAccessible.Text
        found += [interface.text(kind) for kind in (text.Name, text.Description, text.Value)]
    return " ".join(found)


def test_the_box_has_the_focus_when_the_desk_is_idle(window):
    assert window.bar.box.hasFocus()


def test_the_title_names_space_and_place_and_never_a_citizen(window):
    window.person_bar.show_person(MARIA)
    window.set_place(Place.CITIZENS)
    assert window.windowTitle() == "WeMi Desk · WeMi Venini · Cittadini"


def test_results_help_and_never_steal_typing(window):
    with_results(window)
    chosen = []
    window.bar.box.submitted.connect(lambda text, key: chosen.append((text, key)))
    QTest.keyClick(window.bar.box, Qt.Key.Key_Down)
    assert window.bar.box.hasFocus()
    QTest.keyClick(window.bar.box, Qt.Key.Key_Return)
    assert chosen == [("ros", 2)]
    assert not window.bar.box.results.isVisible()


def test_enter_before_the_answer_opens_no_row_of_an_older_text(window):
    with_results(window)
    chosen = []
    window.bar.box.submitted.connect(lambda text, key: chosen.append((text, key)))
    QTest.keyClicks(window.bar.box, "s")
    QTest.keyClick(window.bar.box, Qt.Key.Key_Return)
    window.bar.box.show_results("ro", [Result(9, "Persone", "Troppo tardi")])
    assert chosen == [("ross", None)]
    assert not window.bar.box.results.isVisible()


def test_at_most_eight_results_are_shown(window):
    window.bar.box.setText("a")
    window.bar.box.show_results("a", [Result(n, "Persone", f"Persona {n}") for n in range(20)])
    assert len(window.bar.box.results.rows) == 8


def test_esc_goes_one_step_back_at_a_time(window):
    asked = []
    window.place_requested.connect(asked.append)
    window.set_place(Place.DAY)
    window.panel.open_text("Aiuto", "Testo")
    with_results(window)
    steps = [window.step_back() for _ in range(4)]
    assert steps == [True, True, True, True]
    assert (window.bar.box.text(), window.panel.isHidden(), asked) == ("", True, [Place.COUNTER])
    window.set_place(Place.COUNTER)
    assert not window.step_back()


def test_the_cover_hides_every_citizen_and_brings_text_and_cursor_back(window):
    window.person_bar.show_person(MARIA)
    window.bar.box.setText("rossi maria")
    window.bar.box.setCursorPosition(3)
    window.stage.set_covered(True)
    seen = words_on(window)
    assert not any(word in seen for word in ("ROSSI", "rossi", "Maria", "333", "RSSMRA"))
    assert "WeMi Venini" in seen
    window.stage.set_covered(False)
    assert window.bar.box.hasFocus()
    assert (window.bar.box.text(), window.bar.box.cursorPosition()) == ("rossi maria", 3)


def test_closing_the_visit_leaves_nothing_of_the_citizen(window):
    window.person_bar.show_person(CROWDED)
    window.person_bar.clear()
    window.bar.box.empty()
    assert "ROVERE" not in words_on(window)
    left = [label.text() for label in window.person_bar.findChildren(QLabel)]
    assert not [text for text in left if any(word in text for word in ("ROVERE", "333", "DLLMNT", "verificare"))]


def test_the_informativa_still_to_give_is_a_warning_that_can_be_pressed(window):
    asked = []
    window.person_bar.notice_requested.connect(lambda: asked.append(True))
    window.person_bar.show_person(PersonSummary("Rossi", "Maria", notice=NoticeState.TO_GIVE))
    assert "Informativa da consegnare" in words_on(window)
    window.person_bar._to_give.click()
    assert asked == [True]


def test_the_visit_is_counted_in_minutes_for_the_ear(window):
    window.person_bar.show_person(MARIA)
    window.person_bar.set_elapsed(252)
    assert "Durata del colloquio: 4 minuti" in words_on(window)


def test_theme_and_text_size_change_under_a_half_filled_form(window, theme):
    box = window.bar.box
    box.setText("rossi mar")
    box.setCursorPosition(4)
    for choice, percent in ((ThemeChoice.DARK, 150), (ThemeChoice.CONTRAST, 200), (ThemeChoice.LIGHT, 100)):
        theme.set_choice(choice)
        theme.set_percent(percent)
    assert box.hasFocus()
    assert (box.text(), box.cursorPosition()) == ("rossi mar", 4)
    assert window.layout_class is LayoutClass.WIDE


def test_the_pane_one_types_in_stays_in_sight_when_the_text_grows(window, theme):
    page = window.panes.page(Place.COUNTER)
    page.show_pane(0)
    field = QLineEdit()
    page.panes[2].widget.layout().addWidget(field)
    QApplication.processEvents()
    field.setFocus()
    theme.set_percent(200)
    assert [spec.widget.isVisible() for spec in page.panes] == [False, False, True]
    assert field.hasFocus()


def test_an_empty_list_says_its_words_before_its_drawing_when_the_text_is_large(qtbot, theme):
    empty = EmptyState("Nessuna pratica aperta", icon="it-files")
    qtbot.addWidget(empty)
    small = empty.sizeHint().height()
    theme.set_percent(200)
    assert empty.sizeHint().height() < small * 1.4


def test_in_large_text_a_form_that_scrolls_shows_more_than_one_field(qtbot, theme):
    content = QWidget()
    box = QVBoxLayout(content)
    for _number in range(9):
        box.addWidget(QLineEdit())
    outside = QWidget()
    QVBoxLayout(outside).addWidget(ScrollPane(content, "Campi"))
    window = ScrollPane(outside, "Luogo")
    qtbot.addWidget(window)
    window.resize(600, 300)
    window.show()
    inner = outside.findChild(ScrollPane)
    assert inner.minimumHeight() == 32
    theme.set_percent(200)
    QApplication.processEvents()
    assert inner.minimumHeight() > 4 * 32


def test_folding_and_unfolding_keeps_sync_state_and_operator_in_sight(window, theme):
    for percent in (100, 200, 133, 200, 100):
        theme.set_percent(percent)
        QApplication.processEvents()
        assert window.bar.sync.isVisible()
        assert window.bar.operator.isVisible()


@pytest.mark.parametrize("percent", [100, 133, 200])
def test_every_row_of_the_sync_table_fits_the_bar(window, theme, percent):
    theme.set_percent(percent)
    for state, *_rest in ROWS:
        window.bar.set_sync(state)
        QApplication.processEvents()
        assert room_faults(window) == [], state


def test_a_press_on_the_sync_state_asks_for_the_list(window, qtbot):
    with qtbot.waitSignal(window.bar.sync_requested):
        QTest.keyClick(window.bar.sync, Qt.Key.Key_Space)
    assert window.bar.sync.accessibleName() == "Invio dati: 3 da inviare, in attesa di rete"


def test_undo_can_be_pressed_while_its_message_stands(window, qtbot):
    window.status.show_message("Contatto rapido registrato: Informazioni.", "ok", undoable=True)
    with qtbot.waitSignal(window.status.undo_requested):
        window.status._undo.click()
    window.status._undo.setFocus()
    window.status._expire()
    assert window.status.words.startswith("Contatto")
    window.focus_box()
    window.status._expire()
    assert window.status.words == ""


def test_the_rail_asks_and_does_not_go_by_itself(window):
    asked = []
    window.place_requested.connect(asked.append)
    window.rail._buttons[Place.DAY].click()
    assert asked == [Place.DAY]
    assert window.place is Place.COUNTER
    assert window.rail._buttons[Place.COUNTER].isChecked()


def test_places_without_work_say_so_in_their_words(window):
    for place, words in ((Place.PAPERWORK, "Nessuna pratica aperta"), (Place.ACTIVITIES, "Nessuna attività"),
                         (Place.CATALOGUE, "Il catalogo arriva con il primo collegamento")):
        window.set_place(place)
        assert words in words_on(window)


def test_the_third_pane_can_take_the_first_ones_room_when_it_is_needed(window, theme):
    theme.set_percent(133)
    page = window.panes.page(Place.COUNTER)
    page.set_third_first(True)
    assert [spec.widget.isVisible() for spec in page.panes] == [False, True, True]


def test_a_page_takes_the_window_and_the_desk_goes_out_of_reach(window, qtbot):
    window.stage.add_page("unlock", EmptyState("Su questa postazione non c’è ancora nessun operatore."))
    window.person_bar.show_person(MARIA)
    window.stage.show_page("unlock")
    assert "ROSSI" not in words_on(window)
    assert window.windowTitle() == "WeMi Desk · WeMi Venini"
    window.stage.show_desk()
    assert window.bar.box.hasFocus()
