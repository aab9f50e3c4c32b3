"""How the searchable part of a person becomes index rows: folded names, integers, deletion neighbourhoods."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from wemi_desk.domain.fiscal_code import LENGTH, OMOCODIA_INDEXES, OMOCODIA_LETTERS, normalised
from wemi_desk.domain.names import folded
from wemi_desk.domain.person_index import IndexedPerson

TOP = "\U0010ffff"  # sorts after every name
MAX_WORDS = 6
MAX_NAME = 100
NEAR_LETTERS = 6  # the neighbourhood of a name is that of its beginning; the whole is compared afterwards
PHONE_WIDTH = 15  # E.164
_FORWARD = 10**PHONE_WIDTH
_ITALY = "39"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_FROM_LETTER = dict(zip(OMOCODIA_LETTERS, "0123456789", strict=True))


class Keys(NamedTuple):
    """The row of one person, without its number."""

    citizen_id: bytes
    surname: str
    given: str
    birth: int
    seen: int
    minor: int
    fiscal_code: str | None
    fiscal_tail: str | None
    words: str | None
    phones: str | None
    phone_end: int | None
    phone_start: int | None


def keys_of(person: IndexedPerson) -> Keys:
    """Everything the index keeps of *person*."""
    surname, given = _folded(person.surname), _folded(person.given_name)
    several = " " in surname or " " in given
    numbers = _numbers(person.phones)
    end, start = _both_ways(numbers[0]) if numbers else (None, None)
    code = canonical_code(person.fiscal_code) if person.fiscal_code else None
    return Keys(
        person.citizen_id.bytes,
        surname.replace(" ", ""),
        given.replace(" ", ""),
        birth_key(person.birth_date, person.birth_year),
        seen_key(person.seen_at),
        int(person.is_minor),
        code,
        _reversed_code(person.fiscal_code or ""),
        f"{surname}|{given}" if several else None,
        " ".join(numbers) or None,
        end,
        start,
    )


def _folded(name: str) -> str:
    return name.lower() if name.isascii() and name.isalpha() and len(name) <= MAX_NAME else _folded_words(name)


@lru_cache(maxsize=20_000)
def _folded_words(name: str) -> str:
    return " ".join(folded(name[:MAX_NAME]).split()[:MAX_WORDS])


def _numbers(phones: tuple[str, ...]) -> list[str]:
    digits = [phone.removeprefix("+") for phone in phones]
    return [each for each in digits if each.isdigit() and each.isascii()]


def aliases(words: str | None) -> set[tuple[str, str]]:
    """Pairs of a single word and the other half of a name that has several words, both ways round."""
    if not words:
        return set()
    surname, _, given = words.partition("|")
    halves = [_variants(surname), _variants(given)]
    whole = {(surname.replace(" ", ""), given.replace(" ", "")), (given.replace(" ", ""), surname.replace(" ", ""))}
    pairs = {(first, second) for first in halves[0] for second in halves[1]}
    both_ways = pairs | {(second, first) for first, second in pairs}
    return {pair for pair in both_ways - whole if pair[0]}


def _variants(name: str) -> set[str]:
    """The name joined, and each of its words from the second on: the first is found as a beginning."""
    return {name.replace(" ", "")} | {word for word in name.split()[1:] if len(word) > 1}


def birth_key(birth_date: date | None, birth_year: int | None) -> int:
    """yyyymmdd, yyyy0000 when only the year is known, 0 when nothing is."""
    if birth_date is not None:
        return birth_date.year * 10_000 + birth_date.month * 100 + birth_date.day
    return (birth_year or 0) * 10_000


def seen_key(seen_at: datetime) -> int:
    """Minutes since 2000: enough to rank by recency."""
    since = seen_at - _EPOCH
    return since.days * 1_440 + since.seconds // 60


def further_phones(phones: str | None) -> set[int]:
    """Keys of the numbers after the first, read from both ends."""
    if not phones or " " not in phones:
        return set()
    return {key for digits in phones.split()[1:] for key in _both_ways(digits)}


def _both_ways(digits: str) -> tuple[int, int]:
    """The digits reversed, and the national digits from the left."""
    return _padded(digits[::-1]), _FORWARD + _padded(digits.removeprefix(_ITALY))


def phone_range(digits: str, forward: bool) -> tuple[int, int]:
    """Bounds (included, excluded) of the keys of numbers that end or, *forward*, begin with *digits*."""
    width = 10 ** max(PHONE_WIDTH - len(digits), 0)
    low = _padded(digits if forward else digits[::-1]) + (_FORWARD if forward else 0)
    return low, low + width


def _padded(digits: str) -> int:
    return int(digits[:PHONE_WIDTH].ljust(PHONE_WIDTH, "0") or 0)


def canonical_code(text: str) -> str:
    """Capitals without signs; in a code or the beginning of one, omocodia letters undone (check letter left out)."""
    if _is_plain(text) and (text[6:8] + text[9:11] + text[12:15]).isdecimal():
        return text[:15]
    code = normalised(text)
    if len(code) > LENGTH or code[:6].isdigit():
        return code[:LENGTH]
    return "".join(
        _FROM_LETTER.get(char, char) if index in OMOCODIA_INDEXES else char for index, char in enumerate(code[:15])
    )


def _reversed_code(code: str) -> str | None:
    """Key for the fragments that end a whole code, check letter included."""
    if len(code) != LENGTH:
        return None
    return code[::-1] if _is_plain(code) else normalised(code)[::-1]


def _is_plain(code: str) -> bool:
    return len(code) == LENGTH and code.isascii() and code.isalnum() and code.isupper()


def canonical_end(text: str) -> str | None:
    """The reversed key of a fragment that ends a code, None when it cannot be one."""
    code = normalised(text)
    offset = LENGTH - len(code)
    if not 4 <= len(code) < LENGTH or not code[-1].isalpha():
        return None
    chars = (
        _FROM_LETTER.get(char, char) if index + offset in OMOCODIA_INDEXES else char for index, char in enumerate(code)
    )
    return "".join(chars)[::-1]


def near_distance(word: str) -> int:
    """How many differences a name of this length may have and still be looked for."""
    return 0 if len(word) < 3 else 1 if len(word) < 5 else 2


def near_keys(start: str, distance: int) -> set[str]:
    """*start* and what is left of it after up to *distance* deletions."""
    forms = {start}
    for count in range(1, distance + 1):
        forms.update(map("".join, combinations(start, len(start) - count)))
    return forms
