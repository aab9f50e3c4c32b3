"""Find, open, register and change people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from wemi_desk.domain import audit, fiscal_code
from wemi_desk.domain.ages import age_on, months_after
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import Citizen, CitizenId, CitizenMerge, DuplicateDecision, FiscalCodeRecord
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.identity_document import HealthCode
from wemi_desk.domain.listed_people import Standing
from wemi_desk.domain.names import fitting
from wemi_desk.domain.timeline import TimelineEntry
from wemi_desk.services import deeds
from wemi_desk.services.person_forms import PersonForm, PersonReader
from wemi_desk.services.ports import ContactDetails, Likeness, Store, UnitOfWork
from wemi_desk.services.session import DeskSession
from wemi_desk.services.special_data import SpecialDataService

ADULT = 18
MOST_RESULTS = 8
MOST_CANDIDATES = 5
_CHANGED = Changes.of("citizens", "timeline", "drafts", "outbox")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterCitizen:
    """A new person, with what was answered to "Forse è già registrata"."""

    form: PersonForm
    shown_ids: tuple[UUID, ...] = ()
    reason: str = ""
    draft_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """A person as the desk shows them today: everything derived is derived here, once."""

    citizen: Citizen
    age: int | None
    minors: int = 0
    notice_state: str = "missing"  # missing | old | given
    phone_shown: str = ""
    warnings: tuple[str, ...] = ()
    merges: tuple[CitizenMerge, ...] = field(default=())
    standing: Standing = Standing.SENT

    @property
    def masked_code(self) -> str:
        """RSSMRA********5N, or nothing."""
        return fiscal_code.parse(self.citizen.fiscal_code).masked() if self.citizen.fiscal_code else ""


@dataclass(frozen=True, slots=True)
class Written:
    """A person as written, and the deed that undoes it."""

    citizen: Citizen
    deed: Deed
    changes: Changes


class CitizenService:
    """People of this desk."""

    def __init__(
        self,
        store: Store,
        session: DeskSession,
        reader: PersonReader,
        details: ContactDetails,
        notice_version: str,
        special: SpecialDataService,
    ) -> None:
        self._store = store
        self._session = session
        self._reader = reader
        self._details = details
        self._notice_version = notice_version
        self._special = special

    def search(self, text: str, limit: int = MOST_RESULTS) -> Sequence[PersonCard]:
        """People that *text* may mean; minors only by their whole code, for who may (privacy.md 5)."""
        with self._store.reading() as work:
            found = work.citizens.search(text, limit + MOST_RESULTS)
            standings = work.citizens.standings([person.id for person in found])
        shown = [person for person in found if self._may_list(person, text)][:limit]
        return [replace(self._card(one), standing=standings.get(one.id, Standing.SENT)) for one in shown]

    def page(self, offset: int, limit: int) -> Sequence[PersonCard]:
        """A page of the alphabetical list; minors only for who may look for them."""
        with self._store.reading() as work:
            return [self._card(person) for person in work.citizens.page(offset, limit, listed_born_by(self._session))]

    def count(self) -> int:
        """How many people the list holds."""
        with self._store.reading() as work:
            return work.citizens.count(listed_born_by(self._session))

    def open(self, citizen_id: CitizenId, reason: str = "at_desk") -> PersonCard:
        """Open a person's card. Writes exactly one access record, or does not open."""
        self._session.require("open_person")
        with self._store.work() as work:
            citizen = living(work, citizen_id)
            work.log(audit.OPEN_PERSON, "citizen", citizen.id, reason=reason)
            card = self._full_card(work, citizen)
            work.commit()
        return card

    def card(self, citizen_id: CitizenId) -> PersonCard:
        """The card of a person who is already open at the desk, after a change: no new access."""
        with self._store.reading() as work:
            return self._full_card(work, living(work, citizen_id))

    def timeline(self, citizen_id: CitizenId, limit: int = 50) -> Sequence[TimelineEntry]:
        """What happened to the person at the desk."""
        with self._store.reading() as work:
            return work.timeline(living(work, citizen_id).id, limit)

    def by_code(self, code: str) -> Sequence[Citizen]:
        """People who have this codice fiscale, in any omocodia form."""
        with self._store.reading() as work:
            return work.citizens.by_fiscal_code(code)

    def by_health_code(self, text: str) -> Sequence[Citizen]:
        """People who have exactly this STP or ENI code; no list and no search knows it."""
        ids = self._special.find_by_health_code(text)
        with self._store.reading() as work:
            return work.citizens.by_ids(ids)

    def alike(self, form: PersonForm) -> Sequence[Likeness]:
        """Who may already be this person; whatever cannot be read yet is left out."""
        with self._store.reading() as work:
            found = work.citizens.alike(self._reader.sketch(form), MOST_CANDIDATES + 3)
        return [one for one in found if form.code.strip() or not self._is_minor(one.citizen)][:MOST_CANDIDATES]

    def register(self, command: RegisterCitizen) -> Written:
        """Write a new person; raises InvalidFieldError for what the operator can mend or accept."""
        self._session.require("register")
        citizen = self._reader.new(command.form, CitizenId(self._session.ids()))
        if self._is_minor(citizen):
            raise InvalidFieldError("birth", "minor_alone")
        with self._store.work() as work:
            known = deeds.of_form(work, self._session, command.draft_id)
            if known is not None:
                return Written(living(work, CitizenId(UUID(known.objects[0]))), known, Changes())
            citizen = with_taken_code(work, citizen, command.form)
            work.citizens.add(citizen)
            keep_code(work, self._session, citizen)
            keep_health_code(work, self._special, citizen, self._reader.health_code(command.form), command.form)
            self._keep_decision(work, citizen, command)
            deed = deeds.remember(work, self._session, deeds.REGISTRATION, citizen.id, form_id=command.draft_id)
            work.commit()
        return Written(citizen, deed, _CHANGED)

    def change(self, citizen_id: CitizenId, form: PersonForm) -> Written:
        """Write a person's new data; the old values stay in the history."""
        self._session.require("change_person")
        with self._store.work() as work:
            before = living(work, citizen_id)
            after = with_taken_code(work, self._reader.changed(before, form), form, before)
            work.citizens.replace(after)
            if after.fiscal_code != before.fiscal_code:
                keep_code(work, self._session, after)
            keep_health_code(work, self._special, after, self._reader.health_code(form), form)
            detail = deeds.previous_values(before, after)
            deed = deeds.remember(work, self._session, deeds.CHANGE, after.id, detail=detail)
            work.commit()
        return Written(after, deed, _CHANGED)

    def _may_list(self, person: Citizen, text: str) -> bool:
        if not self._is_minor(person):
            return True
        return self._session.allows("find_minor") and _is_code_of(text, person)

    def _is_minor(self, person: Citizen) -> bool:
        age = self._age(person.birth_date)
        return age is not None and age < ADULT

    def _age(self, born: date | None) -> int | None:
        return age_on(born, self._session.clock.today()) if born else None

    def _card(self, person: Citizen) -> PersonCard:
        shown = "" if person.is_protected else self._details.shown_phone(person.phone) or person.phone_typed or ""
        flags = (("to_verify", person.to_verify), ("protected", person.is_protected))
        warnings = tuple(name for name, holds in flags if holds)
        return PersonCard(citizen=person, age=self._age(person.birth_date), phone_shown=shown, warnings=warnings)

    def _full_card(self, work: UnitOfWork, citizen: Citizen) -> PersonCard:
        notices = work.notices.of_citizen(citizen.id)
        current = any(record.version == self._notice_version for record in notices)
        state = "given" if current else "old" if notices else "missing"
        merges = tuple(merge for merge in work.citizens.merges_of(citizen.id) if merge.undone_at is None)
        minors = self._minors_with(work, citizen)
        return replace(self._card(citizen), minors=minors, notice_state=state, merges=merges)

    def _minors_with(self, work: UnitOfWork, citizen: Citizen) -> int:
        homes = {place.household_id for place in work.household_members.of_citizen(citizen.id) if not place.left_on}
        places = [place for home in homes for place in work.household_members.of_household(home) if not place.left_on]
        ids = {place.citizen_id for place in places} - {citizen.id}
        return sum(self._is_minor(person) for person in work.citizens.by_ids(list(ids)))

    def _keep_decision(self, work: UnitOfWork, citizen: Citizen, command: RegisterCitizen) -> None:
        if command.shown_ids:
            work.records(DuplicateDecision).add(
                DuplicateDecision(
                    id=self._session.ids(),
                    citizen_id=citizen.id,
                    shown_ids=tuple(str(one) for one in command.shown_ids),
                    answer="other",
                    reason=fitting("reason", command.reason, 200),
                    decided_at=self._session.clock.now(),
                    decided_by=self._session.operator.id,
                )
            )


