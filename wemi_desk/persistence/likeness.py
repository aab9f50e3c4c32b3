"""How much a name or a birth date speaks for one person having been registered twice, in log odds."""

from __future__ import annotations

from math import log

from rapidfuzz.distance import OSA

_NAME_MAX = 13.8  # log of a million people
_DIFFERENT = -14.0
_SWAPPED = 1.5
PART_OF = _NAME_MAX - 5.0
_BY_DIFFERENCES = (0.0, 5.0, 8.5, 11.5)  # what one, two, three wrong letters take away
_SHORT, _SHORT_COST = 9, 2.5
_SAME_DATE, _LIKE_DATE, _SAME_YEAR, _OTHER_DATE, _OTHER_YEAR = 10.0, 4.6, -2.0, -6.0, -6.0
_YEAR_ONLY = 3.5


def name_likeness(
    surname: str,
    given: str,
    other_surname: str,
    other_given: str,
    namesakes: int,
    words: str | None = None,
    other_words: str | None = None,
) -> tuple[float, str]:
    """Evidence of two folded names; *namesakes* is how many people have the first one."""
    if (surname, given) == (other_surname, other_given):
        return _NAME_MAX - log(namesakes), "name"
    if (given, surname) == (other_surname, other_given):
        return _NAME_MAX - log(namesakes) - _SWAPPED, "name_swapped"
    straight = _differences(surname, given, other_surname, other_given)
    crossed = _differences(given, surname, other_surname, other_given)
    best, reason = (straight, "name_similar") if straight <= crossed else (crossed, "name_swapped")
    odds = _odds_of(best, min(len(surname + given), len(other_surname + other_given)))
    if reason == "name_swapped":
        odds -= _SWAPPED
    if odds < PART_OF and _is_part(surname, given, other_surname, other_given, words, other_words):
        odds, reason = PART_OF, "name_similar"
    return (odds, reason) if odds > 0 else (_DIFFERENT, "")


def may_be_part(name: str, other: str) -> bool:
    """Whether one of two joined names can be some words of the other."""
    return bool(name and other) and (name in other or other in name)


def _differences(surname: str, given: str, other_surname: str, other_given: str) -> int:
    most = len(_BY_DIFFERENCES) - 1
    count = OSA.distance(surname, other_surname, score_cutoff=most)
    if count > most or _too_many(count, surname, other_surname):
        return most + 1
    rest = OSA.distance(given, other_given, score_cutoff=most)
    return most + 1 if _too_many(rest, given, other_given) else count + rest


def _too_many(count: int, name: str, other: str) -> bool:
    """A name of few letters with half of them changed is another name."""
    return count > 0 and count * 3 > min(len(name), len(other)) + 1


def _odds_of(differences: int, letters: int) -> float:
    if differences >= len(_BY_DIFFERENCES):
        return _DIFFERENT
    return _NAME_MAX - _BY_DIFFERENCES[differences] - (_SHORT_COST if letters < _SHORT else 0.0)


def _is_part(
    surname: str, given: str, other_surname: str, other_given: str, words: str | None, other_words: str | None
) -> bool:
    """Somebody with several names who gave fewer of them."""
    mine = (words or f"{surname}|{given}").split("|")
    theirs = (other_words or f"{other_surname}|{other_given}").split("|")
    return _shares(mine[0], theirs[0]) and _shares(mine[1], theirs[1])


def _shares(name: str, other: str) -> bool:
    mine, theirs = set(name.split()), set(other.split())
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def birth_likeness(birth: int, other: int) -> tuple[float, str]:
    """Evidence of two birth keys (yyyymmdd, yyyy0000 or 0)."""
    if not birth or not other:
        return 0.0, ""
    if birth % 10_000 == 0 or other % 10_000 == 0:
        return (_YEAR_ONLY, "birth_year") if birth // 10_000 == other // 10_000 else (_OTHER_YEAR, "")
    if birth == other:
        return _SAME_DATE, "birth_date"
    if _is_slip(birth, other):
        return _LIKE_DATE, "birth_date_similar"
    return (_SAME_YEAR, "birth_year") if birth // 10_000 == other // 10_000 else (_OTHER_DATE, "")


def _is_slip(birth: int, other: int) -> bool:
    """One digit wrong, two neighbours exchanged, or day and month exchanged."""
    mine, theirs = str(birth), str(other)
    if mine[:4] == theirs[:4] and mine[4:6] == theirs[6:] and mine[6:] == theirs[4:6]:
        return True
    return OSA.distance(mine, theirs) == 1
