"""One mapping between dataclass, table row and back, by field name: no field list is written twice."""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.types import TypeEngine

from wemi_desk.shapes import decoded
from wemi_desk.sync.identifiers import uuid_of

T = TypeVar("T")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(instant: datetime) -> int:
    """Whole microseconds since 1970."""
    return (instant - _EPOCH) // _MICROSECOND


class UuidBytes(TypeDecorator[UUID]):
    """A UUID as 16 bytes: UUIDv7 keys stay in time order and indexes stay small."""

    impl = LargeBinary(16)
    cache_ok = True

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> bytes | None:
        return None if value is None else value.bytes

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> UUID | None:
        return None if value is None else uuid_of(value)


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant as whole microseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class TextTuple(TypeDecorator[tuple[str, ...]]):
    """A short tuple of codes as a JSON list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(list(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(json.loads(value)) if value != "[]" else ()


class JsonText(TypeDecorator[Any]):
    """A small value of the domain (a record within a record, several of them, a mapping) as canonical JSON."""

    impl = Text
    cache_ok = True

    def __init__(self, shape: Any) -> None:
        super().__init__()
        self.shape = shape

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else decoded(value, self.shape)


def json_text(value: Any) -> str:
    """As a :class:`JsonText` column holds it."""
    return msgspec.json.encode(value).decode()


_COLUMN_TYPES: dict[Any, Callable[[], TypeEngine[Any]]] = {
    str: Text,
    int: BigInteger,
    bool: Boolean,
    bytes: LargeBinary,
    date: Date,
    datetime: Instant,
    UUID: UuidBytes,
}


def record_table(
    metadata: MetaData, name: str, record_type: type[Any], *indexes: tuple[str, ...], key: tuple[str, ...] = ("id",)
) -> Table:
    """A table whose columns are the fields of the frozen dataclass *record_type*."""
    hints = get_type_hints(record_type)
    columns = [
        _column(field.name, hints[field.name], key=key)
        for field in dataclasses.fields(record_type)
    ]
    table = Table(name, metadata, *columns)
    for names in indexes:
        Index(f"ix_{name}_{'_'.join(names)}", *(table.c[column] for column in names))
    return table


class RecordMapping(Generic[T]):
    """Turns records into rows and rows into records."""

    def __init__(self, record_type: type[T]) -> None:
        self._type = record_type
        self.names = tuple(field.name for field in dataclasses.fields(record_type))  # type: ignore[arg-type]

    def to_row(self, record: T) -> dict[str, Any]:
        """Column values of *record*."""
        return {name: getattr(record, name) for name in self.names}

    def to_record(self, row: Mapping[Any, Any]) -> T:
        """The record a row holds."""
        return self._type(**{name: row[name] for name in self.names})


def _column(name: str, hint: Any, *, key: tuple[str, ...]) -> Column[Any]:
    bare, nullable = _without_none(hint)
    bare = getattr(bare, "__supertype__", bare)  # a NewType stores what it is made of
    kind = _column_type(bare)
    if key == (name,) and bare is int:
        kind = Integer()  # SQLite's own row number
    return Column(name, kind, primary_key=name in key, nullable=nullable, autoincrement=False)


def _column_type(bare: Any) -> TypeEngine[Any]:
    if get_origin(bare) is tuple and get_args(bare)[0] is str:
        return TextTuple()
    made = _COLUMN_TYPES.get(bare)
    return JsonText(bare) if made is None else made()


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) in (Union, types.UnionType):
        rest = [part for part in get_args(hint) if part is not type(None)]
        return rest[0], len(rest) < len(get_args(hint))
    return hint, False
