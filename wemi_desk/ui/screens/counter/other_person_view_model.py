"""Somebody else comes while a person is at the desk: the operator says what it means."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.box import Query
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.drafts import Draft
from wemi_desk.i18n import _
from wemi_desk.services.arrivals import Arrival, ArrivalService
from wemi_desk.services.households import CHANGED, HouseholdService, Placed
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.counter.visit_view_model import VisitViewModel
from wemi_desk.ui.view_model import ViewModel

Comer = Query | CitizenId | Arrival | Draft  # who is to come to the desk next


class OtherPersonViewModel(ViewModel):
    """Holds who came until one of the three answers is given."""

    asked = Signal(object)

    def __init__(
        self,
        visit: VisitViewModel,
        arrivals: ArrivalService,
        families: HouseholdService,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._visit = visit
        self._arrivals = arrivals
        self._families = families
        self._pending: Comer | None = None

    def ask(self, who: Comer) -> None:
        """"C'è già una persona allo sportello"."""
        self._pending = who
        self.asked.emit(who)

    def take(self) -> Comer | None:
        """Who waits for an answer; nobody waits any more."""
        who, self._pending = self._pending, None
        return who

    def ignore(self) -> None:
        """"Ignora"."""
        self._pending = None

    def add_to_family(self) -> None:
        """"È della famiglia di …": somebody already registered joins the household of who is at the desk."""
        pending, card = self.take(), self._visit.card
        if card is None or pending is None:
            return
        if isinstance(pending, Arrival | Draft):
            self._joined(None)
            return
        here = card.citizen.id
        self._ask(lambda: self._join(here, pending), self._joined)

    def _join(self, here: CitizenId, pending: Query | CitizenId) -> Placed | None:
        known = self._arrivals.resolve(pending).known if isinstance(pending, Query) else ()
        other = known[0].id if known else None if isinstance(pending, Query) else pending
        return self._families.add_adult(here, other) if other is not None else None

    def _joined(self, placed: Placed | None) -> None:
        if placed is not None:
            self._tell(_("Aggiunta al nucleo. La trovi nella scheda, F4. Annulla con Ctrl+Z"), CHANGED, placed.deed)
        else:
            text = _("Non è ancora registrata: chiudi il colloquio, registrala, poi aggiungila al nucleo.")
            self._messages.warn(text)
