"""Finding a type of paperwork by what people say: "spid password persa" (pure, over some sixty types)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from wemi_desk.domain.names import folded
from wemi_desk.domain.paperwork import PaperworkType

_EMPTY = frozenset((
    "il", "lo", "la", "i", "gli", "le", "l", "un", "uno", "una", "di", "del", "dello", "della", "dei", "degli",
    "delle", "d", "dell", "a", "al", "alla", "da", "dal", "in", "nel", "con", "per", "su", "e", "o", "che", "mi", "ho",
    "ha", "mio", "mia", "sono", "voglio", "devo", "fare", "vorrei",
))  # fmt: skip
_WHOLE, _BEGINNING, _NEARLY = 6.0, 4.0, 2.5
_IN_TITLE = 1.5
_LEAST_FOR_ERRORS = 5
_MOST_WORDS = 8
"""A page pasted into the box by mistake is searched by its first words: every word is held against every type."""


def search(types: Iterable[PaperworkType], text: str, limit: int = 9) -> Sequence[PaperworkType]:
    """The best first. Words that mean nothing to any type are passed over; of the others a type must know all, or, when
    none does, as many as any. A code typed whole stands alone."""
    code = text.strip().upper()
    known = list(types)
    exact = [one for one in known if one.code == code]
    if exact:
        return exact
    words = tuple(dict.fromkeys(_words(text)))[:_MOST_WORDS]
    if not words:
        return known[:limit] if not text.strip() else []
    scored = [(*_score(one, words), place) for place, one in enumerate(known)]
    most = max((met for met, _score_, _place in scored), default=0)
    ranked = sorted((-score, place) for met, score, place in scored if met == most and met)
    return [known[place] for _score_, place in ranked[:limit]]


def _score(kind: PaperworkType, words: Sequence[str]) -> tuple[int, float]:
    """How many of *words* the type knows, and how well."""
    title, phrases = _searched(kind)
    said = frozenset[str]().union(*phrases)
    best = [max(_IN_TITLE * _likeness(word, title), _likeness(word, said)) for word in words]
    together = [sum(1 for word in words if _likeness(word, phrase)) / max(len(phrase), 1) for phrase in phrases]
    return sum(1 for one in best if one), sum(best) + max(together, default=0.0)


@lru_cache(maxsize=512)
def _searched(kind: PaperworkType) -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
    phrases = (frozenset(_words(one)) for one in (*kind.synonyms, kind.code.replace("-", " ")))
    return frozenset(_words(kind.title)), tuple(phrases)


def _words(text: str) -> tuple[str, ...]:
    found = folded(text.replace("'", " ").replace("’", " ")).split()
    return tuple(one for one in found if one not in _EMPTY) or tuple(found)


def _likeness(word: str, among: frozenset[str]) -> float:
    if word in among:
        return _WHOLE
    if len(word) > 1 and any(one.startswith(word) for one in among):
        return _BEGINNING
    nearly = len(word) >= _LEAST_FOR_ERRORS and any(_one_apart(word, one) for one in among)
    return _NEARLY if nearly else 0.0


def _one_apart(one: str, other: str) -> bool:
    """One letter more, less, other, or two that changed places; the gender of an Italian ending is one letter."""
    if abs(len(one) - len(other)) > 1:
        return False
    first = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    tails = one[first:], other[first:]
    swapped = tails[0][:2] == tails[1][:2][::-1] and tails[0][2:] == tails[1][2:]
    return swapped or tails[0][1:] == tails[1] or tails[0] == tails[1][1:] or tails[0][1:] == tails[1][1:]
