"""Papers with made-up contents."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from wemi_desk.documents import ShippedPrivacyNotices, TaggedPapers
from wemi_desk.domain.access_sheets import AccessRow, AccessSheet
from wemi_desk.domain.attendance_certificates import AttendanceCertificate, AttendedMeeting
from wemi_desk.domain.attendance_sheets import AttendanceSheet
from wemi_desk.domain.day_ledgers import DayLedger, LedgerReceipt, LedgerSheet
from wemi_desk.domain.day_sheets import CountTable, DaySheet
from wemi_desk.domain.slips import NextStep, PaperSpace, Slip

NOW = datetime(2026, 11, 18, 9, 42, tzinfo=UTC)
SPACE = PaperSpace("Spazio WeMi di prova", "via Esempio 3, Milano", "lun–ven 9:00–13:00")
SLIP = Slip(
    code="WDPRV261118001",
    space=SPACE,
    title="Promemoria: attivazione SPID",
    done=("Abbiamo aperto la richiesta di SPID.", "Le abbiamo mostrato come leggere la posta elettronica."),
    recorded_at=NOW,
    bring=("Carta d’identità valida", "Tessera sanitaria"),
    next_step=NextStep(date(2026, 11, 20), time(10, 30), "ritorni allo sportello per finire la registrazione"),
    person="Łukasz D’Àmico",
)
DAY = DaySheet(
    SPACE,
    date(2026, 11, 18),
    (
        CountTable(
            "Contatti per bisogno", "Bisogno", (("Identità digitale", 7), ("ISEE", 5)), "La somma può superare."
        ),
        CountTable("Ancora aperti", "Che cosa", ()),
    ),
)
LEDGER_SHEET = LedgerSheet(
    space=SPACE,
    ledger=DayLedger(
        day=date(2026, 11, 18), made=41, received=37, first=120, last=160, chain=bytes(range(32)),
        receipt=LedgerReceipt(at=NOW, last=158, chain=bytes(range(1, 33)), signature=bytes(range(64))),
    ),
    held=(("in attesa di invio", 3), ("da controllare, codice foreign_space", 1)),
    by_kind=(("Contatto", 30, 28), ("Scheda di una persona", 11, 9)),
)  # fmt: skip
ACCESSES = AccessSheet(
    SPACE,
    "Łukasz D’Àmico",
    (
        AccessRow("18/11/2026, 10:42", "Giulia R.", "Ha aperto la scheda", "la persona è qui"),
        AccessRow("02/10/2026, 09:05", "il programma", "È comparsa tra i nomi simili", ""),
    ),
)
ATTENDANCE = AttendanceSheet(
    space=SPACE, title="SPID passo per passo", kind="Facilitazione di gruppo", starts_at=NOW,
    ends_at=datetime(2026, 11, 18, 11, 12, tzinfo=UTC), number=2, of=4, room="Sala A", leader="Giulia R.",
    names=(("Brambilla Carlo", True), ("D’Àmico Łukasz", False)), unnamed=0, empty_rows=3,
)  # fmt: skip
CERTIFICATE = AttendanceCertificate(
    space=SPACE, person="Łukasz D’Àmico", title="Lettura ad alta voce", kind="Lettura ad alta voce", held=3,
    meetings=(
        AttendedMeeting(NOW, datetime(2026, 11, 18, 11, 12, tzinfo=UTC)),
        AttendedMeeting(
            datetime(2026, 11, 25, 9, 42, tzinfo=UTC), datetime(2026, 11, 25, 11, 12, tzinfo=UTC),
            arrived_at=datetime(2026, 11, 25, 10, 0, tzinfo=UTC),
        ),
    ),
)  # fmt: skip
NOTICES = ShippedPrivacyNotices()
VERSION = NOTICES.current_version()


def papers(now=NOW):
    return TaggedPapers(NOTICES, lambda: now)


def slip(**changes):
    return papers().slip(replace(SLIP, **changes))


def languages():
    return [notice.language for notice in NOTICES.offered()]
