"""What the sync costs the desk itself, without any line: pages into SQLCipher, acts out of it, verdicts noted."""

import sqlite3
import tempfile
from pathlib import Path
from threading import Thread
from time import perf_counter, process_time
from uuid import UUID

import msgspec

from benchmarks import memory_mb, part_of, share
from tests.desk import Desk
from tests.factories import OPERATORS, make_citizen, make_contact
from wemi_desk.gateways.clock import SystemClock, TimeOrderedIds
from wemi_desk.persistence import upgrade
from wemi_desk.persistence.driver import Driver, kept, pooled
from wemi_desk.persistence.opening import found_store
from wemi_desk.persistence.sync_log import Deed, write_act
from wemi_desk.persistence.sync_store import SqlSyncStore
from wemi_desk.persistence.tables import SCOPE_CURSOR
from wemi_desk.sync.canonical import Digest, canonical, member_hash
from wemi_desk.sync.exchanged import Exchanged
from wemi_desk.sync.pulling import Pulling, nobody_signs
from wemi_desk.sync.wire import (
    MOST_ACTS,
    MOST_BYTES,
    OK,
    PAGE_ROWS,
    PUT,
    Feed,
    Notice,
    PullAnswer,
    Receipt,
    Row,
    Verdict,
)

NAME = "desk-sync"
LIMITS = {
    "contacts applied per s": ("≥", 30_000), "acts out and verdicts in per s": ("≥", 40_000),
    "first download, memory above base MB": 60, "save during a download p95 ms": 50,
}  # fmt: skip
ROWS, ACTS, PEOPLE, SAVED_ROWS = 100_000, 50_000, 5_000, 30_000
_NOTE = "Ha chiesto come si rinnova la carta; le abbiamo dato l'elenco degli uffici e un appuntamento. "


def run(scale):
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder), clock=SystemClock(), ids=TimeOrderedIds()).found()
        try:
            store = SqlSyncStore(pooled(desk.engine), _now)
            figures = _pages(store, "contact", _contacts, int(ROWS * share(scale)))
            people = _pages(store, "citizen", _people, int(PEOPLE * share(scale)))
            figures["people applied per s"] = people["citizens applied per s"]
            figures |= _acts(desk, store, int(ACTS * share(scale))) | _simulated()
            return figures | _saves(desk, int(SAVED_ROWS * share(scale)))
        finally:
            desk.close()


def _now():
    return 1_790_000_000_000_000


def _contacts(number):
    note = _NOTE * 1
    return make_contact(number, operator_id=OPERATORS["giulia"].id, note=note, needs=("information", "digital"))


def _people(number):
    names = ("Rossi", "De Luca", "Fumagalli", "Sala", "Conti")
    return make_citizen(number, surname=f"{names[number % 5]}{number % 997}", phone=f"+39333{number:07}")


def _pages(store, kind, make, count):
    """Rows are made page by page, as they come from a line."""
    tally, spent, worked, times, base, most, size = Digest(), 0.0, 0.0, [], memory_mb(), 0.0, 0
    encode = msgspec.json.Encoder(order="sorted").encode
    for begin in range(0, count, PAGE_ROWS):
        rows = []
        for number in range(begin, min(begin + PAGE_ROWS, count)):
            record = make(number)
            data = canonical(msgspec.json.decode(encode(record)))
            tally.add(member_hash(kind, record.id.bytes, data))
            rows.append(Row(number + 1, kind, record.id, PUT, msgspec.Raw(data), 1, b"m" * 16))
            size += len(data)
        more = begin + PAGE_ROWS < count
        feed = Feed(
            scope=f"space:{kind}", rows=rows, more=more, cn=count, chain=b"c" * 32, count=tally.count,
            digest=tally.to_bytes(),
        )  # fmt: skip
        start, busy = perf_counter(), process_time()
        agreed = store.apply_feed(feed)
        times.append(perf_counter() - start)
        spent += times[-1]
        worked += process_time() - busy
        most = max(most, memory_mb())
        assert agreed
    return {
        f"{kind}s applied per s": round(count / spent),
        f"{kind}s applied per s of the processor": round(count / worked), "bytes a row": round(size / count),
        "page p95 ms": part_of([one * 1000 for one in times], 0.95),
        "first download, memory above base MB": round(most - base, 1),
    }


