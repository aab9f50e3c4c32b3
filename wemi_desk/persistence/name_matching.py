"""How far what was typed is from a name: differences counted in letters, beginnings allowed."""

from __future__ import annotations

from collections.abc import Iterable

_INCOMPLETE_FIRST = 0.9  # somebody who types the second word has mostly finished the first
_INCOMPLETE_LAST = 0.25
_OTHER_ORDER = 0.05


def distance_to_start(typed: str, name: str, limit: int) -> int:
    """Insertions, deletions, replacements and swaps between *typed* and the nearest beginning of *name*."""
    from rapidfuzz.distance import OSA

    if name.startswith(typed):
        return 0
    size = len(typed)
    best = limit + 1
    for end in {min(size + step, len(name)) for step in (0, -1, 1)}:
        best = min(best, OSA.distance(typed, name[:end], score_cutoff=best))
    return best


def nearest(typed: str, words: Iterable[str], limit: int, *, beginnings: bool) -> dict[str, int]:
    """The *words* within *limit* differences, with their distance; 0 is left out."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    words = list(words)
    found = {word: int(cost) for word, cost, _ in extract(typed, words, scorer=OSA.distance, score_cutoff=limit, limit=None)}
    if beginnings:
        for word in words:
            if word not in found and len(word) > len(typed) + limit:
                cost = distance_to_start(typed, word, limit)
                if cost <= limit:
                    found[word] = cost
    return {word: cost for word, cost in found.items() if cost}


def cost_of(first: str, last: str, left: str, right: str, swapped: int) -> float:
    """The price of reading *first* + *last* (typed) as the name *left* + *right*; 0 is the name itself."""
    cost = _half_cost(first, left, _INCOMPLETE_FIRST if last else _INCOMPLETE_LAST)
    if last:
        cost += _half_cost(last, right, _INCOMPLETE_LAST)
    elif right:
        cost += _INCOMPLETE_LAST / 2
    return cost + _OTHER_ORDER * swapped


def _half_cost(typed: str, name: str, incomplete: float) -> float:
    from rapidfuzz.distance import OSA

    if typed == name:
        return 0.0
    whole = OSA.distance(typed, name)
    return float(min(whole, distance_to_start(typed, name, whole) + incomplete))
