"""Documents that were looked at: kind and end, never a number."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from wemi_desk.domain.paperwork_cases import DocumentSeen
from wemi_desk.i18n import _
from wemi_desk.ui.screens.paperwork.matter_view_model import MatterViewModel
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import Field
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column, row
from wemi_desk.ui.words import day_words

_PAPER_CARD = "paper_card"


class DocumentsView(QWidget):
    """Warns of one that has ended, and of paper identity cards; never blocks."""

    def __init__(self, model: MatterViewModel) -> None:
        super().__init__()
        self.model = model
        choices = [(one.code, one.label) for one in model.services.lists["identity_document"].items]
        known = [one for one in choices if one[0] != "none"]
        self.kind = Field(_("Documento &visto"), CodeCombo(known, placeholder=_("nessuno")))
        self.expiry = Field(_("S&cade il"), DateField(model.today, past=False))
        self.seen = Sign("info")
        box = column(self)
        line = row()
        line.addWidget(self.kind, 3)
        line.addWidget(self.expiry, 2)
        box.addLayout(line)
        box.addWidget(self.seen)
        self.kind.editor.activated.connect(lambda _row: self.see())
        self.expiry.editor.editingFinished.connect(self.see)
        model.filled.connect(self._fill)
        model.changed.connect(self._show)
        model.closed.connect(self._forget)

    def see(self) -> None:
        """What is chosen and typed is written, if it says something new."""
        kind, typed, matter = self.kind.editor.code, self.expiry.editor, self.model.shown
        self.expiry.set_error(_("Non capisco la data. Scrivila così: 24/11/2026.") if typed.is_wrong else "")
        if kind is None or matter is None or typed.is_wrong:
            return
        seen = next((one for one in matter.case.documents_seen if one.kind == kind), None)
        if seen is None or seen.expires_on != typed.date_value:
            self.model.see(kind, typed.date_value)

    def _show(self) -> None:
        matter = self.model.shown
        if matter is None:
            return
        label_of, today = self.model.services.lists["identity_document"].label, self.model.today()
        words, is_odd = list[str](), False
        for one in matter.case.documents_seen:
            ended = one.expires_on is not None and one.expires_on < today
            is_odd = is_odd or ended or one.kind == _PAPER_CARD
            words.append(_seen_words(one, label_of(one.kind), ended=ended))
        self.seen.say(" ".join(words), "warn" if is_odd else "ok", aloud=False)

    def _fill(self) -> None:
        self._forget()
        matter = self.model.shown
        seen = matter.case.documents_seen[-1] if matter is not None and matter.case.documents_seen else None
        if seen is not None:
            self.kind.editor.set_code(seen.kind)
            self.expiry.editor.set_date(seen.expires_on)

    def _forget(self) -> None:
        """Nothing of a person stays in it."""
        self.kind.editor.set_code(None)
        self.expiry.editor.empty()
        for field in (self.kind, self.expiry):
            field.set_error("")
        self.seen.say("")


def _seen_words(one: DocumentSeen, name: str, *, ended: bool) -> str:
    if one.kind == _PAPER_CARD:
        return _("Carta d’identità cartacea: dal 3 agosto 2026 può non valere più. Avvisa la persona e vai avanti.")
    if one.expires_on is None:
        return _("Visto: {what}.").format(what=name)
    words = _("Visto: {what}, scaduto il {day}.") if ended else _("Visto: {what}, valido fino al {day}.")
    return words.format(what=name, day=day_words(one.expires_on))
