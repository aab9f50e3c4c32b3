"""Every paper behind one door; the heavy libraries are loaded when the first one is printed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from wemi_desk.domain.access_sheets import AccessSheet
from wemi_desk.domain.day_ledgers import LedgerSheet
from wemi_desk.domain.day_sheets import DaySheet
from wemi_desk.domain.slips import Slip
from wemi_desk.guards import forbid_on_ui_thread
from wemi_desk.services.paper_ports import PrivacyNotices


class TaggedPapers:
    """Prints through reportlab and pikepdf: tagged, PDF/A-2b, or an error."""

    def __init__(self, notices: PrivacyNotices, now: Callable[[], datetime]) -> None:
        self._notices = notices
        self._now = now

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
