"""Who acts for whom in a matter: the rule of its type, the paper that was seen, what is known of the family."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from wemi_desk.domain.ages import age_on
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import ActingRefusedError
from wemi_desk.domain.mandates import ForWhom, Mandate, Permission, allowed
from wemi_desk.domain.paperwork import PER_CALL, PaperworkType
from wemi_desk.domain.paperwork_cases import PaperworkCase
from wemi_desk.services.citizens import living
from wemi_desk.services.families import family_of
from wemi_desk.services.measures import MeasureService
from wemi_desk.services.ports import UnitOfWork
from wemi_desk.services.session import DeskSession

ADULT = 18


class Acting:
    """Judges by the day on the desk's clock; the same judgement before opening and before each step."""

    def __init__(self, session: DeskSession, measures: MeasureService) -> None:
        self._session = session
        self._measures = measures

    def permission(
        self, work: UnitOfWork, kind: PaperworkType, case: PaperworkCase, *, alone: bool | None = None
    ) -> Permission:
        """May the matter go on today? Without *alone*: alone when no mandate was named."""
        mandate = work.paperwork.mandates.find(case.mandate_id) if case.mandate_id else None
        is_alone = mandate is None if alone is None else alone
        whom = ForWhom(
            alone=is_alone, is_minor=self._is_minor(work, case.citizen_id),
            same_household=not is_alone and _same_household(work, case.citizen_id, mandate),
            applicant_roles=self._roles(work, kind, case.application_id),
        )  # fmt: skip
        return allowed(kind, mandate, self._session.clock.today(), whom)

    def require(
        self, work: UnitOfWork, kind: PaperworkType, case: PaperworkCase, *, alone: bool | None = None
    ) -> Permission:
        """As :meth:`permission`; raises ActingRefusedError when it is blocked."""
        answer = self.permission(work, kind, case, alone=alone)
        if answer.is_blocked:
            raise ActingRefusedError(answer.code, answer.until, answer.instead)
        return answer

    def _is_minor(self, work: UnitOfWork, citizen_id: CitizenId | None) -> bool | None:
        born = living(work, citizen_id).birth_date if citizen_id else None
        return None if born is None else age_on(born, self._session.clock.today()) < ADULT

    def _roles(self, work: UnitOfWork, kind: PaperworkType, application_id: UUID | None) -> Sequence[str]:
        if kind.mandate_rule != PER_CALL or application_id is None:
            return ()
        application = work.applications.shown(application_id)
        measure = self._measures.find(application.measure_code, application.measure_version)
        return measure.applicant_roles if measure else ()


def _same_household(work: UnitOfWork, citizen_id: CitizenId | None, mandate: Mandate | None) -> bool:
    if citizen_id is None or mandate is None or mandate.delegate_id is None:
        return False
    delegate = living(work, mandate.delegate_id).id
    return any(one.id == delegate for one in family_of(work, citizen_id).people)
