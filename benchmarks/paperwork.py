"""Digital paperwork at a busy desk: finding a type by what people say, opening, stepping, reading, finishing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks import part_of, share
from tests.desk import Desk
from tests.digital_desk import DigitalDesk
from wemi_desk.domain.facilitation import FacilitationSession, SessionId
from wemi_desk.domain.paperwork_cases import PaperworkCase, PaperworkCaseId
from wemi_desk.persistence import tables
from wemi_desk.persistence.mapping import RecordMapping
from wemi_desk.services.paperwork.cases import Closing
from wemi_desk.services.paperwork.sittings import NewSitting

NAME = "paperwork"
LIMITS = {
    "a type found p95 ms": 30.0, "opened p95 ms": 40.0, "a step p95 ms": 40.0, "read whole p95 ms": 40.0,
    "finished with its sitting p95 ms": 60.0, "open matters of the space listed ms": 150.0,
}  # fmt: skip
_SAID = ("spid password persa", "visita oculistica", "il telefono non va", "isee", "permesso di soggiorno", "pasword")
_PAST, _ROUNDS = 20_000, 120


def run(scale: str) -> dict[str, Any]:
    rounds = max(20, int(_ROUNDS * share(scale)))
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder)).found()
        try:
            return _measured(desk, int(_PAST * share(scale)), rounds)
        finally:
            desk.close()


def _measured(desk: Desk, past: int, rounds: int) -> dict[str, Any]:
    digital = DigitalDesk(desk.giulia)
    _fill(desk, digital, past)
    person = digital.register()
    digital.types.search("spid")  # the catalogue is read once
    times: dict[str, list[float]] = {name: [] for name in LIMITS}
    for number in range(rounds):
        cases = digital.paperwork
        _timed(times["a type found p95 ms"], partial(digital.types.search, _SAID[number % len(_SAID)]))
        case = _timed(times["opened p95 ms"], partial(digital.open, "FSE", citizen_id=person.id, again=True))
        _timed(times["a step p95 ms"], partial(cases.do_step, case.id, 1))
        _timed(times["read whole p95 ms"], partial(cases.guide, case.id))
        sitting = NewSitting(minutes=12, case_ids=(case.id,))
        _timed(
            times["finished with its sitting p95 ms"],
            partial(cases.finish, case.id, Closing(outcome="completed"), sitting),
        )
    _timed(times["open matters of the space listed ms"], digital.paperwork.open_here)
    return {"matters in the store": past + rounds} | {name: round(_of(name, some), 1) for name, some in times.items()}


def _of(name: str, times: list[float]) -> float:
    return part_of(times, 0.95) if "p95" in name else times[0]


def _timed(times: list[float], act: Callable[[], Any]) -> Any:
    begun = perf_counter()
    found = act()
    times.append(1000 * (perf_counter() - begun))
    return found


def _fill(desk: Desk, digital: DigitalDesk, past: int) -> None:
    """Matters of past years, one in twenty still open, each with its sitting."""
    cases, sittings = [], []
    for number in range(past):
        at = desk.clock.now() - timedelta(minutes=7 * number)
        case = PaperworkCase(
            id=PaperworkCaseId(desk.ids()), space_code=digital.session.space.code, type_code="ISEE", type_version=1,
            operator_id=digital.session.operator.id, opened_at=at, closed_at=None if number % 20 == 0 else at,
            outcome="" if number % 20 == 0 else "completed",
        )  # fmt: skip
        cases.append(case)
        sittings.append(FacilitationSession(
            id=SessionId(desk.ids()), space_code=case.space_code, operator_id=case.operator_id, starts_at=at,
            minutes=20, competences=("6",), domains=("L",), title="ISEE", local_number=f"old-{number:06}",
            case_id=case.id,
        ))  # fmt: skip
    with desk.engine.begin() as connection:
        for table, kind, records in (
            (tables.PAPERWORK_CASE, PaperworkCase, cases), (tables.FACILITATION_SESSION, FacilitationSession, sittings),
        ):  # fmt: skip
            mapping = RecordMapping(kind)
            connection.execute(table.insert(), [mapping.to_row(one) for one in records])
