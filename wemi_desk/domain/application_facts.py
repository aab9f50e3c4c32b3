"""From records to facts: what an application, its people and its attestation say, the same at desk and centre."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wemi_desk.domain.applications import CANCELLED, Application, Group
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.eligibility_facts import ExistingApplication, Facts, GroupFacts, Residence
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.fiscal_code import parse
from wemi_desk.domain.isee import IseeCertificate

ENDED = (CANCELLED, "rejected", "duplicate", "withdrawn", "lapsed")


def facts_of(
    application: Application,
    beneficiary: Citizen | None,
    isee: IseeCertificate | None,
    others: Iterable[Application] = (),
) -> Facts:
    """What is known for judging *application*; *others* are applications for the same measure."""
    representation = application.representation
    return Facts(
        applicant_role=application.applicant_role,
        representation_act=representation.act_reference if representation else "",
        representation_expires_on=representation.expires_on if representation else None,
        beneficiary_birth_date=beneficiary.birth_date if beneficiary else None,
        birth_date_provenance=(beneficiary.birth_date_provenance if beneficiary else None) or "declared",
        birth_readings=birth_readings(beneficiary),
        applicant_residence=application.applicant_residence or Residence(),
        beneficiary_residence=application.beneficiary_residence or Residence(),
        beneficiary_in_care=application.beneficiary_in_care,
        isee=isee, household_size=application.household_size, group=_group(application.group),
        existing=existing_beside(application, others),
    )  # fmt: skip


def existing_beside(application: Application, others: Iterable[Application]) -> tuple[ExistingApplication, ...]:
    """Other applications for the measure that have not ended, with what they share with this one."""
    return tuple(
        ExistingApplication(measure_code=one.measure_code, received=one.is_live, units=units)
        for one in others
        if one.id != application.id and one.measure_code == application.measure_code and one.state not in ENDED
        if (units := _shared(application, one))
    )


def _shared(one: Application, two: Application) -> tuple[str, ...]:
    if one.group is not None or two.group is not None:
        return ("institution",) if group_key(one.group) == group_key(two.group) else ()
    shared = {
        "child": one.beneficiary_id == two.beneficiary_id,
        "adult": one.beneficiary_id == two.beneficiary_id,  # whoever speaks for them
        "household": one.household_id is not None and one.household_id == two.household_id,
    }
    return tuple(unit for unit, is_shared in shared.items() if is_shared)


def group_key(group: Group | None) -> str:
    """By what two groups are one: who holds, and what for; however it was written."""
    return "" if group is None else f"{_folded(group.holder_name)}|{_folded(group.activity)}"


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _group(group: Group | None) -> GroupFacts | None:
    if group is None:
        return None
    return GroupFacts(
        holder_kind=group.holder_kind, participants=group.participants or None, age_from=group.age_from,
        age_to=group.age_to,
    )  # fmt: skip


def birth_readings(citizen: Citizen | None) -> tuple[date, ...]:
    """The dates that a person's codice fiscale may mean; none without a code that can be read."""
    if citizen is None or not citizen.fiscal_code:
        return ()
    try:
        return parse(citizen.fiscal_code).birth_readings()
    except InvalidFieldError:
        return ()
