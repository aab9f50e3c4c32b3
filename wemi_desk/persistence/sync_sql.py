"""Statements of the sync's hot paths: compiled once, run on the driver's cursor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy.dialects import sqlite

_DIALECT = sqlite.dialect(paramstyle="qmark")
_MOST_IN_A_LIST = 250
T = TypeVar("T", bytes, str)


def compiled(statement: Any) -> str:
    """The statement's text with question marks, in the order of the columns it names."""
    return str(statement.compile(dialect=_DIALECT))


def in_list(ids: Sequence[T]) -> Iterator[tuple[list[T], int]]:
    """Parts of *ids* for ``IN (?, ?, …)``, padded so that few statements are ever prepared, with their lengths."""
    for begin in range(0, len(ids), _MOST_IN_A_LIST):
        part = list(ids[begin : begin + _MOST_IN_A_LIST])
        marks = 1 if len(part) == 1 else 16 if len(part) <= 16 else _MOST_IN_A_LIST
        yield part + [part[-1]] * (marks - len(part)), marks
