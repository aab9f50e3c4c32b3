"""Who sits where since when; time that is up is told wherever the operator is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import QObject, QTimer, Signal

from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.workstations import ENDING, OVER, TurnId, WorkstationId, time_sign
from wemi_desk.i18n import _
from wemi_desk.services.courses.forms import TypedTurn, turn_of
from wemi_desk.services.courses.workstations import (
    CHANGED,
    TurnLine,
    TurnMoved,
    WorkstationLine,
    WorkstationService,
)
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.courses.words import who_words
from wemi_desk.ui.view_model import ViewModel
from wemi_desk.ui.words import clock_words

LOOK_MS = 30_000


class WorkstationsViewModel(ViewModel):
    """``taken()``: somebody was seated or booked. ``field_failed(field, words)``: nothing was written."""

    watches = frozenset({"workstations", "citizens"})
    changed = Signal()
    taken = Signal()
    added = Signal()
    field_failed = Signal(str, str)

    def __init__(
        self,
        workstations: WorkstationService,
        session: DeskSession,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._workstations = workstations
        self._session = session
        self._is_wanted = False
        self._told: dict[TurnId, str] = {}
        self.lines: Sequence[WorkstationLine] = ()
        self.agenda: Sequence[TurnLine] = ()
        self.at_desk: Citizen | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def now(self) -> datetime:
        return self._session.clock.now()

    def today(self) -> date:
        return self._session.clock.today()

    def arrive(self) -> None:
        """Somebody looks; from now on the time is watched."""
        self._is_wanted = True
        self._timer.start()
        self.reload()

    def reload(self) -> None:
        """As it stands."""
        if self._is_wanted:
            read = self._workstations
            self._ask(lambda: (read.now(), read.day(self._session.clock.today())), lambda found: self._show(*found))

    def show_person(self, citizen: Citizen | None) -> None:
        """Who is at the desk."""
        self.at_desk = citizen
        self.changed.emit()

    def name_of(self, workstation_id: WorkstationId) -> str:
        found = (one.workstation.name for one in self.lines if one.workstation.id == workstation_id)
        return next(found, "")

    def look(self) -> None:
        """Time goes on: say once that somebody's is nearly up, and once that it is."""
        for line in self.lines:
            if line.seated is None:
                continue
            turn, sign = line.seated.turn, time_sign(line.seated.turn, self.now)
            if sign in (ENDING, OVER) and self._told.get(turn.id) != sign:
                self._told[turn.id] = sign
                self._messages.say(_time_words(line, sign))
        self.changed.emit()

    def add(self, name: str, is_assisted: bool) -> None:
        """A computer for the public."""

        def done(_made: object) -> None:
            self._tell(_("Postazione aggiunta."), CHANGED)
            self.added.emit()

        self._ask(lambda: self._workstations.add(name, is_assisted=is_assisted), done, self._refused)

    def retire(self, line: WorkstationLine) -> None:
        """It is not there any more."""
        words = _("Postazione tolta dall’elenco.")
        self._ask(lambda: self._workstations.retire(line.workstation.id), lambda _one: self._tell(words, CHANGED))

    def take(self, typed: TypedTurn) -> None:
        """Seat somebody now, or book."""
        try:
            form = turn_of(typed)
        except InvalidFieldError as error:
            self._refused(error)
            return
        words = _("Posto prenotato. Annulla con Ctrl+Z") if form.starts_at else _("È seduta. Annulla con Ctrl+Z")

        def done(moved: TurnMoved) -> None:
            self._tell(words, CHANGED, moved.deed)
            self.taken.emit()

        self._ask(lambda: self._workstations.take(form), done, self._refused)

    def arrived(self, line: TurnLine) -> None:
        """Who booked sits down."""
        self._step(self._workstations.arrive, line, _("{who} è seduta. Annulla con Ctrl+Z"))

    def finish(self, line: TurnLine) -> None:
        """The place is free."""
        self._step(self._workstations.finish, line, _("{who} ha finito: il posto è libero. Annulla con Ctrl+Z"))

    def missed(self, line: TurnLine) -> None:
        """Booked, and did not come."""
        self._step(self._workstations.missed, line, _("{who} non è venuta. Annulla con Ctrl+Z"))

    def cancel(self, line: TurnLine) -> None:
        """Called off."""
        self._step(self._workstations.cancel, line, _("Prenotazione di {who} annullata. Rimettila con Ctrl+Z"))

    def longer(self, line: TurnLine) -> None:
        """A quarter of an hour more."""
        words = _("{who}: un quarto d’ora in più.").format(who=who_words(line))
        self._ask(lambda: self._workstations.longer(line.turn.id), lambda _turn: self._tell(words, CHANGED))

    def _step(self, step: Callable[[TurnId], TurnMoved], line: TurnLine, words: str) -> None:
        said = words.format(who=who_words(line))
        self._ask(lambda: step(line.turn.id), lambda moved: self._tell(said, CHANGED, moved.deed))

    def _show(self, lines: Sequence[WorkstationLine], agenda: Sequence[TurnLine]) -> None:
        self.lines, self.agenda = lines, agenda
        self.look()

    def _refused(self, error: Exception) -> None:
        words = error_text(error) if isinstance(error, InvalidFieldError) else None
        if isinstance(error, InvalidFieldError) and words is not None:
            self.field_failed.emit(error.field, words)
        else:
            self._fail(error)


def _time_words(line: WorkstationLine, sign: str) -> str:
    turn = line.seated.turn if line.seated is not None else None
    until = clock_words(turn.ends_at) if turn is not None else ""
    who, where = who_words(line.seated), line.workstation.name
    if sign == OVER:
        return _("{where}: il tempo di {who} è finito alle {until}.").format(where=where, who=who, until=until)
    return _("{where}: il tempo di {who} finisce alle {until}.").format(where=where, who=who, until=until)
