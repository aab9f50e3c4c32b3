"""Start the console: the lock screen is painted first, everything heavy is loaded after it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from wemi_desk import trees
from wemi_desk.config import Profile
from wemi_desk.domain.errors import AnotherConsoleError, NewVersionFailedError, WemiError
from wemi_desk.i18n import language

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from wemi_desk.domain.access import OpenedDesk
    from wemi_desk.domain.releases import Version
    from wemi_desk.gateways.instance_lock import InstanceLock
    from wemi_desk.gateways.second_start import Callers
    from wemi_desk.practice_centre import PracticeCentre
    from wemi_desk.services.access import AccessService
    from wemi_desk.services.desk import DeskServices
    from wemi_desk.services.online_access import OnlineAccess
    from wemi_desk.ui.app import Console
    from wemi_desk.ui.background import Runner, ThreadRunner
    from wemi_desk.ui.leaving import Leaving
    from wemi_desk.ui.screens.first_start.view_model import FirstStartDoor

_CLOSING_S = 0.5
"""A console that is just being closed answers nobody any more, and lets go of its lock."""


def run(profile: Profile, *, handed_over: bool = False, painted: Callable[[], None] | None = None) -> int:
    """Open the console on *profile* and stay until it is closed; returns the exit status.

    *handed_over*: the keys of an already unlocked desk come through standard input (change of operator).
    """
    from wemi_desk.gateways.hardening import harden
    from wemi_desk.ui.qt_imports import spare_the_sources

    spare_the_sources()
    from wemi_desk.gateways.second_start import Callers
    from wemi_desk.ui.app import make_application
    from wemi_desk.ui.background import ThreadRunner
    from wemi_desk.ui.leaving import Leaving

    harden()
    opened, word = _handed_over() if handed_over else (None, None)
    try:
        lock = _take(profile, word) if handed_over else _take_or_call(profile)
    except WemiError as error:
        return _say(error)
    if lock is None:
        trees.ended_well()
        return 0
    application = make_application(sys.argv[:1])
    runner = ThreadRunner()
    if opened is None and _newer_installed(profile, runner):
        runner.shutdown()
        lock.release()
        trees.start_again(sys.argv[1:])
    centre, leaving = _neighbour(profile), Leaving(application)
    console = build_console(profile, runner, lambda desk: _relaunch(profile, lock, desk, application), centre, leaving)
    callers = Callers(profile)
    _bind(profile, runner, console, callers, painted)
    console.start()
    if opened is not None:
        console.enter(opened)
    try:
        return application.exec()
    finally:
        console.close()
        runner.shutdown()
        if centre is not None:
            centre.stop()
        callers.close()
        lock.release()
        if leaving.asked:
            trees.start_again(sys.argv[1:])
        trees.ended_well()


def _bind(
    profile: Profile, runner: ThreadRunner, console: Console, callers: Callers, told: Callable[[], None] | None
) -> None:
    """What waits until the lock screen stands on the screen, and what follows a lock."""
    from wemi_desk.ui.coming_forward import ComingForward

    if told is not None:
        console.painted.connect(told)
    console.painted.connect(lambda: _settle_start(profile, runner, console))
    console.painted.connect(ComingForward(callers, console.window, runner, console).begin)
    tend_memory(runner, console)


def tend_memory(runner: ThreadRunner, console: Console) -> None:
    """Libraries are out of sight of who looks for what nobody needs any more: 100,000 objects of 160,000, and 80 ms of
    the window's time at each lock and each minute that become 30."""
    console.painted.connect(runner.garbage.settle)
    console.loaded.connect(runner.garbage.settle)
    console.entering.connect(runner.garbage.hold)
    console.locked.connect(runner.garbage.clean_soon)


def _newer_installed(profile: Profile, runner: Runner) -> bool:
    """Before the window: an update that waits is put in its place. False where this version goes on."""
    if not trees.is_frozen() or not (profile.updates / "ready.json").exists():
        return False
    from wemi_desk import installing

    release = installing.waiting(profile)
    if release is None:
        return False
    from wemi_desk.ui.installing import show_while

    show_while(str(release.version), runner, lambda: installing.install(profile, release))
    return installing.is_switched(release)


def _settle_start(profile: Profile, runner: Runner, console: Console) -> None:
    """The first picture stands: this start came through, and there is time to tidy up."""

    def settle() -> None:
        from wemi_desk import installing

        trees.came_through(trees.versions_folder())
        installing.tidy(profile)

    if trees.is_frozen():
        runner.run(settle, owner=console, done=lambda _none: None, failed=lambda _error: None, lane="network")


def _neighbour(profile: Profile) -> PracticeCentre | None:
    """The palestra has a central system of its own."""
    from wemi_desk.practice_centre import PracticeCentre

    return PracticeCentre(profile) if profile.practice else None


