"""A file becomes the catalogue's next edition: tried out and published by one desk; the other one has it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from wemi_desk.domain.catalogue import service_id
from wemi_desk.tour.stage import Tour
from wemi_desk.tour.two_desks import Desk
from wemi_desk.ui.screens.catalogue_files.view import UpdatePage
from wemi_desk.ui.session import WorkSession
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.widgets.confirmation import Confirmation

_FILE = """Codice;Nome servizio;Ente;Tariffa;Municipi;Lingue
NUO-01;Baby-sitter serale di prova;Associazione Prova;11,50 €/ora;1, 4;Italiano, Inglese
NUO-02;Compiti in biblioteca, di prova;Associazione Prova;gratis;tutti;Italiano
NUO-03;Accompagnamento di prova;Associazione Prova;quindici;4;Italiano
"""
_CODES = ("NUO-01", "NUO-02")


def update(tour: Tour, writer: Desk, reader: Desk, exchange: Callable[[Desk], None]) -> None:
    """From the file to every desk; the row that is wrong stays in the list."""
    tour.turn_to(writer.console)
    with tempfile.TemporaryDirectory(prefix="wemi-tour-") as folder:
        with tour.task("catalogo: un file scelto e provato"):
            page = tried_file(tour, writer.work, Path(folder))
        tour.shot("catalogo-prova")
        with tour.task("catalogo: pubblicato"):
            _publish(tour, page)
            exchange(writer)
            tour.until(lambda: page.model.standing is not None and not page.model.standing.waits, "the centre's answer")
    tour.shot("catalogo-pubblicato")
    writer.work.window.set_place(Place.COUNTER)
    tour.turn_to(reader.console)
    exchange(reader)
    tour.until(lambda: _has(tour, reader), "the other desk to have the services")
    tour.notes.append("l’edizione del catalogo è arrivata anche all’altra postazione")


def tried_file(tour: Tour, work: WorkSession, folder: Path) -> UpdatePage:
    """A file with one wrong row, looked through before anything is written."""
    path = folder / "catalogo.csv"
    path.write_text(_FILE, encoding="utf-8")
    work.places.catalogue.show_update()
    page = work.places.catalogue_files.page
    tour.until(lambda: page.model.standing is not None, "the page")
    page.model.choose(path)
    tour.until(lambda: page.model.looked is not None, "the columns")
    page.left.try_button.click()
    tour.until(lambda: page.model.dry is not None, "the trial")
    tour.settle()
    if page.model.dry is not None:
        rows, wrong = page.model.dry.right_rows, len(page.model.dry.problems)
        tour.notes.append(f"catalogo: {rows} righe giuste, {wrong} con il suo perché")
    return page


def _publish(tour: Tour, page: UpdatePage) -> None:
    page.right.publish_button.click()
    window: QWidget = page.right.window()
    dialog = window.findChild(Confirmation)
    if dialog is None:
        raise LookupError("the question before publishing")
    dialog.act_button.click()
    tour.until(lambda: page.model.looked is None, "the edition to be handed over")
    tour.settle()


def _has(tour: Tour, desk: Desk) -> bool:
    found: list[int] = []

    def count() -> int:
        with desk.work.desk.store.reading() as work:
            ids = [service_id(code) for code in _CODES]
            return len(work.catalogue.services(ids))

    tour.in_background(lambda: found.append(count()), "the copy of the catalogue")
    return found == [len(_CODES)]
