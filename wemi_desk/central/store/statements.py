"""SQLAlchemy Core statements compiled once per dialect, to run on the driver's own cursor.

Executing through SQLAlchemy costs 30-60 µs a statement; an exchange runs a dozen and a simulated one millions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Dialect, Table, bindparam, func, select
from sqlalchemy.sql.elements import ColumnElement

from wemi_desk.central.store.arrays import ARRAYS

POSTGRES = "postgresql"
Clause = ColumnElement[Any]
_SIZES = (1, 4, 16, 64, 256)
"""Lengths of the lists SQLite gets: one compiled text each, filled up by repeating the last value."""


Text = tuple[str, dict[str, Any]]
"""SQL, and the values of the constants in it."""


class Statement:
    """One statement with named parameters."""

    __slots__ = ("_construct", "_texts")

    def __init__(self, construct: Any) -> None:
        self._construct = construct
        self._texts: dict[str, Text] = {}

    def text(self, dialect: Dialect) -> Text:
        """The SQL for this dialect."""
        found = self._texts.get(dialect.name)
        if found is None:
            found = self._texts[dialect.name] = compiled(self._construct, dialect)
        return found


class Lookup:
    """A SELECT of the rows whose *column* is among many identifiers (bytes)."""

    __slots__ = ("_column", "_locking", "_select", "_texts")

    def __init__(self, construct: Any, column: Clause, *, locking: bool = False) -> None:
        self._select = construct
        self._column = column
        self._locking = locking
        self._texts: dict[tuple[str, int], Text] = {}

    def text(self, dialect: Dialect, size: int) -> Text:
        """The SQL for lists of *size* values; PostgreSQL takes them as one array."""
        found = self._texts.get((dialect.name, size))
        if found is None:
            found = self._texts[dialect.name, size] = compiled(self._narrowed(dialect, size), dialect)
        return found

    def array(self, values: Sequence[Any]) -> Any:
        """*values* as PostgreSQL's array of what the column holds."""
        return ARRAYS[self._column.type.__class__.__name__](values)

    def _narrowed(self, dialect: Dialect, size: int) -> Any:
        if dialect.name == POSTGRES:
            narrowed = self._select.where(self._column == func.any(bindparam("among")))
            return narrowed.order_by(self._column).with_for_update() if self._locking else narrowed
        return self._select.where(self._column.in_([bindparam(f"among{number}") for number in range(size)]))


def compiled(construct: Any, dialect: Dialect) -> Text:
    """The statement's text with the dialect's named parameters, and its constants."""
    made = construct.compile(dialect=dialect)
    return str(made), {name: value for name, value in made.params.items() if value is not None}


def chunks(values: Sequence[Any]) -> list[tuple[int, dict[str, Any]]]:
    """Sizes and parameters of the statements that SQLite needs for *values*."""
    if len(values) == 1:
        return [(1, {"among0": values[0]})]
    made, most = [], _SIZES[-1]
    for start in range(0, len(values), most):
        part = values[start : start + most]
        size = next(size for size in _SIZES if size >= len(part))
        filled = [*part, *[part[-1]] * (size - len(part))]
        made.append((size, {f"among{number}": value for number, value in enumerate(filled)}))
    return made


class Bulk:
    """Many rows into one table: arrays and ``unnest`` on PostgreSQL, ``executemany`` on SQLite.

    Without *replacing* a row whose key exists is an error: somebody else was faster, and the whole unit runs again.
    """

    __slots__ = ("_replacing", "_table", "_texts", "columns")

    def __init__(self, table: Table, *, replacing: bool = False) -> None:
        self._table = table
        self._replacing = replacing
        self._texts: dict[str, str] = {}
        self.columns = [column for column in table.columns if column.name != "tenant"]

    def text(self, dialect: Dialect) -> str:
        """The SQL for this dialect."""
        found = self._texts.get(dialect.name)
        if found is None:
            found = self._texts[dialect.name] = self._on_postgres() if dialect.name == POSTGRES else self._on_sqlite()
        return found

    def arrays(self, rows: Sequence[Sequence[Any]]) -> list[Any]:
        """The columns of *rows* as PostgreSQL's binary arrays."""
        pairs = zip(self.columns, zip(*rows, strict=True), strict=True)
        return [ARRAYS[column.type.__class__.__name__](values) for column, values in pairs]

    def _on_postgres(self) -> str:
        names = ", ".join(column.name for column in self.columns)
        arrays = ", ".join(f"%s::{_TYPES[column.type.__class__.__name__]}[]" for column in self.columns)
        rows = f"SELECT %s::text, u.* FROM unnest({arrays}) AS u ({names})"  # noqa: S608 - names of our own tables
        return f"INSERT INTO {self._table.name} (tenant, {names}) {rows}{self._on_conflict()}"

    def _on_sqlite(self) -> str:
        names = ", ".join(["tenant", *(column.name for column in self.columns)])
        marks = ", ".join("?" * (len(self.columns) + 1))
        return f"INSERT INTO {self._table.name} ({names}) VALUES ({marks})" + self._on_conflict()  # noqa: S608

    def _on_conflict(self) -> str:
        if not self._replacing:
            return ""
        keys = [column.name for column in self._table.primary_key]
        changed = [column.name for column in self.columns if column.name not in keys]
        values = ", ".join(f"{name} = excluded.{name}" for name in changed)
        return f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {values}"


_TYPES = {"Text": "text", "BigInteger": "bigint", "LargeBinary": "bytea"}


def where(table: Table, **keys: str) -> list[Clause]:
    """Conditions ``column = :parameter``, the tenant's first."""
    named = {"tenant": "tenant"} | keys
    return [table.c[column] == bindparam(name) for column, name in named.items()]


def finding(table: Table, *columns: str, **keys: str) -> Any:
    """SELECT these columns of the rows with these keys."""
    return select(*(table.c[name] for name in columns)).where(*where(table, **keys))
