"""The life of a group: asked family by family, active, ended; and what each pays on every day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from wemi_desk.domain.catalogue import CatalogueService, service_id
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.shared_costs import split_on, with_split
from wemi_desk.domain.shared_services import (
    ACTIVE,
    AGREED,
    CLOSED,
    FORMING,
    INTEREST,
    TO_ASK,
    ParticipantId,
    SharedParticipant,
    SharedService,
    SharedServiceId,
    families,
)
from wemi_desk.services.ports import UnitOfWork
from wemi_desk.services.shared_services.forms import Terms
from wemi_desk.services.shared_services.group_acts import GroupActs
from wemi_desk.services.shared_services.reading import Group, Moved, alive, group_of, paying_day, people_of
from wemi_desk.services.shared_services.undoing import UNDONE, Writing

PLACED = "placed"


class SharedGroupService(GroupActs):
    """Groups of this space."""

    def answer(self, one: ParticipantId, answer: str, *, shows_contact: bool = False) -> Moved:
        """What a family said; the promise to call them is kept. With the first yes the group is being formed."""
        self._session.require("serve")
        with self._store.work() as work:
            before = work.shared_participants.get(one)
            service = alive(work, before.shared_service_id)
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

    def terms(self, group_id: SharedServiceId, terms: Terms) -> Moved:
        """Title, cost of a month, who works, from when; while it is active the new cost holds from today."""
        self._session.require("serve")
        with self._store.work() as work:
            before = alive(work, group_id)
            sheet = self._sheet(work, before, terms)
            after = replace(
                before, title=terms.title, total_cents=terms.total_cents, split_by=terms.split_by,
                professional_text=terms.professional_text,
                catalogue_service_id=sheet.id if sheet else None, provider_id=sheet.provider_id if sheet else None,
                starts_on=before.starts_on if before.status == ACTIVE else terms.starts_on,
            )  # fmt: skip
            writing = Writing(work, self._session)
            costs = (before.total_cents, before.split_by) != (after.total_cents, after.split_by)
            if before.status == ACTIVE and costs:
                after = with_split(after, people_of(work, group_id), self._session.clock.today())
            writing.change(before, after)
            return self._committed(work, writing, group_id)

    def activate(self, service_id: SharedServiceId) -> Moved:
        """It begins on its day with everybody who said yes. Raises InvalidFieldError while somebody is to be asked, or
        with fewer than two families."""
        self._session.require("serve")
        with self._store.work() as work:
            before = alive(work, service_id)
            people = [one for one in people_of(work, service_id) if one.is_in]
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
            service = alive(work, before.shared_service_id)
            day = paying_day(service, self._session.clock.today())
            split = split_on(service, people_of(work, service.id), day)
            cents = next((share.cents for share in split.shares if share.participant_id == one), None)
            writing = Writing(work, self._session)
            writing.change(before, replace(before, share_cents=cents))
            if split not in service.splits:
                writing.change(service, with_split(service, people_of(work, service.id), day))
            return self._committed(work, writing, service.id)

    def close(self, service_id: SharedServiceId, on: date, reason: str = "") -> Moved:
        """It ends: everybody leaves that day, and whoever is still to be asked is asked no more."""
        self._session.require("serve")
        with self._store.work() as work:
            before, writing = alive(work, service_id), Writing(work, self._session)
            end = max(on, before.starts_on) if before.status == ACTIVE else before.starts_on
            writing.change(before, replace(before, status=CLOSED, ends_on=end, closed_reason=reason))
            for one in people_of(work, service_id):
                if one.left_on is None:
                    last = max(end, one.joined_on) if one.joined_on is not None else end
                    writing.change(one, replace(one, left_on=last, left_reason=reason))
                    self._keep_promise(work, writing, one)
            return self._committed(work, writing, service_id)

    def all(self) -> Sequence[Group]:
        """Those alive, the oldest first; then the last that ended."""
        with self._store.reading() as work:
            known = [one for one in work.shared_services.living() if one.closed_reason != UNDONE]
            return [group_of(work, one, self._session.clock.today()) for one in known]

    def get(self, service_id: SharedServiceId) -> Group:
        """Raises RecordMissingError."""
        with self._store.reading() as work:
            return group_of(work, work.shared_services.get(service_id), self._session.clock.today())

    def _changed_people(
        self, one: ParticipantId, change: Callable[[SharedParticipant], SharedParticipant], day: date
    ) -> Moved:
        """A step of one family, and from that day the split that follows from it."""
        self._session.require("serve")
        with self._store.work() as work:
            before = work.shared_participants.get(one)
            service, after = alive(work, before.shared_service_id), change(before)
            writing = Writing(work, self._session)
            writing.change(before, after)
            self._keep_promise(work, writing, before)
            if service.status == ACTIVE:
                others = [other for other in people_of(work, service.id) if other.id != one]
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

    def _sheet(self, work: UnitOfWork, service: SharedService, terms: Terms) -> CatalogueService | None:
        """The service of the catalogue by its code. Raises InvalidFieldError where there is none, or it was withdrawn;
        one that the group has already stays."""
        if not terms.catalogue_code:
            return None
        sheet = work.catalogue.service(service_id(terms.catalogue_code))
        if sheet is None:
            raise InvalidFieldError("catalogue_code", "unknown")
        day = paying_day(service, self._session.clock.today())
        if sheet.id != service.catalogue_service_id and not sheet.is_offered_on(day):
            raise InvalidFieldError("catalogue_code", "withdrawn")
        return sheet

    def _follow_answers(self, work: UnitOfWork, writing: Writing, service: SharedService) -> None:
        if service.status in (INTEREST, FORMING):
            has_yes = any(one.answer == AGREED for one in people_of(work, service.id) if one.is_in)
            status = FORMING if has_yes else INTEREST
            if status != service.status:
                writing.change(service, replace(service, status=status))

    def _close_request(self, work: UnitOfWork, writing: Writing, one: SharedParticipant) -> None:
        request = work.shared_requests.find(one.request_id) if one.request_id is not None else None
        if request is not None and request.is_open:
            closed = replace(request, closed_at=self._session.clock.now(), closed_reason=PLACED)
            writing.change(request, closed)
