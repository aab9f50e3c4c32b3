"""F1: the page of the manual about what is on the screen, beside the work, or over a question that waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from wemi_desk.i18n import _
from wemi_desk.resources import manual_folder, manual_pictures
from wemi_desk.ui.background import Runner
from wemi_desk.ui.desk_input import DeskInput
from wemi_desk.ui.focus import holds_focus
from wemi_desk.ui.shell.reading_dialog import ReadingDialog
from wemi_desk.ui.shell.window import MainWindow
from wemi_desk.ui.shortcuts import BackStep, Shortcut

if TYPE_CHECKING:
    from wemi_desk.ui.screens.help.manual import Manual
    from wemi_desk.ui.screens.help.manual_view import ManualView


class ManualDoor(QObject):
    """One for the whole program: the manual is the same before and after somebody comes in."""

    def __init__(self, window: MainWindow, keys: DeskInput, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._keys = keys
        self._runner = runner
        self._dialog: ReadingDialog | None = None
        self._manual: Manual | None = None
        keys.shortcuts.register(Shortcut.HELP, self.open, owner=self)
        keys.shortcuts.register(Shortcut.KEYS, self.open_keys, owner=self)
        window.stage.turned.connect(self._close_dialog)

    @property
    def view(self) -> ManualView | None:
        """The open manual, wherever it is."""
        from wemi_desk.ui.screens.help.manual_view import ManualView

        is_over = self._dialog is not None and isValid(self._dialog)
        reading = self._dialog.reading if self._dialog is not None and is_over else self._window.panel.reading
        return reading if isinstance(reading, ManualView) else None

    def open(self) -> None:
        """Where one is."""
        self.show(self.topic())

    def open_keys(self) -> None:
        """Ctrl+? before anybody has come in: afterwards the session answers, with the operator's own keys."""
        from wemi_desk.ui.screens.help.topics import KEYS

        self.show(KEYS)

    def show(self, topic: str) -> None:
        """A page, and in it a heading."""
        if QApplication.activeModalWidget() is not None or not self._window.stage.is_desk_shown:
            self._show_over(topic)
        else:
            self._show_beside(topic)

    def topic(self) -> str:
        """The page of what has the hands; else of the list in the panel, of the place, of the lock screen."""
        from wemi_desk.ui.screens.help.topics import LOCKED, OF_PLACES, topic_of

        panel, place = self._window.panel.content, self._window.place
        hands = self._hands()
        found = _own_topic(hands) or topic_of(hands)
        if not self._window.stage.is_desk_shown:
            return found or LOCKED
        if not found and panel is not None and not holds_focus(self._window.panes):
            found = _own_topic([panel]) or topic_of([panel])
        return found or OF_PLACES[place]

    def _hands(self) -> list[QWidget]:
        """From the widget with the focus outwards; under a question, the one that had it before."""
        under_question = QApplication.activeModalWidget() is not None
        widget = self._window.focusWidget() if under_question else QApplication.focusWidget()
        return list(_outwards(widget))

    def _show_beside(self, topic: str) -> None:
        from wemi_desk.ui.screens.help.manual_view import READING_UNITS

        view = self.view
        if view is None:
            view = self._made()
            view.left.connect(self._window.panel.close_reading)
        view.model.open(topic)
        self._window.panel.open_reading(_("Manuale"), view, READING_UNITS)

    def _show_over(self, topic: str) -> None:
        view, asking = self._made(), QApplication.activeModalWidget() or self._window
        self._dialog = dialog = ReadingDialog(_("Manuale"), view, asking)
        view.left.connect(dialog.reject)
        view.model.open(topic)
        dialog.open()

    def _made(self) -> ManualView:
        from wemi_desk.ui.screens.help.manual_view import ManualView
        from wemi_desk.ui.screens.help.manual_view_model import ManualViewModel

        view = ManualView(ManualViewModel(self._load, self._runner))
        for shortcut, handler in view.handlers.items():
            self._keys.shortcuts.register(shortcut, handler, owner=view, step=BackStep.PANEL)
        return view

    def _load(self) -> Manual:
        """Read once; in a lane."""
        from wemi_desk.ui.screens.help.manual import read_manual

        self._manual = self._manual or read_manual(manual_folder(), manual_pictures())
        return self._manual

    def _close_dialog(self) -> None:
        """Lock, cover, unlock: nothing stands over what comes."""
        dialog, self._dialog = self._dialog, None
        if dialog is not None and isValid(dialog):
            dialog.reject()


def _outwards(widget: QWidget | None) -> Iterator[QWidget]:
    while widget is not None:
        yield widget
        widget = widget.parentWidget()


def _own_topic(chain: list[QWidget]) -> str:
    return next((str(one.property("topic")) for one in chain if one.property("topic")), "")
