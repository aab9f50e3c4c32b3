"""The Sportello as a whole: who comes, what opens, and how a visit ends."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.box import Query, QueryKind, as_fiscal_code, recognise
from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.drafts import Draft
from wemi_desk.i18n import _
from wemi_desk.services.arrivals import Arrival, ArrivalService, form_of
from wemi_desk.services.households import CHANGED as HOUSEHOLD_CHANGED
from wemi_desk.services.households import HouseholdService
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.counter.contact_view_model import ContactViewModel
from wemi_desk.ui.screens.counter.registration_view_model import RegistrationViewModel
from wemi_desk.ui.screens.counter.visit_view_model import VisitViewModel


@dataclass(frozen=True, slots=True)
class CounterParts:
    """The view models of the Sportello's panes."""

    visit: VisitViewModel
    contact: ContactViewModel
    registration: RegistrationViewModel


Pending = Query | CitizenId | Arrival | Draft  # who is to come to the desk next


class CounterViewModel(QObject):
    """Brings the panes together: a scan opens or prefills, Ctrl+Invio ends whatever is open."""

    task_changed = Signal()
    arrived = Signal(object)
    closed = Signal()
    other_person = Signal(object)

    def __init__(
        self,
        parts: CounterParts,
        arrivals: ArrivalService,
        families: HouseholdService,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.visit, self.contact, self.registration = parts.visit, parts.contact, parts.registration
        self._arrivals = arrivals
        self._families = families
        self._runner = runner
        self._changes = changes
        self._messages = messages
        self._closing = False
        self._registered_id: CitizenId | None = None
        self._notice_marked = False
        self._notice_choice: tuple[str | None, str] = (None, "paper")
        self._resumed: Draft | None = None
        self._pending: Pending | None = None
        self._next: Pending | None = None
        self.task = "idle"  # idle | contact | registration
        self._connect()

    @property
    def notice_marked(self) -> bool:
        """During a registration: the informativa was handed over, to be written with it."""
        return self._notice_marked

    # --- who comes -------------------------------------------------------------------------------------------

    def take(self, query: Query, scanned: bool = False) -> None:
        """A code from the reader or typed in the box."""
        if self._is_present(query):
            self._messages.say(_("È già allo sportello."))
            return
        if self.visit.card is not None:
            self._ask_about_other(query)
            return
        self._runner.run(
            lambda: self._arrivals.resolve(query, scanned), owner=self, done=self._arrive, failed=self._fail
        )

    def open_person(self, citizen_id: CitizenId) -> None:
        """A person was chosen from a list."""
        self.visit.open_person(citizen_id)

    def start_registration(self, text: str = "") -> None:
        """Ctrl+N: what stands in the box is taken for what it is: a name, a code, a telephone, a birth date."""
        query = recognise(text)
        if as_fiscal_code(query) is not None or query.kind in (QueryKind.MRZ, QueryKind.HEALTH_CODE):
            self.take(query)
        elif self.visit.card is not None:
            self._ask_about_other(Arrival(form=form_of(query)))
        elif query.kind is not QueryKind.EMPTY or not self.registration.is_open:
            self._register(Arrival(form=form_of(query)))

    def resume(self, draft: Draft) -> None:
        """Take up a draft: the person is opened again where there is one."""
        here = self.visit.card.citizen.id if self.visit.card is not None else None
        if here is not None and here == draft.citizen_id:
            self.contact.resume(draft)
        elif here is not None:
            self._ask_about_other(draft)
        elif draft.kind == "citizen":
            self._resume_registration(draft)
        elif draft.citizen_id is not None:
            self._resumed = draft
            self.visit.open_person(CitizenId(draft.citizen_id), draft)
        else:
            self._resumed = draft
            self.visit.resume_anonymous(draft)

    # --- answers to "another person is at the desk" ------------------------------------------------------------

    def close_and_open_other(self) -> None:
        """"Chiudi il colloquio di … e apri …": what has a reason is recorded, anything else is kept as a draft."""
        self._next, self._pending = self._pending, None
        if self.contact.form.reason is not None:
            self._finish(close=True)
        else:
            self.close_without_contact()

    def add_other_to_family(self) -> None:
        """"È della famiglia di …": somebody already registered joins the household of who is at the desk."""
        pending, self._pending = self._pending, None
        card = self.visit.card
        if card is None or pending is None:
            return
        if isinstance(pending, Arrival | Draft):
            self._joined(False)
            return
        here = card.citizen.id
        self._runner.run(
            lambda: self._join(here, pending), owner=self, done=self._joined, failed=self._fail
        )

    def ignore_other(self) -> None:
        """"Ignora"."""
        self._pending = None

    # --- how it ends -------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Ctrl+S: record and stay."""
        self._next = None
        self._finish(close=False)

    def save_and_close(self) -> None:
        """Ctrl+Invio: record and close."""
        self._next = None
        self._finish(close=True)

    def accept_unverified(self) -> None:
        """"Registra comunque, da verificare"."""
        self.registration.register(accept_unverified=True)

    def hand_over_notice(self) -> None:
        """Ctrl+I."""
        if self.task == "registration":
            language = self.registration.form.language
            self.mark_notice(None, "paper")
            self.visit.check_notice_language(language, self.mark_notice)
        else:
            self.visit.give_notice()

    def mark_notice(self, language: str | None, channel: str) -> None:
        """During a registration: in which language and how the informativa was handed over (None: as spoken)."""
        self._notice_marked, self._notice_choice = True, (language, channel)
        self.task_changed.emit()

    def unmark_notice(self) -> None:
        """It was not handed over after all."""
        self._notice_marked = False
        self.task_changed.emit()

    def leave_registration(self) -> None:
        """Esc: the form closes, its draft stays."""
        self.registration.close()
        self._turn("contact" if self.visit.visit else "idle")

    def save_drafts(self) -> None:
        """Lock, switch, close: nothing typed may wait."""
        self.contact.save_now()
        self.registration.save_now()

    def close_without_contact(self) -> None:
        """End the visit without writing a contact; what was typed is kept as a draft."""
        self.save_drafts()
        self._end()

    def forget(self) -> None:
        """The session ends: forms, candidates and person are taken down; what was typed is saved first."""
        self.save_drafts()
        self._next = self._pending = self._resumed = self._registered_id = None
        self.registration.close()
        self.visit.close()

    # --- inside ------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.visit.visit_changed.connect(self._visit_changed)
        self.visit.other_person_scanned.connect(lambda citizen_id: self._ask_about_other(citizen_id))
        self.registration.registered.connect(self._registered)
        self.registration.chosen.connect(self._candidate_chosen)
        self.contact.recorded.connect(self._contact_recorded)

    def _is_present(self, query: Query) -> bool:
        card, code = self.visit.card, as_fiscal_code(query)
        if card is None or code is None or card.citizen.fiscal_code is None:
            return False
        return card.citizen.fiscal_code in code.omocodia_forms()

    def _arrive(self, arrival: Arrival) -> None:
        if self.visit.card is not None:  # somebody was opened while this card was being looked up
            self._ask_about_other(arrival.known[0].id if arrival.known else arrival)
        elif arrival.known:
            self.leave_registration()
            self.visit.open_person(arrival.known[0].id)
        elif self.registration.is_open and not self.registration.form.is_empty() and not self.registration.form.code:
            self.registration.fill(arrival.form)
            self.arrived.emit(arrival)
        else:
            self._register(arrival)

    def _register(self, arrival: Arrival) -> None:
        self._notice_marked = False
        self.visit.open_anonymous()
        self.registration.begin(arrival.form)
        self._turn("registration")
        self.arrived.emit(arrival)

    def _resume_registration(self, draft: Draft) -> None:
        self._notice_marked = False
        self.visit.open_anonymous()
        self.registration.resume(draft)
        self._turn("registration")

    def _bring(self, who: Pending) -> None:
        if isinstance(who, Query):
            self.take(who, scanned=True)
        elif isinstance(who, Arrival):
            self._arrive(who)
        elif isinstance(who, Draft):
            self.resume(who)
        else:
            self.visit.open_person(who)

    def _join(self, here: CitizenId, pending: Query | CitizenId) -> bool:
        known = self._arrivals.resolve(pending).known if isinstance(pending, Query) else ()
        other = known[0].id if known else None if isinstance(pending, Query) else pending
        if other is not None:
            self._families.add_adult(here, other)
        return other is not None

    def _joined(self, found: bool) -> None:
        if found:
            self._messages.say(_("Aggiunta al nucleo. La trovi nella scheda, F4."))
            self._changes.changed.emit(HOUSEHOLD_CHANGED)
        else:
            text = _("Non è ancora registrata: chiudi il colloquio, registrala, poi aggiungila al nucleo.")
            self._messages.warn(text)

    def _ask_about_other(self, who: Pending) -> None:
        self._pending = who
        self.other_person.emit(who)

    def _visit_changed(self) -> None:
        visit, resumed = self.visit.visit, self._resumed
        self._resumed = None
        self.contact.begin(visit, self.visit.card)
        if resumed is not None and visit is not None and visit.citizen_id == resumed.citizen_id:
            self.contact.resume(resumed)
        if visit is None:
            self._turn("idle")
        elif not self.registration.is_open:
            self._turn("contact")
        if self._registered_id is not None and visit is not None and visit.citizen_id == self._registered_id:
            self._write_what_was_marked()

    def _finish(self, close: bool) -> None:
        self._closing = close
        if self.task == "registration":
            self._finish_registration()
        elif self.visit.visit is not None:
            self.contact.record(then_close=close)

    def _finish_registration(self) -> None:
        if self.registration.form.is_empty():  # nobody to register: the visit stays anonymous
            self.leave_registration()
            self._give_marked_notice()
            self.contact.record(then_close=self._closing)
        else:
            self.registration.register()

    def _registered(self, citizen: Citizen) -> None:
        self._registered_id = citizen.id
        self._turn("contact")
        self.visit.adopt(citizen)

    def _candidate_chosen(self, citizen_id: CitizenId) -> None:
        self.visit.open_person(citizen_id)

    def _write_what_was_marked(self) -> None:
        self._registered_id = None
        self._give_marked_notice()
        if self._closing or self.contact.form.reason is not None:
            self.contact.record(then_close=self._closing)

    def _give_marked_notice(self) -> None:
        if self._notice_marked:
            self._notice_marked = False
            self.visit.give_notice(*self._notice_choice)

    def _contact_recorded(self, then_close: bool) -> None:
        if then_close:
            self._end()

    def _end(self) -> None:
        self._closing = False
        self._registered_id = None
        who, self._next = self._next, None
        self.registration.close()
        self.visit.close()
        self.closed.emit()
        if who is not None:
            self._bring(who)

    def _turn(self, task: str) -> None:
        self.task = task
        self.task_changed.emit()

    def _fail(self, error: Exception) -> None:
        text = error_text(error)
        if text is None:
            raise error
        self._messages.warn(text)
