"""Groups as a list, one group with its families, and what is agreed of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from wemi_desk.domain.shared_services import ACTIVE, AGREED, BY_HOURS, CLOSED, DECLINED, TO_ASK
from wemi_desk.i18n import _
from wemi_desk.services.shared_services.forms import CODE_LIMIT, NAME_LIMIT, TEXT_LIMIT, TypedTerms
from wemi_desk.services.shared_services.reading import Group, Member
from wemi_desk.services.shared_services.words import (
    month_words,
    slots_words,
    split_words,
    splits,
    status_words,
)
from wemi_desk.ui.screens.shared_services.groups_view_model import GroupsViewModel
from wemi_desk.ui.screens.shared_services.words import (
    answer_mark,
    answer_words,
    detail_words,
    group_state,
    issue_words,
    share_mark,
    share_words,
)
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.form_view import FormView
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState
from wemi_desk.ui.widgets.spacing import column, least_height, spaced
from wemi_desk.ui.widgets.tables import Table


class GroupsView(QWidget):
    """The arrows look at a group, Enter goes to its families: ``opened``."""

    opened = Signal()

    def __init__(self, model: GroupsViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Gruppi"))
        columns: list[Column[Group]] = [
            Column(_("Gruppo"), lambda group: group.service.title),
            Column(_("Stato"), lambda group: group_state(group)[0], lambda group: group_state(group)[1]),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Gruppi di famiglie"), self.rows, stretch=0, widths=(190,))
        least_height(self.table, 200)
        self.empty = EmptyState(
            _("Nessun gruppo"), _("I gruppi nascono dalle proposte: prima «Trova gruppi», poi «Forma questo gruppo»."),
            icon="it-user",
        )  # fmt: skip
        box = column(self)
        box.addWidget(self.table, 1)
        box.addWidget(self.empty, 1)
        model.changed.connect(self._show)
        self.table.opened.connect(lambda _row: self.opened.emit())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._choose())
        self._show()

    def focus_first(self) -> None:
        """Into the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        row_at = self.table.current_row
        group = self.rows.row_at(row_at) if row_at is not None else None
        if group is not None:
            self.model.choose(group.service.id)

    def _show(self) -> None:
        groups = self.model.groups
        selection = self.table.selectionModel()
        selection.blockSignals(True)
        self.rows.show_rows(groups)
        self.table.go_to_row(max(self.model.row, 0))
        selection.blockSignals(False)
        self.table.viewport().update()
        self.table.setVisible(bool(groups))
        self.empty.setVisible(not groups)


