"""The place Facilita in every state, on services in memory."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from uuid import UUID

from PySide6.QtWidgets import QWidget

from tests.counter_store import LISTS, MORNING, FakeStore, session
from tests.field_trials import Trial, plain, trials
from tests.place_screens import placed
from tests.runners import ImmediateRunner
from tests.screens import screen
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.facilita_indicators import FIGURES, PARTS, Behind, Explained, Indicators
from wemi_desk.domain.facilita_ledger import CLOSED, PREPARED, UPLOADED, FacilitaBatch
from wemi_desk.services.facilita.export import Exported, Outlook
from wemi_desk.services.facilita.ledger import BatchLine, Imported
from wemi_desk.services.facilita.register import FacilitaRegisterService, OperatorForm, SiteForm
from wemi_desk.services.facilita.sieve import WorkLine
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.facilita.files_view import FilesPane, facilita_panes
from wemi_desk.ui.screens.facilita.settings_view_model import RegisterViewModel
from wemi_desk.ui.screens.facilita.view_model import FacilitaViewModel
from wemi_desk.ui.screens.facilita.work_view import WorkPane
from wemi_desk.ui.shell.places import Place

GIULIA, MARCO = UUID(int=101), UUID(int=102)
REFUSED = 'I campi "AN9, SE4" sono obbligatori - Sede non e\' presente'


def line(number, kind="blocked", *codes, note="", citizen=True):
    return WorkLine(
        attendance_id=UUID(int=number), session_id=UUID(int=1000 + number),
        citizen_id=UUID(int=2000 + number) if citizen else None, starts_at=MORNING - timedelta(days=number),
        title="Recupero SPID", local_number=f"A{number}", operator_id=GIULIA, kind=kind, codes=codes, note=note,
        sent_text=f"Recupero SPID; ore 10.41; n. A{number}",
    )  # fmt: skip


LINES = (
    line(1, "blocked", "no_citizenship"), line(2, "refused", "mandatory_empty", "site_unknown", note=REFUSED),
    line(3, "blocked", "operator_not_configured"), line(4, "blocked", "minor"), line(5, "differs", "differs"),
    line(6, "blocked", "SE7:sign", "no_fiscal_code"),
)  # fmt: skip


def outlook(*lines, **counts):
    reasons = {}
    for one in lines:
        for code in one.codes:
            reasons[code] = reasons.get(code, 0) + 1
    kinds = {}
    for one in lines:
        kinds[one.kind] = kinds.get(one.kind, 0) + 1
    return Outlook(kinds | counts, reasons, lines)


def batch(number=1, status=PREPARED, **values):
    base = {
        "id": UUID(int=500 + number), "space_code": "VEN", "project_code": "PDF-MI", "date_from": date(2026, 10, 1),
        "date_to": date(2026, 10, 31), "created_at": MORNING, "created_by": GIULIA, "row_count": 812,
        "file_name": f"facilita_PDF-MI_20261001_20261031_{number}.csv", "sha256": "0f" * 32, "status": status,
    }  # fmt: skip
    return FacilitaBatch(**base | values)


BATCHES = (
    BatchLine(batch(3, replaces=UUID(int=501)), {"waiting": 2}, True),
    BatchLine(batch(2, UPLOADED, uploaded_on=date(2026, 11, 2)), {"waiting": 9, "rejected": 3}, True),
    BatchLine(batch(1, CLOSED), {}, False),
)  # fmt: skip
BEHIND = (Behind("2026-10-05 Recupero SPID; ore 9.00; n. A1", 1, 1, 1), Behind("2026-10-06 Lezione SPID", 1, 12, 12))
EXPLAINED = Explained(
    Indicators(1, 641, 780, 4, 812), dict.fromkeys(FIGURES, BEHIND),
    dict.fromkeys(PARTS, (Behind("2026-10", 780, 641, 812),)),
)  # fmt: skip


class Doors:
    """What the place asks, answered from memory; ``did`` is what was asked for."""

    def __init__(self, found, batches, explained):
        self.did, self.found, self.batches, self.explained = [], found, batches, explained
        self.exports = SimpleNamespace(look=self._look, export=self._export)
        self.ledger = SimpleNamespace(
            lines=lambda: self.batches, record_upload=self._on_batch("upload"), close=self._on_batch("close"),
            record_signature=self._on_batch("signature"), discard=self._on_batch("discard"),
            import_report=self._report, send_again=self._done("again"), keep=self._done("keep"),
        )  # fmt: skip
        self.indicators = SimpleNamespace(explained=lambda *_period: self.explained)
        self.answers = SimpleNamespace(given=lambda _id: {"education": "primary"}, give=self._done("answers"))

    def _look(self, period, progress):
        progress(100, 200)
        self.did.append(("look", period))
        return self.found

    def _export(self, period, folder, progress):
        progress(100, 200)
        self.did.append(("export", period, folder))
        return Exported([one.batch for one in self.batches[:1]], self.found, folder)

    def _on_batch(self, name):
        def act(batch_id, *said):
            self.did.append((name, batch_id, *said))
            return next(one.batch for one in self.batches if one.batch.id == batch_id)

        return act

    def _report(self, batch_id, path):
        self.did.append(("report", batch_id, path))
        return Imported(self.batches[1].batch, ())

    def _done(self, name):
        def act(*said):
            self.did.append((name, *said))
            return Changes.of("facilita")

        return act


class Registers:
    """A store with what was registered."""

    def __init__(self):
        self.kept = {}
        self.facilita = SimpleNamespace(
            sites=lambda _space: [one for one in self.kept.values() if hasattr(one, "site_name")],
            operators=lambda _space: [one for one in self.kept.values() if hasattr(one, "operator_id")],
            put_site=self._put, put_operator=self._put,
        )  # fmt: skip

    def _put(self, record):
        self.kept[record.id] = record

    def work(self):
        return self

    reading = work

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        return None

    def commit(self):
        return None


COUNTS = {"new": 7, "waiting": 2, "accepted": 800, "anonymous": 3}


def facilita_model(found=None, batches=BATCHES, explained=EXPLAINED):
    doors, notices = Doors(found or outlook(*LINES, **COUNTS), batches, explained), Notices()
    paola = session(FakeStore(), roles=("network_coordinator",))
    model = FacilitaViewModel(doors, paola, ImmediateRunner(), ChangeBus(), notices)
    said = []
    notices.posted.connect(said.append)
    model.at = SimpleNamespace(doors=doors, notices=notices, said=said, session=paola)
    return model


def register_model():
    notices, paola = Notices(), session(FakeStore(), roles=("network_coordinator",))
    colleagues = {GIULIA: "Giulia R.", MARCO: "Marco T."}
    service = FacilitaRegisterService(Registers(), paola, colleagues)
    model = RegisterViewModel(service, colleagues, paola.clock.today, ImmediateRunner(), ChangeBus(), notices)
    model.at = SimpleNamespace(service=service, notices=notices)
    return model


def registered():
    model = register_model()
    model.at.service.put_site(SiteForm(project_code="PDF-MI", site_name="Spazio WeMi Venini", site_number="7"))
    model.reload()
    model.open(model.items[0])
    return model


def place(model=None, register=None) -> QWidget:
    model, register = model or facilita_model(), register or registered()
    model.arrive()
    window = placed(Place.FACILITA, facilita_panes(model, register, LISTS))
    window.offer_place(Place.FACILITA)
    window.panes.page(Place.FACILITA).show_pane(0)
    window.model, window.files, window.work = model, window.findChild(FilesPane), window.findChild(WorkPane)
    return window


def at_line(number):
    window = place()
    window.panes.page(Place.FACILITA).show_pane(1)
    window.work.table.go_to_row(number)
    return window


def opened(row):
    window = place()
    window.files.table.go_to_row(row)
    window.files.table.opened.emit(row)
    return window


def settings(operator=False):
    window = place()
    window.files.show_register()
    if operator:
        window.files.register.model.begin_operator()
    return window


def busy():
    model = facilita_model()
    window = place(model)
    model._begin()
    model._show_progress(4_200, 9_000)
    return window


def refused():
    model = facilita_model()
    window = place(model)
    model.error = "Nella cartella c’è già facilita.csv: scegli un’altra cartella. Non ho scritto niente."
    model.progress_changed.emit()
    return window


screen("facilita, month")(place)
screen("facilita, nothing")(lambda: place(facilita_model(outlook(new=12), ()), register_model()))
screen("facilita, refused line")(lambda: at_line(1))
screen("facilita, upload")(lambda: opened(0))
screen("facilita, site")(settings)
screen("facilita, operator")(lambda: settings(operator=True))
screen("facilita, busy")(busy)
screen("facilita, refused export")(refused)


# --- fields ----------------------------------------------------------------------------------------------------------


def bare_files():
    """The pane without its window."""
    model = facilita_model()
    model.arrive()
    pane = FilesPane(model, registered())
    pane.kept = (model, pane.register.model)
    return pane


def understood(_typed):
    return True


def one_line(typed):
    return plain(" ".join(typed.split()))


@trials("PeriodBox", "Dal", "al")
def period_day(title):
    """A day that is understood is the period's; anything else is said beside the field."""
    pane = bare_files()
    box = pane.period
    field = box.first if title == "Dal" else box.last

    def begin():
        box.first.editor.set_date(date(2026, 10, 1))
        box.last.editor.set_date(date(2026, 10, 31))
        for one in (box.first, box.last):
            one.set_error("")

    return Trial(
        window=pane, editor=field.editor, begin=begin, hand_over=box.read, said=lambda: field.error,
        kept=lambda: (pane.model.first if title == "Dal" else pane.model.last) == field.editor.date_value,
        wanted=understood,
    )  # fmt: skip


