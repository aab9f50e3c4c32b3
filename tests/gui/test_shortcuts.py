import re
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QVBoxLayout

import wemi_desk
from tests.keyboard import WIDGETS, show, state, type_text, window_with
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.keyboard import Keyboard
from wemi_desk.ui.regions import Regions
from wemi_desk.ui.shortcuts import FIXED, BackStep, Keymap, Shortcut, Shortcuts, canonical

# the programme's table, and Ctrl+M since the catalogue gives a text for an e-mail (decision 26)
SECTION_17 = """\
Ctrl+K F1 Ctrl+? F2 F3 F4 F5 F6 F7 F8 F9 F11 F12 Ctrl+S Ctrl+Return Ctrl+P Ctrl+Z Ctrl+D Ctrl+R Ctrl+I Ctrl+N \
Ctrl+Shift+N Ctrl+M Ctrl+F Ctrl+PgDown Ctrl+PgUp Ctrl+L Ctrl+Tab Ctrl+Shift+Tab Alt+1 Alt+2 Alt+3 Alt+4 Alt+5 Esc"""


@pytest.fixture
def shortcuts(qapp):
    shortcuts = Shortcuts()
    keyboard = Keyboard(shortcuts.take)
    keyboard.install()
    yield shortcuts
    keyboard.remove()


@pytest.fixture
def heard(shortcuts):
    """Every shortcut, registered; the list of those that were called."""
    heard = []
    for shortcut in Shortcut:
        shortcuts.register(shortcut, lambda s=shortcut: heard.append(s), owner=shortcuts)
    return heard


def test_the_enumeration_is_section_17():
    assert " ".join(shortcut.keys for shortcut in Shortcut) == SECTION_17


def test_every_key_has_one_meaning_and_an_italian_name():
    assert len({canonical(shortcut.keys) for shortcut in Shortcut}) == len(Shortcut)
    assert all(canonical(shortcut.keys) == shortcut.keys for shortcut in Shortcut)
    assert len({shortcut.title for shortcut in Shortcut}) == len(Shortcut)
    assert all(shortcut.where for shortcut in Shortcut)


@pytest.mark.parametrize("kind", WIDGETS)
def test_every_shortcut_works_from_every_kind_of_widget(qtbot, heard, kind):
    widget = WIDGETS[kind]()
    show(qtbot, window_with(widget))
    widget.setFocus()
    before, typist = state(widget), Typist()
    for shortcut in Shortcut:
        typist.press(shortcut.keys)
    assert heard == list(Shortcut)
    assert state(widget) == before


@pytest.mark.parametrize("kind", ["line edit", "plain text", "spin", "editable combo"])
def test_ctrl_z_undoes_the_text_first_and_then_the_last_act(qtbot, heard, kind):
    widget = WIDGETS[kind]()
    show(qtbot, window_with(widget))
    before = state(widget)
    type_text(widget, "12")
    assert state(widget) != before
    Typist().press("Ctrl+Z")
    assert state(widget)[0].strip("12") == before[0].strip("12")
    assert heard == []
    Typist().press("Ctrl+Z", times=3)
    assert heard[-1] is Shortcut.UNDO


def test_ctrl_z_in_a_date_without_text_undo_undoes_the_last_act(qtbot, heard):
    date = WIDGETS["date"]()
    show(qtbot, window_with(date))
    date.setFocus()
    Typist().press("Ctrl+Z")
    assert heard == [Shortcut.UNDO]


def test_the_box_emptied_after_an_act_leaves_ctrl_z_to_the_act(qtbot, heard):
    box = QLineEdit()
    show(qtbot, window_with(box))
    type_text(box, "rossi")
    box.setText("")
    Typist().press("Ctrl+Z")
    assert heard == [Shortcut.UNDO]


@pytest.mark.parametrize("keys", ["Alt+1", "Alt+Num+1", "Ctrl+Shift+'", "Ctrl+Shift+?", "Ctrl+Enter"])
def test_keypad_and_italian_spellings_are_understood(keys):
    wanted = {"A": Shortcut.TAB_1, "C": Shortcut.KEYS}[keys[0]]
    wanted = Shortcut.SAVE_AND_CLOSE if keys.endswith("Enter") else wanted
    assert Keymap().find(keys) is wanted


