"""Families that want a service together, and a desk in memory that groups them."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

from tests.counter_store import GIULIA, MORNING, FakeRecords, FakeStore, FakeWork, session
from wemi_desk.domain.catalogue import service_id
from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.errors import SolverMissingError
from wemi_desk.domain.shared_grouping import Packed
from wemi_desk.domain.shared_services import (
    CLOSED,
    GIVEN,
    RequestId,
    SharedParticipant,
    SharedRequest,
    SharedService,
)
from wemi_desk.domain.shared_slots import read_week
from wemi_desk.services.shared_services.doors import shared_service_doors

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
CANARIES = ("Canarino", "Pettirosso", "Usignolo", "Capinera", "Cinciallegra")


def request(number=0, week="lun-ven 16-19", **changes) -> SharedRequest:
    """A family of Municipio 4 with a child of four that wants six hours a week."""
    slots = read_week(week)
    wanted = {
        "id": RequestId(UUID(int=100 + number)), "citizen_id": CitizenId(UUID(int=7000 + number)), "space_code": "VEN",
        "need": "baby_sitting", "slots": slots, "minutes_wanted": 360, "municipio": "4", "from_on": DAY,
        "children": (date(2022, 5, 1),), "languages": ("it",), "consent": GIVEN,
        "created_at": NOW + timedelta(minutes=number), "created_by": GIULIA,
    } | changes  # fmt: skip
    return SharedRequest(**wanted)


class FirstSolver:
    """The answer it is given to begin with."""

    def solve(self, packing, _seconds):
        return Packed(packing.start, float(packing.families), is_proved=False)


class NoSolver:
    """As on a computer without the library."""

    def solve(self, _packing, _seconds):
        raise SolverMissingError


class FakeSharedRequests(FakeRecords):
    def open_ones(self):
        alive = [one for one in self.rows.values() if one.is_open]
        return sorted(alive, key=lambda one: (one.created_at, one.id.bytes))

    def of_citizen(self, citizen_id):
        return [one for one in self.rows.values() if one.citizen_id == citizen_id]


class FakeSharedServices(FakeRecords):
    def living(self):
        return sorted(self.rows.values(), key=lambda one: (one.status == CLOSED, one.created_at, one.id.bytes))


class FakeSharedParticipants(FakeRecords):
    def of(self, service_ids):
        return {one: [row for row in self.rows.values() if row.shared_service_id == one] for one in service_ids}

    def of_requests(self, request_ids):
        return [one for one in self.rows.values() if one.request_id in request_ids]


class SharedStore(FakeStore):
    withdrawn: frozenset = frozenset()

    @contextmanager
    def work(self):
        work = FakeWork(self)
        work.shared_requests = FakeSharedRequests(self, SharedRequest)
        work.shared_services = FakeSharedServices(self, SharedService)
        work.shared_participants = FakeSharedParticipants(self, SharedParticipant)
        work.catalogue = SimpleNamespace(service=self.sheet)
        yield work

    reading = work

    def sheet(self, sheet_id):
        if sheet_id != service_id("BS1"):
            return None
        return SimpleNamespace(
            id=sheet_id, code="BS1", title="Baby-sitter di quartiere", provider_id=None,
            is_offered_on=lambda _day: sheet_id not in self.withdrawn,
        )


def shared_desk(families=0, solver=FirstSolver, **changes):
    """A desk with five people who are registered, the first *families* of whom ask for the same."""
    store = SharedStore()
    at = SimpleNamespace(store=store, session=session(store), people=[])
    with store.work() as work:
        for number, surname in enumerate(CANARIES):
            person = Citizen(
                id=CitizenId(UUID(int=7000 + number)), surname=surname, given_name=f"Ada{number}", space_code="VEN",
                phone=f"+39333000{number}", address=f"via {surname} 1", municipio="4", created_at=MORNING,
                created_by=GIULIA,
            )  # fmt: skip
            work.citizens.add(person)
            at.people.append(person)
        for number in range(families):
            work.shared_requests.add(request(number, **changes))
    at.doors = shared_service_doors(store, at.session, solver, lambda phone: phone)
    return at
