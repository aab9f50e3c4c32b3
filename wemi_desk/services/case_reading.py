"""Looking at applications: how they stand, what may be done next, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from wemi_desk.domain.application_readiness import missing_for
from wemi_desk.domain.application_states import MAKE_READY, Step, next_steps
from wemi_desk.domain.applications import Application, ApplicationEvent
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.eligibility_results import EligibilityResult
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.measures import MeasureVersion
from wemi_desk.services.application_ports import Before
from wemi_desk.services.measures import MeasureService
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession


class CaseReader:
    """The half of services.application_ports.CasesDoor that changes nothing."""

    def __init__(self, store: Store, session: DeskSession, measures: MeasureService) -> None:
        self._store = store
        self._session = session
        self._measures = measures

    def of(self, citizen_id: CitizenId) -> Sequence[Application]:
        """Those of which this person is applicant or beneficiary, newest first."""
        with self._store.reading() as work:
            return work.applications.of(citizen_id)

    def get(self, application_id: UUID) -> Application:
        """With state QUEUED while it waits for the line."""
        with self._store.reading() as work:
            return work.applications.shown(application_id)

    def history(self, application_id: UUID) -> Sequence[ApplicationEvent]:
        """Oldest first."""
        with self._store.reading() as work:
            return work.applications.history(application_id)

    def next_steps(self, application_id: UUID) -> Sequence[Step]:
        """Everything that could be done, and why something may not."""
        application = self.get(application_id)
        return self._steps(application)

    def before(self, beneficiary_id: CitizenId, measure_code: str) -> Sequence[Before]:
        """What was begun already for this person and measure, and has not ended. Whose it is, is not said."""
        with self._store.reading() as work:
            found = work.applications.beside(beneficiary_id, measure_code)
        return [
            Before(one.id, one.state, one.created_at, one.space_code == self._session.space.code, one.citizen_id)
            for one in found
        ]

    def check(self, application_id: UUID) -> EligibilityResult:
        """As if it were received now."""
        return self._measures.evaluate(self.get(application_id))

    def missing(self, application_id: UUID) -> Sequence[str]:
        """Codes of what keeps it from being ready: see domain.application_readiness."""
        application = self.get(application_id)
        return self._missing(application, self._measure(application))

    def corrected(self, application: Application) -> MeasureVersion | None:
        """The newest version of its call, where that is newer than the one it is judged by."""
        newest = self._measures.find(application.measure_code)
        return newest if newest is not None and 0 < application.measure_version < newest.version else None

    def _steps(self, application: Application) -> Sequence[Step]:
        corrected = self.corrected(application) if application.is_the_desks else None
        return next_steps(application, self._measure(application), self._session.clock.now(), corrected)

    def _measure(self, application: Application) -> MeasureVersion | None:
        return self._measures.find(application.measure_code, application.measure_version)

    def _missing(self, application: Application, measure: MeasureVersion | None) -> tuple[str, ...]:
        result = self._measures.evaluate(application) if measure is not None else None
        with self._store.reading() as work:
            attached = {one.code for one in work.attachments.of(application.id)}
        return missing_for(application, measure, result, attached, self._session.clock.now())

    def _allow(self, application: Application, code: str) -> None:
        """Raise InvalidFieldError when the step may not be taken now."""
        steps = self._steps(application)
        step = next((one for one in steps if one.code == code), Step(code, False, "same"))
        if not step.allowed and not (code == MAKE_READY and step.reason in ("closed", "not_open_yet")):
            raise InvalidFieldError("state", step.reason, current=application.state)
