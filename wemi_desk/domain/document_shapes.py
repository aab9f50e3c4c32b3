"""Shapes of a JSON document: one description that both checks a document and is published as its JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from wemi_desk.domain.measure_problems import Problem

MOST_WHOLE = 10**12
_DAY = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_MINUTE = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]")


class Shape(Protocol):
    """What a value must look like."""

    def faults(self, value: Any, path: str) -> Iterator[Problem]:
        """What is wrong with *value*, every fault with the path of what it is about."""
        ...

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """A text; *codes* are the only ones where there are any."""

    most: int = 2000
    least: int = 0
    codes: tuple[str, ...] = ()
    pattern: str = ""

    def faults(self, value: Any, path: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem(path, "not_text")
        elif self.codes:
            if value not in self.codes:
                yield Problem(path, "unknown_code", values={"found": value[:60], "allowed": ", ".join(self.codes)})
        elif not self.least <= len(value) <= self.most:
            too_long = len(value) > self.most
            yield Problem(path, "too_long" if too_long else "required", values={"most": self.most})
        elif self.pattern and not re.fullmatch(self.pattern, value):
            yield Problem(path, "wrong_form", values={"found": value[:60]})

    def schema(self) -> dict[str, Any]:
        if self.codes:
            return {"enum": list(self.codes)}
        limits: dict[str, Any] = {"maxLength": self.most}
        if self.least:
            limits["minLength"] = self.least
        if self.pattern:
            limits["pattern"] = f"^(?:{self.pattern})$"
        return {"type": "string", **limits}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number; money is in cents."""

    least: int = 0
    most: int = MOST_WHOLE

    def faults(self, value: Any, path: str) -> Iterator[Problem]:
        if not is_whole(value):
            yield Problem(path, "not_whole")
        elif not self.least <= value <= self.most:
            yield Problem(path, "out_of_range", values={"least": self.least, "most": self.most})

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def faults(self, value: Any, path: str) -> Iterator[Problem]:
        if not isinstance(value, bool):
            yield Problem(path, "not_flag")

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Day:
    """2026-11-22."""

    def faults(self, value: Any, path: str) -> Iterator[Problem]:
        if not (isinstance(value, str) and _DAY.fullmatch(value) and _exists(value)):
            yield Problem(path, "not_a_day")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date", "pattern": f"^{_DAY.pattern}$"}


@dataclass(frozen=True, slots=True)
class Minute:
    """2026-11-22T12:00, on the clocks of Rome."""

    def faults(self, value: Any, path: str) -> Iterator[Problem]:
        if not (isinstance(value, str) and _MINUTE.fullmatch(value) and _exists(value[:10])):
            yield Problem(path, "not_a_minute")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "description": "Europe/Rome", "pattern": f"^{_MINUTE.pattern}$"}


@dataclass(frozen=True, slots=True)
class Instant:
    """2026-11-22T12:00:00+01:00: with its offset."""

    def faults(self, value: Any, path: str) -> Iterator[Problem]:
        if not (isinstance(value, str) and _is_instant(value)):
            yield Problem(path, "not_an_instant")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one shape."""

    item: Shape
    least: int = 0
    most: int = 200

    def faults(self, value: Any, path: str) -> Iterator[Problem]:
        if not isinstance(value, list | tuple):
            yield Problem(path, "not_list")
            return
        if not self.least <= len(value) <= self.most:
            yield Problem(path, "empty_list" if len(value) < self.least else "too_many", values={"most": self.most})
            return
        for position, one in enumerate(value):
            yield from self.item.faults(one, f"{path}[{position}]")

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.item.schema(), "minItems": self.least, "maxItems": self.most}


@dataclass(frozen=True, slots=True)
class Part:
    """A field of an object: *nullable* where "nobody knows" may stand."""

    shape: Shape
    required: bool = False
    nullable: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class Object:
    """An object with known fields; others are kept and not looked at."""

    parts: Mapping[str, Part] = field(default_factory=dict)

    def faults(self, value: Any, path: str) -> Iterator[Problem]:
        if not isinstance(value, Mapping):
            yield Problem(path, "not_object")
            return
        for name, part in self.parts.items():
            inner = f"{path}.{name}" if path else name
            if name not in value:
                if part.required:
                    yield Problem(inner, "required")
            elif value[name] is None:
                if not part.nullable:
                    yield Problem(inner, "null")
            else:
                yield from part.shape.faults(value[name], inner)

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {name: _part_schema(part) for name, part in self.parts.items()},
            "required": [name for name, part in self.parts.items() if part.required],
        }


def is_whole(value: Any) -> bool:
    """JSON has one kind of number: 1.0 is whole, true is none."""
    if isinstance(value, float):
        return value.is_integer() and abs(value) <= MOST_WHOLE
    return isinstance(value, int) and not isinstance(value, bool)


def _part_schema(part: Part) -> dict[str, Any]:
    found = part.shape.schema()
    if part.nullable:
        found = {"anyOf": [found, {"type": "null"}]}
    return {**found, "description": part.about} if part.about else found


def _exists(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
