"""Cerca negli altri spazi of one session: from an empty search, `>cerca negli altri spazi`, into a visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.i18n import _
from wemi_desk.ui.screens.look_up.view import LookUpView
from wemi_desk.ui.screens.look_up.view_model import LookUpViewModel

if TYPE_CHECKING:
    from wemi_desk.ui.session import WorkSession

WIDE_UNITS = 420


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

    def show(self, text: str = "") -> None:
        """Ask who and why."""
        self._work.window.bar.box.empty()
        self.model.start()
        view = LookUpView(self.model, text)
        self._work.window.panel.open_widget(_("Cerca negli altri spazi"), view, WIDE_UNITS)

    def warnings(self, citizen_id: CitizenId) -> tuple[str, ...]:
        """What the bar says of a copy."""
        return (_("Copia temporanea"),) if citizen_id in self._copies else ()

    def _open(self, citizen_id: CitizenId) -> None:
        self._copies.add(citizen_id)
        self._work.window.panel.close_panel()
        self._work.changes.changed.emit(Changes.of("citizens"))
        self._work.go_to_counter()
        self._work.counter.arrivals.open_person(citizen_id)
        self._work.messages.say(_("Copia temporanea di un altro spazio: sparisce da sola da questo computer."))
