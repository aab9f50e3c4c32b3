"""Opening hours, shifts and leave as they are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.appointments import Appointment
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.shifts import Leave, Shift
from wemi_desk.i18n import _, ngettext
from wemi_desk.services.agenda.calendar import CalendarFile
from wemi_desk.services.agenda.doors import AgendaDoors
from wemi_desk.services.agenda.forms import span_of_typed, whole_day_or
from wemi_desk.services.agenda.openings import OpeningPlan
from wemi_desk.services.agenda.planning import CHANGED
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.agenda.refusing import RefusingViewModel


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedHours:
    """What stands in a form of hours: whichever of it the form has."""

    operator_id: UUID | None = None
    weekday: str = ""
    first: date | None = None
    last: date | None = None
    has_last: bool = False
    begin: str = ""
    end: str = ""
    is_open: bool = False
    reason: str = ""


class HoursViewModel(RefusingViewModel):
    """``changed``: hours or leave were read. ``written``: the form is done with."""

    watches = frozenset({"agenda"})
    changed = Signal()
    written = Signal()
    file_made = Signal(object)

    def __init__(
        self, doors: AgendaDoors, session: DeskSession, colleagues: Mapping[UUID, str], runner: Runner,
        changes: ChangeBus, messages: Notices, parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(runner, changes, messages, parent)
        self._doors = doors
        self._session = session
        self._colleagues = colleagues
        self._is_wanted = False
        self.space_code = session.space.code
        self.plan: OpeningPlan | None = None
        self.leaves: Sequence[Leave] = ()

    @property
    def is_planner(self) -> bool:
        return self._session.allows("plan_shifts")

    @property
    def me(self) -> UUID:
        return self._session.operator.id

    def today(self) -> date:
        return self._session.clock.today()

    def name_of(self, operator_id: UUID) -> str:
        return self._colleagues.get(operator_id, "")

    @property
    def operators(self) -> list[tuple[str, str]]:
        """Whose shifts and leave may be written: one's own leave, or everybody's."""
        mine = {self.me: self._session.operator.shown_name}
        people = dict(self._colleagues) if self.is_planner else mine
        return sorted(((str(one), name) for one, name in people.items()), key=lambda both: both[1])

    def arrive(self) -> None:
        self._is_wanted = True
        self.reload()

    def look_at(self, space_code: str) -> None:
        """Another space of the network."""
        self.space_code = space_code
        self.reload()

    def reload(self) -> None:
        """As it stands."""
        if self._is_wanted:
            code, mine = self.space_code, None if self.is_planner else self.me
            read = self._doors
            self._ask(lambda: (read.openings.openings(code), read.planning.leaves(mine)),
                      lambda found: self._show(*found))  # fmt: skip

    # --- writing -----------------------------------------------------------------------------------------------

    def add_slot(self, typed: TypedHours) -> None:
        """Every week."""
        def write() -> object:
            _need("weekday", typed.weekday)
            first, last = _days(typed, is_needed=False)
            span = span_of_typed(typed.begin, typed.end)
            return self._doors.openings.add_slot(int(typed.weekday), span, first, last, self.space_code)

        self._write(write, _("Orario aggiunto. Annulla con Ctrl+Z"))

    def add_exception(self, typed: TypedHours) -> None:
        """Days that are otherwise."""
        def write() -> Sequence[Appointment]:
            first, last = _days(typed, is_needed=True)
            assert first is not None
            made = self._doors.openings.add_exception(
                first, last or first, whole_day_or(typed.begin, typed.end), is_open=typed.is_open, reason=typed.reason,
                space_code=self.space_code,
            )  # fmt: skip
            return made[1]

        words = _("Apertura straordinaria aggiunta.") if typed.is_open else _("Chiusura aggiunta.")
        self._write(write, words, _standing)

    def add_leave(self, typed: TypedHours) -> None:
        """Somebody is away."""
        def write() -> Sequence[Appointment]:
            _need("operator", typed.operator_id)
            first, last = _days(typed, is_needed=True)
            assert first is not None
            assert typed.operator_id is not None
            span = whole_day_or(typed.begin, typed.end)
            return self._doors.planning.add_leave(typed.operator_id, first, last or first, span)[1]

        self._write(write, _("Assenza registrata."), _standing)

    def add_shift(self, typed: TypedHours, *, anyway: bool) -> None:
        """One operator, one day."""
        def write() -> object:
            _need("operator", typed.operator_id)
            first, _last = _days(typed, is_needed=True)
            assert first is not None
            assert typed.operator_id is not None
            span = span_of_typed(typed.begin, typed.end)
            return self._doors.planning.add_shift(typed.operator_id, first, span, self.space_code, anyway=anyway)

        self._write(write, _("Turno registrato. Annulla con Ctrl+Z"))

    def remove_shift(self, shift: Shift) -> None:
        self._write(lambda: self._doors.planning.remove_shift(shift.id), _("Turno tolto. Annulla con Ctrl+Z"))

    def remove(self, row: int) -> None:
        """The line of the list of hours, closings and leave."""
        acts = _removers(self._doors, self.plan, self.leaves)
        if 0 <= row < len(acts):
            self._write(acts[row], _("Tolto dall’elenco. Annulla con Ctrl+Z"))

    def make_file(self, operator_id: UUID, *, with_names: bool) -> None:
        """Shifts and appointments for another calendar."""
        name = self.name_of(operator_id) or self._session.operator.shown_name
        of = self._doors.calendar.of
        self._ask(lambda: of(operator_id, name, with_names=with_names), self.file_made.emit, self._refused)

    def save_file(self, made: CalendarFile, path: str) -> None:
        """Where the operator said; then what is in it is told."""
        self._ask(lambda: self._doors.calendar.save(made, path), lambda _none: self._tell_file(made, path))

    def _tell_file(self, made: CalendarFile, path: str) -> None:
        inside = _("{shifts} turni, {many} appuntamenti").format(shifts=made.shifts, many=made.appointments)
        names = _("con i nomi delle persone") if made.has_names else _("senza nomi di persone")
        words = _("Calendario salvato in {path}: {inside}, {names}.")
        self._messages.say(words.format(path=path, inside=inside, names=names))

    # --- inside ------------------------------------------------------------------------------------------------

    def _write(
        self, write: Callable[[], Any], words: str, more: Callable[[Any], str] = lambda _made: ""
    ) -> None:
        def done(made: Any) -> None:
            self._tell(f"{words} {more(made)}".strip(), CHANGED)
            self.written.emit()

        self._ask(write, done, self._refused)

    def _show(self, plan: OpeningPlan, leaves: Sequence[Leave]) -> None:
        self.plan, self.leaves = plan, leaves
        self.changed.emit()


def _standing(appointments: Sequence[Appointment]) -> str:
    """What stands then must be said: nobody is moved in silence."""
    many = len(appointments)
    if not many:
        return _("Annulla con Ctrl+Z")
    words = ngettext(
        "Attenzione: resta {n} appuntamento. Guarda la settimana.",
        "Attenzione: restano {n} appuntamenti. Guarda la settimana.", many,
    )  # fmt: skip
    return words.format(n=many)


def _need(field: str, value: object) -> None:
    if not value:
        raise InvalidFieldError(field, "required")


def _days(typed: TypedHours, *, is_needed: bool) -> tuple[date | None, date | None]:
    """First and last; what is written and is no day is refused."""
    if typed.first is None and is_needed:
        raise InvalidFieldError("first_on", "unreadable")
    if typed.last is None and typed.has_last:
        raise InvalidFieldError("last_on", "unreadable")
    return typed.first, typed.last


def _removers(
    doors: AgendaDoors, plan: OpeningPlan | None, leaves: Sequence[Leave]
) -> list[Callable[[], object]]:
    """What taking off each line of the list does, in the list's order."""
    slots = [partial(doors.openings.end_slot, one.id) for one in plan.slots] if plan else []
    days = [partial(doors.openings.remove_exception, one.id) for one in plan.exceptions] if plan else []
    return [*slots, *days, *(partial(doors.planning.remove_leave, one.id) for one in leaves)]
