"""The Sportello as a whole: what is open at the desk, and how a visit ends."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.services.arrivals import ArrivalService
from wemi_desk.services.households import HouseholdService
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.counter.arrivals_view_model import ArrivalsViewModel, CounterParts
from wemi_desk.ui.screens.counter.notice_mark import NoticeMark
from wemi_desk.ui.screens.counter.other_person_view_model import Comer, OtherPersonViewModel

__all__ = ["CounterParts", "CounterViewModel"]


class CounterViewModel(QObject):
    """Brings the parts together: ``arrivals`` opens or prefills, Ctrl+Invio ends whatever is open."""

    task_changed = Signal()
    closed = Signal()

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
        self.notice = NoticeMark(self.visit, self)
        self.other = OtherPersonViewModel(self.visit, arrivals, families, runner, changes, messages, self)
        self.arrivals = ArrivalsViewModel(parts, self.notice, self.other, arrivals, runner, changes, messages, self)
        self._closing = False
        self._registered_id: CitizenId | None = None
        self._next: Comer | None = None
        self.task = "idle"  # idle | contact | registration
        self._connect()

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
            self.notice.hand_over(self.registration.form.language)
        else:
            self.visit.give_notice()

    def leave_registration(self) -> None:
        """Esc: the form closes, its draft stays."""
        self.registration.close()
        self._turn("contact" if self.visit.visit else "idle")

    def save_drafts(self) -> None:
        """Lock, switch, close: nothing typed may wait."""
        self.contact.save_now()
        self.registration.save_now()

    def close_and_open_other(self) -> None:
        """"Chiudi il colloquio di … e apri …": what has a reason is recorded, anything else is kept as a draft."""
        self._next = self.other.take()
        if self.contact.form.reason is not None:
            self._finish(close=True)
        else:
            self.close_without_contact()

    def close_without_contact(self) -> None:
        """End the visit without writing a contact; what was typed is kept as a draft."""
        self.save_drafts()
        self._end()

    def forget(self) -> None:
        """The session ends: forms, candidates and person are taken down; what was typed is saved first."""
        self.save_drafts()
        self._next = self._registered_id = None
        self.other.ignore()
        self.arrivals.take_resumed()
        self.registration.close()
        self.visit.close()

    def _connect(self) -> None:
        self.visit.visit_changed.connect(self._visit_changed)
        self.visit.other_person_scanned.connect(self.other.ask)
        self.visit.gone.connect(self._person_gone)
        self.arrivals.task_wanted.connect(self._turn)
        self.notice.changed.connect(self.task_changed)
        self.registration.registered.connect(self._registered)
        self.registration.chosen.connect(self.arrivals.open_person)
        self.contact.recorded.connect(self._contact_recorded)

    def _visit_changed(self) -> None:
        visit, resumed = self.visit.visit, self.arrivals.take_resumed()
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
            self.notice.write()
            self.contact.record(then_close=self._closing)
        else:
            self.registration.register()

    def _registered(self, citizen: Citizen) -> None:
        self._registered_id = citizen.id
        self._turn("contact")
        self.visit.adopt(citizen)

    def _write_what_was_marked(self) -> None:
        self._registered_id = None
        self.notice.write()
        if self._closing or self.contact.form.reason is not None:
            self.contact.record(then_close=self._closing)

    def _contact_recorded(self, then_close: bool) -> None:
        if then_close:
            self._end()

    def _person_gone(self) -> None:
        """Not even what was being typed about them is kept."""
        self.contact.forget_typed()
        self._end()

    def _end(self) -> None:
        self._closing = False
        self._registered_id = None
        who, self._next = self._next, None
        self.registration.close()
        self.visit.close()
        self.closed.emit()
        if who is not None:
            self.arrivals.bring(who)

    def _turn(self, task: str) -> None:
        self.task = task
        self.task_changed.emit()