def build_console(
    profile: Profile,
    runner: Runner,
    hand_over: Callable[[OpenedDesk], bool] | None = None,
    centre: PracticeCentre | None = None,
    leaving: Leaving | None = None,
) -> Console:
    """The window with its lock screen, nothing opened yet."""
    from wemi_desk.gateways.heap import share_one_heap
    from wemi_desk.gateways.late_imports import put_off
    from wemi_desk.gateways.settings import FileSettings
    from wemi_desk.ui.app import Console, Doors
    from wemi_desk.ui.late_access import LateAccess

    share_one_heap()
    put_off()

    def access() -> AccessService:
        from wemi_desk import bootstrap

        return bootstrap.access_service(profile)

    closing = Event()

    def prepare() -> None:
        with suppress(_ClosingError):
            _prepare(profile, centre, partial(_go_on, closing))

    def open_desk(opened: OpenedDesk) -> DeskServices:
        return _open(profile, opened, centre, leaving)

    def first_start(access: AccessService) -> FirstStartDoor:
        from wemi_desk import bootstrap

        return bootstrap.first_start(profile, access)

    def ask_centre() -> str:
        from wemi_desk import bootstrap

        return bootstrap.ask_centre_while_locked(profile, centre.url if centre is not None else "")

    def online() -> OnlineAccess:
        from wemi_desk import bootstrap

        return bootstrap.online_access(profile, centre.url if centre is not None else "")

    practice, settings = profile.practice, FileSettings(profile)
    access_door = LateAccess(access)
    doors = Doors(
        prepare, access_door, open_desk, hand_over, practice, first_start, settings, ask_centre, online, GoneBack(),
        closing.set,
    )  # fmt: skip
    return Console(runner, doors)


class _ClosingError(Exception):
    """The window was closed: nobody waits for the palestra any more."""


def _go_on(closing: Event) -> None:
    if closing.is_set():
        raise _ClosingError


def _prepare(profile: Profile, centre: PracticeCentre | None, go_on: Callable[[], None]) -> None:
    from wemi_desk import bootstrap

    if profile.practice:
        bootstrap.prepare_practice(profile, go_on)
    if centre is not None:
        centre.start(go_on)
    go_on()
    bootstrap.load_libraries()


def _open(
    profile: Profile, opened: OpenedDesk, centre: PracticeCentre | None, leaving: Leaving | None
) -> DeskServices:
    from wemi_desk import bootstrap

    try:
        return bootstrap.open_desk(profile, opened, centre.url if centre is not None else "")
    except NewVersionFailedError:
        if leaving is not None:
            leaving.ask()
        raise


class GoneBack:
    """See ui.app.GoneBackDoor."""

    def undone(self) -> tuple[Version, str] | None:
        """Which version did not work here, and why."""
        if not trees.is_frozen():
            return None
        from wemi_desk import updating

        return updating.here().undone()

    def told(self) -> None:
        """It was read."""
        from wemi_desk import updating

        updating.here().told()


def _take(profile: Profile, word: str | None) -> InstanceLock:
    from wemi_desk.gateways.data_folder import prepare
    from wemi_desk.gateways.instance_lock import acquire

    prepare(profile)
    return acquire(profile, word)


def _handed_over() -> tuple[OpenedDesk, str]:
    from wemi_desk.gateways.handover import receive

    return receive(sys.stdin.buffer)


def _relaunch(profile: Profile, lock: InstanceLock, opened: OpenedDesk, application: QApplication) -> bool:
    """Start the next process and leave; False when it could not be started, and this one goes on."""
    from wemi_desk.gateways.handover import start_next

    word = lock.hand_over()
    try:
        start_next(["run", "--handed-over", "--language", language(), *_profile_arguments(profile)], opened, word)
    except OSError:
        lock.withdraw()
        return False
    application.quit()
    return True


def _profile_arguments(profile: Profile) -> list[str]:
    return ["--folder", str(profile.folder), *(["--practice"] if profile.practice else ["--real"])]


def _take_or_call(profile: Profile) -> InstanceLock | None:
    """None: a console was there, and has come forward. Raises AnotherConsoleError and what _take raises."""
    from wemi_desk.gateways.instance_lock import acquire
    from wemi_desk.gateways.second_start import call

    try:
        return _take(profile, None)
    except AnotherConsoleError:
        return None if call(profile) else acquire(profile, patience=_CLOSING_S)


def _say(error: WemiError) -> int:
    """A read-only home, a console that does not answer: one calm window with what to do, then leave."""
    from wemi_desk.ui.app import make_application
    from wemi_desk.ui.farewell import say_and_leave

    _application = make_application(sys.argv[:1])
    say_and_leave(error)
    trees.ended_well()
    return 1
