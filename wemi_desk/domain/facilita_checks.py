"""Judging a row by Facilita's contract: what is refused there, and what we do not send although it may pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal

from wemi_desk.domain.ages import age_on, real_date
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.facilita import (
    SEPARATOR,
    SERVICE_COLUMNS,
    Contract,
    Project,
    Row,
    birth_as_read_there,
    name_as_compared,
    read_code,
    site_as_compared,
)
from wemi_desk.domain.fiscal_code import FiscalCode

Weight = Literal["refused", "ours", "look"]
"""refused: the platform throws the row out. ours: it may pass there, and would count or publish something wrong.
look: it may be right, and a person should look."""
_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)
_TIME = re.compile(r"\d{2}:\d{2}", re.ASCII)
_SERIAL = re.compile(r"[34]\d{4}([.,]\d+)?", re.ASCII)
_ITALIAN_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", re.ASCII)
_AS_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?(E[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_ALWAYS_EMPTY = ("AN14", "AN17")
_FREE_TEXTS = ("SE7", "ES4")
_LAST_MINUTE = 59


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in one *column* of a row; *data* fills the sentence."""

    column: str
    code: str
    weight: Weight = "refused"
    data: dict[str, object] = field(default_factory=dict)


def check_row(row: Row, contract: Contract, project: Project, today: date) -> tuple[Fault, ...]:
    """All faults of a data row, in the order of the columns; with nothing but "look" it passes there."""
    if len(row) != len(contract.header):
        return (Fault("", "columns", data={"found": len(row), "expected": len(contract.header)}),)
    values = dict(zip(contract.header, (value.strip() for value in row), strict=True))
    return tuple(sorted(_all(values, contract, project, today), key=lambda one: contract.column(one.column)))


def _all(values: dict[str, str], contract: Contract, project: Project, today: date) -> Iterator[Fault]:
    for name in contract.header:
        if name in contract.mandatory and not values[name]:
            yield Fault(name, "empty")
        elif values[name] and name in contract.lists:
            yield from _codes(name, values[name], contract)
    yield from _registered(values, project)
    day, faults = _service_day(values["SE1"], project, today)
    yield from faults
    yield from _person(values, day, contract, project)
    yield from _duration(values["SE2"])
    yield from _follows(values, contract)
    yield from _texts(values, contract)


def _codes(name: str, value: str, contract: Contract) -> Iterator[Fault]:
    known = contract.lists[name]
    if value in known.codes:  # nearly always
        return
    if not known.multi:
        yield Fault(name, "unknown_code", data={"value": value})
        return
    codes = value.split(SEPARATOR)
    if any(code != code.strip() for code in codes):
        yield Fault(name, "blanks", data={"value": value})
        return
    unknown = [code for code in codes if code not in known.codes]
    if unknown:
        yield Fault(name, "unknown_code", data={"value": unknown[0]})
    elif known.ordered(codes) != tuple(codes) or len(set(codes)) < len(codes):
        yield Fault(name, "unsorted", "ours", {"expected": SEPARATOR.join(known.ordered(tuple(set(codes))))})


def _registered(values: dict[str, str], project: Project) -> Iterator[Fault]:
    """By identifier, else by name."""
    known = _names_compared(project.facilitators)
    said = {name_as_compared(values[name]) for name in ("IDFacilitatore", "NominativoFacilitatore")}
    if known and not known & said:
        yield Fault("IDFacilitatore", "facilitator_unknown", data={"value": values["NominativoFacilitatore"]})
    sites = _sites_compared(project.sites)
    if sites and values["NominativoSede"] and site_as_compared(values["NominativoSede"]) not in sites:
        yield Fault("NominativoSede", "site_unknown", data={"value": values["NominativoSede"]})


@lru_cache(maxsize=8)
def _names_compared(names: frozenset[str]) -> frozenset[str]:
    """The same for every row of a project."""
    return frozenset(map(name_as_compared, names))


@lru_cache(maxsize=8)
def _sites_compared(names: frozenset[str]) -> frozenset[str]:
    return frozenset(map(site_as_compared, names))


def _service_day(text: str, project: Project, today: date) -> tuple[date | None, list[Fault]]:
    if not text:
        return None, []
    if not _DATE.fullmatch(text):
        spoiled = _SERIAL.fullmatch(text) or _ITALIAN_DATE.fullmatch(text)
        return None, [Fault("SE1", "spreadsheet_date" if spoiled else "date", data={"value": text})]
    day = real_date(int(text[:4]), int(text[5:7]), int(text[8:]))
    if day is None:
        return None, [Fault("SE1", "no_such_day", "ours", {"value": text})]
    return day, list(_when(day, project, today))


def _when(day: date, project: Project, today: date) -> Iterator[Fault]:
    too_early = project.starts_on is not None and day < project.starts_on
    if too_early or (project.ends_on is not None and day > project.ends_on):
        yield Fault("SE1", "outside_project", data={"day": day})
    if project.last_accepted_on is not None and day > project.last_accepted_on:
        yield Fault("SE1", "after_window", data={"day": day, "last": project.last_accepted_on})
    if day > today:
        yield Fault("SE1", "future", "ours", {"day": day})


