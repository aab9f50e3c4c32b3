"""Finding services as one types, among thousands: an index in memory, made when it is first asked for.

Every word of a sheet counts by where it stands (title, what people call it, description …) and by how rare it is. A
word of the question is met by itself, by another way of saying it, by its beginning while it is typed, and by a slip of
the keyboard when the catalogue does not know it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from math import log
from uuid import UUID

from wemi_desk.domain.catalogue import (
    HOUR,
    ONLINE,
    TIMES,
    CatalogueService,
    ServiceId,
)
from wemi_desk.domain.catalogue_query import (
    AGE,
    CATEGORY,
    FREE,
    HOURLY,
    LANGUAGE,
    MODE,
    MUNICIPIO,
    PRICE,
    QUARTER,
    TIME,
    VOUCHER,
    Filter,
    Question,
)
from wemi_desk.domain.catalogue_terms import concept_words, concepts_in, one_apart, stem, stems_of, words_of

_TITLE, _CALLED, _CATEGORY, _DESCRIPTION, _PROVIDER, _REST = 10, 9, 5, 5, 3, 2
"""How much a word counts by where it stands."""
_ITSELF, _SAID_OTHERWISE, _BEGINNING, _SLIP, _PART = 1.0, 0.8, 0.7, 0.6, 0.4
_MOST_BEGINNINGS, _MOST_SLIPS = 40, 6
_LEAST_FOR_SLIPS = 4
_LEAST_OF_BEST = 0.25
"""What comes so far behind the best is noise."""
_FIRST, _NEAR_BEST, _LOOKED_AT = 5, 0.5, 150
_ANY_AGE, _NO_PRICE, _NO_DAY, _LAST_DAY = 255, -1, 0, 1 << 22
_HOURLY, _VOUCHER = 1, 2


@dataclass(frozen=True, slots=True)
class Hit:
    """A service that fits, the best first; *score* has no unit."""

    service_id: ServiceId
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """*total* fit. Where none does, *closest* are codes of categories that come near."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    closest: tuple[str, ...] = ()


