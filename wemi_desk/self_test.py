"""Does this installation hold together? Each library with native code or data is used once, in a temporary folder.

A frozen program that starts well may still lack a table, a barcode or a colour profile: it is asked for all of them,
after the build, after an update, and whenever somebody doubts (``wemi-desk self-test``).
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from wemi_desk.i18n import N_, _


@dataclass(frozen=True, slots=True)
class Tried:
    """One part, what it answered, and whether that was right."""

    name: str
    label: str
    answer: str
    ok: bool


Trial = Callable[[Path], str]


def run() -> list[Tried]:
    """Every trial; never raises for what it finds, and leaves nothing behind."""
    with tempfile.TemporaryDirectory(prefix="wemi-self-test-") as folder:
        return [_tried(name, label, trial, Path(folder)) for name, label, trial in _TRIALS]


def as_text(tried: list[Tried]) -> str:
    """One line a part."""
    width = max(len(_(one.label)) for one in tried)
    lines = [f" {'✓' if one.ok else '✗'} {_(one.label):<{width}}  {one.answer}" for one in tried]
    return "\n".join([*lines, "", _verdict(tried)])


def as_json(tried: list[Tried]) -> str:
    """The same for a program."""
    return json.dumps({"ok": is_whole(tried), "parts": [asdict(one) for one in tried]}, ensure_ascii=False, indent=1)


def is_whole(tried: list[Tried]) -> bool:
    return all(one.ok for one in tried)


def _verdict(tried: list[Tried]) -> str:
    return _("Il programma è intero.") if is_whole(tried) else _("Il programma non è intero: installalo di nuovo.")


def _tried(name: str, label: str, trial: Trial, folder: Path) -> Tried:
    try:
        return Tried(name, label, trial(folder), ok=True)
    except Exception as error:  # noqa: BLE001 (whatever is missing is what is looked for)
        return Tried(name, label, f"{type(error).__name__}: {error}"[:300], ok=False)


def _demand(*, holds: bool, what: str) -> None:
    if not holds:
        raise RuntimeError(what)


def _store(folder: Path) -> str:
    """A new encrypted store, from every schema that ever shipped to today's."""
    from wemi_desk.persistence import upgrade
    from wemi_desk.persistence.database import open_engine
    from wemi_desk.persistence.migrations import LATEST

    key = os.urandom(32)
    for number in range(1, int(LATEST) + 1):
        path = folder / f"store-{number}.db"
        engine = open_engine(path, key)
        try:
            upgrade.upgrade(engine, f"{number:04}")
            upgrade.upgrade(engine)
            _demand(holds=upgrade.current(engine) == LATEST, what=f"{number:04}")
        finally:
            engine.dispose()
    _demand(holds=not path.read_bytes().startswith(b"SQLite format 3"), what="not encrypted")
    return _("schema {latest}, anche da ognuno dei precedenti").format(latest=LATEST)


def _paper(_folder: Path) -> str:
    """A tagged PDF/A with its two codes, valid by its own rules, and turned into a picture."""
    import pypdfium2

    from wemi_desk.documents import ShippedPrivacyNotices, TaggedPapers
    from wemi_desk.domain.slips import PaperSpace, Slip

    def now() -> datetime:
        return datetime(2026, 11, 22, 9, tzinfo=UTC)

    papers = TaggedPapers(ShippedPrivacyNotices(), now)
    written = papers.slip(Slip("WDPRV261122001", PaperSpace("Prova"), "Prova", ("Prova à è ì €",), now()))
    _demand(holds=b"pdfaid" in written and b"OutputIntent" in written, what="not PDF/A")
    with pypdfium2.PdfDocument(written) as document:
        text = document[0].get_textpage().get_text_range()
        width, _height = document[0].render(scale=1).to_pil().size
    _demand(holds="Prova" in text and width > 100, what="not readable")
    return f"{len(written) // 1000} kB"


def _scripts(_folder: Path) -> str:
    """Arabic, Bengali, Chinese: shaped with our own fonts."""
    from wemi_desk.documents import ShippedPrivacyNotices, TaggedPapers

    notices = ShippedPrivacyNotices()
    papers = TaggedPapers(notices, lambda: datetime(2026, 11, 22, 9, tzinfo=UTC))
    for language in ("ar", "bn", "zh"):
        papers.privacy_notice(language, notices.current_version())
    return "ar, bn, zh"


