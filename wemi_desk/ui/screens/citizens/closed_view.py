"""Beside the data: what stays closed until somebody asks with a reason, and other cards of the same person."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from wemi_desk.domain.special_data import ShownHealthCode
from wemi_desk.i18n import _
from wemi_desk.ui.screens.citizens.card_view_model import CardViewModel
from wemi_desk.ui.screens.citizens.merge_view_model import MergeViewModel
from wemi_desk.ui.screens.citizens.words import open_reasons
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field
from wemi_desk.ui.widgets.labels import code, label, muted
from wemi_desk.ui.widgets.spacing import column
from wemi_desk.ui.words import day_words


class ClosedDataView(QWidget):
    """``merge_requested`` when the operator has seen that another card is the same person."""

    merge_requested = Signal()

    def __init__(self, model: CardViewModel, merge: MergeViewModel) -> None:
        super().__init__()
        self.model = model
        self.merge = merge
        self._box = column(self)
        self._undo_buttons: list[QPushButton] = []
        self._build()
        self._bind()
        self._show_special()
        self._show_merges()

    def _build(self) -> None:
        self.special_words = label("", "strong", wrap=True)
        self.reason = Field(_("Perché ti ser&vono"), CodeCombo(open_reasons()))
        self.show_button = button(_("Mostra per questo colloquio"), icon="it-password-visible")
        self.special = code("")
        self.special.setWordWrap(True)
        self.note = muted(_("Si aprono con un motivo, e resta scritto chi li ha visti."))
        self.merges_title = label(_("Schede unite a questa"), "strong", wrap=True)
        self.merge_button = button(_("Unisci a un’altra scheda"), icon="it-copy")
        for widget in (self.special_words, self.note, self.reason, self.show_button, self.special, self.merges_title):
            self._box.addWidget(widget)
        self._box.addWidget(self.merge_button)

    def _bind(self) -> None:
        self.model.closed_parts_changed.connect(self._show_special)
        self.model.card_changed.connect(self._show_merges)
        self.show_button.clicked.connect(self._open_special)
        self.merge_button.clicked.connect(self.merge_requested)

    def _open_special(self) -> None:
        reason = self.reason.editor.code
        if reason is None:
            self.reason.set_error(_("Scegli un motivo."))
            self.reason.editor.setFocus()
            return
        self.reason.set_error("")
        self.model.show_special(reason)

    def _show_special(self) -> None:
        has, shown = self.model.has_special, self.model.special
        self.special_words.setText(_("Dati particolari: presenti") if has else _("Dati particolari: nessuno"))
        for widget in (self.reason, self.show_button, self.note):
            widget.setVisible(has and not shown)
        self.special.setText("\n".join(_special_words(one) for one in shown))
        self.special.setVisible(bool(shown))
        if not has:
            self.reason.editor.set_code(None)

    def _show_merges(self) -> None:
        for widget in self._undo_buttons:
            self._box.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._undo_buttons.clear()
        merges = self.model.card.merges if self.model.card else ()
        self.merges_title.setVisible(bool(merges))
        self.merge_button.setVisible(self.merge.may_merge)
        for merge in merges:
            day = day_words(merge.merged_at.date())
            text = _("Unita il {day}. Separa").format(day=day)
            act = button(text) if self.merge.may_undo else button(_("Unita il {day}").format(day=day), kind="quiet")
            act.setEnabled(self.merge.may_undo)
            act.clicked.connect(lambda _checked=False, merge_id=merge.id: self.merge.undo(merge_id))
            self._box.insertWidget(self._box.indexOf(self.merge_button), act)
            self._undo_buttons.append(act)


def _special_words(one: ShownHealthCode) -> str:
    if one.valid_until is None:
        return _("{kind} {code}").format(kind=one.kind, code=one.code)
    return _("{kind} {code}, fino al {day}").format(kind=one.kind, code=one.code, day=day_words(one.valid_until))
