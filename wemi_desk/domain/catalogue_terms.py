"""Words of Italian questions brought to what they share: no accents, no endings, and things said in several ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from wemi_desk.domain.catalogue_words import EMPTY, SAME
from wemi_desk.domain.names import folded

CONCEPT = "#"
"""What several ways of saying one thing become begins with it."""
_ENDINGS = (
    "amento", "imento", "amenti", "azione", "azioni", "atrice", "atrici", "atore", "atori", "mente", "ando", "endo",
    "iamo", "are", "ere", "ire", "ato", "ata", "ati", "ate", "ano", "iva", "ivo", "ivi", "ive",
)  # fmt: skip
_LEAST_STEM = 4
_VOWELS = "aeiou"


def words_of(text: str) -> list[str]:
    """Lower case, no accents, no signs; an apostrophe parts."""
    return folded(text.replace("'", " ").replace("’", " ")).split()


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Without the ending: compito, compiti; accompagnare, accompagnamento, accompagnatore."""
    if len(word) <= 3 or not word.isalpha():
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    bare = word.rstrip(_VOWELS)
    if len(bare) < 2:
        return word
    return bare[:-1] if bare.endswith("h") and len(bare) > 3 else bare


def stems_of(words: Sequence[str]) -> list[str]:
    """Of the words that say something; of all of them when none does."""
    return [stem(one) for one in words if one not in EMPTY] or [stem(one) for one in words]


def concepts_in(words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Things that are named: which, from which word, how many words. Small words count within a phrase."""
    known = _phrases()
    stems = [stem(one) for one in words]
    for at, first in enumerate(stems):
        for phrase, concept in known.get(first, ()):
            if tuple(stems[at : at + len(phrase)]) == phrase:
                yield concept, at, len(phrase)


@cache
def concept_words() -> dict[str, frozenset[str]]:
    """Single words that name a thing → the things."""
    found: dict[str, set[str]] = {}
    for first, phrases in _phrases().items():
        for phrase, concept in phrases:
            if len(phrase) == 1:
                found.setdefault(first, set()).add(concept)
    return {word: frozenset(concepts) for word, concepts in found.items()}


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for number, group in enumerate(SAME):
        for said in group.split(", "):
            phrase = tuple(stem(one) for one in words_of(said))
            found.setdefault(phrase[0], []).append((phrase, f"{CONCEPT}{number}"))
    return {first: tuple(phrases) for first, phrases in found.items()}


def one_apart(one: str, other: str) -> bool:
    """One letter more, less, other, or two that changed places."""
    if abs(len(one) - len(other)) > 1:
        return False
    first = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    tail, rest = one[first:], other[first:]
    swapped = tail[:2] == rest[:2][::-1] and tail[2:] == rest[2:]
    return swapped or tail[1:] == rest or tail == rest[1:] or tail[1:] == rest[1:]