def listed_born_by(session: DeskSession) -> date | None:
    """Who stands in lists: for most operators only adults (privacy.md 5)."""
    return None if session.allows("find_minor") else months_after(session.clock.today(), -12 * ADULT)


def with_taken_code(work: UnitOfWork, citizen: Citizen, form: PersonForm, before: Citizen | None = None) -> Citizen:
    """A code that somebody else has is refused once, and kept "da verificare" when the operator insists."""
    if not citizen.fiscal_code:
        return citizen
    others = [one for one in work.citizens.by_fiscal_code(citizen.fiscal_code) if one.id != citizen.id]
    if not others:
        return citizen
    is_new = before is None or before.fiscal_code != citizen.fiscal_code
    if is_new and not form.accepts_unverified:
        raise InvalidFieldError("fiscal_code", "taken", **_who(others[0]))
    return replace(citizen, to_verify=True)


def keep_health_code(
    work: UnitOfWork,
    special: SpecialDataService,
    citizen: Citizen,
    read: tuple[HealthCode, date | None] | None,
    form: PersonForm,
) -> None:
    """Sealed in the same transaction; a code that somebody else has is said, unless that was accepted."""
    if read is None:
        return
    code, issued_on = read
    others = work.citizens.by_ids([one for one in special.find_in(work, code) if one != citizen.id])
    if others and not form.accepts_unverified:
        raise InvalidFieldError("health_code", "taken", **_who(others[0]))
    special.keep_in(work, citizen.id, code, issued_on)


