"""What will change by itself before the call closes: birthdays, an ISEE that lapses, the closing hour."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from wemi_desk.domain.ages import months_after, real_date
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.eligibility_facts import Facts
from wemi_desk.domain.eligibility_results import MET, NOT_MET, Change, Criterion
from wemi_desk.domain.measures import MeasureVersion

HORIZON = timedelta(days=60)
"""How far to look where no closing day is known."""


def changes_ahead(
    facts: Facts, version: MeasureVersion, reference: datetime, criteria: tuple[Criterion, ...]
) -> tuple[Change, ...]:
    """Soonest first; nothing after the last moment that counts."""
    if version.is_closed(reference):
        return ()
    today = rome_day(reference)
    until = rome_day(version.closes_at) if version.closes_at else today + HORIZON
    judged = {one.code: one for one in criteria}
    found = [
        *_window(version, reference),
        *_birthdays(judged.get("age"), today),
        *_isee(facts, judged.get("isee_validity"), today),
        *_residence(facts, judged.get("residence"), today),
        *_act(facts, judged.get("representation"), today),
    ]
    kept = [one for one in found if today <= one.on <= until or one.code == "opens"]
    return tuple(sorted(kept, key=lambda one: (one.on, one.code)))


def birthday(birth: date, age: int) -> date:
    """The first day of that age: 1 March of a common year for who was born on 29 February."""
    year = birth.year + age
    return real_date(year, birth.month, birth.day) or date(year, 3, 1)


def _change(code: str, on: date, today: date, at: datetime | None = None, **values: object) -> Change:
    return Change(code=code, on=on, days=(on - today).days, at=at, values=values)


def _window(version: MeasureVersion, reference: datetime) -> Iterator[Change]:
    today = rome_day(reference)
    for code, at in (("opens", version.opens_at), ("closes", version.closes_at)):
        if at is not None and at > reference:
            yield _change(code, rome_day(at), today, at)


def _birthdays(age: Criterion | None, today: date) -> Iterator[Change]:
    births = {one.value for one in age.facts_used if one.value} if age else set()
    if age is None or age.values["reference"] != "at_submission" or len(births) != 1:
        return
    birth = date.fromisoformat(str(births.pop()))
    least, below = age.values["min"], age.values["below"]
    if age.verdict == MET and below is not None:
        yield _change("turns_age", birthday(birth, below), today, age=below)
    if age.reason == "too_young":
        yield _change("reaches_age", birthday(birth, least), today, age=least)


def _isee(facts: Facts, validity: Criterion | None, today: date) -> Iterator[Change]:
    if facts.isee is not None and validity is not None and validity.verdict == MET:
        yield _change("isee_expires", facts.isee.valid_until, today)


def _residence(facts: Facts, residence: Criterion | None, today: date) -> Iterator[Change]:
    if residence is None or residence.verdict != NOT_MET or residence.reason != "too_short":
        return
    months, who = residence.values["since_months"], residence.values["who"]
    people = {"applicant": [facts.applicant_residence], "child": [facts.beneficiary_residence]}
    counted = people.get(who, [facts.applicant_residence, facts.beneficiary_residence])
    days = [one.since for one in counted if one.since is not None]
    if months is not None and days:
        yield _change("resident_long_enough", _long_enough_on(max(days), months), today)


def _long_enough_on(since: date, months: int) -> date:
    """The first day from which so many months back is not before *since* (30 January + 1 month: 1 March)."""
    day = months_after(since, months)
    while months_after(day, -months) < since:
        day += timedelta(days=1)
    return day


def _act(facts: Facts, act: Criterion | None, today: date) -> Iterator[Change]:
    if act is not None and act.verdict == MET and facts.representation_expires_on is not None:
        yield _change("representation_expires", facts.representation_expires_on, today)
