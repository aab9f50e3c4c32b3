"""A desk that speaks with a centre: the real store, the real engine, a marker in memory."""

from threading import Lock

from tests.desk import DEVICE
from tests.fake_centre import FakeCentre, genuine
from wemi_desk.persistence.driver import pooled
from wemi_desk.persistence.mapping import microseconds
from wemi_desk.persistence.sync_repair import differences
from wemi_desk.persistence.sync_store import SqlSyncStore
from wemi_desk.sync.engine import SyncEngine
from wemi_desk.sync.exchange_door import StoppableLine, SyncedExchange
from wemi_desk.sync.timetable import Timetable


class KeptMark:
    """The place outside the database."""

    def __init__(self):
        self.mark = None

    def read(self):
        return self.mark

    def write(self, mark):
        self.mark = mark


class Line:
    """One desk, its centre, and what may go wrong between them."""

    def __init__(self, desk, centre=None, marker=None):
        self.desk = desk
        self.centre = centre or FakeCentre(DEVICE, self.now)
        self.marker = marker or KeptMark()
        self.store = SqlSyncStore(pooled(desk.engine), self.now)
        self.engine = self.started()

    def now(self):
        return microseconds(self.desk.clock.now())

    def started(self, **options):
        """The program started anew."""
        self.engine = SyncEngine(
            self.store, self.centre, self.now, self.desk.ids, self.marker, genuine=genuine, **options)
        return self.engine

    def sync(self):
        """One exchange; the screens must show shadow and own acts, whatever happened."""
        try:
            return self.engine.exchange()
        finally:
            assert self.wrong() == []

    def door(self, chance=lambda: 0.5):
        """The exchange as the screens know it."""
        line = StoppableLine(self.centre)
        engine = SyncEngine(line=line, store=self.store, clock=self.now, ids=self.desk.ids, marker=self.marker,
                            genuine=genuine)
        return SyncedExchange(engine, line, self.store, Timetable(chance), self.desk.clock, Lock())

    def wrong(self):
        return differences(pooled(self.desk.engine))

    def position(self):
        return self.store.position()
