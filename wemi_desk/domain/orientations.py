"""What was suggested to somebody out of the catalogue, and why; what came of it is asked some days later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType
from uuid import UUID

from wemi_desk.domain.catalogue import CatalogueService, Provider, ServiceId
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.contacts import ContactId
from wemi_desk.domain.errors import InvalidFieldError

OrientationId = NewType("OrientationId", UUID)
CHOSEN, THINKING, NOT_CHOSEN, REFUSED, UNREACHABLE = "chosen", "thinking", "not_chosen", "refused", "unreachable"
MISSING = "missing"
"""Nothing could be suggested: what was asked for is in *reason*, for who keeps the catalogue."""
OUTCOMES = (CHOSEN, THINKING, NOT_CHOSEN, REFUSED, UNREACHABLE)
TO_FOLLOW = frozenset({THINKING, REFUSED, UNREACHABLE})
"""Nobody was helped yet: these stay in sight until somebody says otherwise."""
MOST_SUGGESTIONS = 4
FEEDBACK_DAYS = 14
TEXT_LIMIT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A service as it was shown on that day: what the sheet says later does not change what was said."""

    service_id: ServiceId
    sheet_version: int = 1
    title: str
    provider: str = ""
    price_cents: int | None = None
    price_unit: str = ""
    is_free: bool = False
    voucher_cents: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Orientation:
    """What was suggested to a person, or to somebody without a name (*citizen_id* None)."""

    id: OrientationId
    space_code: str
    contact_id: ContactId | None = None
    citizen_id: CitizenId | None = None
    need: str = ""
    reason: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    handed_over: str = ""
    suggested_at: datetime
    suggested_by: UUID
    feedback_due_on: date | None = None
    outcome: str = ""
    outcome_note: str = ""
    chosen_id: ServiceId | None = None
    answered_at: datetime | None = None
    cancelled_at: datetime | None = None

    def __post_init__(self) -> None:
        least = 0 if self.outcome == MISSING else 1
        if not least <= len(self.suggestions) <= MOST_SUGGESTIONS:
            raise InvalidFieldError("suggestions", "out_of_range", low=1, high=MOST_SUGGESTIONS)

    @property
    def is_open(self) -> bool:
        """Somebody has still to hear what came of it."""
        return self.cancelled_at is None and self.outcome in ("", *TO_FOLLOW)


def suggestion_of(
    service: CatalogueService, provider: Provider | None, voucher_cents: int | None = None
) -> Suggestion:
    """The service as it stands now."""
    return Suggestion(
        service_id=service.id, sheet_version=service.sheet_version, title=service.title,
        provider=provider.name if provider else "", price_cents=service.price_cents, price_unit=service.price_unit,
        is_free=service.is_free, voucher_cents=voucher_cents,
    )  # fmt: skip


def services_of(orientations: Iterable[Orientation]) -> set[ServiceId]:
    """Every service that was suggested."""
    return {one.service_id for each in orientations for one in each.suggestions}
