"""Kill desks, workers and the whole centre with -9 at random moments, over real HTTP and a real PostgreSQL with fsync.

The checker stands outside: it knows what the desks printed, reads the centre's tables with SQL of its own, and opens
the desks' stores. Everything recorded must be at the centre once, whatever died; whoever said "sent" must have been
right.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Timer

import psycopg

from benchmarks import share
from benchmarks.served import ServedDesk, children_of, served_centre
from wemi_desk.persistence.driver import pooled
from wemi_desk.persistence.sync_repair import differences
from wemi_desk.sync.ports import LineError

NAME = "sync-kill"
LIMITS = {
    "recorded and not at the centre": 0, "at the centre twice": 0, "said sent and was not": 0,
    "desks unequal at the end": 0,
}  # fmt: skip
KILLS, DESKS, SECONDS = 300, 3, 0.9
_SIGNAL = getattr(signal, "SIGKILL", signal.SIGTERM)  # Windows ends a process with the other name
_ACTS, _RECORDS = "SELECT id, record_id FROM act", "SELECT id FROM record WHERE kind = 'contact'"
_LAST = "SELECT max(last) FROM device_log WHERE device_id = %s"


@dataclass
class Seen:
    """What the desks said, and what was killed."""

    saved: dict = field(default_factory=dict)
    killed: Counter = field(default_factory=Counter)
    said: Counter = field(default_factory=Counter)
    false: list = field(default_factory=list)


def run(scale):
    return killed(max(6, int(KILLS * share(scale))), seed=2026)


def killed(kills, seed):
    """Counts after *kills* kills and a quiet exchange of every desk."""
    with tempfile.TemporaryDirectory() as name, served_centre(Path(name), workers=2) as centre:
        pick, seen = random.Random(seed), Seen()
        folders = [Path(name) / f"desk{number}" for number in range(DESKS)]
        for folder in folders:
            ServedDesk.enrolled(centre, folder).desk.close()
        number = 0
        while sum(seen.killed.values()) < kills:
            number += 1
            _one_round(centre, folders, pick, seen, seed * 100_000 + number * 10)
        return _figures(centre, folders, seen)


def _one_round(centre, folders, pick, seen, seed):
    """Every desk works for a while; one thing or another is killed; then all desks are."""
    desks = [_working(centre, folder, seed + place) for place, folder in enumerate(folders)]
    first = [[desk.stdout.readline(), desk.stdout.readline()] for desk in desks]  # ready, and something recorded
    timers = [Timer(pick.uniform(0.02, SECONDS), _kill, (desk.pid,)) for desk in desks]
    if pick.random() < 0.6:
        whole, which = pick.random() < 0.3, pick.random()
        timers.append(Timer(pick.uniform(0.02, SECONDS), _kill_centre, (centre, whole, which, seen)))
    for timer in timers:
        timer.start()
    heard = [lines + desk.stdout.readlines() for lines, desk in zip(first, desks, strict=True)]
    for timer in timers:
        timer.join()
    for desk in desks:
        desk.wait()
        desk.stdout.close()
    seen.killed["desks"] += len(desks)
    if centre.process.poll() is not None:
        centre.process = centre.start()
    _judge(centre, folders, heard, seen)


def _working(centre, folder, seed):
    command = [sys.executable, "-m", "benchmarks.working_desk", centre.base, str(folder), str(seed)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _kill(pid):
    with suppress(ProcessLookupError):
        os.kill(pid, _SIGNAL)


def _kill_centre(centre, whole, which, seen):
    """One worker, which the master replaces; or the master and all its workers."""
    workers = children_of(centre.process.pid)
    if whole:
        for pid in (centre.process.pid, *workers):
            _kill(pid)
        centre.process.wait()
    elif workers:
        _kill(workers[int(which * len(workers))])
    seen.killed["centres" if whole else "workers"] += 1


def _judge(centre, folders, heard, seen):
    """Whoever said that everything was sent is held to it: the centre's own table must reach that number."""
    with _database(centre) as connection:
        for folder, lines in zip(folders, heard, strict=True):
            words = [line.split() for line in lines if line.endswith("\n")]
            seen.saved |= {act: record for word, act, record in (one for one in words if one[0] == "saved")}
            seen.said.update(one[0] for one in words)
            claimed = max((int(one[1]) for one in words if one[0] == "sent"), default=0)
            device = (folder / "keys").read_bytes()[:16]
            (reached,) = connection.execute(_LAST, (device,)).fetchone()
            if claimed > (reached or 0):
                seen.false.append((folder.name, claimed, reached))


def _figures(centre, folders, seen):
    unequal = sum(not _agrees(centre, folder) for folder in folders)
    unequal += sum(not _agrees(centre, folder) for folder in folders)  # what the last one sent, the first ones hear
    with _database(centre) as connection:
        acts = {bytes(act).hex(): bytes(record).hex() for act, record in connection.execute(_ACTS)}
        records = Counter(bytes(one).hex() for (one,) in connection.execute(_RECORDS))
    lost = [act for act, record in seen.saved.items() if acts.get(act) != record or not records[record]]
    effects = Counter(acts.values())
    return {
        **{f"{what} killed": number for what, number in sorted(seen.killed.items())},
        "acts recorded": len(seen.saved), "exchanges that ended": seen.said["verified"],
        "recorded and not at the centre": len(lost), "at the centre twice": sum(one > 1 for one in effects.values()),
        "said sent and was not": len(seen.false), "desks unequal at the end": unequal,
    }  # fmt: skip


def _agrees(centre, folder):
    """A quiet exchange: verified, nothing waiting, and the screens show what shadow and acts say."""
    desk = ServedDesk.again(centre.base, folder)
    try:
        for _ in range(20):
            with suppress(LineError):
                told = desk.exchange()
                position = desk.store.position()
                is_whole = told.verified and position.acked_number == position.last_number
                return is_whole and not differences(pooled(desk.desk.engine))
            Event().wait(0.2)
        return False
    finally:
        desk.desk.close()


def _database(centre):
    return psycopg.connect(centre.url.replace("postgresql+psycopg", "postgresql"))
