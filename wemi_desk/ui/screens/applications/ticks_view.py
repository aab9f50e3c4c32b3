"""Lines that are ticked one by one: a declaration read aloud, a document that was seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.widgets.buttons import escaped
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import Field
from wemi_desk.ui.widgets.labels import label
from wemi_desk.ui.widgets.spacing import column
from wemi_desk.ui.words import when_words


class TickLine(QWidget):
    """Words that wrap, and under them the box to tick, which then says when. ``ticked(code, on)``."""

    ticked = Signal(str, bool)

    def __init__(self, code: str, words: str, ask: str) -> None:
        super().__init__()
        self.code, self._words, self._ask = code, words, ask
        self._column = column(self, spacing=2)
        self._column.addWidget(label(words, wrap=True))
        self.box = QCheckBox(escaped(ask))
        self._column.addWidget(self.box, 0, Qt.AlignmentFlag.AlignLeft)
        self.box.clicked.connect(lambda on: self.ticked.emit(self.code, on))
        self.show_tick(None)

    def show_tick(self, at: datetime | None, done: str = "") -> None:
        """Since when it is ticked, or that it is not."""
        words = (done if at is not None else "") or self._ask
        if at is not None:
            words = _("{what}, {when}").format(what=words, when=when_words(at))
        self.box.setChecked(at is not None)
        self.box.setText(escaped(words))
        self.box.setAccessibleName(f"{words}: {self._words}")

    def set_open(self, is_open: bool) -> None:
        """Whether it can still be changed here."""
        self.box.setEnabled(is_open)


class DocumentLine(TickLine):
    """A document with the day it ends, asked once it was seen. ``dated(code, day or None)``."""

    dated = Signal(str, object)

    def __init__(self, code: str, words: str, today: Callable[[], date], *, expires: bool, wanted: bool) -> None:
        asked = _("Visto, serve") if wanted else _("Visto")
        super().__init__(code, words, asked)
        self.wanted = wanted
        self.expiry: Field[DateField] | None = None
        if expires:
            self.expiry = Field(_("{document}: scade il").format(document=words), DateField(today, past=False))
            self._column.addWidget(self.expiry)
            self.expiry.hide()
            self.expiry.editor.editingFinished.connect(self._tell_day)

    def show_seen(self, at: datetime | None, expires_on: date | None) -> None:
        """What was recorded of it."""
        self.show_tick(at, _("Visto"))
        if self.expiry is not None:
            self.expiry.setVisible(at is not None)
            if not self.expiry.editor.hasFocus():
                self.expiry.editor.set_date(expires_on)

    def _tell_day(self) -> None:
        if self.expiry is None:
            return
        wrong = self.expiry.editor.is_wrong
        self.expiry.set_error(_("Non capisco la data. Scrivila così: 24/11/2026.") if wrong else "")
        if not wrong:
            self.dated.emit(self.code, self.expiry.editor.date_value)


class Heard(TickLine):
    """A declaration of the applicant."""

    def __init__(self, code: str, words: str, *, wanted: bool) -> None:
        super().__init__(code, words, _("Letta e confermata, serve") if wanted else _("Letta e confermata"))

    def show_heard(self, at: datetime | None) -> None:
        """When it was confirmed."""
        self.show_tick(at, _("Letta e confermata"))

