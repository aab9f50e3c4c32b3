"""Rules of the reader that must hold for whatever is written around a scan."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from tests.keyboard import show, window_with
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.keyboard import Keyboard
from wemi_desk.ui.scanner import Scanner

CODE = "RSSMRA85T10A562S"
WORDS = st.text(alphabet="abcdefgh àèì'12,.", max_size=8)
ACTS = st.lists(st.one_of(WORDS, st.just(CODE), st.sampled_from(["Left", "Home", "Backspace"])), max_size=7)

many = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _perform(typist, acts, *, scans):
    for act in acts:
        if act == CODE:
            if scans:
                typist.scan(act)
        elif act in ("Left", "Home", "Backspace"):
            typist.press(act)
        else:
            typist.type_text(act)


def _played(qtbot, widget, acts):
    """What *widget* holds after *acts*, with and without the scans among them, and the codes that were read."""
    scanner, codes = Scanner(), []
    scanner.scanned.connect(lambda found: codes.append(found.value))
    keyboard = Keyboard(scanner.take)
    other = type(widget)()
    window = window_with(widget, other)
    show(qtbot, window)
    keyboard.install()
    try:
        widget.setFocus()
        _perform(Typist(), acts, scans=True)
        other.setFocus()
        _perform(Typist(), acts, scans=False)
    finally:
        keyboard.remove()
    window.hide()
    return other, codes


@many
@given(acts=ACTS)
def test_scans_never_change_what_a_person_writes_in_a_line(qtbot, acts):
    line = QLineEdit()
    other, codes = _played(qtbot, line, acts)
    assert line.text() == other.text()
    assert line.cursorPosition() == other.cursorPosition()
    assert codes == [CODE] * acts.count(CODE)


@many
@given(acts=ACTS)
def test_scans_never_change_a_note_and_neither_undo_nor_redo_shows_them(qtbot, acts):
    note = QPlainTextEdit()
    other, codes = _played(qtbot, note, acts)
    assert note.toPlainText() == other.toPlainText()
    assert note.textCursor().position() == other.textCursor().position()
    assert codes == [CODE] * acts.count(CODE)
    seen, document = [], note.document()
    while document.isUndoAvailable():
        document.undo()
        seen.append(note.toPlainText())
    while document.isRedoAvailable():
        document.redo()
        seen.append(note.toPlainText())
    assert not any("R" in text for text in seen)
    assert not seen or seen[-1] == other.toPlainText()
