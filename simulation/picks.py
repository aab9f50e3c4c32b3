"""Choices from one number, so that a step decides the same whatever stands before it in the script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_MASK = (1 << 64) - 1


class Picks:
    """A stream of choices (splitmix64); cheaper to start than random.Random, the same on every platform."""

    __slots__ = ("_state",)

    def __init__(self, seed: int) -> None:
        state = (seed + 0x5851F42D4C957F2D) * 0xD1342543DE82EF95 & _MASK
        state = (state ^ (state >> 31)) * 0x2545F4914F6CDD1D & _MASK
        self._state = state ^ (state >> 29)

    def number(self, below: int) -> int:
        """0 … below − 1."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return (mixed ^ (mixed >> 31)) % below

    def one(self, choices: Sequence[T]) -> T:
        """One of *choices*."""
        return choices[self.number(len(choices))]

    def chance(self, percent: float) -> bool:
        """True so often."""
        return self.number(10_000) < percent * 100

    def weighted(self, weights: Sequence[tuple[T, int]]) -> T:
        """One of the values, by its weight."""
        left = self.number(sum(weight for _, weight in weights))
        for value, weight in weights:
            if left < weight:
                return value
            left -= weight
        raise AssertionError

    def spread(self, most: int) -> int:
        """0 … most, small numbers more often."""
        return min(self.number(most + 1), self.number(most + 1))
