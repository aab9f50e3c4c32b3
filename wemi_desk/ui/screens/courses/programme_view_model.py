"""Copy what took place in a period to the next term, or save it for other calendars."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.days import rome_day
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.i18n import _, ngettext
from wemi_desk.services.courses.calendar_export import ProgrammeFile
from wemi_desk.services.courses.doors import CourseDoors
from wemi_desk.services.courses.planning import CHANGED
from wemi_desk.services.courses.programme import CopiedProgramme
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import LatestOnly, Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.refusals import FormViewModel
from wemi_desk.ui.screens.courses.spans import next_month

_SHOWN = 4


class ProgrammeViewModel(FormViewModel):
    """``copied(day, date_id)``: written. ``previewed(words, clashes)``. ``made(file)``: to be saved where one likes."""

    copied = Signal(object, object)
    previewed = Signal(str, bool)
    made = Signal(object)

    def __init__(
        self, doors: CourseDoors, session: DeskSession, runner: Runner, changes: ChangeBus, messages: Notices,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(runner, changes, messages, parent)
        self._doors = doors
        self._session = session
        self._ahead: LatestOnly[CopiedProgramme] = LatestOnly(runner, self)

    def today(self) -> date:
        return self._session.clock.today()

    def proposed(self) -> tuple[date, date, date]:
        """This month, and the one after."""
        first = self.today().replace(day=1)
        after = next_month(first, 1)
        return first, after - timedelta(days=1), after

    def look_ahead(self, first: date | None, last: date | None, begins: date | None) -> None:
        """What would be written; a form that is half full says nothing."""
        if first is None or last is None or begins is None:
            self.previewed.emit("", False)
            return
        self._ahead.run(
            lambda: self._doors.programme.proposed(first, last, begins),
            done=lambda made: self.previewed.emit(programme_words(made), made.clashing > 0),
            failed=self._not_ahead,
        )

    def copy(self, first: date | None, last: date | None, begins: date | None) -> None:
        """Write it."""
        days = self._days(first=first, last=last, begins=begins)
        if days is not None:
            self._ask(lambda: self._doors.programme.copy(*days), self._copied, self._refused)

    def export(self, first: date | None, last: date | None) -> None:
        """Make the file of a period; where it goes is asked then."""
        days = self._days(first=first, last=last)
        if days is not None:
            made = self._doors.exports.made
            self._ask(lambda: made(days[0], days[1]), self.made.emit, self._refused)

    def save(self, path: str, made: ProgrammeFile) -> None:
        """Where the operator wants it."""
        words = ngettext("Salvato: {n} incontro, senza nomi.", "Salvati: {n} incontri, senza nomi.", made.meetings)
        self._ask(
            lambda: self._doors.exports.save(path, made),
            lambda _none: self._messages.say(words.format(n=made.meetings)),
        )

    def _days(self, **typed: date | None) -> list[date] | None:
        for field, day in typed.items():
            if day is None:
                self._refused(InvalidFieldError(field, "unreadable"))
                return None
        return [day for day in typed.values() if day is not None]

    def _copied(self, made: CopiedProgramme) -> None:
        n = made.meetings
        words = ngettext(
            "Programma copiato: {n} incontro. Annulla con Ctrl+Z",
            "Programma copiato: {n} incontri. Annulla con Ctrl+Z", n,
        )  # fmt: skip
        self._tell(words.format(n=n), CHANGED, made.deed)
        first = min((one for copied in made.activities for one in copied.dates), key=lambda one: one.starts_at)
        self.copied.emit(rome_day(first.starts_at), first.id)

    def _not_ahead(self, error: Exception) -> None:
        words = error_text(error) if isinstance(error, InvalidFieldError) else None
        if words is None:
            self._fail(error)
        else:
            self.previewed.emit(words, True)



def programme_words(made: CopiedProgramme) -> str:
    """How much would be written, what is skipped, what clashes."""
    activities = len(made.activities)
    words = ngettext("{n} attività, {meetings} incontri.", "{n} attività, {meetings} incontri.", activities)
    parts = [words.format(n=activities, meetings=made.meetings)]
    days = sorted({(out.day, out.why) for one in made.activities for out in one.left_out})
    if days:
        shown = ", ".join(_("{day} ({name})").format(day=f"{day:%d/%m}", name=why) for day, why in days[:_SHOWN])
        parts.append(_("Si saltano: {days}.").format(days=shown))
    if made.clashing:
        names = list(dict.fromkeys(one.activity.title for one in made.activities if one.clashes))
        titles = ", ".join(f"«{name}»" for name in names[:_SHOWN]) + ("…" if len(names) > _SHOWN else "")
        clashing = ngettext("Si sovrappone {n} volta: {titles}.", "Si sovrappone {n} volte: {titles}.", made.clashing)
        parts.append(clashing.format(n=made.clashing, titles=titles))
    return " ".join(parts)
