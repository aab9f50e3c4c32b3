"""Which measures there are, which of them fit a family, and what one of them says of an application."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from uuid import UUID

from wemi_desk.domain.ages import age_on
from wemi_desk.domain.application_facts import birth_readings
from wemi_desk.domain.application_facts import facts_of as said_by
from wemi_desk.domain.applications import DESK_STATES, LIVE_STATES, Application
from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.eligibility import (
    EligibilityResult,
    ExistingApplication,
    Facts,
    Residence,
    evaluate,
)
from wemi_desk.domain.errors import MeasureRefusedError, RecordMissingError
from wemi_desk.domain.isee import IseeCertificate
from wemi_desk.domain.measure_documents import read_measure
from wemi_desk.domain.measure_problems import Problem
from wemi_desk.domain.measures import MILAN, MeasureKey, MeasureVersion
from wemi_desk.services.families import Family, family_of
from wemi_desk.services.isee import family_isee
from wemi_desk.services.measure_ports import Asked
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

ADULT = 18
NEARLY_GROWN = 3
"""So many years past a measure's age somebody is still judged, to show why not."""
_ELSEWHERE = "elsewhere"
COUNTED = (*DESK_STATES, *LIVE_STATES)
"""States of an application that counts for another one."""
_RANKS = ("eligible", "unknown", "not_eligible")


@dataclass(frozen=True, slots=True)
class Fit:
    """A measure judged for one member of the family."""

    beneficiary: Citizen
    measure: MeasureVersion
    result: EligibilityResult


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A published measure that this program cannot read (a later program wrote it, or it is broken)."""

    code: str
    version: int
    problems: tuple[Problem, ...]


class MeasureService:
    """Measures as the centre published them and, where it published none, those that ship with the program."""

    def __init__(
        self, store: Store, session: DeskSession, shipped: Callable[[], Sequence[MeasureVersion]]
    ) -> None:
        self._store = store
        self._session = session
        self._shipped = shipped
        self._read: dict[bytes, MeasureVersion | Unreadable] = {}

    def open_now(self) -> Sequence[MeasureVersion]:
        """Those that take applications at this moment, by name; of each code the newest version that counts."""
        with self._store.reading() as work:
            return self._open(work, self._session.clock.now())

    def all(self) -> Sequence[MeasureVersion]:
        """Every version that is known here, by code and version."""
        with self._store.reading() as work:
            return sorted(self._known(work).values(), key=lambda one: one.key)

    def unreadable(self) -> Sequence[Unreadable]:
        """Published measures that cannot be shown; they are kept and sent on as they came."""
        with self._store.reading() as work:
            return [one for one in self._published(work) if isinstance(one, Unreadable)]

    def get(self, code: str, version: int = 0) -> MeasureVersion:
        """One version; 0 is the newest one. Raises RecordMissingError."""
        with self._store.reading() as work:
            return self._get(work, code, version)

    def find(self, code: str, version: int = 0) -> MeasureVersion | None:
        """One version, or None where this desk does not have it."""
        try:
            return self.get(code, version)
        except RecordMissingError:
            return None

    def fitting(self, citizen_id: CitizenId) -> Sequence[Fit]:
        """Every open measure judged now for everybody in the household it may be meant for: the best first."""
        now = self._session.clock.now()
        with self._store.reading() as work:
            family = family_of(work, citizen_id)
            known = _Known(family, family_isee(work, family.applicant.id), _existing(work, family), now)
            open_now = self._open(work, now)
        facts = cache(known.facts)
        fits = [
            Fit(person, measure, evaluate(facts(person.id, measure.isee.kinds if measure.isee else ()), measure, now))
            for measure in open_now
            for person in known.meant_by(measure)
        ]
        return sorted(fits, key=lambda fit: _RANKS.index(fit.result.verdict))

    def evaluate(self, application: Application, at: datetime | None = None) -> EligibilityResult:
        """The application by the version it carries, as if it were received now (or *at*)."""
        with self._store.reading() as work:
            measure = self._get(work, application.measure_code, application.measure_version)
            facts = facts_of(work, application, measure, at or self._session.clock.now())
        return evaluate(facts, measure, at or self._session.clock.now())

    def _get(self, work: UnitOfWork, code: str, version: int) -> MeasureVersion:
        versions = [one for one in (*self._known(work).values(), *self._shipped()) if one.code == code]
        wanted = [one for one in versions if version in (0, one.version)]
        if not wanted:
            raise RecordMissingError("measure")
        return max(wanted, key=lambda one: one.version) if not version else wanted[0]

    def _open(self, work: UnitOfWork, now: datetime) -> Sequence[MeasureVersion]:
        today, newest = rome_day(now), dict[str, MeasureVersion]()
        for one in self._known(work).values():
            counts = one.valid_from is None or one.valid_from <= today
            if counts and (one.code not in newest or one.version > newest[one.code].version):
                newest[one.code] = one
        return sorted((one for one in newest.values() if one.is_open(now)), key=lambda one: one.short_title)

    def _known(self, work: UnitOfWork) -> Mapping[MeasureKey, MeasureVersion]:
        published = self._published(work)
        if not published:
            return {one.key: one for one in self._shipped()}
        return {one.key: one for one in published if isinstance(one, MeasureVersion)}

    def _published(self, work: UnitOfWork) -> Sequence[MeasureVersion | Unreadable]:
        stamps = work.measures.stamps()
        for record_id, stamp in stamps.items():
            if stamp not in self._read:
                self._read[stamp] = _read(work, record_id)
        return [self._read[stamp] for stamp in stamps.values()]


def _read(work: UnitOfWork, record_id: UUID) -> MeasureVersion | Unreadable:
    content = work.measures.content(record_id)
    try:
        return read_measure(content)
    except MeasureRefusedError as refused:
        version = content.get("version")
        return Unreadable(str(content.get("code", "")), version if isinstance(version, int) else 0, refused.problems)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a family now."""

    family: Family
    isee: Sequence[IseeCertificate]
    existing: Mapping[CitizenId, tuple[ExistingApplication, ...]]
    now: datetime

    def meant_by(self, measure: MeasureVersion) -> Iterable[Citizen]:
        """For whom the applicant might ask for it."""
        applicant, others = self.family.applicant, self.family.people[1:]
        if measure.is_collective:
            return ()
        if measure.unit != "child":
            represented = [one for one in others if self.family.role_for(one.id) in measure.applicant_roles]
            return (applicant, *(represented if measure.unit == "adult" else ()))
        below = measure.age.below if measure.age and measure.age.below is not None else ADULT
        day = rome_day(self.now)
        return [one for one in others if _is_young(one, day, below + NEARLY_GROWN)]

    def facts(self, person_id: CitizenId, kinds: tuple[str, ...]) -> Facts:
        """What may be judged for one of them, where an ISEE of one of *kinds* is wanted."""
        person = next(one for one in self.family.people if one.id == person_id)
        return Facts(
            applicant_role=self.family.role_for(person.id), role_provenance="record",
            beneficiary_birth_date=person.birth_date, birth_date_provenance=person.birth_date_provenance or "declared",
            birth_readings=birth_readings(person),
            applicant_residence=residence_of(self.family.applicant), beneficiary_residence=residence_of(person),
            isee=best_isee(self.isee, kinds, rome_day(self.now)),
            household_size=len(self.family.members) or None, existing=self.existing.get(person.id, ()),
        )  # fmt: skip


