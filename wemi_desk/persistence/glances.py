"""SELECTs that are run at every card: compiled once, run on the driver."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam
from sqlalchemy.dialects import sqlite

from wemi_desk.persistence.database import cursor_of
from wemi_desk.persistence.row_forms import Convert, converters_of

_DIALECT = sqlite.dialect(paramstyle="qmark")
_SIZES = (1, 8, 64, 512)
"""Lengths of the lists: one text each, filled up by repeating the last identifier."""


class Glance:
    """*make* gives the SELECT for a list of bound identifiers; other parameters stand in it by their names.

    SQLAlchemy's own way to a row costs more than the store does.
    """

    def __init__(self, make: Callable[[list[Any]], Select[Any]]) -> None:
        self._make = make
        self._texts: dict[int, tuple[str, list[str], dict[str, Any]]] = {}
        self._names: list[str] = []
        self._from: list[tuple[int, Convert]] = []

    def rows(self, connection: Connection, among: Sequence[UUID], **values: Any) -> list[Any]:
        """The rows, with a name for each column; nothing is asked about nobody."""
        found: list[Any] = []
        most = _SIZES[-1]
        for begin in range(0, len(among), most):
            found += self._part(connection, among[begin : begin + most], values)
        return found

    def _part(self, connection: Connection, among: Sequence[UUID], values: dict[str, Any]) -> list[Any]:
        size = next(size for size in _SIZES if size >= len(among))
        text, places, constants = self._texts.get(size) or self._compiled(size)
        listed = [one.bytes for one in among] + [among[-1].bytes] * (size - len(among))
        known = {**constants, **values, **{_name(number): one for number, one in enumerate(listed)}}
        rows = cursor_of(connection).execute(text, [known[name] for name in places]).fetchall()
        return [self._named(list(row)) for row in rows]

    def _compiled(self, size: int) -> tuple[str, list[str], dict[str, Any]]:
        statement = self._make([bindparam(_name(number)) for number in range(size)])
        made: Any = statement.compile(dialect=_DIALECT)
        columns = statement.selected_columns
        self._names = [str(column.key) for column in columns]
        kinds = [converters_of(column.type) for column in columns]
        self._from = [(place, both[1]) for place, both in enumerate(kinds) if both]
        text = self._texts[size] = (str(made), list(made.positiontup), dict(made.params))
        return text

    def _named(self, row: list[Any]) -> SimpleNamespace:
        for place, read in self._from:
            if row[place] is not None:
                row[place] = read(row[place])
        return SimpleNamespace(**dict(zip(self._names, row, strict=True)))


def _name(number: int) -> str:
    return f"among{number}"
