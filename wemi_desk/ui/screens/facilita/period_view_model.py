"""A period of Facilita: what would leave, the files made of it, what stayed behind, the figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.facilita_indicators import Explained
from wemi_desk.i18n import _, ngettext
from wemi_desk.services.facilita.door import FacilitaServices
from wemi_desk.services.facilita.export import Exported, Outlook, Period
from wemi_desk.services.facilita.ledger import BatchLine
from wemi_desk.services.facilita.sieve import WorkLine
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel

T = TypeVar("T")
CHANGED = Changes.of("facilita", "outbox")
ALL = "all"


class PeriodViewModel(ViewModel):
    """An export, a look and the figures read for seconds: on the lane of papers, where nobody waits for them."""

    watches = frozenset({"facilita", "sittings", "citizens"})
    outlook_changed = Signal()
    batches_changed = Signal()
    figures_changed = Signal()
    progress_changed = Signal()
    _told = Signal(int, int)

    def __init__(
        self, services: FacilitaServices, session: DeskSession, runner: Runner, changes: ChangeBus, messages: Notices,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(runner, changes, messages, parent)
        self.services, self.session = services, session
        self.first, self.last = last_month(session.clock.today())
        self.outlook: Outlook | None = None
        self.batches: Sequence[BatchLine] = ()
        self.explained: Explained | None = None
        self.reason = ALL
        self.progress: tuple[int, int] | None = None  # of the files that are being made or looked for
        self.error = ""
        self._is_wanted = self._is_stale = False
        self._is_stopped = False
        self._told.connect(self._show_progress)

    @property
    def period(self) -> Period:
        return Period(self.session.space.code, self.first, self.last)

    @property
    def lines(self) -> list[WorkLine]:
        """What is to be put right, of the reason that was chosen."""
        found = self.outlook.lines if self.outlook is not None else ()
        return [one for one in found if self.reason in (ALL, *one.codes)]


    def arrive(self) -> None:
        """Somebody came to the place."""
        first_time, self._is_wanted = not self._is_wanted, True
        if first_time or self._is_stale:
            self.reload()
            self.look()

    def reload(self) -> None:
        """The files; what changed elsewhere is looked at when somebody comes, or asks."""
        self._is_stale = True
        if self._is_wanted:
            self._ask(self.services.ledger.lines, self._show_batches)

    def set_period(self, first: date | None, last: date | None) -> None:
        """From a day to a day; None leaves what was there."""
        self.first, self.last = first or self.first, last or self.last

    def choose(self, reason: str | None) -> None:
        """Only the lines with one reason, or all of them."""
        self.reason = reason or ALL
        self.outlook_changed.emit()

    def look(self) -> None:
        """What would leave, what would not; the figures of the same days."""
        if self.progress is not None:
            return
        period = self.period
        self._begin()
        self._on_papers(lambda: self.services.exports.look(period, self._go_on), self._show_outlook)
        self._on_papers(
            lambda: self.services.indicators.explained(period.first, period.last, period.space_code), self._show_figures
        )

    def export(self, folder: Path) -> None:
        """The files of the period into *folder*, each with its PDF."""
        if self.progress is not None:
            return
        period = self.period
        self._begin()
        self._on_papers(lambda: self.services.exports.export(period, folder, self._go_on), self._show_exported)

    def stop(self) -> None:
        """Nothing is written then."""
        self._is_stopped = True

    # --- inside ------------------------------------------------------------------------------------------------------

    def _on_papers(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._runner.run(work, owner=self, done=done, failed=self._refuse, lane="paper")

    def _begin(self) -> None:
        self.error, self._is_stopped, self.progress = "", False, (0, 0)
        self.progress_changed.emit()

    def _go_on(self, done: int, of: int) -> bool:
        """Asked on the lane's own thread: the signal brings it to the window's."""
        self._told.emit(done, of)
        return not self._is_stopped

    def _show_progress(self, done: int, of: int) -> None:
        if self.progress is not None:
            self.progress = (done, of)
            self.progress_changed.emit()

    def _end(self) -> None:
        self.progress = None
        self.progress_changed.emit()

    def _refuse(self, error: Exception) -> None:
        words = error_text(error)
        if words is None:
            raise error
        self.error = words
        self._end()
        self._messages.warn(words)

    def _show_batches(self, batches: Sequence[BatchLine]) -> None:
        self.batches = batches
        self.batches_changed.emit()

    def _show_outlook(self, outlook: Outlook) -> None:
        self._end()
        if not outlook.stopped:
            self.outlook, self._is_stale = outlook, False
            if self.reason not in outlook.reasons:
                self.reason = ALL
            self.outlook_changed.emit()

    def _show_figures(self, explained: Explained) -> None:
        self.explained = explained
        self.figures_changed.emit()

    def _show_exported(self, made: Exported) -> None:
        self._end()
        if made.stopped:
            self._messages.say(_("Fermato: non ho scritto niente."))
            return
        if not made.batches:
            self._messages.say(_("Niente di nuovo da mandare in questo periodo."))
        else:
            rows = sum(one.row_count for one in made.batches)
            words = ngettext("{n} riga in {files}.", "{n} righe in {files}.", rows)
            names = ", ".join(one.file_name for one in made.batches)
            self._tell(words.format(n=rows, files=names), CHANGED)
        self.look()
        if made.batches:  # after the look: the PDF of a whole month takes a while, and nobody waits for it
            self._on_papers(lambda: self.services.ledger.keep(made.batches, made.folder), lambda _made: None)


def last_month(today: date) -> tuple[date, date]:
    """The month before this one, whole."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last
