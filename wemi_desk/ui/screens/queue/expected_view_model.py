"""Who is expected today: one key says that they are here, and they wait in the queue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.appointments import AppointmentId
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel
from wemi_desk.ui.words import clock_words

if TYPE_CHECKING:  # the agenda is loaded when somebody first asks who is expected
    from wemi_desk.services.agenda.appointments import Appointed
    from wemi_desk.services.agenda.daybook import AppointmentLine

CHANGED = Changes.of("agenda", "timeline", "queue", "outbox")


class ExpectedViewModel(ViewModel):
    """``changed``: the list was read again."""

    watches = frozenset({"agenda", "queue"})
    changed = Signal()

    def __init__(
        self, read: Callable[[], Sequence[AppointmentLine]], receive: Callable[[AppointmentId], Appointed],
        lists: PickLists, runner: Runner, changes: ChangeBus, messages: Notices, parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(runner, changes, messages, parent)
        self._read = read
        self._receive = receive
        self._lists = lists
        self._is_wanted = False
        self.lines: Sequence[AppointmentLine] = ()

    def arrive(self) -> None:
        """Somebody looks: from now on the list is read again when something changes."""
        self._is_wanted = True
        self.reload()

    def reload(self) -> None:
        """As it stands."""
        if self._is_wanted:
            self._ask(self._read, self._show)

    def words(self, line: AppointmentLine) -> str:
        """10:30 · Maria R. · Aiuto digitale, SPID."""
        one = line.appointment
        reason = self._lists["quick_contact"].label(one.reason) if one.reason else ""
        return " · ".join(part for part in (clock_words(one.starts_at), line.who, reason) if part)

    def receive(self, row: int) -> None:
        """This one is here."""
        if not 0 <= row < len(self.lines):
            return
        line = self.lines[row]

        def done(made: Appointed) -> None:
            self.tell_arrival(made, line.who)

        self._ask(lambda: self._receive(line.appointment.id), done)

    def tell_arrival(self, made: Appointed, who: str) -> None:
        """Say where they wait."""
        code = made.ticket.code if made.ticket is not None else ""
        words = _("{who} in coda: {code}. Annulla con Ctrl+Z") if code else _("{who} è arrivata. Annulla con Ctrl+Z")
        self._tell(words.format(who=who or _("Persona attesa"), code=code), CHANGED, made.deed)

    def _show(self, lines: Sequence[AppointmentLine]) -> None:
        self.lines = [one for one in lines if one.appointment.is_expected]
        self.changed.emit()
