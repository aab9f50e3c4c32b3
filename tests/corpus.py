"""The fixed bad inputs, for every test that has a field to try them on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "bad_inputs.json"


@dataclass(frozen=True, slots=True)
class BadInput:
    """One input; *kind* is what it was made for, but every field must survive it."""

    kind: str
    text: str
    note: str
    number: int

    def __str__(self) -> str:
        """A test id: ASCII, short, unique."""
        return f"{self.kind}-{self.number}"


@cache
def bad_inputs(*kinds: str) -> tuple[BadInput, ...]:
    """All inputs, or those of *kinds*: name, fiscal_code, health_code, mrz, date, phone, email, formula,
    query_syntax, path, scan, place, note, amount."""
    rows = json.loads(_FILE.read_text("utf-8"))["inputs"]
    everything = (BadInput(row["kind"], _text(row), row.get("note", ""), number) for number, row in enumerate(rows))
    return tuple(item for item in everything if not kinds or item.kind in kinds)


@cache
def some_bad_inputs() -> tuple[BadInput, ...]:
    """A few of every kind and the longest of each, for tests through the whole window and the real store."""
    kinds = {item.kind for item in bad_inputs()}
    chosen = {item.number for kind in kinds for item in (*bad_inputs(kind)[::9], max(bad_inputs(kind), key=_length))}
    broken = {item.number for item in bad_inputs() if "surrogates" in item.note}
    return tuple(item for item in bad_inputs() if item.number in chosen | broken)


def _length(item: BadInput) -> int:
    return len(item.text)


def _text(row: dict[str, object]) -> str:
    if "repeat" not in row:
        return str(row["text"])
    unit, times = row["repeat"]  # type: ignore[misc]
    return str(row.get("before", "")) + unit * times + str(row.get("after", ""))