class CatalogueIndex:
    """Built once; *labels* are the words of codes of categories, areas and targets. Holds the words, not the sheets."""

    def __init__(
        self, services: Iterable[CatalogueService], providers: Mapping[UUID, str], labels: Mapping[str, str]
    ) -> None:
        self._shelves = _Shelves()
        postings: dict[str, dict[int, int]] = {}
        for service in services:
            doc = self._shelves.add(service)
            name = providers.get(service.provider_id, "") if service.provider_id else ""
            for word, weight in _weighed(service, name, labels).items():
                postings.setdefault(word, {})[doc] = weight
        self._docs = {word: array("I", found) for word, found in postings.items()}
        self._weights = {word: array("B", found.values()) for word, found in postings.items()}
        self._sorted = sorted(postings)
        self._near = _by_ends(self._sorted)
        self._allowed: dict[tuple[object, ...], bytes] = {}
        self._slips: dict[str, tuple[str, ...]] = {}

    def __len__(self) -> int:
        return len(self._shelves.ids)

    def search(self, question: Question, day: date, limit: int = 20) -> Found:
        """The best first. A question of filters alone gives all that fit, by title."""
        allowed = self._fitting(question.filters, day)
        scores = self._scores(question, allowed)
        if scores is None:
            fitting = [doc for doc in self._shelves.by_title() if allowed[doc]]
            hits = tuple(Hit(self._id(doc), 0.0) for doc in fitting[:limit])
            return Found(hits, len(fitting), () if fitting else self._shelves.largest())
        least = _LEAST_OF_BEST * max(scores.values(), default=0.0)
        near = [both for both in scores.items() if both[1] >= least]
        codes = self._shelves.codes
        best = nsmallest(max(limit, _LOOKED_AT), near, key=lambda both: (-both[1], codes[both[0]]))
        hits = tuple(Hit(self._id(doc), score) for doc, score in self._spread(best)[:limit])
        return Found(hits, len(near), () if near else self._closest(question, day))

    def _spread(self, best: list[tuple[int, float]]) -> list[tuple[int, float]]:
        """Many bodies give the same thing: the first of each title stand before the others, if they come near."""
        first: dict[str, tuple[int, float]] = {}
        for both in best:
            if len(first) < _FIRST and both[1] >= _NEAR_BEST * best[0][1]:
                first.setdefault(self._shelves.titles[both[0]], both)
        ahead = {doc for doc, _score in first.values()}
        return [*first.values(), *(both for both in best if both[0] not in ahead)]

    # --- words ---------------------------------------------------------------------------------------------------

    def _scores(self, question: Question, allowed: bytes) -> dict[int, float] | None:
        """Of the services that meet the words; None where there is no word."""
        terms = _terms(question.words)
        if not terms:
            return None
        met: dict[int, float] = {}
        weight_of_all = 0.0
        coverage: dict[int, float] = {}
        for place, term in enumerate(terms):
            is_half = question.is_half and place == len(terms) - 1
            best, rarity = self._met_by(term, allowed, is_half=is_half)
            if not rarity:
                continue
            weight_of_all += rarity
            for doc, weight in best.items():
                met[doc] = met.get(doc, 0.0) + rarity * weight
                coverage[doc] = coverage.get(doc, 0.0) + rarity
        if not met:
            return {}
        return {
            doc: score * (0.25 + 0.75 * (coverage[doc] / weight_of_all) ** 1.5) for doc, score in met.items()
        }

    def _met_by(self, term: _Term, allowed: bytes, *, is_half: bool) -> tuple[dict[int, float], float]:
        """Per service how well it meets one word of the question, and how much that says."""
        ways = self._ways(term, is_half=is_half)
        best: dict[int, float] = {}
        for word, quality in ways:
            for doc, weight in zip(self._docs[word], self._weights[word], strict=True):
                if allowed[doc]:
                    worth = quality * weight
                    if worth > best.get(doc, 0.0):
                        best[doc] = worth
        everyone = sum(len(self._docs[word]) for word, quality in ways)
        return best, (log(1 + len(self) / everyone) if everyone else 0.0) * term.worth

    def _ways(self, term: _Term, *, is_half: bool) -> list[tuple[str, float]]:
        ways = {word: _ITSELF if term.typed else _PART for word in term.stems if word in self._docs}
        for concept in term.concepts:
            if concept in self._docs:
                ways[concept] = _SAID_OTHERWISE
        if is_half and term.typed:
            for word in self._beginning(term.typed):
                ways.setdefault(word, _BEGINNING)
        if not ways:
            ways = {word: _SLIP for one in term.stems for word in self._slipped(one) if word in self._docs}
        return list(ways.items())

    def _beginning(self, typed: str) -> list[str]:
        at = bisect_left(self._sorted, typed)
        found: list[str] = []
        while at < len(self._sorted) and self._sorted[at].startswith(typed) and len(found) < _MOST_BEGINNINGS:
            found.append(self._sorted[at])
            at += 1
        concepts = concept_words()
        return [*found, *(concept for word in found for concept in concepts.get(word, ()) if concept in self._docs)]

    def _slipped(self, word: str) -> tuple[str, ...]:
        """Words of the catalogue one letter away, and the things they name."""
        if len(word) < _LEAST_FOR_SLIPS:
            return ()
        if word not in self._slips:
            near = {*self._near.get(word[:2], ()), *self._near.get(word[-2:], ())}
            close = sorted(one for one in near if one_apart(word, one))[:_MOST_SLIPS]
            concepts = concept_words()
            self._slips[word] = (*close, *(concept for one in close for concept in concepts.get(one, ())))
            if len(self._slips) > 2000:
                self._slips.pop(next(iter(self._slips)))
        return self._slips[word]

    def _closest(self, question: Question, day: date) -> tuple[str, ...]:
        """Three categories in which something comes near: the same words without filters, else the largest ones."""
        scores = self._scores(question, self._fitting((), day)) or {}
        sums: dict[str, float] = {}
        for doc, score in scores.items():
            category = self._shelves.category(doc)
            sums[category] = max(sums.get(category, 0.0), score)
        near = sorted(sums, key=lambda one: -sums[one])
        return tuple(dict.fromkeys([*near, *self._shelves.largest()]))[:3]

    # --- filters ---------------------------------------------------------------------------------------------------

    def _fitting(self, filters: Sequence[Filter], day: date) -> bytes:
        key = (day, *sorted(one.key for one in filters))
        if key not in self._allowed:
            if len(self._allowed) > 16:
                self._allowed.clear()
            self._allowed[key] = self._shelves.fitting(filters, day)
        return self._allowed[key]

    def _id(self, doc: int) -> ServiceId:
        return ServiceId(UUID(bytes=self._shelves.ids[doc]))