def keep_code(work: UnitOfWork, session: DeskSession, citizen: Citizen) -> None:
    """Write the code into the person's history of codes."""
    if citizen.fiscal_code:
        work.records(FiscalCodeRecord).add(
            FiscalCodeRecord(
                id=session.ids(),
                citizen_id=citizen.id,
                code=citizen.fiscal_code,
                provenance=citizen.fiscal_code_provenance or "declared",
                recorded_at=session.clock.now(),
                recorded_by=session.operator.id,
            )
        )


def living(work: UnitOfWork, citizen_id: CitizenId) -> Citizen:
    """The record that stands for this person now: redirects end at a living record (sync.md, invariant 10)."""
    citizen = work.citizens.get(citizen_id)
    while citizen.merged_into is not None:
        citizen = work.citizens.get(citizen.merged_into)
    return citizen


def _is_code_of(text: str, person: Citizen) -> bool:
    try:
        return person.fiscal_code is not None and person.fiscal_code in fiscal_code.parse(text).omocodia_forms()
    except InvalidFieldError:
        return False


def _who(citizen: Citizen) -> dict[str, object]:
    """What the sentence about a code that is taken says of the person who has it."""
    return {"name": citizen.display_name, "year": citizen.known_birth_year() or "", "id": str(citizen.id)}
