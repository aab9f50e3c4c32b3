"""The register of volunteers: who they are, what they can do, what they gave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.volunteers import VolunteerFigures, VolunteerHours, VolunteerId
from wemi_desk.i18n import _
from wemi_desk.services.courses.workstations import short_name
from wemi_desk.services.session import DeskSession
from wemi_desk.services.volunteers.forms import minutes_of_hours
from wemi_desk.services.volunteers.register import (
    CHANGED,
    HoursLine,
    VolunteerForm,
    VolunteerLine,
    VolunteerService,
    VolunteerWritten,
)
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.refusals import FormViewModel
from wemi_desk.ui.words import hours_words


class VolunteersViewModel(FormViewModel):
    """``changed``: the list; ``hours_changed``: of the one on show;
    ``hours_added``: some were written. ``opened(line)``: another one is looked at."""

    watches = frozenset({"volunteers", "citizens"})
    changed = Signal()
    hours_changed = Signal()
    hours_added = Signal()
    saved = Signal()
    opened = Signal(object)

    def __init__(
        self,
        volunteers: VolunteerService,
        session: DeskSession,
        lists: PickLists,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._volunteers = volunteers
        self._session = session
        self._lists = lists
        self._is_wanted = False
        self._with_past = False
        self.lines: Sequence[VolunteerLine] = ()
        self.hours: Sequence[HoursLine] = ()
        self.figures = VolunteerFigures(0, 0)
        self.current: VolunteerId | None = None
        self._opening: VolunteerId | None = None
        self.at_desk: Citizen | None = None

    @property
    def skills(self) -> list[tuple[str, str]]:
        """What one can help with: the types of activities."""
        return [(item.code, item.label) for item in self._lists["activity_type"].items]

    @property
    def register_words(self) -> str:
        """Whom the button registers; empty where nobody is at the desk, or they are in the list."""
        person = self.at_desk
        if person is None or any(one.citizen.id == person.id and one.is_active for one in self.lines):
            return ""
        return _("{name} fa volontariato qui").format(name=short_name(person))

    @property
    def shown(self) -> VolunteerLine | None:
        """The one on show."""
        return next((one for one in self.lines if one.volunteer.id == self.current), None)

    def today(self) -> date:
        return self._session.clock.today()

    def arrive(self) -> None:
        """Somebody looks."""
        self._is_wanted = True
        self.reload()

    def reload(self) -> None:
        """The register as it stands."""
        if self._is_wanted:
            today, past = self.today(), self._with_past
            year = today.replace(month=1, day=1)
            self._ask(
                lambda: (self._volunteers.listed(all_of_them=past), self._volunteers.figures(year, today)), self._show
            )

    def show_past(self, wanted: bool) -> None:
        """Also who does not help any more."""
        self._with_past = wanted
        self.reload()

    def show_person(self, citizen: Citizen | None) -> None:
        """Who is at the desk."""
        self.at_desk = citizen
        self.changed.emit()

    def open(self, line: VolunteerLine) -> None:
        """Look at one."""
        self.current = line.volunteer.id
        self.hours = ()
        self.opened.emit(line)
        self._read_hours()

    def register(self) -> None:
        """The person at the desk."""
        person = self.at_desk
        if person is not None and self.register_words:
            register = self._volunteers.register
            self._ask(lambda: register(CitizenId(person.id), VolunteerForm()), self._registered)

    def save(self, skills: Sequence[str], text: str, availability: str) -> None:
        """What the one on show can do, and when."""
        if self.current is not None:
            wanted = self.current
            form = VolunteerForm(
                skills=tuple(skills), skills_text=" ".join(text.split()),
                availability_text=" ".join(availability.split()),
            )  # fmt: skip
            words = _("Registrato. Annulla con Ctrl+Z")

            def saved(made: VolunteerWritten) -> None:
                self.saved.emit()
                self._tell(words, CHANGED, made.deed)

            self._ask(lambda: self._volunteers.change(wanted, form), saved, self._refused)

    def end(self) -> None:
        """They do not help any more."""
        if self.current is not None:
            wanted = self.current
            words = _("Da domani non è più tra i volontari; le ore restano. Annulla con Ctrl+Z")
            done = self._volunteers.end
            self._ask(lambda: done(wanted), lambda made: self._tell(words, CHANGED, made.deed))

    def add_hours(self, day: date | None, typed: str) -> None:
        """Time given outside a meeting."""
        if self.current is None:
            return
        wanted = self.current
        try:
            minutes = minutes_of_hours(typed)
            if day is None:
                raise InvalidFieldError("worked_on", "unreadable")
        except InvalidFieldError as error:
            self._refused(error)
            return
        self._ask(lambda: self._volunteers.add_hours(wanted, day, minutes), self._hours_written, self._refused)

    def remove_hours(self, line: HoursLine) -> None:
        """They were a mistake."""
        words = _("Ore tolte. Annulla con Ctrl+Z")
        self._ask(
            lambda: self._volunteers.remove_hours(line.hours.id), lambda made: self._tell(words, CHANGED, made[1])
        )

    def _show(self, read: tuple[Sequence[VolunteerLine], VolunteerFigures]) -> None:
        self.lines, self.figures = read
        line = next((one for one in self.lines if one.volunteer.id == self._opening), None)
        if line is not None:
            self._opening = None
            self.open(line)
        self.changed.emit()
        self._read_hours()

    def _read_hours(self) -> None:
        wanted = self.current
        if wanted is not None:
            self._ask(lambda: self._volunteers.hours_of(wanted), lambda hours: self._show_hours(wanted, hours))

    def _show_hours(self, wanted: VolunteerId, hours: Sequence[HoursLine]) -> None:
        if wanted == self.current:
            self.hours = hours
            self.hours_changed.emit()

    def _registered(self, made: VolunteerWritten) -> None:
        self._opening = made.volunteer.id
        self._tell(_("Tra i volontari di questo spazio. Annulla con Ctrl+Z"), CHANGED, made.deed)

    def _hours_written(self, made: tuple[VolunteerHours, Deed]) -> None:
        words = _("Aggiunte {hours}. Annulla con Ctrl+Z").format(hours=hours_words(made[0].minutes))
        self._tell(words, CHANGED, made[1])
        self.hours_added.emit()
