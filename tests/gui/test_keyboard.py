import pytest
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QMenu, QVBoxLayout

from tests.keyboard import WIDGETS, show, window_with
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.keyboard import Keyboard


class Watched(Keyboard):
    """Remembers who asked it about an event, and which keys came."""

    def __init__(self):
        self.asked, self.keys = [], []
        super().__init__(self._take)

    def _take(self, event, widget):
        self.keys.append((event.text(), type(widget).__name__))
        return False

    def eventFilter(self, watched, event):
        self.asked.append(watched)
        return super().eventFilter(watched, event)


@pytest.fixture
def keyboard(qapp):
    keyboard = Watched()
    keyboard.install()
    yield keyboard
    keyboard.remove()


def test_a_window_that_is_drawn_asks_about_none_of_its_widgets(qtbot, keyboard):
    window = show(qtbot, window_with(*(QLabel(str(number)) for number in range(50)), QLineEdit()))
    window.repaint()
    window.resize(700, 700)
    QApplication.processEvents()
    assert keyboard.asked
    assert all(isinstance(one, QWindow) for one in keyboard.asked)
    assert len(keyboard.asked) < 50


def test_a_key_that_no_widget_wants_is_shown_once(qtbot, keyboard):
    label = QLabel("passa ai genitori")
    show(qtbot, window_with(label))
    Typist().type_text("x")
    assert [text for text, _widget in keyboard.keys] == ["x"]


def test_windows_opened_later_lists_and_menus_are_heard(qtbot, keyboard):
    line, combo = QLineEdit(), WIDGETS["combo"]()
    window = show(qtbot, window_with(line, combo))
    question, answer = QDialog(window), QLineEdit()
    QVBoxLayout(question).addWidget(answer)
    question.open()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is question)
    answer.setFocus()
    Typist().type_text("a")
    question.close()
    combo.setFocus()
    combo.showPopup()
    Typist().type_text("b")
    combo.hidePopup()
    menu = QMenu(window)
    menu.addAction("Annulla")
    menu.popup(window.pos())
    QApplication.processEvents()
    Typist().type_text("c")
    menu.close()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    line.setFocus()
    Typist().type_text("d")
    assert keyboard.keys == [("a", "QLineEdit"), ("b", "QListView"), ("c", "QMenu"), ("d", "QLineEdit")]


def test_after_its_removal_nothing_is_heard(qtbot, keyboard):
    line = QLineEdit()
    show(qtbot, window_with(line))
    line.setFocus()
    Typist().type_text("a")
    keyboard.remove()
    other = QLineEdit()
    show(qtbot, window_with(other))
    other.setFocus()
    Typist().type_text("b")
    keyboard.install()
    Typist().type_text("c")
    assert keyboard.keys == [("a", "QLineEdit"), ("c", "QLineEdit")]
