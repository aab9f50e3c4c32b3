"""Several days on one line, as people write them: 1/12, 15/12 e 12/1/2027."""

from __future__ import annotations

import re
from datetime import date

from wemi_desk.domain.errors import InvalidFieldError

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2}|\d{4}))?")
_BETWEEN = re.compile(r"[,;\s]+(?:e\s+)?")
MOST_DAYS = 60


def read_day_list(field: str, typed: str, after: date) -> tuple[date, ...]:
    """Each day once, in order; without a year it is the next such day from *after* on. Raises InvalidFieldError."""
    words = [word for word in _BETWEEN.split(typed.strip()) if word]
    if len(words) > MOST_DAYS:
        raise InvalidFieldError(field, "too_many", most=MOST_DAYS)
    return tuple(sorted({_day(field, word, after) for word in words}))


def _day(field: str, word: str, after: date) -> date:
    match = _DAY.fullmatch(word)
    if match is None:
        raise InvalidFieldError(field, "no_day", word=word[:20])
    day, month, typed = int(match[1]), int(match[2]), match[3]
    year = after.year if typed is None else int(typed) + 2000 if len(typed) == 2 else int(typed)
    try:
        found = date(year, month, day)
    except ValueError:
        raise InvalidFieldError(field, "no_such_day", word=word) from None
    return found if typed is not None or found >= after else _next_year(field, found, word)


def _next_year(field: str, day: date, word: str) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        raise InvalidFieldError(field, "no_such_day", word=word) from None