def _person(values: dict[str, str], day: date | None, contract: Contract, project: Project) -> Iterator[Fault]:
    if not values["AN3"]:
        return
    code, fault = _fiscal_code(values["AN3"])
    if fault is not None:
        yield fault
    if code is None:
        return
    if code.is_omocodia:  # one path of the platform refuses them, another does not (facilita.md 9)
        yield Fault("AN3", "omocodia", "look")
    yield from _gender(values["AN7"], code)
    if day is not None:
        yield from _age(values["AN8"], code, day, contract, project)


def _fiscal_code(text: str) -> tuple[FiscalCode | None, Fault | None]:
    """The page takes 16 characters with the right last letter; blanks and signs inside are refused there."""
    try:
        code = read_code(text)
    except InvalidFieldError as error:
        if error.reason == "date":
            return None, Fault("AN3", "fiscal_code", "ours", {"reason": error.reason})
        spoiled = "spreadsheet_number" if _AS_NUMBER.fullmatch(text) else "fiscal_code"
        return None, Fault("AN3", spoiled, data={"reason": error.reason})
    if code.is_provisional or code.written != text.upper():
        return None, Fault("AN3", "fiscal_code", data={"reason": "length" if code.is_provisional else "character"})
    return code, None


def _gender(said: str, code: FiscalCode) -> Iterator[Fault]:
    expected = "A" if code.sex == "F" else "B"
    if said and said != expected:
        yield Fault("AN7", "recomputed", "ours", {"value": said, "expected": expected})


def _age(said: str, code: FiscalCode, day: date, contract: Contract, project: Project) -> Iterator[Fault]:
    born = real_date(*birth_as_read_there(code.canonical, contract))
    youngest = contract.youngest(project)
    if born is None:  # 29 February of a century that the platform guesses wrong
        yield Fault("AN3", "century", "ours")
        return
    if day.year - born.year < youngest:
        yield Fault("AN3", "minor", data={"youngest": youngest})
        return
    age = age_on(born, day)
    if age < youngest:  # there the year alone is subtracted: a child would pass
        yield Fault("AN3", "minor", "ours", {"youngest": youngest})
    if any(age_on(one, day) < youngest for one in code.birth_readings() if one <= day and one != born):
        yield Fault("AN3", "century", "look")
    expected = contract.age_band(age)
    if said and expected is not None and said != expected:
        yield Fault("AN8", "recomputed", "ours", {"value": said, "expected": expected})


def _duration(text: str) -> Iterator[Fault]:
    """Digits and colon are checked there, values are not: 00:01 to 23:59 is ours."""
    if not text:
        return
    if not _TIME.fullmatch(text):
        yield Fault("SE2", "duration", data={"value": text})
        return
    hours, minutes = int(text[:2]), int(text[3:])
    if hours > 23 or minutes > _LAST_MINUTE or hours + minutes == 0:
        yield Fault("SE2", "duration_value", "ours", {"value": text})


def _follows(values: dict[str, str], contract: Contract) -> Iterator[Fault]:
    competences = values["SE5"].split(SEPARATOR)
    expected = SEPARATOR.join(contract.level_one(competences))
    if values["SE4"] and expected and values["SE4"] != expected:
        yield Fault("SE4", "recomputed", "ours", {"value": values["SE4"], "expected": expected})


def _texts(values: dict[str, str], contract: Contract) -> Iterator[Fault]:
    """Answers are split on the colon when they are published; quotes are taken away, the rest is cut."""
    for name in _FREE_TEXTS:
        text = values[name]
        if len(text) > contract.max_text:
            yield Fault(name, "too_long", "ours", {"limit": contract.max_text})
        bad = next((sign for sign in (SEPARATOR, '"', "\n", "\r") if sign in text), None)
        if bad is not None:
            yield Fault(name, "sign", "ours", {"sign": bad if bad.isprintable() else " "})
    for name in _ALWAYS_EMPTY:
        if values[name]:
            yield Fault(name, "must_be_empty", "ours")


def service_of(row: Row, contract: Contract) -> tuple[str, ...]:
    """What makes a service there: rows with the same are one service with several people."""
    return tuple(
        row[contract.column(name)].strip() for name in (*SERVICE_COLUMNS, "IDFacilitatore", "NominativoSede")
    )


class Doubles:
    """The same person twice on the same service: the second row is refused there.

    Remembers hashes, and of no more rows than a file may have: a longer one is refused whole, whatever its length.
    """

    def __init__(self, contract: Contract, most: int | None = None) -> None:
        self._contract = contract
        self._most = contract.max_rows if most is None else most
        self._seen: dict[int, int] = {}

    def check(self, row: Row, number: int) -> Iterable[Fault]:
        """*number* counts the data rows from 1."""
        person = row[self._contract.column("AN3")].strip().upper()
        if not person or len(self._seen) >= self._most:
            return ()
        first = self._seen.setdefault(hash((person, service_of(row, self._contract))), number)
        return () if first == number else (Fault("AN3", "double", data={"first": first}),)
