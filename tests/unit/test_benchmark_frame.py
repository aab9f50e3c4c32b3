"""The frame that runs the benchmarks: it finds them without importing them and judges their figures."""

from __future__ import annotations

import importlib

import pytest

from benchmarks import part_of, share
from benchmarks.__main__ import _benchmarks, _judged, _table
from benchmarks.people import people, typo
from benchmarks.queries import KINDS, typed_queries


def test_every_module_with_a_run_is_a_benchmark_under_its_declared_name():
    found = _benchmarks()
    assert {"search": "search", "duplicates": "duplicates"}.items() <= found.items()
    assert not {"names", "people", "queries"} & set(found.values())


@pytest.mark.parametrize(
    ("value", "limit", "ok"),
    [(3, 5, True), (5, 5, True), (6, 5, False), (0.98, ("≥", 0.97), True), (0.9, ("≥", 0.97), False)],
)
def test_a_figure_stands_beside_the_limit_demanded(value, limit, ok):
    judged = _judged(value, limit)
    assert judged["ok"] is ok
    assert ("ok" if ok else "WORSE") in _table("bench", {"figure": judged})


def test_a_figure_without_a_limit_is_not_judged():
    assert _judged(3, None) == {"value": 3}


def test_a_benchmark_that_fails_says_so():
    assert "ended with 1" in _table("bench", {"error": "ended with 1"})


@pytest.mark.parametrize("name", ["search", "duplicates"])
def test_no_limit_names_a_figure_of_a_size_that_is_not_measured(name):
    module = importlib.import_module(f"benchmarks.{name}")
    sizes = {f"{size:,}" for size in module._SIZES["full"]}
    assert {figure.split()[0] for figure in module.LIMITS} <= sizes


def test_the_same_seed_gives_the_same_people_and_another_seed_others():
    assert list(people(20, 1)) == list(people(20, 1))
    assert list(people(20, 1)) != list(people(20, 2))


@pytest.mark.parametrize("module", sorted(set(_benchmarks().values())))
def test_every_benchmark_finds_what_it_measures(module):
    assert callable(importlib.import_module(f"benchmarks.{module}").run)


def test_each_kind_of_query_is_typed_equally_often():
    typed = typed_queries(list(people(200, 1)), 60, 2)
    assert {kind: sum(1 for one in typed if one.kind == kind) for kind in KINDS} == dict.fromkeys(KINDS, 10)
    assert all(one.fits(one.wanted) for one in typed)


def test_a_typo_changes_the_text_by_one_slip():
    import random

    from rapidfuzz.distance import OSA

    pick = random.Random(4)
    assert all(OSA.distance("rossi maria", typo(pick, "rossi maria")) <= 1 for _ in range(200))


def test_parts_and_scales():
    assert part_of([3.0, 1.0, 2.0], 0.5) == 2.0
    assert (share("small"), share("full"), share(0.5)) == (0.02, 1.0, 0.5)
