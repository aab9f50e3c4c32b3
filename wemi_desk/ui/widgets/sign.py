"""One sentence with its icon, in its colour; nothing at all when there is nothing to say."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from wemi_desk.ui.widgets.announce import announce
from wemi_desk.ui.widgets.labels import icon_label, label, set_role, show_icon
from wemi_desk.ui.widgets.spacing import row

_ICONS = {"info": "it-info-circle", "ok": "it-check-circle", "warn": "it-warning-circle", "err": "it-error"}


class Sign(QWidget):
    """Word, icon and colour together."""

    def __init__(self, kind: str = "info") -> None:
        super().__init__()
        self._icon = icon_label(_ICONS[kind], kind)
        self._words = label("", kind, wrap=True)
        line = row(self)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)
        self.hide()

    @property
    def words(self) -> str:
        """The sentence on show, empty when hidden."""
        return "" if self.isHidden() else self._words.text()

    def say(self, words: str, kind: str = "", *, aloud: bool = True) -> None:
        """Show *words*, or nothing; *aloud* also tells screen readers, once."""
        if kind:
            set_role(self._words, kind)
            show_icon(self._icon, _ICONS[kind], kind)
        changed = words != self.words
        self._words.setText(words)
        self.setVisible(bool(words))
        if words and changed and aloud:
            announce(self, words, urgent=kind == "err")
