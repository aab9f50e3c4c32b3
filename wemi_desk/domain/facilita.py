"""Facilita's import contract: columns, code lists, limits (facilita.md 2 and 3; read from facilita_codes.json)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from wemi_desk.domain.fiscal_code import FiscalCode, parse

Row = Sequence[str]
"""The values of one data row, in the order of the header."""
SEPARATOR = ":"
SERVICE_COLUMNS = ("SE1", "SE2", "SE3", "SE5", "SE6", "SE7")
"""With facilitator and site these make a service: equal ones are one service there (facilita.md 4)."""


@dataclass(frozen=True, slots=True)
class AgeBand:
    """One code of AN8; *max_age* None has no end."""

    code: str
    min_age: int
    max_age: int | None


@dataclass(frozen=True, slots=True)
class CodeList:
    """The codes of one column in their own order; *multi* ones are joined with ``:``."""

    codes: tuple[str, ...]
    multi: bool

    def ordered(self, codes: Sequence[str]) -> tuple[str, ...]:
        """Sorted as the list is, which is numerically for SE5 and by letter elsewhere; unknown ones last."""
        if len(codes) < 2:
            return tuple(codes)
        place = {code: number for number, code in enumerate(self.codes)}
        return tuple(sorted(codes, key=lambda code: (place.get(code, len(place)), code)))


@dataclass(frozen=True, slots=True)
class Project:
    """What the programme accepts. None: nobody has said, so nothing is refused for it."""

    code: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    last_accepted_on: date | None = None
    accepts_minors: bool = False
    facilitators: frozenset[str] = frozenset()
    """Identifiers or names as registered there; empty: unknown."""
    sites: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Contract:
    """One version of the contract."""

    version: str
    header: tuple[str, ...]
    mandatory: frozenset[str]
    lists: Mapping[str, CodeList]
    """By column."""
    parents: Mapping[str, str]
    """SE5 code → SE4 code."""
    age_bands: tuple[AgeBand, ...]
    max_rows: int
    max_text: int
    adult_age: int
    minor_age: int
    pivot: int
    """Two-digit years up to this one are read there as 20xx, the others as 19xx."""
    reject_notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Key of a reason → fragments, in lower case, that its note contains."""

    def column(self, name: str) -> int:
        return self.header.index(name)

    def level_one(self, competences: Sequence[str]) -> tuple[str, ...]:
        """SE4 as it follows from SE5."""
        found = {self.parents[code] for code in competences if code in self.parents}
        return self.lists["SE4"].ordered(tuple(found))

    def age_band(self, age: int) -> str | None:
        """Code of AN8; None below the youngest."""
        fits = (one for one in self.age_bands if one.min_age <= age and (one.max_age is None or age <= one.max_age))
        return next((one.code for one in fits), None)

    def youngest(self, project: Project) -> int:
        return self.minor_age if project.accepts_minors else self.adult_age


def read_contract(document: Mapping[str, Any]) -> Contract:
    """From ``resources/reference/facilita_codes.json``."""
    lists, limits = document["lists"], document["limits"]
    by_column = {
        column["name"]: _code_list(lists, column["list"]) for column in document["columns"] if column["list"]
    }
    return Contract(
        version=document["version"], header=tuple(document["header"]), mandatory=frozenset(document["mandatory"]),
        lists=by_column, parents={item["code"]: item["parent_se4"] for item in lists["SE5"]["items"]},
        age_bands=tuple(AgeBand(one["code"], one["min_age"], one["max_age"]) for one in lists["AN8"]["items"]),
        max_rows=limits["max_rows_per_file"], max_text=limits["se7_max_chars"], adult_age=limits["min_age_default"],
        minor_age=limits["min_age_when_minors_enabled"], pivot=document["century_pivot"]["value"],
        reject_notes={one["key"]: tuple(one["contains_lower_case"]) for one in document["reject_notes"]},
    )  # fmt: skip


def _code_list(lists: Mapping[str, Any], name: str) -> CodeList:
    entry = lists[name]
    items = lists[entry["same_as"]]["items"] if entry.get("same_as") else entry["items"]
    return CodeList(tuple(item["code"] for item in items), bool(entry["multi"]))


@lru_cache(maxsize=1)
def read_code(text: str) -> FiscalCode:
    """A codice fiscale that is made into a row and judged right afterwards. Raises InvalidFieldError."""
    return parse(text)


def birth_as_read_there(canonical_code: str, contract: Contract) -> tuple[int, int, int]:
    """Year, month and day that the platform reads in a codice fiscale: its century is a guess (facilita.md 9)."""
    short, day = int(canonical_code[6:8]), int(canonical_code[9:11])
    year = (2000 if short <= contract.pivot else 1900) + short
    return year, "ABCDEHLMPRST".index(canonical_code[8]) + 1, day - 40 if day > 40 else day


def site_as_compared(name: str) -> str:
    """Upper case, without blanks and apostrophes: accents and dashes count."""
    return "".join(name.split()).replace("'", "").upper()


def name_as_compared(name: str) -> str:
    """Upper case, without blanks."""
    return "".join(name.split()).upper()
