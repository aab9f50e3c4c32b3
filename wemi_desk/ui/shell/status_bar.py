"""The last message, with Annulla while the act can be taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.widgets.announce import announce
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.labels import ElidedLabel, icon_label, set_role, show_icon
from wemi_desk.ui.widgets.spacing import least_height, row

MESSAGE_MS = 10_000
_ICONS = {"": "it-info-circle", "ok": "it-check-circle", "warn": "it-warning-circle", "err": "it-error"}


class StatusBar(QWidget):
    """Nothing important lives only here. ``undo_requested`` comes from the Annulla button.

    A message stays at least 10 s, and longer while Annulla has the focus or a screen reader is at work.
    """

    undo_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("region", "status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Messaggi"))
        least_height(self, 44)
        self._guests: tuple[QWidget, ...] = ()
        self._icon = icon_label("it-info-circle")
        self._words = ElidedLabel()
        self._undo = button(_("Annulla"), keys="Ctrl+Z", icon="it-restore")
        self._undo.clicked.connect(self.undo_requested)
        self._row = row(self, (16, 2, 16, 2), 12)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self._undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._expire)
        self.clear()

    @property
    def words(self) -> str:
        """The message on show."""
        return self._words.whole

    def show_message(
        self, words: str, kind: str = "", *, undoable: bool = False, lasting: bool = False, silent: bool = False
    ) -> None:
        """Show and announce *words*. *kind* is empty, ok, warn or err; *lasting* keeps it until the next one.

        *silent* is for words that are announced elsewhere, such as a count of seconds.
        """
        show_icon(self._icon, _ICONS[kind], kind or "text")
        set_role(self._words, kind)
        self._words.set_text(words)
        self._icon.show()
        self._undo.setVisible(undoable)
        self._show_guests()
        if not silent:
            announce(self, words, urgent=kind == "err")
        self._timer.stop()
        if not lasting:
            self._timer.start(MESSAGE_MS)

    def clear(self) -> None:
        self._timer.stop()
        self._words.set_text("")
        self._icon.hide()
        self._undo.hide()
        self._show_guests()

    def host(self, *guests: QWidget) -> None:
        """In the narrow layout the sync state and the operator stand here, but for the time of a message."""
        self._guests = guests
        for guest in guests:
            self._row.addWidget(guest)
        self._show_guests()

    def release(self) -> None:
        """The guests go back to the bar."""
        self._guests = ()

    def _show_guests(self) -> None:
        for guest in self._guests:
            guest.setVisible(not self.words)

    def _expire(self) -> None:
        if self._undo.hasFocus() or (self._undo.isVisible() and QAccessible.isActive()):
            self._timer.start(MESSAGE_MS)
        else:
            self.clear()
