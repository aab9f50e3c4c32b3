"""Reading direction of mixed text: Unicode's bidirectional rules without explicit controls.

Implements UAX #9 W1-W7, N0-N2, I1-I2, L1 and L2 for one line. Controls never reach this room: plain_text replaces them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_NEUTRAL = {"B", "S", "WS", "ON", "BN"}
_PAIRS = {"(": ")", "[": "]", "{": "}", "«": "»"}


def levels(text: str, base: int) -> list[int]:
    """The embedding level of each character; odd levels run from right to left. *base* is 0 or 1."""
    kinds = _weak([unicodedata.bidirectional(character) or "L" for character in text], base)
    _brackets(text, kinds, base)
    _neutral(kinds, base)
    found = [_implicit(kind, base) for kind in kinds]
    for index in range(len(text) - 1, -1, -1):
        if not text[index].isspace():
            break
        found[index] = base
    return found


def visual_order(found: list[int]) -> list[int]:
    """The order, from left to right, of pieces with these levels."""
    order = list(range(len(found)))
    lowest_odd = min((level for level in found if level % 2), default=0)
    for level in range(max(found, default=0), max(lowest_odd, 1) - 1, -1):
        for start, end in _stretches([found[index] >= level for index in order]):
            order[start:end] = reversed(order[start:end])
    return order


def _stretches(chosen: list[bool]) -> Iterator[tuple[int, int]]:
    start = None
    for index, inside in enumerate([*chosen, False]):
        if inside and start is None:
            start = index
        elif not inside and start is not None:
            yield start, index
            start = None


def _implicit(kind: str, base: int) -> int:
    if base % 2 == 0:
        return {"R": base + 1, "AN": base + 2, "EN": base + 2}.get(kind, base)
    return base + 1 if kind in {"L", "EN", "AN"} else base


def _edge(base: int) -> str:
    return "R" if base % 2 else "L"


def _weak(kinds: list[str], base: int) -> list[str]:
    _marks_and_numbers(kinds, base)
    _separators(kinds)
    strong = _edge(base)
    for index, kind in enumerate(kinds):
        if kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[index] = "L"
    return kinds


def _marks_and_numbers(kinds: list[str], base: int) -> None:
    """W1-W3: marks follow their letter, digits after Arabic letters become Arabic numbers."""
    before = strong = _edge(base)
    for index, kind in enumerate(kinds):
        if kind == "NSM":
            kind = before
        if kind in {"L", "R", "AL"}:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kind = "AN"
        before, kinds[index] = kind, kind
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]


def _separators(kinds: list[str]) -> None:
    """W4-W6: signs inside or beside a number belong to it, the others are neutral."""
    for index in range(1, len(kinds) - 1):
        left, kind, right = kinds[index - 1 : index + 2]
        if left == right and ((kind == "CS" and left in {"EN", "AN"}) or (kind == "ES" and left == "EN")):
            kinds[index] = left
    for start, end in _stretches([kind == "ET" for kind in kinds]):
        if "EN" in (kinds[start - 1] if start else "", kinds[end] if end < len(kinds) else ""):
            kinds[start:end] = ["EN"] * (end - start)
    kinds[:] = ["ON" if kind in {"ES", "ET", "CS"} else kind for kind in kinds]


def _direction(kind: str) -> str:
    """L, R (numbers count as R) or nothing for a neutral."""
    if kind in {"R", "EN", "AN"}:
        return "R"
    return "L" if kind == "L" else ""


def _brackets(text: str, kinds: list[str], base: int) -> None:
    """N0: both brackets of a pair get one direction."""
    edge = _edge(base)
    for start, end in sorted(_pairs(text)):
        inside = {_direction(kind) for kind in kinds[start + 1 : end]} - {""}
        if edge in inside:
            kinds[start] = kinds[end] = edge
        elif inside:
            before = [_direction(kind) for kind in kinds[:start] if _direction(kind)]
            kinds[start] = kinds[end] = before[-1] if before else edge


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    waiting: list[tuple[int, str]] = []
    for index, character in enumerate(text):
        if character in _PAIRS:
            waiting.append((index, _PAIRS[character]))
        elif waiting and character == waiting[-1][1]:
            yield waiting.pop()[0], index


def _neutral(kinds: list[str], base: int) -> None:
    """N1-N2: neutrals between two of a kind take it, the others take the line's direction."""
    edge = _edge(base)
    for start, end in _stretches([kind in _NEUTRAL for kind in kinds]):
        before = _direction(kinds[start - 1]) if start else edge
        after = _direction(kinds[end]) if end < len(kinds) else edge
        kinds[start:end] = [before if before == after else edge] * (end - start)
