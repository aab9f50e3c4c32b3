"""Pratiche of who is at the desk: applications, from the draft to the centre's receipt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.applications import Application
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.papers import Paper
from wemi_desk.i18n import _
from wemi_desk.services.citizens import CitizenService
from wemi_desk.services.exchange_ports import ApplicationsDoor
from wemi_desk.services.households import HouseholdService
from wemi_desk.services.paper_contents import application_slip
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.application_words import application_state
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.field_words import euro_words, read_euro
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel

BEGUN = Changes.of("applications", "timeline", "outbox")
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    """One application in words."""

    application: Application
    what: str
    for_whom: str
    asked: str
    state: str
    mark: str
    hint: str

    @property
    def is_received(self) -> bool:
        """The centre gave its number."""
        return bool(self.application.receipt_number)


@dataclass(frozen=True, slots=True)
class Applying:
    """What can be applied for, and for whom."""

    applications: Sequence[Application] = ()
    measures: Choices = ()
    people: Choices = ()


@dataclass(frozen=True, slots=True)
class ApplicationServices:
    """What the applications of a card are read from."""

    applications: ApplicationsDoor
    citizens: CitizenService
    households: HouseholdService
    session: DeskSession


class ApplicationsViewModel(ViewModel):
    """``print_requested(Paper)``: the receipt."""

    watches = frozenset({"applications", "households"})
    lines_changed = Signal()
    field_failed = Signal(str, str)
    form_done = Signal()
    print_requested = Signal(object)

    def __init__(
        self,
        services: ApplicationServices,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._services = services
        self._id: CitizenId | None = None
        self.known = Applying()

    @property
    def lines(self) -> list[ApplicationLine]:
        """Newest first."""
        return [self._line(one) for one in self.known.applications]

    def show_person(self, citizen_id: CitizenId | None) -> None:
        """Another person, or nobody: nothing of the one before stays."""
        self._id, self.known = citizen_id, Applying()
        self.lines_changed.emit()
        self.reload()

    def reload(self) -> None:
        """Read the person's applications again."""
        citizen_id = self._id
        if citizen_id is not None:
            self._ask(lambda: self._read(citizen_id), partial(self._show, citizen_id))

    def start(self, measure: str | None, person: str | None, asked: str) -> None:
        """A draft, on this desk."""
        citizen_id = self._id
        if citizen_id is None:
            return
        try:
            cents = read_euro(asked)
        except ValueError:
            self._refuse(InvalidFieldError("asked_cents", "unreadable"))
            return
        for_whom = CitizenId(UUID(person)) if person else citizen_id
        service = self._services.applications

        def begun(_application: Application) -> None:
            self.form_done.emit()
            self._tell(_("Bozza della domanda salvata: non è ancora presentata."), BEGUN)

        self._ask(lambda: service.start(citizen_id, for_whom, measure or "", cents), begun, self._refuse)

    def make_ready(self, line: ApplicationLine) -> None:
        """Everything is there."""
        self._do(partial(self._services.applications.make_ready, line.application.id),
                 _("Pronta. Non è ancora presentata."))  # fmt: skip

    def submit(self, line: ApplicationLine) -> None:
        """Into the queue; presented is what the centre has received."""
        self._do(partial(self._services.applications.submit, line.application.id),
                 _("Domanda messa in coda: è presentata quando il sistema centrale la riceve."))  # fmt: skip

    def withdraw(self, line: ApplicationLine) -> None:
        """Not wanted any more."""
        self._do(partial(self._services.applications.withdraw, line.application.id), _("Domanda ritirata."))

    def print_receipt(self, line: ApplicationLine) -> None:
        """What the citizen takes home, with the centre's number or without it."""
        paper = application_slip(line.application, line.what, self._services.session.space)
        self.print_requested.emit(Paper(paper, line.application.id, line.application.citizen_id))

    def _read(self, citizen_id: CitizenId) -> Applying:
        services = self._services
        family = [row.card.citizen for row in services.households.of_citizen(citizen_id)]
        people = family or [services.citizens.card(citizen_id).citizen]
        return Applying(
            services.applications.of(citizen_id), services.applications.measures(),
            [(str(one.id), one.display_name) for one in people],
        )  # fmt: skip

    def _show(self, citizen_id: CitizenId, known: Applying) -> None:
        if citizen_id == self._id:
            self.known = known
            self.lines_changed.emit()

    def _line(self, application: Application) -> ApplicationLine:
        measure = dict(self.known.measures).get(application.measure_code, application.measure_code)
        for_whom = dict(self.known.people).get(str(application.beneficiary_id), "")
        asked = euro_words(application.asked_cents) if application.asked_cents else ""
        return ApplicationLine(application, measure, for_whom, asked, *application_state(application))

    def _do(self, work: Callable[[], Changes], words: str) -> None:
        self._ask(work, partial(self._tell, words), self._refuse)

    def _refuse(self, error: Exception) -> None:
        words = error_text(error) if isinstance(error, InvalidFieldError) else None
        if isinstance(error, InvalidFieldError) and words is not None and error.field != "state":
            self.field_failed.emit(error.field, words)
        else:
            self._fail(error)
