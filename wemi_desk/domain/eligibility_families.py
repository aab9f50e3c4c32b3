"""Rules about people: in which role they apply, how old they are, where they live, how many they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from wemi_desk.domain.ages import age_on, months_after, plausible_births
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.eligibility_facts import Facts, Residence
from wemi_desk.domain.eligibility_results import MET, MISSING, NOT_MET, UNKNOWN, Criterion, UsedFact, iso
from wemi_desk.domain.measures import ROLES_WITH_AN_ACT, AgeRule, MeasureVersion, ResidenceRule


def family_criteria(facts: Facts, version: MeasureVersion, reference: datetime) -> Iterator[Criterion]:
    """Role, act, age, residence, household."""
    role = _role(facts, version)
    yield role
    if role.verdict == MET and facts.applicant_role in ROLES_WITH_AN_ACT:
        yield _representation(facts, version, rome_day(reference))
    if version.age is not None and not version.is_collective:
        yield _age(facts, version.age, age_day(version.age, reference))
    if version.residence is not None and not version.is_collective:
        yield _residence(facts, version.residence, rome_day(reference))
    if version.amount.sizes:
        yield _household_size(facts, version)


def age_day(rule: AgeRule, reference: datetime) -> date:
    """The day on which the rule counts the years."""
    if rule.reference == "at_date" and rule.on is not None:
        return rule.on
    if rule.reference == "school_year" and rule.school_year is not None:
        return date(rule.school_year, 12, 31)
    return rome_day(reference)


def _role(facts: Facts, version: MeasureVersion) -> Criterion:
    role, values = facts.applicant_role, {"roles": list(version.applicant_roles)}
    used = (UsedFact("applicant_role", role or None, facts.role_provenance if role else ""),)
    source = version.roles_source
    if not role:
        return Criterion(code="applicant_role", verdict=UNKNOWN, reason=MISSING, facts_used=used, source=source,
                         next_step="ask_role", values=values)  # fmt: skip
    met = role in version.applicant_roles
    return Criterion(code="applicant_role", verdict=MET if met else NOT_MET, reason="" if met else "other_role",
                     facts_used=used, source=source, next_step="" if met else "other_applicant",
                     values=values)  # fmt: skip


def _representation(facts: Facts, version: MeasureVersion, day: date) -> Criterion:
    expires_on = facts.representation_expires_on
    used = (
        UsedFact("representation_act", facts.representation_act or None, "declared"),
        UsedFact("representation_expires_on", iso(expires_on), "declared"),
    )
    closes_on = rome_day(version.closes_at) if version.closes_at else None
    verdict, reason, step = MET, "", ""
    if expires_on is not None and expires_on < day:
        verdict, reason, step = NOT_MET, "expired", "renew_act"
    elif not facts.representation_act:
        reason, step = "no_act", "note_act"
    elif expires_on is not None and closes_on is not None and expires_on < closes_on:
        reason, step = "expires_early", "renew_act"
    values = {"on": day.isoformat(), "closes_on": iso(closes_on)}
    return Criterion(code="representation", verdict=verdict, reason=reason, facts_used=used,
                     source=version.roles_source, next_step=step, values=values)  # fmt: skip


def _age(facts: Facts, rule: AgeRule, day: date) -> Criterion:
    births = _births(facts, rule, day)
    values: dict[str, Any] = {"min": rule.minimum, "below": rule.below, "on": day.isoformat()}
    values["reference"] = rule.reference
    if not births:
        return Criterion(code="age", verdict=UNKNOWN, reason=MISSING, source=rule.source,
                         next_step="ask_birth_date", values=values,
                         facts_used=(UsedFact("birth_date", None),))  # fmt: skip
    used = tuple(UsedFact("birth_date", birth.isoformat(), _birth_provenance(facts)) for birth in births)
    reasons = {_age_reason(birth, rule, day) for birth in births}
    if len({reason == "" for reason in reasons}) > 1:
        return Criterion(code="age", verdict=UNKNOWN, reason="several_readings", facts_used=used, source=rule.source,
                         next_step="ask_birth_date", values=values)  # fmt: skip
    reason = min(reasons)
    met = reason == ""
    if met and facts.beneficiary_birth_date is None:
        reason = "one_reading"
    return Criterion(code="age", verdict=MET if met else NOT_MET, reason=reason, facts_used=used, source=rule.source,
                     next_step="" if met else "other_measures", values=values)  # fmt: skip


def _births(facts: Facts, rule: AgeRule, day: date) -> tuple[date, ...]:
    if facts.beneficiary_birth_date is not None:
        return (facts.beneficiary_birth_date,)
    most = None if rule.below is None else rule.below - 1
    return plausible_births(facts.birth_readings, day, rule.minimum, most)


def _birth_provenance(facts: Facts) -> str:
    return facts.birth_date_provenance if facts.beneficiary_birth_date is not None else "fiscal_code"


def _age_reason(birth: date, rule: AgeRule, day: date) -> str:
    """Why not; empty when the age is right."""
    if birth > day:
        return "not_born"
    age = age_on(birth, day)
    if rule.minimum is not None and age < rule.minimum:
        return "too_young"
    return "too_old" if rule.below is not None and age >= rule.below else ""


def _residence(facts: Facts, rule: ResidenceRule, day: date) -> Criterion:
    people = {"applicant": facts.applicant_residence, "child": facts.beneficiary_residence}
    verdicts = {who: _lives_there(one, rule, day) for who, one in people.items()}
    if facts.beneficiary_in_care and rule.who in ("", "child", "both"):
        verdicts["child"] = (UNKNOWN, "in_care")  # whose residence counts, nobody has said
    verdict, reason = _by_whom(rule.who, verdicts)
    used = tuple(
        UsedFact(f"{who}_{name}", value, one.provenance if value is not None else "")
        for who, one in people.items() if rule.who in ("", "both", "household", who)
        for name, value in (("municipality", one.municipality or None), ("since", iso(one.since)))
    )  # fmt: skip
    used = (*used, UsedFact("in_care", facts.beneficiary_in_care, "declared"))
    values = {
        "who": rule.who, "municipality": rule.municipality, "on": day.isoformat(),
        "since_on": iso(rule.since_on), "since_months": rule.since_months,
    }  # fmt: skip
    return Criterion(code="residence", verdict=verdict, reason=reason, facts_used=used, source=rule.source,
                     next_step=_RESIDENCE_STEPS.get(reason, ""), values=values)  # fmt: skip


_RESIDENCE_STEPS = {
    MISSING: "ask_residence", "since_missing": "ask_residence", "rule_unknown": "ask_office", "in_care": "ask_office",
    "elsewhere": "other_measures", "too_short": "other_measures",
}  # fmt: skip


def since_needed(rule: ResidenceRule, day: date) -> date | None:
    """Since when one must live there, at the latest."""
    if rule.since_on is not None:
        return rule.since_on
    return None if rule.since_months is None else months_after(day, -rule.since_months)


def _lives_there(one: Residence, rule: ResidenceRule, day: date) -> tuple[str, str]:
    if not one.municipality:
        return UNKNOWN, MISSING
    if one.municipality != rule.municipality:
        return NOT_MET, "elsewhere"
    needed = since_needed(rule, day)
    if needed is None:
        return MET, ""
    if one.since is None:
        return UNKNOWN, "since_missing"
    return (MET, "") if one.since <= needed else (NOT_MET, "too_short")


def _by_whom(who: str, verdicts: dict[str, tuple[str, str]]) -> tuple[str, str]:
    """An unknown *who* is settled only when everybody it may mean says the same."""
    if who in verdicts:
        return verdicts[who]
    both = tuple(verdicts.values())
    if not who:
        return _if_whoever(both)
    return next((one for verdict in (NOT_MET, UNKNOWN, MET) for one in both if one[0] == verdict), (UNKNOWN, MISSING))


def _if_whoever(both: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    found = {verdict for verdict, _reason in both}
    if len(found) == 1 and found != {UNKNOWN}:
        return both[0]
    reasons = [reason for verdict, reason in both if verdict == UNKNOWN]
    return UNKNOWN, reasons[0] if reasons else "rule_unknown"


def _household_size(facts: Facts, version: MeasureVersion) -> Criterion:
    people = facts.household_size
    used = (UsedFact("household_size", people, "declared" if people is not None else ""),)
    values = {"sizes": [[one.least, one.most, one.amount_cents] for one in version.amount.sizes]}
    if people is None:
        return Criterion(code="household_size", verdict=UNKNOWN, reason=MISSING, facts_used=used,
                         source=version.amount.source, next_step="count_household", values=values)  # fmt: skip
    met = any(one.holds(people) for one in version.amount.sizes)
    return Criterion(code="household_size", verdict=MET if met else NOT_MET, reason="" if met else "outside",
                     facts_used=used, source=version.amount.source, values=values,
                     next_step="" if met else "other_measures")  # fmt: skip
