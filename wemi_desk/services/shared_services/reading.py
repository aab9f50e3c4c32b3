"""A group as it stands: its families, who pays what today, and what is the matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from wemi_desk.domain.catalogue import CatalogueService, ServiceId
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.shared_costs import is_settled, split_on
from wemi_desk.domain.shared_services import (
    ACTIVE,
    AGREED,
    CLOSED,
    SharedParticipant,
    SharedRequest,
    SharedService,
    SharedServiceId,
    Split,
)
from wemi_desk.services.courses.workstations import short_name
from wemi_desk.services.ports import UnitOfWork
from wemi_desk.services.shared_services.requests import TWO_GROUPS, issue

WITHDRAWN_SERVICE, UNSETTLED, TO_TELL = "withdrawn_service", "unsettled", "to_tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One family in a group, with a name that may be read over the shoulder. *cents* a month as of today."""

    participant: SharedParticipant
    who: str
    request: SharedRequest | None
    cents: int | None
    issue: str = ""

    @property
    def is_to_tell(self) -> bool:
        """What they were told they pay is not so any more."""
        is_in = self.participant.is_in and self.participant.answer == AGREED
        return is_in and self.cents is not None and self.participant.share_cents not in (None, self.cents)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group with its families, those who are in first; *split* is who pays what today."""

    service: SharedService
    members: tuple[Member, ...]
    split: Split
    sheet: CatalogueService | None = None
    issues: tuple[str, ...] = ()

    @property
    def present(self) -> tuple[Member, ...]:
        return tuple(one for one in self.members if one.participant.is_in)

    def counted(self, answer: str) -> int:
        return sum(one.participant.answer == answer for one in self.present)


@dataclass(frozen=True, slots=True)
class Moved:
    """A group after a step, and the deed that takes the step back."""

    group: Group
    deed: Deed


def alive(work: UnitOfWork, service_id: SharedServiceId) -> SharedService:
    """One that did not end. Raises RecordMissingError, InvalidFieldError."""
    service = work.shared_services.get(service_id)
    if service.status == CLOSED:
        raise InvalidFieldError("group", "closed")
    return service


def people_of(work: UnitOfWork, service_id: UUID) -> Sequence[SharedParticipant]:
    """Everybody who is or was in it."""
    return work.shared_participants.of([service_id])[service_id]


def paying_day(service: SharedService, today: date) -> date:
    """Today, or the day it begins."""
    return max(today, service.starts_on)


def group_of(work: UnitOfWork, service: SharedService, today: date) -> Group:
    """With its families, those who are in first."""
    people = people_of(work, service.id)
    split = _split(service, people, today)
    cents = {one.participant_id: one.cents for one in split.shares}
    found: dict[UUID, Citizen] = {one.id: one for one in work.citizens.by_ids([one.citizen_id for one in people])}
    doubled = _doubled(work, people)
    members = tuple(
        Member(
            participant=one, who=short_name(found[one.citizen_id]) if one.citizen_id in found else "—",
            request=(request := _request(work, one)), cents=cents.get(one.id),
            issue=TWO_GROUPS if one.request_id in doubled else _issue(request, one, today),
        )
        for one in sorted(people, key=lambda one: (not one.is_in, one.created_at, one.id.bytes))
    )  # fmt: skip
    group = Group(service=service, members=members, split=split, sheet=_sheet(work, service))
    return replace(group, issues=_issues(group, today))


def _split(service: SharedService, people: Sequence[SharedParticipant], today: date) -> Split:
    """Of today; before it begins, as it would be with whoever is in."""
    if service.status == ACTIVE or service.splits:
        return split_on(service, people, paying_day(service, today))
    would = [replace(one, joined_on=service.starts_on) for one in people if one.is_in]
    return split_on(replace(service, splits=()), would, service.starts_on)


def _issues(group: Group, today: date) -> tuple[str, ...]:
    service, found = group.service, []
    if _is_withdrawn(group, today):
        found.append(WITHDRAWN_SERVICE)
    if service.status == ACTIVE:
        people = [one.participant for one in group.members]
        if not is_settled(service, people, paying_day(service, today)):
            found.append(TO_TELL if any(one.is_to_tell for one in group.present) else UNSETTLED)
    return (*found, *sorted({one.issue for one in group.present if one.issue}))


def _sheet(work: UnitOfWork, service: SharedService) -> CatalogueService | None:
    known = service.catalogue_service_id
    return work.catalogue.service(ServiceId(known)) if known is not None else None


def _is_withdrawn(group: Group, today: date) -> bool:
    """Is the service of the catalogue that the group chose not offered any more?"""
    return group.sheet is not None and not group.sheet.is_offered_on(paying_day(group.service, today))


def _doubled(work: UnitOfWork, people: Sequence[SharedParticipant]) -> frozenset[UUID]:
    """Requests of these families that stand in another living group too."""
    mine = [one.request_id for one in people if one.request_id is not None and one.is_in]
    alive = {one.id for one in work.shared_services.living() if one.status != CLOSED}
    others = [one for one in work.shared_participants.of_requests(mine) if one.is_in and one.shared_service_id in alive]
    groups: dict[UUID, set[UUID]] = {}
    for one in others:
        if one.request_id is not None:
            groups.setdefault(one.request_id, set()).add(one.shared_service_id)
    return frozenset(request for request, where in groups.items() if len(where) > 1)


def _request(work: UnitOfWork, one: SharedParticipant) -> SharedRequest | None:
    return work.shared_requests.find(one.request_id) if one.request_id is not None else None


def _issue(request: SharedRequest | None, one: SharedParticipant, today: date) -> str:
    found = issue(request, today) if request is not None and one.is_in else ""
    return found if found in ("too_old", "ended") else ""
