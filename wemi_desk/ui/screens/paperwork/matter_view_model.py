"""The pratica that is open: what is here, what was done, what is written, how long it took."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.days import rome_instant
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import CaseOpenAlreadyError, InvalidFieldError
from wemi_desk.domain.sitting_clock import SittingClock
from wemi_desk.domain.typed_times import read_typed_time
from wemi_desk.i18n import _
from wemi_desk.services.paperwork.cases import NewCase
from wemi_desk.services.paperwork.sittings import NewSitting
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.paperwork.doors import MatterServices
from wemi_desk.ui.screens.paperwork.matter_reading import Matter, read_matter
from wemi_desk.ui.view_model import ViewModel
from wemi_desk.ui.words import local

CHANGED = Changes.of("paperwork", "sittings", "mandates", "timeline", "outbox", "follow_ups")
_WORTH_WRITING = 60
"""Seconds: less than that, with nothing ticked, was only a look."""


class MatterViewModel(ViewModel):
    """``changed``: read again; ``filled``: another matter; ``leaving``: what is typed is to be written now; ``closed``.

    ``not_begun(Exception)``: the rule of its kind stands against it.
    """

    watches = frozenset({"paperwork", "sittings", "mandates"})
    changed = Signal()
    filled = Signal()
    leaving = Signal()
    closed = Signal()
    field_failed = Signal(str, str)
    not_begun = Signal(object)

    def __init__(
        self,
        services: MatterServices,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self.services = services
        self.today, self.now = services.session.clock.today, services.session.clock.now
        self.time = SittingClock()
        self.shown: Matter | None = None
        self._touched: set[UUID] = set()

    # --- opening and leaving -----------------------------------------------------------------------------------

    def begin(self, code: str, citizen_id: CitizenId | None, *, again: bool = False) -> None:
        """A new one."""
        self.leaving.emit()
        services, new = self.services, NewCase(type_code=code, citizen_id=citizen_id, again=again)

        def begun(matter: Matter) -> None:
            self._fill(matter)
            self._tell(_("Pratica aperta: {title}.").format(title=matter.kind.title), CHANGED)

        self._ask(lambda: read_matter(services, services.cases.open(new).id), begun, self._not_begun)

    def resume(self, case_id: UUID) -> None:
        """Exactly where it stood."""
        self.leaving.emit()
        self._ask(lambda: read_matter(self.services, case_id), self._fill)

    def reopen(self) -> None:
        """One that was closed goes on."""
        self.write(lambda case_id: self.services.cases.resume(case_id))

    def close(self) -> None:
        """Away from it: its time stands still, what was typed is kept."""
        self.leaving.emit()
        self.time = self.time.stopped(self.now())
        self.shown = None
        self.closed.emit()

    def end_visit(self) -> None:
        """Minutes that no sitting holds yet are written, each matter's own; then nothing is counted any more."""
        self.close()
        now = self.now()
        worked = [one for one in self.time.spent
                  if one in self._touched or self.time.seconds(one, now) >= _WORTH_WRITING]  # fmt: skip
        minutes, sittings = self.time.minutes(now), self.services.sittings
        new = [NewSitting(minutes=minutes[one], case_ids=(one,)) for one in worked]
        self.time, self._touched = SittingClock(), set()
        if new:
            self._ask(lambda: sittings.record_each(new), lambda _written: self._changes.changed.emit(CHANGED))

    def reload(self) -> None:
        """The same, as it stands now."""
        if self.shown is not None:
            case_id = self.shown.case.id
            self._ask(lambda: read_matter(self.services, case_id), self._show)

    @property
    def minutes(self) -> int:
        """Of this sitting."""
        return self.time.minutes(self.now()).get(self.shown.case.id, 1) if self.shown is not None else 0

    # --- writing -----------------------------------------------------------------------------------------------

    def bring(self, text: str, *, here: bool) -> None:
        """It is here, or it is not."""
        self.write(lambda case_id: self.services.cases.bring(case_id, text, here=here))

    def step(self, no: int, *, done: bool, typed_time: str = "") -> None:
        """A step was done now, or at the time that is typed."""
        cases = self.services.cases
        try:
            at = typed_instant(typed_time, self.now())
        except InvalidFieldError as error:
            self.refuse(error)
            self.changed.emit()
            return
        self.write(lambda case_id: cases.do_step(case_id, no, at) if done else cases.undo_step(case_id, no))

    def see(self, kind: str, expires_on: date | None) -> None:
        """A document that was looked at: its kind and its end, never its number."""
        self.write(lambda case_id: self.services.cases.see_document(case_id, kind, expires_on))

    def write(
        self, work: Callable[[UUID], object], done: Callable[[Matter], None] = lambda _matter: None
    ) -> None:
        """Do something with the case in the background, then show it as it stands; *done* comes after."""
        if self.shown is None:
            return
        services, case_id = self.services, self.shown.case.id

        def written() -> Matter:
            work(case_id)
            return read_matter(services, case_id)

        def after(matter: Matter) -> None:
            self._touched.add(case_id)
            self._show(matter)
            self._changes.changed.emit(CHANGED)
            done(matter)

        self._ask(written, after, self._not_written)

    def written(self, case_id: UUID) -> None:
        """A sitting holds its minutes: it counts from nothing again, when somebody comes back to it."""
        self.time = self.time.without(case_id, self.now())
        self._touched.discard(case_id)

    def refuse(self, error: Exception) -> None:
        """Beside its field, where it has one."""
        if isinstance(error, InvalidFieldError):
            self.field_failed.emit(error.field, error_text(error) or "")
        else:
            self._fail(error)

    def tell(self, words: str, deed: Deed | None = None) -> None:
        """Say what was done, with the way to take it back."""
        self._tell(words, CHANGED, deed)

    # --- inside ------------------------------------------------------------------------------------------------

    def _not_begun(self, error: Exception) -> None:
        if isinstance(error, CaseOpenAlreadyError):
            self.resume(error.case_id)  # another desk was faster: there is one, and this is it
        else:
            self.not_begun.emit(error)

    def _not_written(self, error: Exception) -> None:
        self.refuse(error)
        self.reload()  # what is ticked on the screen and is not in the store must not stay ticked

    def _fill(self, matter: Matter) -> None:
        self.shown = matter
        self.time = self.time.turned_to(matter.case.id, self.now())
        self.filled.emit()
        self.changed.emit()

    def _show(self, matter: Matter) -> None:
        if self.shown is None or self.shown.case.id != matter.case.id:
            return
        self.shown = matter
        self.changed.emit()

    def _on_changed(self, changes: Changes) -> None:
        if changes is not CHANGED:  # our own writing was read with it
            super()._on_changed(changes)


def typed_instant(typed: str, now: datetime) -> datetime | None:
    """Today at the time that was typed, None for nothing; raises InvalidFieldError."""
    if not typed.strip():
        return None
    clock = read_typed_time(typed)
    if clock is None:
        raise InvalidFieldError("time", "unreadable")
    at = rome_instant(local(now).date(), clock)
    if at > now:
        raise InvalidFieldError("time", "in_future")
    return at
