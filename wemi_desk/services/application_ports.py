"""What a desk can do about applications, vouchers, attachments and follow-ups. Every call blocks: use a lane."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from wemi_desk.domain.application_states import Step
from wemi_desk.domain.applications import (
    Application,
    ApplicationEvent,
    ApplicationId,
    Group,
    ReceiptNoted,
    Representation,
)
from wemi_desk.domain.attachments import Attachment
from wemi_desk.domain.call_backs import CallBack
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.eligibility_results import EligibilityResult
from wemi_desk.domain.follow_ups import FollowUpLine
from wemi_desk.domain.vouchers import Balance, MovementId, Voucher, VoucherMovement


@dataclass(frozen=True, slots=True, kw_only=True)
class NewApplications:
    """What is typed once for one applicant and several beneficiaries."""

    applicant_id: CitizenId
    beneficiary_ids: Sequence[CitizenId]
    measure_code: str
    measure_version: int = 0
    applicant_role: str = ""
    representation: Representation | None = None
    household_id: UUID | None = None
    household_size: int | None = None
    isee_id: UUID | None = None
    group: Group | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """An application for the same measure and beneficiary that this desk knows of. Whose it is, is not said."""

    application_id: ApplicationId
    state: str
    created_at: datetime
    here: bool
    """Made in this space."""
    citizen_id: CitizenId
    """To tell whether it is the same applicant's; never to show whose it is."""


class CasesDoor(Protocol):
    """Applications from the first question to the outcome. Until there is a receipt nothing counts as submitted."""

    def of(self, citizen_id: CitizenId) -> Sequence[Application]:
        """Those of which this person is applicant or beneficiary, newest first."""
        ...

    def get(self, application_id: UUID) -> Application:
        """With state QUEUED while it waits for the line. Raises RecordMissingError."""
        ...

    def history(self, application_id: UUID) -> Sequence[ApplicationEvent]:
        """Oldest first."""
        ...

    def next_steps(self, application_id: UUID) -> Sequence[Step]: ...

    def before(self, beneficiary_id: CitizenId, measure_code: str) -> Sequence[Before]:
        """What was begun already for this child and measure: warned of, never forbidden."""
        ...

    def start_all(self, new: NewApplications) -> Sequence[Application]:
        """One draft for each beneficiary, all or none. Raises InvalidFieldError."""
        ...

    def change(self, application: Application) -> Application:
        """Write what differs in a draft. Raises InvalidFieldError when it is not the desk's any more."""
        ...

    def tick(self, application_id: UUID, code: str, *, ticked: bool = True) -> Application:
        """A declaration that was read aloud."""
        ...

    def see_document(self, application_id: UUID, kind: str, expires_on: date | None = None) -> Application: ...

    def check(self, application_id: UUID) -> EligibilityResult:
        """As if it were received now."""
        ...

    def missing(self, application_id: UUID) -> Sequence[str]:
        """Codes of what keeps it from being ready: ``role``, ``isee``, ``declaration:<code>``, ``document:<code>`` …"""
        ...

    def make_ready(self, application_id: UUID, override_reason: str = "") -> Changes:
        """Raises NotReadyError with what is missing."""
        ...

    def move_version(self, application_id: UUID) -> Application:
        """Judged by the corrected call from now on."""
        ...

    def back_to_draft(self, application_id: UUID) -> Changes: ...

    def cancel(self, application_id: UUID, reason: str) -> Changes: ...

    def submit(self, application_id: UUID) -> Changes:
        """Hand it to the centre with the next exchange; what the centre answers is its receipt."""
        ...

    def note_receipt(self, application_id: UUID, noted: ReceiptNoted) -> Changes:
        """Copied from a paper, and marked so until the centre says the same. Raises InvalidFieldError."""
        ...

    def withdraw(self, application_id: UUID, reason: str = "") -> Changes: ...

    def reapply(self, application_id: UUID) -> Application:
        """A new draft linked to one that ended."""
        ...


class AttachmentsDoor(Protocol):
    """Files that a measure asks for."""

    def of(self, application_id: UUID) -> Sequence[Attachment]: ...

    def attach(self, application_id: UUID, code: str, path: Path) -> Attachment:
        """Make the file anew, keep it sealed for the centre. Raises InvalidFieldError("attachment", reason)."""
        ...


class VouchersDoor(Protocol):
    """Credit and what became of it; the desk issues nothing."""

    def of(self, citizen_id: CitizenId) -> Sequence[Voucher]: ...

    def get(self, voucher_id: UUID) -> Voucher: ...

    def movements(self, voucher_id: UUID) -> Sequence[VoucherMovement]:
        """Oldest first."""
        ...

    def balance(self, voucher_id: UUID) -> Balance: ...

    def state(self, voucher_id: UUID) -> str: ...

    def note(
        self, application_id: UUID, number: str, amount_cents: int, issued_on: date, spend_until: date | None
    ) -> Voucher:
        """A voucher read from a paper; raises InvalidFieldError."""
        ...

    def note_movement(
        self,
        voucher_id: UUID,
        kind: str,
        amount_cents: int,
        at: datetime,
        *,
        provider: str = "",
        refers_to: MovementId | None = None,
        reference: str = "",
    ) -> VoucherMovement:
        """A movement read from a paper; one that takes the balance below zero is refused (InvalidFieldError)."""
        ...


class FollowUpsDoor(Protocol):
    """What must not be forgotten in this space."""

    def lines(self, reasons: Collection[str] = ()) -> Sequence[FollowUpLine]:
        """All of them, or those of some reasons: the nearest day first."""
        ...

    def counts(self) -> Mapping[str, int]:
        """How many lines each reason has."""
        ...

    def call_back(self, line: FollowUpLine) -> CallBack:
        """The open promise to call this person; made when there is none."""
        ...


