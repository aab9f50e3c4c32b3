"""One judgement, and all open measures for a family: in memory, and with the store read underneath.

Everything is done three times and the least time counts: the rest is what other programs took. "plain" is the first.
"""

from __future__ import annotations

import copy
import gc
import random
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from benchmarks import part_of
from tests.desk import Desk
from tests.measure_documents import DOCUMENT
from tests.random_measures import random_document, random_facts, random_moment
from wemi_desk.domain.eligibility import evaluate, fitting
from wemi_desk.domain.measure_documents import read_measure, write_measure
from wemi_desk.domain.measures import MeasureVersion
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.isee import IseeSeen, IseeService
from wemi_desk.services.measures import MeasureService
from wemi_desk.services.person_forms import PersonForm

NAME = "eligibility"
LIMITS = {
    "one judgement p99 ms": 2.0, "50 measures, family of 5, in memory p95 ms": 50.0,
    "50 measures, family of 5, from the store p95 ms": 50.0,
    "50 measures, family of 5, from the store cpu p95 ms": 50.0, "first look from the store ms": 250.0,
    "a document read and checked p95 ms": 20.0,
}  # fmt: skip
MEASURES = 50
_ROUNDS = {"small": 60, "full": 400}


def run(scale: str) -> dict[str, Any]:
    rounds = _ROUNDS[scale]
    gc.freeze()
    gc.disable()  # as in the program, where only the UI thread collects
    return {**_judgements(rounds * 50), **_in_memory(rounds), **_from_the_store(rounds), **_reading(rounds)}


def _judgements(count: int) -> dict[str, float]:
    rng, times = random.Random(5), []
    for _ in range(count // 20):
        document = random_document(rng)
        version = read_measure(document)
        at = random_moment(rng, document)
        for _ in range(20):
            facts = random_facts(rng, document, at)
            times.append(_least(partial(evaluate, facts, version, at)))
    return {"one judgement median ms": _ms(times, 0.5), "one judgement p99 ms": _ms(times, 0.99)}


def _in_memory(rounds: int) -> dict[str, float]:
    rng, times = random.Random(6), []
    documents = [random_document(rng, f"M{number}") for number in range(MEASURES)]
    versions = [read_measure(one) for one in documents]
    at = random_moment(rng, documents[0])
    family = {number: random_facts(rng, documents[0], at) for number in range(5)}
    for _ in range(rounds):
        times.append(_least(lambda: fitting(family, versions, at)))
    return {f"{MEASURES} measures, family of 5, in memory p95 ms": _ms(times, 0.95)}


def _from_the_store(rounds: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder)).found()
        try:
            return _fits(desk, rounds)
        finally:
            desk.close()


def _fits(desk: Desk, rounds: int) -> dict[str, float]:
    giulia, times, plain, cpu = desk.giulia, [], [], []
    mother = giulia.citizens.register(
        RegisterCitizen(form=PersonForm(surname="Rossi", birth="05/05/1985", municipio="4"))
    ).citizen
    for number in range(4):
        form = PersonForm(surname="Rossi", given_name=f"Nome{number}", birth=f"03/05/{2012 + number}", municipio="4")
        giulia.households.add_minor(mother.id, form)
    year = giulia.session.clock.today().year
    isee = IseeSeen(value_cents=850_000, dsu_on=date(year, 1, 20), valid_until=date(year, 12, 31))
    IseeService(giulia.store, giulia.session).note(mother.id, isee)
    texts = [write_measure(_open_measure(number)) for number in range(MEASURES)]

    def shipped() -> list[MeasureVersion]:
        return known or known.extend(read_measure(text) for text in texts) or known

    known: list[MeasureVersion] = []
    measures = MeasureService(giulia.store, giulia.session, shipped)
    begun = perf_counter()
    found = len(measures.fitting(mother.id))
    first = (perf_counter() - begun) * 1000
    for _ in range(rounds):
        begun, worked = perf_counter(), process_time()
        measures.fitting(mother.id)
        plain.append(perf_counter() - begun)
        cpu.append(process_time() - worked)
        times.append(_least(lambda: measures.fitting(mother.id)))
    return {
        "judgements in one look": found, "first look from the store ms": round(first, 2),
        f"{MEASURES} measures, family of 5, from the store plain p95 ms": _ms(plain, 0.95),
        f"{MEASURES} measures, family of 5, from the store p95 ms": _ms(times, 0.95),
        f"{MEASURES} measures, family of 5, from the store cpu p95 ms": _ms(cpu, 0.95),
    }  # fmt: skip


def _open_measure(number: int) -> dict[str, Any]:
    made = copy.deepcopy(DOCUMENT)
    window = {"opens_at": "2020-01-01T09:00", "closes_at": "2090-01-31T12:00"}
    return made | {"code": f"M{number}", "window": window, "spend_until": None}


def _reading(rounds: int) -> dict[str, float]:
    text, times = write_measure(DOCUMENT), []
    for _ in range(rounds):
        times.append(_least(lambda: read_measure(text)))
    return {"a document read and checked p95 ms": _ms(times, 0.95)}


def _least(work: Callable[[], object]) -> float:
    """Seconds, the best of three."""
    times = []
    for _ in range(3):
        begun = perf_counter()
        work()
        times.append(perf_counter() - begun)
    return min(times)


def _ms(times: list[float], share: float) -> float:
    return part_of([each * 1000 for each in times], share)