@pytest.mark.parametrize("keys", ["F10", "Ctrl+E", "Ctrl+U", "Ctrl+F1", "Ctrl+F2", "Ctrl+F3", "Ctrl+F4", "Ins"])
def test_keys_that_belong_to_others_do_nothing(qtbot, heard, keys):
    line = QLineEdit("Ros")
    show(qtbot, window_with(line))
    line.setFocus()
    Typist().press(keys)
    assert heard == []


def test_a_key_held_down_acts_once(qtbot, heard):
    line = QLineEdit()
    window = show(qtbot, window_with(line))
    line.setFocus()
    for repeated in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier, "", repeated)
        QCoreApplication.sendEvent(window.windowHandle(), event)
    assert heard == [Shortcut.QUICK_CONTACT]


def test_a_key_that_cannot_be_used_now_says_why(qtbot, shortcuts):
    said, done = [], []
    shortcuts.refused.connect(lambda shortcut, why: said.append(why))
    shortcuts.register(
        Shortcut.SAVE, lambda: done.append(1), owner=shortcuts, obstacle=lambda: "Manca il motivo del contatto."
    )
    shortcuts.trigger(Shortcut.SAVE)
    shortcuts.trigger(Shortcut.PRINT)
    assert said == ["Manca il motivo del contatto.", "«Stampa» qui non si può fare."]
    assert done == []


def test_only_the_screen_that_is_seen_answers(qtbot, shortcuts):
    heard = []
    first, second = QPushButton("uno"), QPushButton("due")
    window = window_with(first, second)
    for screen in (first, second):
        shortcuts.register(Shortcut.SAVE, lambda s=screen: heard.append(s.text()), owner=screen)
    show(qtbot, window)
    second.hide()
    Typist().press("Ctrl+S")
    second.show()
    first.hide()
    Typist().press("Ctrl+S")
    assert heard == ["uno", "due"]


def test_the_pane_with_the_focus_answers_before_a_newer_one(qtbot, shortcuts):
    heard = []
    first, second = QLineEdit("uno"), QLineEdit("due")
    window = window_with(first, second)
    for pane in (first, second):
        shortcuts.register(Shortcut.SAVE, lambda p=pane: heard.append(p.text()), owner=pane)
    show(qtbot, window)
    first.setFocus()
    Typist().press("Ctrl+S")
    assert heard == ["uno"]


def test_a_closed_screen_hears_nothing(qtbot, shortcuts):
    owner = QObject()
    shortcuts.register(Shortcut.SAVE, pytest.fail, owner=owner)
    shiboken6.delete(owner)
    assert shortcuts.trigger(Shortcut.SAVE)


def test_esc_takes_one_step_at_a_time_in_the_written_order(qtbot, shortcuts):
    open_things = {BackStep.PANEL, BackStep.RESULTS, BackStep.BOX}
    taken = []

    def back(step):
        if step not in open_things:
            return False
        open_things.discard(step)
        taken.append(step)
        return True

    for step in reversed(BackStep):
        shortcuts.register(Shortcut.BACK, lambda s=step: back(s), owner=shortcuts, step=step)
    line = QLineEdit()
    show(qtbot, window_with(line))
    line.setFocus()
    Typist().press("Esc", times=5)
    assert taken == [BackStep.RESULTS, BackStep.BOX, BackStep.PANEL]


def test_a_question_lets_only_lock_cover_and_the_manual_pass(qtbot, heard):
    window = show(qtbot, window_with(QLineEdit()))
    question = QDialog(window)
    QVBoxLayout(question).addWidget(QPushButton("Torna indietro"))
    question.open()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is question)
    typist = Typist()
    for shortcut in Shortcut:
        if shortcut is not Shortcut.BACK:
            typist.press(shortcut.keys)
    assert set(heard) == FIXED | {Shortcut.HELP}
    typist.press("Esc")
    assert not question.isVisible()
    assert Shortcut.BACK not in heard


def test_an_open_list_closes_and_the_key_still_works(qtbot, heard):
    combo = WIDGETS["combo"]()
    show(qtbot, window_with(combo))
    combo.setFocus()
    combo.showPopup()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    Typist().press("F9")
    assert heard == [Shortcut.QUICK_CONTACT]
    assert QApplication.activePopupWidget() is None


