"""The calendar of a space in the real window on a real store: a month of 400 meetings painted, a term planned and
copied, and thirty people who pass their card at a reader's pace."""

import random
import tempfile
from datetime import date, time, timedelta
from pathlib import Path
from time import perf_counter, thread_time

from benchmarks import PASSES, part_of, share

NAME = "activities"
PACE_S = 1.2
"""From one card to the next: a person steps up, the card is laid on the reader, the next one takes it."""
LIMITS = {
    "month of 400 meetings painted p95 ms": 50, "thirty cards at a reader's pace s": 45,
    "longest work of the window while cards are passed ms": 100,
}  # fmt: skip
_ROOMS = ("Sala A", "Sala B", "Sala lettura", "Cortile", "Laboratorio")


def run(scale):
    from wemi_desk.tour import security, stage
    from wemi_desk.tour.stage import Tour

    stage.PATIENCE_MS = 180_000  # the palestra is founded first, whatever else the machine does
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "pictures"
        out.mkdir()
        tour = Tour(Path(folder), out, quick=True)
        try:
            security.unlock(tour)
            cards = _cards(tour, max(3, int(30 * share(scale))))  # first: the rest leaves thousands of acts to be sent
            return {**_month(tour), **_term(tour), **cards}
        finally:
            tour.close()


def _in_background(tour, work):
    found = []
    tour.in_background(lambda: found.append(work()), "the work")
    return found[0]


def _month(tour):
    """400 meetings of one month, written, read and painted; a paint is one of the whole widget."""
    from wemi_desk.domain.days import rome_instant
    from wemi_desk.services.courses.planning import ActivityForm, Meetings
    from wemi_desk.ui.screens.courses.spans import DAY, MONTH, WEEK

    doors, first = tour.work.desk.courses(), date(2027, 2, 1)

    def fill():
        for number in range(100):
            form = ActivityForm(
                kind="gathering", activity_type="workshop", title=f"Laboratorio di quartiere numero {number}",
                capacity=12, room=_ROOMS[number % 5], led_by_text=f"Conduttore {number}",
            )  # fmt: skip
            at = rome_instant(first + timedelta(days=number % 7), time(8 + number % 10, 30 * (number % 2)))
            doors.planning.plan(form, Meetings(at, 90, 4))

    _in_background(tour, fill)
    tour.typist.press("F7")
    tour.settle()
    calendar = tour.work.places.courses.panes.calendar
    begun = perf_counter()
    calendar.model.show(MONTH, date(2027, 2, 10))
    tour.until(lambda: calendar.model.is_read and calendar.model.span == MONTH, "the month")
    tour.settle()
    shown = perf_counter() - begun
    assert len(calendar.model.lines) == 400
    figures = _painted("month of 400 meetings", calendar)
    for span, name in ((WEEK, "week"), (DAY, "day")):
        calendar.model.show(span, date(2027, 2, 10))
        tour.settle()
        figures |= _painted(f"a {name} of it", calendar)
    return {**figures, "month read and shown ms": round(shown * 1000)}


def _painted(what, calendar):
    """The whole widget, forty times: the least of three each, the rest is what other programs took."""
    walls, works = [], []
    for _ in range(40):
        passes = [_paint(calendar) for _ in range(PASSES)]
        walls.append(min(wall for wall, _work in passes))
        works.append(min(work for _wall, work in passes))
    return {f"{what} painted p95 ms": part_of(walls, 0.95), f"{what} painted, of the processor ms": part_of(works, 0.5)}


def _paint(calendar):
    wall, work = perf_counter(), thread_time()
    calendar.board.viewport().repaint()
    return (perf_counter() - wall) * 1000, (thread_time() - work) * 1000


