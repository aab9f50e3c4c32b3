"""What the acts on a group have in common: the promise to call, the places, and the group after the step."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from wemi_desk.domain.call_backs import CallBack, CallBackId
from wemi_desk.domain.shared_services import (
    SharedParticipant,
    SharedRequest,
    SharedService,
    SharedServiceId,
    participant_id,
)
from wemi_desk.i18n import _
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession
from wemi_desk.services.shared_services.reading import Moved, group_of
from wemi_desk.services.shared_services.undoing import Writing

ASK_WITHIN = timedelta(days=3)


class GroupActs:
    """Writes several records in one step that can be taken back."""

    def __init__(self, store: Store, session: DeskSession) -> None:
        self._store = store
        self._session = session

    def _committed(self, work: UnitOfWork, writing: Writing, service_id: SharedServiceId) -> Moved:
        deed = writing.deed()
        group = group_of(work, work.shared_services.get(service_id), self._session.clock.today())
        work.commit()
        return Moved(group, deed)

    def _propose(
        self, writing: Writing, service: SharedService, request: SharedRequest, cents: int | None, place: int = 0
    ) -> None:
        """A place to be asked about, and the promise to call. Who asked first comes first (*place*)."""
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
