"""A month for Facilita: rows made from sittings, split, written, and judged by the contract as the command does.

The peak is what judging a file of ten times the rows takes beside judging one: the same when memory is flat.
"""

from __future__ import annotations

import random
import tempfile
import tracemalloc
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

from benchmarks import share
from tests.facilita_samples import CONTRACT, FACILITATORS, SITES, TODAY, fiscal_code
from wemi_desk.documents.facilita import Tally, judge, write_rows
from wemi_desk.domain.days import rome_instant
from wemi_desk.domain.facilita import Project
from wemi_desk.domain.facilita_batches import ExportRow, split
from wemi_desk.domain.facilita_rows import Outward, Ready, Registered, row_of
from wemi_desk.domain.facilitation import Attendee, FacilitationSession

NAME = "facilita"
LIMITS = {"9,000 rows exported and judged s": 3.0, "peak of ten times the rows": 1.5}
_OUTWARD = Outward({"primary": "A"}, {"retired": "G"}, {"it": "A"})
_REGISTERED = Registered(SITES[0], "7", *FACILITATORS)
_PROJECT = Project("PDF", date(2024, 1, 1), date(2026, 12, 31))


def run(scale: str) -> dict[str, Any]:
    count = int(9_000 * share(scale))
    attended = list(_month(count))
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "facilita.csv"
        begun = perf_counter()
        rows = [
            ExportRow(("CAP", session.starts_at.isoformat()), session.id, who.attendance_id, made.values)
            for session, who in attended
            if isinstance(made := row_of(session, who, _REGISTERED, _OUTWARD, CONTRACT, _PROJECT, TODAY), Ready)
        ]
        files = list(split(rows, CONTRACT))
        write_rows(target, (row.values for row in files[0]), CONTRACT)
        exported, tally = perf_counter() - begun, Tally()
        findings = sum(1 for _one in judge(target, CONTRACT, _PROJECT, TODAY, tally))
        whole = perf_counter() - begun
        big = Path(folder) / "big.csv"
        place = CONTRACT.column("SE7")
        ten = ((*row.values[:place], f"n. {copy}", *row.values[place + 1 :]) for copy in range(10) for row in files[0])
        write_rows(big, ten, CONTRACT)
        peaks = [_peak(path) for path in (target, big)]
    return {
        "9,000 rows exported and judged s": round(whole, 2), "of which export s": round(exported, 2),
        "rows": tally.rows, "findings": findings, "peak MB": round(peaks[0] / 2**20, 1),
        "peak of ten times the rows": round(peaks[1] / peaks[0], 2),
    }  # fmt: skip


def _month(count: int) -> Any:
    dice = random.Random(41)
    session = FacilitationSession(
        id=UUID(int=0), space_code="CAP", operator_id=UUID(int=1), starts_at=rome_instant(date(2026, 3, 2), time(9, 0)),
        minutes=30, competences=("9", "2"), title="Recupero SPID", local_number="0",
    )  # fmt: skip
    for number in range(count):
        born = date(1930, 1, 1) + timedelta(days=dice.randrange(27_000))
        one = replace(
            session, id=UUID(int=number + 2), local_number=str(number),
            starts_at=session.starts_at + timedelta(days=number % 28, minutes=number % 480),
        )  # fmt: skip
        yield one, Attendee(
            attendance_id=UUID(int=number), citizen_id=UUID(int=number), surname="Neri", given_name="Ada",
            fiscal_code=fiscal_code(dice, born), birth_date=born, education="primary", occupation="retired",
            citizenship="it",
        )  # fmt: skip


def _peak(path: Path) -> int:
    """Bytes at the highest point while a file is judged."""
    tracemalloc.start()
    for _one in judge(path, CONTRACT, _PROJECT, TODAY, Tally()):
        pass
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak
