"""What must not be forgotten: applications and paperwork that wait, vouchers that end, people to be called."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from wemi_desk.domain.applications import Application
from wemi_desk.domain.call_backs import CallBack, CallBackId
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.follow_ups import (
    TO_CALL,
    FollowUpLine,
    counted,
    due_on,
    in_order,
    matter_line,
    reason_of,
    voucher_line,
)
from wemi_desk.domain.measures import MeasureVersion
from wemi_desk.domain.paperwork_habits import read_habits
from wemi_desk.domain.slip_codes import slip_code
from wemi_desk.domain.vouchers import WARNING_DAYS
from wemi_desk.services.citizens import living
from wemi_desk.services.measures import MeasureService
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

CALL = "application:"
"""A promise made from this list says so: its reason is this and the reason of the line."""


class FollowUpService:
    """See services.application_ports.FollowUpsDoor."""

    def __init__(self, store: Store, session: DeskSession, measures: MeasureService) -> None:
        self._store = store
        self._session = session
        self._measures = measures

    def lines(self, reasons: Collection[str] = ()) -> Sequence[FollowUpLine]:
        """All of them, or those of some reasons: the nearest day first. People who hide are not listed."""
        return [line for line in self._all() if not reasons or line.reason in reasons]

    def counts(self) -> Mapping[str, int]:
        """How many lines each reason has."""
        return counted(self._all())

    def call_back(self, line: FollowUpLine) -> CallBack:
        """The open promise to call this person; made when there is none."""
        self._session.require("serve")
        with self._store.work() as work:
            person = living(work, line.citizen_id)
            promises = (one for one in work.call_backs.open_until() if one.citizen_id == person.id)
            known = next(promises, None)
            if known is not None:
                return known
            today = self._session.clock.today()
            promise = CallBack(
                id=CallBackId(self._session.ids()), space_code=self._session.space.code, citizen_id=person.id,
                due_on=max(today, line.due_on or today), reason=CALL + line.reason,
                created_at=self._session.clock.now(), created_by=self._session.operator.id,
            )  # fmt: skip
            work.call_backs.add(promise)
            work.commit()
        return promise

    def _all(self) -> Sequence[FollowUpLine]:
        with self._store.reading() as work:
            applications = work.applications.open()
        keys = {(one.measure_code, one.measure_version) for one in applications}
        versions = {key: self._measures.find(*key) for key in keys}
        today = self._session.clock.today()
        with self._store.reading() as work:
            kinds = work.applications.isee_kinds(today)
            found = _Found(work, today, versions, _promised(work), kinds, self._changed(applications))
            lines = [line for one in applications if (line := found.of_application(one)) is not None]
            lines += found.of_vouchers()
            lines += found.of_matters(self._session)
            lines += found.promises({line.citizen_id for line in lines})
            hidden = _hidden(work, {line.citizen_id for line in lines})
        return in_order(line for line in lines if line.citizen_id not in hidden)


    def _changed(self, applications: Sequence[Application]) -> Collection[UUID]:
        """Drafts of an older version of their call whose result is another one under the newest."""
        newest = {code: self._measures.find(code) for code in {one.measure_code for one in applications}}
        found = set()
        for one in applications:
            version = newest[one.measure_code]
            if version is None or not one.is_the_desks or not 0 < one.measure_version < version.version:
                continue
            before = self._measures.evaluate(one)
            after = self._measures.evaluate(replace(one, measure_version=version.version))
            if (before.verdict, before.amount_cents) != (after.verdict, after.amount_cents):
                found.add(one.id)
        return found


@dataclass(frozen=True, slots=True)
class _Found:
    """One reading of the store."""

    work: UnitOfWork
    today: date
    versions: Mapping[tuple[str, int], MeasureVersion | None]
    promised: Mapping[CitizenId, CallBack]
    isee_kinds: Mapping[UUID, frozenset[str]]
    changed: Collection[UUID]
    """Those that the corrected call would judge otherwise."""

    def of_application(self, application: Application) -> FollowUpLine | None:
        measure = self.versions.get((application.measure_code, application.measure_version))
        reason = reason_of(
            application, self.today, isee_is_missing=self._lacks_isee(application, measure),
            changes=application.id in self.changed,
        )  # fmt: skip
        if not reason:
            return None
        closes = rome_day(measure.closes_at) if measure and measure.closes_at else None
        return FollowUpLine(
            reason=reason, due_on=due_on(application, reason, closes, self.today), application=application,
            citizen_id=application.citizen_id, code=code_of(application),
            call_back=self.promised.get(application.citizen_id),
        )  # fmt: skip

    def of_vouchers(self) -> Sequence[FollowUpLine]:
        ending = self.work.vouchers.ending(self.today, self.today + timedelta(days=max(WARNING_DAYS)))
        moved = self.work.vouchers.movements([one.id for one in ending])
        lines = (voucher_line(one, moved[one.id], self.today, self.promised.get(one.citizen_id)) for one in ending)
        return [line for line in lines if line is not None]

    def of_matters(self, session: DeskSession) -> Sequence[FollowUpLine]:
        now = session.clock.now()
        after = read_habits(self.work.paperwork.habits(), session.space.code).forgotten_after
        found = self.work.paperwork.cases.open_at(session.space.code)
        lines = (matter_line(one, now, after, self.promised.get(one.citizen_id) if one.citizen_id else None)
                 for one in found)  # fmt: skip
        return [line for line in lines if line is not None]

    def promises(self, listed: Collection[CitizenId]) -> Sequence[FollowUpLine]:
        """Promises to call that were made from this list, where nothing else of that person stands in it."""
        return [
            FollowUpLine(reason=TO_CALL, due_on=one.due_on, citizen_id=one.citizen_id,
                         code=slip_code(one.id, one.created_at), call_back=one)
            for one in self.promised.values()
            if one.reason.startswith(CALL) and one.citizen_id not in listed
        ]  # fmt: skip

    def _lacks_isee(self, application: Application, measure: MeasureVersion | None) -> bool:
        if application.state != "draft" or measure is None or measure.isee is None:
            return False
        return self.isee_kinds.get(application.id, frozenset()).isdisjoint(measure.isee.kinds)


def _promised(work: UnitOfWork) -> Mapping[CitizenId, CallBack]:
    """The first open promise to each person."""
    return {one.citizen_id: one for one in reversed(work.call_backs.open_until())}


def _hidden(work: UnitOfWork, ids: Collection[CitizenId]) -> Collection[CitizenId]:
    """Who is not here, or must not stand in any list."""
    shown = {one.id for one in work.citizens.by_ids(list(ids)) if not one.is_protected}
    return {one for one in ids if one not in shown}


def code_of(application: Application) -> str:
    """What lists show instead of a name: the protocol number, the receipt's, or the desk's own code."""
    return (
        application.protocol_number or application.receipt_number
        or slip_code(application.id, application.created_at)
    )  # fmt: skip


