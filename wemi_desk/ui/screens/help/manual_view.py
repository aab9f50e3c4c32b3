"""The manual, to be read beside the work or in a window of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.focus import holds_focus
from wemi_desk.ui.screens.help.page_view import PageView
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.theme import current_theme
from wemi_desk.ui.widgets.announce import announce
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.fields import TextField, name_editor
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.page_stack import PageStack
from wemi_desk.ui.widgets.spacing import column, fixed_width, spaced
from wemi_desk.ui.widgets.tables import ItemList

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from wemi_desk.ui.screens.help.manual_view_model import ManualViewModel

READING_UNITS = 460
FOUND_UNITS = 56
SOUGHT_UNITS = 210
LONGEST = 60
_DOWN = (Qt.Key.Key_Down, Qt.Key.Key_PageDown)


class ManualView(QWidget):
    """A page, the way to the others, and a line to look for words; ``left`` when Esc has nothing else to close."""

    left = Signal()

    def __init__(self, model: ManualViewModel) -> None:
        super().__init__()
        self.model = model
        model.setParent(self)
        self.setAccessibleName(_("Manuale"))
        self._build()
        self._bind()
        self.setFocusProxy(self.reader)
        if model.page is not None:
            self._show_page()

    @property
    def handlers(self) -> Mapping[Shortcut, Callable[[], bool | None]]:
        """What the keys do while one reads."""
        return {
            Shortcut.HELP: self._help_again, Shortcut.FIND: self.look_for, Shortcut.BACK: self.step_back,
            Shortcut.NEXT_PAGE: lambda: self._turn(1), Shortcut.PREVIOUS_PAGE: lambda: self._turn(-1),
        }  # fmt: skip

    def look_for(self) -> None:
        """To the line where words are looked for."""
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def step_back(self) -> bool:
        """Esc: from what was found to the page; False when there is only the page."""
        if not holds_focus(self):
            return False
        if self.stack.currentWidget() is self.found or self.words.hasFocus():
            self.words.empty()
            self._read()
            return True
        self.left.emit()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.step_back():
            return
        if event.key() in _DOWN and self.words.hasFocus() and self.found.isVisible():
            self.found.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self.reader, self.found = PageView(), ItemList(_("Dove se ne parla"))
        self.found.setWordWrap(True)
        self.words = TextField(placeholder=_("Cerca (Ctrl+F)"), most=LONGEST)
        fixed_width(self.words, SOUGHT_UNITS)
        name_editor(self.words, _("Cerca una parola nel manuale"))
        self.index_button = button(_("Indice"))
        self.back_button = button(_("Indietro"))
        self.before_button = button(_("Pagina prima"))
        self.after_button = button(_("Pagina dopo"))
        ways = QWidget()
        line = spaced(FlowLayout(ways))
        line.addWidget(self.words)
        for way in self._ways:
            line.addWidget(way)
        self.stack = PageStack(_("Manuale"), self.reader, self.found)
        box = column(self)
        box.addWidget(ways)
        box.addWidget(self.stack, 1)

    @property
    def _ways(self) -> tuple[QPushButton, ...]:
        return self.index_button, self.back_button, self.before_button, self.after_button

    def _bind(self) -> None:
        model = self.model
        model.turned.connect(self._show_page)
        model.found_changed.connect(self._show_found)
        self.words.textEdited.connect(self._search)
        self.words.returnPressed.connect(self._open_first)
        self.found.opened.connect(self._open)
        self.reader.link_followed.connect(model.follow_link)
        self.reader.back_requested.connect(model.go_back)
        self.index_button.clicked.connect(model.index)
        self.back_button.clicked.connect(model.go_back)
        self.before_button.clicked.connect(lambda: self._turn(-1))
        self.after_button.clicked.connect(lambda: self._turn(1))

    def _help_again(self) -> bool:
        """F1 while one reads: which word? From the work beside it F1 asks for the page of where one is."""
        if not holds_focus(self):
            return False
        self.look_for()
        return True

    def _turn(self, step: int) -> bool:
        return self.model.turn_page(step)

    def _search(self, text: str) -> None:
        if text.strip():
            self.model.search(text)
        else:
            self.stack.setCurrentWidget(self.reader)

    def _show_found(self) -> None:
        found = self.model.found
        self.found.set_items([f"{one.title}\n{one.line}" for one in found] or [_("Nessuna pagina ne parla.")])
        for row in range(self.found.count()):
            self.found.item(row).setSizeHint(QSize(0, current_theme().u(FOUND_UNITS)))
        self.found.setCurrentRow(0)
        self.stack.setCurrentWidget(self.found)
        announce(self, found[0].title if found else _("Nessuna pagina ne parla."))

    def _open_first(self) -> None:
        if self.found.isVisible():
            self._open(max(self.found.currentRow(), 0))

    def _open(self, row: int) -> None:
        if row < len(self.model.found):
            self.model.follow_found(row)

    def _read(self) -> None:
        self.stack.setCurrentWidget(self.reader)
        self.reader.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_page(self) -> None:
        page, model = self.model.page, self.model
        if page is None:
            return
        was_here = holds_focus(self)
        self.reader.setAccessibleName(_("Manuale: {page}").format(page=page.title))
        self.reader.show_page(page, model.pictures, model.anchor, model.sought)
        self.back_button.setVisible(model.can_go_back)
        self.before_button.setVisible(model.beside(-1) is not None)
        self.after_button.setVisible(model.beside(1) is not None)
        self.stack.setCurrentWidget(self.reader)
        if was_here:
            self._read()
            announce(self, page.title)
