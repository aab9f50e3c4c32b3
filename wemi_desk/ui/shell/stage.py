"""What takes the whole window: the desk, a page such as unlocking, or the blank cover."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QDialog, QStackedWidget, QWidget
from shiboken6 import isValid

from wemi_desk.ui.shell.cover import Cover


class Stage(QStackedWidget):
    """One at a time: what is not shown is neither visible nor reachable nor read by a screen reader.

    ``turned`` comes after each change, ``desk_shown`` when the desk is back.
    """

    turned = Signal()
    desk_shown = Signal()

    def __init__(self, desk: QWidget) -> None:
        super().__init__()
        self.cover = Cover()
        self._desk = desk
        self._pages: dict[str, QWidget] = {}
        self._under_cover: QWidget | None = None
        self._focused: QWidget | None = None
        self.addWidget(desk)
        self.addWidget(self.cover)

    @property
    def is_desk_shown(self) -> bool:
        return self.currentWidget() is self._desk

    @property
    def is_covered(self) -> bool:
        return self.currentWidget() is self.cover

    @property
    def current(self) -> QWidget:
        """The desk, the page or the cover."""
        return self.currentWidget() or self._desk

    def add_page(self, key: str, page: QWidget) -> None:
        """A page that takes the whole window; show it with ``show_page(key)``."""
        self._pages[key] = page
        self.addWidget(page)

    def show_page(self, key: str) -> None:
        """Show a page instead of the desk."""
        self._under_cover = self._focused = None
        self._turn_to(self._pages[key])

    def show_desk(self) -> None:
        """Back from a page."""
        self._under_cover = self._focused = None
        self._turn_to(self._desk)
        self.desk_shown.emit()

    def set_covered(self, covered: bool) -> None:
        """F12: hide everything at once; again: bring it back with text, cursor and focus where they were."""
        if covered == self.is_covered:
            return
        if covered:
            self._under_cover, self._focused = self.currentWidget(), QApplication.focusWidget()
            self._turn_to(self.cover)
            self.cover.take_focus()
            return
        back, focused = self._under_cover or self._desk, self._focused
        self._under_cover = self._focused = None
        self.cover.set_notice("")
        self._turn_to(back)
        if focused is not None and isValid(focused):  # a preview is emptied under the cover
            focused.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn_to(self, widget: QWidget) -> None:
        if widget is not self._desk:
            for question in self.window().findChildren(QDialog):
                question.reject()  # it may show two people side by side, and a cover covers everything
        self.setCurrentWidget(widget)
        self.turned.emit()