def test_esc_closes_an_open_list_and_takes_no_other_step(qtbot, heard):
    combo = WIDGETS["combo"]()
    show(qtbot, window_with(combo))
    combo.setFocus()
    combo.showPopup()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    Typist().press("Esc")
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    assert heard == []


def test_a_locked_desk_hears_only_what_it_allows(qtbot, shortcuts, heard):
    shortcuts.restrict(frozenset((Shortcut.HELP,)))
    line = QLineEdit()
    show(qtbot, window_with(line))
    line.setFocus()
    typist = Typist()
    for shortcut in Shortcut:
        typist.press(shortcut.keys)
    shortcuts.restrict(None)
    assert heard == [Shortcut.HELP]


def test_a_key_may_be_changed_and_is_kept_as_a_difference(qapp):
    keymap = Keymap()
    keymap.remap(Shortcut.PRINT, "Ctrl+J")
    assert keymap.changes() == {"print": "Ctrl+J"}
    again = Keymap(keymap.changes())
    assert again.find("Ctrl+J") is Shortcut.PRINT
    assert again.find("Ctrl+P") is None


@pytest.mark.parametrize(
    ("shortcut", "keys", "reason"),
    [
        (Shortcut.LOCK, "Ctrl+J", "fixed"),
        (Shortcut.BLANK, "F10", "fixed"),
        (Shortcut.PRINT, "Ctrl+K", "taken"),
        (Shortcut.PRINT, "Ctrl+L", "taken"),
        (Shortcut.KEYS, "Alt+5", "taken"),
        (Shortcut.PRINT, "F10", "reserved"),
        (Shortcut.PRINT, "Ctrl+E", "reserved"),
        (Shortcut.PRINT, "Ctrl+V", "reserved"),
        (Shortcut.PRINT, "Ctrl+Alt+P", "unusable"),
        (Shortcut.PRINT, "P", "unusable"),
        (Shortcut.PRINT, "5", "unusable"),
        (Shortcut.PRINT, "Return", "unusable"),
        (Shortcut.PRINT, "", "unusable"),
        (Shortcut.PRINT, "Ctrl+K, Ctrl+P", "unusable"),
    ],
)
def test_a_key_that_is_not_free_is_refused(qapp, shortcut, keys, reason):
    with pytest.raises(InvalidFieldError) as caught:
        Keymap().remap(shortcut, keys)
    assert caught.value.reason == reason
    assert error_text(caught.value) != error_text(InvalidFieldError("keys", "no such reason"))


def test_settings_that_clash_with_the_table_fall_back_to_it(qapp):
    keymap = Keymap({"print": "Ctrl+K", "lock": "F1", "unknown": "F2", "drafts": "Ctrl+J"})
    assert keymap.keys(Shortcut.PRINT) == "Ctrl+P"
    assert keymap.keys(Shortcut.LOCK) == "Ctrl+L"
    assert keymap.changes() == {"drafts": "Ctrl+J"}


def test_keys_are_written_in_italian(qapp):
    keymap = Keymap()
    assert keymap.label(Shortcut.NEW_PAPERWORK) == "Ctrl+Maiusc+N"
    assert keymap.label(Shortcut.SAVE_AND_CLOSE) == "Ctrl+Invio"


def test_ctrl_tab_goes_round_the_regions_and_comes_back_to_the_same_field(qtbot, shortcuts):
    fields = [[QLineEdit(), QLineEdit()] for _ in range(3)]
    regions = [window_with(*row) for row in fields]
    window, order = window_with(*regions), Regions()
    order.order(*regions)
    shortcuts.register(Shortcut.NEXT_REGION, order.next, owner=window)
    shortcuts.register(Shortcut.PREVIOUS_REGION, order.previous, owner=window)
    show(qtbot, window)
    regions[1].hide()
    fields[0][1].setFocus()
    visited = []
    for keys in ("Ctrl+Tab", "Ctrl+Tab", "Ctrl+Shift+Tab"):
        Typist().press(keys)
        visited.append(QApplication.focusWidget())
    assert visited == [fields[2][0], fields[0][1], fields[2][0]]


def test_no_widget_makes_a_shortcut_of_its_own():
    """Two owners of one key are ambiguous in Qt, and then neither hears it."""
    sources = Path(wemi_desk.__file__).parent.rglob("*.py")
    made = [path.name for path in sources if re.search(r"QShortcut\b|setShortcuts?\(", path.read_text("utf-8"))]
    assert made == []
