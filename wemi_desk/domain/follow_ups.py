"""What somebody must not forget about applications, vouchers and paperwork: why, and by when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wemi_desk.domain.applications import Application
from wemi_desk.domain.call_backs import CallBack
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.paperwork_cases import PaperworkCase, is_due, is_flagged
from wemi_desk.domain.slip_codes import slip_code
from wemi_desk.domain.vouchers import Voucher, VoucherMovement, expiry_warning, residual

WAITING_ISEE, READY_UNSENT, INTEGRATION_DUE = "waiting_isee", "ready_unsent", "integration_due"
OUTCOME_DUE, VOUCHER_EXPIRING, TO_CALL = "outcome_due", "voucher_expiring", "to_call"
CALL_CORRECTED, UNFINISHED = "call_corrected", "unfinished"
PAPERWORK_DUE, PAPERWORK_FORGOTTEN = "paperwork_due", "paperwork_forgotten"
REASONS = (
    CALL_CORRECTED, READY_UNSENT, INTEGRATION_DUE, WAITING_ISEE, VOUCHER_EXPIRING, OUTCOME_DUE, PAPERWORK_DUE, TO_CALL,
    UNFINISHED, PAPERWORK_FORGOTTEN,
)  # fmt: skip
OUTCOME_AFTER = timedelta(days=60)
"""Nobody said by when: so long after the receipt somebody asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpLine:
    """One thing to do. *code* is what the paper shows instead of a name: a protocol number, or the desk's own code."""

    reason: str
    due_on: date | None
    citizen_id: CitizenId
    code: str
    application: Application | None = None
    voucher: Voucher | None = None
    left_cents: int | None = None
    warning_days: int | None = None
    """60, 30 or 7 for a voucher."""
    matter: PaperworkCase | None = None
    call_back: CallBack | None = None
    """The open promise to call this person, if there is one."""

    def is_late(self, today: date) -> bool:
        """Its day has passed."""
        return self.due_on is not None and self.due_on < today


def reason_of(application: Application, today: date, *, isee_is_missing: bool, changes: bool = False) -> str:
    """Why this application stands in the list today; empty when it does not.

    *changes*: the corrected call would judge it otherwise.
    """
    match application.state:
        case "draft" | "ready" if changes:
            return CALL_CORRECTED
        case "draft" if isee_is_missing:
            return WAITING_ISEE
        case "ready" | "queued":
            return READY_UNSENT
        case "integration_requested":
            return INTEGRATION_DUE
        case "submitted" | "registered" | "under_review" | "integrated" if _outcome_on(application, today) <= today:
            return OUTCOME_DUE
        case "draft":
            return TO_CALL if application.next_on is not None else UNFINISHED
    return ""


def due_on(application: Application, reason: str, closes_on: date | None, today: date) -> date | None:
    """By when."""
    match reason:
        case "ready_unsent" | "call_corrected" | "unfinished":
            return closes_on or application.next_on
        case "integration_due":
            return application.integration_due_on
        case "outcome_due":
            return _outcome_on(application, today)
        case "waiting_isee":
            return application.next_on or closes_on
    return application.next_on


def _outcome_on(application: Application, today: date) -> date:
    if application.outcome_due_on is not None:
        return application.outcome_due_on
    sent = application.submitted_at or application.received_at
    return rome_day(sent) + OUTCOME_AFTER if sent else today


def voucher_line(
    voucher: Voucher, movements: Iterable[VoucherMovement], today: date, call_back: CallBack | None = None
) -> FollowUpLine | None:
    """A line where credit will end soon."""
    movements = list(movements)
    warning = expiry_warning(voucher, movements, today)
    if warning is None:
        return None
    return FollowUpLine(
        reason=VOUCHER_EXPIRING, due_on=voucher.spend_until, citizen_id=voucher.citizen_id, code=voucher.number,
        voucher=voucher, left_cents=residual(voucher, movements, today), warning_days=warning, call_back=call_back,
    )  # fmt: skip


def matter_line(
    case: PaperworkCase, now: datetime, after: timedelta, call_back: CallBack | None = None
) -> FollowUpLine | None:
    """A line where a matter is to be taken up again, or was forgotten; nobody follows one that has no person."""
    due = is_due(case, rome_day(now))
    if case.citizen_id is None or not (due or is_flagged(case, now, after)):
        return None
    return FollowUpLine(
        reason=PAPERWORK_DUE if due else PAPERWORK_FORGOTTEN, due_on=case.next_on, citizen_id=case.citizen_id,
        code=slip_code(case.id, case.opened_at), matter=case, call_back=call_back,
    )  # fmt: skip


def counted(lines: Iterable[FollowUpLine]) -> Mapping[str, int]:
    """How many lines have each reason; every reason is there."""
    counts = dict.fromkeys(REASONS, 0)
    for line in lines:
        counts[line.reason] += 1
    return counts


def in_order(lines: Iterable[FollowUpLine]) -> list[FollowUpLine]:
    """The nearest day first; among equals what is ready and not sent; without a day last."""
    return sorted(
        lines, key=lambda line: (line.due_on is None, line.due_on or date.max, REASONS.index(line.reason), line.code)
    )


