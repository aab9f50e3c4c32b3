"""20,000 rows of a catalogue on the encrypted store: looked at, tried out, published, written out, read again.

*published here* is a desk alone; *handed over* puts the same into the outbox for a centre, *taken* is the centre's one
transaction that shows it to every desk. The peak is Python's memory while the file is tried out.
"""

from __future__ import annotations

import csv
import tempfile
import tracemalloc
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks import share
from tests.catalogue_files_desk import STAFF, files_desk, fill
from tests.central_exchange import Centre
from tests.desk import Desk
from wemi_desk.central.exchange import catalogue
from wemi_desk.central.store.database import CentreDatabase
from wemi_desk.domain.catalogue import EDITION, PROVIDER, SERVICE

NAME = "catalogue_files"
LIMITS = {"20,000 rows of CSV imported s": 10.0, "20,000 rows of XLSX imported s": 10.0}


def run(scale: str) -> dict[str, Any]:
    count = int(20_000 * share(scale))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "one").mkdir()
        desk = Desk(folder / "one").found()
        anna = files_desk(desk.counter(STAFF))
        fill(anna.counter)
        figures = _through(anna, _rows(anna, folder, count), folder, "CSV")
        figures |= _through(anna, _workbook(anna, folder, figures), folder, "XLSX")
        figures["peak MB while tried out"] = _peak(anna, folder / "tutto.xlsx")
        figures |= _to_centre(anna, folder)
        desk.close()
        return figures


def _through(anna: Any, path: Path, folder: Path, kind: str) -> dict[str, float]:
    """Look, try out, publish."""
    times = [perf_counter()]
    looked = anna.imports.look(path)
    times.append(perf_counter())
    dry = anna.imports.try_out(looked.opened, looked.mapping, whole=False)
    times.append(perf_counter())
    assert not dry.problems
    if not dry.differences.is_empty:
        anna.imports.publish(dry)
    times.append(perf_counter())
    steps = [after - before for before, after in pairwise(times)]
    figures = {f"{kind}, {what} s": round(seconds, 2) for what, seconds in zip(
        ("looked at", "tried out", "published here"), steps, strict=True
    )}  # fmt: skip
    return figures | {f"20,000 rows of {kind} imported s": round(sum(steps), 2)}


def _rows(anna: Any, folder: Path, count: int) -> Path:
    """The practice catalogue over and over, under other codes."""
    anna.exports.export(folder / "prima.csv")
    with (folder / "prima.csv").open(encoding="utf-8-sig", newline="") as stream:
        header, *rows = csv.reader(stream, delimiter=";")
    with (folder / "grande.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(header)
        writer.writerows([f"X{n:05}", f"{row[1]} {n}", *row[2:]] for n, row in zip(range(count), _again(rows)))  # noqa: B905
    return folder / "grande.csv"


def _again(rows: list[list[str]]) -> Iterator[list[str]]:
    while True:
        yield from rows


def _workbook(anna: Any, folder: Path, figures: dict[str, float]) -> Path:
    begun = perf_counter()
    anna.exports.export(folder / "tutto.xlsx")
    figures["XLSX written s"] = round(perf_counter() - begun, 2)
    return folder / "tutto.xlsx"


def _peak(anna: Any, path: Path) -> float:
    looked = anna.imports.look(path)
    tracemalloc.start()
    anna.imports.try_out(looked.opened, looked.mapping, whole=False)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return round(peak / 2**20, 1)


def _to_centre(anna: Any, folder: Path) -> dict[str, float]:
    """Into an outbox, and what the centre does with it, on SQLite in memory."""
    (folder / "two").mkdir()
    other = Desk(folder / "two").found()
    handing = files_desk(other.counter(STAFF), has_centre=True)
    looked = handing.imports.look(folder / "tutto.xlsx")
    dry = handing.imports.try_out(looked.opened, looked.mapping, whole=False)
    begun = perf_counter()
    handing.imports.publish(dry)
    handed = perf_counter() - begun
    acts = other.acts()
    database = CentreDatabase("sqlite://", lasting=False)
    database.create_all()
    centre, found = Centre(database), dry.differences
    sheets = [(PROVIDER, one.id, _plain(one)) for _kind, one in found.providers]
    sheets += [(SERVICE, one.service.id, _plain(one.service)) for one in found.services]
    begun = perf_counter()
    centre.within(lambda work: catalogue.show(work, sheets))
    taken = perf_counter() - begun
    database.close()
    other.close()
    size = sum(len(act.payload or b"") for act in acts) / 2**20
    return {
        "handed over s": round(handed, 2), "acts": len([act for act in acts if act.kind != EDITION]),
        "MB handed over": round(size, 1), "taken by the centre s": round(taken, 2),
    }  # fmt: skip


def _plain(record: Any) -> dict[str, Any]:
    import msgspec

    found: dict[str, Any] = msgspec.to_builtins(record)
    return found
