"""The day: figures, contacts that can be put right, a contact of another day, and the closing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.contacts import Contact
from wemi_desk.domain.day import DaySummary
from wemi_desk.domain.days import rome_day, rome_instant
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.typed_times import read_typed_time
from wemi_desk.i18n import _
from wemi_desk.services.contacts import ContactService, RecordContact, Recorded
from wemi_desk.services.corrections import CHANGED, CorrectionService
from wemi_desk.services.day import CHANGED as DAY_CHANGED
from wemi_desk.services.day import DayService
from wemi_desk.services.paper_contents import day_sheet
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.day.words import DayLine, DayWords
from wemi_desk.ui.view_model import ViewModel
from wemi_desk.ui.words import day_words


class Services(NamedTuple):
    """What the day works with."""

    day: DayService
    contacts: ContactService
    corrections: CorrectionService


@dataclass(frozen=True, slots=True, kw_only=True)
class LateContact:
    """A contact of another day, as typed."""

    day: date | None
    time: str
    reason: str | None
    channel: str
    duration: str

    def command(self, now: datetime) -> RecordContact:
        """What is to be recorded; raises InvalidFieldError for the first field that is not right."""
        if self.day is None:
            raise InvalidFieldError("day", "unreadable")
        time = read_typed_time(self.time)
        if time is None:
            raise InvalidFieldError("started_at", "unreadable")
        began = rome_instant(self.day, time)
        if began > now:
            raise InvalidFieldError("started_at", "in_future")
        if self.reason is None:
            raise InvalidFieldError("needs", "required")
        return RecordContact(reason=self.reason, channel=self.channel, began_at=began, duration=self.duration)


class DayViewModel(ViewModel):
    """Left the day's contacts, right its figures. ``go_requested`` names the list to open."""

    watches = frozenset({"contacts", "citizens", "drafts", "call_backs", "notices", "queue", "outbox", "day"})
    day_changed = Signal()
    field_failed = Signal(str, str)
    form_done = Signal()
    go_requested = Signal(str)
    print_requested = Signal(object)

    def __init__(
        self,
        services: Services,
        lists: PickLists,
        session: DeskSession,
        colleagues: Mapping[UUID, str],
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._services = services
        self._lists = lists
        self._session = session
        self._contacts: Sequence[Contact] = ()
        self.words = DayWords(lists, colleagues)
        self.summary: DaySummary | None = None
        self._chosen_day: date | None = None

    @property
    def sees_others(self) -> bool:
        """Are the contacts of colleagues in the list?"""
        return self._session.allows("see_day_of_others")

    @property
    def lines(self) -> list[DayLine]:
        """The day's contacts, newest first."""
        return [self.words.line(contact) for contact in self._contacts]

    @property
    def shown_on(self) -> date:
        """The day on show: today, also after midnight, unless another one was asked for."""
        return self._chosen_day or self.today()

    @property
    def is_today(self) -> bool:
        return self.shown_on == self.today()

    @property
    def title(self) -> str:
        """Oggi, 23/11/2026."""
        day = day_words(self.shown_on)
        return _("Oggi, {day}").format(day=day) if self.is_today else _("Giornata del {day}").format(day=day)

    def today(self) -> date:
        """The day in Rome."""
        return self._session.clock.today()

    def reload(self) -> None:
        """Read the day again."""
        self._ask(self._read, self._show)

    def turn_to(self, day: date) -> None:
        """Look at another day, never one to come."""
        self._chosen_day = day if day < self.today() else None
        self.reload()

    def correct(self, contact: Contact, channel: str, reason: str | None) -> None:
        """Another channel or another reason."""
        work = self._services.corrections.correct
        words = _("Contatto corretto. Annulla con Ctrl+Z")
        self._write(lambda: work(contact.id, channel=channel, reason=reason), words)

    def cancel(self, contact: Contact, reason: str | None) -> None:
        """The contact does not count any more."""
        work = self._services.corrections.cancel
        self._write(lambda: work(contact.id, reason or ""), _("Il contatto non conta più. Annulla con Ctrl+Z"))

    def add_late(self, late: LateContact) -> None:
        """Yesterday's contact, marked as entered later."""
        try:
            command = late.command(self._session.clock.now())
        except InvalidFieldError as error:
            self._refuse(error)
            return
        self._ask(lambda: self._services.contacts.record(command), self._added, self._refuse)

    def close_day(self) -> None:
        """Chiudi la giornata: asked once, by the view."""
        day = self.shown_on
        self._ask(lambda: self._services.day.close(day), lambda _at: self._tell(_("Giornata chiusa."), DAY_CHANGED))

    def print_sheet(self) -> None:
        """Ask for the day's sheet: counts only."""
        if self.summary is not None:
            self.print_requested.emit(day_sheet(self.summary, self._session.space, self._lists))

    def _read(self) -> tuple[DaySummary, Sequence[Contact]]:
        day = self.shown_on
        return self._services.day.summary(day), self._services.contacts.of_day(day, self.sees_others)

    def _show(self, read: tuple[DaySummary, Sequence[Contact]]) -> None:
        self.summary, self._contacts = read
        self.day_changed.emit()

    def _write(self, work: Callable[[], Deed], words: str) -> None:
        def written(deed: Deed) -> None:
            self.form_done.emit()
            self._tell(words, CHANGED, deed)

        self._ask(work, written, self._refuse)

    def _added(self, recorded: Recorded) -> None:
        self.form_done.emit()
        on = day_words(rome_day(recorded.contact.started_at))
        words = _("Contatto del {day} registrato. Annulla con Ctrl+Z").format(day=on)
        self._tell(words, recorded.changes, recorded.deed)

    def _refuse(self, error: Exception) -> None:
        """A broken rule is shown beside its field."""
        words = error_text(error) if isinstance(error, InvalidFieldError) else None
        if isinstance(error, InvalidFieldError) and words is not None:
            self.field_failed.emit(error.field, words)
        else:
            self._fail(error)
