"""What a space did beside its contacts: held and not planned, there and not enrolled, promised and kept."""

from contextlib import contextmanager
from types import SimpleNamespace
from uuid import UUID

from tests.counter_store import SPACE, FakeStore, FakeWork, session
from wemi_desk.domain.appointments import BOOKED, CANCELLED, DONE, NO_SHOW
from wemi_desk.domain.courses import HELD, PLANNED
from wemi_desk.domain.day import DayAside
from wemi_desk.services.day import DayService
from wemi_desk.ui.screens.day.words import aside_lines


def meeting(number, state=HELD, space=SPACE.code, unnamed=0):
    return SimpleNamespace(id=UUID(int=number), state=state, space_code=space, unnamed=unnamed)


def presence(number, withdrawn=None):
    return SimpleNamespace(id=UUID(int=number), citizen_id=UUID(int=number), noted_at=number, withdrawn_at=withdrawn)


class Store(FakeStore):
    """A day with two meetings that were held, hours of one volunteer written down twice, four appointments."""

    @contextmanager
    def work(self):
        work, today = FakeWork(self), self.clock.at.date()
        meetings = [meeting(1, unnamed=3), meeting(2), meeting(3, PLANNED), meeting(4, space="ELS")]
        there = {UUID(int=1): [presence(5), presence(6, withdrawn=1)], UUID(int=2): [presence(7), presence(7)]}
        given = SimpleNamespace(citizen_id=UUID(int=9), minutes=45, worked_on=today, cancelled_at=None)
        promised = [SimpleNamespace(status=one) for one in (BOOKED, DONE, NO_SHOW, CANCELLED)]
        work.activity_dates = SimpleNamespace(between=lambda *_period: meetings)
        work.presences = SimpleNamespace(of=lambda ids: {one: there.get(one, []) for one in ids})
        work.volunteer_hours = SimpleNamespace(between=lambda *_period: [given, given])
        work.appointments.between = lambda *_period: promised
        yield work

    reading = work


def test_what_was_held_who_was_there_hours_and_missed_appointments_are_counted():
    store = Store()
    aside = DayService(store, session(store)).summary().aside
    assert aside == DayAside(meetings=2, attendances=5, volunteers=1, volunteer_minutes=90, booked=3, missed=1)


def test_each_kind_has_its_line_and_what_there_was_not_has_none():
    assert aside_lines(DayAside()) == []
    assert aside_lines(DayAside(meetings=2, attendances=5, volunteers=1, volunteer_minutes=90, booked=3, missed=1)) == [
        "Attività: 2 incontri svolti, 5 presenze", "Volontari: 1 persona, 1 ora e 30 minuti",
        "Appuntamenti: 3 presi, 1 mancato",
    ]  # fmt: skip
