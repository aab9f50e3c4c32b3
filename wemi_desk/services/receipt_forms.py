"""A receipt as an operator copies it: what must be there, and how it travels."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from wemi_desk.domain.application_receipts import NOTABLE, lacking
from wemi_desk.domain.applications import ReceiptNoted
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.errors import InvalidFieldError

MOST_NUMBER = 60
_TOLERANCE = timedelta(minutes=5)


def check(noted: ReceiptNoted, now: datetime) -> None:
    """Raise InvalidFieldError for a paper without its number or day, or of tomorrow."""
    if noted.what not in NOTABLE:
        raise InvalidFieldError("what", "unknown_code", code=noted.what)
    if missing := lacking(payload(noted, now)):
        raise InvalidFieldError(missing, "required")
    if len(noted.number.strip()) > MOST_NUMBER:
        raise InvalidFieldError("number", "too_long", limit=MOST_NUMBER, actual=len(noted.number.strip()))
    if noted.at is not None and noted.at > now + _TOLERANCE:
        raise InvalidFieldError("at", "in_future")
    if noted.on is not None and noted.on > rome_day(now):
        raise InvalidFieldError("on", "in_future")


def payload(noted: ReceiptNoted, now: datetime) -> dict[str, Any]:
    """What the act says; nothing that was left empty."""
    said = asdict(noted) | {"number": noted.number.strip(), "noted_at": now}
    return {name: value for name, value in said.items() if value not in (None, "")}


def day_of(noted: ReceiptNoted) -> date | None:
    """The day on the paper."""
    return noted.on or (rome_day(noted.at) if noted.at else None)
