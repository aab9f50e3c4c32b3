"""Proposals as a list, what an hour costs, and one proposal with its reasons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from wemi_desk.domain.money import euro
from wemi_desk.domain.shared_services import SharedRequest
from wemi_desk.i18n import _
from wemi_desk.services.shared_services.forming import Proposal
from wemi_desk.services.shared_services.words import (
    asked_words,
    hours_words,
    needs,
    reasons,
    saving_words,
    slots_words,
)
from wemi_desk.ui.screens.shared_services.proposals_view_model import ProposalsViewModel
from wemi_desk.ui.screens.shared_services.words import each_words, size_words, where_words
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.buttons import primary_button, set_text
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, least_height, row
from wemi_desk.ui.widgets.tables import Table


class ProposalsView(QWidget):
    """The arrows look at a proposal; the prices are those of the search."""

    def __init__(self, model: ProposalsViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Proposte"))
        self._build()
        self._bind()
        self._show()

    def focus_first(self) -> None:
        """Into the list, or to what fills it."""
        target = self.table if self.model.proposals else self.search_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def search(self) -> None:
        """With the prices as they stand; a second press stops it."""
        for field in self.rates.values():
            field.set_error("")
        if self.model.is_searching:
            self.model.stop()
        else:
            self.model.search({need: field.editor.text() for need, field in self.rates.items()})

    def _build(self) -> None:
        self.found = label("", "strong", wrap=True)
        columns: list[Column[Proposal]] = [
            Column(_("Che cosa"), lambda one: asked_words(one.requests[0])),
            Column(_("Quante"), size_words),
            Column(_("Quando"), lambda one: slots_words(one.offer.slots)),
            Column(_("Al mese, ognuna"), each_words),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Gruppi proposti"), self.rows, stretch=2, widths=(128, 96, 168))
        least_height(self.table, 160)
        hint = _("«Trova gruppi» mette insieme le famiglie che cercano la stessa cosa, vicine e negli stessi orari.")
        self.empty = EmptyState(_("Nessuna proposta"), hint, icon="it-search")
        self.rates = {
            need: Field(_("{need}, euro l’ora").format(need=words), TextField(most=12)) for need, words in needs()
        }
        for need, field in self.rates.items():
            cents = self.model.rates[need]
            field.editor.setText(f"{cents // 100},{cents % 100:02}")
        self.search_button = primary_button(_("Trova gruppi"), icon="it-search")
        box = column(self)
        for widget, stretch in ((self.found, 0), (self.table, 1), (self.empty, 1)):
            box.addWidget(widget, stretch)
        box.addWidget(muted(_("Quanto costa un’ora del servizio, per tutto il gruppo:")))
        for pair in (list(self.rates.values())[:2], list(self.rates.values())[2:]):
            line = row(spacing=12)
            for field in pair:
                line.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            box.addLayout(line)
        box.addWidget(self.search_button, 0, Qt.AlignmentFlag.AlignLeft)

    def _bind(self) -> None:
        self.model.changed.connect(self._show)
        self.model.field_failed.connect(lambda need, words: self.rates[need].set_error(words))
        self.search_button.clicked.connect(self.search)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._choose())

    def _choose(self) -> None:
        row_at = self.table.current_row
        if row_at is not None:
            self.model.choose(self.rows.row_at(row_at))

    def _show(self) -> None:
        proposals = self.model.proposals
        self.found.setText(_("Sto cercando…") if self.model.is_searching else self.model.words)
        self.found.setVisible(bool(self.found.text()))
        set_text(self.search_button, _("Ferma la ricerca") if self.model.is_searching else _("Trova gruppi"))
        selection = self.table.selectionModel()
        selection.blockSignals(True)
        self.rows.show_rows(proposals)
        self.table.go_to_row(0)
        selection.blockSignals(False)
        self.table.viewport().update()
        self.table.setVisible(bool(proposals))
        self.empty.setVisible(not proposals)


class ProposalView(QWidget):
    """Why these families, and what each would pay. For the operator's eyes: names are short."""

    def __init__(self, model: ProposalsViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Proposta"))
        inside = QWidget()
        box = column(inside)
        self.why = label("", wrap=True)
        self.saving = label("", "strong", wrap=True)
        self._prices: dict[object, tuple[int, int]] = {}
        columns: list[Column[SharedRequest]] = [
            Column(_("Dove"), where_words),
            Column(_("Ore"), lambda one: hours_words(one.minutes_wanted)),
            Column(_("Insieme, al mese"), lambda one: euro(self._prices[one.id][0])),
            Column(_("Da sola"), lambda one: euro(self._prices[one.id][1])),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Famiglie della proposta"), self.rows, stretch=0, widths=(176, 132, 112))
        least_height(self.table, 180)
        self.form_button = primary_button(_("Forma questo gruppo"), keys=Shortcut.SAVE.keys)
        for widget in (self.why, self.saving, self.table):
            box.addWidget(widget)
        box.addStretch(1)
        outside = column(self)
        outside.addWidget(ScrollPane(inside, _("Proposta")), 1)
        outside.addWidget(self.form_button, 0, Qt.AlignmentFlag.AlignRight)
        self.form_button.clicked.connect(model.form)
        model.chosen_changed.connect(self.show_chosen)

    def show_chosen(self) -> None:
        """As it was found."""
        chosen = self.model.chosen
        if chosen is None:
            self.rows.clear()
            return
        made = chosen.offer
        self.why.setText("\n".join(f"•  {one}" for one in reasons(made, chosen.requests)))
        self.saving.setText(saving_words(made))
        both = zip(made.shares, made.alone, strict=True)
        self._prices = dict(zip(made.requests, both, strict=True))
        self.rows.show_rows(chosen.requests)
