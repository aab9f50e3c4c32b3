"""A band with one sentence and what can be done about it: errors of a scan, banners, the practice notice."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.widgets.announce import announce
from wemi_desk.ui.widgets.buttons import button, cross_button
from wemi_desk.ui.widgets.labels import icon_label, label, set_property, show_icon
from wemi_desk.ui.widgets.spacing import row

_ICONS = {"info": "it-info-circle", "ok": "it-check-circle", "warn": "it-warning-circle", "err": "it-error"}


class MessageBar(QWidget):
    """Word, icon and colour together. ``closed`` comes with Esc or the cross."""

    closed = Signal()

    def __init__(self, kind: str = "info") -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon = icon_label(_ICONS[kind], kind)
        self._words = label("", "band", wrap=True)
        self._cross = cross_button(_("Chiudi l’avviso"))
        self._cross.clicked.connect(self._close)
        self._row = row(self, (16, 4, 16, 4), 12)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self._cross)
        self._actions: list[QPushButton] = []
        self._set_kind(kind)
        self.hide()

    @property
    def words(self) -> str:
        """The sentence on show, empty when hidden."""
        return "" if self.isHidden() else self._words.text()

    def show_words(self, words: str, kind: str = "err", *, closable: bool = True, take_focus: bool = False) -> None:
        """Show *words*. *take_focus* moves the focus to the cross, so that nobody goes on scanning unaware."""
        self._set_kind(kind)
        self._words.setText(words)
        self.setAccessibleName(words)
        self._cross.setVisible(closable)
        self.clear_actions()
        self.show()
        announce(self, words, urgent=kind == "err")
        if take_focus:
            self._cross.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_action(self, text: str, act: Callable[[], None], *, keys: str = "") -> QPushButton:
        """A button for what can be done about it."""
        widget = button(text, keys=keys)
        widget.clicked.connect(lambda _checked=False: act())
        self._row.insertWidget(self._row.count() - 1, widget)
        self._actions.append(widget)
        return widget

    def clear_actions(self) -> None:
        for widget in self._actions:
            self._row.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._actions = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._cross.isHidden():
            self._close()
        else:
            super().keyPressEvent(event)

    def _set_kind(self, kind: str) -> None:
        set_property(self, "band", kind)
        set_property(self._words, "role", "band")
        self._words.style().polish(self._words)
        show_icon(self._icon, _ICONS[kind], kind)

    def hide_words(self) -> None:
        """Take the message away, with every word of it."""
        self.hide()
        self._words.setText("")
        self.setAccessibleName("")
        self.clear_actions()

    def _close(self) -> None:
        self.hide_words()
        self.closed.emit()