@dataclass(frozen=True, slots=True)
class _Term:
    """One word of the question, or a phrase that names a thing."""

    stems: tuple[str, ...]
    concepts: tuple[str, ...]
    typed: str = ""
    worth: float = 1.0


def _terms(words: Sequence[str]) -> list[_Term]:
    """Phrases that name a thing are one; small words say nothing by themselves."""
    taken: dict[int, tuple[int, list[str]]] = {}
    for concept, at, length in concepts_in(words):
        longest, concepts = taken.get(at, (0, []))
        if length > longest:
            taken[at] = (length, [concept])
        elif length == longest:
            concepts.append(concept)
    terms, at = [], 0
    said = set(stems_of(words))
    while at < len(words):
        length, concepts = taken.get(at, (1, []))
        stems = tuple(one for one in (stem(word) for word in words[at : at + length]) if one in said)
        if concepts or stems:
            terms.append(_Term(stems, tuple(concepts), words[at + length - 1] if length == 1 else ""))
        at += length
    return terms


def _weighed(service: CatalogueService, provider: str, labels: Mapping[str, str]) -> dict[str, int]:
    """Words and things of a sheet → how much each counts, by the best place where it stands."""
    fields = (
        (service.title, _TITLE), *((one, _CALLED) for one in service.keywords),
        (labels.get(service.category, ""), _CATEGORY), (labels.get(service.area_0_18, ""), _CATEGORY),
        (service.description, _DESCRIPTION), (provider, _PROVIDER),
        (" ".join(labels.get(one, "") for one in service.targets), _REST), (service.schedule_text, _REST),
        (service.place_text, _REST), (service.code, _TITLE),
        (labels.get(service.mode, ""), _REST), (labels.get(service.place, ""), _REST),
    )  # fmt: skip
    found: dict[str, int] = {}
    for text, weight in fields:
        if not text:
            continue
        words = words_of(text)
        for word in (*stems_of(words), *(concept for concept, _at, _length in concepts_in(words))):
            if weight > found.get(word, 0):
                found[word] = weight
    for word in _ages_said(service):
        found.setdefault(word, _DESCRIPTION)
    return found


def _ages_said(service: CatalogueService) -> Iterable[str]:
    """Who is meant, where the sheet tells it by ages alone."""
    begin, end = service.age_from or 0, _ANY_AGE if service.age_to is None else service.age_to
    ages = (("anziani", begin >= 55), ("bambini", end <= 13), ("ragazzi", begin >= 8 and end <= 20))
    said = [word for word, holds in ages if holds]
    return (concept for concept, _at, _length in concepts_in(said))


