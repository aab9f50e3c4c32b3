"""Cerca negli altri spazi of one session: from an empty search, `>cerca negli altri spazi`, into a visit."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.i18n import _
from wemi_desk.ui.screens.look_up.view_model import LookUpViewModel

if TYPE_CHECKING:
    from wemi_desk.ui.screens.counter.candidates_view import CandidatesPane
    from wemi_desk.ui.session import WorkSession

WIDE_UNITS = 420
_WHOLE = 16


class SessionLookUp(QObject):
    """Remembers which sheets are copies, so that the bar says so."""

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        self._copies: set[CitizenId] = set()
        self.model = LookUpViewModel(
            work.desk.look_up, lambda: work.exchange.around().spaces, work.runner, work.changes, work.messages, self
        )
        self.model.fetched.connect(self._open)
        work.box.model.elsewhere_wanted.connect(self.show)
        work.counter.registration.edited.connect(self._wonder)
        self._wondered = ""

    def show(self, text: str = "") -> None:
        """Ask who and why."""
        from wemi_desk.ui.screens.look_up.view import LookUpView

        self._work.window.bar.box.empty()
        self.model.start()
        view = LookUpView(self.model, text)
        self._work.window.panel.open_widget(_("Cerca negli altri spazi"), view, WIDE_UNITS)

    def warnings(self, citizen_id: CitizenId) -> tuple[str, ...]:
        """What the bar says of a copy."""
        return (_("Copia temporanea"),) if citizen_id in self._copies else ()

    def _wonder(self) -> None:
        """A whole code was typed or scanned: may another space know it? Asked of this computer alone."""
        code = self._work.counter.registration.form.code.strip()
        if code == self._wondered:
            return
        self._wondered = code
        pane = self._pane
        pane.show_elsewhere(False)
        if len(code) == _WHOLE:
            self._work.runner.run(
                lambda: self._work.desk.look_up.perhaps_known(code), owner=self,
                done=lambda perhaps: pane.show_elsewhere(bool(perhaps) and code == self._wondered),
                failed=self._work.fail,
            )  # fmt: skip

    @cached_property
    def _pane(self) -> CandidatesPane:
        pane = self._work.panes.candidates
        pane.elsewhere_wanted.connect(self._ask_about_code)
        return pane

    def _ask_about_code(self) -> None:
        self.show(self._work.counter.registration.form.code.strip())

    def _open(self, citizen_id: CitizenId) -> None:
        self._copies.add(citizen_id)
        self._work.window.panel.close_panel()
        self._work.changes.changed.emit(Changes.of("citizens"))
        self._work.go_to_counter()
        self._work.counter.arrivals.open_person(citizen_id)
        self._work.messages.say(_("Copia temporanea di un altro spazio: sparisce da sola da questo computer."))
