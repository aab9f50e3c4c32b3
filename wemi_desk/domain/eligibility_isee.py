"""Rules about the ISEE: missing is not known, zero is a value, kinds are not interchangeable (vouchers.md 5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from wemi_desk.domain.days import rome_day
from wemi_desk.domain.eligibility_facts import Facts
from wemi_desk.domain.eligibility_results import MET, MISSING, NOT_MET, UNKNOWN, Criterion, UsedFact, iso
from wemi_desk.domain.isee import IseeCertificate
from wemi_desk.domain.measures import IseeRule, MeasureVersion


def isee_criteria(facts: Facts, version: MeasureVersion, reference: datetime) -> Iterator[Criterion]:
    """Is there one, of the right kind, valid, whole, within the limits? One of another kind says nothing of limits."""
    rule, isee = version.isee, facts.isee
    if rule is None or version.is_collective:
        return
    if isee is None:
        yield Criterion(code="isee", verdict=UNKNOWN, reason=MISSING, facts_used=(UsedFact("isee_cents", None),),
                        source=rule.source, next_step="caf_isee")  # fmt: skip
        return
    yield Criterion(code="isee", verdict=MET, facts_used=(_value(isee),), source=rule.source)
    yield _kind(isee, rule)
    yield _validity(isee, rule, _validity_day(rule, version, reference))
    if isee.has_defects:
        yield _defects(isee, rule)
    if isee.kind in rule.kinds:
        yield from _limits(isee, rule)


def _value(isee: IseeCertificate) -> UsedFact:
    return UsedFact("isee_cents", isee.value_cents, isee.provenance)


def _kind(isee: IseeCertificate, rule: IseeRule) -> Criterion:
    met = isee.kind in rule.kinds
    return Criterion(
        code="isee_kind", verdict=MET if met else NOT_MET, reason="" if met else "other_kind",
        facts_used=(UsedFact("isee_kind", isee.kind, isee.provenance),), source=rule.source,
        next_step="" if met else "right_isee_kind", values={"kinds": list(rule.kinds)},
    )  # fmt: skip


def _validity_day(rule: IseeRule, version: MeasureVersion, reference: datetime) -> date:
    at_closing = rule.valid_on == "closing" and version.closes_at is not None
    return rome_day(version.closes_at if at_closing and version.closes_at else reference)


def _validity(isee: IseeCertificate, rule: IseeRule, day: date) -> Criterion:
    reason = ""
    if day > isee.valid_until:
        reason = "expired"
    elif isee.dsu_on is not None and isee.dsu_on > day:
        reason = "not_yet"
    used = (
        UsedFact("isee_valid_until", isee.valid_until.isoformat(), isee.provenance),
        UsedFact("isee_dsu_on", iso(isee.dsu_on), isee.provenance),
    )
    return Criterion(
        code="isee_validity", verdict=NOT_MET if reason else MET, reason=reason, facts_used=used, source=rule.source,
        next_step="new_isee" if reason == "expired" else "check_dsu" if reason else "",
        values={"on": day.isoformat(), "valid_on": rule.valid_on},
    )  # fmt: skip


def _defects(isee: IseeCertificate, rule: IseeRule) -> Criterion:
    verdict, reason, step = {
        "accepted": (MET, "accepted", ""),
        "refused": (NOT_MET, "refused", "mend_isee"),
    }.get(rule.defects, (UNKNOWN, "undecided", "mend_isee"))
    return Criterion(
        code="isee_defects", verdict=verdict, reason=reason, source=rule.source, next_step=step,
        facts_used=(UsedFact("isee_defects", value=True, provenance=isee.provenance),),
        values={"defects": rule.defects},
    )  # fmt: skip


def _limits(isee: IseeCertificate, rule: IseeRule) -> Iterator[Criterion]:
    cents = isee.value_cents
    if rule.min_cents is not None and (rule.min_cents > 0 or rule.bounds[0] == "("):
        inside = cents > rule.min_cents if rule.bounds[0] == "(" else cents >= rule.min_cents
        yield _limit("isee_min", isee, rule, inside=inside, limit=rule.min_cents)
    if rule.max_cents is not None:
        inside = cents < rule.max_cents if rule.bounds[1] == ")" else cents <= rule.max_cents
        yield _limit("isee_max", isee, rule, inside=inside, limit=rule.max_cents)


def _limit(code: str, isee: IseeCertificate, rule: IseeRule, *, inside: bool, limit: int) -> Criterion:
    reason = "" if inside else "below" if code == "isee_min" else "above"
    return Criterion(
        code=code, verdict=MET if inside else NOT_MET, reason=reason, facts_used=(_value(isee),), source=rule.source,
        next_step="" if inside else "other_measures", values={"limit_cents": limit, "bounds": rule.bounds},
    )  # fmt: skip
