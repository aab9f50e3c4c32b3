"""Desk and centre, all of it: SQLCipher, HTTP, rules, PostgreSQL with its disk in sync; and the raw pipe beside it."""

import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time

from benchmarks import memory_mb, part_of, raw_pipe, share
from benchmarks.served import ServedDesk, collecting_as_in_the_program, served_centre, served_raw_pipe
from tests.factories import OPERATORS, make_contact
from wemi_desk.persistence.driver import pooled
from wemi_desk.persistence.journal import Author
from wemi_desk.persistence.unit_of_work import SqlStore

NAME = "exchange"
SIZES = (10_000, 50_000)
LIMITS = {
    **{f"{size:,} push per s": ("≥", 8_000) for size in SIZES},
    **{f"{size:,} push, share of the raw pipe": ("≥", 0.25) for size in SIZES},
    **{f"{size:,} pull per s": ("≥", 15_000) for size in SIZES},
    **{f"{size:,} pull, share of the raw pipe": ("≥", 0.5) for size in SIZES},
    "nothing to do: questions": 1,
    "nothing to do: ms of centre and database": 5,
    "ten changes with 50,000 present, p50 ms": 15,
    "first download, memory above base MB": 60,
}
_NOTE = "Ha chiesto come si rinnova la carta; le abbiamo dato l'elenco degli uffici e un appuntamento. "
_IN_ONE, _IDLE, _CHANGES = 2_000, 60, 40


def run(scale):
    """Everything on one machine: what the desk, the centre and its database take, they take from each other."""
    figures = {}
    with collecting_as_in_the_program():
        for size in SIZES:
            figures |= _one_size(size, int(size * share(scale)))
    return figures


def _one_size(size, count):
    with tempfile.TemporaryDirectory() as name, served_centre(Path(name)) as centre:
        folder = Path(name)
        writer, reader = ServedDesk.enrolled(centre, folder / "a"), ServedDesk.enrolled(centre, folder / "b")
        rows = written(writer, count)
        with served_raw_pipe(centre.url) as base:
            raw_push = len(rows) / raw_pipe.push(base, rows)
            spent, back = raw_pipe.pull(base, folder)
            raw_pull = back / spent
        with _Spent(centre) as pushing:
            writer.engine._pushing.all(writer.engine.told)
        sent, before = writer.engine.told.sent, memory_mb()
        push = sent / pushing.seconds
        with _Spent(centre) as pulling:
            told = reader.exchange()
        pull, after = told.received / pulling.seconds, memory_mb()
        assert told.verified
        assert told.received >= count
        writer.exchange()
        figures = {
            "bytes a record": round(sum(len(data) for _, _, data in rows) / len(rows)),
            "raw push per s": round(raw_push), "push per s": round(push),
            "push, share of the raw pipe": round(push / raw_push, 2),
            "raw pull per s": round(raw_pull), "pull per s": round(pull),
            "pull, share of the raw pipe": round(pull / raw_pull, 2),
            **pushing.each("pushed act", sent), **pulling.each("pulled row", told.received),
        }  # fmt: skip
        named = {f"{size:,} {key}": value for key, value in figures.items()}
        if size == SIZES[-1]:
            named["first download, memory above base MB"] = round(after - before, 1)
            named |= _small(centre, writer, reader)
        return named


class _Spent:
    """Seconds of the clock, and of the processor by who used them: on a busy machine the second say more."""

    def __init__(self, centre):
        self._centre = centre

    def __enter__(self):
        others = self._centre.processors()  # asking takes milliseconds of its own: not within what is measured
        self._before, self._began = (process_time(), *others), perf_counter()
        return self

    def __exit__(self, *_error):
        self.seconds = perf_counter() - self._began
        after = (process_time(), *self._centre.processors())
        self.used = [new - old for new, old in zip(after, self._before, strict=True)]

    def each(self, what, count):
        return {
            f"µs of processor a {what}: {who}": round(used / count * 1_000_000, 1)
            for who, used in zip(("desk", "centre", "PostgreSQL"), self.used, strict=True)
        }


def _small(centre, writer, reader):
    """With all that history present: nothing to do, and ten changes."""
    idle, changes = [], []
    used, asked = centre.processor_seconds(), reader.http.calls
    for _ in range(_IDLE):
        start = perf_counter()
        reader.exchange()
        idle.append((perf_counter() - start) * 1000)
    used, asked = centre.processor_seconds() - used, reader.http.calls - asked
    worked = [0.0, 0.0, 0.0]
    for _ in range(_CHANGES):
        written(writer, 10)
        with _Spent(centre) as spent:
            writer.exchange()
        changes.append(spent.seconds * 1000)
        worked = [before + now for before, now in zip(worked, spent.used, strict=True)]
    return {
        "nothing to do: questions": asked / _IDLE,
        "nothing to do: ms of centre and database": round(used / _IDLE * 1000, 2),
        "nothing to do: round trip p50 ms": part_of(idle, 0.5), "nothing to do: round trip p95 ms": part_of(idle, 0.95),
        "ten changes with 50,000 present, p50 ms": part_of(changes, 0.5),
        "ten changes with 50,000 present, p95 ms": part_of(changes, 0.95),
        "ten changes: ms of processor, desk, centre, PostgreSQL": " ".join(
            f"{used / _CHANGES * 1000:.1f}" for used in worked
        ),
    }  # fmt: skip


def written(served, count, *, acts=False):
    """Record contacts; (id, order, content) of each, for the raw pipe; with *acts*, record and act id."""
    author = Author(OPERATORS["giulia"].id, "VEN")
    store = SqlStore(served.desk.engine, served.desk.sealer, author, served.clock, served.ids)
    with pooled(served.desk.engine)() as driver:
        first = driver.execute("SELECT last_number FROM desk").fetchone()[0]
    for begin in range(0, count, _IN_ONE):
        with store.work() as work:
            for _ in range(begin, min(begin + _IN_ONE, count)):
                work.contacts.add(_contact(served))
            work.commit()
    with pooled(served.desk.engine)() as driver:
        columns = "record_id, id" if acts else "record_id, number, payload"
        return driver.execute(f"SELECT {columns} FROM outbox WHERE number > ? ORDER BY number", (first,)).fetchall()


def _contact(served):
    now = served.clock.now()
    return make_contact(
        0, id=served.ids(), note=_NOTE, needs=("information", "digital"), started_at=now - timedelta(minutes=5),
        recorded_at=now,
    )  # fmt: skip
