"""The voucher: what is left, what a price means for the family, every movement."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from wemi_desk.domain.days import rome_day
from wemi_desk.domain.money import euro
from wemi_desk.domain.vouchers import VoucherMovement
from wemi_desk.i18n import _
from wemi_desk.ui.screens.applications.voucher_view_model import KINDS, STATES, VoucherViewModel, movement_words
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import heading, icon_label, label, show_icon
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column, least_height, put, row, spaced
from wemi_desk.ui.widgets.tables import Table
from wemi_desk.ui.words import day_words


class VoucherView(QWidget):
    """Balance, the family's part of a price, movements, and the form for one read from a paper."""

    left = Signal()

    def __init__(self, model: VoucherViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Voucher"))
        self._build()
        self._bind()
        self._show()

    def step_back(self) -> bool:
        """Esc: out of the form."""
        if self.form.isHidden():
            return False
        self._show_form(False)
        self.movement_button.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _build(self) -> None:
        box = column(self)
        self.title = heading("")
        self._icon, self.state = icon_label("it-check-circle", "ok"), label("", "strong", wrap=True)
        line = row()
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.state, 1)
        self.left_amount, self.spent = label("", "page", wrap=True), label("", "muted", wrap=True)
        self.warning, self.odd = Sign("warn"), Sign("err")
        box.addWidget(self.title)
        box.addLayout(line)
        put(box, self.left_amount, self.spent, self.warning, self.odd)
        self.price = Field(_("Prezzo del &servizio, in euro"), TextField())
        self.parts = label("", "strong", wrap=True)
        box.addWidget(self.price)
        box.addWidget(self.parts)
        self._build_table()
        self.movement_button = button(_("Annota un movimento"), icon="it-plus")
        self.back_button = button(_("Torna alla domanda"), keys="Esc")
        self.acts = QWidget()
        flow = spaced(FlowLayout(self.acts), spacing=8)
        self.print_button = button(_("Stampa la lettera"), icon="it-print")
        for act in (self.print_button, self.movement_button, self.back_button):
            flow.addWidget(act)
        self.form = MovementForm(self.model)
        put(box, self.table, self.acts, self.form)

    def _build_table(self) -> None:
        columns: list[Column[VoucherMovement]] = [
            Column(_("Movimento"), lambda one: _(KINDS[one.kind])),
            Column(_("Importo"), lambda one: euro(one.amount_cents)),
            Column(_("Giorno"), lambda one: day_words(rome_day(one.at))),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Movimenti del voucher"), self.rows, stretch=0, widths=(112, 104))
        least_height(self.table, 130)

    def _bind(self) -> None:
        self.model.changed.connect(self._show)
        self.model.noted.connect(lambda: self._show_form(False))
        self.model.field_failed.connect(self._reject)
        self.price.editor.textChanged.connect(lambda _text: self._reckon())
        self.print_button.clicked.connect(lambda: self.model.print_letter(self.price.editor.text()))
        self.movement_button.clicked.connect(lambda: self._show_form(True))
        self.back_button.clicked.connect(self.left)
        self.form.left.connect(self.step_back)
        self._show_form(False)

    def _show(self) -> None:
        sheet = self.model.sheet
        if sheet is None:
            self.price.editor.empty()
            self.form.forget()
            self.rows.clear()
            for text in (self.title, self.state, self.left_amount, self.spent, self.parts):
                text.setText("")
            return
        words, mark = STATES[sheet.state]
        until = sheet.voucher.spend_until
        self.title.setText(_("Voucher n. {number}").format(number=sheet.voucher.number))
        self.state.setText(
            _("{state}, si spende fino al {day}").format(state=_(words), day=day_words(until)) if until else _(words)
        )
        show_icon(self._icon, mark.icon, mark.token)
        balance = sheet.balance
        self.left_amount.setText(_("Restano {amount}").format(amount=euro(balance.left_cents)))
        self.spent.setText(
            _("Valore {whole} · spesi {spent} · prenotati {held}").format(
                whole=euro(balance.amount_cents), spent=euro(balance.spent_cents), held=euro(balance.held_cents)
            )
        )
        self.warning.say(self.model.warning, "err" if sheet.state == "revoked" else "warn", aloud=False)
        odd = self.model.anomalies
        self.odd.say(_("Non torna: {what}. Chiedi all’ufficio.").format(what="; ".join(odd)) if odd else "", "err",
                     aloud=False)  # fmt: skip
        self.rows.show_rows(tuple(reversed(sheet.movements)))
        self.table.setVisible(bool(sheet.movements))
        self.table.go_to_row(0)
        self._reckon()

    def _reckon(self) -> None:
        if self.price.error:
            self.price.set_error("")
        parts = self.model.parts(self.price.editor.text())
        words = _("Prezzo: {price}\nQuota voucher: {share}\nA carico della famiglia: {rest}")
        self.parts.setText(words.format(price=parts[0], share=parts[1], rest=parts[2]) if parts else "")
        self.parts.setVisible(parts is not None)

    def _show_form(self, shown: bool) -> None:
        self.form.setVisible(shown)
        self.acts.setVisible(not shown)
        if shown:
            self.form.open_fresh()

    def _reject(self, name: str, words: str) -> None:
        if name == "price":
            self.price.set_error(words)
        else:
            self.form.reject(name, words)


class MovementForm(QWidget):
    """One movement, as a paper says it."""

    left = Signal()

    def __init__(self, model: VoucherViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Un movimento del voucher"))
        kinds = [(code, _(words)) for code, words in KINDS.items()]
        self.fields: dict[str, Field[Any]] = {
            "kind": Field(_("C&he cosa"), CodeCombo(kinds)),
            "movement_amount": Field(_("&Importo, in euro"), TextField(most=40)),
            "movement_on": Field(_("Del g&iorno"), DateField(model.today, past=False)),
            "movement_at": Field(_("All’&ora (se è scritta)"), TextField(most=20)),
            "provider": Field(_("Presso &chi"), TextField(most=200)),
            "refers_to": Field(_("Si riferisce &a"), CodeCombo(placeholder=_("a nessuno"))),
        }
        self.save_button, self.back_button = primary_button(_("Annota il movimento")), button(_("Torna indietro"))
        acts = QWidget()
        flow = spaced(FlowLayout(acts), spacing=8)
        flow.addWidget(self.back_button)
        flow.addWidget(self.save_button)
        box = column(self)
        for widget in (*self.fields.values(), acts):
            box.addWidget(widget)
        self.back_button.clicked.connect(self.left)
        self.save_button.clicked.connect(self.save)

    def open_fresh(self) -> None:
        """Empty; what a movement may refer to is what there is."""
        sheet = self.model.sheet
        known = [one for one in sheet.movements if one.kind in ("hold", "spend")] if sheet is not None else []
        self.fields["refers_to"].editor.set_choices([(str(one.id), movement_words(one)) for one in known])
        self.fields["refers_to"].editor.set_code(None)
        self.fields["kind"].editor.set_code("spend")
        for name in ("movement_amount", "movement_on", "movement_at", "provider"):
            self.fields[name].editor.empty()
        for field in self.fields.values():
            field.set_error("")
        self.fields["kind"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Nothing of a person stays in it."""
        self.fields["refers_to"].editor.set_choices(())
        for name in ("movement_amount", "movement_on", "movement_at", "provider"):
            self.fields[name].editor.empty()

    def save(self) -> None:
        """Write it down."""
        for field in self.fields.values():
            field.set_error("")
        refers_to, texts = self.fields["refers_to"].editor.code, self.fields
        self.model.note_movement(
            self.fields["kind"].editor.code or "spend", texts["movement_amount"].editor.text(),
            texts["movement_on"].editor.text(), texts["movement_at"].editor.text(), texts["provider"].editor.text(),
            UUID(refers_to) if refers_to else None,
        )  # fmt: skip

    def reject(self, name: str, words: str) -> None:
        """An error beside its field."""
        field = self.fields.get({"amount_cents": "movement_amount", "amount": "movement_amount"}.get(name, name))
        if not self.isHidden():
            target = field or self.fields["movement_amount"]
            target.set_error(words)
            target.editor.setFocus(Qt.FocusReason.OtherFocusReason)


class NewVoucherForm(QWidget):
    """A voucher, as the Comune's letter says it."""

    left = Signal()

    def __init__(self, model: VoucherViewModel) -> None:
        super().__init__()
        self.model = model
        self.application_id: UUID | None = None
        self.setAccessibleName(_("Il voucher assegnato"))
        self.fields: dict[str, Field[Any]] = {
            "voucher_number": Field(_("&Numero del voucher"), TextField(face="code", most=60)),
            "voucher_amount": Field(_("&Valore, in euro"), TextField(most=40)),
            "issued_on": Field(_("Assegnato &il"), DateField(model.today, past=False)),
            "spend_until": Field(_("Si spende fino &al"), DateField(model.today, past=False)),
        }
        self.save_button = primary_button(_("Annota il voucher"))
        self.back_button = button(_("Torna indietro"), keys="Esc")
        acts = QWidget()
        flow = spaced(FlowLayout(acts), spacing=8)
        flow.addWidget(self.back_button)
        flow.addWidget(self.save_button)
        box = column(self)
        box.addWidget(heading(_("Il voucher assegnato")))
        for widget in (*self.fields.values(), acts):
            box.addWidget(widget)
        box.addStretch(1)
        self.back_button.clicked.connect(self.left)
        self.save_button.clicked.connect(self.save)
        model.field_failed.connect(self._reject)

    def forget(self) -> None:
        """Nothing of a person stays in it."""
        self.application_id = None
        for field in self.fields.values():
            field.editor.empty()
            field.set_error("")

    def open_for(self, application_id: UUID) -> None:
        """Empty, for this application."""
        self.forget()
        self.application_id = application_id
        self.fields["voucher_number"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Write it down."""
        for field in self.fields.values():
            field.set_error("")
        if self.application_id is not None:
            self.model.note_voucher(self.application_id, *(field.editor.text() for field in self.fields.values()))

    def _reject(self, name: str, words: str) -> None:
        names = {"number": "voucher_number", "amount_cents": "voucher_amount"}
        field = self.fields.get(names.get(name, name))
        if not self.isHidden() and field is not None:
            field.set_error(words)
            field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
