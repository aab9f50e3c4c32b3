"""Families: who belongs with whom, and who may speak for a minor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wemi_desk.domain.ages import age_on
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import InvalidFieldError, RecordMissingError
from wemi_desk.domain.households import Household, HouseholdId, HouseholdMember
from wemi_desk.services import deeds
from wemi_desk.services.citizens import ADULT, PersonCard, keep_code, keep_health_code, living, with_taken_code
from wemi_desk.services.person_forms import PersonForm, PersonReader
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession
from wemi_desk.services.special_data import SpecialDataService

CHANGED = Changes.of("households", "citizens", "outbox")


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """One member as the card shows them."""

    member: HouseholdMember
    card: PersonCard
    is_minor: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """Somebody's place in a household as it is now, and the deed that undoes the step."""

    member: HouseholdMember
    deed: Deed


class HouseholdService:
    """The household of the person at the desk."""

    def __init__(
        self, store: Store, session: DeskSession, reader: PersonReader, special: SpecialDataService
    ) -> None:
        self._store = store
        self._session = session
        self._reader = reader
        self._special = special

    def of_citizen(self, citizen_id: CitizenId) -> Sequence[HouseholdRow]:
        """Everybody in the person's household, that person included; empty when there is none."""
        with self._store.reading() as work:
            home = self._home(work, living(work, citizen_id).id)
            members = [one for one in work.household_members.of_household(home) if not one.left_on] if home else []
            people = {one.id: one for one in work.citizens.by_ids([member.citizen_id for member in members])}
        return [self._row(member, people[member.citizen_id]) for member in members if member.citizen_id in people]

    def add_minor(
        self, adult_id: CitizenId, form: PersonForm, *, responsibility: str = "parental", relation: str = "child"
    ) -> Placed:
        """Register a child with the adult who is here. A child exists only inside a household (privacy.md 5)."""
        self._session.require("register")
        if responsibility == "none":
            raise InvalidFieldError("responsibility", "required")
        child, health_code = self._reader.new(form, CitizenId(self._session.ids())), self._reader.health_code(form)
        if child.birth_date is None:
            raise InvalidFieldError("birth", "required")
        if not self._is_minor(child):
            raise InvalidFieldError("birth", "not_a_minor")
        with self._store.work() as work:
            adult = living(work, adult_id)
            if self._is_minor(adult):
                raise InvalidFieldError("adult_id", "not_an_adult")
            child = with_taken_code(work, child, form)
            work.citizens.add(child)
            keep_code(work, self._session, child)
            keep_health_code(work, self._special, child, health_code, form)
            member, begun = self._join(work, adult.id, child.id, relation, responsibility)
            detail = str(begun.id) if begun else ""
            deed = deeds.remember(work, self._session, deeds.REGISTRATION, child.id, detail=detail)
            work.commit()
        return Placed(member, deed)

    def add_adult(self, citizen_id: CitizenId, other_id: CitizenId, relation: str = "other") -> Placed:
        """Put somebody who is already registered into the household."""
        self._session.require("register")
        with self._store.work() as work:
            person, other = living(work, citizen_id), living(work, other_id)
            if person.id == other.id:
                raise InvalidFieldError("citizen_id", "same_record")
            if self._home(work, other.id) is not None:
                raise InvalidFieldError("citizen_id", "in_other_household")
            member, begun = self._join(work, person.id, other.id, relation, "none")
            places = (begun.id, member.id) if begun else (member.id,)
            deed = deeds.remember(work, self._session, deeds.HOUSEHOLD, *places, detail=deeds.JOINED)
            work.commit()
        return Placed(member, deed)

    def leave(self, member: HouseholdMember) -> Placed:
        """Somebody does not belong to the household any more, from today."""
        self._session.require("change_person")
        with self._store.work() as work:
            known = work.household_members.get(member.id)
            gone = replace(known, left_on=self._session.clock.today())
            work.household_members.replace(gone)
            deed = deeds.remember(work, self._session, deeds.HOUSEHOLD, gone.id, detail=deeds.LEFT)
            work.commit()
        return Placed(gone, deed)

    def _join(
        self, work: UnitOfWork, adult_id: CitizenId, other_id: CitizenId, relation: str, responsibility: str
    ) -> tuple[HouseholdMember, HouseholdMember | None]:
        """The new place, and that of the adult where the household begins with it."""
        home, begun = self._home(work, adult_id), None
        if home is None:
            begun = self._new_home(work, adult_id)
            home = begun.household_id
        if responsibility != "none":
            mine = self._place(work, adult_id)
            if mine is None:
                raise RecordMissingError("household_member")
            work.household_members.replace(replace(mine, responsibility=responsibility))
        member = self._member(home, other_id, relation)
        work.household_members.add(member)
        return member, begun

    def _new_home(self, work: UnitOfWork, citizen_id: CitizenId) -> HouseholdMember:
        home = Household(
            id=HouseholdId(self._session.ids()),
            space_code=self._session.space.code,
            created_at=self._session.clock.now(),
            created_by=self._session.operator.id,
        )
        work.records(Household).add(home)
        first = self._member(home.id, citizen_id, "applicant")
        work.household_members.add(first)
        return first

    def _member(self, home: HouseholdId, citizen_id: CitizenId, relation: str) -> HouseholdMember:
        return HouseholdMember(
            id=self._session.ids(), household_id=home, citizen_id=citizen_id, relation=relation,
            joined_on=self._session.clock.today(),
        )  # fmt: skip

    def _home(self, work: UnitOfWork, citizen_id: CitizenId) -> HouseholdId | None:
        place = self._place(work, citizen_id)
        return place.household_id if place else None

    def _place(self, work: UnitOfWork, citizen_id: CitizenId) -> HouseholdMember | None:
        places = (place for place in work.household_members.of_citizen(citizen_id) if place.left_on is None)
        return next(places, None)

    def _row(self, member: HouseholdMember, citizen: Citizen) -> HouseholdRow:
        today = self._session.clock.today()
        age = age_on(citizen.birth_date, today) if citizen.birth_date else None
        return HouseholdRow(member, PersonCard(citizen=citizen, age=age), self._is_minor(citizen))

    def _is_minor(self, citizen: Citizen) -> bool:
        born = citizen.birth_date
        return born is not None and age_on(born, self._session.clock.today()) < ADULT
