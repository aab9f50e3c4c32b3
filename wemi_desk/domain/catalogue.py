"""Services that people are oriented to, and who offers them: the desk holds a dated copy (wemi.md 7).

Everything but code and title has a default: a sheet that says little is shown for the little it says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType
from uuid import UUID, uuid5

from wemi_desk.domain.ages import age_on
from wemi_desk.domain.vouchers import PriceParts, share_and_remainder

ProviderId = NewType("ProviderId", UUID)
ServiceId = NewType("ServiceId", UUID)

PROVIDER, SERVICE, EDITION = "catalogue_provider", "catalogue_service", "catalogue_edition"
"""Kinds of record under which the centre publishes the catalogue."""
SERVICES, CARERS, MILANO_0_18 = "services", "carers", "milano_0_18"
INDIVIDUAL, GROUP, SHARED = "individual", "group", "shared"
HOME, SITE, ONLINE = "home", "site", "online"
HOUR, SESSION, COURSE, MONTH = "hour", "session", "course", "month"
MORNING, AFTERNOON, EVENING, NIGHT, WEEKEND = "morning", "afternoon", "evening", "night", "weekend"
TIMES = (MORNING, AFTERNOON, EVENING, NIGHT, WEEKEND)
EVERYONE = "everyone"
_CATALOGUE = UUID("7d0c2f0e-3a38-4a66-9f0a-6a1d2f6f6d0b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """Sells or gives services of the catalogue; *code* is its own at the portal."""

    id: ProviderId
    code: str
    name: str
    is_nonprofit: bool = False
    address_text: str = ""
    contact_text: str = ""
    url: str = ""
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueService:
    """One service with its technical sheet; lists of codes as in ``resources/reference/catalogue``.

    Without *municipi* it is given in the whole city. *times* are codes of :data:`TIMES`; without any nobody said when.
    """

    id: ServiceId
    code: str
    provider_id: ProviderId | None = None
    section: str = SERVICES
    category: str = ""
    area_0_18: str = ""
    title: str
    description: str = ""
    keywords: tuple[str, ...] = ()
    """What people say when they mean it; searched, never printed."""
    targets: tuple[str, ...] = ()
    age_from: int | None = None
    age_to: int | None = None
    mode: str = INDIVIDUAL
    place: str = ""
    municipi: tuple[str, ...] = ()
    place_text: str = ""
    """Address or quarter, as the provider writes it."""
    times: tuple[str, ...] = ()
    schedule_text: str = ""
    price_cents: int | None = None
    price_unit: str = HOUR
    price_note: str = ""
    is_free: bool = False
    accepts_voucher: bool = False
    min_participants: int | None = None
    max_participants: int | None = None
    languages: tuple[str, ...] = ()
    accessibility_note: str = ""
    characteristics: str = ""
    """What else the sheet says: how it is delivered, who does it."""
    contact_text: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    sheet_version: int = 1
    withdrawn_on: date | None = None
    withdrawn_reason: str = ""

    def is_offered_on(self, day: date) -> bool:
        """May somebody be oriented to it on *day*? What was suggested before stays readable all the same."""
        return self.standing_on(day) == "offered"

    def standing_on(self, day: date) -> str:
        """``offered``, ``not_yet``, ``ended`` (its validity is over) or ``withdrawn``."""
        if self.withdrawn_on is not None and self.withdrawn_on <= day:
            return "withdrawn"
        if self.valid_from is not None and day < self.valid_from:
            return "not_yet"
        return "ended" if self.valid_to is not None and self.valid_to < day else "offered"

    def fits_age(self, age: int) -> bool:
        """Both ends belong to it; without ends it is for any age."""
        return (self.age_from is None or self.age_from <= age) and (self.age_to is None or age <= self.age_to)

    def fits_born(self, born_on: date, day: date) -> bool:
        """As :meth:`fits_age`, with the age somebody has on the *day* of the service, not today."""
        return day >= born_on and self.fits_age(age_on(born_on, day))

    def is_given_in(self, municipio: str) -> bool:
        """Online, or in the whole city, or there."""
        return self.place == ONLINE or not self.municipi or municipio in self.municipi


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEdition:
    """The one record that says of when the copy is: published along with what changed."""

    id: UUID
    published_at: datetime
    source: str = ""
    services: int = 0
    providers: int = 0


EDITION_ID = uuid5(_CATALOGUE, "edition")


def provider_id(code: str) -> ProviderId:
    """The same on every desk and at the centre."""
    return ProviderId(uuid5(_CATALOGUE, f"provider|{clean_code(code)}"))


def service_id(code: str) -> ServiceId:
    """The same on every desk and at the centre, in every version of its sheet."""
    return ServiceId(uuid5(_CATALOGUE, f"service|{clean_code(code)}"))


def clean_code(code: str) -> str:
    """Codes that differ only in blanks or capitals are one."""
    return "".join(code.split()).upper()


def price_of(service: CatalogueService, quantity: int = 1, per: int = 1) -> int | None:
    """Cents for *quantity* / *per* of its units (hours, sessions, courses, months), half a cent up; None without a
    price."""
    if service.is_free:
        return 0
    if service.price_cents is None or service.price_cents < 0 or quantity < 0:
        return None
    return (2 * service.price_cents * quantity + per) // (2 * per)


def price_for_minutes(service: CatalogueService, minutes: int) -> int | None:
    """Cents for so long; None where it is not paid by the hour, or no price is told."""
    if not service.is_free and service.price_unit != HOUR:
        return None
    return price_of(service, minutes, 60)


def parts_of(
    service: CatalogueService, price_cents: int, left_cents: int, most_cents: int | None = None
) -> PriceParts:
    """What a voucher with *left_cents* pays of a price, and what the family pays; nothing where none is accepted."""
    return share_and_remainder(price_cents, left_cents if service.accepts_voucher else 0, most_cents)


def offered_on(services: Iterable[CatalogueService], day: date) -> list[CatalogueService]:
    """Those somebody may be oriented to."""
    return [one for one in services if one.is_offered_on(day)]
