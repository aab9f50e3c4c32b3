"""The code on a slip: drawn from the contact itself, so that it is found again without having been stored."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from wemi_desk.domain.errors import InvalidFieldError

# B, P, R and V are left to other papers; I, O, Q, S and Z look like digits.
_FIRST = "ACDEFGHJKLMNTUWXY"
_CHECK = "ACDEFGHJKLMNPRTUVWXYBSZ"
_SHAPE = re.compile(rf"[{_FIRST}][0-9]{{8}}[A-Z]")
_DAYS = 1_000
_SERIALS = 100_000
_EPOCH = date(2020, 1, 1)


def slip_code(contact_id: UUID, began_at: datetime) -> str:
    """Letter, three digits of the day, five of the contact, check letter: A–Z and 0–9 only (interface.md 7).

    The day makes it findable by an index that exists anyway; letter and serial tell 1.7 million contacts of one day.
    """
    drawn = int.from_bytes(hashlib.sha256(b"slip" + contact_id.bytes).digest()[:8], "big")
    letter = drawn % len(_FIRST)
    number = _day_number(began_at) % _DAYS * _SERIALS + drawn // len(_FIRST) % _SERIALS
    return f"{_FIRST[letter]}{number:08}{_check(letter, number)}"


def is_slip_code(code: str) -> bool:
    """Whether *code* has the shape of a slip's code, right or not."""
    return _SHAPE.fullmatch(code) is not None


def days_of(code: str, today: date, oldest: date) -> tuple[date, ...]:
    """UTC days, newest first, on which the contact of *code* may have begun; InvalidFieldError for a misread code."""
    if not is_slip_code(code):
        raise InvalidFieldError("code", "unknown")
    letter, number = _FIRST.index(code[0]), int(code[1:9])
    if _check(letter, number) != code[-1]:
        raise InvalidFieldError("code", "check_letter")
    last = (today - _EPOCH).days + 1  # a Roman evening may be tomorrow elsewhere
    newest = last - (last - number // _SERIALS) % _DAYS
    days = (_EPOCH + timedelta(days=back) for back in range(newest, -1, -_DAYS))
    return tuple(day for day in days if day >= oldest)


def _check(letter: int, number: int) -> str:
    """Modulo a prime: every single wrong sign and every swap of neighbours among the digits is noticed."""
    return _CHECK[(letter * 10**8 + number) % len(_CHECK)]


def _day_number(began_at: datetime) -> int:
    return (began_at.astimezone(UTC).date() - _EPOCH).days
