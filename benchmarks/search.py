"""The person search while typing, on the encrypted store, beside FTS5 and rapidfuzz on the same queries.

Queries come in six equal kinds: one typo, two typos, a missing accent, apostrophe or space, surname and given name
swapped, part of a codice fiscale, part of a telephone. The people indexed and the queries have different seeds, and
neither is the seed with which the search was tuned.

What counts as found. A text like "rossi maria" fits dozens of people and nothing typed tells them apart, so a name is
found when somebody with exactly the wanted surname and given name is among the first ten. A part of a code or of a
number is found when the wanted person is there, or when ten others are that have the same part and were all seen later
(the promised order). "strict" is the harsh figure: the year of birth is typed as well after names, and only the very
person counts for names.

Latency is measured on every key of the same texts, by a fresh process that holds nothing but the search; its memory is
reported. The texts are typed three times, thousands of keys apart, and the least of the three times of a key counts:
the rest is what other programs took. "first pass" is the plain figure, "cpu" the time of the processor alone in it.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time, thread_time
from typing import Any

from sqlalchemy import MetaData

from benchmarks import PASSES, memory_mb, part_of
from benchmarks.people import people
from benchmarks.queries import KINDS, Typed, typed_queries
from wemi_desk.domain.names import folded
from wemi_desk.persistence.database import open_engine, reading
from wemi_desk.persistence.search import SqlPersonSearch

NAME = "search"
LIMITS = {
    "1,000,000 key p95 ms": 5.0,
    "1,000,000 recall@10": ("≥", 0.97),
    "1,000,000 build s": 45.0,
    "1,000,000 build cpu s": 45.0,
    "100,000 key p95 ms": 3.0,
    "100,000 recall@10": ("≥", 0.97),
}
_SIZES = {"small": (20_000,), "full": (100_000, 1_000_000)}
_QUERIES = {"small": 600, "full": 1_800}
_PEOPLE_SEED, _QUERY_SEED, _KEY_SEED = 20_261_122, 461, 977
_FOUND_AMONG = 10
_SHOWN = 8
_NAME_KINDS = ("one_typo", "two_typos", "missing_mark", "swapped")
_PEER_QUERIES = {"fts5": 240, "rapidfuzz": 40}


def run(scale: str) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for size in _SIZES[scale]:
        with tempfile.TemporaryDirectory() as folder:
            measured = _measure(size, _QUERIES[scale], Path(folder))
        figures |= {f"{size:,} {figure}": value for figure, value in measured.items()}
    return figures


def _measure(size: int, count: int, folder: Path) -> dict[str, Any]:
    persons = list(people(size, _PEOPLE_SEED))
    gc.freeze()  # the list of people is the benchmark's, not the search's
    path, key = folder / "store.db", os.urandom(32)
    figures = _built(persons, path, key)
    keys = typed_queries(persons, count // 6, _KEY_SEED)
    figures |= _typed_in_a_fresh_process(path, key, [query.text for query in keys])
    figures |= _recall(persons, count, path, key)
    figures |= _fts5(persons, folder / "fts.db", key) | _rapidfuzz(persons)
    gc.unfreeze()
    return figures


def _built(persons: list[Any], path: Path, key: bytes) -> dict[str, Any]:
    metadata = MetaData()
    search, engine = SqlPersonSearch(metadata), open_engine(path, key)
    with engine.begin() as connection:
        metadata.create_all(connection)
    wall, cpu = perf_counter(), process_time()
    with engine.begin() as connection:
        search.rebuild(connection, persons)
    figures = {"build s": round(perf_counter() - wall, 1), "build cpu s": round(process_time() - cpu, 1)}
    engine.dispose()
    return figures | {"file MB": round(path.stat().st_size / 1e6)}


def _typed_in_a_fresh_process(path: Path, key: bytes, texts: list[str]) -> dict[str, Any]:
    order = json.dumps({"path": str(path), "key": key.hex(), "texts": texts})
    command = [sys.executable, "-c", "from benchmarks.search import type_texts; type_texts()"]
    done = subprocess.run(command, input=order, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def type_texts() -> None:
    """Type the texts on standard input key by key; print the figures."""
    order = json.load(sys.stdin)
    engine = reading(open_engine(Path(order["path"]), bytes.fromhex(order["key"])))
    search = SqlPersonSearch(MetaData())
    keys = [text[:end] for text in order["texts"] for end in range(1, len(text) + 1)]
    with engine.connect() as connection:
        search.find(connection, "prima ricerca", _SHOWN)
        before = memory_mb()
        passes = [[_timed(search, connection, key) for key in keys] for _ in range(PASSES)]
    first, cpu = zip(*passes[0], strict=True)
    least = [min(wall for wall, _ in times) for times in zip(*passes, strict=True)]
    print(json.dumps({
        "keys": len(keys), "key p50 ms": part_of(least, 0.5), "key p95 ms": part_of(least, 0.95),
        "key p99 ms": part_of(least, 0.99), "key p95 ms, first pass": part_of(first, 0.95),
        "key p95 cpu ms, first pass": part_of(cpu, 0.95),
        "memory MB": memory_mb(), "memory of searching MB": round(memory_mb() - before, 1),
    }))  # fmt: skip


def _timed(search: SqlPersonSearch, connection: Any, text: str) -> tuple[float, float]:
    started, busy = perf_counter(), thread_time()
    search.find(connection, text, _SHOWN)
    return (perf_counter() - started) * 1000, (thread_time() - busy) * 1000


def _recall(persons: list[Any], count: int, path: Path, key: bytes) -> dict[str, Any]:
    search, known = SqlPersonSearch(MetaData()), {person.citizen_id: person for person in persons}
    found: dict[str, list[bool]] = {kind: [] for kind in KINDS}
    strict: list[bool] = []
    engine = reading(open_engine(path, key))
    with engine.connect() as connection:
        for query in typed_queries(persons, count, _QUERY_SEED):
            hits = search.find(connection, query.text, _FOUND_AMONG)
            found[query.kind].append(_is_found(query, [known[hit.citizen_id] for hit in hits]))
        for query in typed_queries(persons, count // 2, _QUERY_SEED + 1, with_year=True, kinds=_NAME_KINDS):
            hits = search.find(connection, query.text, _FOUND_AMONG)
            strict.append(query.wanted.citizen_id in {hit.citizen_id for hit in hits})
    engine.dispose()
    total = [one for each in found.values() for one in each]
    by_kind = {f"recall@10 {kind}": _mean(each) for kind, each in found.items()}
    return {"recall@10": _mean(total), **by_kind, "recall@10 strict, names with year": _mean(strict)}


def _mean(values: list[bool]) -> float:
    return round(sum(values) / max(len(values), 1), 4)


def _is_found(query: Typed, hits: list[Any]) -> bool:
    if query.wanted in hits:
        return True
    if query.kind in _NAME_KINDS:
        return any(query.fits(hit) for hit in hits)
    fitting = [hit for hit in hits if query.fits(hit) and hit.seen_at >= query.wanted.seen_at]
    return len(fitting) == _FOUND_AMONG


def _fts5(persons: list[Any], path: Path, key: bytes) -> dict[str, Any]:
    """The plain way: an FTS5 table with prefix indexes, each word as a beginning, the first ten rows."""
    engine = open_engine(path, key)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE people USING fts5(name, code, phones, "
            "tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')"
        )
        rows = [
            (number, f"{one.surname} {one.given_name}", one.fiscal_code or "", " ".join(one.phones))
            for number, one in enumerate(persons)
        ]
        connection.exec_driver_sql("INSERT INTO people (rowid, name, code, phones) VALUES (?, ?, ?, ?)", rows)
    wall, found = [], []
    with reading(engine).connect() as connection:
        for query in typed_queries(persons, _PEER_QUERIES["fts5"], _QUERY_SEED):
            for end in range(1, len(query.text) + 1):
                words = " ".join(f'"{word}"*' for word in query.text[:end].replace('"', " ").split())
                started = perf_counter()
                ids = connection.exec_driver_sql(
                    "SELECT rowid FROM people WHERE people MATCH ? LIMIT 10", (words,)
                ).scalars().all()
                wall.append((perf_counter() - started) * 1000)
            found.append(_is_found(query, [persons[number] for number in ids]))
    engine.dispose()
    return {"FTS5 prefix: key p95 ms": part_of(wall, 0.95), "FTS5 prefix: recall@10": _mean(found)}


def _rapidfuzz(persons: list[Any]) -> dict[str, Any]:
    """The other plain way: every name in a list, scored one by one; whole texts, names only."""
    from rapidfuzz import fuzz, process

    names = [folded(f"{person.surname} {person.given_name}") for person in persons]
    memory = (sys.getsizeof(names) + sum(map(sys.getsizeof, names))) / 1e6
    wall, found = [], []
    for query in typed_queries(persons, _PEER_QUERIES["rapidfuzz"], _QUERY_SEED, kinds=_NAME_KINDS):
        started = perf_counter()
        best = process.extract(folded(query.text), names, scorer=fuzz.token_sort_ratio, limit=_FOUND_AMONG)
        wall.append((perf_counter() - started) * 1000)
        found.append(_is_found(query, [persons[number] for _, _, number in best]))
    return {
        "rapidfuzz list: text p95 ms": part_of(wall, 0.95), "rapidfuzz list: recall@10, names": _mean(found),
        "rapidfuzz list: memory MB": round(memory),
    }  # fmt: skip
