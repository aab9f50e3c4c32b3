"""What the desk needs in order to print: papers as PDF/A bytes, and the texts of the informativa."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # only named here
    from wemi_desk.domain.access_sheets import AccessSheet
    from wemi_desk.domain.application_papers import (
        ApplicationReceipt,
        ApplicationSummary,
        MissingList,
        ProtocolList,
        VoucherLetter,
    )
    from wemi_desk.domain.appointment_cards import AppointmentCard
    from wemi_desk.domain.attendance_certificates import AttendanceCertificate
    from wemi_desk.domain.attendance_sheets import AttendanceSheet
    from wemi_desk.domain.catalogue_papers import CatalogueSheet
    from wemi_desk.domain.day_ledgers import LedgerSheet
    from wemi_desk.domain.day_sheets import DaySheet
    from wemi_desk.domain.paperwork_slips import BringList, MandateForm, PaperworkSlip
    from wemi_desk.domain.privacy_notices import NoticeText
    from wemi_desk.domain.shared_sheets import SharedGroupSheet, SharedProposalSheet
    from wemi_desk.domain.slips import Slip


class Papers(Protocol):
    """Prints on paper: every method returns one PDF/A-2b file."""

    def slip(self, slip: Slip) -> bytes: ...

    def privacy_notice(self, language: str, version: str) -> bytes:
        """Raise PrivacyNoticeMissingError or UnprintableTextError rather than print another language."""
        ...

    def day_summary(self, sheet: DaySheet) -> bytes: ...

    def day_ledger(self, sheet: LedgerSheet) -> bytes: ...

    def access_list(self, sheet: AccessSheet) -> bytes: ...

    def application_summary(self, summary: ApplicationSummary) -> bytes: ...

    def missing_list(self, missing: MissingList) -> bytes: ...

    def application_receipt(self, receipt: ApplicationReceipt) -> bytes: ...

    def voucher_letter(self, letter: VoucherLetter) -> bytes: ...

    def protocol_list(self, listed: ProtocolList) -> bytes: ...

    def attendance_sheet(self, sheet: AttendanceSheet) -> bytes: ...

    def attendance_certificate(self, certificate: AttendanceCertificate) -> bytes: ...

    def shared_sheet(self, sheet: SharedProposalSheet | SharedGroupSheet) -> bytes: ...

    def paperwork_slip(self, slip: PaperworkSlip) -> bytes: ...

    def bring_list(self, missing: BringList) -> bytes: ...

    def mandate_form(self, form: MandateForm) -> bytes: ...

    def appointment_card(self, card: AppointmentCard) -> bytes: ...

    def catalogue_sheet(self, sheet: CatalogueSheet) -> bytes: ...


class PrivacyNotices(Protocol):
    """The informative that ship with the desk."""

    def current_version(self) -> str: ...

    def offered(self) -> tuple[NoticeText, ...]:
        """The current version in every language that can be printed, Italian first."""
        ...

    def get(self, language: str, version: str) -> NoticeText:
        """Raise PrivacyNoticeMissingError when that text does not exist."""
        ...
