"""Forse è già registrata: who the person being typed may be. It never blocks."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from wemi_desk.domain.fiscal_code import parse
from wemi_desk.i18n import N_, _, ngettext
from wemi_desk.services.ports import Likeness
from wemi_desk.ui.screens.counter.registration_view_model import RegistrationViewModel
from wemi_desk.ui.widgets.announce import announce
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.panes import Pane
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column, row

_REASONS = {
    "fiscal_code": N_("stesso codice fiscale"),
    "birth_date": N_("stessa data di nascita"),
    "phone": N_("stesso telefono"),
    "name": N_("stesso nome"),
    "names_swapped": N_("nome e cognome scambiati"),
    "similar_name": N_("nome simile"),
}


class CandidatesPane(Pane):
    """At most five people; Alt+1…5 opens one. ``elsewhere_wanted``: the other spaces are to be asked."""

    elsewhere_wanted = Signal()

    def __init__(self, registration: RegistrationViewModel) -> None:
        super().__init__(_("Forse è già registrata"))
        self._registration = registration
        self._rows: list[QWidget] = []
        self._none = muted(_("Nessuno che le somigli. Vai avanti con la registrazione."))
        self._hint = muted(_("Se è un'altra persona, vai avanti: la registrazione lo scrive da sola."))
        self.body.addWidget(self._none)
        self._list = column(spacing=12)
        self.body.addLayout(self._list)
        self.body.addWidget(self._hint)
        self.elsewhere, self._ask_button = Sign("info"), button(_("Cerca negli altri spazi"), icon="it-search")
        self._ask_button.clicked.connect(self.elsewhere_wanted)
        self.body.addWidget(self.elsewhere)
        self.body.addWidget(self._ask_button)
        self.body.addStretch(1)
        self.show_elsewhere(False)
        registration.candidates_changed.connect(self._show)
        self._show()

    def show_elsewhere(self, perhaps: bool) -> None:
        """Another space may know this code: a reason to ask, never a fact about a person."""
        self.elsewhere.say(_("Forse è già conosciuta in un altro spazio.") if perhaps else "")
        self._ask_button.setVisible(perhaps)

    def _show(self) -> None:
        for old in self._rows:
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        found = self._registration.candidates
        self._rows = [self._row(position, one) for position, one in enumerate(found)]
        for widget in self._rows:
            self._list.addWidget(widget)
        self._none.setVisible(not found)
        self._hint.setVisible(bool(found))
        if found:
            words = ngettext("Forse è già registrata: {n} persona", "Forse è già registrata: {n} persone", len(found))
            announce(self, words.format(n=len(found)))

    def _row(self, position: int, one: Likeness) -> QWidget:
        card = QWidget()
        box = column(card, spacing=2)
        box.addWidget(label(one.citizen.display_name, "strong", wrap=True))
        box.addWidget(label(" · ".join(_details(one, self._registration.space_names)), wrap=True))
        box.addWidget(muted(", ".join(_(_REASONS[reason]) for reason in one.reasons if reason in _REASONS)))
        choose = button(_("È lei o lui"), keys=f"Alt+{position + 1}")
        choose.setAccessibleName(_("È {name}, Alt+{n}").format(name=one.citizen.display_name, n=position + 1))
        choose.clicked.connect(lambda _c=False, p=position: self._registration.choose(p))
        line = row()
        line.addWidget(choose)
        line.addStretch(1)
        box.addLayout(line)
        return card


def _details(one: Likeness, spaces: Mapping[str, str]) -> list[str]:
    """What tells namesakes apart: year, masked code, last digits of the telephone, space."""
    citizen = one.citizen
    year = citizen.known_birth_year()
    code = parse(citizen.fiscal_code).masked() if citizen.fiscal_code else ""
    phone = _("tel. …{digits}").format(digits=citizen.phone[-3:]) if citizen.phone and not citizen.is_protected else ""
    space = spaces.get(citizen.space_code, citizen.space_code)
    return [part for part in (str(year) if year else "", code, phone, space) if part]
