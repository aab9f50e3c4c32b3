"""Who a card, a code or a name means: somebody known, or a registration that is already half filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from wemi_desk.domain.box import Query, QueryKind, as_fiscal_code
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.fiscal_code import FiscalCode
from wemi_desk.domain.identity_document import Mrz, parse_mrz
from wemi_desk.domain.names import capitalised, split_name
from wemi_desk.services.citizens import CitizenService
from wemi_desk.services.person_forms import PersonForm
from wemi_desk.services.ports import Clock


class BirthPlaces(Protocol):
    """The register of municipalities and states, by Belfiore code."""

    def place_name(self, code: str, born_on: date | None) -> str:
        """What to show for *code*; empty when the table does not know it."""
        ...

    def is_doubtful(self, code: str, births: tuple[date, ...]) -> bool:
        """True when no period of the place covers any of *births*: warn, never refuse."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What a scan or a typed code led to.

    *known* holds who has this code (usually one); else *form* is prefilled, *births* has the readings of the birth
    date (two must be asked), *place* its name, and *warnings* say what does not fit: ``expired``, ``place``,
    ``misread``.
    """

    known: Sequence[Citizen] = ()
    form: PersonForm = field(default_factory=PersonForm)
    births: tuple[date, ...] = ()
    place: str = ""
    warnings: tuple[str, ...] = ()


class ArrivalService:
    """Resolves what the box or the reader gave."""

    def __init__(self, citizens: CitizenService, places: BirthPlaces, clock: Clock) -> None:
        self._citizens = citizens
        self._places = places
        self._clock = clock

    def resolve(self, query: Query, scanned: bool = False) -> Arrival:
        """Look the code up; without a match prefill what it says."""
        if query.kind is QueryKind.MRZ:
            return self._from_zone(parse_mrz(query.value))
        if query.kind is QueryKind.HEALTH_CODE:
            people = self._citizens.by_health_code(query.value)
            return Arrival(known=people) if people else Arrival(form=PersonForm(health_code=query.value))
        code = as_fiscal_code(query)
        if code is None:
            return Arrival(form=form_of(query))
        known = self._citizens.by_code(code.canonical)
        return Arrival(known=known) if known else self._from_code(code, "card_scan" if scanned else "declared")

    def birth_place(self, citizen: Citizen) -> str:
        """Where somebody was born, as the register names it; its code where the register does not know it."""
        code = citizen.birth_place_code or ""
        return (self._places.place_name(code, citizen.birth_date) or code) if code else ""

    def _from_code(self, code: FiscalCode, provenance: str) -> Arrival:
        today = self._clock.today()
        births = code.birth_dates(today)
        place = code.place_code or ""
        form = PersonForm(
            code=code.written,
            code_provenance=provenance,
            birth=_written(births[0]) if len(births) == 1 else "",
            birth_provenance="fiscal_code",
            birth_place_code=place or None,
            registered_sex=code.sex,
        )
        name = self._places.place_name(place, births[-1] if births else None) if place else ""
        doubtful = bool(place) and self._places.is_doubtful(place, births)
        return Arrival(form=form, births=births, place=name, warnings=("place",) if doubtful else ())

    def _from_zone(self, zone: Mrz) -> Arrival:
        today = self._clock.today()
        births = zone.birth_dates(today)
        expires = zone.expires_on(today)
        form = PersonForm(
            surname=capitalised(zone.surname),
            given_name=capitalised(zone.given_name),
            birth=_written(births[0]) if len(births) == 1 else "",
            birth_provenance="document",
            registered_sex=zone.sex,
        )
        found = [name for name, holds in (
            ("misread", not zone.is_valid), ("expired", expires is not None and expires < today)) if holds]  # fmt: skip
        return Arrival(form=form, births=births, warnings=tuple(found))


def named(text: str) -> PersonForm:
    """The text of the box as surname and name, as print writes them."""
    surname, given_name = split_name(text)
    return PersonForm(surname=capitalised(surname), given_name=capitalised(given_name))


def form_of(query: Query) -> PersonForm:
    """What a text of the box says about a person who is not known yet: never a number as a surname."""
    if query.kind is QueryKind.WORDS:
        return named(query.value)
    if query.kind is QueryKind.PHONE:
        return PersonForm(phone=query.value)
    if query.kind is QueryKind.BIRTH_DATE:
        born = query.born_on
        return replace(named(" ".join(query.words)), birth=_written(born[0]) if len(born) == 1 else query.value)
    if query.kind is QueryKind.HEALTH_CODE:
        return PersonForm(health_code=query.value)
    if query.kind in (QueryKind.FISCAL_CODE, QueryKind.FISCAL_CODE_PART):
        return PersonForm(code=query.value)
    return PersonForm()


def _written(day: date) -> str:
    return f"{day:%d/%m}/{day.year:04}"
