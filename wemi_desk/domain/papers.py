"""What a citizen may take home now, and what became of a slip handed out before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

if TYPE_CHECKING:  # a paper is loaded by who puts it together
    from wemi_desk.domain.access_sheets import AccessSheet
    from wemi_desk.domain.application_papers import (
        ApplicationReceipt,
        ApplicationSummary,
        MissingList,
        ProtocolList,
        VoucherLetter,
    )
    from wemi_desk.domain.applications import Application
    from wemi_desk.domain.appointment_cards import AppointmentCard
    from wemi_desk.domain.appointments import Appointment
    from wemi_desk.domain.attendance_certificates import AttendanceCertificate
    from wemi_desk.domain.attendance_sheets import AttendanceSheet
    from wemi_desk.domain.catalogue_papers import CatalogueSheet
    from wemi_desk.domain.citizens import CitizenId
    from wemi_desk.domain.contacts import Contact
    from wemi_desk.domain.day_ledgers import LedgerSheet
    from wemi_desk.domain.day_sheets import DaySheet
    from wemi_desk.domain.paperwork_cases import PaperworkCase
    from wemi_desk.domain.paperwork_slips import BringList, MandateForm, PaperworkSlip
    from wemi_desk.domain.shared_sheets import SharedGroupSheet, SharedProposalSheet
    from wemi_desk.domain.slips import Slip
    from wemi_desk.domain.vouchers import Voucher


class PaperKind(StrEnum):
    """Kinds of paper, as the record of a print names them."""

    SLIP = "slip"
    PRIVACY_NOTICE = "privacy_notice"
    DAY = "day"
    LEDGER = "ledger"
    ACCESSES = "accesses"
    APPLICATION = "application_summary"
    MISSING = "missing_list"
    RECEIPT = "application_receipt"
    VOUCHER = "voucher_letter"
    PROTOCOL_LIST = "protocol_list"
    ATTENDANCE = "attendance_sheet"
    CERTIFICATE = "attendance_certificate"
    PAPERWORK = "paperwork_slip"
    BRING = "bring_list"
    MANDATE = "mandate_form"
    APPOINTMENT = "appointment_card"
    SHARED_PROPOSAL = "shared_proposal"
    SHARED_GROUP = "shared_group"
    CATALOGUE = "catalogue_sheet"


@dataclass(frozen=True, slots=True)
class NoticePaper:
    """The informativa of one version in one language; *instead_of* is the one spoken, where there is no text in it."""

    language: str
    version: str
    instead_of: str = ""


PaperContent: TypeAlias = (
    "Slip | NoticePaper | DaySheet | LedgerSheet | AccessSheet"
    " | ApplicationSummary | MissingList | ApplicationReceipt | VoucherLetter | ProtocolList | AttendanceSheet"
    " | AttendanceCertificate | PaperworkSlip | BringList | MandateForm | AppointmentCard"
    " | SharedProposalSheet | SharedGroupSheet | CatalogueSheet"
)


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper, put together and not yet drawn; *object_id* is the act it is about."""

    content: PaperContent
    object_id: UUID | None = None
    citizen_id: CitizenId | None = None

    @property
    def kind(self) -> PaperKind:
        """What it is."""
        return _KINDS[type(self.content).__name__]


_KINDS: dict[str, PaperKind] = {
    "Slip": PaperKind.SLIP,
    "NoticePaper": PaperKind.PRIVACY_NOTICE,
    "DaySheet": PaperKind.DAY,
    "LedgerSheet": PaperKind.LEDGER,
    "AccessSheet": PaperKind.ACCESSES,
    "ApplicationSummary": PaperKind.APPLICATION,
    "MissingList": PaperKind.MISSING,
    "ApplicationReceipt": PaperKind.RECEIPT,
    "VoucherLetter": PaperKind.VOUCHER,
    "ProtocolList": PaperKind.PROTOCOL_LIST,
    "AttendanceSheet": PaperKind.ATTENDANCE,
    "AttendanceCertificate": PaperKind.CERTIFICATE,
    "PaperworkSlip": PaperKind.PAPERWORK,
    "BringList": PaperKind.BRING,
    "MandateForm": PaperKind.MANDATE,
    "AppointmentCard": PaperKind.APPOINTMENT,
    "SharedProposalSheet": PaperKind.SHARED_PROPOSAL,
    "SharedGroupSheet": PaperKind.SHARED_GROUP,
    "CatalogueSheet": PaperKind.CATALOGUE,
}


@dataclass(frozen=True, slots=True)
class CaseState:
    """What is true now about the application, or the voucher without one, of a paper; *saved_at* at the desk.

    *measure* is what it is called, where that is known.
    """

    citizen_id: CitizenId
    saved_at: datetime
    application: Application | None = None
    voucher: Voucher | None = None
    measure: str = ""


@dataclass(frozen=True, slots=True)
class MatterState:
    """What is true now about the pratica of a paper; *citizen_id* is None for a help without a name."""

    case: PaperworkCase
    citizen_id: CitizenId | None = None


@dataclass(frozen=True, slots=True)
class SlipState:
    """What is true now about the act of a slip: *contact* is the latest version of it."""

    contact: Contact
    citizen_id: CitizenId | None
    is_corrected: bool = False
    cancelled_at: datetime | None = None
    is_received: bool = False
    refused: str | None = None
    """Why the centre did not take it, as a code; None when it did, or has not been asked yet."""


@dataclass(frozen=True, slots=True)
class AppointmentState:
    """The appointment of a card, as it stands now."""

    appointment: Appointment
    citizen_id: CitizenId | None = None


AnyState = SlipState | CaseState | MatterState | AppointmentState
