"""The life of a group: found, proposed, asked family by family, active, ended; and what each pays on every day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from wemi_desk.domain.call_backs import CallBack, CallBackId
from wemi_desk.domain.catalogue import ServiceId
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.shared_costs import is_settled, split_on, with_split
from wemi_desk.domain.shared_matching import HOURLY_CENTS, Offer, offer, traits
from wemi_desk.domain.shared_services import (
    ACTIVE,
    AGREED,
    CLOSED,
    FORMING,
    INTEREST,
    TO_ASK,
    ParticipantId,
    RequestId,
    SharedParticipant,
    SharedRequest,
    SharedService,
    SharedServiceId,
    Split,
    families,
    group_id,
    participant_id,
)
from wemi_desk.i18n import _
from wemi_desk.services.courses.workstations import short_name
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession
from wemi_desk.services.shared_services.finding import Found, find
from wemi_desk.services.shared_services.forms import Terms
from wemi_desk.services.shared_services.ports import PackingSolver
from wemi_desk.services.shared_services.requests import TWO_GROUPS, is_free, issue, lines_of
from wemi_desk.services.shared_services.undoing import Writing
from wemi_desk.services.shared_services.words import title_words

ASK_WITHIN = timedelta(days=3)
WITHDRAWN_SERVICE, UNSETTLED, TO_TELL = "withdrawn_service", "unsettled", "to_tell"
PLACED = "placed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A group that could be made, with the requests it is of."""

    offer: Offer
    requests: tuple[SharedRequest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a search found."""

    found: Found
    proposals: tuple[Proposal, ...]


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


class SharedGroupService:
    """Groups of this space."""

    def __init__(self, store: Store, session: DeskSession, solver: Callable[[], PackingSolver]) -> None:
        self._store = store
        self._session = session
        self._solver = solver

    # --- finding -----------------------------------------------------------------------------------------------

    def search(
        self, rates: Mapping[str, int] = HOURLY_CENTS, stopped: Callable[[], bool] = lambda: False
    ) -> Search | None:
        """Groups for the families that are in none; None when it was stopped. Blocks for a second or two."""
        today = self._session.clock.today()
        with self._store.reading() as work:
            free = {one.request.id: one.request for one in lines_of(work, work.shared_requests.open_ones(), today)
                    if is_free(one)}  # fmt: skip
        found = find(free.values(), self._solver(), today, rates, stopped=stopped)
        if found is None:
            return None
        proposals = (Proposal(offer=one, requests=tuple(free[at] for at in one.requests)) for one in found.offers)
        return Search(found=found, proposals=tuple(proposals))

    def form(self, made: Offer) -> Moved:
        """The group is noted and every family has to be asked. Raises InvalidFieldError when one is in another group
        by now, or what it asks for changed."""
        self._session.require("serve")
        with self._store.work() as work:
            today = self._session.clock.today()
            lines = lines_of(work, [work.shared_requests.get(one) for one in made.requests], today)
            if any(line.group is not None for line in lines):
                raise InvalidFieldError("group", "taken")
            again = offer([traits(one.request, today) for one in lines], made.hourly_cents, today)
            if isinstance(again, str) or any(line.issue or not line.request.is_open for line in lines):
                raise InvalidFieldError("group", "changed")
            writing = Writing(work, self._session)
            service = self._service(work, again, [one.request for one in lines])
            writing.add(service)
            for place, (line, cents) in enumerate(zip(lines, again.shares, strict=True)):
                self._propose(writing, service, line.request, cents, place)
            return self._committed(work, writing, service.id)

    # --- asking ------------------------------------------------------------------------------------------------

    def answer(self, one: ParticipantId, answer: str, *, shows_contact: bool = False) -> Moved:
        """What a family said; the promise to call them is kept. With the first yes the group is being formed."""
        self._session.require("serve")
        with self._store.work() as work:
            before = work.shared_participants.get(one)
            service = self._alive(work, before.shared_service_id)
            if before.left_on is not None or (service.status == ACTIVE and before.joined_on is not None):
                raise InvalidFieldError("participant", "moved_on")
            writing = Writing(work, self._session)
            is_said = answer != TO_ASK
            writing.change(before, replace(
                before, answer=answer, shows_contact=shows_contact and answer == AGREED,
                agreed_at=self._session.clock.now() if is_said else None,
                agreed_by=self._session.operator.id if is_said else None,
            ))  # fmt: skip
            self._keep_promise(work, writing, before)
            self._follow_answers(work, writing, service)
            return self._committed(work, writing, service.id)

    def invite(self, service_id: SharedServiceId, request_id: RequestId) -> Moved:
        """Another family is asked, also while the group is active."""
        self._session.require("serve")
        with self._store.work() as work:
            service, request = self._alive(work, service_id), work.shared_requests.get(request_id)
            [line] = lines_of(work, [request], self._session.clock.today())
            if line.group is not None:
                raise InvalidFieldError("group", "taken")
            if line.issue or request.need != service.need:
                raise InvalidFieldError("group", "changed")
            writing = Writing(work, self._session)
            known = work.shared_participants.find(participant_id(service.id, request.id))
            if known is None:
                self._propose(writing, service, request, None)
            else:
                writing.change(known, replace(
                    known, answer=TO_ASK, joined_on=None, left_on=None, left_reason="", share_cents=None,
                ))  # fmt: skip
            return self._committed(work, writing, service.id)

    # --- living ------------------------------------------------------------------------------------------------

    def terms(self, service_id: SharedServiceId, terms: Terms) -> Moved:
        """Title, cost of a month, who works, from when; while it is active the new cost holds from today."""
        self._session.require("serve")
        with self._store.work() as work:
            before = self._alive(work, service_id)
            after = replace(
                before, title=terms.title, total_cents=terms.total_cents, split_by=terms.split_by,
                professional_text=terms.professional_text,
                starts_on=before.starts_on if before.status == ACTIVE else terms.starts_on,
            )  # fmt: skip
            writing = Writing(work, self._session)
            costs = (before.total_cents, before.split_by) != (after.total_cents, after.split_by)
            if before.status == ACTIVE and costs:
                after = with_split(after, self._people(work, service_id), self._session.clock.today())
            writing.change(before, after)
            return self._committed(work, writing, service_id)

    def attach(self, service_id: SharedServiceId, catalogue_service_id: UUID | None, provider_id: UUID | None) -> Moved:
        """Which service of the catalogue it is."""
        self._session.require("serve")
        with self._store.work() as work:
            before, writing = self._alive(work, service_id), Writing(work, self._session)
            writing.change(
                before, replace(before, catalogue_service_id=catalogue_service_id, provider_id=provider_id)
            )
            return self._committed(work, writing, service_id)

    def activate(self, service_id: SharedServiceId) -> Moved:
        """It begins on its day with everybody who said yes. Raises InvalidFieldError while somebody is to be asked, or
        with fewer than two families."""
        self._session.require("serve")
        with self._store.work() as work:
            before = self._alive(work, service_id)
            people = [one for one in self._people(work, service_id) if one.is_in]
            self._check_ready(before, people)
            writing = Writing(work, self._session)
            joined = [replace(one, joined_on=before.starts_on) for one in people]
            after = with_split(replace(before, status=ACTIVE, splits=()), joined, before.starts_on)
            shares = {share.participant_id: share.cents for share in after.splits[-1].shares}
            writing.change(before, after)
            for one, member in zip(people, joined, strict=True):
                writing.change(one, replace(member, share_cents=shares.get(one.id)))
                self._close_request(work, writing, one)
            return self._committed(work, writing, service_id)

    def join(self, one: ParticipantId, on: date) -> Moved:
        """A family that said yes joins an active group; the others pay less from that day."""
        return self._changed_people(one, lambda before: self._joined(before, on), on)

    def leave(self, one: ParticipantId, on: date, reason: str = "") -> Moved:
        """From *on* they do not pay; the others pay more, and must be told."""
        return self._changed_people(one, lambda before: self._gone(before, on, reason), on)

    def told(self, one: ParticipantId) -> Moved:
        """Somebody told the family what it pays now."""
        self._session.require("serve")
        with self._store.work() as work:
            before = work.shared_participants.get(one)
            service = self._alive(work, before.shared_service_id)
            day = self._day_of(service)
            split = split_on(service, self._people(work, service.id), day)
            cents = next((share.cents for share in split.shares if share.participant_id == one), None)
            writing = Writing(work, self._session)
            writing.change(before, replace(before, share_cents=cents))
            if split not in service.splits:
                writing.change(service, with_split(service, self._people(work, service.id), day))
            return self._committed(work, writing, service.id)

    def close(self, service_id: SharedServiceId, on: date, reason: str = "") -> Moved:
        """It ends: everybody leaves that day, and whoever is still to be asked is asked no more."""
        self._session.require("serve")
        with self._store.work() as work:
            before, writing = self._alive(work, service_id), Writing(work, self._session)
            end = max(on, before.starts_on) if before.status == ACTIVE else before.starts_on
            writing.change(before, replace(before, status=CLOSED, ends_on=end, closed_reason=reason))
            for one in self._people(work, service_id):
                if one.left_on is None:
                    last = max(end, one.joined_on) if one.joined_on is not None else end
                    writing.change(one, replace(one, left_on=last, left_reason=reason))
                    self._keep_promise(work, writing, one)
            return self._committed(work, writing, service_id)

    # --- reading -----------------------------------------------------------------------------------------------

    def all(self) -> Sequence[Group]:
        """Those alive, the oldest first; then the last that ended."""
        with self._store.reading() as work:
            return [self._group(work, one) for one in work.shared_services.living() if one.closed_reason != "undone"]

    def get(self, service_id: SharedServiceId) -> Group:
        """Raises RecordMissingError."""
        with self._store.reading() as work:
            return self._group(work, work.shared_services.get(service_id))

    # --- inside ------------------------------------------------------------------------------------------------

    def _changed_people(
        self, one: ParticipantId, change: Callable[[SharedParticipant], SharedParticipant], day: date
    ) -> Moved:
        """A step of one family, and from that day the split that follows from it."""
        self._session.require("serve")
        with self._store.work() as work:
            before = work.shared_participants.get(one)
            service, after = self._alive(work, before.shared_service_id), change(before)
            writing = Writing(work, self._session)
            writing.change(before, after)
            self._keep_promise(work, writing, before)
            if service.status == ACTIVE:
                others = [other for other in self._people(work, service.id) if other.id != one]
                writing.change(service, with_split(service, [*others, after], max(day, service.starts_on)))
            return self._committed(work, writing, service.id)

    def _joined(self, before: SharedParticipant, on: date) -> SharedParticipant:
        if before.answer != AGREED or before.joined_on is not None or before.left_on is not None:
            raise InvalidFieldError("participant", "moved_on")
        return replace(before, joined_on=on)

    def _gone(self, before: SharedParticipant, on: date, reason: str) -> SharedParticipant:
        if before.left_on is not None:
            raise InvalidFieldError("participant", "moved_on")
        if before.joined_on is not None and on < before.joined_on:
            raise InvalidFieldError("left_on", "before_joined")
        return replace(before, left_on=on, left_reason=reason)

    def _check_ready(self, service: SharedService, people: Sequence[SharedParticipant]) -> None:
        if service.status == ACTIVE:
            raise InvalidFieldError("group", "active")
        if any(one.answer == TO_ASK for one in people):
            raise InvalidFieldError("group", "to_ask")
        if len(families(people)) < 2:
            raise InvalidFieldError("group", "too_few")
        if not service.total_cents:
            raise InvalidFieldError("total", "out_of_range", low=1, high=100_000)

    def _follow_answers(self, work: UnitOfWork, writing: Writing, service: SharedService) -> None:
        if service.status in (INTEREST, FORMING):
            has_yes = any(one.answer == AGREED for one in self._people(work, service.id) if one.is_in)
            status = FORMING if has_yes else INTEREST
            if status != service.status:
                writing.change(service, replace(service, status=status))

    def _service(self, work: UnitOfWork, made: Offer, requests: Sequence[SharedRequest]) -> SharedService:
        before = 0
        while work.shared_services.find(group_id(made.requests, before)) is not None:
            before += 1
        alike = {(one.context, one.context_name) for one in requests}
        context, name = alike.pop() if len(alike) == 1 else ("neighbourhood", "")
        municipi = {one.municipio for one in requests}
        municipio = municipi.pop() if len(municipi) == 1 else ""
        return SharedService(
            id=group_id(made.requests, before), space_code=self._session.space.code,
            title=title_words(made, municipio, name, requests[0].other_text), need=made.need, context=context,
            context_name=name, municipio=municipio, slots=made.slots, minutes=made.minutes,
            hourly_cents=made.hourly_cents, total_cents=made.total_cents, starts_on=made.from_on,
            ends_on=made.until_on, created_at=self._session.clock.now(), created_by=self._session.operator.id,
        )  # fmt: skip

    def _propose(
        self, writing: Writing, service: SharedService, request: SharedRequest, cents: int | None, place: int = 0
    ) -> None:
        """A place to be asked about, and the promise to call. Who asked first comes first (*place*): ties are theirs."""
        now, by = self._session.clock.now(), self._session.operator.id
        promise = CallBack(
            id=CallBackId(self._session.ids()), space_code=self._session.space.code, citizen_id=request.citizen_id,
            due_on=self._session.clock.today() + ASK_WITHIN, created_at=now, created_by=by,
            reason=_("Servizio condiviso: chiedere se è d’accordo a far parte di un gruppo di famiglie"),
        )  # fmt: skip
        writing.add(promise)
        writing.add(SharedParticipant(
            id=participant_id(service.id, request.id), shared_service_id=service.id, request_id=request.id,
            citizen_id=request.citizen_id, household_id=request.household_id, space_code=service.space_code,
            minutes=request.minutes_wanted, share_cents=cents, call_back_id=promise.id,
            created_at=now + timedelta(microseconds=place), created_by=by,
        ))  # fmt: skip

    def _keep_promise(self, work: UnitOfWork, writing: Writing, one: SharedParticipant) -> None:
        promise = work.call_backs.find(one.call_back_id) if one.call_back_id is not None else None
        if promise is not None and promise.is_open:
            writing.change(promise, replace(promise, result="reached", closed_at=self._session.clock.now()))

    def _close_request(self, work: UnitOfWork, writing: Writing, one: SharedParticipant) -> None:
        request = work.shared_requests.find(one.request_id) if one.request_id is not None else None
        if request is not None and request.is_open:
            closed = replace(request, closed_at=self._session.clock.now(), closed_reason=PLACED)
            writing.change(request, closed)

    def _alive(self, work: UnitOfWork, service_id: SharedServiceId) -> SharedService:
        service = work.shared_services.get(service_id)
        if service.status == CLOSED:
            raise InvalidFieldError("group", "closed")
        return service

    def _people(self, work: UnitOfWork, service_id: UUID) -> Sequence[SharedParticipant]:
        return work.shared_participants.of([service_id])[service_id]

    def _committed(self, work: UnitOfWork, writing: Writing, service_id: SharedServiceId) -> Moved:
        deed = writing.deed()
        group = self._group(work, work.shared_services.get(service_id))
        work.commit()
        return Moved(group, deed)

    def _day_of(self, service: SharedService) -> date:
        """Today, or the day it begins."""
        return max(self._session.clock.today(), service.starts_on)

    def _group(self, work: UnitOfWork, service: SharedService) -> Group:
        people, today = self._people(work, service.id), self._session.clock.today()
        split = self._split(service, people)
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
        group = Group(service=service, members=members, split=split)
        return replace(group, issues=self._issues(work, group))

    def _split(self, service: SharedService, people: Sequence[SharedParticipant]) -> Split:
        """Of today; before it begins, as it would be with whoever is in."""
        if service.status == ACTIVE or service.splits:
            return split_on(service, people, self._day_of(service))
        would = [replace(one, joined_on=service.starts_on) for one in people if one.is_in]
        return split_on(replace(service, splits=()), would, service.starts_on)

    def _issues(self, work: UnitOfWork, group: Group) -> tuple[str, ...]:
        service, found = group.service, []
        if _is_withdrawn(work, service, self._session.clock.today()):
            found.append(WITHDRAWN_SERVICE)
        if service.status == ACTIVE:
            people = [one.participant for one in group.members]
            if not is_settled(service, people, self._day_of(service)):
                found.append(TO_TELL if any(one.is_to_tell for one in group.present) else UNSETTLED)
        return (*found, *sorted({one.issue for one in group.present if one.issue}))


def _is_withdrawn(work: UnitOfWork, service: SharedService, today: date) -> bool:
    """Is the service of the catalogue that the group chose not offered any more?"""
    if service.catalogue_service_id is None:
        return False
    sheet = work.catalogue.service(ServiceId(service.catalogue_service_id))
    return sheet is not None and not sheet.is_offered_on(max(today, service.starts_on))


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
