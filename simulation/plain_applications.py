"""Applications in their smallest form: no measure is asked, so that histories are about what travels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from wemi_desk.domain.acts import SUBMIT, WITHDRAW
from wemi_desk.domain.applications import Application, ApplicationId
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.services.citizens import living
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

CHANGED = Changes.of("applications", "timeline", "outbox")
KIND = "application"
DRAFT, READY = "draft", "ready"


class ApplicationService:
    """What services.cases does, without looking at measures, declarations and documents."""

    def __init__(self, store: Store, session: DeskSession) -> None:
        self._store = store
        self._session = session

    def of(self, citizen_id: CitizenId) -> Sequence[Application]:
        """Those of one person, newest first; the state of one that waits for the line is QUEUED."""
        with self._store.reading() as work:
            return work.applications.of(citizen_id)

    def start(
        self, citizen_id: CitizenId, beneficiary_id: CitizenId, measure_code: str, asked_cents: int
    ) -> Application:
        """A draft; raises InvalidFieldError."""
        self._session.require("serve")
        if not measure_code.strip():
            raise InvalidFieldError("measure_code", "required")
        if asked_cents < 0:
            raise InvalidFieldError("asked_cents", "negative")
        with self._store.work() as work:
            begun = Application(
                id=ApplicationId(self._session.ids()), space_code=self._session.space.code,
                citizen_id=living(work, citizen_id).id, beneficiary_id=living(work, beneficiary_id).id,
                measure_code=measure_code.strip(), asked_cents=asked_cents, created_at=self._session.clock.now(),
                created_by=self._session.operator.id,
            )  # fmt: skip
            work.applications.add(begun)
            work.commit()
        return begun

    def make_ready(self, application_id: UUID) -> Changes:
        """Everything is there; it is not presented yet."""
        self._session.require("serve")
        with self._store.work() as work:
            work.applications.replace(replace(self._ours(work, application_id), state=READY))
            work.commit()
        return CHANGED

    def submit(self, application_id: UUID) -> Changes:
        """Hand it to the centre with the next exchange; what the centre answers is its receipt."""
        self._session.require("serve")
        with self._store.work() as work:
            ours = self._ours(work, application_id)
            work.acts.say(SUBMIT, KIND, ours.id, ours.citizen_id, {})
            work.commit()
        return CHANGED

    def withdraw(self, application_id: UUID) -> Changes:
        """Take it back, whatever has become of it."""
        self._session.require("serve")
        with self._store.work() as work:
            application = work.applications.get(application_id)
            work.acts.say(WITHDRAW, KIND, application.id, application.citizen_id, {})
            work.commit()
        return CHANGED

    def _ours(self, work: UnitOfWork, application_id: UUID) -> Application:
        application = work.applications.get(application_id)
        queued = {one.id for one in work.applications.of(application.citizen_id) if not one.is_the_desks}
        if not application.is_the_desks or application.id in queued:
            raise InvalidFieldError("state", "locked", current=application.state)
        return application
