"""Invented people of Milan, the same for the same seed, and the mistakes made when they are typed again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from benchmarks.names import COMMUNITIES, Community
from wemi_desk.domain.fiscal_code import MONTHS, check_letter, given_name_letters, parse, surname_letters
from wemi_desk.domain.names import folded
from wemi_desk.domain.person_index import IndexedPerson

TODAY = date(2026, 11, 20)
_NOW = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
_MOBILE = (
    "320", "327", "328", "329", "331", "333", "334", "335", "338", "339", "340", "342", "345", "346", "347",
    "348", "349", "350", "351", "366", "370", "375", "377", "380", "388", "389", "391", "392", "393",
)
_KEYS = {
    "a": "qsz", "b": "vgn", "c": "xdv", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy", "i": "uok",
    "j": "hku", "k": "jli", "l": "kop", "m": "nk", "n": "bmh", "o": "ipl", "p": "ol", "q": "wa", "r": "etf",
    "s": "adw", "t": "ryg", "u": "yij", "v": "cbf", "w": "qes", "x": "zcs", "y": "tuh", "z": "xas",
}  # fmt: skip
_surname_letters = lru_cache(maxsize=None)(surname_letters)
_given_letters = lru_cache(maxsize=None)(given_name_letters)


def people(count: int, seed: int) -> Iterator[IndexedPerson]:
    """*count* invented people."""
    pick = random.Random(seed)
    shares = [community.share for community in COMMUNITIES]
    chosen = pick.choices(COMMUNITIES, shares, k=count)
    for number, community in enumerate(chosen):
        yield _person(pick, community, number)


def _person(pick: random.Random, community: Community, number: int) -> IndexedPerson:
    woman = pick.random() < 0.56
    surname, given = community.surname(pick), community.given(pick, woman)
    birth = _birth(pick, foreign=community is not COMMUNITIES[0])
    code = _code(surname, given, birth, woman, pick.choice(community.places)) if pick.random() < 0.93 else None
    phones = tuple(_phone(pick) for _ in range(pick.choices((0, 1, 2), (6, 80, 14))[0]))
    return IndexedPerson(
        citizen_id=UUID(int=(pick.getrandbits(62) << 64) | (number << 8) | 0x8000_0000_0000_0000),
        surname=surname,
        given_name=given,
        birth_date=birth,
        birth_year=birth.year,
        fiscal_code=code,
        phones=phones,
        seen_at=_NOW - timedelta(minutes=int(1_500_000 * pick.random() ** 2)),
        is_minor=False,
    )


def _birth(pick: random.Random, foreign: bool) -> date:
    age = int(pick.triangular(18, 70, 38) if foreign else pick.triangular(18, 98, 58))
    if foreign and pick.random() < 0.04:
        return date(TODAY.year - age, 1, 1)  # declared years
    return date(TODAY.year - age, 1, 1) + timedelta(days=pick.randrange(323))


def _code(surname: str, given: str, birth: date, woman: bool, place: str) -> str:
    day = birth.day + (40 if woman else 0)
    letters = _surname_letters(surname) + _given_letters(given)
    first = f"{letters}{birth.year % 100:02}{MONTHS[birth.month - 1]}{day:02}{place}"
    return first + check_letter(first)


def _phone(pick: random.Random) -> str:
    if pick.random() < 0.85:
        return f"+39{pick.choice(_MOBILE)}{pick.randrange(10**7):07}"
    return f"+3902{pick.randrange(10**7, 10**8)}"


def typo(pick: random.Random, text: str) -> str:
    """One slip of the fingers on a letter: a neighbouring key, a letter too many or too few, two swapped."""
    places = [index for index, char in enumerate(text) if char.isalpha()]
    at = pick.choice(places)
    kind = pick.random()
    if kind < 0.4:
        return text[:at] + pick.choice(_KEYS.get(text[at].lower(), "aeio")) + text[at + 1 :]
    if kind < 0.6:
        return text[:at] + text[at + 1 :]
    if kind < 0.75:
        return text[:at] + text[at] + text[at:]
    if at + 1 < len(text) and text[at + 1].isalpha() and text[at + 1] != text[at]:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[: at + 1] + pick.choice("aeiorstn") + text[at + 1 :]


def without_marks(pick: random.Random, person: IndexedPerson) -> str:
    """The name typed without its accents, apostrophes or one of its spaces."""
    surname, given = person.surname.lower(), person.given_name.lower()
    plain = f"{surname} {given}".replace("'", pick.choice(("", " ")))
    marked = plain != f"{surname} {given}" or not plain.isascii()
    if marked and pick.random() < 0.7:
        return folded(plain)
    spaces = [index for index, char in enumerate(plain) if char == " "]
    at = pick.choice(spaces)
    return plain[:at] + plain[at + 1 :]


def code_part(pick: random.Random, code: str) -> str:
    """The beginning of a codice fiscale, its end, or all of it in one of its omocodia forms."""
    chance = pick.random()
    if chance < 0.6:
        return code[: pick.randint(9, 13)].lower()
    if chance < 0.85:
        return code[-pick.randint(7, 10) :]
    return pick.choice(parse(code).omocodia_forms())


def phone_part(pick: random.Random, phone: str) -> str:
    """The last digits of a number, or all of it with or without the prefix of the country."""
    chance = pick.random()
    if chance < 0.7:
        return phone[-pick.randint(4, 7) :]
    return phone.removeprefix("+39") if chance < 0.9 else phone


def retyped(pick: random.Random, person: IndexedPerson, kind: str, citizen_id: UUID) -> IndexedPerson:
    """The same person registered again with mistakes; *kind* is one of `MISTAKES`."""
    again = replace(person, citizen_id=citizen_id)
    surname, given = person.surname, person.given_name
    if kind == "typo":
        surname, given = (typo(pick, surname), given) if pick.random() < 0.5 else (surname, typo(pick, given))
    elif kind == "two_typos":
        surname, given = typo(pick, surname), typo(pick, given)
    elif kind == "swapped":
        surname, given = given, surname
    elif kind == "birth_digits":
        again = replace(again, birth_date=_other_birth(pick, person.birth_date))
    elif kind == "other_phone":
        again = replace(again, phones=(_phone(pick),))
    if kind != "same_code":
        again = replace(again, fiscal_code=None)
    if kind not in ("other_phone", "same_code") and pick.random() < 0.5:
        again = replace(again, phones=(_phone(pick),))
    return replace(again, surname=surname, given_name=given)


MISTAKES = ("typo", "two_typos", "swapped", "birth_digits", "other_phone", "no_code", "same_code")


def _other_birth(pick: random.Random, birth: date | None) -> date | None:
    """Another day, month or year through one wrong digit, or day and month exchanged."""
    if birth is None:
        return None
    if birth.day <= 12 and birth.day != birth.month and pick.random() < 0.3:
        return birth.replace(day=birth.month, month=birth.day)
    while True:
        digits = list(f"{birth:%Y%m%d}")
        at = pick.choice((3, 5, 6, 7, 7))
        digits[at] = pick.choice("0123456789")
        try:
            other = datetime.strptime("".join(digits), "%Y%m%d").replace(tzinfo=UTC).date()
        except ValueError:
            continue
        if other != birth:
            return other
