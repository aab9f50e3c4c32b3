"""The palestra: a space with invented people and a believable past, the same for everybody."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

from wemi_desk.domain import fiscal_code
from wemi_desk.domain.call_backs import CallBack, CallBackId
from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.contacts import Contact, ContactId
from wemi_desk.domain.days import rome_instant
from wemi_desk.domain.households import Household, HouseholdId, HouseholdMember
from wemi_desk.domain.operators import Operator, OperatorId
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.privacy_notices import PrivacyNoticeRecord
from wemi_desk.domain.shared_services import SharedRequest
from wemi_desk.domain.spaces import Organisation, Space
from wemi_desk.services.shared_services.examples import examples

PEOPLE = 1_200
PASSPHRASE = "tre gatti sul tetto rosso"  # noqa: S105 (printed on the screen of the palestra)
PIN = "481926"
_NAMESPACE = UUID("6f1c2b1e-52a7-4c0e-9d0b-7a3f1c5e8d21")
_PLACES = ("F205", "F205", "F205", "H501", "F839", "L219", "G273", "D969", "A944", "Z336", "Z611", "Z210", "Z138")


def practice_id(name: str) -> UUID:
    """The same identifier on every PC, so that manuals and tests can name it."""
    return uuid5(_NAMESPACE, name)


SPACE = Space(
    id=practice_id("space"), code="VEN", name="Palestra Venini", kind="wemi_space", address="via Venini 12, Milano",
    municipio="2", opening_text="lunedì–venerdì 9–17",
)  # fmt: skip
ORGANISATION = Organisation(id=practice_id("organisation"), name="Cooperativa della palestra")


def _operator(given_name: str, surname: str, badge: str, *roles: str) -> Operator:
    return Operator(
        id=OperatorId(practice_id(badge)), given_name=given_name, surname=surname, badge_code=badge,
        organisation_id=ORGANISATION.id, space_codes=(SPACE.code,), roles=roles,
    )  # fmt: skip


OPERATORS = (
    _operator("Giulia", "Ricci", "OP1001", "operator"),
    _operator("Marco", "Testa", "OP1002", "network_coordinator", "city_staff"),
    _operator("Sara", "Longo", "OP1003", "reader"),
)


@dataclass(frozen=True, slots=True)
class PracticeWorld:
    """Everything that is already there when the palestra opens."""

    people: Sequence[Citizen]
    households: Sequence[Household]
    members: Sequence[HouseholdMember]
    contacts: Sequence[Contact]
    notices: Sequence[PrivacyNoticeRecord]
    call_backs: Sequence[CallBack]
    shared_requests: Sequence[SharedRequest] = ()


class PracticeWriter:
    """Draws people and their past from a seed."""

    def __init__(
        self, names: Mapping[str, Sequence[str]], lists: PickLists, ids: Callable[[], UUID], today: date, notice: str
    ) -> None:
        self._names = names
        self._lists = lists
        self._ids = ids
        self._today = today
        self._notice = notice
        self._pick = random.Random(20261122)  # noqa: S311 (invented people, not secrets)

    def world(self, people: int = PEOPLE) -> PracticeWorld:
        """The whole past of the palestra."""
        citizens = [self._person() for _ in range(people)]
        contacts = [contact for citizen in citizens for contact in self._contacts(citizen)]
        contacts += [self._contact(self._workday(30), None) for _ in range(240)]
        households, members, children = self._families(citizens[:80])
        return PracticeWorld(
            people=[*citizens, *children], households=households, members=members, contacts=contacts,
            notices=[self._given(citizen) for citizen in citizens if self._pick.random() < 0.7],
            call_backs=[self._promise(citizen) for citizen in citizens[100:107]],
            shared_requests=examples(citizens[200:], self._ids, self._today, OPERATORS[0].id),
        )  # fmt: skip

    def _person(self, youngest: int = 19, oldest: int = 92, surname: str | None = None) -> Citizen:
        pick, woman = self._pick, self._pick.random() < 0.58
        age = pick.randint(youngest, oldest)
        born = self._today - timedelta(days=age * 365 + pick.randint(0, 360))
        surname = surname or pick.choice(self._names["surnames"])
        given_name = pick.choice(self._names["women" if woman else "men"])
        place = pick.choice(_PLACES)
        code = fiscal_code.encode(surname, given_name, born, "F" if woman else "M", place).written
        has_code, has_phone = pick.random() < 0.85, age > 14 and pick.random() < 0.9
        phone = f"+39333{pick.randint(0, 9_999_999):07}" if has_phone else None
        return Citizen(
            id=CitizenId(self._ids()), surname=surname, given_name=given_name, birth_date=born,
            birth_date_provenance="declared", birth_place_code=place, registered_sex="F" if woman else "M",
            fiscal_code=code if has_code else None, fiscal_code_provenance="card_scan" if has_code else None,
            phone=phone, phone_typed=phone[3:] if phone else None, municipio=str(pick.randint(1, 9)),
            language=pick.choices(("it", "ar", "es", "zh", "uk", "en"), (80, 5, 5, 4, 3, 3))[0],
            space_code=SPACE.code, created_at=self._workday(600), created_by=OPERATORS[0].id,
        )  # fmt: skip

    def _families(self, adults: Sequence[Citizen]) -> tuple[list[Household], list[HouseholdMember], list[Citizen]]:
        homes, members, children = [], [], []
        for adult in adults:
            home = Household(id=HouseholdId(self._ids()), space_code=SPACE.code, created_at=adult.created_at,
                             created_by=adult.created_by)  # fmt: skip
            minors = [self._person(1, 16, adult.surname) for _ in range(self._pick.randint(1, 3))]
            homes.append(home)
            children += minors
            members.append(self._member(home, adult, "applicant", "parental"))
            members += [self._member(home, minor, "child", "none") for minor in minors]
        return homes, members, children

    def _member(self, home: Household, person: Citizen, relation: str, responsibility: str) -> HouseholdMember:
        return HouseholdMember(
            id=self._ids(), household_id=home.id, citizen_id=person.id, relation=relation,
            responsibility=responsibility, joined_on=home.created_at.date(),
        )  # fmt: skip

    def _contacts(self, citizen: Citizen) -> list[Contact]:
        return [self._contact(self._workday(500), citizen) for _ in range(self._pick.choice((0, 1, 1, 2, 2, 3, 5, 8)))]

    def _contact(self, at: datetime, citizen: Citizen | None) -> Contact:
        pick = self._pick
        reason = pick.choice(self._lists["quick_contact"].items)
        channel = pick.choices(("desk", "phone", "email"), (80, 14, 6))[0]
        return Contact(
            id=ContactId(self._ids()), space_code=SPACE.code, operator_id=pick.choice(OPERATORS[:2]).id,
            started_at=at, recorded_at=at + timedelta(minutes=9), reason=reason.code, channel=channel,
            needs=(reason.data["need"],), answers=(reason.data["answer"],),
            duration_band=pick.choice(("to_5", "6_15", "16_30")), first_time=pick.choice(("yes", "no", "unknown")),
            outcome=pick.choices(("solved", "in_progress"), (85, 15))[0],
            note=pick.choice(self._names["notes"]) if citizen else "",
            service_text=pick.choice(self._names["services"]) if citizen else "",
            citizen_id=citizen.id if citizen else None,
        )  # fmt: skip

    def _given(self, citizen: Citizen) -> PrivacyNoticeRecord:
        return PrivacyNoticeRecord(
            id=self._ids(), citizen_id=citizen.id, space_code=SPACE.code, version=self._notice, language="it",
            sha256="", channel="paper", operator_id=OPERATORS[0].id, given_at=citizen.created_at,
        )  # fmt: skip

    def _promise(self, citizen: Citizen) -> CallBack:
        due = self._today + timedelta(days=self._pick.randint(-2, 6))
        reason = self._pick.choice(("Esito ISEE", "Appuntamento CAF", "Risposta del servizio"))
        return CallBack(
            id=CallBackId(self._ids()), space_code=SPACE.code, citizen_id=citizen.id, due_on=due, reason=reason,
            created_at=self._workday(10), created_by=OPERATORS[0].id,
        )  # fmt: skip

    def _workday(self, days: int) -> datetime:
        day = self._today - timedelta(days=self._pick.randint(1, days))
        day -= timedelta(days=max(0, day.weekday() - 4))
        return rome_instant(day, time(self._pick.randint(9, 16), self._pick.randint(0, 59))).astimezone(UTC)
