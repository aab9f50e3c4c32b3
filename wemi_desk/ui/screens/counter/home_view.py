"""The Sportello with nobody there: what one can do, and today's contacts without names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from wemi_desk.domain.contacts import Contact
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _, ngettext
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.labels import icon_label, label, muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState, Pane
from wemi_desk.ui.widgets.spacing import column, row
from wemi_desk.ui.widgets.tables import Table
from wemi_desk.ui.words import clock_words


class WelcomePane(Pane):
    """Three hints and the drafts left open."""

    drafts_requested = Signal()

    def __init__(self) -> None:
        super().__init__(_("Chi c'è allo sportello?"))
        for icon, title, text in (
            ("it-card", _("Passa la tessera"), _("Da qualsiasi punto: si apre la scheda, o una nuova già compilata.")),
            ("it-search", _("Scrivi un nome"), _("Cognome, codice, telefono: bastano poche lettere. Ctrl+K")),
            ("it-plus-circle", _("F9 e un numero"), _("Contatto rapido, anonimo: due tasti e si torna qui.")),
        ):
            self.body.addLayout(_hint(icon, title, text))
        self._drafts = button("")
        self._drafts.clicked.connect(self.drafts_requested)
        line = row()
        line.addWidget(self._drafts)
        line.addStretch(1)
        self.body.addLayout(line)
        self.body.addStretch(1)
        self.set_drafts(0)

    def set_drafts(self, count: int) -> None:
        """"2 bozze", or nothing."""
        text = ngettext("{n} bozza lasciata aperta", "{n} bozze lasciate aperte", count).format(n=count)
        self._drafts.setText(f"{text}  Ctrl+D")
        self._drafts.setVisible(bool(count))


def _hint(icon: str, title: str, text: str) -> QHBoxLayout:
    line = row(spacing=16)
    line.addWidget(icon_label(icon, "primary", 32))
    words = column(spacing=2)
    words.addWidget(label(title, "heading", wrap=True))
    words.addWidget(muted(text))
    line.addLayout(words, 1)
    return line


class TodayPane(Pane):
    """Today's contacts of this operator: time, reason, channel, never a name."""

    def __init__(self, lists: PickLists) -> None:
        super().__init__(_("I tuoi contatti di oggi"))
        self._model: PagedTableModel[Contact] = PagedTableModel(
            (
                Column(_("Ora"), lambda contact: clock_words(contact.started_at)),
                Column(_("Motivo"), lambda contact: lists["quick_contact"].label(contact.reason or contact.needs[0])),
                Column(_("Canale"), lambda contact: lists["channel"].label(contact.channel)),
                Column(_("Durata"), lambda contact: lists["duration_band"].label(contact.duration_band)),
            ),
            self,
        )
        self.table = Table(_("I tuoi contatti di oggi"), self._model, stretch=1, widths=(64, 180, 120))
        self._empty = EmptyState(_("Oggi ancora nessun contatto."), icon="it-comment")
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._empty, 1)
        self.show_contacts(())

    def show_contacts(self, contacts: Sequence[Contact]) -> None:
        """Newest first."""
        self._model.show_rows(contacts)
        self.table.setVisible(bool(contacts))
        self._empty.setVisible(not contacts)
        total = ngettext("I tuoi contatti di oggi: {n}", "I tuoi contatti di oggi: {n}", len(contacts))
        self.set_title(total.format(n=len(contacts)))