def facts_of(work: UnitOfWork, application: Application, measure: MeasureVersion, at: datetime) -> Facts:
    """What an application says, filled up where it says nothing with what is known of the people it names."""
    family = family_of(work, application.citizen_id)
    person = family.person(application.beneficiary_id) or work.citizens.find(application.beneficiary_id)
    isee = work.isee_certificates.find(application.isee_id) if application.isee_id else None
    if isee is None and measure.isee is not None:
        isee = best_isee(family_isee(work, family.applicant.id), measure.isee.kinds, rome_day(at))
    said = said_by(application, person, isee)
    home = residence_of(person) if person else Residence()
    return replace(
        said,
        applicant_role=said.applicant_role or family.role_for(application.beneficiary_id),
        role_provenance="declared" if said.applicant_role else "record",
        applicant_residence=application.applicant_residence or residence_of(family.applicant),
        beneficiary_residence=application.beneficiary_residence or home,
        household_size=said.household_size or len(family.members) or None,
        existing=_existing(work, family, without=application).get(application.beneficiary_id, ()),
    )  # fmt: skip


def best_isee(known: Iterable[IseeCertificate], kinds: Sequence[str], day: date) -> IseeCertificate | None:
    """Which of *known* (newest first) a measure looks at: of its kind and valid, else of its kind, else any."""
    ranked = sorted(known, key=lambda one: (one.kind not in kinds, not one.is_valid_on(day)))
    return ranked[0] if ranked else None


def residence_of(person: Citizen) -> Residence:
    """A Municipio is Milan; "outside Milan" is elsewhere; nothing is ever read from an address or a CAP."""
    if person.municipio == "outside_milan":
        return Residence(municipality=_ELSEWHERE)
    return Residence(municipality=MILAN) if person.municipio.isdigit() else Residence()


def _is_young(person: Citizen, day: date, most: int) -> bool:
    born = person.birth_date
    return born is None or born > day or age_on(born, day) < most


def _existing(
    work: UnitOfWork, family: Family, without: Application | None = None
) -> Mapping[CitizenId, tuple[ExistingApplication, ...]]:
    """What was asked already for each of them, with the units it fills; the application *without* is left out."""
    home = {person.id for person in family.people}
    ids = home if without is None else home | {without.beneficiary_id}
    counted = [
        one for one in work.measures.asked(ids)
        if one.state in COUNTED and (without is None or one.application_id != without.id)
    ]  # fmt: skip
    return {person: tuple(_as_existing(one, person, home) for one in counted if _touches(one, person, home))
            for person in ids}  # fmt: skip


def _touches(one: Asked, person_id: CitizenId, home: Collection[UUID]) -> bool:
    return one.beneficiary_id == person_id or one.applicant_id in home


def _as_existing(one: Asked, person_id: CitizenId, home: Collection[UUID]) -> ExistingApplication:
    units = ("child", "adult") if one.beneficiary_id == person_id else ()
    return ExistingApplication(
        measure_code=one.measure_code, received=one.state in LIVE_STATES,
        units=(*units, "household") if one.applicant_id in home else units,
    )  # fmt: skip
