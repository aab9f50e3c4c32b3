"""The codice fiscale: reading, checking, building (DM 23 December 1976; identification.md 2)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Literal

from wemi_desk.domain.ages import plausible_births, readings
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.names import FOLDED_LETTERS

Sex = Literal["M", "F"]
"""The sex in the register, as the code carries it; never the gender that a person states."""

LENGTH = 16
PROVISIONAL_LENGTH = 11
MONTHS = "ABCDEHLMPRST"
OMOCODIA_LETTERS = "LMNPQRSTUV"
OMOCODIA_INDEXES = (6, 7, 9, 10, 12, 13, 14)
SHAPE = re.compile(r"[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]")

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGIT_OR_SUBSTITUTE = "0123456789" + OMOCODIA_LETTERS
_ODD_OF_DIGITS = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21)
_ODD_OF_K_TO_Z = (2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
_ODD_VALUES = dict(zip("0123456789" + _LETTERS, (*_ODD_OF_DIGITS, *_ODD_OF_DIGITS, *_ODD_OF_K_TO_Z), strict=True))
_EVEN_VALUES = dict(zip("0123456789" + _LETTERS, (*range(10), *range(26)), strict=True))
_TO_DIGIT = str.maketrans(OMOCODIA_LETTERS, "0123456789")
_UPPER = str.maketrans("abcdefghijklmnopqrstuvwxyz", _LETTERS)
_SEPARATORS = re.compile(r"[\s*\-'’/._]+")
_WOMEN_FROM = 40


@dataclass(frozen=True, slots=True)
class FiscalCode:
    """A formally valid codice fiscale, as *written* and with the omocodia letters undone (*canonical*).

    Compare people by `canonical`. The provisional code of 11 digits carries no birth, sex or place.
    """

    written: str
    canonical: str

    def __repr__(self) -> str:
        return f"FiscalCode({self.masked()})"

    @property
    def is_provisional(self) -> bool:
        return len(self.written) == PROVISIONAL_LENGTH

    @property
    def is_omocodia(self) -> bool:
        return self.written != self.canonical

    @property
    def sex(self) -> Sex | None:
        """As registered."""
        if self.is_provisional:
            return None
        return "F" if int(self.canonical[9:11]) > _WOMEN_FROM else "M"

    @property
    def place_code(self) -> str | None:
        """Belfiore code of the municipality or state of birth."""
        return None if self.is_provisional else self.canonical[11:15]

    def birth_readings(self) -> tuple[date, ...]:
        """The dates of the 1900s and 2000s that the code may mean, oldest first, future ones included."""
        return () if self.is_provisional else _birth_readings(self.canonical)

    def birth_dates(
        self, reference_on: date, min_age: int | None = None, max_age: int | None = None
    ) -> tuple[date, ...]:
        """The plausible births, oldest first: one is certain, two must be asked (the last is the likelier)."""
        return plausible_births(self.birth_readings(), reference_on, min_age, max_age)

    def encodes_birth(self, birth_on: date) -> bool:
        return birth_on in self.birth_readings()

    def masked(self) -> str:
        """For lists and slips: RSSMRA********5N."""
        shown = 0 if self.is_provisional else 6
        return self.written[:shown] + "*" * (len(self.written) - shown - 2) + self.written[-2:]

    def omocodia_forms(self) -> tuple[str, ...]:
        """The 128 ways in which this code may be written, the canonical one first."""
        if self.is_provisional:
            return (self.written,)
        return tuple(_with_letters(self.canonical, chosen) for chosen in product((False, True), repeat=7))


@dataclass(frozen=True, slots=True)
class CodeMismatch:
    """A part of the code that does not follow from what was typed: a warning, never an error."""

    field: Literal["surname", "given_name", "birth_on"]
    in_code: str | date
    typed: str | date


def parse(text: str) -> FiscalCode:
    """Read a codice fiscale as typed or scanned.

    Raises `InvalidFieldError("fiscal_code", reason)`: ``empty`` · ``is_stp_eni`` (kind) · ``length`` (actual,
    expected) · ``character`` (position from 1, expected: letter or digit, found) · ``month`` (position, found) ·
    ``check_letter`` (found) · ``date`` (day, month) · ``provisional_check`` for 11 digits with a wrong last one.
    """
    code = normalised(text)
    _refuse_other_cards(code)
    if len(code) == PROVISIONAL_LENGTH and code.isascii() and code.isdigit():
        return _provisional(code)
    _check_shape(code)
    if check_letter(code[:15]) != code[15]:
        raise _invalid("check_letter", found=code[15])
    canonical = _canonical(code)
    if not _birth_readings(canonical):
        raise _invalid("date", day=int(canonical[9:11]) % _WOMEN_FROM, month=MONTHS.index(canonical[8]) + 1)
    return FiscalCode(code, canonical)


def encode(surname: str, given_name: str, birth_date: date, sex: Sex, place_code: str) -> FiscalCode:
    """The code that follows from the register's data, before any omocodia."""
    if not re.fullmatch(r"[A-Z][0-9]{3}", place_code):
        raise InvalidFieldError("place_code", "shape")
    day = birth_date.day + (_WOMEN_FROM if sex == "F" else 0)
    letters = _required_letters("surname", surname) + _required_letters("given_name", given_name)
    first = f"{letters}{birth_date.year % 100:02}{MONTHS[birth_date.month - 1]}{day:02}{place_code}"
    code = first + check_letter(first)
    return FiscalCode(code, code)


