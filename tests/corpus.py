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


def _text(row: dict[str, object]) -> str:
    if "repeat" not in row:
        return str(row["text"])
    unit, times = row["repeat"]  # type: ignore[misc]
    return str(row.get("before", "")) + unit * times + str(row.get("after", ""))
