import gc
import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.counter_window import CounterWindow, found_practice
from wemi_desk import guards
from wemi_desk.ui.background import ThreadRunner
from wemi_desk.ui.style_sheet import ApplicationLook
from wemi_desk.ui.theme import Theme, ThemeChoice
from wemi_desk.ui.watchdog import Watchdog

_gaps = {}


@pytest.fixture(autouse=True)
def ui_thread_guard(qapp):
    """Store, disk, network, keys and documents raise when a GUI test reaches them on the UI thread."""
    guards.guard_ui_thread()
    try:
        yield
    finally:
        guards.release_ui_thread()


@pytest.fixture(autouse=True)
def watchdog(qapp, request):
    """The longest stall of the event loop in this test; reported, never a reason to fail."""
    watchdog = Watchdog()
    watchdog.start()
    try:
        yield watchdog
    finally:
        watchdog.stop()
        _gaps[request.node.nodeid] = (watchdog.longest_ms, watchdog.blocked)
        watchdog.deleteLater()


@pytest.fixture(scope="session")
def _dressed(qapp):
    theme = Theme(ThemeChoice.LIGHT)
    return theme, ApplicationLook(qapp, theme)


@pytest.fixture
def theme(_dressed):
    """The look of the product; light and 100 % again afterwards."""
    theme, _look = _dressed
    try:
        yield theme
    finally:
        theme.set_choice(ThemeChoice.LIGHT)
        theme.set_percent(100)


@pytest.fixture
def threads(qapp):
    """The real runner; joined at the end, so that no thread outlives its test."""
    gc.collect()  # what earlier tests left behind must not be found by a worker: it would destroy it there
    runner = ThreadRunner()
    try:
        yield runner
    finally:
        runner.shutdown()


def pytest_terminal_summary(terminalreporter):
    if not _gaps:
        return
    slow = sorted(((gap, node) for node, (gap, blocked) in _gaps.items() if blocked), reverse=True)
    worst = max(gap for gap, _ in _gaps.values())
    line = f"UI thread: {len(_gaps)} tests watched, longest gap {worst:.0f} ms, {len(slow)} tests over 100 ms"
    terminalreporter.write_line(line)
    for gap, node in slow[:5]:
        terminalreporter.write_line(f"  {gap:6.0f} ms  {node}")


@pytest.fixture(scope="session")
def practice_store(tmp_path_factory):
    """A palestra filled once; every window works on a copy of its own."""
    return found_practice(tmp_path_factory.mktemp("palestra"))


@pytest.fixture
def counter(qtbot, theme, threads, practice_store, tmp_path, watchdog):
    """The real window, with Giulia at work; the watchdog counts from then on."""
    window = CounterWindow(qtbot, threads, practice_store, tmp_path, watchdog=watchdog)
    watchdog.start()
    return window