def check_letter(first_15: str) -> str:
    """The last letter that belongs to the *first_15* characters (A–Z, 0–9)."""
    odd = sum(_ODD_VALUES[char] for char in first_15[::2])
    even = sum(_EVEN_VALUES[char] for char in first_15[1::2])
    return _LETTERS[(odd + even) % 26]


def normalised(text: str) -> str:
    """Capitals, without the signs that people and readers add. Only ASCII is folded: a Cyrillic А stays wrong."""
    return _SEPARATORS.sub("", text).translate(_UPPER)


def surname_letters(surname: str) -> str:
    consonants, vowels = _split_letters(surname)
    return (consonants + vowels + "XXX")[:3]


def given_name_letters(given_name: str) -> str:
    consonants, vowels = _split_letters(given_name)
    if len(consonants) > 3:
        return consonants[0] + consonants[2] + consonants[3]
    return (consonants + vowels + "XXX")[:3]


def mismatches(
    code: FiscalCode, surname: str = "", given_name: str = "", birth_on: date | None = None
) -> tuple[CodeMismatch, ...]:
    """What was typed and the code contradicts; empty fields and names without Latin letters are not compared."""
    if code.is_provisional:
        return ()
    found = []
    if any(_split_letters(surname)) and surname_letters(surname) != code.written[:3]:
        found.append(CodeMismatch("surname", code.written[:3], surname))
    if any(_split_letters(given_name)) and given_name_letters(given_name) != code.written[3:6]:
        found.append(CodeMismatch("given_name", code.written[3:6], given_name))
    if birth_on is not None and not code.encodes_birth(birth_on):
        found.append(CodeMismatch("birth_on", code.birth_readings()[0], birth_on))
    return tuple(found)


def is_provisional_number(digits: str) -> bool:
    """Eleven digits with the check digit of a partita IVA (for persons the rule is unconfirmed)."""
    if not re.fullmatch(r"[0-9]{11}", digits):
        return False
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[1:10:2])
    return (sum(map(int, digits[::2])) + sum(doubled)) % 10 == 0


def _refuse_other_cards(code: str) -> None:
    if not code:
        raise _invalid("empty")
    # STP and ENI are also the first letters of real surnames: only the digit after them tells.
    if re.match(r"(STP|ENI)[0-9]", code):
        raise _invalid("is_stp_eni", kind=code[:3], complete=len(code) == LENGTH)


def _provisional(code: str) -> FiscalCode:
    if not is_provisional_number(code):
        raise _invalid("provisional_check", found=code[-1])
    return FiscalCode(code, code)


def _check_shape(code: str) -> None:
    if len(code) != LENGTH:
        raise _invalid("length", actual=len(code), expected=LENGTH)
    for index, char in enumerate(code):
        if index == 8 and char not in MONTHS:
            raise _invalid("month", position=9, found=char)
        if index in OMOCODIA_INDEXES and char not in _DIGIT_OR_SUBSTITUTE:
            raise _invalid("character", position=index + 1, expected="digit", found=char)
        if index not in OMOCODIA_INDEXES and char not in _LETTERS:
            raise _invalid("character", position=index + 1, expected="letter", found=char)


def _invalid(reason: str, **data: object) -> InvalidFieldError:
    return InvalidFieldError("fiscal_code", reason, **data)


def _canonical(code: str) -> str:
    decoded = "".join(
        char.translate(_TO_DIGIT) if index in OMOCODIA_INDEXES else char for index, char in enumerate(code[:15])
    )
    return decoded + check_letter(decoded)


def _with_letters(canonical: str, chosen: tuple[bool, ...]) -> str:
    chars = list(canonical[:15])
    for index, replaced in zip(OMOCODIA_INDEXES, chosen, strict=True):
        if replaced:
            chars[index] = OMOCODIA_LETTERS[int(chars[index])]
    first = "".join(chars)
    return first + check_letter(first)


def _birth_readings(canonical: str) -> tuple[date, ...]:
    day = int(canonical[9:11])
    if day > _WOMEN_FROM:
        day -= _WOMEN_FROM
    return readings(int(canonical[6:8]), MONTHS.index(canonical[8]) + 1, day)


def _required_letters(field: str, name: str) -> str:
    if not any(_split_letters(name)):
        raise InvalidFieldError(field, "no_latin_letters")
    return surname_letters(name) if field == "surname" else given_name_letters(name)


def _split_letters(name: str) -> tuple[str, str]:
    spelled = "".join(FOLDED_LETTERS.get(char, char) for char in name.upper())
    letters = [char for char in unicodedata.normalize("NFD", spelled) if char in _LETTERS]
    return "".join(c for c in letters if c not in "AEIOU"), "".join(c for c in letters if c in "AEIOU")
