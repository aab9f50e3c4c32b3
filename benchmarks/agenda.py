"""A week of six operators painted, and the free hours of a month found, on a store with two years of agenda."""

from __future__ import annotations

import random
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from benchmarks import PASSES, share
from tests.agenda_store import agenda_of
from tests.desk import Desk
from tests.factories import LEAD, OPERATORS, SPACE, make_operator
from wemi_desk.domain.appointments import Appointment
from wemi_desk.domain.courses import monday_of
from wemi_desk.domain.openings import instant_of
from wemi_desk.domain.shifts import Shift, shift_id
from wemi_desk.services.agenda.free_hours import Wish

NAME = "agenda"
LIMITS = {"week_read_ms": 100.0, "week_painted_ms": 50.0, "day_painted_ms": 50.0, "free_month_ms": 200.0}
SPAN = (540, 1020)


def run(scale: str) -> dict[str, float | int | str]:
    """Milliseconds, the least of three: reading a week, painting it and its busiest day, finding a month's hours."""
    with tempfile.TemporaryDirectory(prefix="wemi-bench-") as folder:
        desk = Desk(Path(folder)).found()
        try:
            return _measured(desk, max(0.1, share(scale)))
        finally:
            desk.close()


def _measured(desk: Desk, part: float) -> dict[str, float | int | str]:
    staff = [OPERATORS["giulia"], OPERATORS["marco"], *(make_operator(10 + n, "operator") for n in range(4))]
    made = _fill(desk, staff, int(520 * part))
    agenda, today = agenda_of(desk.giulia), desk.clock.today()
    monday, code = monday_of(today) + timedelta(days=7), SPACE.code
    told: dict[str, float | int | str] = {"appointments": made}
    told["week_read_ms"] = _least(lambda: agenda.planning.week(monday, code))
    told["day_read_ms"] = _least(lambda: agenda.days.day(monday, code))
    wish = Wish(minutes=30, after=instant_of(today, 0), most=10_000, days=30)
    told["free_month_ms"] = _least(lambda: agenda.free_hours.first(wish))
    told["free_found"] = len(agenda.free_hours.first(wish))
    told["first_free_ms"] = _least(lambda: agenda.free_hours.first(Wish(minutes=45)))
    return told | _painted(desk, agenda.planning.week(monday, code), agenda.days.day(monday, code))


def _fill(desk: Desk, staff: list, days: int) -> int:
    """Everybody from nine to five, two thirds of the half hours taken."""
    pick, lead = random.Random(6), agenda_of(desk.lead)
    with desk.lead.store.work() as work:
        work.directory.put_space(SPACE)
        for one in (*staff, LEAD):
            work.directory.put_operator(one)
        work.commit()
    for weekday in range(5):
        lead.openings.add_slot(weekday, SPAN)
    first, made = desk.clock.today() - timedelta(days=days - 30), 0
    for number in range(days):
        day = first + timedelta(days=number)
        if day.weekday() < 5:
            made += _fill_day(desk, staff, day, pick)
    return made


def _fill_day(desk: Desk, staff: list, day: date, pick: random.Random) -> int:
    now, made = desk.clock.now(), 0
    with desk.giulia.store.work() as work:
        for one in staff:
            work.shifts.add(Shift(
                id=shift_id(SPACE.code, one.id, day, SPAN), space_code=SPACE.code, operator_id=one.id, day=day,
                from_minute=SPAN[0], to_minute=SPAN[1], created_at=now, created_by=LEAD.id,
            ))  # fmt: skip
            for minute in range(*SPAN, 30):
                if pick.random() < 0.66:
                    made += 1
                    work.appointments.add(Appointment(
                        id=desk.ids(), space_code=SPACE.code, operator_id=one.id, starts_at=instant_of(day, minute),
                        name="Sig. Prova", reason="q_isee", created_at=now, created_by=one.id, changed_at=now,
                        changed_by=one.id,
                    ))  # fmt: skip
        work.commit()
    return made


def _painted(desk: Desk, week: object, day: object) -> dict[str, float]:
    from PySide6.QtWidgets import QApplication

    from wemi_desk.ui.screens.agenda.cells import day_grid, week_grid
    from wemi_desk.ui.screens.agenda.grid_view import GridView
    from wemi_desk.ui.style_sheet import ApplicationLook
    from wemi_desk.ui.theme import current_theme

    app = QApplication.instance() or QApplication([])
    look = ApplicationLook(app, current_theme())
    view = GridView("Settimana", 54)
    view.resize(1200, 700)
    view.show()
    app.processEvents()

    def painted(grid):
        def paint() -> None:
            view.show_grid(grid())
            view.grab()

        return _least(paint)

    found = {
        "week_painted_ms": painted(lambda: week_grid(week)),
        "day_painted_ms": painted(lambda: day_grid(day, desk.lists)),
    }  # fmt: skip
    view.close()
    del look
    return found


def _least(work) -> float:
    times = []
    for _pass in range(PASSES):
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) * 1000)
    return round(min(times), 1)
