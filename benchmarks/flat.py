"""What a desk asks costs the centre the same, whether 10,000 records or a million lie there: HTTP, rules, PostgreSQL.

The history is written in bulk, as the centre itself would have left it: records, members, acts, the log of a desk, a
head whose digest is right. The desk that asks is another one, of the same space, and stands at the head.
"""

import tempfile
from hashlib import sha256
from pathlib import Path
from time import perf_counter

import msgspec
import psycopg

from benchmarks import part_of, share
from benchmarks.fleet import PlayedDesk
from benchmarks.served import TENANT, served_centre
from tests.factories import make_contact
from wemi_desk.central.serve import microseconds, new_id
from wemi_desk.central.store import tables
from wemi_desk.central.store.database import CentreDatabase
from wemi_desk.central.store.statements import Bulk
from wemi_desk.sync.canonical import Digest, body_hash, canonical, member_hash, next_link
from wemi_desk.sync.messages import EMPTY_CHAIN
from wemi_desk.sync.wire import PUT, Cursor, PullRequest, SentAct

NAME = "flat"
SIZES = (10_000, 100_000, 1_000_000)
SPACE, SCOPE = "VEN", "space:VEN"
COMMIT, AT_ONCE, PAGE, PUSH = 500, 5_000, 1000, 500
QUESTIONS, CHANGES, BATCHES = 60, 30, 20
_ASKED = ("nothing to do", "ten changes", "push of 500", "page of 1,000")
_WORK = "ms of centre and database"
LIMITS = {
    **{f"{SIZES[-1]:,} over {SIZES[0]:,}: {name}": 1.5 for name in _ASKED},
    **{f"{size:,}: nothing to do, {_WORK}": 5 for size in SIZES},
}


def run(scale):
    """The same questions at each size, in one centre that grows. What is compared is the processor's time."""
    figures = {}
    with tempfile.TemporaryDirectory() as name, served_centre(Path(name)) as centre:
        history = History(centre.url)
        for size in SIZES:
            history.grow_to(int(size * share(scale)))
            figures |= {f"{size:,}: {key}": value for key, value in asked(centre, history).items()}
        history.database.close()
    least, most = (f"{size:,}" for size in (SIZES[0], SIZES[-1]))
    for name in _ASKED:
        ratio = figures[f"{most}: {name}, {_WORK}"] / max(figures[f"{least}: {name}, {_WORK}"], 0.01)
        figures[f"{most} over {least}: {name}"] = round(ratio, 2)
    return figures


