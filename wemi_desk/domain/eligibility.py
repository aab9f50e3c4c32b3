"""May this family have it, how much, and what is missing? One pure function, the same at the desk and at the centre."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from wemi_desk.domain.days import rome_day
from wemi_desk.domain.eligibility_ahead import changes_ahead
from wemi_desk.domain.eligibility_facts import ExistingApplication, Facts, GroupFacts, Residence
from wemi_desk.domain.eligibility_families import family_criteria
from wemi_desk.domain.eligibility_isee import isee_criteria
from wemi_desk.domain.eligibility_limits import limit_criteria
from wemi_desk.domain.eligibility_results import (
    MISSING,
    NOT_ELIGIBLE,
    Change,
    Criterion,
    EligibilityResult,
    UsedFact,
    overall,
    result_from_plain,
    result_to_plain,
)
from wemi_desk.domain.measures import MeasureVersion

__all__ = [
    "Change", "Criterion", "EligibilityResult", "ExistingApplication", "Facts", "GroupFacts", "Residence", "UsedFact",
    "amount_of", "evaluate", "fitting", "result_from_plain", "result_to_plain",
]  # fmt: skip

Who = TypeVar("Who", bound=Hashable)


def evaluate(facts: Facts, version: MeasureVersion, reference: datetime) -> EligibilityResult:
    """Judge every rule of *version* as if the application were received at *reference*, an aware instant."""
    criteria = (
        *family_criteria(facts, version, reference),
        *isee_criteria(facts, version, reference),
        *limit_criteria(facts, version, reference),
    )
    verdict = overall(criteria)
    deadline = version.closes_at
    return EligibilityResult(
        measure_code=version.code, version=version.version, reference=reference, criteria=criteria, verdict=verdict,
        amount_cents=None if verdict == NOT_ELIGIBLE else amount_of(facts, version),
        amount_is_example=version.has_example_amounts, deadline_at=deadline,
        days_left=None if deadline is None else (rome_day(deadline) - rome_day(reference)).days,
        missing=tuple(one.code for one in criteria if one.reason == MISSING),
        warnings=_warnings(facts, criteria), ahead=changes_ahead(facts, version, reference, criteria),
    )  # fmt: skip


def fitting(
    facts_by_beneficiary: Mapping[Who, Facts], versions: Iterable[MeasureVersion], reference: datetime
) -> Sequence[tuple[Who, MeasureVersion, EligibilityResult]]:
    """Every measure judged for every beneficiary, in the order given."""
    return [
        (who, version, evaluate(facts, version, reference))
        for version in versions
        for who, facts in facts_by_beneficiary.items()
    ]


def amount_of(facts: Facts, version: MeasureVersion) -> int | None:
    """What the measure pays on these facts; None while it cannot be said."""
    rule = version.amount
    if rule.bands:
        isee = facts.isee
        inside = [band for band in rule.bands if isee is not None and band.holds(isee.value_cents)]
        return inside[0].amount_cents if inside else None
    if rule.sizes:
        people = facts.household_size
        sized = [one for one in rule.sizes if people is not None and one.holds(people)]
        return sized[0].amount_cents if sized else None
    return rule.fixed_cents


def _warnings(facts: Facts, criteria: tuple[Criterion, ...]) -> tuple[str, ...]:
    found = [warning for one in criteria if (warning := _WARNINGS.get((one.code, one.reason)))]
    if facts.isee is not None and facts.isee.has_defects and "isee_defects" not in found:
        found += ["isee_defects"] if any(one.code == "isee_defects" for one in criteria) else []
    return tuple(found)


_WARNINGS = {
    ("isee_defects", "undecided"): "isee_defects",
    ("representation", "no_act"): "representation_act_missing",
    ("representation", "expires_early"): "representation_expires",
    ("per_unit", "already_received"): "already_present",
    ("per_unit", "already_prepared"): "already_prepared",
    ("age", "one_reading"): "birth_date_read",
}
