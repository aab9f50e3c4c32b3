"""The four figures that the programme is measured by, counted as the platform counts (facilita.md 8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wemi_desk.domain.facilita import Contract, site_as_compared
from wemi_desk.domain.facilita_checks import service_of

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
