"""The real window with 100,000 people in the store: first visit, scan to person, search, lock, memory, stalls.

What only the benchmark needs is imported where it is used: the window is measured in a process that has not loaded it.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from uuid import UUID

from wemi_desk.ui.qt_imports import spare_the_sources  # before the rest, as the program does

spare_the_sources()
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from wemi_desk import bootstrap
from wemi_desk.config import Profile
from wemi_desk.domain.citizens import Citizen
from wemi_desk.gateways.clock import TimeOrderedIds
from wemi_desk.guards import slow_work_allowed
from wemi_desk.launch import build_console, tend_memory
from wemi_desk.services import practice
from wemi_desk.ui.app import make_application
from wemi_desk.ui.background import ThreadRunner
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.watchdog import Watchdog

NAME = "window"
LIMITS = {
    "first visit possible after the secret is accepted ms": 1000,
    "unlock with the PIN ms": 1000,
    "scan to open person p95 ms": 150,
    "key to results painted p95 ms": 50,
    "lock ms": 200,
    "memory MB": 150,
    "longest stall of the window ms": 100,
}


def run(scale):
    """Milliseconds and megabytes; 20,000 people at the small scale."""
    import tempfile

    count = 20_000 if scale == "small" else 100_000
    with tempfile.TemporaryDirectory() as folder:
        profile = Profile(Path(folder) / "palestra", practice=True)
        codes = elsewhere("window", "_city", str(profile.folder), str(count)).split()
        figures = elsewhere("window", "_play", str(profile.folder), *codes[:20 if scale == "small" else 60])
        return {"people in the store": count, **json.loads(figures.splitlines()[-1])}


class Patient(Watchdog):
    """Says also how long the window stood for reasons of its own: not because this thread was ready and other programs
    had the processors. Linux only; elsewhere the same as the stall."""

    longest_own_ms = _queued = 0.0

    def start(self):
        super().start()
        self.longest_own_ms, self._queued = 0.0, _queued_ms()

    def beat(self):
        queued = _queued_ms()
        if self._last is not None:
            gap_ms = (self._clock() - self._last[0]) * 1000
            self.longest_own_ms = max(self.longest_own_ms, gap_ms - (queued - self._queued))
        self._queued = queued
        super().beat()


def _queued_ms():
    """How long this thread has waited for a processor in all."""
    try:
        with slow_work_allowed(), open("/proc/thread-self/schedstat") as said:
            return int(said.read().split()[1]) / 1e6
    except OSError:
        return 0.0


def elsewhere(module, function, *texts):
    """What *function* prints in a process of its own: neither the making of a city nor the benchmarks' table must stand
    in the figures."""
    import subprocess

    program = f"import sys; from benchmarks.{module} import {function}; {function}(*sys.argv[1:])"
    done = subprocess.run([sys.executable, "-c", program, *texts], check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def _city(folder, count):
    """A palestra with a city in it; prints some codes that can be scanned."""
    from benchmarks.people import people
    from wemi_desk.persistence import seeding
    from wemi_desk.persistence.database import open_engine

    profile = Profile(Path(folder), practice=True)
    bootstrap.prepare_practice(profile)
    opened = bootstrap.access_service(profile).unlock(practice.OPERATORS[0].id, practice.PIN)
    engine = open_engine(profile.store, bytes(opened.db))
    ids = TimeOrderedIds()
    made = [_citizen(one, ids) for one in people(int(count), seed=31)]
    empty = practice.PracticeWorld(made, (), (), (), (), ())
    seeding.fill(engine, empty)
    engine.dispose()
    opened.close()
    grown = datetime.now(UTC).date() - timedelta(days=9000)
    adults = [one for one in made if one.fiscal_code and one.birth_date and one.birth_date < grown]
    print(*(one.fiscal_code for one in adults[:: max(1, len(adults) // 100)]))


def _citizen(one, ids):
    return Citizen(
        id=ids(), surname=one.surname, given_name=one.given_name, birth_date=one.birth_date,
        birth_year=one.birth_year if one.birth_date is None else None, fiscal_code=one.fiscal_code,
        phone=next(iter(one.phones), None), space_code="VEN", created_at=one.seen_at, created_by=UUID(int=1),
    )  # fmt: skip


def _play(folder, *codes):
    """Serve the owners of *codes*; prints the figures."""
    print(json.dumps(_played(Profile(Path(folder), practice=True), codes, len(codes))))


def _played(profile, codes, times):
    application = make_application(["bench"])
    runner = ThreadRunner()
    console = build_console(profile, runner)
    tend_memory(runner, console)
    console.start()
    until(lambda: console.unlock.is_ready)
    console.window.activateWindow()
    until(lambda: application.activeWindow() is console.window)
    watchdog = Patient(console)
    watchdog.start()
    typist = Typist(sent=watchdog.beat)
    typist.type_text("gi" + practice.PIN)
    accepted = []
    console.unlock.unlocked.connect(lambda _opened: accepted.append(perf_counter()))
    began = perf_counter()
    typist.press("Return")
    until(lambda: console.work is not None and console.window.bar.box.hasFocus())
    ready = perf_counter()
    until(lambda: not runner.busy and not console.is_building)
    scans = sorted(scan(console, typist, code) for code in codes)
    searches = sorted(_searched(console, typist, times))
    memory = resident_mb()
    for place in Place:
        console.window.set_place(place)
        until(lambda: not runner.busy)
    everywhere = resident_mb()
    began_lock = perf_counter()
    console.lock()
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    locked = perf_counter()
    until(lambda: not runner.busy)
    watchdog.stop()
    figures = {
        "unlock with the PIN ms": round((accepted[0] - began) * 1000),
        "first visit possible after the secret is accepted ms": round((ready - accepted[0]) * 1000),
        "scan to open person p50 ms": round(scans[len(scans) // 2], 1),
        "scan to open person p95 ms": round(scans[int(len(scans) * 0.95)], 1),
        "key to results painted p50 ms": round(searches[len(searches) // 2], 1),
        "key to results painted p95 ms": round(searches[int(len(searches) * 0.95)], 1),
        "lock ms": round((locked - began_lock) * 1000, 1),
        "memory MB": memory,
        "memory after a look at every place MB": everywhere,
        "longest stall of the window ms": round(watchdog.longest_ms),
        "stalls over 100 ms": watchdog.blocked,
        "longest stall for reasons of its own ms": round(watchdog.longest_own_ms),
        "longest work of the UI thread at one go ms": round(watchdog.longest_work_ms),
    }
    console.close()
    runner.shutdown()
    return figures


def scan(console, typist, code):
    began = perf_counter()
    typist.scan(code)
    until(lambda: console.work.counter.visit.card is not None)
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    spent = (perf_counter() - began) * 1000
    console.work.counter.close_without_contact()
    until(lambda: console.work.counter.task == "idle")
    return spent


def _searched(console, typist, times):
    box = console.window.bar.box
    for word in ("ros", "colom", "hassan", "d'amico", "fernan", "li ", "chen w", "333")[: max(4, times // 8)]:
        for letter in word:
            answered = []
            connection = console.work.box.model.answered.connect(lambda *_answer, seen=answered: seen.append(1))
            began = perf_counter()
            typist.type_text(letter)
            until(lambda seen=answered: seen)
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
            yield (perf_counter() - began) * 1000
            console.work.box.model.answered.disconnect(connection)
        box.empty()


def until(holds):
    while not holds():
        loop = QEventLoop()
        QTimer.singleShot(1, loop.quit)
        loop.exec()


def resident_mb():
    with slow_work_allowed():
        fields = Path("/proc/self/statm")
        if not fields.exists():
            return -1
        return round(int(fields.read_text().split()[1]) * 4096 / 1_000_000)