def _term(tour):
    """A series of thirteen weeks looked at and written beside those 400, and a month copied to the next."""
    from wemi_desk.domain.days import rome_instant
    from wemi_desk.domain.series import Rhythm, Series
    from wemi_desk.services.courses.planning import ActivityForm, Meetings

    doors, first = tour.work.desk.courses(), date(2027, 2, 3)
    form = ActivityForm(kind="gathering", activity_type="reading", title="Lettura", capacity=8, room="Sala A")
    series = Series(rhythm=Rhythm.WEEKLY, first_on=first, times=13, skips_holidays=True)
    meetings = Meetings(rome_instant(first, time(8, 30)), 90, series=series)
    timed = {}

    def measure(name, work):
        begun = perf_counter()
        made = work()
        timed[name] = round((perf_counter() - begun) * 1000)
        return made

    def play():
        measure("a term looked at, with holidays and clashes ms", lambda: doors.planning.preview(form, meetings))
        planned = measure("a term of 13 meetings written ms", lambda: doors.planning.plan(form, meetings))
        assert planned.clashes
        made = measure(
            "a month of 400 meetings copied to the next ms",
            lambda: doors.programme.copy(date(2027, 2, 1), date(2027, 2, 28), date(2027, 3, 1)),
        )
        assert made.meetings >= 400

    _in_background(tour, play)
    return timed


def _cards(tour, people):
    """Enrolled, today, in the window: each mark stands on the screen before the next card comes."""
    from wemi_desk.ui.watchdog import Watchdog

    codes = _in_background(tour, lambda: _enrolled(tour, people))
    tour.typist.press("F7")
    tour.settle()
    courses = tour.work.places.courses
    courses.model.calendar.turn(0)
    courses.model.calendar.show("list", tour.work.desk.session.clock.today())
    tour.settle()
    tour.until(lambda: len(_listed(courses)) == people, "the list")
    watchdog = Watchdog(tour.console)
    answers, begun = [], perf_counter()
    watchdog.start()
    for number, code in enumerate(codes, start=1):
        passed = perf_counter()
        tour.typist.scan(code)
        tour.until(lambda wanted=number: _present(courses) == wanted, "the mark")
        answers.append((perf_counter() - passed) * 1000)
        tour.until(lambda since=passed: perf_counter() - since >= PACE_S, "the next card")
    watchdog.stop()
    elapsed = perf_counter() - begun
    return {
        "thirty cards at a reader's pace s": round(elapsed * 30 / people, 1), "cards passed": people,
        "card to mark p95 ms": part_of(answers, 0.95),
        "longest work of the window while cards are passed ms": round(watchdog.longest_work_ms),
        "longest stall meanwhile, other programs included ms": round(watchdog.longest_ms),
    }  # fmt: skip


def _listed(courses):
    lesson = courses.model.meeting.lesson
    return lesson.people if lesson is not None else ()


def _present(courses):
    return sum(one.presence is not None for one in _listed(courses))


def _enrolled(tour, people):
    """So many people of the palestra with a card, at a meeting that is going on."""
    from tests.facilita_samples import fiscal_code
    from wemi_desk.domain.days import bounds, rome_day
    from wemi_desk.services.citizens import RegisterCitizen
    from wemi_desk.services.courses.planning import ActivityForm, Meetings
    from wemi_desk.services.person_forms import PersonForm

    desk = tour.work.desk
    doors, now = desk.courses(), desk.session.clock.now()
    form = ActivityForm(kind="gathering", activity_type="social", title="Trenta persone", capacity=40)
    begin = max(now - timedelta(minutes=2), bounds(rome_day(now))[0])
    planned = doors.planning.plan(form, Meetings(begin, 90))
    dice = random.Random(30)
    codes = [fiscal_code(dice, date(1950 + number, 3, 12)) for number in range(people)]
    for number, code in enumerate(codes):
        made = desk.citizens.register(RegisterCitizen(form=PersonForm(
            surname=f"Zzpersona{number}", given_name="Prova", code=code, code_provenance="document"
        )))  # fmt: skip
        doors.enrolling.enrol(planned.activity.id, made.citizen.id)
    return codes
