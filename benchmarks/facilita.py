"""A month for Facilita on the encrypted store: read, made into rows, checked, written, read back into the ledger.

Then the file is judged once more by the contract, as ``wemi-desk facilita check`` does. The peaks are those of Python's
memory: while four times the rows are exported, and while a file of ten times the rows is judged, beside one: the same
when memory is flat.
"""

from __future__ import annotations

import csv
import random
import tempfile
import tracemalloc
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

from benchmarks import share
from tests.desk import Desk
from tests.facilita_desk import ANSWERS, GIULIA, OCTOBER, FacilitaDesk
from tests.facilita_samples import CONTRACT, fiscal_code
from tests.factories import SPACE, make_citizen
from wemi_desk.documents.facilita import Tally, judge, write_rows
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.days import rome_instant
from wemi_desk.domain.facilita import Project
from wemi_desk.domain.facilitation import FacilitationAttendance, FacilitationSession
from wemi_desk.persistence import tables
from wemi_desk.persistence.row_forms import row_form

NAME = "facilita"
LIMITS = {
    "9,000 rows exported and validated s": 3.0, "peak of four times the rows exported": 1.5,
    "peak of ten times the rows judged": 1.5,
}  # fmt: skip
_PROJECT = Project("PDF", date(2024, 1, 1), date(2026, 12, 31))
_TODAY = date(2026, 11, 18)


def run(scale: str) -> dict[str, Any]:
    count = int(9_000 * share(scale))
    with tempfile.TemporaryDirectory() as folder:
        facilita = _desk(Path(folder) / "one", count)
        begun = perf_counter()
        [batch] = facilita.export().batches
        exported, tally = perf_counter() - begun, Tally()
        target = facilita.folder / batch.file_name
        begun = perf_counter()
        findings = sum(1 for _one in judge(target, CONTRACT, _PROJECT, _TODAY, tally))
        judged = perf_counter() - begun
        begun = perf_counter()
        facilita.ledger.keep([batch], facilita.folder)
        kept = perf_counter() - begun
        begun = perf_counter()
        facilita.indicators.explained(OCTOBER.first, OCTOBER.last)
        counted = perf_counter() - begun
        return {
            "9,000 rows exported and validated s": round(exported, 2), "judged again as a file s": round(judged, 2),
            "rows": tally.rows, "findings": findings, "figures with their rows s": round(counted, 2),
            "pdf of the file s": round(kept, 1), **_peaks(Path(folder), target, count),
        }  # fmt: skip


def _peaks(folder: Path, target: Path, count: int) -> dict[str, Any]:
    exported = [_export_peak(_desk(folder / f"peak{times}", count // 2 * times)) for times in (1, 4)]
    big, place = folder / "big.csv", CONTRACT.column("SE7")
    with target.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    write_rows(big, ((*row[:place], f"n. {copy}", *row[place + 1 :]) for copy in range(10) for row in rows), CONTRACT)
    judged = [_judge_peak(path) for path in (target, big)]
    return {
        "peak MB": round(exported[1] / 2**20, 1),
        "peak of four times the rows exported": round(exported[1] / exported[0], 2),
        "peak of ten times the rows judged": round(judged[1] / judged[0], 2),
    }  # fmt: skip


def _desk(folder: Path, count: int) -> FacilitaDesk:
    """A month of *count* sittings, each with another person, written as a sync writes them."""
    folder.mkdir(parents=True)
    desk = Desk(folder).found()
    facilita = FacilitaDesk(desk.lead, folder / "out").registered()
    with desk.engine.begin() as connection:
        cursor = connection.connection.driver_connection.cursor()
        for kind, table, place in (
            (Citizen, tables.CITIZEN, 0), (FacilitationSession, tables.FACILITATION_SESSION, 1),
            (FacilitationAttendance, tables.FACILITATION_ATTENDANCE, 2),
        ):  # fmt: skip
            form = row_form(kind, table)
            cursor.executemany(form.insert, (form.row(one[place]) for one in _month(count)))
    return facilita


def _month(count: int) -> Iterator[tuple[Any, Any, Any]]:
    begins = rome_instant(OCTOBER.first, time(9))
    for number in range(count):
        born = date(1930, 1, 1) + timedelta(days=number * 7 % 27_000)
        code = fiscal_code(random.Random(number), born)
        citizen = make_citizen(number + 10, fiscal_code=code, birth_date=born)
        session = FacilitationSession(
            id=UUID(int=(0x0190 << 112) | number), space_code=SPACE.code, operator_id=GIULIA.id,
            starts_at=begins + timedelta(days=number % 28, minutes=number % 480), minutes=30,
            competences=("2", "9"), title="Recupero SPID", local_number=str(number),
        )  # fmt: skip
        yield citizen, session, FacilitationAttendance(
            id=UUID(int=(0x0191 << 112) | number), session_id=session.id, citizen_id=citizen.id, answers=ANSWERS
        )


def _export_peak(facilita: FacilitaDesk) -> int:
    """Bytes at the highest point while a month is exported."""
    tracemalloc.start()
    facilita.export()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def _judge_peak(path: Path) -> int:
    """Bytes at the highest point while a file is judged."""
    tracemalloc.start()
    for _one in judge(path, CONTRACT, _PROJECT, _TODAY, Tally()):
        pass
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak
