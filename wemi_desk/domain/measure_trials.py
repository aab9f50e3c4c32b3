"""A measure's own eligibility tests: they run green before the version is published (vouchers.md 3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.eligibility import EligibilityResult, ExistingApplication, Facts, GroupFacts, Residence, evaluate
from wemi_desk.domain.isee import IseeCertificate, IseeId
from wemi_desk.domain.measure_problems import Problem
from wemi_desk.domain.measures import MILAN, MeasureVersion

Content = Mapping[str, Any]
_NOBODY = UUID(int=0)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Trial:
    """One test of a measure, with what came out; *differs* names what is not as expected."""

    name: str
    result: EligibilityResult
    expected: Content
    differs: tuple[str, ...]

    @property
    def is_green(self) -> bool:
        return not self.differs


def run_trials(version: MeasureVersion, tests: Sequence[Content] | None = None) -> Sequence[Trial]:
    """Every test of the document (or these), judged by *version*."""
    return [_run(version, one) for one in (version.document.get("eligibility_tests", ()) if tests is None else tests)]


def publication_problems(version: MeasureVersion) -> Iterator[Problem]:
    """What keeps a well-formed version from being published: no test, a red one, or nobody who stands for it."""
    trials = run_trials(version)
    if not trials:
        yield Problem("eligibility_tests", "no_tests")
    for position, trial in enumerate(trials):
        if not trial.is_green:
            values = {"name": trial.name, "differs": ", ".join(trial.differs)}
            yield Problem(f"eligibility_tests[{position}]", "test_red", values=values)
    if version.status == "active" and not version.confirmed and not version.is_example:
        yield Problem("confirmed", "not_confirmed")


def tested_facts(facts: Content, version: MeasureVersion) -> tuple[Facts, datetime]:
    """The facts of a test and its reference; a residence that is not named is taken as right."""
    home = _home(facts, version)
    received = facts.get("already_received", 0)
    known = Facts(
        applicant_role=facts.get("applicant_role") or "", beneficiary_birth_date=_day(facts, "child_born_on"),
        representation_act="-", representation_expires_on=_day(facts, "representation_expires_on"),
        applicant_residence=home, beneficiary_residence=home, beneficiary_in_care=facts.get("in_care", False),
        isee=_isee(facts), household_size=facts.get("household_size"),
        group=GroupFacts(
            holder_kind=facts.get("institution_kind") or "", participants=facts.get("participants"),
            age_from=facts.get("age_from"), age_to=facts.get("age_to"),
        ),
        existing=(ExistingApplication(measure_code=version.code, received=True, units=(version.unit,)),)
        * int(received),
    )  # fmt: skip
    return known, datetime.fromisoformat(facts["submitted_at"])


def _home(facts: Content, version: MeasureVersion) -> Residence:
    rule = version.residence
    usual = rule.municipality if rule else MILAN
    municipality = facts.get("municipality", usual)
    since = _day(facts, "resident_since") if "resident_since" in facts else date(1900, 1, 1)
    return Residence(municipality=municipality or "", since=since)


def _isee(facts: Content) -> IseeCertificate | None:
    until = _day(facts, "isee_valid_until")
    if facts.get("isee_cents") is None or until is None:
        return None
    return IseeCertificate(
        id=IseeId(_NOBODY), citizen_id=CitizenId(_NOBODY), space_code="", kind=facts.get("isee_kind", "ordinary"),
        value_cents=int(facts["isee_cents"]), valid_until=until, has_defects=facts.get("isee_defects", False),
        provenance="seen", created_at=_EPOCH, created_by=_NOBODY,
    )  # fmt: skip


def _run(version: MeasureVersion, test: Content) -> Trial:
    facts, reference = tested_facts(test["facts"], version)
    result = evaluate(facts, version, reference)
    found = {
        "eligible": result.is_eligible, "amount_cents": result.amount_cents, "failed": list(result.failed),
        "missing": list(result.missing), "warnings": list(result.warnings),
    }  # fmt: skip
    expected = test["expected"]
    differs = tuple(name for name, value in found.items() if name in expected and expected[name] != value)
    return Trial(test["name"], result, expected, differs)


def _day(facts: Content, name: str) -> date | None:
    found = facts.get(name)
    return None if found is None else date.fromisoformat(found)
