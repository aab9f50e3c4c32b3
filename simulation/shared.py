"""What operators do about shared services: families ask, two desks form groups of them, some leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from simulation.picks import Picks
from simulation.said import Said, Saved
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.shared_costs import with_split
from wemi_desk.domain.shared_services import (
    ACTIVE,
    AGREED,
    GIVEN,
    RequestId,
    SharedParticipant,
    SharedRequest,
    SharedService,
    group_id,
    participant_id,
)
from wemi_desk.domain.shared_slots import WeekSlot

if TYPE_CHECKING:
    from simulation.desk import SimDesk

_PEOPLE = "SELECT id FROM citizen WHERE merged_into IS NULL AND withdrawn_at IS NULL ORDER BY id"
_REQUESTS = "SELECT id FROM shared_request WHERE closed_at IS NULL ORDER BY id"
_GROUPS = "SELECT id FROM shared_service ORDER BY id"


class SharedGroups:
    """Part of :class:`simulation.operators.Operators`."""

    _desk: SimDesk

    def ask_shared(self, picks: Picks) -> Saved:
        """A family wants a baby-sitter."""
        desk, people = self._desk, self._desk.ids_of(_PEOPLE)
        if not people:
            return []
        now = desk.clock.now()
        made = SharedRequest(
            id=RequestId(desk.ids()), citizen_id=CitizenId(picks.one(people)), space_code=desk.home,
            need="baby_sitting", slots=(WeekSlot(0, 960, 1140),), minutes_wanted=60, municipio="4",
            from_on=now.date(), consent=GIVEN, created_at=now, created_by=desk.author,
        )  # fmt: skip
        with desk.store.work() as work:
            work.shared_requests.add(made)
            work.commit()
        return [Said("shared_request", made.id, {"municipio": made.municipio})]

    def share(self, picks: Picks) -> Saved:
        """A group of two families, under the id that every desk would give it; it is active at once."""
        desk, found = self._desk, self._desk.ids_of(_REQUESTS)
        if len(found) < 2:
            return []
        now, start = desk.clock.now(), picks.one(range(len(found) - 1))
        with desk.store.work() as work:
            requests = [work.shared_requests.get(one) for one in found[start : start + 2]]
            made = group_id([one.id for one in requests])
            if work.shared_services.find(made) is not None:
                return []
            service = SharedService(
                id=made, space_code=desk.home, title="Baby-sitter", need="baby_sitting", status=ACTIVE,
                total_cents=100_01, starts_on=now.date(), created_at=now, created_by=desk.author,
            )  # fmt: skip
            places = [_place(service, one) for one in requests]
            work.shared_services.add(with_split(service, places, service.starts_on))
            for one in places:
                work.shared_participants.add(one)
            work.commit()
        return [Said("shared_service", made, {}), *(Said("shared_participant", one.id, {}) for one in places)]

    def leave_shared(self, picks: Picks) -> Saved:
        """A family leaves, and the others pay the whole; or comes back."""
        desk, found = self._desk, self._desk.ids_of(_GROUPS)
        if not found:
            return []
        with desk.store.work() as work:
            service = work.shared_services.get(picks.one(found))
            people = list(work.shared_participants.of([service.id])[service.id])
            if not people:
                return []
            at = picks.one(range(len(people)))
            gone = None if people[at].left_on else service.starts_on + timedelta(days=7)
            people[at] = replace(people[at], left_on=gone)
            work.shared_participants.replace(people[at])
            after = with_split(service, people, service.starts_on + timedelta(days=7))
            work.shared_services.replace(after)
            work.commit()
        changed = [Said("shared_service", service.id, {})] if after != service else []
        return [Said("shared_participant", people[at].id, {}), *changed]


def _place(service: SharedService, request: SharedRequest) -> SharedParticipant:
    return SharedParticipant(
        id=participant_id(service.id, request.id), shared_service_id=service.id, request_id=request.id,
        citizen_id=request.citizen_id, space_code=service.space_code, minutes=request.minutes_wanted, answer=AGREED,
        joined_on=service.starts_on, created_at=service.created_at, created_by=service.created_by,
    )  # fmt: skip
