"""A call is corrected: drafted, tried out, published by one desk; the other one offers it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from wemi_desk.domain.measures import MeasureVersion
from wemi_desk.tour.stage import Tour
from wemi_desk.tour.two_desks import MEASURE_CODE, Desk
from wemi_desk.ui.screens.measures.view import MeasuresPane
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.widgets.confirmation import Confirmation

_LIMIT, _BANDS = "25.000", "0 - 15.000: 400\n15.000,01 - 25.000: 150"


def correct(tour: Tour, writer: Desk, reader: Desk, exchange: Callable[[Desk], None]) -> None:
    """From the list to every desk."""
    tour.turn_to(writer.console)
    with tour.task("misura: preparare la correzione e provarla"):
        pane = _draft(tour, writer)
        for name, text in (("isee_max", _LIMIT), ("bands", _BANDS)):
            _type(tour, pane.form.fields[name].editor, text)
        tour.settle()
        pane.form.typed.flags["confirmed"].click()
        tour.until(lambda: pane.model.is_right, "the draft to be right")
        pane.form.try_button.click()
        tour.until(lambda: pane.model.rehearsal, "the rehearsal")
    tour.notes.append(f"misura corretta: cambiano {pane.model.rehearsal.changed if pane.model.rehearsal else 0} esiti")
    tour.shot("misure-prova")
    with tour.task("misura: accettare gli esiti e pubblicarla"):
        _publish(tour, pane)
        exchange(writer)
        tour.until(lambda: _is_listed(pane), "the version to be published")
    tour.shot("misure-pubblicata")
    writer.work.window.set_place(Place.COUNTER)
    tour.turn_to(reader.console)
    exchange(reader)
    tour.until(lambda: _offers(tour, reader), "the other desk to offer it")
    tour.notes.append("la versione pubblicata è offerta anche all’altra postazione")


def _draft(tour: Tour, desk: Desk) -> MeasuresPane:
    """To the place as its button on the rail does, to the measure by its line."""
    desk.work.window.place_requested.emit(Place.MEASURES)
    tour.until(lambda: desk.work.window.place is Place.MEASURES, "the place")
    pane = desk.work.window.panes.page(Place.MEASURES).panes[0].widget
    if not isinstance(pane, MeasuresPane):
        raise TypeError(type(pane))
    tour.until(lambda: pane.model.lines, "the measures")
    tour.settle()
    tour.shot("misure")
    pane.table.go_to_row(next(row for row, line in enumerate(pane.model.lines) if line.code == MEASURE_CODE))
    pane.table.setFocus(Qt.FocusReason.OtherFocusReason)
    tour.typist.press("Return")
    tour.until(lambda: pane.model.draft, "the draft")
    return pane


def _type(tour: Tour, editor: QWidget, text: str) -> None:
    """In the place of what stands there."""
    editor.setFocus(Qt.FocusReason.OtherFocusReason)
    tour.typist.press("Ctrl+A")
    for number, line in enumerate(text.splitlines()):
        if number:
            tour.typist.press("Return")
        tour.typist.type_text(line)


def _publish(tour: Tour, pane: MeasuresPane) -> None:
    pane.model.accept()
    tour.until(lambda: pane.model.rehearsal and not pane.model.rehearsal.faults, "nothing to be in the way")
    pane.form.publish_button.click()
    dialog = pane.window().findChild(Confirmation)
    if dialog is None:
        raise LookupError("the question before publishing")
    dialog.act_button.click()
    tour.until(lambda: pane.model.draft is None, "the draft to be handed over")
    tour.settle()


def _is_listed(pane: MeasuresPane) -> bool:
    return any((line.code, line.version, line.state) == (MEASURE_CODE, 2, "active") for line in pane.model.lines)


def _offers(tour: Tour, desk: Desk) -> bool:
    found: list[MeasureVersion | None] = []
    tour.in_background(lambda: found.append(desk.work.desk.paperwork().measures.find(MEASURE_CODE, 2)), "the measures")
    return found[0] is not None
