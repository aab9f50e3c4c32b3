"""A city's desks against one centre: sixty desks through a busy day, and what an idle desk costs.

A busy day is twice the mean of 2018 (domain figures: 18 contacts a space and day, 12 acts each): 20 spaces, three desks
each; every visit is pushed and pulled as it ends, and each desk asks every five minutes of eight hours. Threads of one
process play the desks with the real line; what is measured is the wall clock, on the same machine as the centre.
"""

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

import msgspec

from benchmarks import part_of, share
from benchmarks.served import TENANT, served_centre
from tests.central_people import SigningDesk
from tests.factories import OPERATORS, make_contact
from wemi_desk.central.serve import microseconds, new_id
from wemi_desk.gateways.central_api import DeskName, HttpCentreLine, enrol
from wemi_desk.gateways.centre_http import CentreHttp, LineSettings
from wemi_desk.sync.canonical import body_hash, canonical, next_link
from wemi_desk.sync.wire import TAKEN, Cursor, PullRequest, PushRequest, SentAct

NAME = "fleet"
LIMITS = {"sixty desks' busy day s": 60}
SPACES, DESKS_EACH, VISITS, ACTS_A_VISIT, POLLS = 20, 3, 12, 12, 96
_AT_ONCE, _IDLE = 8, 1500


def run(scale):
    spaces = max(2, int(SPACES * share(scale)))
    codes = [f"S{number:02}" for number in range(spaces)]
    with tempfile.TemporaryDirectory() as name, served_centre(Path(name), workers=2, spaces=tuple(codes)) as centre:
        wanted = [code for code in codes for _ in range(DESKS_EACH)]
        desks = [PlayedDesk(centre, *pair) for pair in zip(wanted, centre.codes(*wanted), strict=True)]
        used, start = centre.processor_seconds(), perf_counter()
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            times = [one for day in pool.map(PlayedDesk.day, desks) for one in day]
        spent, worked = perf_counter() - start, centre.processor_seconds() - used
        figures = {
            "desks": len(desks), "sixty desks' busy day s": round(spent, 1),
            "acts": sum(desk.number for desk in desks), "requests": len(times),
            "request p95 ms": part_of([one * 1000 for one in times], 0.95),
            "centre and database, processor s": round(worked, 1),
        }  # fmt: skip
        return figures | _idle(centre, desks, max(60, int(_IDLE * share(scale))))


def _idle(centre, desks, count):
    """An idle desk's question, and what 3,000 desks that ask every 30 s or 5 min need of processors."""
    used, start = centre.processor_seconds(), perf_counter()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(lambda number: desks[number % len(desks)].pull(), range(count)))
    spent, worked = perf_counter() - start, centre.processor_seconds() - used
    each = worked / count
    return {
        "idle questions a second, measured": round(count / spent),
        "idle question, processor ms of centre and database": round(each * 1000, 2),
        "3,000 desks every 30 s: processors": round(3000 / 30 * each, 2),
        "3,000 desks every 5 min: processors": round(3000 / 300 * each, 3),
    }


class PlayedDesk:
    """A desk without a store: it remembers its chain and where it stands."""

    def __init__(self, centre, space, code):
        keys = SigningDesk()
        http = CentreHttp(LineSettings(url=centre.base))
        enrol(http, keys.enrol_request(code))
        self.line = HttpCentreLine(http, DeskName(tenant=TENANT, device=keys.id, sign=keys.sign.sign, version="0.1.0"))
        self.space, self.incarnation, self.number, self.chain = space, new_id(), 0, bytes(32)
        self.cursors: dict[str, Cursor] = {}

    def day(self):
        """Seconds of every request."""
        times = []
        for visit in range(VISITS):
            times += [self._timed(self.push), self._timed(self.pull)]
            times += [self._timed(self.pull) for _ in range(visit * POLLS // VISITS, (visit + 1) * POLLS // VISITS)]
        return times

    def push(self, count=ACTS_A_VISIT):
        self.send(self.made(count))

    def made(self, count):
        """The next acts, ready to go."""
        first, before = self.number + 1, self.chain
        acts = [self._act() for _ in range(count)]
        return PushRequest(incarnation=self.incarnation, first=first, chain=before, acts=acts, erase_no=0)

    def send(self, request):
        assert self.line.push(request).state == TAKEN

    def pull(self):
        more = True
        while more:
            cursors = list(self.cursors.values())
            answer = self.line.pull(PullRequest(cursors=cursors, erase_no=0, incarnation=self.incarnation))
            for feed in answer.feeds:
                self.cursors[feed.scope] = self._moved(feed)
            more = any(feed.more for feed in answer.feeds)

    def _moved(self, feed):
        if feed.more:
            last = feed.rows[-1]
            return Cursor(
                scope=feed.scope, cn=self._at(feed.scope)[0], chain=self._at(feed.scope)[1],
                after=(last.cn, last.kind, last.id), anchor=feed.cn, anchor_chain=feed.chain,
            )  # fmt: skip
        return Cursor(scope=feed.scope, cn=feed.cn, chain=feed.chain)

    def _at(self, scope):
        known = self.cursors.get(scope)
        return (known.cn, known.chain) if known else (0, b"")

    def _act(self):
        record = make_contact(0, id=new_id(), space_code=self.space, operator_id=OPERATORS["giulia"].id)
        payload = canonical(msgspec.json.decode(msgspec.json.encode(record)))
        self.number += 1
        act = SentAct(
            self.number, new_id(), "contact", "new", record.id, None, record.operator_id, self.space, microseconds(),
            (microseconds() // 1000) << 16, 1, 0, msgspec.Raw(payload),
        )  # fmt: skip
        self.chain = next_link(self.chain, act.id, body_hash(act.envelope(), payload))
        return act

    def _timed(self, request):
        start = perf_counter()
        request()
        return perf_counter() - start
