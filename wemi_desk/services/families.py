"""The people around one citizen, as measures see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.households import HouseholdId, HouseholdMember
from wemi_desk.services.citizens import living
from wemi_desk.services.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Family:
    """Who applies, and everybody in the same household, the applicant first."""

    applicant: Citizen
    people: Sequence[Citizen]
    members: Sequence[HouseholdMember] = ()
    household_id: HouseholdId | None = None

    def place(self, citizen_id: CitizenId) -> HouseholdMember | None:
        """Somebody's place in the household."""
        return next((one for one in self.members if one.citizen_id == citizen_id), None)

    def person(self, citizen_id: CitizenId) -> Citizen | None:
        """Somebody of the household."""
        return next((one for one in self.people if one.id == citizen_id), None)

    def role_for(self, beneficiary_id: CitizenId) -> str:
        """In which role the applicant would ask for this person; empty where the household does not say."""
        if beneficiary_id == self.applicant.id:
            return "self"
        mine, theirs = self.place(self.applicant.id), self.place(beneficiary_id)
        if mine is None or theirs is None:
            return ""
        if mine.responsibility == "parental":
            return "parent" if theirs.relation in ("child", "ward", "other") else ""
        if mine.responsibility != "none":
            return mine.responsibility
        return "other_relative" if mine.relation in ("grandparent", "sibling") else ""


def family_of(work: UnitOfWork, citizen_id: CitizenId) -> Family:
    """The household of somebody who is at the desk; raises RecordMissingError."""
    person = living(work, citizen_id)
    mine = next((one for one in work.household_members.of_citizen(person.id) if one.left_on is None), None)
    if mine is None:
        return Family(person, (person,))
    members = [one for one in work.household_members.of_household(mine.household_id) if one.left_on is None]
    others = work.citizens.by_ids([one.citizen_id for one in members if one.citizen_id != person.id])
    order = {one.citizen_id: position for position, one in enumerate(members)}
    people = (person, *sorted((one for one in others if one.is_living), key=lambda one: order.get(one.id, 0)))
    return Family(person, people, members, mine.household_id)
