"""The four figures that the programme is measured by, counted as the platform counts (facilita.md 8)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wemi_desk.domain.facilita import SEPARATOR, SERVICE_COLUMNS, Contract, site_as_compared
from wemi_desk.domain.facilita_checks import service_of
from wemi_desk.domain.facilita_ledger import FacilitaRow

Pseudonym = Callable[[str], bytes]
"""A keyed hash of a codice fiscale: a bare one is no secret (facilita.md 9)."""


@dataclass(frozen=True, slots=True)
class Indicators:
    """Points with at least one service, distinct people, distinct services, active facilitators."""

    points: int
    people: int
    services: int
    facilitators: int
    attendances: int


def count(rows: Iterable[tuple[str, ...]], contract: Contract, pseudonym: Pseudonym) -> Indicators:
    """Of rows as they are sent; text is compared without case there, the order of codes counts."""
    points: set[str] = set()
    people: set[bytes] = set()
    services: set[tuple[str, ...]] = set()
    facilitators: set[str] = set()
    attendances = 0
    site, person, who = (contract.column(name) for name in ("NominativoSede", "AN3", "IDFacilitatore"))
    for row in rows:
        attendances += 1
        points.add(site_as_compared(row[site]))
        people.add(pseudonym(row[person].upper()))
        services.add(tuple(part.lower() for part in service_of(row, contract)))
        facilitators.add(row[who].upper())
    return Indicators(len(points), len(people), len(services), len(facilitators), attendances)


FIGURES = ("points", "people", "services", "facilitators")
PARTS = ("month", "site", "kind", "competence", "domain", "age")
"""What the figures are split by."""


@dataclass(frozen=True, slots=True)
class Behind:
    """One line behind a figure; *shown* is a name, a code, or the beginning of a keyed hash, never a person."""

    shown: str
    services: int
    people: int
    attendances: int


@dataclass(frozen=True, slots=True)
class Explained:
    """The figures, with the lines that make each and what they are split by."""

    figures: Indicators
    behind: Mapping[str, Sequence[Behind]]
    parts: Mapping[str, Sequence[Behind]]


@dataclass(slots=True)
class _Line:
    services: set[Hashable] = field(default_factory=set)
    people: set[bytes] = field(default_factory=set)
    attendances: int = 0

    def add(self, service: Hashable, person: bytes) -> None:
        self.services.add(service)
        self.people.add(person)
        self.attendances += 1


def explain(rows: Iterable[FacilitaRow], most: int) -> Explained:
    """Count the ledger's rows as the platform would; at most *most* lines behind a figure, the largest first."""
    lines: dict[str, dict[Hashable, _Line]] = {name: {} for name in (*FIGURES, *PARTS)}
    shown: dict[Hashable, str] = {}
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 (counted here, told below)
        service = (*(part.lower() for part in row.service), row.facilitator.upper(), site_as_compared(row.site_name))
        number = hash(service)
        for name, key, words in _places(row, number):
            shown.setdefault((name, key), words)
            lines[name].setdefault(key, _Line()).add(number, row.person)
    points, people, services, facilitators = (len(lines[name]) for name in FIGURES)
    figures = Indicators(points, people, services, facilitators, count)
    told = {name: _told(name, found, shown, most) for name, found in lines.items()}
    return Explained(
        figures, {name: told[name] for name in FIGURES}, {name: sorted(told[name], key=_by_name) for name in PARTS}
    )


def _places(row: FacilitaRow, service: int) -> Iterable[tuple[str, Hashable, str]]:
    values = dict(zip(SERVICE_COLUMNS, row.service, strict=True))
    yield "points", site_as_compared(row.site_name), row.site_name
    yield "people", row.person, row.person.hex()[:8]
    yield "services", service, f"{values['SE1']} {values['SE7']}"
    yield "facilitators", row.facilitator.upper(), row.facilitator_name
    yield "month", values["SE1"][:7], values["SE1"][:7]
    yield "site", site_as_compared(row.site_name), row.site_name
    yield "age", row.age_band, row.age_band
    for name, column in (("kind", "SE3"), ("competence", "SE5"), ("domain", "SE6")):
        for code in values[column].split(SEPARATOR):
            yield name, code, code


def _told(name: str, found: Mapping[Hashable, _Line], shown: Mapping[Hashable, str], most: int) -> list[Behind]:
    lines = [
        Behind(shown[name, key], len(one.services), len(one.people), one.attendances) for key, one in found.items()
    ]
    return sorted(lines, key=lambda one: (-one.attendances, one.shown))[:most]


def _by_name(line: Behind) -> tuple[int, str]:
    """Numbers by their value: 2 before 10."""
    return (int(line.shown), "") if line.shown.isdecimal() else (0, line.shown)
