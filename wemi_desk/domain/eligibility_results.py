"""What a judgement says: every rule with what was used; codes and values, never sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from wemi_desk.domain.measures import RuleSource

MET, NOT_MET, UNKNOWN = "met", "not_met", "unknown"
ELIGIBLE, NOT_ELIGIBLE = "eligible", "not_eligible"
MISSING = "missing"
"""The reason of a criterion that waits for a fact nobody has said."""
NO_SOURCE = RuleSource()


@dataclass(frozen=True, slots=True)
class UsedFact:
    """A fact as it was used (days and instants as ISO text), and where it came from."""

    name: str
    value: str | int | bool | None
    provenance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One rule, judged. *values* are the rule's own limits: with *facts_used* they suffice to judge again."""

    code: str
    verdict: str
    reason: str = ""
    facts_used: tuple[UsedFact, ...] = ()
    source: RuleSource = NO_SOURCE
    next_step: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    def fact(self, name: str) -> str | int | bool | None:
        """The value used under *name*; None where it was not known."""
        return next((one.value for one in self.facts_used if one.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What will change by itself: on a day in Rome, *days* from the reference; *at* where the minute counts."""

    code: str
    on: date
    days: int
    at: datetime | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilityResult:
    """Guidance, never a promise: the Comune decides."""

    measure_code: str
    version: int
    reference: datetime
    criteria: tuple[Criterion, ...]
    verdict: str
    amount_cents: int | None = None
    amount_is_example: bool = False
    deadline_at: datetime | None = None
    days_left: int | None = None
    missing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    ahead: tuple[Change, ...] = ()

    def criterion(self, code: str) -> Criterion | None:
        """The rule judged under *code*; None where the measure has no such rule."""
        return next((one for one in self.criteria if one.code == code), None)

    @property
    def failed(self) -> tuple[str, ...]:
        """Codes of the rules not met."""
        return tuple(one.code for one in self.criteria if one.verdict == NOT_MET)

    @property
    def is_eligible(self) -> bool | None:
        """None while it cannot be said."""
        return {ELIGIBLE: True, NOT_ELIGIBLE: False}.get(self.verdict)


def iso(moment: date | datetime | None) -> str | None:
    """A day or an instant as facts and values carry it."""
    return None if moment is None else moment.isoformat()


def overall(criteria: tuple[Criterion, ...]) -> str:
    """Any rule not met settles it; otherwise any unknown one leaves it open."""
    verdicts = {one.verdict for one in criteria}
    if NOT_MET in verdicts:
        return NOT_ELIGIBLE
    return UNKNOWN if UNKNOWN in verdicts else ELIGIBLE


def result_to_plain(result: EligibilityResult) -> dict[str, Any]:
    """As it is stored with an application: only texts, numbers, lists and mappings."""
    return {
        "measure_code": result.measure_code, "version": result.version, "reference": result.reference.isoformat(),
        "criteria": [_criterion_to_plain(one) for one in result.criteria], "verdict": result.verdict,
        "amount_cents": result.amount_cents, "amount_is_example": result.amount_is_example,
        "deadline_at": iso(result.deadline_at), "days_left": result.days_left,
        "missing": list(result.missing), "warnings": list(result.warnings),
        "ahead": [_change_to_plain(one) for one in result.ahead],
    }  # fmt: skip


def result_from_plain(plain: Mapping[str, Any]) -> EligibilityResult:
    """The opposite of :func:`result_to_plain`; raises KeyError or ValueError for what is no stored result."""
    deadline = plain.get("deadline_at")
    return EligibilityResult(
        measure_code=plain["measure_code"], version=plain["version"],
        reference=datetime.fromisoformat(plain["reference"]),
        criteria=tuple(_criterion_from_plain(one) for one in plain["criteria"]), verdict=plain["verdict"],
        amount_cents=plain.get("amount_cents"), amount_is_example=bool(plain.get("amount_is_example")),
        deadline_at=datetime.fromisoformat(deadline) if deadline else None, days_left=plain.get("days_left"),
        missing=tuple(plain.get("missing", ())), warnings=tuple(plain.get("warnings", ())),
        ahead=tuple(_change_from_plain(one) for one in plain.get("ahead", ())),
    )  # fmt: skip


def _criterion_to_plain(one: Criterion) -> dict[str, Any]:
    return {
        "code": one.code, "verdict": one.verdict, "reason": one.reason,
        "facts_used": [[used.name, used.value, used.provenance] for used in one.facts_used],
        "source": one.source.text, "confirmed": one.source.confirmed, "next_step": one.next_step,
        "values": dict(one.values),
    }  # fmt: skip


def _criterion_from_plain(plain: Mapping[str, Any]) -> Criterion:
    return Criterion(
        code=plain["code"], verdict=plain["verdict"], reason=plain.get("reason", ""),
        facts_used=tuple(UsedFact(*used) for used in plain.get("facts_used", ())),
        source=RuleSource(plain.get("source", ""), bool(plain.get("confirmed"))),
        next_step=plain.get("next_step", ""), values=dict(plain.get("values", {})),
    )  # fmt: skip


def _change_to_plain(one: Change) -> dict[str, Any]:
    return {
        "code": one.code, "on": one.on.isoformat(), "days": one.days, "at": iso(one.at),
        "values": dict(one.values),
    }  # fmt: skip


def _change_from_plain(plain: Mapping[str, Any]) -> Change:
    at = plain.get("at")
    return Change(
        code=plain["code"], on=date.fromisoformat(plain["on"]), days=plain["days"],
        at=datetime.fromisoformat(at) if at else None, values=dict(plain.get("values", {})),
    )  # fmt: skip
