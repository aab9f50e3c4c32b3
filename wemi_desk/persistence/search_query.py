"""What the text in the box asks for: words, a code or part of one, a telephone, a birth date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from wemi_desk.domain.fiscal_code import MONTHS, OMOCODIA_LETTERS, normalised
from wemi_desk.domain.names import folded
from wemi_desk.persistence.search_keys import MAX_WORDS, canonical_code, canonical_end

MAX_TEXT = 120
_DIGIT = "0123456789" + OMOCODIA_LETTERS
_LETTER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CODE = [_LETTER] * 6 + [_DIGIT] * 2 + [MONTHS] + [_DIGIT] * 2 + [_LETTER] + [_DIGIT] * 3 + [_LETTER]
_PHONE = re.compile(r"\(?\+?[\d\s./()\-]+")
_DATE = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2}|\d{4})")
_PLAIN_DATE = re.compile(r"(\d{2})(\d{2})(\d{4})")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MIN_PHONE = 4
_NATIONAL = 11  # longer numbers begin with a country
_OTHER_CARD = re.compile(r"(?:STP|ENI)\d")


@dataclass(frozen=True, slots=True)
class Query:
    """One reading of the text; the fields that are set must all hold."""

    words: tuple[str, ...] = ()
    code_start: str | None = None
    code_end: str | None = None
    digits: str | None = None
    births: tuple[int, ...] = ()  # yyyymmdd
    year: int | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.code_start or self.code_end or self.digits or self.births or self.year)


def read(text: str) -> Query:
    """Read what was typed; never raises, whatever the text."""
    text = text[:MAX_TEXT].strip()
    code = normalised(text)
    if _OTHER_CARD.match(code):
        return Query()
    return _code_query(code, single=len(text.split()) == 1) or _number_query(text) or _words_query(text)


def _code_query(code: str, single: bool) -> Query | None:
    if len(code) >= (7 if single else 9) and _fits(code, 0) and any(char.isdigit() for char in code):
        return Query(code_start=canonical_code(code))
    if not single or code.isalpha() or code.isdigit() or not 4 <= len(code) <= 15:
        return None
    if _fits(code, 16 - len(code)):
        return Query(code_end=canonical_end(code))
    if len(code) >= 5 and _fits(code, 6):
        return Query(births=_births_in(code[:5]))
    return None


def _fits(code: str, start: int) -> bool:
    return 0 <= start <= 16 - len(code) and all(char in _CODE[start + index] for index, char in enumerate(code))


def _births_in(part: str) -> tuple[int, ...]:
    digits = canonical_code("XXXXXX" + part)[6:]
    day = int(digits[3:5])
    return _births(day - 40 if day > 40 else day, MONTHS.index(digits[2]) + 1, digits[:2])


def _number_query(text: str) -> Query | None:
    if _DATE.fullmatch(text) or not _PHONE.fullmatch(text):
        return None
    digits = re.sub(r"\D", "", text)
    if not digits.isascii() or len(digits) < _MIN_PHONE:
        return None
    plain = _PLAIN_DATE.fullmatch(digits)
    births = _births(int(plain[1]), int(plain[2]), plain[3]) if plain else ()
    international = len(digits) > _NATIONAL
    return Query(digits=digits.removeprefix("00") if international else digits, births=births)


def _words_query(text: str) -> Query:
    births: tuple[int, ...] = ()
    year, digits, words = None, None, []
    for token in text.split():
        found = _DATE.fullmatch(token)
        if found:
            births = _births(int(found[1]), int(found[2]), found[3]) or births
        elif _YEAR.fullmatch(token):
            year = int(token)
        elif token.isdecimal() and token.isascii():
            digits = token if len(token) >= _MIN_PHONE else digits
        elif not token[0].isdecimal():
            words += folded(token).split()
    return Query(tuple(words[:MAX_WORDS]), digits=digits, births=births, year=year)


def _births(day: int, month: int, year: str) -> tuple[int, ...]:
    years = [int(year)] if len(year) == 4 else [1900 + int(year), 2000 + int(year)]
    return tuple(value for value in (_birth(day, month, each) for each in years) if value)


def _birth(day: int, month: int, year: int) -> int | None:
    try:
        date(year, month, day)
    except ValueError:
        return None
    return year * 10_000 + month * 100 + day