def _secrets(_folder: Path) -> str:
    """Argon2id and AES-GCM: what is closed opens again, and not with another key."""
    from wemi_desk.domain.access import Cost
    from wemi_desk.gateways.boxes import SealBrokenError, seal, unseal
    from wemi_desk.gateways.derivation import FLOOR, Derivation

    cost = Cost(passes=FLOOR.passes, memory_kib=FLOOR.memory_kib, lanes=FLOOR.lanes)
    key = Derivation(cost).derive(b"prova", b"0123456789abcdef", cost)
    _demand(holds=unseal(key, seal(key, b"prova", b"x"), b"x") == b"prova", what="AES-GCM")
    try:
        unseal(bytes(32), seal(key, b"prova", b"x"), b"x")
    except SealBrokenError:
        return "Argon2id, AES-GCM"
    raise RuntimeError("a wrong key opens")


def _keyring(_folder: Path) -> str:
    """Whether there is a keyring is the system's affair (see ``doctor``); here, that the program can ask for it."""
    from wemi_desk.domain.errors import KeyringMissingError
    from wemi_desk.gateways.keyring_secrets import class_name, trusted_backend

    try:
        return class_name(trusted_backend())
    except KeyringMissingError:
        return _("nessuno in questa sessione")


def _compression(_folder: Path) -> str:
    from wemi_desk.sync.compression import packed, unpacked

    body = b"prova" * 1000
    small, encoding = packed(body, "zstd, gzip")
    _demand(holds=encoding == "zstd" and unpacked(small, encoding, len(body)) == body, what="zstd")
    return "zstd"


def _details(_folder: Path) -> str:
    from wemi_desk.gateways.contact_details import LibraryContactDetails

    number = LibraryContactDetails().normalised_phone("02 8844 0000")
    _demand(holds=number == "+390288440000", what=str(number))
    return str(number)


def _dates(_folder: Path) -> str:
    from babel.dates import format_date

    from wemi_desk.documents.words import long_day
    from wemi_desk.domain.slip_texts import SLIP_LANGUAGES

    said = long_day(date(2026, 11, 22))
    _demand(holds=said.endswith("22 novembre 2026"), what=said)
    for language in SLIP_LANGUAGES:
        format_date(date(2026, 11, 22), "d MMMM y", locale=language)
    return said


def _calendar(_folder: Path) -> str:
    """Milan's own holiday, and Saint Francis again from 2026, by their Italian names."""
    from wemi_desk.gateways.holidays import MilanHolidays

    year = MilanHolidays().between(date(2026, 1, 1), date(2026, 12, 31))
    _demand(holds="Ambrogio" in year.get(date(2026, 12, 7), "") and date(2026, 10, 4) in year, what="holidays")
    return _("{count} giorni nel 2026").format(count=len(year))


def _diary(_folder: Path) -> str:
    """The programme as a calendar's file, with Rome's summer time in it, read again."""
    from icalendar import Calendar

    from wemi_desk.gateways.calendars import ICalendarFiles
    from wemi_desk.services.calendar_ports import CalendarEvent

    begins = datetime(2026, 7, 1, 8, tzinfo=UTC)
    ends = begins.replace(hour=9)
    event = CalendarEvent(uid="prova", starts_at=begins, ends_at=ends, title="Prova à", changed_at=begins)
    written = ICalendarFiles().written("Prova", [event])
    (read,) = Calendar.from_ical(written).walk("VEVENT")
    _demand(holds=read.decoded("dtstart") == begins and b"BEGIN:VTIMEZONE" in written, what="calendar")
    return "iCalendar"


def _signatures(_folder: Path) -> str:
    """What an update is judged by: signed is believed, changed afterwards is not."""
    from securesystemslib.signer import CryptoSigner
    from tuf.api.exceptions import UnsignedMetadataError
    from tuf.api.metadata import Metadata, Root, Targets

    signer = CryptoSigner.generate_ed25519()
    root, targets = Root(), Metadata(Targets())
    root.add_key(signer.public_key, "targets")
    targets.sign(signer)
    root.verify_delegate("targets", targets.signed_bytes, targets.signatures)
    read = Metadata[Targets].from_bytes(targets.to_bytes())
    read.signed.version += 1
    try:
        root.verify_delegate("targets", read.signed_bytes, read.signatures)
    except UnsignedMetadataError:
        return "Ed25519, TUF"
    raise RuntimeError("changed and believed")


