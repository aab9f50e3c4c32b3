"""Digital paperwork of one session: it shares the place Pratiche with measures and vouchers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.paperwork_cases import PaperworkCase
from wemi_desk.ui.shell.places import Place

if TYPE_CHECKING:
    from wemi_desk.ui.screens.paperwork.matter_reading import Matter
    from wemi_desk.ui.screens.paperwork.view import MatterPanes
    from wemi_desk.ui.screens.paperwork.view_model import MattersViewModel
    from wemi_desk.ui.session import WorkSession

_DIGITAL = "q_digital"
_REASONS = {"health": "q_health", "isee_benefits": "q_isee", "work": "q_work", "school": "q_children"}
"""Group of paperwork → why the person came, as the quick contact says it."""


class SessionMatters(QObject):
    """Made with the place: see session_paperwork."""

    def __init__(self, work: WorkSession, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work

    @cached_property
    def model(self) -> MattersViewModel:
        """Choosing a pratica, and the one that is open."""
        from wemi_desk.ui.screens.paperwork.doors import MatterServices
        from wemi_desk.ui.screens.paperwork.view_model import MattersViewModel

        work, desk = self._work, self._work.desk
        services = MatterServices(
            desk.paperwork().digital, desk.session, desk.lists, desk.colleagues, self._own_codes
        )  # fmt: skip
        made = MattersViewModel(services, work.runner, work.changes, work.messages, self)
        made.sitting_ended.connect(self._sitting_ended)
        made.print_requested.connect(self._print)
        return made

    @cached_property
    def panes(self) -> MatterPanes:
        """Guests in the columns of the place."""
        from wemi_desk.ui.screens.paperwork.view import MatterPanes

        return MatterPanes(self.model, self._work.keys.digits.open)

    def show_person(self) -> None:
        """The visit was opened, identified or closed."""
        visit = self._work.counter.visit.visit
        self.model.show_visit(visit.citizen_id if visit is not None else None, is_here=visit is not None)

    def begin(self, code: str) -> None:
        """From the box: a pratica of this kind for who is at the desk; with nobody, for somebody without a name."""
        if self._work.counter.visit.visit is None:
            self._work.counter.visit.open_anonymous()
        self._go(lambda: self.model.begin_from_box(code))

    def open(self, citizen_id: CitizenId, case_id: UUID) -> None:
        """From a list or from a paper: the person at the desk, the pratica where it stood."""
        self._go(partial(self._open, citizen_id, case_id))

    def _open(self, citizen_id: CitizenId, case_id: UUID) -> None:
        visit = self._work.counter.visit.visit
        if visit is not None and visit.citizen_id == citizen_id:
            self.model.resume(case_id)
        else:
            self.model.resume_when_here(citizen_id, case_id)
            self._work.counter.arrivals.open_person(citizen_id)
            self._work.window.set_place(Place.PAPERWORK)

    def _go(self, act: Callable[[], None]) -> None:
        self._work.window.set_place(Place.PAPERWORK)
        self._work.places.paperwork.loading.then(act)

    def _own_codes(self) -> frozenset[str]:
        from wemi_desk.domain.fiscal_code import parse

        card = self._work.counter.visit.card
        return frozenset({parse(card.citizen.fiscal_code).canonical} if card and card.citizen.fiscal_code else ())

    def _sitting_ended(self, matter: Matter | None) -> None:
        """Log once: the visit knows why somebody came, and asks nothing again when it is closed."""
        contact = self._work.counter.contact
        if matter is not None and contact.form.reason is None:
            contact.edit(reason=_REASONS.get(matter.kind.group, _DIGITAL), service_text=matter.kind.title)

    def _print(self, case: PaperworkCase, what: str) -> None:
        slips = self._work.desk.paperwork().slips
        make = {"slip": slips.slip, "missing": slips.missing, "mandate": slips.mandate_form}[what]
        self._work.papers.press_made(partial(make, case.id), case.id)
