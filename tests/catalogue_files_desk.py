"""The files of the catalogue on a real store: somebody of the city's staff, and the catalogue of the palestra."""

import csv
from types import SimpleNamespace

from tests.factories import make_operator
from wemi_desk.documents.spreadsheet import SpreadsheetFiles
from wemi_desk.gateways.practice_catalogue import load_practice_catalogue
from wemi_desk.gateways.reference_lists import load_catalogue_lists
from wemi_desk.services.catalogue_files.exporting import CatalogueExport
from wemi_desk.services.catalogue_files.importing import CatalogueImport

STAFF = make_operator(7, "city_staff", given_name="Anna", surname="Neri")
LISTS = load_catalogue_lists()


def files_desk(counter, *, has_centre=False, filled=False):
    """What the page works with, at this counter."""
    files = SpreadsheetFiles()
    if filled:
        fill(counter)
    return SimpleNamespace(
        counter=counter, files=files,
        imports=CatalogueImport(counter.store, counter.session, files, LISTS, has_centre=has_centre),
        exports=CatalogueExport(counter.store, files, LISTS),
    )  # fmt: skip


def fill(counter):
    """The catalogue of the palestra, as if somebody had published it."""
    with counter.store.work() as work:
        work.catalogue.put(*load_practice_catalogue(counter.session.clock.now()))
        work.commit()


def written(path, *rows, separator=";", encoding="utf-8"):
    """A CSV file with these rows, the header first."""
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=separator).writerows(rows)
    return path


def tried(desk, path, *, whole=False):
    """The dry run of a file under the mapping that is proposed."""
    looked = desk.imports.look(path)
    return desk.imports.try_out(looked.opened, looked.mapping, whole=whole)
