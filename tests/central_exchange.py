"""A centre under test, and desks that speak to it with honest chains."""

import itertools
from uuid import UUID

import msgspec

from wemi_desk.central.auth.keys import CentreKeys
from wemi_desk.central.exchange.exchange import DeskExchange
from wemi_desk.central.exchange.ledger import MemoryErasureLedger
from wemi_desk.central.exchange.workspace import Caller
from wemi_desk.sync.canonical import Digest, body_hash, member_hash, next_link
from wemi_desk.sync.merge import Stamp
from wemi_desk.sync.messages import EMPTY_CHAIN
from wemi_desk.sync.wire import PUT, Cursor, PullRequest, PushRequest, SentAct

TENANT = "milano"
NOW = 1_795_330_000_000_000
KEYS = CentreKeys(bytes(32), bytes(range(32)), b"b" * 32)


def plain_rules(work, caller, act):
    """Rules in their smallest form: a record is born, or its fields are set."""
    content, space = msgspec.json.decode(act.payload), f"space:{act.space_code}"
    held = work.find(act.kind, act.record_id)
    if act.verb == "new":
        if held:
            return "exists", ""
        birth = Stamp(act.hlc, str(act.id), str(act.operator_id), act.space_code, act.made_at)
        work.put(act.kind, act.record_id, content, subject_id=act.subject_id, birth=birth)
        work.show(act.kind, act.record_id, [space])
        for brought_by, waiting in work.parked_on(act.record_id):
            work.settle(waiting.id, *plain_rules(work, brought_by, waiting))
        return "ok", ""
    if held is None:
        work.park(act, act.record_id, caller)
        return "parked", str(act.record_id)
    work.put(act.kind, act.record_id, {**held.content, **content}, subject_id=held.subject_id)
    return "ok", ""


class Centre:
    """An exchange over one database, with a clock that is told the time."""

    def __init__(self, database, apply_act=plain_rules, ledger=None, marks=None):
        self.database = database
        self.now = NOW
        self._numbers, self._marks = itertools.count(1), marks or itertools.count(1)
        self.ledger = ledger or MemoryErasureLedger()
        self.exchange = DeskExchange(
            database, clock=lambda: self.now, keys=KEYS, ids=self.new_id, ledger=self.ledger, apply_act=apply_act
        )
        if self.within(lambda work: work.founded()) is False:
            self.within(lambda work: work.found(self.new_id()))

    def new_id(self):
        return UUID(int=next(self._numbers) | 7 << 76 | 2 << 62)

    def within(self, unit, reading=False):
        """Do something in a transaction of the centre."""
        return self.database.exchanged(TENANT, unit, now=self.now, keys=KEYS, ledger=self.ledger, reading=reading)

    def desk(self, *spaces):
        return PlainDesk(self, spaces or ("VEN",), next(self._marks))


class PlainDesk:
    """A desk in its smallest form: an outbox, and what the feeds said."""

    def __init__(self, centre, spaces, mark):
        self.centre = centre
        self.mark = mark
        self._numbers = itertools.count(1)
        self.id, self.incarnation = self.new_id(), self.new_id()
        scopes = {"ref", f"desk:{self.id}", *(f"space:{code}" for code in spaces)}
        self.caller = Caller(tenant=TENANT, device_id=self.id, scopes=frozenset(scopes), spaces=frozenset(spaces))
        self.space, self.outbox, self.chains = spaces[0], [], [EMPTY_CHAIN]
        self.rows, self.cursors, self.erase_no, self.epoch = {}, {}, 0, None

    def new_id(self):
        return UUID(int=self.mark << 80 | next(self._numbers) | 7 << 76 | 2 << 62)

    def act(self, verb="new", kind="contact", record_id=None, subject_id=None, act_id=None, **content):
        record_id = record_id or self.new_id()
        if verb == "new":
            content = {"id": str(record_id), "space_code": self.space, **content}
        number = len(self.outbox) + 1
        act = SentAct(
            number, act_id or self.new_id(), kind, verb, record_id, subject_id, UUID(int=7), self.space,
            self.centre.now, (self.centre.now // 1000 << 16) + number, 1, self.erase_no,
            msgspec.Raw(msgspec.json.encode(content)),
        )  # fmt: skip
        return self.keep(act)

    def keep(self, act):
        self.outbox.append(act)
        self.chains.append(next_link(self.chains[-1], act.id, body_hash(act.envelope(), bytes(act.payload))))
        return act

    def renumbered(self):
        """A new incarnation: every act again, under the same ids."""
        acts, self.outbox, self.chains, self.incarnation = self.outbox, [], [EMPTY_CHAIN], self.new_id()
        for number, act in enumerate(acts, 1):
            self.keep(msgspec.structs.replace(act, number=number))

    def request(self, first=1, last=None):
        last = len(self.outbox) if last is None else last
        return PushRequest(
            incarnation=self.incarnation, first=first, chain=self.chains[first - 1], acts=self.outbox[first - 1 : last],
            erase_no=self.erase_no, epoch=self.epoch,
        )  # fmt: skip

    def push(self, first=1, last=None):
        return self.centre.exchange.push(self.caller, self.request(first, last))

    def codes(self, first=1, last=None):
        return [verdict.code for verdict in self.push(first, last).verdicts]

    def question(self, limit=1000):
        return PullRequest(
            cursors=list(self.cursors.values()), erase_no=self.erase_no, incarnation=self.incarnation, limit=limit,
            epoch=self.epoch,
        )  # fmt: skip

    def push_and_ask(self):
        return self.centre.exchange.push(self.caller, msgspec.structs.replace(self.request(), news=self.question()))

    def pull_once(self, limit=1000):
        return self.centre.exchange.pull(self.caller, self.question(limit))

    def pull(self, limit=1000):
        """Everything; the last answer."""
        while True:
            answer = self.pull_once(limit)
            self.epoch = answer.notice.epoch
            for feed in answer.feeds:
                self.take(feed)
            if not any(feed.more for feed in answer.feeds):
                return answer

    def take(self, feed):
        cursor = self.cursors.get(feed.scope) or Cursor(scope=feed.scope)
        held = self.rows.setdefault(feed.scope, {})
        for row in feed.rows:
            held.pop(row.id, None)
            if row.state == PUT:
                held[row.id] = row
        if not feed.more:
            self.cursors[feed.scope] = Cursor(scope=feed.scope, cn=feed.cn, chain=feed.chain)
            assert (len(held), self.digest(feed.scope)) == (feed.count, feed.digest)
        else:
            place = feed.rows[-1] if feed.rows else None
            after = (place.cn, place.kind, place.id) if place else cursor.after
            self.cursors[feed.scope] = Cursor(
                scope=feed.scope, cn=cursor.cn, chain=cursor.chain, after=after, anchor=feed.cn, anchor_chain=feed.chain
            )

    def digest(self, scope):
        sum_of = Digest()
        for row in self.rows.get(scope, {}).values():
            sum_of.add(member_hash(row.kind, row.id.bytes, bytes(row.data)))
        return sum_of.to_bytes()

    def held(self, record_id):
        for rows in self.rows.values():
            if record_id in rows:
                return msgspec.json.decode(rows[record_id].data)
        return None
