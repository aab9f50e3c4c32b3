"""A family asks for a service to share: written at the desk, changed, closed, and what is the matter with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from uuid import UUID

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.drafts import SHARED_REQUEST_DRAFT, Draft
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.households import HouseholdId
from wemi_desk.domain.shared_services import (
    ACTIVE,
    CLOSED,
    GIVEN,
    REFUSED,
    RequestId,
    SharedParticipant,
    SharedRequest,
    SharedService,
    in_several,
    too_old,
)
from wemi_desk.services import deeds
from wemi_desk.services.citizens import living
from wemi_desk.services.courses.workstations import short_name
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession
from wemi_desk.services.shared_services.forms import RequestForm, TypedRequest
from wemi_desk.services.shared_services.undoing import Writing

CHANGED = Changes.of("shared_services", "timeline", "outbox", "call_backs")
TOO_OLD, ENDED, NO_CONSENT, REFUSED_CONSENT, NOWHERE, TWO_GROUPS = (
    "too_old", "ended", "no_consent", "refused", "nowhere", "two_groups",
)  # fmt: skip
WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One family in the list; *group* is the one it is in, *issue* why it cannot be placed."""

    request: SharedRequest
    who: str
    group: SharedService | None = None
    issue: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it was written, and the deed that takes it back."""

    request: SharedRequest
    deed: Deed


@dataclass(frozen=True, slots=True)
class Begun:
    """A form to fill: empty but for what the card knows, or as it was left."""

    draft_id: UUID
    typed: TypedRequest


class SharedRequestService:
    """Requests of this space."""

    def __init__(self, store: Store, session: DeskSession) -> None:
        self._store = store
        self._session = session

    def ask(self, citizen_id: CitizenId, form: RequestForm, form_id: UUID | None = None) -> Asked:
        """For the family of somebody at the desk. Raises InvalidFieldError, also when it asked for the same already."""
        self._session.require("serve")
        with self._store.work() as work:
            known = deeds.of_form(work, self._session, form_id)
            if known is not None:
                return Asked(work.shared_requests.get(UUID(known.objects[0])), known)
            person = living(work, citizen_id)
            home = _home(work, person.id)
            self._refuse_twice(work, person.id, home, form.need)
            made = SharedRequest(
                id=RequestId(self._session.ids()), citizen_id=person.id, household_id=home,
                space_code=self._session.space.code, created_at=self._session.clock.now(),
                created_by=self._session.operator.id, **_values(form),
            )  # fmt: skip
            writing = Writing(work, self._session)
            writing.add(made)
            deed = writing.deed(form_id)
            work.commit()
        return Asked(made, deed)

    def change(self, request_id: RequestId, form: RequestForm, form_id: UUID | None = None) -> Asked:
        """Said anew."""
        return self._rewritten(request_id, _values(form), form_id)

    def consent(self, request_id: RequestId, answer: str) -> Asked:
        """May other families hear of this one, without a name?"""
        return self._rewritten(request_id, {"consent": answer})

    def close(self, request_id: RequestId, reason: str = WITHDRAWN) -> Asked:
        """The family does not want it any more."""
        return self._rewritten(request_id, {"closed_at": self._session.clock.now(), "closed_reason": reason})

    def reopen(self, request_id: RequestId) -> Asked:
        """They do, after all."""
        return self._rewritten(request_id, {"closed_at": None, "closed_reason": ""})

    def open_ones(self) -> Sequence[RequestLine]:
        """The oldest first, with the group each is in."""
        with self._store.reading() as work:
            return lines_of(work, work.shared_requests.open_ones(), self._session.clock.today())

    def of_citizen(self, citizen_id: CitizenId) -> Sequence[SharedRequest]:
        """What this family asked for, the newest first."""
        with self._store.reading() as work:
            return work.shared_requests.of_citizen(living(work, citizen_id).id)

    def begin(self, citizen_id: CitizenId) -> Begun:
        """What was begun for this family and not recorded; else what the card knows and nobody need ask."""
        with self._store.reading() as work:
            person = living(work, citizen_id)
            drafts = work.drafts.of_space(self._session.space.code)
            left = next((one for one in drafts if self._is_of(one, person.id)), None)
            if left is not None:
                return Begun(left.id, _kept(left))
            children = _children(work, person.id, self._session.clock.today())
        return Begun(self._session.ids(), TypedRequest(
            municipio=person.municipio if person.municipio.isdecimal() else "",
            languages=(person.language,) if person.language else (), address=person.address or "",
            children=", ".join(f"{born:%d/%m/%Y}" for born in children),
        ))  # fmt: skip

    def _is_of(self, draft: Draft, citizen_id: CitizenId) -> bool:
        is_mine = draft.author_id == self._session.operator.id
        return draft.kind == SHARED_REQUEST_DRAFT and is_mine and draft.citizen_id == citizen_id

    def _rewritten(self, request_id: RequestId, values: Mapping[str, Any], form_id: UUID | None = None) -> Asked:
        self._session.require("serve")
        with self._store.work() as work:
            before = work.shared_requests.get(request_id)
            after = replace(before, **values)
            writing = Writing(work, self._session)
            writing.change(before, after)
            deed = writing.deed(form_id)
            work.commit()
        return Asked(after, deed)

    def _refuse_twice(self, work: UnitOfWork, citizen_id: CitizenId, home: HouseholdId | None, need: str) -> None:
        for one in work.shared_requests.open_ones():
            is_theirs = one.citizen_id == citizen_id or (home is not None and one.household_id == home)
            if is_theirs and one.need == need:
                raise InvalidFieldError("need", "asked_already")


def _kept(draft: Draft) -> TypedRequest:
    """A form as it was left; fields that an older version did not know stay empty."""
    held = json.loads(draft.content)
    known = {one.name for one in fields(TypedRequest)}
    values = {name: value for name, value in held.items() if name in known}
    return TypedRequest(**values | {"languages": tuple(values.get("languages", ()))})


def lines_of(work: UnitOfWork, requests: Sequence[SharedRequest], today: date) -> Sequence[RequestLine]:
    """Requests with a name that may be read over the shoulder, their group and what is the matter."""
    people: dict[UUID, Citizen] = {
        one.id: one for one in work.citizens.by_ids(list({one.citizen_id for one in requests}))
    }
    places = work.shared_participants.of_requests([one.id for one in requests])
    alive = (one for one in work.shared_services.living() if one.status != CLOSED)
    groups: dict[UUID, SharedService] = {one.id: one for one in alive}
    living_places = [one for one in places if one.shared_service_id in groups]
    doubled = in_several(living_places)
    return [
        RequestLine(
            one, _who(people.get(one.citizen_id)), _group(one, living_places, groups),
            TWO_GROUPS if one.id in doubled else issue(one, today),
        )
        for one in requests
    ]  # fmt: skip


def issue(request: SharedRequest, today: date) -> str:
    """Why it cannot be placed; empty when it can."""
    if request.until_on is not None and request.until_on < today:
        return ENDED
    if too_old(request, max(today, request.from_on)):
        return TOO_OLD
    if request.consent != GIVEN:
        return REFUSED_CONSENT if request.consent == REFUSED else NO_CONSENT
    if not (request.municipio or request.nil_code or request.context_name):
        return NOWHERE
    return ""


def is_free(line: RequestLine) -> bool:
    """May it be proposed in a group?"""
    return line.group is None and not line.issue


def _group(
    request: SharedRequest, places: Iterable[SharedParticipant], groups: Mapping[UUID, SharedService]
) -> SharedService | None:
    mine = [groups[one.shared_service_id] for one in places if one.request_id == request.id and one.is_in]
    return next((one for one in mine if one.status == ACTIVE), mine[0] if mine else None)


def _who(citizen: Citizen | None) -> str:
    return short_name(citizen) if citizen is not None else "—"


def _values(form: RequestForm) -> dict[str, Any]:
    return {one.name: getattr(form, one.name) for one in fields(form)}


def _home(work: UnitOfWork, citizen_id: CitizenId) -> HouseholdId | None:
    places = (one for one in work.household_members.of_citizen(citizen_id) if one.left_on is None)
    return next((one.household_id for one in places), None)


def _children(work: UnitOfWork, citizen_id: CitizenId, today: date) -> list[date]:
    home = _home(work, citizen_id)
    members = work.household_members.of_household(home) if home is not None else []
    found = work.citizens.by_ids([one.citizen_id for one in members if one.left_on is None])
    born = [one.birth_date for one in found if one.birth_date is not None and one.id != citizen_id]
    return sorted(one for one in born if (today - one).days < 19 * 365)
