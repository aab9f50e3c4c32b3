"""Da richiamare: promises, and what came of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from wemi_desk.domain import audit
from wemi_desk.domain.call_backs import RESULTS, CallBack, CallBackId
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.orientations import Orientation
from wemi_desk.domain.referrals import Referral
from wemi_desk.services import deeds
from wemi_desk.services.citizens import living
from wemi_desk.services.ports import ContactDetails, Store
from wemi_desk.services.session import DeskSession

CHANGED = Changes.of("call_backs", "timeline", "outbox", "referrals")


@dataclass(frozen=True, slots=True)
class CallBackRow:
    """One line of the list: first name and initial, the telephone stays hidden."""

    call_back: CallBack
    shown_name: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """Somebody was oriented, or sent on, and it is time to ask how it went; *shown_name* is empty without a name."""

    record: Orientation | Referral
    shown_name: str
    due_on: date
    is_late: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """A promise after a call, and the deed that undoes what was written."""

    call_back: CallBack
    deed: Deed


class CallBackService:
    """Promises of this space."""

    def __init__(self, store: Store, session: DeskSession, details: ContactDetails) -> None:
        self._store = store
        self._session = session
        self._details = details

    def pending(self) -> Sequence[CallBackRow]:
        """Open promises by due date."""
        today = self._session.clock.today()
        with self._store.reading() as work:
            promises = work.call_backs.open_until()
            people = {one.id: one for one in work.citizens.by_ids([promise.citizen_id for promise in promises])}
        return [
            CallBackRow(promise, _shown_name(people.get(promise.citizen_id)), promise.due_on < today)
            for promise in promises
        ]

    def telephone(self, call_back_id: CallBackId) -> str:
        """The number to call; looking at it is an access record."""
        self._session.require("open_person")
        with self._store.work() as work:
            citizen = work.citizens.get(work.call_backs.get(call_back_id).citizen_id)
            work.log(audit.SHOW_CONTACTS, "citizen", citizen.id, reason="call_back")
            work.commit()
        return self._details.shown_phone(citizen.phone) or citizen.phone_typed or ""

    def answer(self, call_back_id: CallBackId, result: str, postponed_to: date | None = None) -> Answered:
        """Write what came of a call: reached and closed end it, no answer and postponed keep it open."""
        self._session.require("serve")
        if result not in RESULTS:
            raise InvalidFieldError("result", "unknown_code", code=result)
        with self._store.work() as work:
            promise = work.call_backs.get(call_back_id)
            if not promise.is_open:
                raise InvalidFieldError("result", "already_closed")
            after = self._answered(promise, result, postponed_to)
            work.call_backs.replace(after)
            detail = json.dumps({"due_on": promise.due_on.isoformat(), "tries": promise.tries})
            deed = deeds.remember(work, self._session, deeds.CALL_BACK, promise.id, detail=detail)
            work.commit()
        return Answered(after, deed)

    def referrals_waiting(self) -> Sequence[Referral]:
        """Services that were to answer by today and have not (wemi.md 6)."""
        with self._store.reading() as work:
            return list(work.referrals.waiting_until(self._session.clock.today()))

    def referral_answered(self, referral: Referral, status: str) -> Deed:
        """What came of sending somebody on; *status* is one of the list ``referral_status``."""
        self._session.require("serve")
        with self._store.work() as work:
            before = work.referrals.get(referral.id)
            work.referrals.replace(replace(before, status=status, answered_at=self._session.clock.now()))
            deed = deeds.remember(work, self._session, deeds.REFERRAL, referral.id, detail=before.status)
            work.commit()
        return deed

    def feedback_due(self) -> Sequence[FeedbackRow]:
        """Orientations and referrals of this space about which somebody should be asked by today."""
        today, here = self._session.clock.today(), self._session.space.code
        with self._store.reading() as work:
            due: list[Orientation | Referral] = [*work.orientations.feedback_until(today)]
            due += work.referrals.feedback_until(today)
            records = [one for one in due if one.space_code == here]
            ids = [one.citizen_id for one in records if one.citizen_id is not None]
            people = {one.id: one for one in work.citizens.by_ids(ids)} if ids else {}
        return [
            FeedbackRow(
                one, _shown_name(people.get(one.citizen_id)) if one.citizen_id else "", one.feedback_due_on,
                one.feedback_due_on < today,
            )
            for one in records if one.feedback_due_on is not None
        ]  # fmt: skip

    def ask_later(self, record: Orientation | Referral, day: date | None) -> Deed:
        """Another day to ask how it went; None: nobody asks any more."""
        self._session.require("serve")
        if day is not None and day <= self._session.clock.today():
            raise InvalidFieldError("postponed_to", "in_past")
        detail = json.dumps({"feedback_due_on": [record.feedback_due_on, day]}, default=str)
        with self._store.work() as work:
            if isinstance(record, Orientation):
                work.orientations.replace(replace(work.orientations.get(record.id), feedback_due_on=day))
                deed = deeds.remember(work, self._session, deeds.ORIENTATION, record.id, detail=detail)
            else:
                work.referrals.replace(replace(work.referrals.get(record.id), feedback_due_on=day))
                deed = deeds.remember(work, self._session, deeds.SENT_ON, record.id, detail=detail)
            work.commit()
        return deed

    def telephone_of(self, record: Orientation | Referral) -> str:
        """The number of whom it is about; looking at it is an access record."""
        self._session.require("open_person")
        if record.citizen_id is None:
            return ""
        with self._store.work() as work:
            citizen = living(work, record.citizen_id)
            work.log(audit.SHOW_CONTACTS, "citizen", citizen.id, reason="call_back")
            work.commit()
        return self._details.shown_phone(citizen.phone) or citizen.phone_typed or ""

    def _answered(self, promise: CallBack, result: str, postponed_to: date | None) -> CallBack:
        tomorrow = self._session.clock.today() + timedelta(days=1)
        match result:
            case "reached" | "closed":
                return replace(promise, result=result, closed_at=self._session.clock.now())
            case "no_answer":
                return replace(promise, tries=promise.tries + 1, due_on=max(promise.due_on, tomorrow))
        if postponed_to is None or postponed_to < tomorrow:
            raise InvalidFieldError("postponed_to", "in_past")
        return replace(promise, due_on=postponed_to)


def _shown_name(citizen: Citizen | None) -> str:
    if citizen is None:
        return "—"
    return f"{citizen.given_name} {citizen.surname[:1]}." if citizen.given_name else citizen.surname
