"""What a question at the counter asks for: words to look for, and filters that a chip shows and a key takes away."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache

from wemi_desk.domain.catalogue import AFTERNOON, EVENING, GROUP, INDIVIDUAL, MORNING, NIGHT, SHARED, WEEKEND
from wemi_desk.domain.catalogue_terms import words_of
from wemi_desk.domain.catalogue_words import LANGUAGES, QUARTERS, SCHOOLS

MOST_TEXT, MOST_WORDS = 300, 12
"""A page pasted into the field by mistake is searched by its first words."""
TIME, MUNICIPIO, QUARTER, PRICE, FREE, VOUCHER = "time", "municipio", "quarter", "price", "free", "voucher"
AGE, MODE, LANGUAGE, CATEGORY, HOURLY = "age", "mode", "language", "category", "hourly"
_MOST_AGE = 120
_MOST_EUROS = 100_000


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing that a service must have; *value* as the records write it, *said* as it was typed."""

    kind: str
    value: str
    said: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.value


@dataclass(frozen=True, slots=True)
class Question:
    """*words* are looked for; *filters* hold. The last word may be half a word."""

    text: str = ""
    words: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    is_half: bool = False

    def without(self, dropped: Iterable[tuple[str, str]]) -> Question:
        """Less what the operator took away; the words that said when and how go along, they weigh no more."""
        gone = set(dropped)
        left = tuple(one for one in self.filters if one.key not in gone)
        taken = [one.said for one in self.filters if one.key in gone and one.kind in (TIME, MODE)]
        said = {word for words in taken for word in words_of(words)}
        return replace(self, filters=left, words=tuple(one for one in self.words if one not in said) or self.words)

    def with_filters(self, more: Iterable[Filter]) -> Question:
        """And what the desk knows: what was typed stands over it, kind by kind."""
        typed = {one.kind for one in self.filters}
        return replace(self, filters=(*self.filters, *(one for one in more if one.kind not in typed)))


_TIMES = (
    (EVENING, r"stasera|seral[ei]|ser[ae]|dopo cena"), (NIGHT, r"nott[ei]|notturn[oaei]"),
    (MORNING, r"mattin[aoei]|mattutin[oaei]"), (AFTERNOON, r"pomerigg(?:io|i)|pomeridian[oaei]"),
    (WEEKEND, r"week ?end|fine settimana|sabat[oi]|domenic(?:a|he)|festiv[oi]"),
)  # fmt: skip
_MODES = (
    (SHARED, r"condivis[oaei]|condivider(?:e|lo|la)|in comune|fra vicini"),
    (GROUP, r"(?:in |di |piccolo )?grupp[oi]"), (INDIVIDUAL, r"individual[ei]"),
)  # fmt: skip
_EURO = r"(?:€|euro|eur)"
_AMOUNT = r"(\d{1,5})(?!\d)(?:[.,](\d{1,2}))?(?!\d)"
_HOUR = r"(?:\s*(?:l'?\s*ora|all'?\s*ora|a ora|orari[eo]?|/\s*h|/\s*ora|l ora))"
_PRICE = re.compile(
    rf"(?:\b(?:sotto|meno di|massimo|max|al massimo|fino a|entro|non piu di|non più di)\s+(?:i\s+|ai\s+|gli\s+)?"
    rf"{_EURO}?\s*{_AMOUNT}\s*{_EURO}?(?!\s*ann)({_HOUR})?)|(?:(?<!\d){_AMOUNT}\s*{_EURO}({_HOUR})?)"
)
_MUNICIPIO = re.compile(r"\b(?:municipio|municip|mun|zona|z)\.?\s*([1-9])\b")
_YEARS = re.compile(r"\b(?:di |ha |over |ultra)?(\d{1,3})\s*ann[io]\b|\b(\d{1,3})enn[ei]\b|\bover (\d{2,3})\b")
_MONTHS = re.compile(r"\b(\d{1,2})\s*mes[ie]\b")
_FREE = re.compile(r"\b(?:gratis|gratuit[oaei]|gratuitamente|senza pagare|non costa(?:no)? (?:niente|nulla))\b")
_VOUCHER = re.compile(r"\b(?:(?:con |col |accetta |uso )?(?:il )?(?:voucher|vaucher|vucher))\b")
_SPEAKS = (
    r"\b(?:parl\w*|in lingua|lingua|madrelingua|mediator[ei]|mediatrice)\s+(?:bene |anche |solo |in |l )*{name}\b"
)