def _by_ends(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """First two letters, and last two → words: where to look for what was nearly typed."""
    found: dict[str, list[str]] = {}
    for word in words:
        if len(word) >= _LEAST_FOR_SLIPS - 1 and word.isalpha():
            for end in {word[:2], word[-2:]}:
                found.setdefault(end, []).append(word)
    return {end: tuple(several) for end, several in found.items()}


class _Shelves:
    """What filters ask of each service, in arrays: a few bytes each."""

    def __init__(self) -> None:
        self.ids: list[bytes] = []
        self.codes: list[str] = []
        self._categories: list[str] = []
        self._category = array("H")
        self._ages, self._prices, self._flags = array("H"), array("q"), array("B")
        self._times, self._municipi = array("B"), array("H")
        self._from, self._until = array("I"), array("I")
        self._modes: list[str] = []
        self._languages: list[tuple[str, ...]] = []
        self.titles: list[str] = []
        self._order: list[int] | None = None
        self._known: dict[object, object] = {}

    def add(self, service: CatalogueService) -> int:
        """Its number."""
        self.ids.append(service.id.bytes)
        self.codes.append(service.code)
        self._category.append(self._category_number(service.category))
        self._ages.append(_age(service.age_from, 0) << 8 | _age(service.age_to, _ANY_AGE))
        self._prices.append(_price(service))
        self._flags.append(_HOURLY * (service.price_unit == HOUR) | _VOUCHER * service.accepts_voucher)
        self._times.append(sum(1 << TIMES.index(one) for one in set(service.times) if one in TIMES))
        self._municipi.append(_municipi(service))
        self._from.append(service.valid_from.toordinal() if service.valid_from else _NO_DAY)
        self._until.append(_until(service))
        self._modes.append(service.mode)
        self._languages.append(self._same(service.languages))
        self.titles.append(service.title)
        return len(self.ids) - 1

    def category(self, doc: int) -> str:
        return self._categories[self._category[doc]]

    def by_title(self) -> list[int]:
        """Numbers of the services, in the order of their titles."""
        if self._order is None:
            self._order = sorted(range(len(self.ids)), key=lambda doc: (self.titles[doc].casefold(), self.codes[doc]))
        return self._order

    def largest(self) -> tuple[str, ...]:
        """The three categories with the most services."""
        counts: dict[str, int] = {}
        for number in self._category:
            name = self._categories[number]
            counts[name] = counts.get(name, 0) + 1
        return tuple(sorted((one for one in counts if one), key=lambda one: -counts[one])[:3])

    def fitting(self, filters: Sequence[Filter], day: date) -> bytes:
        """One byte per service: 1 where it is offered on *day* and has what every filter asks."""
        number = day.toordinal()
        tests = [test for one in filters if (test := self._test(one)) is not None]
        return bytes(
            begin <= number <= end and all(test(doc) for test in tests)
            for doc, (begin, end) in enumerate(zip(self._from, self._until, strict=True))
        )

    def _test(self, wanted: Filter) -> Callable[[int], bool] | None:
        makers: dict[str, Callable[[str], Callable[[int], bool]]] = {
            TIME: self._at, MUNICIPIO: self._in, QUARTER: self._in, AGE: self._aged, PRICE: self._under,
            HOURLY: self._hourly_under, LANGUAGE: self._speaks, MODE: self._of_mode, CATEGORY: self._of_category,
            FREE: lambda _value: lambda doc: self._prices[doc] == 0,
            VOUCHER: lambda _value: lambda doc: bool(self._flags[doc] & _VOUCHER),
        }  # fmt: skip
        maker = makers.get(wanted.kind)
        return maker(wanted.value) if maker is not None else None

    def _at(self, time: str) -> Callable[[int], bool]:
        mask, times = 1 << TIMES.index(time) if time in TIMES else 0, self._times
        return lambda doc: not times[doc] or bool(times[doc] & mask)

    def _in(self, digits: str) -> Callable[[int], bool]:
        mask, municipi = sum(1 << int(one) for one in digits if one.isdecimal()), self._municipi
        return lambda doc: not municipi[doc] or bool(municipi[doc] & mask)

    def _aged(self, value: str) -> Callable[[int], bool]:
        age, ages = int(value), self._ages
        return lambda doc: ages[doc] >> 8 <= age <= ages[doc] & 255

    def _under(self, cents: str) -> Callable[[int], bool]:
        most, prices = int(cents), self._prices
        return lambda doc: 0 <= prices[doc] <= most

    def _hourly_under(self, cents: str) -> Callable[[int], bool]:
        fits, flags, prices = self._under(cents), self._flags, self._prices
        return lambda doc: fits(doc) and (prices[doc] == 0 or bool(flags[doc] & _HOURLY))

    def _speaks(self, code: str) -> Callable[[int], bool]:
        return lambda doc: code in self._languages[doc]

    def _of_mode(self, code: str) -> Callable[[int], bool]:
        return lambda doc: self._modes[doc] == code

    def _of_category(self, code: str) -> Callable[[int], bool]:
        return lambda doc: self.category(doc) == code

    def _category_number(self, code: str) -> int:
        if code not in self._categories:
            self._categories.append(code)
        return self._categories.index(code)

    def _same(self, value: tuple[str, ...]) -> tuple[str, ...]:
        """Lists that many sheets share are kept once."""
        return self._known.setdefault(value, value)  # type: ignore[return-value]


def _age(years: int | None, otherwise: int) -> int:
    return otherwise if years is None else max(0, min(years, _ANY_AGE))


def _price(service: CatalogueService) -> int:
    if service.is_free:
        return 0
    cents = service.price_cents
    return _NO_PRICE if cents is None or not 0 <= cents < 1 << 62 else cents


def _municipi(service: CatalogueService) -> int:
    """A bit for each; none where it is given everywhere."""
    if service.place == ONLINE:
        return 0
    return sum(1 << int(one) for one in set(service.municipi) if one.isdecimal() and 1 <= int(one) <= 9)


def _until(service: CatalogueService) -> int:
    """The last day on which it is offered."""
    days = [one.toordinal() for one in (service.valid_to,) if one is not None]
    if service.withdrawn_on is not None:
        days.append(service.withdrawn_on.toordinal() - 1)
    return min(days, default=_LAST_DAY)
