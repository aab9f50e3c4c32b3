"""The exchange as the desk's screens know it: one call, one state, one pause."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Protocol

from wemi_desk.domain.days import rome_time
from wemi_desk.domain.exchange_news import REVOKED, ExchangeNews
from wemi_desk.domain.sync_state import SyncState
from wemi_desk.services.ports import Clock
from wemi_desk.sync.admission import HALTED
from wemi_desk.sync.engine import SyncEngine
from wemi_desk.sync.exchanged import HALTING, NEW_KEY, Exchanged
from wemi_desk.sync.ports import CentreLine, LineError, RevokedError
from wemi_desk.sync.status import Facts, SyncStatus
from wemi_desk.sync.timetable import Timetable
from wemi_desk.sync.wire import (
    CompareAnswer,
    CompareRequest,
    ErasedRequest,
    GiveBackAnswer,
    GiveBackRequest,
    LookUpAnswer,
    LookUpRequest,
    Notice,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
)

STOPPED = "stopped"
STRANGER_TIMES = 3
"""A request that somebody on the way sends twice is refused once; a desk the centre does not know, each time."""
_SHOWN_IN = {
    "citizen": ("citizens", "timeline"), "fiscal_code_record": ("citizens",),
    "citizen_merge": ("citizens", "timeline"),
    "household": ("households",), "household_member": ("households", "citizens"), "contact": ("contacts", "timeline"),
    "contact_cancellation": ("contacts", "timeline"), "referral": ("timeline", "referrals"),
    "call_back": ("call_backs", "timeline"),
    "queue_ticket": ("queue",), "privacy_notice_record": ("notices", "timeline"), "print_record": ("timeline",),
    "question": ("questions",), "application": ("applications", "timeline", "follow_ups"),
    "application_event": ("applications",), "attachment": ("applications",),
    "isee_certificate": ("isee", "applications"),
    "voucher": ("vouchers", "follow_ups"), "voucher_movement": ("vouchers", "follow_ups"), "measure": ("measures",),
    "paperwork_case": ("paperwork", "timeline", "follow_ups"), "mandate": ("mandates", "paperwork"),
    "facilitation_session": ("paperwork", "sittings"), "facilitation_attendance": ("paperwork", "sittings"),
    "paperwork_type": ("paperwork_types",),
    "activity": ("courses",), "activity_date": ("courses",), "activity_enrolment": ("courses", "timeline"),
    "activity_presence": ("courses", "timeline"), "workstation": ("workstations",),
    "orientation": ("timeline", "referrals"),
    "catalogue_provider": ("catalogue",), "catalogue_service": ("catalogue",), "catalogue_edition": ("catalogue",),
    "workstation_turn": ("workstations",), "appointment": ("agenda", "timeline"), "shift": ("agenda",),
    "leave": ("agenda",), "opening_slot": ("agenda",), "opening_exception": ("agenda",),
    "handover_note": ("handover",),
    "volunteer": ("volunteers", "courses", "timeline"), "volunteer_hours": ("volunteers", "timeline"),
    "shared_request": ("shared_services", "timeline"), "shared_service": ("shared_services",),
    "shared_participant": ("shared_services", "timeline"),
    "facilita_site": ("facilita",), "facilita_operator": ("facilita",), "facilita_batch": ("facilita",),
}  # fmt: skip
"""Kind of record → the collections a screen watches."""


class FactsReader(Protocol):
    """Reads what the store knows of the exchange."""

    def facts(self) -> Facts: ...


class StoppableLine:
    """A line that ends an exchange at its next question; nothing is lost by that."""

    def __init__(self, line: CentreLine) -> None:
        self._line = line
        self.stopped = False

    def push(self, request: PushRequest) -> PushAnswer:
        self._go_on()
        return self._line.push(request)

    def pull(self, request: PullRequest) -> PullAnswer:
        self._go_on()
        return self._line.pull(request)

    def push_ahead(self, request: PushRequest) -> Callable[[], PushAnswer]:
        self._go_on()
        return self._line.push_ahead(request)

    def pull_ahead(self, request: PullRequest) -> Callable[[], PullAnswer]:
        self._go_on()
        return self._line.pull_ahead(request)

    def compare(self, request: CompareRequest) -> CompareAnswer:
        self._go_on()
        return self._line.compare(request)

    def give_back(self, request: GiveBackRequest) -> GiveBackAnswer:
        self._go_on()
        return self._line.give_back(request)

    def erased(self, request: ErasedRequest) -> Notice:
        self._go_on()
        return self._line.erased(request)

    def look_up(self, request: LookUpRequest) -> LookUpAnswer:
        self._go_on()
        return self._line.look_up(request)

    def _go_on(self) -> None:
        if self.stopped:
            raise LineError(STOPPED)


class SyncedExchange:
    """See services.exchange_ports.ExchangeDoor. *turn* is a lock: one exchange at a time, and the desk waits for it."""

    def __init__(
        self,
        engine: SyncEngine,
        line: StoppableLine,
        facts: FactsReader,
        timetable: Timetable,
        clock: Clock,
        turn: AbstractContextManager[object],
    ) -> None:
        self._engine = engine
        self._line = line
        self._facts = facts
        self._timetable = timetable
        self._clock = clock
        self._turn = turn
        self._status = SyncStatus()
        self._strange = 0

    def state(self) -> SyncState:
        """What is known now; raises StorageError."""
        return self._status.state(self._facts.facts(), rome_time(self._clock.now()))

    def exchange(self) -> ExchangeNews:
        """Push, then pull, to the end; a line that is down is a state, not an error. Raises StorageError."""
        with self._turn:
            if self._line.stopped:  # the store is closed, or about to be
                return ExchangeNews()
            try:
                told = self._engine.exchange()
            except LineError as error:
                return self._failed(error)
            except Exception:
                self._status.broke(self._clock.now())
                self._timetable.failed("broke")
                raise
            self._status.succeeded(told)
            self._strange = 0
            self._timetable.succeeded()
            return self._with_standing_order(told)

    def stop(self) -> None:
        """An exchange under way ends at its next question."""
        self._line.stopped = True

    def finish(self) -> None:
        """The desk closes: wait until nothing is under way."""
        self.stop()
        with self._turn:
            return

    def pause_s(self, *, active: bool) -> float:
        """How long until the next one."""
        return self._timetable.pause_s(active=active)

    def _with_standing_order(self, told: Exchanged) -> ExchangeNews:
        """An order that was given before and not carried out yet still stands."""
        news = _news(told)
        if not told.halted or news.order:
            return news
        standing = self._facts.facts().order
        return replace(news, order=standing if standing in HALTING else REVOKED)

    def _failed(self, error: LineError) -> ExchangeNews:
        if error.reason == STOPPED:
            return ExchangeNews()
        self._strange = self._strange + 1 if isinstance(error, RevokedError) else self._strange
        revoked = isinstance(error, RevokedError) and (error.reason == HALTED or self._strange >= STRANGER_TIMES)
        self._status.failed(self._clock.now(), revoked=revoked)
        self._timetable.failed(error.reason, error.retry_after)
        news = _news(self._engine.told)
        return replace(news, order=REVOKED) if revoked else news


def clock_of(clock: Clock) -> Callable[[], int]:
    """Microseconds since 1970, as the engine counts."""
    return lambda: int(clock.now().timestamp() * 1_000_000)


def _news(told: Exchanged) -> ExchangeNews:
    shown = {name for kind in told.kinds for name in _SHOWN_IN.get(kind, ())}
    if told.sent or told.erased or told.healed or told.went_back or told.new_incarnations:
        shown.add("outbox")
    if told.erased:
        shown.update(name for names in _SHOWN_IN.values() for name in names)
    halting = [one.kind for one in told.orders if one.kind != NEW_KEY]
    return ExchangeNews(
        changed=frozenset(shown), order=halting[-1] if halting else "", recovering=told.recovering,
        new_key=max((one.number for one in told.orders if one.kind == NEW_KEY), default=0),
        erased=told.erased, healed=len(told.healed), new_identity=bool(told.new_incarnations),
    )
