"""Hand-written stand-ins for what lies outside the program."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from wemi_desk.domain.privacy_notices import NoticeText

MORNING = datetime(2026, 11, 18, 8, 30, tzinfo=UTC)


class FakeClock:
    """Stands still until told to go on; counts from the morning of a Wednesday in November."""

    def __init__(self, now=MORNING):
        self.instant = now

    def now(self):
        return self.instant

    def today(self):
        return self.instant.astimezone(ZoneInfo("Europe/Rome")).date()

    def monotonic_ms(self):
        return int((self.instant - MORNING).total_seconds() * 1000)

    def behind(self):
        return timedelta(0)

    def pass_by(self, **spell):
        self.instant += timedelta(**spell)


class CountedIds:
    """UUIDv7-shaped identifiers, each greater than the one before."""

    def __init__(self, start=0):
        self.last = start

    def __call__(self):
        self.last += 1
        return UUID(int=(0x0190 << 112) | (7 << 76) | (2 << 62) | self.last)


class PlainContactDetails:
    """Digits and an at-sign, without any library."""

    def normalised_phone(self, text):
        digits = re.sub(r"\D", "", text)
        if len(digits) < 6:
            return None
        return "+" + digits if text.strip().startswith("+") else "+39" + digits

    def shown_phone(self, number):
        return (number or "").removeprefix("+39")

    def normalised_email(self, text):
        name, at, domain = text.strip().partition("@")
        return f"{name}@{domain.lower()}" if name and at and domain else None


class FixedNotices:
    """An informativa in two languages."""

    def __init__(self, version="2026-11"):
        self.version = version

    def current_version(self):
        return self.version

    def offered(self):
        return [self._text(language) for language in ("it", "en")]

    def find(self, language, version):
        return self._text(language)

    def _text(self, language):
        return NoticeText(
            version=self.version, language=language, sha256="ab" * 32, title="Informativa", paragraphs=("Testo.",),
            is_draft=True, draft_note="Bozza", public_address="esempio.it",
        )


class PlainPapers:
    """Papers whose bytes name what they say."""

    def slip(self, slip):
        return f"slip {slip.code}".encode()

    def privacy_notice(self, language, version):
        return f"notice {language} {version}".encode()

    def day_summary(self, sheet):
        return f"day {sheet.on}".encode()

    def day_ledger(self, sheet):
        return f"ledger {sheet.ledger.day}".encode()

    def access_list(self, sheet):
        return f"accesses {len(sheet.rows)}".encode()

    def application_summary(self, summary):
        return f"application {summary.head.code} {summary.head.state}".encode()

    def missing_list(self, missing):
        return f"missing {missing.head.code} {len(missing.things)}".encode()

    def application_receipt(self, receipt):
        return f"receipt {receipt.head.code} {receipt.head.state}".encode()

    def voucher_letter(self, letter):
        return f"voucher {letter.head.code}".encode()

    def protocol_list(self, listed):
        return f"list {len(listed.rows)}".encode()

    def attendance_sheet(self, sheet):
        return f"attendance {sheet.title} {len(sheet.names)}".encode()

    def shared_sheet(self, sheet):
        return f"shared {sheet}".encode()

    def paperwork_slip(self, slip):
        return f"pratica {slip.head.code} {slip.head.language}".encode()

    def bring_list(self, missing):
        return f"bring {missing.head.code} {len(missing.things)}".encode()

    def mandate_form(self, form):
        return f"mandate {form.head.title.italian}".encode()

    def catalogue_sheet(self, sheet):
        return f"catalogue {len(sheet.titles)}".encode()


class PlainSealer:
    """Binds a text to its place and key without ciphering it: fast, and it still notices what was moved."""

    def __init__(self, key=b"k"):
        self.key = key

    def seal(self, plain, about):
        return self.key + b"|" + about + b"|" + plain

    def open(self, sealed, about):
        start = self.key + b"|" + about + b"|"
        if not sealed.startswith(start):
            raise ValueError("the seal does not fit")
        return sealed[len(start):]
