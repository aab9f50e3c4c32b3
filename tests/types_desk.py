"""The place Catalogo pratiche on a store in memory, with the types that ship as those that are known."""

from __future__ import annotations

import copy
from contextlib import contextmanager
from types import SimpleNamespace

from PySide6.QtWidgets import QWidget

from tests.counter_store import LISTS, FakeStore, session
from tests.field_trials import Trial, plain, put, trials
from tests.measure_desk import Drafts
from tests.place_screens import placed
from tests.runners import ImmediateRunner
from tests.screens import screen
from wemi_desk.documents.slip_texts import ShippedSlipTexts
from wemi_desk.gateways.reference_lists import load_paperwork_catalogue
from wemi_desk.services.measure_ports import SentMeasure
from wemi_desk.services.paperwork.type_drafts import PaperworkTypeDrafts
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.paperwork_catalogue.view import CataloguePane, catalogue_panes
from wemi_desk.ui.screens.paperwork_catalogue.view_model import PaperworkCatalogueViewModel
from wemi_desk.ui.shell.places import Place


class TypeStore:
    """As much of a store as the place needs; ``said`` are the acts."""

    def __init__(self, *sent):
        self.drafts, self.said, self.handed_over = Drafts(), [], list(sent)

    @contextmanager
    def work(self):
        yield SimpleNamespace(
            drafts=self.drafts, commit=lambda: None, acts=SimpleNamespace(say=self._say),
            paperwork=SimpleNamespace(sent=lambda: self.handed_over, stamps=dict),
        )  # fmt: skip

    reading = work

    def _say(self, verb, _kind, record_id, _subject, content):
        self.said.append((verb, content))
        waiting = SentMeasure(record_id, content["code"], content["version"], content["title_it"], "waiting")
        self.handed_over.insert(0, waiting)


class Texts:
    """See services.paperwork.slips.SlipTexts: read once, for the screen of a test has no background to read in."""

    def __init__(self, shipped):
        self._read = {code: shipped.find(code) for code in shipped.languages()}

    def languages(self):
        return tuple(self._read)

    def find(self, language):
        return self._read.get(language)


class Shipped:
    """See services.paperwork.type_drafts.KnownTypes."""

    def catalogue(self):
        return load_paperwork_catalogue()


TEXTS = Texts(ShippedSlipTexts())
REFUSED = SentMeasure(session(FakeStore()).ids(), "CUP", 2, "Prenotare visite", "refused", "role:not_allowed")


def types_model(*sent):
    """The view model, with the store behind it as ``at``."""
    store, notices, said = TypeStore(*sent), Notices(), []
    service = PaperworkTypeDrafts(store, session(FakeStore(), roles=("city_staff",)), Shipped(), TEXTS)
    notices.posted.connect(said.append)
    model = PaperworkCatalogueViewModel(service, ImmediateRunner(), ChangeBus(), notices)
    model.at = SimpleNamespace(store=store, said=said, service=service)
    model.reload()
    return model


def drafting(model, code="SPID-REC", **changes):
    """The next version of one type is open."""
    model.open(next(one for one in model.lines if one.code == code))
    model.edit(**changes)
    return model


def place(model) -> QWidget:
    window = placed(Place.TYPES, catalogue_panes(model, LISTS))
    window.offer_place(Place.TYPES)
    window.panes.page(Place.TYPES).show_pane(0)
    window.model, window.pane = model, window.findChild(CataloguePane)
    return window


FAULTS = {
    "bring": "Una cosa nuova\nUn’altra", "steps": "boh", "valid_to": "domani", "se3": "A B", "se5": "6 99",
    "se6": "S A",
}  # fmt: skip
screen("paperwork types, list")(lambda: place(types_model(REFUSED)))
screen("paperwork types, draft with faults")(
    lambda: place(drafting(types_model(), **FAULTS))
)

_FIELDS = {
    "Codice": "code", "Titolo": "title", "Altri nomi": "synonyms", "Che cosa portare": "bring", "Passi": "steps",
    "Esiti": "outcomes", "Avvertenze": "warnings", "Nota sulla delega": "rule_note", "Tipo di servizio (SE3)": "se3",
    "Competenze (SE5)": "se5", "Ambiti (SE6)": "se6", "Si apre dal": "valid_from", "Ultimo giorno": "valid_to",
}  # fmt: skip


@trials("TypeFormView", *_FIELDS)
def type_field(title):
    """What is typed stays in the draft, right or wrong."""
    name, model = _FIELDS[title], drafting(types_model())
    pane = CataloguePane(model)
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
