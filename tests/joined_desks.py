"""Two real desks and the real centre in one process: what passes between them is encoded bytes, as on a line."""

from functools import partial

import msgspec

from simulation.plain_applications import ApplicationService
from tests.central_exchange import KEYS, TENANT, Centre
from tests.desk import KEY, Desk
from tests.fakes import CountedIds, FakeClock
from tests.sync_desk import KeptMark
from wemi_desk.central.auth.keys import is_signed
from wemi_desk.central.exchange.applying import apply_act
from wemi_desk.central.exchange.workspace import Caller
from wemi_desk.central.store.database import CentreDatabase
from wemi_desk.persistence.driver import pooled
from wemi_desk.persistence.mapping import microseconds
from wemi_desk.persistence.sync_repair import differences
from wemi_desk.persistence.sync_store import SqlSyncStore
from wemi_desk.services.questions import QuestionService
from wemi_desk.sync.ahead import at_once
from wemi_desk.sync.engine import SyncEngine
from wemi_desk.sync.wire import (
    CompareAnswer,
    GiveBackAnswer,
    LookUpAnswer,
    Notice,
    PullAnswer,
    PushAnswer,
)

_ANSWERS = {
    "push": PushAnswer, "pull": PullAnswer, "compare": CompareAnswer, "give_back": GiveBackAnswer, "erased": Notice,
    "look_up": LookUpAnswer,
}  # fmt: skip


class EncodedLine:
    """Encodes and decodes everything, both ways."""

    def __init__(self, centre, caller):
        self.centre, self.caller, self.calls, self.failing = centre, caller, [], []

    def __getattr__(self, name):
        if name.endswith("_ahead"):
            return partial(at_once, getattr(self, name.removesuffix("_ahead")))

        def call(request):
            self.calls.append(name)
            if self.failing and self.failing[0][:2] == (name, False):
                raise self.failing.pop(0)[2]
            heard = msgspec.json.decode(msgspec.json.encode(request), type=type(request))
            answer = getattr(self.centre.exchange, name)(self.caller, heard)
            if self.failing and self.failing[0][:2] == (name, True):
                raise self.failing.pop(0)[2]
            return msgspec.json.decode(msgspec.json.encode(answer), type=_ANSWERS[name])

        return call


class JoinedDesk:
    """One PC with its operator and its line."""

    def __init__(self, world, folder, space, number, started=False):
        ids = CountedIds(number << 40)
        self.world, self.folder, self.space, self.number = world, folder, space, number
        self.desk = Desk(folder, clock=world.clock, ids=ids)
        if not started:
            self.desk.found()
            device = self.desk.ids()
            with self.desk.engine.begin() as connection:
                connection.exec_driver_sql("UPDATE desk SET device_id = ?", (device.bytes,))
        self.store = SqlSyncStore(pooled(self.desk.engine), world.now)
        self.device_id = self.store.position().device_id
        self.marker = KeptMark()
        self.line = EncodedLine(world.centre, self.caller(space))
        self.giulia = self.desk.giulia
        self.questions = QuestionService(self.giulia.store, self.giulia.session)
        self.applications = ApplicationService(self.giulia.store, self.giulia.session)
        self.start()

    def caller(self, *spaces):
        scopes = {"ref", f"desk:{self.device_id}", *(f"space:{space}" for space in spaces)}
        return Caller(
            tenant=TENANT, device_id=self.device_id, scopes=frozenset(scopes), spaces=frozenset(spaces or {self.space}))

    def start(self):
        self.engine = SyncEngine(
            self.store, self.line, self.world.now, self.desk.ids, self.marker,
            genuine=lambda receipt: is_signed(KEYS.public, receipt.signature, receipt.signed_part()))

    def sync(self):
        try:
            return self.engine.exchange()
        finally:
            assert differences(pooled(self.desk.engine)) == []

    def rows(self, table):
        return self.desk.rows(table)

    def reading(self):
        return self.giulia.store.reading()


class World:
    """A centre and the desks of one space."""

    def __init__(self, folder, url="sqlite://"):
        self.folder, self.clock = folder, FakeClock()
        self.database = CentreDatabase(url, lasting=False)
        self.database.create_all()
        self.centre = Centre(self.database, apply_act=apply_act)
        self.centre.now = self.now()
        self.desks = [self.add(number) for number in (1, 2)]

    def now(self):
        return microseconds(self.clock.now())

    def pass_by(self, **spell):
        self.clock.pass_by(**spell)
        self.centre.now = self.now()

    def add(self, number, space="VEN"):
        folder = self.folder / f"desk{number}"
        folder.mkdir()
        return JoinedDesk(self, folder, space, number)

    def settle(self):
        """Everybody speaks until nobody has anything to say."""
        for _ in range(2):
            for desk in self.desks:
                told = desk.sync()
        return told

    def within(self, unit):
        return self.centre.within(unit)

    def close(self):
        for desk in self.desks:
            desk.desk.close()
        self.database.close()


__all__ = ["KEY", "EncodedLine", "JoinedDesk", "World"]
