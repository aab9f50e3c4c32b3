"""Groups are found, and formed: from then on every family has to be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.shared_matching import HOURLY_CENTS, Offer, offer, traits
from wemi_desk.domain.shared_services import (
    TO_ASK,
    RequestId,
    SharedRequest,
    SharedService,
    SharedServiceId,
    group_id,
    participant_id,
)
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession
from wemi_desk.services.shared_services.finding import Found, find
from wemi_desk.services.shared_services.group_acts import GroupActs
from wemi_desk.services.shared_services.ports import PackingSolver
from wemi_desk.services.shared_services.reading import Moved, alive
from wemi_desk.services.shared_services.requests import is_free, lines_of
from wemi_desk.services.shared_services.undoing import Writing
from wemi_desk.services.shared_services.words import title_words


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


class GroupFormingService(GroupActs):
    """From the open requests of this space."""

    def __init__(self, store: Store, session: DeskSession, solver: Callable[[], PackingSolver]) -> None:
        super().__init__(store, session)
        self._solver = solver

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

    def invite(self, service_id: SharedServiceId, request_id: RequestId) -> Moved:
        """Another family is asked, also while the group is active."""
        self._session.require("serve")
        with self._store.work() as work:
            service, request = alive(work, service_id), work.shared_requests.get(request_id)
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
