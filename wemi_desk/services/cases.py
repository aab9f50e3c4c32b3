"""Applications for measures, from the first question to the outcome: see services.application_ports.CasesDoor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from wemi_desk.domain.acts import RECEIPT, SUBMIT, WITHDRAW
from wemi_desk.domain.application_readiness import firm
from wemi_desk.domain.application_states import (
    BACK_TO_DRAFT,
    CANCEL,
    EDIT,
    MAKE_READY,
    MOVE,
    NOTE_INTEGRATED,
    NOTE_REGISTERED,
    NOTE_REQUEST,
    NOTE_SUBMITTED,
    REAPPLY,
    SUBMIT_STEP,
    WITHDRAW_STEP,
)
from wemi_desk.domain.applications import (
    APPLICATION_KIND,
    CANCELLED,
    QUEUED,
    TYPED,
    Application,
    ApplicationEvent,
    ApplicationEventId,
    ApplicationId,
    ReceiptNoted,
    SeenDocument,
    TickedDeclaration,
)
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.eligibility_results import result_to_plain
from wemi_desk.domain.errors import InvalidFieldError, NotReadyError
from wemi_desk.domain.measures import MeasureVersion
from wemi_desk.services import receipt_forms
from wemi_desk.services.application_ports import NewApplications
from wemi_desk.services.case_reading import CaseReader
from wemi_desk.services.citizens import living
from wemi_desk.services.measures import facts_of
from wemi_desk.services.ports import UnitOfWork

CHANGED = Changes.of("applications", "timeline", "outbox", "follow_ups")
_NOTES = {
    "submitted": NOTE_SUBMITTED, "registered": NOTE_REGISTERED, "integration_requested": NOTE_REQUEST,
    "integrated": NOTE_INTEGRATED, "withdrawn": WITHDRAW_STEP,
}  # fmt: skip
_ASKED_AGAIN = (
    "measure_code", "applicant_role", "representation", "applicant_residence", "beneficiary_residence",
    "beneficiary_in_care", "household_id", "household_size", "isee_id", "group",
)  # fmt: skip


class CaseService(CaseReader):
    """Until the centre's receipt, or one that was copied from a paper, nothing counts as submitted."""

    # --- at the desk -------------------------------------------------------------------------------------------

    def start_all(self, new: NewApplications) -> Sequence[Application]:
        """One draft for each beneficiary, all or none. Raises InvalidFieldError."""
        self._session.require("serve")
        code = new.measure_code.strip()
        if not code:
            raise InvalidFieldError("measure_code", "required")
        if not new.beneficiary_ids:
            raise InvalidFieldError("beneficiary_ids", "required")
        measure = self._measures.find(code, new.measure_version)
        version = measure.version if measure is not None else new.measure_version
        with self._store.work() as work:
            applicant = living(work, new.applicant_id).id
            people = dict.fromkeys(living(work, one).id for one in new.beneficiary_ids)
            drafts = [self._draft(new, applicant, one, version) for one in people]
            for draft in drafts:
                work.applications.add(draft)
                self._remember(work, draft, "draft")
            work.commit()
        return drafts

    def change(self, application: Application) -> Application:
        """Write what differs. What was ready is a draft again: it has to be looked through once more."""
        return self._edit(application.id, lambda _before: application)

    def tick(self, application_id: UUID, code: str, *, ticked: bool = True) -> Application:
        """A declaration that was read aloud."""
        mark = TickedDeclaration(code=code, ticked_at=self._session.clock.now())

        def marked(before: Application) -> Application:
            others = tuple(one for one in before.declarations if one.code != code)
            if ticked and len(others) < len(before.declarations):
                return before
            return replace(before, declarations=(*others, mark) if ticked else others)

        return self._edit(application_id, marked)

    def see_document(self, application_id: UUID, kind: str, expires_on: date | None = None) -> Application:
        """A document that was looked at."""
        if expires_on is not None and expires_on < self._session.clock.today():
            raise InvalidFieldError("expires_on", "in_past")
        seen = SeenDocument(kind=kind, expires_on=expires_on, seen_at=self._session.clock.now())

        def with_seen(before: Application) -> Application:
            others = tuple(one for one in before.documents_seen if one.kind != kind)
            return replace(before, documents_seen=(*others, seen))

        return self._edit(application_id, with_seen)

    def make_ready(self, application_id: UUID, override_reason: str = "") -> Changes:
        """Everything is there, or somebody wrote why it goes on all the same. Raises NotReadyError."""
        self._session.require("serve")
        application, reason = self.get(application_id), override_reason.strip()
        self._allow(application, MAKE_READY)
        measure = self._measure(application)
        missing = self._missing(application, measure)
        if held := firm(missing) if reason else missing:
            raise NotReadyError(tuple(held))
        with self._store.work() as work:
            ready = self._filled(work, replace(application, state="ready", override_reason=reason), measure)
            work.applications.replace(ready)
            self._remember(work, ready, "ready", note=reason)
            work.commit()
        return CHANGED

    def move_version(self, application_id: UUID) -> Application:
        """Judged by the corrected call from now on; what is declared in other words is read aloud once more."""
        self._session.require("serve")
        application = self.get(application_id)
        self._allow(application, MOVE)
        corrected, before = self.corrected(application), self._measure(application)
        assert corrected is not None  # the step was allowed
        spoken = {one.code: one.text for one in before.declarations} if before else {}
        same = {one.code for one in corrected.declarations if spoken.get(one.code) == one.text}
        kept = tuple(one for one in application.declarations if one.code in same)
        return self._edit(
            application_id, lambda one: replace(one, measure_version=corrected.version, declarations=kept)
        )

    def back_to_draft(self, application_id: UUID) -> Changes:
        """To be worked on again."""
        return self._step(application_id, BACK_TO_DRAFT, "draft")

    def cancel(self, application_id: UUID, reason: str) -> Changes:
        """Given up before it was submitted. Raises InvalidFieldError."""
        if not reason.strip():
            raise InvalidFieldError("reason", "required")
        return self._step(application_id, CANCEL, CANCELLED, reason.strip())

    # --- with the centre, and from papers ----------------------------------------------------------------------

    def submit(self, application_id: UUID) -> Changes:
        """Hand it to the centre with the next exchange; what the centre answers is its receipt."""
        return self._say(application_id, SUBMIT_STEP, SUBMIT, {}, QUEUED)

    def withdraw(self, application_id: UUID, reason: str = "") -> Changes:
        """Take back what was submitted."""
        return self._say(application_id, WITHDRAW_STEP, WITHDRAW, {"reason": reason.strip()}, "withdrawn")

    def note_receipt(self, application_id: UUID, noted: ReceiptNoted) -> Changes:
        """Copied from a paper, and marked so until the centre says the same. Raises InvalidFieldError."""
        self._session.require("serve")
        now = self._session.clock.now()
        receipt_forms.check(noted, now)
        with self._store.work() as work:
            application = work.applications.shown(application_id)
            self._allow(application, _NOTES[noted.what])
            payload = receipt_forms.payload(noted, now)
            work.acts.say(RECEIPT, APPLICATION_KIND, application.id, application.citizen_id, payload)
            self._remember_paper(work, application, noted)
            work.commit()
        return CHANGED

    def reapply(self, application_id: UUID) -> Application:
        """A new draft linked to one that ended; declarations are made anew."""
        self._session.require("serve")
        before = self.get(application_id)
        self._allow(before, REAPPLY)
        measure = self._measures.find(before.measure_code)
        with self._store.work() as work:
            asked: dict[str, Any] = {name: getattr(before, name) for name in _ASKED_AGAIN}
            again = Application(
                id=ApplicationId(self._session.ids()), space_code=self._session.space.code,
                citizen_id=living(work, before.citizen_id).id, beneficiary_id=living(work, before.beneficiary_id).id,
                created_at=self._session.clock.now(), created_by=self._session.operator.id, previous_id=before.id,
                measure_version=measure.version if measure else before.measure_version, **asked,
            )  # fmt: skip
            work.applications.add(again)
            self._remember(work, again, "draft")
            work.commit()
        return again

    # --- inside ------------------------------------------------------------------------------------------------

    def _filled(self, work: UnitOfWork, ready: Application, measure: MeasureVersion | None) -> Application:
        """With the facts it was judged by, so that whoever receives it judges by the same."""
        if measure is None:
            return ready
        now = self._session.clock.now()
        facts = facts_of(work, ready, measure, now)
        result = self._measures.evaluate(ready)
        return replace(
            ready, measure_version=measure.version, applicant_role=facts.applicant_role,
            applicant_residence=facts.applicant_residence, beneficiary_residence=facts.beneficiary_residence,
            isee_id=facts.isee.id if facts.isee else ready.isee_id, household_size=facts.household_size,
            eligibility=result_to_plain(result), asked_cents=result.amount_cents or ready.asked_cents,
        )  # fmt: skip

    def _draft(self, new: NewApplications, applicant: CitizenId, beneficiary: CitizenId, version: int) -> Application:
        return Application(
            id=ApplicationId(self._session.ids()), space_code=self._session.space.code, citizen_id=applicant,
            beneficiary_id=beneficiary, measure_code=new.measure_code.strip(), measure_version=version,
            applicant_role=new.applicant_role, representation=new.representation, household_id=new.household_id,
            household_size=new.household_size, isee_id=new.isee_id, group=new.group, note=new.note,
            created_at=self._session.clock.now(), created_by=self._session.operator.id,
        )  # fmt: skip

    def _edit(self, application_id: UUID, change: Callable[[Application], Application]) -> Application:
        self._session.require("serve")
        with self._store.work() as work:
            before = work.applications.shown(application_id)
            self._allow(before, EDIT)
            after = replace(change(before), state=before.state)
            if after == before:
                return before
            after = replace(after, state="draft")
            work.applications.replace(after)
            if before.state != "draft":
                self._remember(work, after, "draft")
            work.commit()
        return after

    def _step(self, application_id: UUID, step: str, to: str, reason: str = "") -> Changes:
        self._session.require("serve")
        with self._store.work() as work:
            application = work.applications.shown(application_id)
            self._allow(application, step)
            after = replace(application, state=to, cancel_reason=reason)
            work.applications.replace(after)
            self._remember(work, after, to, note=reason)
            work.commit()
        return CHANGED

    def _say(self, application_id: UUID, step: str, verb: str, payload: dict[str, str], to: str) -> Changes:
        self._session.require("serve")
        with self._store.work() as work:
            application = work.applications.shown(application_id)
            self._allow(application, step)
            work.acts.say(verb, APPLICATION_KIND, application.id, application.citizen_id, payload)
            self._remember(work, application, to, note=payload.get("reason", ""))
            work.commit()
        return CHANGED

    def _remember(self, work: UnitOfWork, application: Application, state: str, note: str = "") -> None:
        work.applications.add_event(ApplicationEvent(
            id=ApplicationEventId(self._session.ids()), application_id=application.id,
            citizen_id=application.citizen_id, space_code=self._session.space.code, state=state,
            at=self._session.clock.now(), by=self._session.operator.id, note=note,
        ))  # fmt: skip

    def _remember_paper(self, work: UnitOfWork, application: Application, noted: ReceiptNoted) -> None:
        work.applications.add_event(ApplicationEvent(
            id=ApplicationEventId(self._session.ids()), application_id=application.id,
            citizen_id=application.citizen_id, space_code=self._session.space.code, state=noted.what,
            at=self._session.clock.now(), by=self._session.operator.id, provenance=TYPED, number=noted.number.strip(),
            evidence=noted.channel, note=noted.note, dated_on=receipt_forms.day_of(noted), due_on=noted.due_on,
        ))  # fmt: skip