def _acts(desk, store, count):
    """Append acts, then send them in batches to a centre that says ok to all."""
    payload = canonical(msgspec.json.decode(msgspec.json.encode(_contacts(1))))
    ids = TimeOrderedIds()
    start = perf_counter()
    for begin in range(0, count, 1000):
        with Driver(pooled(desk.engine)).writing() as cursor:
            for _ in range(begin, min(begin + 1000, count)):
                deed = Deed(
                    kind="contact", verb="new", record_id=ids(), subject_id=None, operator_id=OPERATORS["giulia"].id,
                    space_code="VEN", payload=payload,
                )  # fmt: skip
                write_act(cursor, ids(), deed, _now())
    written = perf_counter() - start
    start, busy, position = perf_counter(), process_time(), store.position()
    while position.acked_number < position.last_number:
        _, acts = store.outgoing(position.acked_number, MOST_ACTS, MOST_BYTES)
        verdicts = [Verdict(act.number, act.id, OK) for act in acts]
        receipt = Receipt(
            device=position.device_id, incarnation=position.incarnation, last=acts[-1].number, chain=b"c" * 32,
            at=_now(), durable=0, epoch=UUID(int=1), signature=b"s" * 64,
        )  # fmt: skip
        store.take_verdicts(verdicts, acts[-1].number, receipt)
        position = store.position()
    spent, worked = perf_counter() - start, process_time() - busy
    return {
        "acts written per s": round(count / written), "acts out and verdicts in per s": round(count / spent),
        "acts out and verdicts in per s of the processor": round(count / worked),
    }


class _Pages:
    """A centre that has one long feed to give, made beforehand."""

    def __init__(self, count):
        self.tally, self.rows = Digest(), []
        for number in range(2_000_000, 2_000_000 + count):
            record = _contacts(number)
            data = canonical(msgspec.json.decode(msgspec.json.encode(record)))
            self.tally.add(member_hash("contact", record.id.bytes, data))
            self.rows.append(Row(number, "contact", record.id, PUT, msgspec.Raw(data), 1, b"m" * 16))

    def pull_ahead(self, request):
        return lambda: self.pull(request)

    def pull(self, request):
        at = next((one.after for one in request.cursors if one.scope == "space:LON"), None)
        begin = at[0] - 1_999_999 if at else 0
        page = self.rows[begin : begin + request.limit]
        feed = Feed(
            scope="space:LON", rows=page, more=begin + len(page) < len(self.rows), cn=1, chain=b"c" * 32,
            count=self.tally.count, digest=self.tally.to_bytes(),
        )  # fmt: skip
        notice = Notice(epoch=UUID(int=1), now=_now())
        done = any(one.scope == "space:LON" and one.cn for one in request.cursors)
        return PullAnswer(notice=notice, scopes=["space:LON"], feeds=[] if done else [feed])


def _saves(desk, count):
    """Quick contacts recorded while another thread takes a first download in."""
    line, store = _Pages(count), SqlSyncStore(pooled(desk.engine), _now)
    desk.execute(SCOPE_CURSOR.delete())
    pulling = Pulling(
        store, line, lambda: int(perf_counter() * 1e6), lambda notice, told: None, lambda receipt: True, nobody_signs,
        lambda *_position: False, PAGE_ROWS,
    )  # fmt: skip
    thread, times = Thread(target=lambda: pulling.all(Exchanged())), []
    thread.start()
    while thread.is_alive():
        start = perf_counter()
        desk.giulia.contacts.quick("1")
        times.append((perf_counter() - start) * 1000)
        thread.join(0.05)
    return {
        "saves during a download": len(times), "save during a download p50 ms": part_of(times, 0.5),
        "save during a download p95 ms": part_of(times, 0.95),
    }  # fmt: skip


def _simulated():
    """What a desk costs a simulation: a store in memory from a template, one act out, an empty page in."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    connection = sqlite3.connect(":memory:", isolation_level=None)
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    upgrade.upgrade(engine)
    desk = TimeOrderedIds()
    found_store(
        engine, device_id=desk(), incarnation=desk(), space_code="VEN", is_practice=True, sealer=_Sealer(),
        audit_key=bytes(32), at=SystemClock().now(),
    )  # fmt: skip
    template, times, count = connection.serialize(), {"open": 0.0, "act": 0.0, "push": 0.0, "page": 0.0}, 200
    deed = Deed(
        kind="contact", verb="new", record_id=desk(), subject_id=None, operator_id=desk(), space_code="VEN",
        payload=b"{}",
    )  # fmt: skip
    for _ in range(count):
        marks = [perf_counter()]
        copy = sqlite3.connect(":memory:", isolation_level=None)
        copy.deserialize(template)
        store = SqlSyncStore(kept(copy), _now)
        marks.append(perf_counter())
        with Driver(kept(copy)).writing() as cursor:
            write_act(cursor, desk(), deed, _now())
        marks.append(perf_counter())
        _, acts = store.outgoing(0, MOST_ACTS, MOST_BYTES)
        store.take_verdicts([Verdict(1, acts[0].id, OK)], 1, None)
        marks.append(perf_counter())
        store.apply_feed(Feed(scope="space:VEN", cn=1, chain=b"c", count=0, digest=bytes(16)))
        marks.append(perf_counter())
        for name, begin, end in zip(times, marks, marks[1:], strict=False):
            times[name] += end - begin
        copy.close()
    connection.close()
    return {f"simulated {name} ms": round(spent / count * 1000, 3) for name, spent in times.items()}


class _Sealer:
    def seal(self, plain, about):
        return about + plain

    def open(self, sealed, about):
        return sealed[len(about):]
