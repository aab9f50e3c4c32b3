"""Aggiorna il catalogo on a store and files in memory, in the states somebody of the city's staff meets."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

from PySide6.QtWidgets import QWidget

from tests.counter_store import MORNING, FakeStore, session
from tests.place_screens import placed
from tests.runners import ImmediateRunner
from tests.screens import screen
from wemi_desk.domain.catalogue import EDITION_ID, CatalogueEdition
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.gateways.practice_catalogue import load_practice_catalogue
from wemi_desk.gateways.reference_lists import load_catalogue_lists
from wemi_desk.services.catalogue_files.doors import catalogue_file_doors
from wemi_desk.services.catalogue_files.ports import OpenedTable, SentCatalogue
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.catalogue_files.changes_view import ChangesView
from wemi_desk.ui.screens.catalogue_files.file_view import FileView
from wemi_desk.ui.screens.catalogue_files.view_model import CatalogueFilesViewModel
from wemi_desk.ui.shell.pane_host import PaneSpec
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.widgets.panes import Pane

HEADERS = ("Codice", "Nome servizio", "Ente", "Tariffa", "Boh", "Municipi")
ROWS = (
    ("ORE-01", "Baby-sitter serale e nei fine settimana", "Associazione Le Ore Piccole", "12,50", "x", "3, 4"),
    ("LAN-02", "Assistenza notturna a casa", "Cooperativa sociale Tre Lanterne Gialle", "dieci", "", "1, 2, 3"),
    ("NUO-01", "Aiuto compiti in biblioteca", "Associazione Pagina Nuova", "4", "", "5"),
    ("NUO-01", "Scritto due volte", "Associazione Pagina Nuova", "4", "", "centro"),
)


class Catalogue:
    """See services.catalogue.ports.CatalogueRecords: as much as the page reads."""

    def __init__(self):
        providers, found, edition = load_practice_catalogue(MORNING)
        self.held_providers = {one.id: one for one in providers}
        self.held = {one.id: one for one in found}
        self.held_edition = edition

    def edition(self):
        return self.held_edition

    def count(self):
        return len(self.held)

    def providers(self):
        return list(self.held_providers.values())

    def all_services(self):
        return iter(sorted(self.held.values(), key=lambda one: one.code))

    def services(self, ids):
        return {one: self.held[one] for one in ids if one in self.held}

    def put(self, providers=(), services=(), edition=None):
        self.held_providers |= {one.id: one for one in providers}
        self.held |= {one.id: one for one in services}
        self.held_edition = edition or self.held_edition


class Publications:
    """See services.catalogue_files.ports.PublicationRecords."""

    def __init__(self, *sent):
        self.out, self.remembered = list(sent), {}

    def sent(self):
        return list(self.out)

    def refused(self):
        return [one.act_id for one in self.out if one.state == "refused"]

    def mapping(self, shape):
        return self.remembered.get(shape)

    def remember(self, shape, mapping, at, by, space_code):
        self.remembered[shape] = tuple(mapping)


class FilesStore:
    """The unit of work; ``said`` are the acts."""

    def __init__(self, *sent):
        self.catalogue, self.publications, self.said, self.acts = Catalogue(), Publications(*sent), [], self

    @contextmanager
    def work(self):
        yield self

    reading = work

    def commit(self):
        pass

    def say(self, verb, kind, record_id, subject_id, content):
        self.said.append((verb, kind, content))
        if kind == "catalogue_edition":
            self.publications.out.insert(0, SentCatalogue(record_id, "waiting"))

    def withdraw(self, act_id, note):
        self.publications.out = [one for one in self.publications.out if one.act_id != act_id]


class Files:
    """See services.catalogue_files.ports.TableFiles: *tables* by name; ``written`` is what was written."""

    def __init__(self, **tables):
        self.tables, self.written = tables, {}

    def open(self, path):
        if path.stem not in self.tables:
            raise InvalidFieldError("file", "broken")
        headers, rows = self.tables[path.stem]
        return OpenedTable(path, "0" * 64, "utf-8", ";", "", headers, 1, rows, len(rows))

    @contextmanager
    def rows(self, opened):
        yield iter(enumerate(self.tables[opened.path.stem][1], 2))

    def write(self, path, headers, rows):
        self.written[path.name] = [tuple(headers), *map(tuple, rows)]


def files_model(*sent, has_centre=True, runner=None, tables=None, roles=("city_staff",)):
    """The view model, with store and files behind it as ``at``."""
    store, notices, said = FilesStore(*sent), Notices(), []
    files = Files(**(tables or {"nuovo": (HEADERS, ROWS)}))
    doors = catalogue_file_doors(
        store, session(FakeStore(), roles=roles), files, load_catalogue_lists(), has_centre=has_centre
    )
    notices.posted.connect(said.append)
    model = CatalogueFilesViewModel(doors, runner or ImmediateRunner(), ChangeBus(), notices)
    model.at = SimpleNamespace(store=store, files=files, said=said, notices=notices)
    model.arrive()
    return model


def chosen(model, name="nuovo.csv"):
    """A file was chosen."""
    model.choose(Path(name))
    return model


def tried(model):
    """It was tried out as well."""
    chosen(model).try_out()
    return model


def place(model) -> QWidget:
    """The page in the window, as the session puts it there."""
    left, right = Pane("Catalogo"), Pane("Che cosa cambia")
    file_view, changes_view = FileView(model), ChangesView(model)
    left.body.addWidget(file_view, 1)
    right.body.addWidget(changes_view, 1)
    window = placed(Place.CATALOGUE, [PaneSpec(left, "Catalogo"), PaneSpec(right, "Che cosa cambia")])
    window.model, window.file, window.changes = model, file_view, changes_view
    return window


REFUSED = SentCatalogue(UUID(int=77), "refused", "edition:moved")
WAITING = SentCatalogue(UUID(int=78), "waiting")


def empty_model():
    model = files_model()
    model.at.store.catalogue.held_edition = None
    model.reload()
    return model


def old_model():
    model = files_model(REFUSED)
    model.at.store.catalogue.held_edition = CatalogueEdition(
        id=EDITION_ID, published_at=MORNING, services=1, providers=1
    )
    model.reload()
    return model


def refused_file():
    model = chosen(files_model())
    model.choose(Path("rotto.xlsx"))
    return model


def unchanged_model():
    same = ("Codice", "Titolo"), (("ORE-01", "Baby-sitter serale e nei fine settimana"),)
    return tried(files_model(tables={"nuovo": same}))


def busy_model():
    model = chosen(files_model())
    model.progress = ("trying", 12_000, 40_000)
    return model


screen("catalogue files, nothing chosen")(lambda: place(files_model()))
screen("catalogue files, no catalogue yet")(lambda: place(empty_model()))
screen("catalogue files, refused by the centre")(lambda: place(old_model()))
screen("catalogue files, waiting for the centre")(lambda: place(files_model(WAITING)))
screen("catalogue files, columns")(lambda: place(chosen(files_model())))
screen("catalogue files, a file that does not open")(lambda: place(refused_file()))
screen("catalogue files, trying")(lambda: place(busy_model()))
screen("catalogue files, tried")(lambda: place(tried(files_model())))
screen("catalogue files, nothing changes")(lambda: place(unchanged_model()))
