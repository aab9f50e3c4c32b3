"""An edition of the catalogue on its way to the centre: in parts that a bad line can carry, taken all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any
from uuid import UUID, uuid5

from wemi_desk.domain.catalogue import CatalogueService, Provider

PART = "catalogue_part"
"""Kind of the acts that bring the sheets; the centre keeps them to itself until the edition comes."""
MOST_PARTS = 600
_MOST_RECORDS, _MOST_BYTES = 400, 150_000
_BARE_BYTES = 900
"""A sheet that says nothing: names of fields, identifiers."""


def part_id(publication: UUID, number: int) -> UUID:
    """Of the part *number* (from 1)."""
    return uuid5(publication, str(number))


def parts(records: Iterable[Provider | CatalogueService]) -> Iterator[list[Any]]:
    """Lists that are small enough for one act each; at least one record in each."""
    part: list[Any] = []
    size = 0
    for record in records:
        more = _BARE_BYTES + sum(_bytes(getattr(record, one.name)) for one in fields(record))
        if part and (size + more > _MOST_BYTES or len(part) == _MOST_RECORDS):
            yield part
            part, size = [], 0
        part.append(record)
        size += more
    if part:
        yield part


def _bytes(value: Any) -> int:
    if isinstance(value, str):
        return len(value.encode()) + value.count("\n") + value.count('"') + value.count("\\")
    return sum(map(_bytes, value)) if isinstance(value, tuple) else 0