def understand(text: str) -> Question:
    """Read a question; never raises, whatever is typed or pasted."""
    typed = text[:MOST_TEXT]
    rest = " " + " ".join(typed.casefold().replace("’", "'").split()) + " "
    filters: list[Filter] = []
    for read in (_price, _municipio, _age, _free, _voucher, _languages, _times, _modes, _quarter):
        rest = read(rest, filters)
    words = tuple(dict.fromkeys(words_of(rest)))[:MOST_WORDS]
    return Question(text, words, tuple(filters), is_half=bool(typed) and not typed[-1].isspace())


def _taken(
    rest: str, pattern: re.Pattern[str], kind: str, value: Callable[[re.Match[str]], str | None],
    filters: list[Filter], *, stays: bool = False,
) -> str:  # fmt: skip
    """The first place where it is said becomes a filter; the words go, unless they also say what is looked for."""
    for match in pattern.finditer(rest):
        found = value(match)
        if found is None:
            continue
        filters.append(Filter(kind, found, match[0].strip()))
        return rest if stays else f"{rest[: match.start()]} {rest[match.end() :]}"
    return rest


def _price(rest: str, filters: list[Filter]) -> str:
    hours: list[str] = []

    def cents(match: re.Match[str]) -> str | None:
        whole, part, hour = match.group(1, 2, 3) if match[1] else match.group(4, 5, 6)
        if int(whole) > _MOST_EUROS:
            return None
        hours.append(hour or "")
        return str(int(whole) * 100 + int((part or "0").ljust(2, "0")))

    before = len(filters)
    rest = _taken(rest, _PRICE, PRICE, cents, filters)
    if len(filters) > before and hours[-1]:
        filters[-1] = replace(filters[-1], kind=HOURLY)
    return rest


def _municipio(rest: str, filters: list[Filter]) -> str:
    return _taken(rest, _MUNICIPIO, MUNICIPIO, lambda match: match[1], filters)


def _age(rest: str, filters: list[Filter]) -> str:
    def years(match: re.Match[str]) -> str | None:
        age = int(next(one for one in match.groups() if one))
        return str(age) if age <= _MOST_AGE else None

    before = len(filters)
    rest = _taken(rest, _YEARS, AGE, years, filters)
    if len(filters) == before:
        rest = _taken(rest, _MONTHS, AGE, lambda match: str(int(match[1]) // 12), filters)
    if len(filters) == before:
        _taken(rest, _school(), AGE, lambda match: SCHOOLS[match[1]], filters, stays=True)
    return rest


def _free(rest: str, filters: list[Filter]) -> str:
    return _taken(rest, _FREE, FREE, lambda _match: "1", filters)


def _voucher(rest: str, filters: list[Filter]) -> str:
    return _taken(rest, _VOUCHER, VOUCHER, lambda _match: "1", filters)


def _languages(rest: str, filters: list[Filter]) -> str:
    """Only where somebody is to speak it: a course of English is another thing."""
    for pattern, code in _language_patterns():
        before = len(filters)
        rest = _taken(rest, pattern, LANGUAGE, lambda _match, code=code: code, filters, stays=True)  # type: ignore[misc]
        if len(filters) > before:
            break
    return rest


def _times(rest: str, filters: list[Filter]) -> str:
    for pattern, code in _patterns(_TIMES):
        rest = _taken(rest, pattern, TIME, lambda _match, code=code: code, filters, stays=True)  # type: ignore[misc]
    return rest


def _modes(rest: str, filters: list[Filter]) -> str:
    for pattern, code in _patterns(_MODES):
        before = len(filters)
        rest = _taken(rest, pattern, MODE, lambda _match, code=code: code, filters, stays=True)  # type: ignore[misc]
        if len(filters) > before:
            break
    return rest


def _quarter(rest: str, filters: list[Filter]) -> str:
    if any(one.kind == MUNICIPIO for one in filters):
        return rest
    said = words_of(rest)
    for length in (3, 2, 1):
        for at in range(len(said) - length + 1):
            name = " ".join(said[at : at + length])
            if name in QUARTERS:
                filters.append(Filter(QUARTER, QUARTERS[name], name))
                return " ".join([*said[:at], *said[at + length :]])
    return rest


@cache
def _patterns(table: tuple[tuple[str, str], ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rf"\b(?:{words})\b"), code) for code, words in table)


@cache
def _school() -> re.Pattern[str]:
    return re.compile(rf"(?<!dopo le )\b({'|'.join(SCHOOLS)})\b")


@cache
def _language_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(_SPEAKS.format(name=name)), code) for name, code in LANGUAGES.items())
