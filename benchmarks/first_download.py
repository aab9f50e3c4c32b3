"""A first download with somebody at work: the palestra's window and its own centre, which holds 100,000 records more.

The window opens while the centre is silent; then the centre answers, and until everything is here a reader scans
cards and somebody searches. What only the benchmark needs is imported where it is used, as in ``window``.
"""

import json
import sys
import tempfile
from itertools import cycle
from pathlib import Path
from time import perf_counter

from benchmarks.window import Patient, elsewhere, resident_mb, scan, until
from wemi_desk import practice_centre
from wemi_desk.config import Profile, own_command
from wemi_desk.guards import slow_work_allowed
from wemi_desk.launch import build_console, tend_memory
from wemi_desk.services import practice
from wemi_desk.ui.app import make_application
from wemi_desk.ui.background import ThreadRunner
from wemi_desk.ui.driver import Typist

NAME = "first-download"
LIMITS = {"longest stall of the window ms": 100, "memory above base MB": 60}
RECORDS, PEOPLE = 100_000, 0.1
_NOTE = "Ha chiesto come si rinnova la carta; le abbiamo dato l'elenco degli uffici e un appuntamento. "
_WORDS = ("ros", "colom", "hassan", "d'amico", "fernan", "333")
_AT_ONCE, _PAUSE_S = 1_000, 0.3


def run(scale):
    """Milliseconds and megabytes; 2,000 records at the small scale."""
    from benchmarks import share

    with tempfile.TemporaryDirectory() as folder:
        codes = elsewhere("first_download", "_centre", folder, str(int(RECORDS * share(scale)))).split()
        return json.loads(elsewhere("first_download", "_play", folder, *codes).splitlines()[-1])


class _SilentCentre(practice_centre.PracticeCentre):
    """The palestra's own, which answers from when it is told to."""

    def start(self, go_on=lambda: None):
        """Only its place is known yet."""
        import socket

        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self._url = f"http://127.0.0.1:{listener.getsockname()[1]}"

    def speak(self):
        """Returns as soon as it answers."""
        import subprocess

        port = self.url.rpartition(":")[2]
        words = ["central", "serve", "--folder", str(self._profile.practice_centre), "--port", port, "--leashed"]
        self._process = subprocess.Popen(
            [*own_command(), *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self._process.stdout.readline()


def _centre(folder, count):
    """A palestra that never spoke to its centre, which holds *count* records more; prints codes to be scanned."""
    from wemi_desk import bootstrap
    from wemi_desk.central.office import Office
    from wemi_desk.central.publications import Publications
    from wemi_desk.central.serve import Place
    from wemi_desk.persistence import seeding

    profile = Profile(Path(folder) / "palestra", practice=True)
    bootstrap.prepare_practice(profile)
    practice_centre.prepare(profile)
    place = Place(profile.practice_centre)
    office = Office(f"sqlite:///{place.database}", place, practice_centre.TENANT, "palestra")
    for kind, contents in _records(int(count)):
        Publications(office).bring(kind, contents, f"space:{practice.SPACE.code}")
    office.close()
    opened = bootstrap.access_service(profile).unlock(practice.OPERATORS[0].id, practice.PIN)
    engine = bootstrap.store_engine(profile, opened)
    known = seeding.contents(engine, "citizen")
    engine.dispose()
    opened.close()
    print(*[one["fiscal_code"] for one in known if one.get("fiscal_code")][:100])


def _records(count):
    """People, then contacts of a desk with a past, as they would travel."""
    from benchmarks.people import people
    from benchmarks.window import _citizen
    from tests.factories import make_contact
    from wemi_desk.gateways.clock import TimeOrderedIds

    ids, giulia = TimeOrderedIds(), practice.OPERATORS[0].id
    made = [_citizen(one, ids) for one in people(int(count * PEOPLE), seed=31)]
    yield from _packed("citizen", made)
    yield from _packed("contact", [
        make_contact(0, id=ids(), operator_id=giulia, space_code=practice.SPACE.code, note=_NOTE,
                     needs=("information", "digital"))
        for _ in range(count - len(made))
    ])  # fmt: skip


def _packed(kind, records):
    import msgspec

    for begin in range(0, len(records), _AT_ONCE):
        yield kind, [msgspec.to_builtins(one) for one in records[begin : begin + _AT_ONCE]]


def _play(folder, *codes):
    """Work while it comes; prints the figures."""
    print(json.dumps(_played(Profile(Path(folder) / "palestra", practice=True), codes)))


def _played(profile, codes):
    make_application(["bench"])
    runner, centre = ThreadRunner(), _SilentCentre(profile)
    console = build_console(profile, runner, centre=centre)
    tend_memory(runner, console)
    console.start()
    until(lambda: console.unlock.is_ready)
    console.window.activateWindow()
    watchdog = Patient(console)
    typist = Typist(sent=watchdog.beat)
    typist.type_text("gi" + practice.PIN)
    typist.press("Return")
    until(lambda: console.work is not None and console.window.bar.box.hasFocus())
    until(lambda: not runner.busy and not console.is_building)
    scan(console, typist, codes[0])  # the first of the day, as before a download of the day after
    with slow_work_allowed():
        centre.speak()
    watchdog.start()
    base, began = resident_mb(), perf_counter()
    most, scans, searches = _worked(console, runner, typist, codes)
    spent = perf_counter() - began
    watchdog.stop()
    assert console.work.exchange.state.digest_agreed
    console.close()
    runner.shutdown()
    centre.stop()
    return {
        "seconds of the download": round(spent, 1),
        "scans meanwhile": len(scans), "scan to open person p95 ms": _most_of(scans),
        "keys of a search meanwhile": len(searches), "key to results p95 ms": _most_of(searches),
        "longest stall of the window ms": round(watchdog.longest_ms),
        "stalls over 100 ms": watchdog.blocked,
        "longest stall for reasons of its own ms": round(watchdog.longest_own_ms),
        "longest work of the UI thread at one go ms": round(watchdog.longest_work_ms),
        "memory before MB": base, "memory above base MB": most - base,
    }  # fmt: skip


def _worked(console, runner, typist, codes):
    """Scans and searches until everything is here and shown; the most memory meanwhile, and what each took."""
    rounds, most, scans, searches = console.work.exchange.rounds, 0, [], []
    rounds.exchange_now()
    for code, word in zip(cycle(codes), cycle(_WORDS), strict=False):
        scans.append(scan(console, typist, code))
        _rest()
        searches += _searched(console, typist, word)
        _rest()
        most = max(most, resident_mb())
        if not rounds.is_under_way:
            break
    until(lambda: not runner.busy)
    return max(most, resident_mb()), scans, searches


def _searched(console, typist, word):
    """Milliseconds from each letter to its results."""
    for letter in word:
        answered = []
        connection = console.work.box.model.answered.connect(lambda *_answer, seen=answered: seen.append(1))
        began = perf_counter()
        typist.type_text(letter)
        until(lambda seen=answered: seen)
        yield (perf_counter() - began) * 1000
        console.work.box.model.answered.disconnect(connection)
    console.window.bar.box.empty()


def _rest():
    """A person looks at the screen for a moment."""
    end = perf_counter() + _PAUSE_S
    until(lambda: perf_counter() >= end)


def _most_of(times):
    return round(sorted(times)[int(len(times) * 0.95)], 1)


if __name__ == "__main__":
    _play(*sys.argv[1:])