@trials("BatchForm", "Caricato il", "Numero del caricamento", "Righe scartate, secondo la piattaforma")
def batch_field(title):
    """What was typed goes to the ledger with the file it is about."""
    pane = bare_files()
    pane.table.go_to_row(1 if title.startswith("Righe") else 0)
    pane.table.opened.emit(pane.table.current_row)
    form, did = pane.form, pane.model.at.doors.did
    field = {"Caricato il": form.uploaded_on, "Numero del caricamento": form.import_id}.get(title, form.rejected)
    line = form.line

    def begin():
        did.clear()
        form.begin(line)

    def kept():
        told = next((one for one in did if one[0] in ("upload", "close")), None)
        if told is None:
            return None
        return {"Numero del caricamento": told[-2], "Caricato il": told[2]}.get(title, told[2])

    def wanted(typed):
        if title == "Numero del caricamento":
            return typed
        return field.editor.date_value if title == "Caricato il" else int(typed)

    return Trial(
        window=pane, editor=field.editor, begin=begin, hand_over=form.save, said=lambda: field.error, kept=kept,
        wanted=wanted,
    )  # fmt: skip


_REGISTER = {
    "Codice del progetto": "project_code", "Ente": "organisation", "Nome della sede": "site_name",
    "Numero della sede": "site_number", "Inizio del progetto": "starts_on", "Fine del progetto": "ends_on",
    "Ultimo giorno di servizio accettato": "last_accepted_on", "Vale dal": "valid_from", "fino al": "valid_to",
    "Cognome e nome, come registrati": "name", "Codice fiscale o numero": "fiscal_code",
}  # fmt: skip


@trials("RegisterPage", *_REGISTER)
def register_field(title):
    """Registered as typed, on one line; what cannot be is said beside the field."""
    name = _REGISTER[title]
    pane = bare_files()
    pane.show_register()
    page, model = pane.register, pane.register.model
    if name in ("name", "fiscal_code"):
        model.begin_operator()
    field = page.fields[name]
    first = OperatorForm(
        operator_id=GIULIA, project_code="PDF-MI", name="Riva Giulia"
    ) if name in ("name", "fiscal_code") else SiteForm(project_code="PDF-MI", site_name="Spazio WeMi")  # fmt: skip
    store = model.at.service._store

    def begin():
        store.kept.clear()
        model._open(first)

    def kept():
        [record] = store.kept.values()
        value = getattr(record, name)
        return True if isinstance(value, date) else value

    def wanted(typed):
        if name.endswith("_on") or name.startswith("valid"):
            return True
        return "".join(one_line(typed).split()).upper() if name == "fiscal_code" else one_line(typed)

    return Trial(
        window=pane, editor=field.editor, begin=begin, hand_over=page.save, said=lambda: field.error, kept=kept,
        wanted=wanted,
    )  # fmt: skip
