"""Ctrl+P: first the preview, then the printer; and the act stays whatever the printer does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.papers import Paper
from wemi_desk.domain.paperwork_slips import BringList, MandateForm, PaperworkSlip
from wemi_desk.domain.slips import Slip
from wemi_desk.i18n import _
from wemi_desk.services.printing import PRINTED, AtTheDesk, PrintService
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel

Put = Callable[[bytes], None]


class Stage(Enum):
    """Where a paper stands."""

    IDLE = "idle"
    PREPARING = "preparing"
    SHOWN = "shown"
    PRINTING = "printing"


@dataclass(frozen=True, slots=True)
class Sheets:
    """A drawn paper: its bytes, a picture of every page, and the words on it."""

    pdf: bytes
    pictures: Sequence[object]
    words: Sequence[str]


class Press(Protocol):
    """What draws pages for the screen and puts them on paper; both block and run in the paper lane."""

    def draw(self, pdf: bytes) -> Sheets: ...

    def put(self, pdf: bytes) -> None:
        """Print on the default printer; raise PrinterError when it does not take the paper."""
        ...


class PrintViewModel(ViewModel):
    """One paper at a time; whoever closes it leaves nothing behind. ``fitted(papers)`` answers ``look``."""

    stage_changed = Signal()
    failed = Signal(str)
    fitted = Signal(object)
    printed = Signal(object)

    def __init__(
        self,
        service: PrintService,
        press: Press,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._service = service
        self._round = 0
        self._at_once = False
        self.press = press
        self.prints_at_once = False
        self.languages: Sequence[tuple[str, str]] = ()
        self.in_language: Callable[[Paper, str], Paper] | None = None
        self.stage = Stage.IDLE
        self.paper: Paper | None = None
        self.sheets: Sheets | None = None

    def look(self, desk: AtTheDesk) -> None:
        """Find what fits now; the answer is dropped when something else has happened meanwhile."""
        self._round += 1
        mine = self._round
        self._ask(
            lambda: self._service.fitting(desk),
            lambda papers: self.fitted.emit(papers) if mine == self._round else None,
        )

    def show(self, paper: Paper) -> None:
        """Draw *paper* for the screen; nothing is printed."""
        self._round += 1
        mine, self.paper, self.sheets = self._round, paper, None
        self._turn(Stage.PREPARING)
        self._on_paper_lane(
            lambda: self.press.draw(self._service.render(paper)), lambda sheets: self._drawn(mine, sheets), mine
        )

    @property
    def may_be_named(self) -> bool:
        """A slip of somebody known: their name goes on it only when they ask."""
        return self.paper is not None and self.paper.citizen_id is not None and _person_on(self.paper) is not None

    @property
    def is_named(self) -> bool:
        """Does the paper on show say whose it is?"""
        return self.paper is not None and bool(_person_on(self.paper))

    @property
    def language(self) -> str:
        """In which language the paper on show speaks; empty where it cannot be asked for in another one."""
        content = self.paper.content if self.paper is not None and self.in_language is not None else None
        return content.head.language if isinstance(content, (PaperworkSlip, BringList, MandateForm)) else ""

    def speak(self, language: str) -> None:
        """The same paper in another language: drawn again, nothing is printed."""
        paper, again = self.paper, self.in_language
        if paper is not None and again is not None and self.stage is Stage.SHOWN and language != self.language:
            mine = self._round
            self._ask(
                lambda: again(paper, language), lambda made: self.show(made) if mine == self._round else None
            )

    def name(self, shown: bool) -> None:
        """With or without the name: drawn again, nothing is printed."""
        paper = self.paper
        if paper is not None and self.stage is Stage.SHOWN and shown != self.is_named:
            mine = self._round
            self._ask(
                lambda: self._service.named(paper, shown),
                lambda named: self.show(named) if mine == self._round else None,
            )

    def confirm(self) -> bool:
        """Ctrl+P again, or Enter: print what is shown, or as soon as it is drawn. False: there is nothing to print."""
        there = self.stage is not Stage.IDLE
        if self.stage is Stage.PREPARING:
            self._at_once = True
        elif self.stage is Stage.SHOWN:
            self.print()
        return there

    def print(self, put: Put | None = None) -> None:
        """Put it on the default printer, or with *put* on another one."""
        if self.stage is not Stage.SHOWN or self.paper is None or self.sheets is None:
            return
        mine, paper, pdf, take = self._round, self.paper, self.sheets.pdf, put or self.press.put
        self._turn(Stage.PRINTING)

        def work() -> None:
            take(pdf)
            # in the same breath: a lock in between must not lose what the paper in somebody's hand proves
            self._service.printed(paper)

        self._on_paper_lane(work, lambda _none: self._is_printed(mine, paper), mine)

    def close(self) -> None:
        """Forget the paper: visit closed, desk locked or covered, Esc."""
        self._round += 1
        self._at_once = False
        self.paper = self.sheets = None
        if self.stage is not Stage.IDLE:
            self._turn(Stage.IDLE)

    def _drawn(self, mine: int, sheets: Sheets) -> None:
        if mine != self._round:
            return
        self.sheets = sheets
        self._turn(Stage.SHOWN)
        if self._at_once or self.prints_at_once:
            self._at_once = False
            self.print()

    def _is_printed(self, mine: int, paper: Paper) -> None:
        self._changes.changed.emit(PRINTED)
        self._messages.say(_("Stampato. Il foglio è nella stampante."))
        if mine == self._round:
            self.printed.emit(paper)
            self.close()

    def _on_paper_lane(self, work: Callable[[], object], done: Callable[..., None], mine: int) -> None:
        self._runner.run(
            work, owner=self, done=done, failed=lambda error: self._went_wrong(mine, error), lane="paper"
        )

    def _went_wrong(self, mine: int, error: Exception) -> None:
        """Say it where the paper is; with the preview gone, on the status line."""
        words = error_text(error)
        if words is None:
            raise error
        self._at_once = False
        if mine != self._round:
            self._messages.warn(words)
            return
        if self.sheets is None:
            self.close()
            self._messages.warn(words)
        else:
            self._turn(Stage.SHOWN)
            self.failed.emit(words)

    def _turn(self, stage: Stage) -> None:
        self.stage = stage
        self.stage_changed.emit()


def _person_on(paper: Paper) -> str | None:
    """The name on the paper; None where no name belongs on it."""
    content = paper.content
    if isinstance(content, Slip):
        return content.person
    return content.head.person if isinstance(content, (PaperworkSlip, BringList)) else None
