"""The place Misure on a store in memory, with measures that ship as those that are known."""

from __future__ import annotations

import copy
from contextlib import contextmanager
from types import SimpleNamespace

from PySide6.QtWidgets import QWidget

from tests.counter_store import FakeStore, session
from tests.field_trials import Trial, plain, put, trials
from tests.measure_documents import document
from tests.place_screens import placed
from tests.runners import ImmediateRunner
from tests.screens import screen
from wemi_desk.domain.measure_documents import read_measure
from wemi_desk.services.measure_drafts import MeasureDraftService
from wemi_desk.services.measure_ports import SentMeasure
from wemi_desk.services.measures import MeasureService
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.measures.view import MeasuresPane, measures_panes
from wemi_desk.ui.screens.measures.view_model import MeasuresViewModel
from wemi_desk.ui.shell.places import Place


class Drafts(dict):
    """See services.ports.DraftRecords."""

    def put(self, draft):
        self[draft.id] = draft

    def find(self, draft_id):
        return self.get(draft_id)

    def of_space(self, space_code):
        return [one for one in self.values() if one.space_code == space_code]

    def remove(self, draft_id):
        self.pop(draft_id, None)


class MeasureStore:
    """As much of a store as the place needs; ``said`` are the acts."""

    def __init__(self, *sent):
        self.drafts, self.said, self.handed_over = Drafts(), [], list(sent)

    @contextmanager
    def work(self):
        yield SimpleNamespace(
            drafts=self.drafts, commit=lambda: None, acts=SimpleNamespace(say=self._say),
            measures=SimpleNamespace(
                stamps=dict, sent=lambda: self.handed_over, applications=lambda _code, _most: [], asked=lambda _ids: []
            ),
        )  # fmt: skip

    reading = work

    def _say(self, verb, _kind, record_id, _subject, content):
        self.said.append((verb, content))
        waiting = SentMeasure(record_id, content["code"], content["version"], content["short_title"], "waiting")
        self.handed_over.insert(0, waiting)


class Files(dict):
    """See services.measure_ports.MeasureFiles."""

    def read(self, path):
        return self[path]

    def write(self, path, text):
        self[path] = text


KNOWN = (document(), document(code="ALTRA", short_title="Altra misura", status="ended"))


def measures_model(*sent, known=None):
    """The view model, with the store and the files behind it as ``at``."""
    store, files, notices = MeasureStore(*sent), Files(), Notices()
    shipped = [read_measure(one) for one in (KNOWN if known is None else known)]
    anna = session(FakeStore(), roles=("city_staff",))
    service = MeasureDraftService(store, anna, MeasureService(store, anna, lambda: shipped))
    said = []
    notices.posted.connect(said.append)
    model = MeasuresViewModel(service, files, ImmediateRunner(), ChangeBus(), notices)
    model.at = SimpleNamespace(store=store, files=files, notices=notices, said=said, service=service)
    model.reload()
    return model


def drafting(model, **changes):
    """The next version of the first measure is open."""
    model.open(next(one for one in model.lines if one.code == "PROVA-2026"))
    model.edit(**changes)
    return model


NARROWER = {"isee_max": "20.000", "bands": "0 - 9.000: 400\n9.000,01 - 20.000: 100"}
REFUSED = SentMeasure(session(FakeStore()).ids(), "PROVA-2026", 2, "Prova", "refused", "role:not_allowed")


def place(model) -> QWidget:
    window = placed(Place.MEASURES, measures_panes(model))
    window.offer_place(Place.MEASURES)
    window.panes.page(Place.MEASURES).show_pane(0)
    window.model, window.pane = model, window.findChild(MeasuresPane)
    return window


def tried(model):
    model.rehearse()
    return model


screen("measures, list")(lambda: place(measures_model(REFUSED)))
screen("measures, none")(lambda: place(measures_model(known=())))
screen("measures, draft")(lambda: place(drafting(measures_model(), **NARROWER)))
screen("measures, draft with faults")(lambda: place(drafting(measures_model(), isee_max="tanto", opens="domani")))
screen("measures, tried")(lambda: place(tried(drafting(measures_model(), **NARROWER))))

_FIELDS = {
    "Codice": "code", "Nome breve": "short_title", "Titolo dell’avviso": "title",
    "Come si chiama questa versione": "version_label", "Apre": "opens", "Chiude": "closes",
    "Ultimo giorno per spendere": "spend_until", "Quante al massimo": "most", "Età minima": "age_min",
    "Meno di … anni": "age_below", "Età in quel giorno": "age_on", "Da almeno quanti mesi": "since_months",
    "ISEE minimo, in euro": "isee_min", "ISEE massimo, in euro": "isee_max", "Importo fisso, in euro": "fixed",
    "Fasce ISEE e importi": "bands", "Dichiarazioni, una per riga": "declarations",
    "Da dove vengono queste regole": "source_note",
}  # fmt: skip


@trials("MeasureFields", *_FIELDS)
def measure_field(title):
    """What is typed stays in the draft, right or wrong."""
    name, model = _FIELDS[title], drafting(measures_model())
    pane = MeasuresPane(model)
    field = pane.form.fields[name]
    first = copy.deepcopy(model.draft)

    def begin():
        model.draft = first
        put(field.editor, getattr(first.form, name))

    def kept():
        return plain(getattr(model.at.service.get(model.draft.id).form, name))

    return Trial(
        window=pane, editor=field.editor, begin=begin, hand_over=pane.save, said=lambda: field.error,
        kept=kept, wanted=plain,
    )  # fmt: skip
