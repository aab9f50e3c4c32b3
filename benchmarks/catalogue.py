"""The catalogue's search while typing, among 5,000 services, and what it finds of questions people ask.

The services are the 336 of the palestra and as many more as make the number up: the same ones as other bodies give
them, elsewhere, at another price. A question is answered when one of the right services of the held list
(``tests/data/catalogue_questions.csv``), or the same one of another body, is among the first five; "scrambled" is the
harsher figure, where half of those others are described in the words of a service that is not theirs. "tuning" are the
questions the search was made with, "unseen" those that nobody looked at while it was. "alone" is the same on the 336
by themselves, where only the very service counts.

Every key of every question counts: understanding it, searching, and reading the rows that are shown from the encrypted
store. Least of three passes; "first pass" is the plain figure.
"""

from __future__ import annotations

import csv
import gc
import os
import random
import tempfile
import tracemalloc
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any

from benchmarks import PASSES, part_of
from wemi_desk.domain.catalogue import CatalogueService, service_id
from wemi_desk.domain.catalogue_index import CatalogueIndex
from wemi_desk.domain.catalogue_query import understand
from wemi_desk.gateways.practice_catalogue import load_practice_catalogue
from wemi_desk.gateways.reference_lists import load_catalogue_labels
from wemi_desk.persistence.catalogue import SqlCatalogue
from wemi_desk.persistence.database import open_engine, reading
from wemi_desk.persistence.tables import METADATA

NAME = "catalogue"
LIMITS = {
    "key p95 ms": 10.0, "recall@5": ("≥", 0.95), "recall@5 unseen": ("≥", 0.95), "alone recall@5 unseen": ("≥", 0.95),
}  # fmt: skip
QUESTIONS = Path(__file__).resolve().parent.parent / "tests" / "data" / "catalogue_questions.csv"
_DAY, _AT, _SHOWN, _SEED = date(2026, 11, 22), datetime(2026, 11, 22, 8, tzinfo=UTC), 30, 20_261_122


def run(scale: str) -> dict[str, Any]:
    """Milliseconds a key, the part of the questions that is answered, and what the index holds in memory."""
    providers, services, _edition = load_practice_catalogue(_AT)
    names = {one.id: one.name for one in providers}
    size = 1_000 if scale == "small" else 5_000
    many = _city(list(services), size)
    asked = _questions()
    gc.collect()
    tracemalloc.start()
    begun = perf_counter()
    index = CatalogueIndex(many, names, load_catalogue_labels())
    held, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    again = perf_counter()
    index = CatalogueIndex(many, names, load_catalogue_labels())
    figures: dict[str, Any] = {
        "services": len(index), "index MB": round(held / 1e6, 1), "build s": round(perf_counter() - again, 2),
        "build s, watched": round(again - begun, 2), "questions": len(asked),
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        figures |= _typed(index, many, [text for _part, text, _right in asked], Path(folder) / "store.db")
    figures |= _recall(index, {one.id: one.code for one in many}, asked, "")
    figures |= _recall(
        CatalogueIndex(scrambled := _city(list(services), size, scrambled=True), names, load_catalogue_labels()),
        {one.id: one.code for one in scrambled}, asked, "scrambled ",
    )  # fmt: skip
    alone = CatalogueIndex(services, names, load_catalogue_labels())
    return figures | _recall(alone, {one.id: one.code for one in services}, asked, "alone ")


def _questions() -> list[tuple[str, str, frozenset[str]]]:
    with QUESTIONS.open(encoding="utf-8", newline="") as stream:
        return [(one["part"], one["question"], frozenset(one["right"].split("|"))) for one in csv.DictReader(stream)]


def _city(services: list[CatalogueService], size: int, *, scrambled: bool = False) -> list[CatalogueService]:
    """The same as other bodies give them; ``ORE-01/7`` is the seventh of ``ORE-01``."""
    chance, found = random.Random(_SEED), list(services)
    while len(found) < size:
        one, other = chance.choice(services), chance.choice(services)
        code = f"{one.code}/{len(found)}"
        price = one.price_cents * chance.randint(80, 130) // 100 if one.price_cents else one.price_cents
        found.append(replace(
            one, id=service_id(code), code=code, price_cents=price, provider_id=other.provider_id,
            municipi=other.municipi if one.municipi else (),
            description=chance.choice((one, other)).description if scrambled else one.description,
        ))  # fmt: skip
    return found


def _typed(index: CatalogueIndex, many: Sequence[CatalogueService], texts: list[str], path: Path) -> dict[str, Any]:
    """Every key of every question, the rows read from the store."""
    key = os.urandom(32)
    engine = open_engine(path, key)
    with engine.begin() as connection:
        METADATA.create_all(connection)
        SqlCatalogue(connection).put((), many)
    engine.dispose()
    engine = reading(open_engine(path, key))
    keys = [text[:end] for text in texts for end in range(1, len(text) + 1)]
    with engine.connect() as connection:
        records = SqlCatalogue(connection)

        def timed(text: str) -> tuple[float, float, float]:
            begun, busy = perf_counter(), thread_time()
            found = index.search(understand(text), _DAY, _SHOWN)
            searched = perf_counter()
            records.services([hit.service_id for hit in found.hits])
            return (perf_counter() - begun) * 1000, (searched - begun) * 1000, (thread_time() - busy) * 1000

        timed("prima ricerca")
        passes = [[timed(text) for text in keys] for _ in range(PASSES)]
    engine.dispose()
    least, search, busy = ([min(one[at] for one in times) for times in zip(*passes, strict=True)] for at in range(3))
    return {
        "keys": len(keys), "key p50 ms": part_of(least, 0.5), "key p95 ms": part_of(least, 0.95),
        "key p99 ms": part_of(least, 0.99),
        "key p95 ms, first pass": part_of([one[0] for one in passes[0]], 0.95),
        "key p95 cpu ms": part_of(busy, 0.95),
        "search alone p95 ms": part_of(search, 0.95),
    }  # fmt: skip


def _recall(
    index: CatalogueIndex, codes: dict[Any, str], asked: list[tuple[str, str, frozenset[str]]], before: str
) -> dict[str, Any]:
    right: dict[str, list[bool]] = {}
    for part, text, wanted in asked:
        hits = index.search(understand(text), _DAY, 5).hits
        right.setdefault(part, []).append(any(codes[hit.service_id].split("/")[0] in wanted for hit in hits))
    every = [one for each in right.values() for one in each]
    return {
        f"{before}recall@5": _mean(every), f"{before}recall@5 tuning": _mean(right.get("tuning", [])),
        f"{before}recall@5 unseen": _mean(right.get("held", [])),
    }  # fmt: skip


def _mean(values: list[bool]) -> float:
    return round(sum(values) / max(len(values), 1), 4)
