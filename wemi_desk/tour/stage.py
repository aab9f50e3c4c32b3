"""What every part of the tour uses: the window, the typist, the camera and the stop-watch."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from wemi_desk.config import Profile
from wemi_desk.guards import guard_ui_thread
from wemi_desk.launch import build_console
from wemi_desk.practice_centre import PracticeCentre
from wemi_desk.tour.album import FIGURES, keep_figure
from wemi_desk.ui.app import Console, make_application
from wemi_desk.ui.autosave import Autosave
from wemi_desk.ui.background import ThreadRunner
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.session import WorkSession
from wemi_desk.ui.theme import ThemeChoice, current_theme
from wemi_desk.ui.watchdog import Watchdog

PATIENCE_MS = 120_000  # a busy machine is no fault of the program
_LOOKS = (("light", ThemeChoice.LIGHT, 100), ("dark", ThemeChoice.DARK, 100),
          ("contrast", ThemeChoice.CONTRAST, 100), ("light-200", ThemeChoice.LIGHT, 200))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Task:
    """One everyday task as it was played: counted from real events, timed from the first key to the result."""

    name: str
    keys: int
    scans: int
    milliseconds: int
    keys_at_most: int | None
    longest_stall_ms: int
    longest_work_ms: int


class Tour:
    """One run of the program."""

    def __init__(self, folder: Path, out: Path, *, quick: bool, figures_only: bool = False) -> None:
        self.application = QApplication.instance() or make_application(["wemi-desk"])
        current_theme().set_choice(ThemeChoice.LIGHT)
        guard_ui_thread()
        self.out = out
        self.tasks: list[Task] = []
        self.notes: list[str] = []
        self.figures = out / "manuale"
        self._quick = quick or figures_only
        self._figures_only = figures_only
        if figures_only:
            QApplication.setCursorFlashTime(0)  # a cursor that is there in one picture and not in the next
        self._shots = 0
        self.runner = ThreadRunner()
        profile = Profile(folder / "palestra", practice=True)
        self._centre = PracticeCentre(profile)
        self.console = build_console(profile, self.runner, centre=self._centre)
        self.watchdog = Watchdog(self.console)
        self.typist = Typist(sent=self.watchdog.beat)

    @property
    def work(self) -> WorkSession:
        """The session on the window."""
        if self.console.work is None:
            raise RuntimeError("nobody is at this desk")
        return self.console.work

    def until(self, holds: Callable[[], object], what: str) -> None:
        """Let the program work until something is true; TimeoutError says what did not come."""
        deadline = QDeadlineTimer(PATIENCE_MS)
        while not holds():
            if deadline.hasExpired():
                raise TimeoutError(what)
            self._turn()

    def _turn(self) -> None:
        """One short turn of the event loop; unlike QTest.qWait it lets the other threads work meanwhile."""
        loop = QEventLoop()
        QTimer.singleShot(2, loop.quit)
        loop.exec()

    def settle(self) -> None:
        """Let everything that is queued happen: background answers, layouts, paints."""
        self.console.keys.idle.touch()  # pictures take longer than an operator looks away
        self.until(lambda: not self.runner.busy, "the background work to end")
        for _ in range(3):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)

    def turn_to(self, console: Console) -> None:
        """Sit down at another desk: its window takes the keys."""
        if console is self.console:
            return
        self.console.keys.keyboard.remove()
        self.console.window.hide()
        self.console = console
        console.keys.keyboard.install()
        if console.work is not None:
            console.window.show()
            self.activate()
            self.settle()

    def in_background(self, work: Callable[[], object], what: str) -> None:
        """Do something that blocks, as the program would, and wait for it."""
        done: list[bool] = []
        failed: list[Exception] = []
        self.runner.run(
            work, owner=self.console, done=lambda _none: done.append(True), failed=failed.append, lane="paper"
        )
        self.until(lambda: done or failed, what)
        if failed:
            raise failed[0]

    def activate(self) -> None:
        """Make the window take the keys."""
        self.console.window.activateWindow()
        self.until(lambda: QApplication.activeWindow() is self.console.window, "the window to take the keys")

    @contextmanager
    def task(self, name: str, keys_at_most: int | None = None) -> Iterator[None]:
        """Count keys, scans and time of what happens inside."""
        self.settle()
        self.console.keys.keystrokes.reset()
        self.watchdog.start()
        begun = time.perf_counter()
        yield
        elapsed = time.perf_counter() - begun
        self.watchdog.stop()
        strokes = self.console.keys.keystrokes
        task = Task(name, strokes.keys, strokes.scans, round(elapsed * 1000), keys_at_most,
                    round(self.watchdog.longest_ms), round(self.watchdog.longest_work_ms))  # fmt: skip
        self.tasks.append(task)

    def shot(self, name: str) -> None:
        """A picture of the window as it stands, in every look."""
        self._shots += 1
        if self._figures_only and name not in FIGURES:
            return
        if self._figures_only:
            self.until(self._all_sent, "the desk to have sent everything: how much waits is nothing to show")
            self.until(self._all_kept, "what was typed to be kept: a form says when it was")
        theme = current_theme()
        for look, choice, percent in _LOOKS[:1] if self._quick else _LOOKS:
            theme.set_choice(choice)
            theme.set_percent(percent)
            self.settle()
            screen = self.console.window.grab()
            if not self._figures_only:
                screen.save(str(self.out / f"{self._shots:02}-{name}-{look}.png"))
            if look == "light":
                keep_figure(name, self.console.window, screen, self.figures)
        theme.set_choice(ThemeChoice.LIGHT)
        theme.set_percent(100)
        self.settle()

    def _all_sent(self) -> bool:
        work = self.console.work
        state = work.exchange.state if work is not None else None
        return state is None or not (state.unsent or state.unacknowledged)

    def _all_kept(self) -> bool:
        owners = (self.console, self.console.window)
        return not any(one.is_pending for owner in owners for one in owner.findChildren(Autosave))

    def keep(self, name: str, document: bytes) -> None:
        """A printed paper."""
        if self._figures_only:
            return
        (self.out / f"{name}.pdf").write_bytes(document)

    def close(self) -> None:
        """End the program as its window would."""
        self.console.close()
        self.settle()
        self.console.window.close()
        self.runner.shutdown()
        self._centre.stop()

    def write(self) -> None:
        """tour.json."""
        content = {"tasks": [asdict(task) for task in self.tasks], "notes": self.notes}
        (self.out / "tour.json").write_text(json.dumps(content, indent=2, ensure_ascii=False), encoding="utf-8")

    def report(self) -> int:
        """Print the tasks; 1 when one took more keys than it may."""
        print(f"{'attività':44}{'tasti':>7}{'al più':>8}{'letture':>9}{'ms':>8}{'stallo ms':>11}{'di cui nostri':>15}")
        for task in self.tasks:
            most = "" if task.keys_at_most is None else str(task.keys_at_most)
            print(f"{task.name:44}{task.keys:>7}{most:>8}{task.scans:>9}{task.milliseconds:>8}"
                  f"{task.longest_stall_ms:>11}{task.longest_work_ms:>15}")  # fmt: skip
        print(f"{self._shots} schermate e {len(list(self.out.glob('*.pdf')))} documenti in {self.out}")
        return int(any(task.keys_at_most is not None and task.keys > task.keys_at_most for task in self.tasks))
