"""A paper of ours comes back: its code opens the person, or says what became of the act."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.papers import AnyState, AppointmentState, CaseState, MatterState
from wemi_desk.i18n import _
from wemi_desk.services.desk import DeskServices
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.screens.printing.words import state_of_case, state_of_matter, state_of_slip

if TYPE_CHECKING:
    from wemi_desk.ui.session import WorkSession


class PaperCodes(QObject):
    """Scanned or typed in the box alike."""

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work

    def open(self, code: str) -> None:
        """Open what the paper with *code* is about, as it stands now."""
        desk = self._work.desk
        self._work.runner.run(
            lambda: _named(desk, desk.printing.open_by_code(code)), owner=self, done=partial(self._show_state, code),
            failed=self._refuse,
        )  # fmt: skip

    def _show_state(self, code: str, state: AnyState) -> None:
        if isinstance(state, CaseState):
            self._open_case(state)
            return
        if isinstance(state, AppointmentState):
            self._work.places.expected.show_card(state.appointment)
            return
        nobody = _("È un contatto anonimo: non c'è una scheda da aprire.")
        if isinstance(state, MatterState):
            words = state_of_matter(state)
            if state.citizen_id is not None and not self._is_busy(state.citizen_id):
                self._work.places.paperwork.matters.open(state.citizen_id, state.case.id)
                self._work.messages.say(words)
                return
            nobody = _("È un aiuto senza nome: non c'è una scheda da aprire.")
        else:
            words = state_of_slip(state, self._work.desk.lists)
        if state.citizen_id is not None:
            self._work.counter.arrivals.open_person(state.citizen_id)
            self._work.messages.say(words)
            return
        self._work.window.panel.open_text(
            _("Foglio {code}").format(code=code), f"{words}\n\n{nobody}", "stampa#la-persona-torna-con-il-foglio"
        )

    def _open_case(self, state: CaseState) -> None:
        """The application on the screen, and how it stands now: what was printed may be long past.

        While somebody else is served the desk asks first.
        """
        if state.application is None or self._is_busy(state.citizen_id):
            self._work.counter.arrivals.open_person(state.citizen_id)
        else:
            self._work.places.paperwork.open(state.citizen_id, state.application.id)
        self._work.messages.say(state_of_case(state, self._work.desk.session.clock.now()))

    def _is_busy(self, citizen_id: CitizenId) -> bool:
        """Somebody else is served."""
        visit = self._work.counter.visit.visit
        return visit is not None and visit.citizen_id not in (None, citizen_id)

    def _refuse(self, error: Exception) -> None:
        words = error_text(error)
        if words is None:
            raise error
        self._work.keys.sounds.bad()
        self._work.window.banner.show_words(words, "err", take_focus=True)


def _named(desk: DeskServices, state: AnyState) -> AnyState:
    """The same, with what the measure of an application is called."""
    if not isinstance(state, CaseState) or state.application is None:
        return state
    measure = desk.paperwork().measures.find(state.application.measure_code, state.application.measure_version)
    return replace(state, measure=measure.short_title) if measure else state
