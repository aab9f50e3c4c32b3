"""The list of orientations and referrals, and what came of the one that is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from wemi_desk.domain.orientations import OUTCOMES, TEXT_LIMIT, TO_FOLLOW, Orientation
from wemi_desk.i18n import _
from wemi_desk.services.catalogue.following import ALL, HARD, OPEN, ORIENTED, FollowLine
from wemi_desk.services.catalogue.words import outcome_words, parts_words, price_words
from wemi_desk.ui.screens.catalogue.follow_view_model import FollowViewModel
from wemi_desk.ui.screens.catalogue.words import (
    due_words,
    gone_words,
    state_mark,
    state_words,
    what_words,
    who_words,
)
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.kept_line import KeptLine
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, least_height, row
from wemi_desk.ui.widgets.tables import Table
from wemi_desk.ui.widgets.typed_fields import TypedFields

_AGAIN_DAYS = "7"


class FollowListView(QWidget):
    """``opened``: the hands go to the outcome. ``sending_wanted``: a referral without a service of the catalogue."""

    opened = Signal()
    sending_wanted = Signal()

    def __init__(self, model: FollowViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Orientamenti e invii"))
        self._build()
        self._bind()
        self._show()

    def focus_first(self) -> None:
        target = self.table if self.model.lines else self.send_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        words = {OPEN: _("Da seguire"), HARD: _("Rifiutati o non raggiunti"), ALL: _("Tutti")}
        self.which = Field(_("&Mostra"), CodeCombo(list(words.items())))
        self.which.editor.set_code(self.model.which)
        columns: list[Column[FollowLine]] = [
            Column(_("Quando"), lambda line: due_words(line, self.model.today())),
            Column(_("Chi"), who_words),
            Column(_("Che cosa"), lambda line: what_words(line, self.model.lists)),
            Column(_("Com’è andata"), lambda line: state_words(line, self.model.lists), state_mark),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Orientamenti e invii"), self.rows, stretch=2, widths=(100, 168, 184))
        least_height(self.table, 180)
        self.empty = EmptyState(
            _("Nessuno da seguire"), _("Chi viene orientato o inviato resta qui finché si sa com’è andata."),
            icon="it-check-circle",
        )  # fmt: skip
        self.send_button = button(_("Nuovo invio"), icon="it-plus")
        box = column(self)
        box.addWidget(self.which)
        box.addWidget(self.table, 1)
        box.addWidget(self.empty, 1)
        box.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignLeft)

    def _bind(self) -> None:
        self.model.changed.connect(self._show)
        self.which.editor.code_changed.connect(lambda code: self.model.show_which(code or OPEN))
        self.table.opened.connect(lambda _row: self.opened.emit())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._choose())
        self.send_button.clicked.connect(self.sending_wanted)

    def _choose(self) -> None:
        if self.table.current_row is not None:
            self.model.choose(self.table.current_row)

    def _show(self) -> None:
        selection = self.table.selectionModel()
        selection.blockSignals(True)
        self.which.editor.blockSignals(True)
        self.which.editor.set_code(self.model.which)
        self.which.editor.blockSignals(False)
        self.rows.show_rows(self.model.lines)
        self.table.go_to_row(self.model.row)
        selection.blockSignals(False)
        self.table.viewport().update()
        self.table.setVisible(bool(self.model.lines))
        self.empty.setVisible(not self.model.lines)


class OutcomeView(QWidget):
    """What was said then, and what came of it."""

    def __init__(self, model: FollowViewModel) -> None:
        super().__init__()
        self.model = model
        self._shown: FollowLine | None = None
        self._is_saying = False
        self.typing, self.kept_line = TypedFields(self._editors, self), KeptLine()
        self.setAccessibleName(_("Com’è andata"))
        self._build()
        model.changed.connect(self._show)
        model.field_failed.connect(self._show_error)
        model.written.connect(self._written)
        self._show()

    def focus_first(self) -> None:
        self.said.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Ctrl+S."""
        for field in (self.said, self.note, self.again):
            field.set_error("")
        code = self.said.editor.code
        if code is None:
            self.said.set_error(_("Scegli com’è andata."))
            self.focus_first()
            return
        self._is_saying = True
        self.model.say(code, self.note.editor.text(), self.again.editor.text() if self._asks_again(code) else "")

    def _build(self) -> None:
        self.nothing = muted(_("Scegli una riga: qui c’è che cosa fu detto, e si scrive com’è andata."))
        self.about = label("", "heading", wrap=True)
        self.gone = label("", "warn", wrap=True)
        self.facts = muted("")
        self.said = Field(_("&Com’è andata"), CodeCombo())
        self.note = Field(_("&Nota"), TextField(most=TEXT_LIMIT))
        self.again = Field(_("Risentire fra &giorni"), TextField(most=4), reason=_("Vuoto: non si chiede più."))
        self.save_button = primary_button(_("Registra"), keys="Ctrl+S")
        self.open_button = button(_("Apri la persona"), icon="it-user")
        inside = QWidget()
        form = column(inside)
        for widget in (self.about, self.gone, self.facts, self.said, self.note, self.again):
            form.addWidget(widget)
        form.addStretch(1)
        self.area = ScrollPane(inside, _("Com’è andata"))
        self.acts = QWidget()
        acts = row(self.acts, spacing=12)
        acts.addWidget(self.open_button)
        acts.addStretch(1)
        acts.addWidget(self.save_button)
        box = column(self)
        box.addWidget(self.nothing)
        box.addWidget(self.area, 1)
        box.addWidget(self.kept_line)
        box.addWidget(self.acts)
        self.said.editor.code_changed.connect(lambda code: self.again.setVisible(self._asks_again(code)))
        self.save_button.clicked.connect(self.save)
        self.open_button.clicked.connect(self.model.open_person)

    def reopen(self) -> None:
        if self._shown is not None:
            self._fill(self._shown)

    def _editors(self) -> Mapping[str, QWidget]:
        return {"said": self.said.editor, "note": self.note.editor, "again": self.again.editor}

    def _asks_again(self, code: str | None) -> bool:
        return code in TO_FOLLOW or code in ("refused", "no_answer", "sent", "accepted", "unreachable")

    def _show(self) -> None:
        line = self.model.chosen
        for widget in (self.area, self.acts):
            widget.setVisible(line is not None)
        self.nothing.setVisible(line is None)
        if line is None:
            return
        self.about.setText(what_words(line, self.model.lists))
        self.gone.setText(gone_words(line))
        self.gone.setVisible(bool(line.gone))
        self.facts.setText(_facts(line))
        self.open_button.setVisible(line.citizen_id is not None)
        if self._shown is None or self._shown.id != line.id or self._shown.record != line.record:
            self._shown = line
            self._fill(line)

    def _fill(self, line: FollowLine) -> None:
        record = line.record
        if isinstance(record, Orientation):
            self.said.editor.set_choices([(code, outcome_words(code)) for code in OUTCOMES])
            self.said.editor.set_code(record.outcome or None)
            self.note.editor.setText(record.outcome_note)
        else:
            items = self.model.lists["referral_status"].items
            self.said.editor.set_choices([(one.code, one.label) for one in items])
            self.said.editor.set_code(record.status)
            self.note.editor.setText(record.answer_note)
        self.again.editor.setText(_AGAIN_DAYS)
        self.again.setVisible(self._asks_again(self.said.editor.code))
        for field in (self.said, self.note, self.again):
            field.set_error("")
        self._is_saying = False
        self.typing.begin(str(line.id))

    def _show_error(self, name: str, words: str) -> None:
        named: dict[str, Field[Any]] = {
            "again_in": self.again, "note": self.note, "outcome": self.said, "status": self.said,
        }  # fmt: skip
        field = named.get(name)
        self._is_saying = False
        if field is not None and self.isVisible():
            field.set_error(words)
            field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _written(self) -> None:
        self._shown = None
        if self._is_saying:
            self._is_saying = False
            self.typing.finish()


