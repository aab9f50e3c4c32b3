"""Digital paperwork in the states an operator meets, for the catalogue of screens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from tests.counter_store import MORNING
from tests.matter_desk import EMAIL, LONG_AGO, RESIDENCE, ROSA, SCHOOL, STARTED, begun, matters
from tests.paperwork_desk import family_at_desk, follow_ups_model
from tests.paperwork_screens import open_panes
from tests.place_screens import placed
from tests.screens import MARIA, screen
from wemi_desk.ui.digit_mode import DigitMode
from wemi_desk.ui.scanner import Scanner
from wemi_desk.ui.screens.applications.view import PaperworkPanes
from wemi_desk.ui.screens.applications.view_model import PaperworkViewModel
from wemi_desk.ui.screens.paperwork.view import MatterPanes
from wemi_desk.ui.screens.paperwork.view_model import MattersViewModel
from wemi_desk.ui.shell.places import Place

Act = Callable[[PaperworkPanes], None]


def place_of(model: MattersViewModel, act: Act = lambda panes: None) -> QWidget:
    """The window with the place as the program puts it together, somebody at the desk."""
    whole = family_at_desk()
    at = whole.at
    place = PaperworkViewModel(at.services, at.runner, at.changes, at.notices)
    place.follow_ups = follow_ups_model()
    digits = DigitMode(Scanner())
    panes = PaperworkPanes(place, open_panes(place.follow_ups))
    panes.matters = MatterPanes(model, digits.open)
    panes.welcome(panes.matters)
    model.measures_wanted.connect(lambda: (model.leave(), place.to_family()))
    model.stage_changed.emit()
    place.show_person(whole.citizen_id if model.citizen_id else None)
    window = placed(Place.PAPERWORK, panes.specs())
    panes.page = window.panes.page(Place.PAPERWORK)
    panes.arrange()
    if model.citizen_id is not None:
        window.person_bar.show_person(MARIA)
    window.paperwork, window.model, window.matters, window.digits = panes, place, model, digits
    act(panes)
    return window


def opened(code: str = "SPID-REC", act: Act = lambda panes: None) -> Act:
    def open_it(panes: PaperworkPanes) -> None:
        panes.matters.model.begin(code)
        act(panes)

    return open_it


def resumed(act: Act = lambda panes: None, case_id=STARTED) -> Act:
    def resume(panes: PaperworkPanes) -> None:
        panes.matters.model.resume(case_id)
        panes.matters.model.at.store.clock.advance(minutes=12)
        act(panes)

    return resume


def gone_through(panes: PaperworkPanes) -> None:
    model = panes.matters.model.matter
    model.bring(EMAIL, here=True)
    for no in (2, 3):
        model.step(no, done=True)
    model.see("paper_card", MORNING.date() + timedelta(days=900))
    note = panes.matters.model.note
    note.edit(note="Chiede del PIN: 4471 della carta", external_reference="AB12345")
    note.save_now()
    note.changed.emit()


def ending(*answers: str) -> Act:
    def end(panes: PaperworkPanes) -> None:
        gone_through(panes)
        panes.matters.matter.save()
        for digit in answers:
            panes.matters.model.ending.press(digit)

    return end


def to_complete(panes: PaperworkPanes) -> None:
    panes.matters.matter.save()
    panes.matters.model.ending.press("2")


def guardian(panes: PaperworkPanes) -> None:
    view = panes.matters.matter
    view._open_mandate()
    view.mandate.fields["kind"].editor.set_code("support_administrator")
    view.mandate.save()


def searched(panes: PaperworkPanes) -> None:
    panes.matters.model.pick.look_for("spid password persa")


def asked_twice(panes: PaperworkPanes) -> None:
    panes.matters.model.pick.begin_code("SPID-REC")


def several() -> MattersViewModel:
    done = begun(2, type_code=SCHOOL, type_title="Iscrizione a scuola", outcome="started", closed_at=None,
                 next_on=MORNING.date() - timedelta(days=3))
    over = begun(3, type_code="IO", outcome="completed", closed_at=MORNING - timedelta(days=2), next_on=None)
    return matters(begun(), done, over)


def named_later(panes: PaperworkPanes) -> None:
    panes.matters.model.show_visit(ROSA.id, is_here=True)


def unknown_version() -> MattersViewModel:
    return matters(begun(type_version=77, type_code="VECCHIO", type_title="Una pratica di una volta"))


screen("digital paperwork, choosing")(lambda: place_of(several()))
screen("digital paperwork, nothing begun")(lambda: place_of(matters()))
screen("digital paperwork, somebody without a name")(lambda: place_of(matters(citizen=None)))
screen("digital paperwork, the name is said later")(lambda: place_of(matters(citizen=None), opened(act=named_later)))
screen("digital paperwork, where a paper is enough")(lambda: place_of(matters(), opened("CUP")))
screen("digital paperwork, looked for")(lambda: place_of(several(), searched))
screen("digital paperwork, one is open already")(lambda: place_of(several(), asked_twice))
screen("digital paperwork, just opened")(lambda: place_of(matters(), opened()))
screen("digital paperwork, taken up again")(lambda: place_of(several(), resumed()))
screen("digital paperwork, gone through")(lambda: place_of(several(), resumed(gone_through)))
screen("digital paperwork, closed")(lambda: place_of(several(), resumed(case_id=LONG_AGO)))
screen("digital paperwork, a version nobody has")(lambda: place_of(unknown_version(), resumed()))
screen("digital paperwork, the last questions")(lambda: place_of(several(), resumed(ending())))
screen("digital paperwork, half answered")(lambda: place_of(several(), resumed(ending("1", "2", "4"))))
screen("digital paperwork, all answered")(lambda: place_of(
    several(), resumed(ending("1", "2", "4", "1", "1", "3", "0", "1", "4"))))
screen("digital paperwork, to be completed")(lambda: place_of(several(), resumed(to_complete)))
screen("digital paperwork, a guardian")(lambda: place_of(matters(), opened(RESIDENCE, guardian)))
screen("digital paperwork, never by proxy")(lambda: place_of(
    matters(), opened(act=lambda panes: panes.matters.matter._open_mandate())))
