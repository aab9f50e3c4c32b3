"""A draft tried out before it is published: on a table of edge cases, beside the version that stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from wemi_desk.domain.ages import months_after
from wemi_desk.domain.days import rome_day, rome_instant, rome_time
from wemi_desk.domain.eligibility import EligibilityResult, evaluate
from wemi_desk.domain.eligibility_ahead import birthday
from wemi_desk.domain.eligibility_families import age_day
from wemi_desk.domain.isee import ISEE_KINDS
from wemi_desk.domain.measure_trials import tested_facts
from wemi_desk.domain.measures import MeasureVersion

NOON = timedelta(hours=12)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class EdgeCase:
    """An invented family on an edge of the rules, as the facts of an eligibility test; *values* fill its words."""

    code: str
    facts: Mapping[str, Any]
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Compared:
    """What the version that stands says (None where there is none), and what the draft says."""

    before: EligibilityResult | None
    after: EligibilityResult

    @property
    def has_changed(self) -> bool:
        """Another answer, or another amount."""
        before, after = self.before, self.after
        return before is not None and (before.verdict, before.amount_cents) != (after.verdict, after.amount_cents)


def compared(case: EdgeCase, draft: MeasureVersion, standing: MeasureVersion | None) -> Compared:
    """One case, judged by both."""
    facts, at = tested_facts(case.facts, draft)
    before = None
    if standing is not None:
        before = evaluate(tested_facts(case.facts, standing)[0], standing, at)
    return Compared(before, evaluate(facts, draft, at))


def as_test(name: str, case: EdgeCase, result: EligibilityResult) -> dict[str, Any]:
    """A case whose outcome was looked at and found right, as the document keeps it."""
    expected = {
        "eligible": result.is_eligible, "amount_cents": result.amount_cents, "failed": list(result.failed),
        "missing": list(result.missing),
    }  # fmt: skip
    return {"name": name, "facts": dict(case.facts), "expected": expected}


def all_edges(draft: MeasureVersion, standing: MeasureVersion | None, now: datetime) -> Sequence[EdgeCase]:
    """The edges of the draft, then those of the version that stands which the draft does not have."""
    found = {(one.code, *one.values.values()): one for one in edge_cases(standing, now)} if standing else {}
    mine = {(one.code, *one.values.values()): one for one in edge_cases(draft, now)}
    return [*mine.values(), *(one for key, one in found.items() if key not in mine)]


def edge_cases(version: MeasureVersion, now: datetime) -> Sequence[EdgeCase]:
    """Every edge that the rules of *version* have, from a family that is right in everything else."""
    at = _moment(version, now)
    usual = _usual(version, at)
    cases = [EdgeCase("usual", usual), *_ages(version, usual, at), *_isee(version, usual, at)]
    return [*cases, *_homes(version, usual, at), *_sizes(version, usual), *_calls(version, usual)]


def _moment(version: MeasureVersion, now: datetime) -> datetime:
    """Now where the call is open; else a moment at which it is."""
    if version.opens_at is not None and now < version.opens_at:
        return version.opens_at
    if version.is_closed(now) and version.closes_at is not None:
        return version.closes_at - timedelta(minutes=1)
    if version.spend_until is not None and rome_day(now) > version.spend_until:
        return rome_instant(version.spend_until, datetime.min.time()) + NOON
    return now


def _usual(version: MeasureVersion, at: datetime) -> dict[str, Any]:
    facts: dict[str, Any] = {"submitted_at": _text(at), "applicant_role": version.applicant_roles[0]}
    if version.is_collective:
        kinds = version.institution_kinds or ("school",)
        low = version.age.minimum if version.age else None
        return facts | {"institution_kind": kinds[0], "participants": 20, "age_from": low or 6, "age_to": low or 6}
    facts["child_born_on"] = _usual_birth(version, at).isoformat()
    if version.isee is not None:
        facts |= _attestation(version, at, _usual_isee(version))
    if version.amount.sizes:
        facts["household_size"] = 3
    return facts


def _usual_birth(version: MeasureVersion, at: datetime) -> date:
    rule = version.age
    day = rome_day(at) if rule is None else age_day(rule, at)
    least = (rule.minimum if rule else None) or 0
    below = rule.below if rule and rule.below is not None else least + 10
    return months_after(day, -12 * least - max(6 * (below - least), 1))


def _usual_isee(version: MeasureVersion) -> int:
    if version.amount.bands:
        return version.amount.bands[0].first_cents
    return (version.isee.min_cents if version.isee else None) or 100_000


def _attestation(version: MeasureVersion, at: datetime, cents: int, **more: Any) -> dict[str, Any]:
    rule, closes = version.isee, version.closes_at
    at_closing = rule is not None and rule.valid_on == "closing" and closes is not None
    day = rome_day(closes if at_closing and closes else at)
    kind = rule.kinds[0] if rule else "ordinary"
    found = {"isee_cents": cents, "isee_kind": kind, "isee_valid_until": date(day.year, 12, 31).isoformat()}
    return {**found, **more}


def _ages(version: MeasureVersion, usual: Mapping[str, Any], at: datetime) -> Iterator[EdgeCase]:
    rule = version.age
    if rule is None or version.is_collective:
        return
    day = age_day(rule, at)
    for code, age in (("age_min", rule.minimum), ("age_below", rule.below)):
        if not age:
            continue
        on_the_day = months_after(day, -12 * age)
        if birthday(on_the_day, age) != day:
            continue  # 29 February has no such neighbour
        for step, born in (("", on_the_day), ("_eve", on_the_day + timedelta(days=1))):
            yield EdgeCase(code + step, {**usual, "child_born_on": born.isoformat()}, {"age": age})
    yield EdgeCase("birth_missing", {**usual, "child_born_on": None})


def _isee(version: MeasureVersion, usual: Mapping[str, Any], at: datetime) -> Iterator[EdgeCase]:
    rule = version.isee
    if rule is None:
        return
    for cents in sorted(_isee_edges(version)):
        yield EdgeCase("isee", {**usual, **_attestation(version, at, cents)}, {"cents": cents})
    yield EdgeCase("isee_missing", {name: value for name, value in usual.items() if not name.startswith("isee_")})
    cents = _usual_isee(version)
    for kind in ISEE_KINDS:
        if kind not in rule.kinds:
            yield EdgeCase("isee_kind", {**usual, **_attestation(version, at, cents, isee_kind=kind)}, {"kind": kind})
            break
    eve = (rome_day(at) - timedelta(days=1)).isoformat()
    yield EdgeCase("isee_expired", {**usual, **_attestation(version, at, cents, isee_valid_until=eve)})
    yield EdgeCase("isee_defects", {**usual, **_attestation(version, at, cents, isee_defects=True)})


def _isee_edges(version: MeasureVersion) -> set[int]:
    rule = version.isee
    edges = {0}
    if rule is not None and rule.max_cents is not None:
        edges |= {rule.max_cents, rule.max_cents + 1}
    if rule is not None and rule.min_cents:
        edges |= {rule.min_cents, rule.min_cents - 1}
    for band in version.amount.bands:
        edges |= {band.first_cents} | ({band.last_cents} if band.last_cents is not None else set())
    return edges


def _homes(version: MeasureVersion, usual: Mapping[str, Any], at: datetime) -> Iterator[EdgeCase]:
    yield EdgeCase("role_other", {**usual, "applicant_role": "other_relative"})
    rule = version.residence
    if rule is None or version.is_collective:
        return
    yield EdgeCase("residence_elsewhere", {**usual, "municipality": "D286"})
    yield EdgeCase("residence_missing", {**usual, "municipality": None})
    yield EdgeCase("in_care", {**usual, "in_care": True})
    if rule.since_months is not None:
        just = months_after(rome_day(at), -rule.since_months)
        for code, since in (("residence_just", just), ("residence_short", just + timedelta(days=1))):
            yield EdgeCase(code, {**usual, "resident_since": since.isoformat()}, {"months": rule.since_months})


def _sizes(version: MeasureVersion, usual: Mapping[str, Any]) -> Iterator[EdgeCase]:
    for size in version.amount.sizes:
        for people in sorted({size.least, size.most or size.least + 1}):
            yield EdgeCase("household", {**usual, "household_size": people}, {"people": people})


def _calls(version: MeasureVersion, usual: Mapping[str, Any]) -> Iterator[EdgeCase]:
    if version.opens_at is not None:
        yield EdgeCase("before_opening", {**usual, "submitted_at": _text(version.opens_at - _SECOND)})
        yield EdgeCase("at_opening", {**usual, "submitted_at": _text(version.opens_at)})
    if version.closes_at is not None:
        yield EdgeCase("before_closing", {**usual, "submitted_at": _text(version.closes_at - _SECOND)})
        yield EdgeCase("at_closing", {**usual, "submitted_at": _text(version.closes_at)})
    if version.max_per_unit is not None:
        yield EdgeCase("asked_already", {**usual, "already_received": version.max_per_unit})


def _text(at: datetime) -> str:
    return rome_time(at).isoformat(timespec="seconds")
