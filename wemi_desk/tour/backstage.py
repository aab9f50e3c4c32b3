"""What only some see: rules and kinds of paperwork being written, a catalogue's file, what was sent, a bare PC."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import Qt

from wemi_desk.config import Profile
from wemi_desk.tour.catalogue_files import tried_file
from wemi_desk.tour.first_desk import doors_of
from wemi_desk.tour.stage import Tour
from wemi_desk.ui.app import Console
from wemi_desk.ui.screens.measures.view import MeasuresPane
from wemi_desk.ui.screens.paperwork_catalogue.view import CataloguePane
from wemi_desk.ui.shell.places import Place


def play(tour: Tour) -> None:
    """By whoever may, at the desk of the palestra."""
    for place, name in ((Place.MEASURES, "misura-bozza"), (Place.TYPES, "tipo-di-pratica-bozza")):
        _draft(tour, place)
        tour.shot(name)
    with tempfile.TemporaryDirectory(prefix="wemi-tour-") as folder:
        tried_file(tour, tour.work, Path(folder))
        tour.shot("catalogo-file-provato")
    tour.work.window.set_place(Place.COUNTER)
    _sent(tour)


def _draft(tour: Tour, place: Place) -> None:
    """The next version of the first one in the list."""
    tour.work.window.place_requested.emit(place)
    tour.until(lambda: tour.work.window.place is place, "the place")
    tour.settle()
    pane = tour.work.window.panes.page(place).panes[0].widget
    if not isinstance(pane, MeasuresPane | CataloguePane):
        raise TypeError(type(pane))
    tour.until(lambda: pane.model.lines, "the list")
    tour.settle()
    pane.table.go_to_row(0)
    pane.table.setFocus(Qt.FocusReason.OtherFocusReason)
    tour.typist.press("Return")
    tour.until(lambda: pane.model.draft, "the draft")
    tour.settle()


def _sent(tour: Tour) -> None:
    tour.work.outbox.show()
    tour.settle()
    tour.shot("invio-dati")
    tour.typist.press("Esc")
    tour.settle()


def bare_pc(tour: Tour) -> None:
    """The first thing that a new computer asks."""
    with tempfile.TemporaryDirectory(prefix="wemi-tour-") as folder:
        here = tour.console
        tour.turn_to(Console(tour.runner, doors_of(Profile(Path(folder) / "bare", practice=True))))
        tour.console.start()
        tour.until(lambda: tour.console.unlock.screen is not None, "the lock screen of a bare PC")
        tour.console.window.show()
        tour.activate()
        tour.typist.press("Return")
        tour.until(lambda: tour.console.preparing.page, "the first step")
        tour.settle()
        tour.shot("prima-accensione")
        bare = tour.console
        tour.turn_to(here)
        bare.close()
