"""Rules about the call: when it is open, how many applications it takes, which institutions may ask for a group."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from wemi_desk.domain.days import rome_day
from wemi_desk.domain.eligibility_facts import Facts, GroupFacts
from wemi_desk.domain.eligibility_results import MET, MISSING, NOT_MET, UNKNOWN, Criterion, UsedFact, iso
from wemi_desk.domain.measures import MeasureVersion


def limit_criteria(facts: Facts, version: MeasureVersion, reference: datetime) -> Iterator[Criterion]:
    """Window, applications per unit, group."""
    if version.opens_at or version.closes_at or version.spend_until:
        yield _window(version, reference)
    if version.max_per_unit is not None:
        yield _per_unit(facts, version, version.max_per_unit)
    if version.is_collective:
        group = facts.group or GroupFacts()
        yield _institution(group, version)
        yield _participants(group, version)
        if version.age is not None:
            yield _group_age(group, version)


def _window(version: MeasureVersion, reference: datetime) -> Criterion:
    reason, step = "", ""
    if version.opens_at is not None and reference < version.opens_at:
        reason, step = "not_open_yet", "wait_opening"
    elif version.is_closed(reference):
        reason, step = "closed", "other_measures"
    elif version.spend_until is not None and rome_day(reference) > version.spend_until:
        reason, step = "past_spending", "other_measures"
    values = {
        "opens_at": iso(version.opens_at),
        "closes_at": iso(version.closes_at),
        "closes_inclusive": version.closes_inclusive,
        "spend_until": iso(version.spend_until),
    }
    return Criterion(
        code="window", verdict=NOT_MET if reason else MET, reason=reason, source=version.window_source,
        facts_used=(UsedFact("received_at", reference.isoformat(), "clock"),), next_step=step, values=values,
    )  # fmt: skip


def _per_unit(facts: Facts, version: MeasureVersion, most: int) -> Criterion:
    same = [one for one in facts.existing if one.measure_code == version.code and version.unit in one.units]
    received = sum(one.received for one in same)
    confirmed = version.unit_source.confirmed
    verdict, reason = MET, ""
    if received >= most:
        verdict, reason = (NOT_MET if confirmed else UNKNOWN), "already_received"
    elif len(same) >= most:
        reason = "already_prepared"
    return Criterion(
        code="per_unit", verdict=verdict, reason=reason, source=version.unit_source,
        facts_used=(UsedFact("received", received, "record"), UsedFact("prepared", len(same) - received, "record")),
        next_step="see_other_application" if reason else "",
        values={"unit": version.unit, "most": most, "confirmed": confirmed},
    )  # fmt: skip


def _institution(group: GroupFacts, version: MeasureVersion) -> Criterion:
    kind, kinds = group.holder_kind, version.institution_kinds
    verdict, reason = (MET, "") if kind in kinds or (kind and not kinds) else (NOT_MET, "other_institution")
    if not kind:
        verdict, reason = UNKNOWN, MISSING
    return Criterion(
        code="institution_kind", verdict=verdict, reason=reason, source=version.roles_source,
        facts_used=(UsedFact("institution_kind", kind or None, "declared" if kind else ""),),
        next_step="ask_group" if reason else "", values={"kinds": list(kinds)},
    )  # fmt: skip


def _participants(group: GroupFacts, version: MeasureVersion) -> Criterion:
    count = group.participants
    verdict, reason = (UNKNOWN, MISSING) if count is None else (MET, "") if count > 0 else (NOT_MET, "nobody")
    return Criterion(
        code="participants", verdict=verdict, reason=reason, source=version.unit_source,
        facts_used=(UsedFact("participants", count, "declared" if count is not None else ""),),
        next_step="ask_group" if reason else "",
    )  # fmt: skip


def _group_age(group: GroupFacts, version: MeasureVersion) -> Criterion:
    rule = version.age
    assert rule is not None
    low, high = group.age_from, group.age_to
    used = (UsedFact("age_from", low, "declared"), UsedFact("age_to", high, "declared"))
    verdict, reason = MET, ""
    if low is None or high is None:
        verdict, reason = UNKNOWN, MISSING
    elif (rule.minimum is not None and low < rule.minimum) or (rule.below is not None and high >= rule.below):
        verdict, reason = NOT_MET, "outside"
    return Criterion(
        code="group_age", verdict=verdict, reason=reason, facts_used=used, source=rule.source,
        next_step="ask_group" if reason else "", values={"min": rule.minimum, "below": rule.below},
    )  # fmt: skip