def _sheets(folder: Path) -> str:
    """A spreadsheet written and read again."""
    from python_calamine import CalamineWorkbook
    from xlsxwriter import Workbook

    path = folder / "prova.xlsx"
    with Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.add_worksheet().write_string(0, 0, "=1+1")
    read = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    _demand(holds=read == [["=1+1"]], what=str(read))
    return "XLSX"


def _solver(_folder: Path) -> str:
    """HiGHS, by its C library."""
    import ctypes

    import highsbox

    folder = Path(highsbox.highs_dist_dir())
    library = next(one for one in folder.rglob("*highs*") if one.suffix in {".so", ".dll", ".dylib"})
    version = ctypes.CDLL(str(library)).Highs_version
    version.restype = ctypes.c_char_p
    return f"HiGHS {version().decode()}"


def _window(_folder: Path) -> str:
    """Qt with our fonts, icons and Italian texts; blocks nothing and shows nothing."""
    from PySide6.QtCore import QDate, QLibraryInfo, QLocale, QTranslator
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtSvg import QSvgRenderer

    from wemi_desk.resources import resource_path

    with _application():
        texts = QTranslator()
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        _demand(holds=texts.load("qtbase_it", folder), what="qtbase_it")
        _demand(holds=QSvgRenderer(str(resource_path("icons", "it-user.svg"))).isValid(), what="SVG")
        italian = QLocale(QLocale.Language.Italian).toString(QDate(2026, 11, 22), "d MMMM yyyy")
        _demand(holds=italian == "22 novembre 2026", what=italian)
        return QGuiApplication.platformName()


@contextmanager
def _application() -> Iterator[None]:
    """The one that runs, or one for the moment; without a screen, offscreen."""
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.instance() is not None:
        yield
        return
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    try:
        yield
    finally:
        application.quit()


def _centre(folder: Path) -> str:
    """The palestra's own central system: its tables, and all that answers a desk."""
    from wemi_desk.central.app import create_app  # noqa: F401 (that it loads is the trial)
    from wemi_desk.central.store.database import CentreDatabase
    from wemi_desk.central.store.upgrade import upgrade

    database = CentreDatabase(f"sqlite:///{folder / 'centre.db'}")
    try:
        upgrade(database)
    finally:
        database.close()
    return "FastAPI, SQLite"


def _manual(_folder: Path) -> str:
    """Every page that F1 opens; in what was built also every picture of it."""
    from wemi_desk.resources import manual_folder, manual_pictures
    from wemi_desk.ui.screens.help.manual import read_manual
    from wemi_desk.ui.screens.help.topics import OF_PLACES, OF_SCREENS

    manual = read_manual(manual_folder(), manual_pictures())
    wanted = {topic.partition("#")[0] for topic in (*OF_PLACES.values(), *OF_SCREENS.values())}
    missing = sorted(name for name in wanted if manual.find_page(name) is None)
    _demand(holds=not missing, what=f"no page {', '.join(missing)}")
    named = {name for page in manual.pages for name in page.figures}
    here = {name for page in manual.pages for name in manual.pictures_of(page)}
    _demand(holds=named == here or not getattr(sys, "frozen", False), what=f"no picture {', '.join(named - here)}")
    return f"{len(manual.pages)} pages, {len(here)} pictures"


_TRIALS: tuple[tuple[str, str, Trial], ...] = (
    ("store", N_("Archivio cifrato"), _store),
    ("secrets", N_("Chiavi"), _secrets),
    ("keyring", N_("Portachiavi"), _keyring),
    ("window", N_("Finestra"), _window),
    ("paper", N_("Fogli"), _paper),
    ("scripts", N_("Altre scritture"), _scripts),
    ("dates", N_("Date e importi"), _dates),
    ("details", N_("Telefoni"), _details),
    ("compression", N_("Invio dati"), _compression),
    ("calendar", N_("Festività"), _calendar),
    ("sheets", N_("Fogli di calcolo"), _sheets),
    ("diary", N_("Calendari"), _diary),
    ("signatures", N_("Firme degli aggiornamenti"), _signatures),
    ("solver", N_("Gruppi di famiglie"), _solver),
    ("manual", N_("Manuale"), _manual),
    ("centre", N_("Sistema centrale della palestra"), _centre),
)
