"""JSON text read with the line of every value, so that a fault can be shown where it stands."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from wemi_desk.domain.errors import MeasureRefusedError
from wemi_desk.domain.measure_problems import Problem

MOST_CHARACTERS = 1_000_000
MOST_DEPTH = 20
_BLANKS = " \t\r\n"


def read_json(text: str) -> tuple[Any, dict[str, int]]:
    """The value, and the line (from 1) of every path in it; raises MeasureRefusedError."""
    if len(text) > MOST_CHARACTERS:
        raise MeasureRefusedError((Problem("", "too_long", values={"most": MOST_CHARACTERS}),))
    reading = _Reading(text.removeprefix("\ufeff"))
    value = reading.value("", 0)
    reading.skip()
    if reading.at < len(reading.text):
        raise reading.refused("not_json")
    return value, reading.lines


@dataclass(slots=True)
class _Reading:
    """Where the reader stands in the text."""

    text: str
    at: int = 0
    line: int = 1
    counted: int = 0
    lines: dict[str, int] = field(default_factory=dict)

    def value(self, path: str, depth: int) -> Any:
        self.skip()
        self.lines[path] = self._line()
        if depth > MOST_DEPTH:
            raise self.refused("too_deep", path)
        opening = self.text[self.at : self.at + 1]
        if opening == "{":
            return self._object(path, depth)
        if opening == "[":
            return self._list(path, depth)
        return self._scalar()

    def skip(self) -> None:
        """Over blanks."""
        while self.at < len(self.text) and self.text[self.at] in _BLANKS:
            self.at += 1

    def refused(self, code: str, path: str = "") -> MeasureRefusedError:
        return MeasureRefusedError((Problem(path, code, self._line()),))

    def _object(self, path: str, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self.at += 1
        while not self._ends("}", first=not found):
            name = self._scalar()
            if not isinstance(name, str):
                raise self.refused("not_json")
            inner = f"{path}.{name}" if path else name
            if name in found:
                raise self.refused("written_twice", inner)
            self._expect(":")
            found[name] = self.value(inner, depth + 1)
        return found

    def _list(self, path: str, depth: int) -> list[Any]:
        found: list[Any] = []
        self.at += 1
        while not self._ends("]", first=not found):
            found.append(self.value(f"{path}[{len(found)}]", depth + 1))
        return found

    def _ends(self, closing: str, *, first: bool) -> bool:
        """Past the closing bracket, or past the comma before the next one."""
        self.skip()
        if self.text.startswith(closing, self.at):
            self.at += 1
            return True
        if not first:
            self._expect(",")
            self.skip()
        return False

    def _expect(self, mark: str) -> None:
        self.skip()
        if not self.text.startswith(mark, self.at):
            raise self.refused("not_json")
        self.at += 1

    def _scalar(self) -> Any:
        if self.text.startswith(("{", "["), self.at):
            raise self.refused("not_json")
        try:
            found, self.at = _DECODER.raw_decode(self.text, self.at)
        except ValueError:
            raise self.refused("not_json") from None
        return found

    def _line(self) -> int:
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = max(self.at, self.counted)
        return self.line


def _no_constant(text: str) -> Any:
    """NaN and Infinity are no JSON."""
    raise ValueError(text)


_DECODER = json.JSONDecoder(parse_constant=_no_constant)
