"""How far what was typed is from a name: differences counted in letters, beginnings allowed.

Imported by the first search only: rapidfuzz stays out of the start-up.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

_INCOMPLETE_FIRST = 1.1  # somebody who types the second word has mostly finished the first
_INCOMPLETE_LAST = 0.25
_OTHER_ORDER = 0.05


def distance_to_start(typed: str, name: str, limit: int) -> int:
    """Insertions, deletions, replacements and swaps between *typed* and the nearest beginning of *name*."""
    if name.startswith(typed):
        return 0
    size = len(typed)
    best = limit + 1
    for end in {min(size + step, len(name)) for step in (0, -1, 1)}:
        best = min(best, OSA.distance(typed, name[:end], score_cutoff=best))
    return best


def nearest(typed: str, words: Iterable[str], limit: int) -> dict[str, int]:
    """The *words* within *limit* differences, with their distance."""
    scorer: Any = OSA.distance
    close = extract(typed, list(words), scorer=scorer, score_cutoff=limit, limit=None)
    return {word: int(cost) for word, cost, _ in close}


def nearest_beginnings(typed: str, words: Iterable[str], limit: int) -> dict[str, int]:
    """The longer *words* that begin with something within *limit* differences."""
    size = len(typed)
    starts: dict[str, list[str]] = {}
    for word in words:
        if len(word) > size:
            starts.setdefault(word[:size], []).append(word)
    close = nearest(typed, starts, limit)
    return {word: cost for start, cost in close.items() for word in starts[start]}


def possible_starts(typed: str, starts: list[str], letters: int, limit: int) -> list[str]:
    """Those *starts*, of up to *letters* letters, that can begin a name within *limit* differences of *typed*."""
    whole = [start for start in starts if len(start) == letters]
    possible = nearest(typed, (start for start in starts if len(start) < letters), limit)
    for size in range(letters - limit, letters + limit + 1):
        if size <= len(typed) or size == letters - limit:
            possible |= nearest(typed[:size], whole, limit)
    return list(possible)


def cost_of(first: str, last: str, left: str, right: str, swapped: int) -> float:
    """The price of reading *first* + *last* (typed) as the name *left* + *right*; 0 is the name itself."""
    cost = _half_cost(first, left, _INCOMPLETE_FIRST if last else _INCOMPLETE_LAST)
    if last:
        cost += _half_cost(last, right, _INCOMPLETE_LAST)
    elif right:
        cost += _INCOMPLETE_LAST / 2
    return cost + _OTHER_ORDER * swapped


def _half_cost(typed: str, name: str, incomplete: float) -> float:
    if typed == name:
        return 0.0
    whole = OSA.distance(typed, name)
    return float(min(whole, distance_to_start(typed, name, whole) + incomplete))
