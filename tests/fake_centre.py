"""A centre small enough to be read at once: logs, records, one feed per scope; it loses nothing unless told to."""

import copy
from uuid import UUID

import msgspec

from wemi_desk.sync.ahead import at_once
from wemi_desk.sync.canonical import Digest, body_hash, bucket_of, canonical, member_hash, next_link
from wemi_desk.sync.messages import EMPTY_CHAIN
from wemi_desk.sync.ports import LineError
from wemi_desk.sync.wire import (
    BEHIND,
    ERASE,
    ERASED,
    ERASURES_FIRST,
    EVICT,
    EXISTS,
    FORK,
    OK,
    PARKED,
    PUT,
    REFUSED,
    TAKEN,
    CompareAnswer,
    Entry,
    Erasure,
    Feed,
    GiveBackAnswer,
    Notice,
    PullAnswer,
    PushAnswer,
    Receipt,
    Row,
    Verdict,
)

SIGNATURE = b"signed by the centre"


def genuine(receipt):
    return receipt.signature == SIGNATURE


class FakeCentre:
    """One tenant, one device at a time. *held* is everything a backup of it would hold."""

    def __init__(self, device, now, scopes=("space:VEN",)):
        self.device, self.now, self.scopes, self.rows = device, now, list(scopes), 1000
        self.held = {"logs": {}, "acts": {}, "members": {}, "heads": {}, "epoch": UUID(int=77)}
        self.erasures, self.orders, self.refuse, self.park = [], [], {}, set()
        self.calls, self.failing = [], []
        self.durable, self.recovering = 0, False

    # What a test does to it.

    def backup(self):
        return copy.deepcopy(self.held)

    def restore(self, backup, epoch=None):
        self.held = copy.deepcopy(backup)
        self.held["epoch"] = epoch or UUID(int=self.held["epoch"].int + 1)

    def put(self, kind, record_id, content, scope="space:VEN"):
        """Somebody else's change."""
        self._member(scope, kind, record_id, PUT, canonical(content))

    def take_out(self, kind, record_id, state=EVICT, scope="space:VEN"):
        self._member(scope, kind, record_id, state, None)

    def erase(self, *ids):
        self.erasures.append(Erasure(len(self.erasures) + 1, list(ids)))
        for (scope, kind, record_id), member in list(self.held["members"].items()):
            text = member["data"] or b""
            if record_id in ids or any(str(one).encode() in text for one in ids):
                self._member(scope, kind, record_id, ERASE, None)

    def content(self, kind, record_id, scope="space:VEN"):
        member = self.held["members"].get((scope, kind, record_id))
        return None if member is None or member["data"] is None else msgspec.json.decode(member["data"])

    def applied(self):
        return [act for act, _ in self.held["acts"].values()]

    # What a desk asks.

    def push(self, request):
        self._called("push", request)
        log = self.held["logs"].setdefault(request.incarnation, [])
        behind = [one for one in self.erasures if one.number > request.erase_no]
        if behind:
            return self._push_answer(ERASURES_FIRST, log)
        if request.first - 1 > len(log):
            return self._push_answer(BEHIND, log)
        if request.chain != (log[request.first - 2][1] if request.first > 1 else EMPTY_CHAIN):
            return self._push_answer(FORK, log)
        verdicts, chain = [], request.chain
        for act in request.acts:
            body = act.body if act.payload is None else body_hash(act.envelope(), bytes(act.payload))
            chain = next_link(chain, act.id, body)
            if act.number <= len(log):
                if log[act.number - 1] != (act.id, chain):
                    return self._push_answer(FORK, log)
            else:
                log.append((act.id, chain))
            verdicts.append(self._verdict(act))
        self._after("push")
        return self._push_answer(TAKEN, log, verdicts, self._receipt(request.incarnation))

    def pull(self, request):
        self._called("pull", request)
        feeds, at = [], {one.scope: one for one in request.cursors}
        for scope in self.scopes:
            feed = self._feed(scope, at.get(scope), min(request.limit, self.rows))
            if feed is not None:
                feeds.append(feed)
        receipt = self._receipt(request.incarnation) if request.incarnation in self.held["logs"] else None
        self._after("pull")
        return PullAnswer(notice=self._notice(request.erase_no), scopes=list(self.scopes), feeds=feeds, receipt=receipt)

    def push_ahead(self, request):
        return at_once(self.push, request)

    def pull_ahead(self, request):
        return at_once(self.pull, request)

    def compare(self, request):
        self._called("compare", request)
        members = dict(self._living(request.scope))
        cn, chain, tally = self._head(request.scope)
        answer = {"notice": self._notice(request.erase_no), "cn": cn, "chain": chain, "count": tally.count}
        answer["digest"] = tally.to_bytes()
        if request.buckets:
            tallies = [Digest() for _ in range(256)]
            for (_, record_id), one in members.items():
                tallies[bucket_of(record_id.bytes)].add(one["hash"])
            differing = [i for i in range(256) if tallies[i].to_bytes() != request.buckets[i]]
            return CompareAnswer(**answer, differing=differing)
        theirs = {(one.kind, one.id): one.hash for one in request.entries}
        here = {key: one for key, one in members.items() if bucket_of(key[1].bytes) in request.wanted}
        rows = [self._row(*key, one) for key, one in here.items() if theirs.get(key) != one["hash"]]
        unknown = [Entry(*key, value) for key, value in theirs.items() if key not in here]
        return CompareAnswer(**answer, rows=rows, unknown=unknown)

    def give_back(self, request):
        self._called("give_back", request)
        taken = 0
        for row in request.rows:
            known = self.held["members"].get((row.scope, row.kind, row.id))
            if row.mac == b"mac" and (known is None or known["version"] < row.version):
                self._member(row.scope, row.kind, row.id, PUT, bytes(row.data), row.version)
                taken += 1
        self._after("give_back")
        return GiveBackAnswer(notice=self._notice(len(self.erasures)), taken=taken)

    def erased(self, request):
        self._called("erased", request)
        return self._notice(request.number)

    def look_up(self, request):
        raise LineError

    # Inside.

    def _called(self, name, request):
        self.calls.append((name, request))
        if self.failing and self.failing[0][0] == name and not self.failing[0][1]:
            raise self.failing.pop(0)[2]

    def _after(self, name):
        """The answer is lost after everything was done."""
        if self.failing and self.failing[0][0] == name and self.failing[0][1]:
            raise self.failing.pop(0)[2]

    def _notice(self, erase_no):
        erasures = [one for one in self.erasures if one.number > erase_no]
        return Notice(epoch=self.held["epoch"], now=self.now(), erasures=erasures, orders=list(self.orders),
                      recovering=self.recovering)

    def _push_answer(self, state, log, verdicts=(), receipt=None):
        chain = log[-1][1] if log else EMPTY_CHAIN
        notice = self._notice(0)
        return PushAnswer(
            notice=notice, state=state, last=len(log), chain=chain, verdicts=list(verdicts), receipt=receipt)

    def _receipt(self, incarnation):
        log = self.held["logs"][incarnation]
        return Receipt(
            device=self.device, incarnation=incarnation, last=len(log), chain=log[-1][1] if log else EMPTY_CHAIN,
            at=self.now(), durable=self.durable, epoch=self.held["epoch"], signature=SIGNATURE)

    def _verdict(self, act):
        known = self.held["acts"].get(act.id)
        if known is not None and known[1] != PARKED:
            return Verdict(act.number, act.id, known[1], "")
        code, detail = self._judged(act)
        self.held["acts"][act.id] = (act, code)
        return Verdict(act.number, act.id, code, detail)

    def _judged(self, act):
        erased = {one for order in self.erasures for one in order.ids}
        if act.payload is None or (act.subject_id in erased and act.erase_no < len(self.erasures)):
            return ERASED, ""
        if act.record_id in self.refuse:
            return REFUSED, self.refuse[act.record_id]
        if act.record_id in self.park:
            return PARKED, str(act.record_id)
        scope, key = f"space:{act.space_code}", (f"space:{act.space_code}", act.kind, act.record_id)
        payload, known = msgspec.json.decode(act.payload), self.held["members"].get(key)
        if act.verb == "new":
            if known is not None and known["data"] is not None:
                return EXISTS, ""
            self._member(scope, act.kind, act.record_id, PUT, canonical(payload))
            return OK, ""
        if known is None or known["data"] is None:
            return PARKED, str(act.record_id)
        content = msgspec.json.decode(known["data"]) | {name: two[1] for name, two in payload.items()}
        self._member(scope, act.kind, act.record_id, PUT, canonical(content))
        return OK, ""

    def _member(self, scope, kind, record_id, state, data, version=None):
        head = self.held["heads"].setdefault(scope, [(0, b"")])
        cn = head[-1][0] + 1
        head.append((cn, member_hash("head", record_id.bytes, head[-1][1] + (data or b""))))
        before = self.held["members"].get((scope, kind, record_id), {"version": 0})
        value = member_hash(kind, record_id.bytes, data) if data is not None else b""
        self.held["members"][scope, kind, record_id] = {
            "cn": cn, "state": state, "data": data, "hash": value, "version": version or before["version"] + 1}

    def _living(self, scope):
        for (where, kind, record_id), one in self.held["members"].items():
            if where == scope and one["data"] is not None:
                yield (kind, record_id), one

    def _head(self, scope):
        cn, chain = self.held["heads"].get(scope, [(0, b"")])[-1]
        tally = Digest()
        for _, one in self._living(scope):
            tally.add(one["hash"])
        return cn, chain, tally

    def _row(self, kind, record_id, one):
        data = None if one["data"] is None else msgspec.Raw(one["data"])
        return Row(one["cn"], kind, record_id, one["state"], data, one["version"], b"mac")

    def _feed(self, scope, cursor, limit):
        cn, chain, tally = self._head(scope)
        begin = cursor.cn if cursor else 0
        if cursor is not None and (cursor.cn, cursor.chain) not in self.held["heads"].get(scope, [(0, b"")]):
            return Feed(scope=scope, diverged=True)
        if cursor is not None and cursor.after is None and begin == cn and cn:
            return None
        after = cursor.after if cursor and cursor.after else (begin, "\U0010ffff", UUID(int=0))
        found = sorted(
            (self._row(kind, record_id, one) for (where, kind, record_id), one in self.held["members"].items()
             if where == scope and (one["cn"], kind, record_id) > after),
            key=lambda row: (row.cn, row.kind, row.id))
        page, more = found[:limit], len(found) > limit
        end = {"cn": cn, "chain": chain, "count": tally.count, "digest": tally.to_bytes()}
        return Feed(scope=scope, rows=page, more=more, **end)
