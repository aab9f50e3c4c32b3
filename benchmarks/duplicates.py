"""Possible duplicates of one registration among everybody on the desk, beside rapidfuzz with blocking.

Half of the registrations are people who are there already, typed again with one kind of mistake each (a typo, a typo in
both names, names swapped, a wrong digit or day and month exchanged in the birth date, another telephone, no codice
fiscale, nothing but the same codice fiscale), always without the codice fiscale except in the last; half are people who
are new. Recall is the share of the first who are offered; precision is the share of true ones among all that were
offered to both. Somebody new who shares name, birth and telephone with nobody should see an empty list.

Latency is the least of three passes over all registrations, thousands of searches apart (see `search`).

The peer blocks by birth date, by telephone and by the consonants of the surname, then scores with rapidfuzz.
"""

from __future__ import annotations

import gc
import os
import random
import tempfile
from collections import defaultdict
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, MetaData

from benchmarks import PASSES, memory_mb, part_of
from benchmarks.people import MISTAKES, people, retyped
from wemi_desk.domain.names import folded, joined
from wemi_desk.domain.person_index import IndexedPerson
from wemi_desk.persistence.database import open_engine, reading
from wemi_desk.persistence.search import SqlPersonSearch

NAME = "duplicates"
LIMITS = {
    "1,000,000 p95 ms": 10.0,
    "1,000,000 recall": ("≥", 0.95),
    "1,000,000 precision": ("≥", 0.97),
    "100,000 recall": ("≥", 0.95),
    "100,000 precision": ("≥", 0.97),
}
_SIZES = {"small": (20_000,), "full": (100_000, 1_000_000)}
_COUNT = {"small": 420, "full": 2_100}
_PEOPLE_SEED, _NEW_SEED, _DRAFT_SEED = 20_261_122, 771, 3_119
_PEER_CUT = 92.0


def run(scale: str) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for size in _SIZES[scale]:
        persons = list(people(size, _PEOPLE_SEED))
        gc.freeze()
        drafts = _drafts(persons, _COUNT[scale])
        with tempfile.TemporaryDirectory() as folder:
            measured = _ours(persons, drafts, Path(folder) / "store.db") | _peer(persons, drafts)
        figures |= {f"{size:,} {figure}": value for figure, value in measured.items()}
        gc.unfreeze()
    return figures


Draft = tuple[IndexedPerson, UUID | None, str]


def _drafts(persons: list[IndexedPerson], count: int) -> list[Draft]:
    """Registrations with the person they repeat, if any, and the kind of mistake."""
    pick = random.Random(_DRAFT_SEED)
    drafts: list[Draft] = [(new, None, "new") for new in people(count // 2, _NEW_SEED)]
    while len(drafts) < count:
        kind, person = MISTAKES[len(drafts) % len(MISTAKES)], pick.choice(persons)
        if kind == "same_code" and not person.fiscal_code:
            continue
        drafts.append((retyped(pick, person, kind, UUID(int=len(drafts))), person.citizen_id, kind))
    return drafts


def _ours(persons: list[IndexedPerson], drafts: list[Draft], path: Path) -> dict[str, Any]:
    metadata, key = MetaData(), os.urandom(32)
    search, engine = SqlPersonSearch(metadata), open_engine(path, key)
    with engine.begin() as connection:
        metadata.create_all(connection)
        search.rebuild(connection, persons)
    engine.dispose()
    with reading(open_engine(path, key)).connect() as connection:
        search.candidates(connection, drafts[0][0])
        passes = [[_timed(search, connection, draft) for draft, _, _ in drafts] for _ in range(PASSES)]
        offered = [[one.citizen_id for one in search.candidates(connection, draft)] for draft, _, _ in drafts]
    first, cpu = zip(*passes[0], strict=True)
    least = [min(wall for wall, _ in times) for times in zip(*passes, strict=True)]
    return {
        "p50 ms": part_of(least, 0.5), "p95 ms": part_of(least, 0.95), "p95 ms, first pass": part_of(first, 0.95),
        "p95 cpu ms, first pass": part_of(cpu, 0.95), **_judged(drafts, offered),
    }  # fmt: skip


def _timed(search: SqlPersonSearch, connection: Connection, draft: IndexedPerson) -> tuple[float, float]:
    started, busy = perf_counter(), thread_time()
    search.candidates(connection, draft)
    return (perf_counter() - started) * 1000, (thread_time() - busy) * 1000


def _judged(drafts: list[Draft], offered: list[list[UUID]]) -> dict[str, Any]:
    right: dict[str, list[bool]] = defaultdict(list)
    shown = true = 0
    for (_, wanted, kind), found in zip(drafts, offered, strict=True):
        shown += len(found)
        if wanted is not None:
            right[kind].append(wanted in found)
            true += wanted in found
    total = [one for each in right.values() for one in each]
    by_kind = {f"recall {kind}": round(sum(each) / len(each), 4) for kind, each in right.items()}
    return {"recall": round(sum(total) / len(total), 4), "precision": round(true / max(shown, 1), 4), **by_kind}


def _peer(persons: list[IndexedPerson], drafts: list[Draft]) -> dict[str, Any]:
    before = memory_mb()
    blocks: dict[object, list[int]] = defaultdict(list)
    names = [folded(f"{person.surname} {person.given_name}") for person in persons]
    for number, person in enumerate(persons):
        for block in _blocks(person):
            blocks[block].append(number)
    memory = memory_mb() - before
    wall, offered = [], []
    for draft, _, _ in drafts:
        started = perf_counter()
        offered.append(_peer_candidates(draft, persons, names, blocks))
        wall.append((perf_counter() - started) * 1000)
    judged = _judged(drafts, offered)
    return {
        "rapidfuzz blocks: p95 ms": part_of(wall, 0.95), "rapidfuzz blocks: recall": judged["recall"],
        "rapidfuzz blocks: precision": judged["precision"], "rapidfuzz blocks: memory MB": round(memory),
    }  # fmt: skip


def _blocks(person: IndexedPerson) -> list[object]:
    consonants = "".join(letter for letter in joined(person.surname) if letter not in "aeiou")[:4]
    return [person.birth_date, *person.phones, consonants, person.fiscal_code or ()]


def _peer_candidates(
    draft: IndexedPerson, persons: list[IndexedPerson], names: list[str], blocks: dict[object, list[int]]
) -> list[UUID]:
    from rapidfuzz import fuzz, process

    near = {number for block in _blocks(draft) if block != () for number in blocks.get(block, ())}
    choices = {number: names[number] for number in near}
    name = folded(f"{draft.surname} {draft.given_name}")
    best = process.extract(name, choices, scorer=fuzz.token_sort_ratio, score_cutoff=_PEER_CUT - 12, limit=50)
    scored = ((score + _bonus(draft, persons[number]), number) for _, score, number in best)
    kept = sorted((pair for pair in scored if pair[0] >= _PEER_CUT), reverse=True)[:5]
    return [persons[number].citizen_id for _, number in kept]


def _bonus(draft: IndexedPerson, person: IndexedPerson) -> float:
    """A birth date or a telephone that agrees makes up for a few letters."""
    date = 8.0 if draft.birth_date == person.birth_date else -12.0
    return date + (12.0 if set(draft.phones) & set(person.phones) else 0.0)
