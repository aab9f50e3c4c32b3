"""The centre's own time: judging and storing what desks push, answering what they pull; no HTTP, no desk.

PostgreSQL is a private one with fsync; SQLite is in memory, as the simulator uses it. The floor is the same rows in the
same number of statements with no rule, no membership, no digest.
"""

import gc
import tempfile
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import msgspec

from benchmarks import share
from tests.central_exchange import TENANT, Centre
from tests.factories import make_contact
from tests.postgres import private_postgres
from wemi_desk.central.exchange.applying import apply_act
from wemi_desk.central.store.database import CentreDatabase
from wemi_desk.central.store.statements import Bulk
from wemi_desk.central.store.tables import DEVICE_ORDER
from wemi_desk.gateways.clock import TimeOrderedIds
from wemi_desk.sync.messages import encoded
from wemi_desk.sync.wire import Cursor, PullRequest

NAME = "centre"
LIMITS = {
    "PostgreSQL: pushed acts/s": ("≥", 8_000),
    "PostgreSQL: pulled rows/s": ("≥", 15_000),
    "PostgreSQL: nothing new, ms": 5,
    "SQLite: push of one act, ms": 1,
}
RECORDS, BATCH, ONES = 50_000, 500, 300


def run(scale):
    """Rates with all rules, and the costs that must not grow with what is there."""
    records = max(2 * BATCH, int(RECORDS * share(scale)))
    gc.set_threshold(50_000, 20, 50)  # as a worker does (central.serve)
    figures = {}
    with private_postgres(durable=True) as url, _centre(url) as centre:
        figures |= _measured("PostgreSQL", centre, records)
        figures["PostgreSQL: same rows, no rules, rows/s"] = _floor(centre.database, min(records, 10_000))
    with tempfile.TemporaryDirectory() as folder, _centre(f"sqlite:///{Path(folder) / 'c.db'}") as centre:
        figures |= _measured("SQLite", centre, min(records, 10_000))
    with _centre("sqlite://") as centre:
        figures["SQLite: push of one act, ms"] = _ones(centre, centre.desk())
    return figures


@contextmanager
def _centre(url):
    database = CentreDatabase(url)
    database.create_all()
    try:
        yield Centre(database, apply_act=apply_act)
    finally:
        database.close()


def _measured(name, centre, records):
    desk = centre.desk()
    desk.new_id = TimeOrderedIds()
    requests = [_batch(desk, BATCH) for _ in range(records // BATCH)]
    figures = {}
    began = perf_counter()
    for request in requests:
        answer = centre.exchange.push(desk.caller, request)
    figures[f"{name}: pushed acts/s"] = round(len(requests) * BATCH / (perf_counter() - began))
    assert {verdict.code for verdict in answer.verdicts} == {"ok"}
    figures[f"{name}: bytes of a contact"] = len(bytes(requests[0].acts[0].payload))
    figures[f"{name}: one act with {records:,} present, ms"] = _ones(centre, desk)
    return figures | _pulled(name, centre, records)


def _ones(centre, desk):
    desk.new_id = TimeOrderedIds()
    requests = [_batch(desk, 1) for _ in range(ONES)]
    began = perf_counter()
    for request in requests:
        centre.exchange.push(desk.caller, request)
    return round((perf_counter() - began) * 1000 / ONES, 2)


def _pulled(name, centre, records):
    reader, writer = centre.desk(), centre.desk()
    began, rows = perf_counter(), 0
    for answer in _pages(centre, reader):
        rows += sum(len(feed.rows) for feed in answer.feeds)
    figures = {f"{name}: pulled rows/s": round(rows / (perf_counter() - began))}
    reader.epoch = answer.notice.epoch
    reader.pull_once()
    began = perf_counter()
    for _ in range(ONES):
        reader.pull_once()
    figures[f"{name}: nothing new, ms"] = round((perf_counter() - began) * 1000 / ONES, 2)
    writer.new_id = TimeOrderedIds()
    centre.exchange.push(writer.caller, _batch(writer, 10))
    began = perf_counter()
    news = reader.pull_once()
    figures[f"{name}: 10 changes with {records:,} present, ms"] = round((perf_counter() - began) * 1000, 2)
    assert sum(len(feed.rows) for feed in news.feeds) == 10
    return figures


def _pages(centre, desk):
    """A first download, page by page, keeping nothing but the place."""
    while True:
        cursors = list(desk.cursors.values())
        request = PullRequest(cursors=cursors, erase_no=0, incarnation=desk.incarnation, limit=1000)
        answer = centre.exchange.pull(desk.caller, request)
        yield answer
        for feed in answer.feeds:
            _stand(desk, feed)
        if not any(feed.more for feed in answer.feeds):
            return


def _stand(desk, feed):
    if feed.more and feed.rows:
        last = feed.rows[-1]
        place = {"after": (last.cn, last.kind, last.id), "anchor": feed.cn, "anchor_chain": feed.chain}
        desk.cursors[feed.scope] = Cursor(scope=feed.scope, **place)
    elif not feed.more:
        desk.cursors[feed.scope] = Cursor(scope=feed.scope, cn=feed.cn, chain=feed.chain)


def _batch(desk, size):
    first = len(desk.outbox) + 1
    for number in range(size):
        record = desk.new_id()
        contact = make_contact(number % 1000, id=record, space_code=desk.space, note="Torna con il modello. " * 2)
        desk.act("new", "contact", record, None, **msgspec.json.decode(encoded(contact)))
    return desk.request(first)


def _floor(database, rows):
    """Rows of the same size into one table with one index, nothing else."""
    bulk, payload = Bulk(DEVICE_ORDER), "x" * 650
    batches = [
        [(b"d" * 16, number, "wipe_now", payload, number) for number in range(start, start + BATCH)]
        for start in range(0, rows, BATCH)
    ]
    began = perf_counter()
    for batch in batches:
        database.transact(lambda transaction, batch=batch: transaction.write(bulk, TENANT, batch))
    return round(rows / (perf_counter() - began))