class GroupView(QWidget):
    """One group: its families, what each said, what each pays. ``terms_wanted``: say the agreement anew."""

    terms_wanted = Signal()

    def __init__(self, model: GroupsViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Gruppo"))
        self._build()
        self._bind()
        self.show_group()

    @property
    def chosen(self) -> Member | None:
        """The family the operator is on."""
        row_at = self.table.current_row
        return self.rows.row_at(row_at) if row_at is not None else None

    def focus_first(self) -> None:
        """Into the families."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def print_sheet(self) -> None:
        """Ctrl+P: of an active group who pays what, before the proposal of the family the operator is on."""
        group = self.model.group
        if group is not None and group.service.status == ACTIVE:
            self.model.print_for(None)
        elif self.chosen is not None:
            self.model.print_for(self.chosen)

    def _build(self) -> None:
        self.about, self.cost = muted(""), label("", "strong", wrap=True)
        self.warning = label("", "err", wrap=True)
        columns: list[Column[Member]] = [
            Column(_("Famiglia"), lambda member: member.who),
            Column(_("Risposta"), answer_words, answer_mark),
            Column(_("Al mese"), share_words, share_mark),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Famiglie del gruppo"), self.rows, stretch=0, widths=(152, 112))
        least_height(self.table, 170)
        self.detail = muted("")
        self.contact = QCheckBox(_("Dà nome e telefono alle altre famiglie del gruppo"))
        self.yes_button, self.no_button = button(_("D’accordo"), icon="it-check"), button(_("Non d’accordo"))
        self.told_button = button(_("Avvisata della quota"), icon="it-telephone")
        self.join_button, self.leave_button = button(_("Entra da oggi"), icon="it-plus"), button(_("Esce dal gruppo"))
        self.sheet_button = button(_("Foglio per questa famiglia"), icon="it-print")
        self.start_button = primary_button(_("Avvia il gruppo"), keys=Shortcut.SAVE.keys)
        self.split_button = button(_("Foglio delle quote"), keys=Shortcut.PRINT.keys, icon="it-print")
        self.terms_button = button(_("Accordi e costo"), icon="it-pencil")
        self.close_button = button(_("Concludi il gruppo"))
        box = column(self)
        for widget, stretch in ((self.about, 0), (self.cost, 0), (self.warning, 0), (self.table, 1),
                                (self.detail, 0), (self.contact, 0)):  # fmt: skip
            box.addWidget(widget, stretch)
        box.addWidget(_flowing(
            self.yes_button, self.no_button, self.told_button, self.join_button, self.leave_button, self.sheet_button,
        ))  # fmt: skip
        box.addWidget(_flowing(self.start_button, self.split_button, self.terms_button, self.close_button))

    def _bind(self) -> None:
        model = self.model
        model.group_changed.connect(self.show_group)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_acts())
        self.yes_button.clicked.connect(lambda: self._answer(agreed=True))
        self.no_button.clicked.connect(lambda: self._answer(agreed=False))
        for act, verb in (
            (self.told_button, model.told), (self.join_button, model.join), (self.leave_button, model.leave),
            (self.sheet_button, model.print_for),
        ):  # fmt: skip
            act.clicked.connect(lambda _checked=False, verb=verb: self._do(verb))
        self.start_button.clicked.connect(model.activate)
        self.split_button.clicked.connect(lambda: model.print_for(None))
        self.terms_button.clicked.connect(self.terms_wanted)
        self.close_button.clicked.connect(model.close)

    def _answer(self, *, agreed: bool) -> None:
        if self.chosen is not None:
            self.model.answer(self.chosen, agreed=agreed, shows_contact=self.contact.isChecked())
            self.contact.setChecked(False)

    def _do(self, verb: object) -> None:
        if self.chosen is not None and callable(verb):
            verb(self.chosen)

    def show_group(self) -> None:
        """As it stands."""
        group, kept = self.model.group, self.table.current_row or 0
        members = group.members if group is not None else ()
        self.rows.show_rows(members)
        self.table.go_to_row(min(kept, len(members) - 1))
        if group is not None:
            service = group.service
            self.about.setText(_("{state} · {week} · dal {day}").format(
                state=status_words(service.status), week=slots_words(service.slots), day=f"{service.starts_on:%d/%m/%Y}"
            ))  # fmt: skip
            words = _("In tutto {total}, {how}").format(
                total=month_words(group.split.total_cents), how=split_words(service.split_by).lower()
            )
            self.cost.setText(f"{words} · {group.sheet.title}" if group.sheet is not None else words)
            self.warning.setText(issue_words(group) if service.status != CLOSED else "")
        self.warning.setVisible(bool(self.warning.text()) and group is not None)
        self._show_acts()

    def _show_acts(self) -> None:
        group, member = self.model.group, self.chosen
        status = group.service.status if group is not None else CLOSED
        place = member.participant if member is not None else None
        is_in = place is not None and place.left_on is None and status != CLOSED
        answer = place.answer if place is not None else ""
        is_joined = place is not None and place.joined_on is not None
        can_answer = is_in and not is_joined
        self.detail.setText(detail_words(member))
        self.contact.setVisible(can_answer and answer == TO_ASK)
        self.yes_button.setVisible(can_answer and answer in (TO_ASK, DECLINED))
        self.no_button.setVisible(can_answer and answer in (TO_ASK, AGREED))
        self.told_button.setVisible(is_in and member is not None and (member.is_to_tell or (member.cents is not None
                                    and place is not None and place.share_cents is None and is_joined)))  # fmt: skip
        self.join_button.setVisible(is_in and status == ACTIVE and answer == AGREED and not is_joined)
        self.leave_button.setVisible(is_in and is_joined)
        self.sheet_button.setVisible(is_in and answer != DECLINED)
        self.start_button.setVisible(group is not None and status not in (ACTIVE, CLOSED))
        self.split_button.setVisible(status == ACTIVE)
        self.terms_button.setVisible(group is not None and status != CLOSED)
        self.close_button.setVisible(group is not None and status != CLOSED)


class TermsView(FormView):
    """What the group is called, what a month costs, who works, from when."""

    def __init__(self, model: GroupsViewModel) -> None:
        super().__init__(_("Accordi e costo"))
        self.model = model
        self._group: Group | None = None
        self.fields = {
            "title": Field(_("&Titolo, senza nomi di persone"), TextField(most=TEXT_LIMIT)),
            "total": Field(_("&Costo di un mese, in euro"), TextField(most=14)),
            "split_by": Field(_("Come si &divide"), CodeCombo(splits())),
            "professional": Field(_("Chi &svolge il servizio"), TextField(most=NAME_LIMIT)),
            "catalogue_code": Field(_("Codice nel catalo&go, se viene da lì"), TextField(most=CODE_LIMIT)),
            "starts_on": Field(_("Co&mincia il"), DateField(model.today, past=False)),
        }
        self.add_fields(("title",), ("total", "split_by"), ("professional",), ("catalogue_code",), ("starts_on",))
        model.field_failed.connect(self.show_error)

    def open_for(self, group: Group) -> None:
        """With what stands."""
        service = group.service
        self.clear_errors()
        cents = service.total_cents
        self.fields["title"].editor.setText(service.title)
        self.fields["total"].editor.setText(f"{cents // 100},{cents % 100:02}")
        self.fields["split_by"].editor.set_code(service.split_by)
        self.fields["professional"].editor.setText(service.professional_text)
        self.fields["catalogue_code"].editor.setText(group.sheet.code if group.sheet is not None else "")
        self.fields["starts_on"].editor.set_date(service.starts_on)
        self._group = group
        self.typing.begin(str(service.id))
        self.fields["total"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def reopen(self) -> None:
        if self._group is not None:
            self.open_for(self._group)

    def save(self) -> None:
        self.clear_errors()
        self.model.save_terms(TypedTerms(
            title=self._text("title"), total=self._text("total"), starts_on=self.fields["starts_on"].editor.date_value,
            split_by=self.fields["split_by"].editor.code or BY_HOURS, professional=self._text("professional"),
            catalogue_code=self._text("catalogue_code"),
        ))  # fmt: skip

    def _text(self, name: str) -> str:
        return str(self.fields[name].editor.text())


def _flowing(*acts: QWidget) -> QWidget:
    holder = QWidget()
    flow = spaced(FlowLayout(holder), spacing=8)
    for one in acts:
        flow.addWidget(one)
    return holder
