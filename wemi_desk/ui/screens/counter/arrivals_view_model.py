"""Who comes to the Sportello: by a card, from a list, from a draft, or to be registered."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.box import Query, QueryKind, as_fiscal_code, recognise
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.drafts import Draft
from wemi_desk.i18n import _
from wemi_desk.services.arrivals import Arrival, ArrivalService, form_of
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.counter.contact_view_model import ContactViewModel
from wemi_desk.ui.screens.counter.notice_mark import NoticeMark
from wemi_desk.ui.screens.counter.other_person_view_model import Comer, OtherPersonViewModel
from wemi_desk.ui.screens.counter.registration_view_model import RegistrationViewModel
from wemi_desk.ui.screens.counter.visit_view_model import VisitViewModel
from wemi_desk.ui.view_model import ViewModel


@dataclass(frozen=True, slots=True)
class CounterParts:
    """The view models of the Sportello's panes."""

    visit: VisitViewModel
    contact: ContactViewModel
    registration: RegistrationViewModel


class ArrivalsViewModel(ViewModel):
    """A known person opens, an unknown one prefills the form; with somebody at the desk it is asked first.

    ``task_wanted(task)``: the Sportello turns to it. ``arrived(arrival)``: the form was prefilled.
    """

    task_wanted = Signal(str)
    arrived = Signal(object)

    def __init__(
        self,
        parts: CounterParts,
        notice: NoticeMark,
        other: OtherPersonViewModel,
        arrivals: ArrivalService,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._visit, self._contact, self._registration = parts.visit, parts.contact, parts.registration
        self._notice = notice
        self._other = other
        self._arrivals = arrivals
        self._resumed: Draft | None = None

    def take(self, query: Query, scanned: bool = False) -> None:
        """A code from the reader or typed in the box."""
        if self._is_present(query):
            self._messages.say(_("È già allo sportello."))
            return
        if self._visit.card is not None:
            self._other.ask(query)
            return
        self._ask(lambda: self._arrivals.resolve(query, scanned), self._arrive)

    def open_person(self, citizen_id: CitizenId) -> None:
        """A person was chosen from a list."""
        self._visit.open_person(citizen_id)

    def start_registration(self, text: str = "") -> None:
        """Ctrl+N: what stands in the box is taken for what it is: a name, a code, a telephone, a birth date."""
        query = recognise(text)
        if as_fiscal_code(query) is not None or query.kind in (QueryKind.MRZ, QueryKind.HEALTH_CODE):
            self.take(query)
        elif self._visit.card is not None:
            self._other.ask(Arrival(form=form_of(query)))
        elif query.kind is not QueryKind.EMPTY or not self._registration.is_open:
            self._register(Arrival(form=form_of(query)))

    def resume(self, draft: Draft) -> None:
        """Take up a draft: the person is opened again where there is one."""
        here = self._visit.card.citizen.id if self._visit.card is not None else None
        if here is not None and here == draft.citizen_id:
            self._contact.resume(draft)
        elif here is not None:
            self._other.ask(draft)
        elif draft.kind == "citizen":
            self._resume_registration(draft)
        elif draft.citizen_id is not None:
            self._resumed = draft
            self._visit.open_person(CitizenId(draft.citizen_id), draft)
        else:
            self._resumed = draft
            self._visit.resume_anonymous(draft)

    def bring(self, who: Comer) -> None:
        """The desk is free: who waited comes now."""
        if isinstance(who, Query):
            self.take(who, scanned=True)
        elif isinstance(who, Arrival):
            self._arrive(who)
        elif isinstance(who, Draft):
            self.resume(who)
        else:
            self._visit.open_person(who)

    def take_resumed(self) -> Draft | None:
        """The draft whose visit just opened; asked once."""
        draft, self._resumed = self._resumed, None
        return draft

    def _is_present(self, query: Query) -> bool:
        card, code = self._visit.card, as_fiscal_code(query)
        if card is None or code is None or card.citizen.fiscal_code is None:
            return False
        return card.citizen.fiscal_code in code.omocodia_forms()

    def _arrive(self, arrival: Arrival) -> None:
        form = self._registration
        if self._visit.card is not None:  # somebody was opened while this card was being looked up
            self._other.ask(arrival.known[0].id if arrival.known else arrival)
        elif arrival.known:
            form.close()
            self.task_wanted.emit("contact" if self._visit.visit else "idle")
            self._visit.open_person(arrival.known[0].id)
        elif form.is_open and not form.form.is_empty() and not form.form.code:
            form.fill(arrival.form)
            self.arrived.emit(arrival)
        else:
            self._register(arrival)

    def _register(self, arrival: Arrival) -> None:
        self._notice.clear()
        self._visit.open_anonymous()
        self._registration.begin(arrival.form)
        self.task_wanted.emit("registration")
        self.arrived.emit(arrival)

    def _resume_registration(self, draft: Draft) -> None:
        self._notice.clear()
        self._visit.open_anonymous()
        self._registration.resume(draft)
        self.task_wanted.emit("registration")
