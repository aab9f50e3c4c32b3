"""Birth places by Belfiore code, with the periods in which they existed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from wemi_desk.domain.names import folded

PlaceDoubt = Literal["unknown", "not_then"]


@dataclass(frozen=True, slots=True)
class Place:
    """One period of a municipality or a state; homonyms differ by *code* and *province*."""

    code: str
    name: str
    province: str = ""
    since: date | None = None
    until: date | None = None
    is_active: bool = True
    other_name: str = ""

    @property
    def is_foreign(self) -> bool:
        return self.code.startswith("Z")

    def existed_on(self, day: date) -> bool:
        """The register has no founding dates of states, but knows when the suppressed ones ended."""
        begun = self.is_foreign or self.since is None or self.since <= day
        return begun and (self.until is None or day <= self.until)


class PlaceTable:
    """The rows of ``places.tsv``, read one at a time: 19,000 of them are not parsed to look one up."""

    def __init__(self, rows: str, aliases: str = "") -> None:
        """*rows* and *aliases* are the texts of the two sorted tables, each with its heading line."""
        self._rows = "\n" + rows
        self._aliases = aliases

    def periods(self, code: str) -> tuple[Place, ...]:
        """All that the code has meant, oldest first; nothing for an unknown code."""
        if len(code) != 4 or not code.isalnum():
            return ()
        start = self._rows.find(f"\n{code}\t")
        found = []
        while start >= 0 and self._rows.startswith(f"{code}\t", start + 1):
            end = self._rows.find("\n", start + 1)
            found.append(_place(self._rows[start + 1 : end]))
            start = end
        return tuple(sorted(found, key=lambda place: place.since or date.min))

    def find(self, code: str, born_on: date | None = None) -> Place | None:
        """The place under the name that it had at the birth; else the next one, or the last known."""
        periods = self.periods(code)
        if born_on is None:
            return periods[-1] if periods else None
        then = [place for place in periods if place.existed_on(born_on)]
        later = [place for place in periods if place.since is not None and place.since > born_on]
        return next(iter((*then, *later, *reversed(periods))), None)

    def doubt(self, code: str, births: tuple[date, ...]) -> PlaceDoubt | None:
        """Why the code's place is odd for each of the possible *births*: a warning, tables age too."""
        periods = self.periods(code)
        if not periods:
            return "unknown"
        then = any(place.existed_on(birth) for place in periods for birth in births)
        return None if then or not births else "not_then"

    def search(self, text: str, born_on: date | None = None, limit: int = 8) -> tuple[Place, ...]:
        """Places whose name or alias begins so: whole names first, then what still exists.

        With a birth, only those that existed then.
        """
        wanted = folded(text)
        if not wanted:
            return ()
        ranked = sorted(
            (_rank(name, wanted), is_past, name, code) for name, is_past, code in self._names if _begins(name, wanted)
        )
        found: dict[str, Place] = {}
        for *_, code in ranked:
            place = self.find(code, born_on)
            if code not in found and place is not None and (born_on is None or place.existed_on(born_on)):
                found[code] = place
            if len(found) == limit:
                break
        return tuple(found.values())

    @cached_property
    def _names(self) -> tuple[tuple[str, bool, str], ...]:
        """Folded names and aliases, whether they are past, their codes: built on the first search (some 50 ms)."""
        return tuple({(folded(name), is_past, code) for code, name, is_past in self._spellings() if name})

    def _spellings(self) -> Iterator[tuple[str, str, bool]]:
        for line in self._rows.splitlines()[2:]:
            code, name, _, _, _, active, other = line.split("\t")
            yield code, name, active != "1"
            yield code, other, active != "1"
        for line in self._aliases.splitlines()[1:]:
            code, alias = line.split("\t")
            yield code, alias, False


def _begins(name: str, wanted: str) -> bool:
    return name.startswith(wanted) or f" {wanted}" in name or name.replace(" ", "").startswith(wanted.replace(" ", ""))


def _rank(name: str, wanted: str) -> int:
    if name == wanted:
        return 0
    return 1 if name.startswith(wanted) else 2


def _place(line: str) -> Place:
    code, name, province, since, until, active, other = line.split("\t")
    return Place(code, name, province, _day(since), _day(until), active == "1", other)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
