"""What the services need of this desk's acts, of open questions and of applications."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from wemi_desk.domain.applications import Application, ApplicationEvent
from wemi_desk.domain.attachments import Attachment
from wemi_desk.domain.isee import IseeCertificate
from wemi_desk.domain.outbox_rows import OutboxRow
from wemi_desk.domain.questions import Question
from wemi_desk.domain.vouchers import Voucher, VoucherMovement

if TYPE_CHECKING:  # a Protocol only names them
    from wemi_desk.services.measure_ports import MeasureRecords
    from wemi_desk.services.paperwork.ports import PaperworkRecords


class ActRecords(Protocol):
    """Acts that came back, and acts that say more than a changed field. Nothing here deletes."""

    def refused(self, act_id: UUID) -> OutboxRow:
        """A refused act that nobody has withdrawn; raises RecordMissingError."""
        ...

    def send_again(self, act_id: UUID, field: str = "", value: str | None = None) -> None:
        """The same under a new act id, with another *value* where a field is named; raises InvalidFieldError.

        The refused act stays in the history, withdrawn.
        """
        ...

    def set_aside(self, act_id: UUID, note: str) -> None: ...

    def take_up(self, act_id: UUID) -> None: ...

    def withdraw(self, act_id: UUID, note: str) -> None:
        """Nobody pursues it; what it showed is not shown any more."""
        ...

    def say(
        self, verb: str, kind: str, record_id: UUID, subject_id: UUID | None, content: Mapping[str, Any]
    ) -> None:
        """An act of its own verb on a record; what is shown of the record follows."""
        ...


class QuestionRecords(Protocol):
    """What the centre asks; written by the centre alone."""

    def get(self, record_id: UUID) -> Question:
        """Raises RecordMissingError."""
        ...

    def open(self) -> Sequence[Question]:
        """Those without an answer, also without one that still waits here; oldest first."""
        ...

    def about(self, citizen_id: UUID) -> Sequence[Question]:
        """Those about one person, under any record that person has been."""
        ...


class ApplicationRecords(Protocol):
    """Applications for measures."""

    def add(self, record: Application) -> None: ...

    def replace(self, record: Application) -> None: ...

    def get(self, record_id: UUID) -> Application:
        """Raises RecordMissingError."""
        ...

    def of(self, citizen_id: UUID) -> Sequence[Application]:
        """Those of which this person is applicant or beneficiary, newest first. One that waits to be sent is QUEUED."""
        ...

    def shown(self, record_id: UUID) -> Application:
        """As :meth:`get`; QUEUED while it waits to be sent."""
        ...

    def open(self) -> Sequence[Application]:
        """Those of which somebody must still hear."""
        ...

    def isee_kinds(self, day: date) -> Mapping[UUID, frozenset[str]]:
        """Per draft, the kinds of attestation that its applicant or their household has on *day*."""
        ...

    def beside(self, beneficiary_id: UUID, measure_code: str) -> Sequence[Application]:
        """Those for the same person and measure that have not ended, newest first."""
        ...

    def history(self, application_id: UUID) -> Sequence[ApplicationEvent]:
        """Oldest first."""
        ...

    def add_event(self, event: ApplicationEvent) -> None: ...


class IseeRecords(Protocol):
    """ISEE attestations: never changed, a correction is a new one."""

    def add(self, record: IseeCertificate) -> None: ...

    def find(self, record_id: UUID) -> IseeCertificate | None: ...

    def of_citizen(self, citizen_id: UUID) -> Sequence[IseeCertificate]: ...

    def of_household(self, household_id: UUID) -> Sequence[IseeCertificate]: ...


class AttachmentRecords(Protocol):
    """What was attached to applications."""

    def add(self, record: Attachment) -> None: ...

    def of(self, application_id: UUID) -> Sequence[Attachment]: ...


class VoucherRecords(Protocol):
    """Vouchers and what moved on them."""

    def add(self, record: Voucher) -> None: ...

    def replace(self, record: Voucher) -> None: ...

    def get(self, record_id: UUID) -> Voucher:
        """Raises RecordMissingError."""
        ...

    def of(self, citizen_id: UUID) -> Sequence[Voucher]: ...

    def of_application(self, application_id: UUID) -> Sequence[Voucher]: ...

    def ending(self, first: date, last: date) -> Sequence[Voucher]:
        """Those whose last day lies between two, and that nobody revoked; the soonest first."""
        ...

    def movements(self, voucher_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[VoucherMovement]]:
        """Per voucher, in the order in which they happened."""
        ...

    def add_movement(self, movement: VoucherMovement) -> None: ...


class CasePaperRecords(Protocol):
    """Applications and vouchers as papers ask for them."""

    def applications_begun(self, begin: datetime, end: datetime) -> Sequence[Application]:
        """Those begun from *begin* until before *end*."""
        ...

    def vouchers_noted(self, begin: datetime, end: datetime) -> Sequence[Voucher]:
        """Those that came to be known from *begin* until before *end*."""
        ...

    def applications_for(self, measure_code: str) -> Sequence[Application]:
        """All of one measure, in whatever version."""
        ...

    def last_written(self, record_id: UUID) -> datetime | None:
        """When this desk last wrote the record; None for one that came from elsewhere."""
        ...


class SharedWork(Protocol):
    """What desks and centre decide together, in one transaction of a desk."""

    @property
    def acts(self) -> ActRecords: ...
    @property
    def questions(self) -> QuestionRecords: ...
    @property
    def applications(self) -> ApplicationRecords: ...
    @property
    def measures(self) -> MeasureRecords: ...
    @property
    def isee_certificates(self) -> IseeRecords: ...
    @property
    def attachments(self) -> AttachmentRecords: ...
    @property
    def vouchers(self) -> VoucherRecords: ...
    @property
    def paperwork(self) -> PaperworkRecords: ...
    @property
    def case_papers(self) -> CasePaperRecords: ...
