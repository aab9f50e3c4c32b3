"""“Vuoi un PIN?”: twice the same digits, or not now."""

from __future__ import annotations

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.pin_offer import PinOffer
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.centred import focus_in_sight
from wemi_desk.ui.widgets.fields import Field
from wemi_desk.ui.widgets.labels import muted, page_title
from wemi_desk.ui.widgets.secret_field import SecretField, show_box
from wemi_desk.ui.widgets.spacing import column, row


class PinForm(QWidget):
    """Empties itself whenever it is answered."""

    def __init__(self, offer: PinOffer) -> None:
        super().__init__()
        self._offer = offer
        self._build()
        self.repeated.editor.returnPressed.connect(self._save)
        self.pin.editor.returnPressed.connect(lambda: focus_in_sight(self.repeated.editor))
        self.save.clicked.connect(self._save)
        self.skip.clicked.connect(self._skip)
        offer.refused.connect(self._refused)
        offer.busy_changed.connect(self._show_busy)

    def take_focus(self) -> None:
        """Where it begins; nothing is left of an earlier answer."""
        self._empty()
        self.pin.set_error("")
        focus_in_sight(self.pin.editor)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._empty()

    def _build(self) -> None:
        title = page_title(_("Vuoi anche un PIN?"))
        title.setWordWrap(True)
        self.pin = Field(_("&PIN nuovo"), SecretField(), reason=_("Da 6 a 12 cifre. Non una data, non cifre in fila."))
        self.repeated = Field(_("&Ripeti il PIN"), SecretField())
        self.shown = show_box(self.pin.editor, self.repeated.editor)
        self.skip, self.save = button(_("Non adesso")), primary_button(_("Salva il PIN"))
        box = column(self, spacing=12)
        box.addWidget(title)
        box.addWidget(muted(_(
            "Con il PIN riapri la postazione in un attimo dopo un blocco. Vale solo qui, per 12 ore "
            "dalla frase di accesso."
        )))
        for widget in (self.pin, self.repeated, self.shown):
            box.addWidget(widget)
        acts = row(spacing=12)
        acts.addWidget(self.skip)
        acts.addStretch(1)
        acts.addWidget(self.save)
        box.addLayout(acts)

    def _save(self) -> None:
        self._offer.save(self.pin.editor.text(), self.repeated.editor.text())

    def _skip(self) -> None:
        self._empty()
        self._offer.skip()

    def _refused(self, words: str) -> None:
        self._empty()
        self.pin.set_error(words)
        focus_in_sight(self.pin.editor)

    def _show_busy(self, busy: bool) -> None:
        for widget in (self.save, self.skip):
            widget.setDisabled(busy)
        if not busy:
            self._empty()

    def _empty(self) -> None:
        self.pin.editor.empty()
        self.repeated.editor.empty()
        self.shown.setChecked(False)
