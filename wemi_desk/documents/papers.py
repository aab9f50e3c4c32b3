"""Every paper behind one door; the heavy libraries are loaded when the first one is printed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from wemi_desk.guards import forbid_on_ui_thread
from wemi_desk.services.paper_ports import PrivacyNotices

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
    from wemi_desk.domain.shared_sheets import SharedGroupSheet, SharedProposalSheet
    from wemi_desk.domain.slips import Slip


class TaggedPapers:
    """Prints through reportlab and pikepdf: tagged, PDF/A-2b, or an error. *branding* holds the emblems, if any."""

    def __init__(self, notices: PrivacyNotices, now: Callable[[], datetime], branding: Path | None = None) -> None:
        self._notices = notices
        self._now = now
        self._branding = branding

    def slip(self, slip: Slip) -> bytes:
        forbid_on_ui_thread("paper")
        from wemi_desk.documents.slip import render

        return render(slip, self._now())

    def privacy_notice(self, language: str, version: str) -> bytes:
        forbid_on_ui_thread("paper")
        from wemi_desk.documents.privacy_notice import render

        return render(self._notices.get(language, version), self._now())

    def access_list(self, sheet: AccessSheet) -> bytes:
        forbid_on_ui_thread("paper")
        from wemi_desk.documents.access_list import render

        return render(sheet, self._now())

    def day_summary(self, sheet: DaySheet) -> bytes:
        forbid_on_ui_thread("paper")
        from wemi_desk.documents.day_summary import render

        return render(sheet, self._now())

    def day_ledger(self, sheet: LedgerSheet) -> bytes:
        forbid_on_ui_thread("paper")
        from wemi_desk.documents.day_ledger import render

        return render(sheet, self._now())

    def application_summary(self, summary: ApplicationSummary) -> bytes:
        forbid_on_ui_thread("paper")
        from wemi_desk.documents.application import render

        return render(summary, self._now(), self._branding)

    def missing_list(self, missing: MissingList) -> bytes:
        forbid_on_ui_thread("paper")
        from wemi_desk.documents.missing_list import render

        return render(missing, self._now(), self._branding)

    def application_receipt(self, receipt: ApplicationReceipt) -> bytes:
        forbid_on_ui_thread("paper")
        from wemi_desk.documents.application_receipt import render

        return render(receipt, self._now(), self._branding)

    def voucher_letter(self, letter: VoucherLetter) -> bytes:
        forbid_on_ui_thread("paper")
        from wemi_desk.documents.voucher_letter import render

        return render(letter, self._now(), self._branding)

    def protocol_list(self, listed: ProtocolList) -> bytes:
        forbid_on_ui_thread("paper")
        from wemi_desk.documents.protocol_list import render

        return render(listed, self._now())

    def shared_sheet(self, sheet: SharedProposalSheet | SharedGroupSheet) -> bytes:
        forbid_on_ui_thread("paper")
        from wemi_desk.documents.shared_services import render

        return render(sheet, self._now())

    def attendance_sheet(self, sheet: AttendanceSheet) -> bytes:
        forbid_on_ui_thread("paper")
        from wemi_desk.documents.attendance_sheet import render

        return render(sheet, self._now())

    def attendance_certificate(self, certificate: AttendanceCertificate) -> bytes:
        forbid_on_ui_thread("paper")
        from wemi_desk.documents.attendance_certificate import render

        return render(certificate, self._now())

    def catalogue_sheet(self, sheet: CatalogueSheet) -> bytes:
        forbid_on_ui_thread("paper")
        from wemi_desk.documents.catalogue_sheet import render

        return render(sheet, self._now())

    def paperwork_slip(self, slip: PaperworkSlip) -> bytes:
        forbid_on_ui_thread("paper")
        from wemi_desk.documents.paperwork_slip import render

        return render(slip, self._now())

    def bring_list(self, missing: BringList) -> bytes:
        forbid_on_ui_thread("paper")
        from wemi_desk.documents.paperwork_slip import render_list

        return render_list(missing, self._now())

    def mandate_form(self, form: MandateForm) -> bytes:
        forbid_on_ui_thread("paper")
        from wemi_desk.documents.mandate_form import render

        return render(form, self._now())

    def appointment_card(self, card: AppointmentCard) -> bytes:
        forbid_on_ui_thread("paper")
        from wemi_desk.documents.appointment_card import render

        return render(card, self._now())