def asked(centre, history):
    """Milliseconds as a desk sees them, and of the processor at the other end."""
    desk = AskingDesk(centre, SPACE, centre.codes(SPACE)[0])
    desk.pull_from(history.cursor())
    _timed(centre, "", desk.pull, QUESTIONS // 4)
    batches = [desk.made(PUSH) for _ in range(BATCHES)]
    figures = _timed(centre, "push of 500", lambda: desk.send(batches.pop(0)), BATCHES)
    desk.pull()
    figures |= _timed(centre, "nothing to do", desk.pull, QUESTIONS)
    figures |= _timed(centre, "ten changes", lambda: (desk.push(10), desk.pull()), CHANGES)
    return figures | _timed(centre, "page of 1,000", lambda: desk.page(history.middle(), PAGE), BATCHES)


def _timed(centre, name, request, count):
    taken, used = [], centre.processor_seconds()
    for _ in range(count):
        start = perf_counter()
        request()
        taken.append((perf_counter() - start) * 1000)
    worked = (centre.processor_seconds() - used) / count
    return {f"{name}, p50 ms": part_of(taken, 0.5), f"{name}, {_WORK}": round(worked * 1000, 2)}


class AskingDesk(PlayedDesk):
    """A desk that can be told where it stands."""

    def pull_from(self, *cursors):
        self.cursors = {cursor.scope: cursor for cursor in cursors}
        self.pull()

    def page(self, cursor, rows):
        request = PullRequest(cursors=[cursor], erase_no=0, incarnation=self.incarnation, limit=rows)
        feed = next(feed for feed in self.line.pull(request).feeds if feed.scope == SCOPE)
        assert len(feed.rows) == rows


class History:
    """What another desk of the same space pushed over the years."""

    def __init__(self, url):
        self.database, self._url = CentreDatabase(url), url
        self._device, self._incarnation, self._number, self._chain = new_id(), new_id(), 0, EMPTY_CHAIN
        self._commits = []
        contact = make_contact(0, space_code=SPACE, note="Ha chiesto come si rinnova la carta; torna col modello. " * 2)
        self._operator, self._id = contact.operator_id, str(contact.id).encode()
        self._template = canonical(msgspec.json.decode(msgspec.json.encode(contact)))

    def cursor(self):
        """The head of the scope, as the database has it."""
        found = self._said("SELECT cn, chain FROM scope_head WHERE scope = %s", SCOPE)
        return Cursor(scope=SCOPE, cn=found[0][0], chain=bytes(found[0][1]))

    def middle(self):
        """Where a desk stood that was away for half of the time; a page follows it."""
        cn, chain = self._commits[len(self._commits) // 2]
        return Cursor(scope=SCOPE, cn=cn, chain=chain)

    def grow_to(self, count):
        """Until there are *count* records of this desk."""
        while self._number < count:
            head = self._head()
            for table, rows in self._written(head, min(AT_ONCE, count - self._number)):
                bulk = Bulk(table, replacing=table in (tables.SCOPE_HEAD, tables.DEVICE_LOG))
                self.database.transact(lambda work, bulk=bulk, rows=rows: work.write(bulk, TENANT, rows))
        self._said("VACUUM ANALYZE")
        self._said("CHECKPOINT")

    def _said(self, sql, *values):
        dsn = self._url.replace("postgresql+psycopg", "postgresql")
        with psycopg.connect(dsn, autocommit=True) as connection:
            cursor = connection.execute(sql, values)
            return cursor.fetchall() if cursor.description else []

    def _head(self):
        found = self._said("SELECT cn, count, digest, chain FROM scope_head WHERE scope = %s", SCOPE)
        cn, count, digest, chain = found[0] if found else (0, 0, bytes(16), b"")
        return cn, Digest.from_bytes(count, bytes(digest)), bytes(chain)

    def _written(self, head, count):
        """Rows by table, as so many acts in commits of 500 leave them."""
        (cn, tally, said), now = head, microseconds()
        records, members, acts, pushes, commits = [], [], [], [], []
        for begin in range(0, count, COMMIT):
            cn, links = cn + 1, []
            for _ in range(min(COMMIT, count - begin)):
                self._number += 1
                record, act, act_row, data = self._born(now)
                mark = member_hash("contact", record, data)
                tally.add(mark)
                records.append((record, "contact", "live", 1, 0, 1, None, mark, data, act))
                members.append((record, SCOPE, "contact", cn, PUT, mark))
                acts.append(act_row)
                links.append((act_row[0], self._chain))
            said = sha256(said + self._chain).digest()
            commits.append((SCOPE, cn, said, now))
            ids, chains = (b"".join(part) for part in zip(*links, strict=True))
            place = (self._device.bytes, self._incarnation.bytes)
            pushes.append((*place, self._number, self._number - len(links) + 1, ids, chains, now))
        self._commits += [(cn, said) for _, cn, said, _ in commits]
        log = (*place, self._number, self._chain, 0, 0, now)
        return (
            (tables.RECORD, records), (tables.MEMBER, members), (tables.ACT, acts), (tables.PUSHED, pushes),
            (tables.SCOPE_COMMIT, commits), (tables.DEVICE_LOG, [log]),
            (tables.SCOPE_HEAD, [(SCOPE, cn, said, tally.count, tally.to_bytes())]),
        )  # fmt: skip

    def _born(self, now):
        """One contact: its id, who said it, the act's row, its content."""
        record, act_id = new_id(), new_id()
        data = self._template.replace(self._id, str(record).encode())
        act = SentAct(
            self._number, act_id, "contact", "new", record, None, self._operator, SPACE, now, (now // 1000) << 16, 1, 0,
            None,
        )  # fmt: skip
        body = body_hash(act.envelope(), data)
        self._chain = next_link(self._chain, act_id, body)
        said = msgspec.json.encode(((act.hlc, str(act_id), str(self._operator), SPACE, now), {}))
        row = (
            act_id.bytes, self._device.bytes, self._number, "contact", "new", record.bytes, None, record.bytes,
            self._operator.bytes, SPACE, now, act.hlc, 1, 0, now, body, data, "ok", "",
        )  # fmt: skip
        return record.bytes, said, row, data
