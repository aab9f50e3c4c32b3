"""What is typed about a volunteer."""

from __future__ import annotations

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.volunteers import MOST_MINUTES_A_DAY


def minutes_of_hours(typed: str) -> int:
    """2, 1,5, 1:30 as minutes. Raises InvalidFieldError."""
    bare = typed.strip().replace(",", ".")
    minutes = _clock(bare) if ":" in bare else _decimal(bare)
    if not 1 <= minutes <= MOST_MINUTES_A_DAY:
        raise InvalidFieldError("hours", "out_of_range", low=1, high=MOST_MINUTES_A_DAY // 60)
    return minutes


def _clock(bare: str) -> int:
    hours, _colon, rest = bare.partition(":")
    fits = hours.isdecimal() and rest.isdecimal() and len(hours) <= 2 and len(rest) == 2 and int(rest) < 60
    return int(hours) * 60 + int(rest) if fits else 0


def _decimal(bare: str) -> int:
    whole, _point, part = bare.partition(".")
    if not whole.isdecimal() or len(whole) > 2 or len(part) > 2 or (part and not part.isdecimal()):
        return 0
    return int(whole) * 60 + round(int(part.ljust(2, "0") or 0) * 60 / 100)