def _facts(line: FollowLine) -> str:
    """Whom, why, what went along, and each suggestion as it was shown then."""
    record = line.record
    parts = [_("Chi: {who}").format(who=who_words(line))]
    if record.reason and not (isinstance(record, Orientation) and not record.suggestions):
        parts.append(_("Perché: {why}").format(why=record.reason))
    if record.handed_over:
        parts.append(_("Consegnato: {what}").format(what=record.handed_over))
    if line.kind == ORIENTED and isinstance(record, Orientation):
        for one in record.suggestions:
            price = _suggested_price(one)
            parts.append(" · ".join(part for part in (one.title, one.provider, price) if part))
    return "\n".join(parts)


def _suggested_price(one: object) -> str:
    from wemi_desk.domain.catalogue import CatalogueService
    from wemi_desk.domain.orientations import Suggestion
    from wemi_desk.domain.vouchers import share_and_remainder

    if not isinstance(one, Suggestion):
        return ""
    as_then = CatalogueService(
        id=one.service_id, code="", title=one.title, price_cents=one.price_cents, price_unit=one.price_unit,
        is_free=one.is_free,
    )  # fmt: skip
    words = price_words(as_then)
    if one.voucher_cents is None or one.price_cents is None:
        return words
    return f"{words}, {parts_words(share_and_remainder(one.price_cents, one.voucher_cents))}"
