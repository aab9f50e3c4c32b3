"""Three families share a baby-sitter: one asks at the counter, groups are found, asked one by one, and the group
begins with its shares on paper."""

from __future__ import annotations

from functools import partial

from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.papers import Paper, PaperKind
from wemi_desk.domain.shared_services import ACTIVE, TO_ASK
from wemi_desk.tour.stage import Tour
from wemi_desk.ui.screens.shared_services.view import SharedServicesPanes
from wemi_desk.ui.screens.shared_services.view_model import SharedServicesViewModel
from wemi_desk.ui.shell.places import Place


def play(tour: Tour) -> None:
    """By keys; the place has none of its own and is reached from the rail or with a command."""
    _ask(tour)
    _find(tour)
    _form(tour)
    _hear(tour)
    _begin(tour)


def _model(tour: Tour) -> SharedServicesViewModel:
    return tour.work.places.shared.model


def _panes(tour: Tour) -> SharedServicesPanes:
    return tour.work.places.shared.panes


def _go(tour: Tour) -> None:
    tour.work.window.place_requested.emit(Place.SHARED)
    tour.until(lambda: "model" in vars(tour.work.places.shared) and _model(tour).requests.is_read, "the requests")
    tour.settle()


def _with_card(tour: Tour) -> Citizen:
    """Somebody of the palestra with a card who asked for nothing yet."""
    found = list[Citizen]()

    def read() -> None:
        cards = tour.work.desk.citizens.page(100, 80)
        found.extend(one.citizen for one in cards if one.citizen.fiscal_code and (one.age or 0) > 30)

    tour.in_background(read, "people with cards")
    return found[0]


def _ask(tour: Tour) -> None:
    person = _with_card(tour)
    tour.typist.press("F2")
    tour.typist.scan(person.fiscal_code or "")
    tour.until(lambda: tour.work.counter.visit.card, "the person")
    tour.settle()
    _go(tour)
    asked = len(_model(tour).requests.lines)
    with tour.task("scrivere la richiesta di una famiglia"):
        _panes(tour).requests.new_button.setFocus()
        tour.typist.press("Return")
        tour.until(lambda: _panes(tour).right_stack.currentWidget() is _panes(tour).form, "the form")
        tour.settle()
        tour.typist.type_text("1")  # the need
        for text in ("lun-ven 16-19", None, "6", "9", "12/3/2021", "2"):
            tour.typist.press("Tab")
            if text is not None:
                tour.typist.type_text(text)
        _panes(tour).form.fields["consent"].editor.setFocus()
        tour.typist.type_text("1")
        tour.settle()
        tour.shot("richiesta-di-un-servizio-condiviso")
        tour.typist.press("Ctrl+S")
        tour.until(lambda: len(_model(tour).requests.lines) > asked, "the request")
        tour.settle()
    tour.work.counter.close_without_contact()
    tour.settle()


def _find(tour: Tour) -> None:
    with tour.task("trovare i gruppi", 4):
        tour.typist.press("Alt+2")
        tour.settle()
        _panes(tour).proposals.search_button.setFocus()
        tour.typist.press("Return")
        tour.until(lambda: _model(tour).proposals.proposals, "the proposals")
        tour.settle()
    tour.shot("gruppi-proposti-con-il-perche")


def _form(tour: Tour) -> None:
    """The proposal with the most families is a group."""
    proposals = _model(tour).proposals.proposals
    best = max(range(len(proposals)), key=lambda at: len(proposals[at].requests))
    _panes(tour).proposals.table.go_to_row(best)
    tour.settle()
    with tour.task("formare il gruppo", 3):
        tour.typist.press("Ctrl+S")
        tour.until(lambda: _model(tour).groups.group, "the group")
        tour.settle()


def _hear(tour: Tour) -> None:
    """Every family is asked; the sheet of the first names nobody."""
    tour.typist.press("Alt+3")
    tour.settle()
    tour.typist.press("Return")
    tour.settle()
    with tour.task("stampare la proposta per una famiglia", 3):
        tour.typist.press("Ctrl+P")
        tour.until(lambda: _on_show(tour, PaperKind.SHARED_PROPOSAL), "the proposal")
        tour.settle()
    tour.shot("proposta-per-una-famiglia")
    tour.typist.press("Esc")
    tour.settle()
    group = _model(tour).groups.group
    for at in range(len(group.present) if group is not None else 0):
        _panes(tour).group.table.go_to_row(at)
        _panes(tour).group.contact.setChecked(True)
        _panes(tour).group.yes_button.click()
        tour.until(partial(_are_asked, tour, at + 1), "the answer")
        tour.settle()
    tour.shot("famiglie-d-accordo")


def _are_asked(tour: Tour, families: int) -> bool:
    group = _model(tour).groups.group
    return group is not None and len(group.present) - group.counted(TO_ASK) == families


def _begin(tour: Tour) -> None:
    with tour.task("avviare il gruppo", 3):
        tour.typist.press("Ctrl+S")
        tour.until(lambda: _is_active(tour), "the group at work")
        tour.settle()
    tour.shot("gruppo-attivo-con-le-quote")
    with tour.task("stampare le quote", 3):
        tour.typist.press("Ctrl+P")
        tour.until(lambda: _on_show(tour, PaperKind.SHARED_GROUP), "the shares")
        tour.settle()
    tour.shot("foglio-delle-quote")
    tour.typist.press("Esc")
    tour.settle()


def _is_active(tour: Tour) -> bool:
    group = _model(tour).groups.group
    return group is not None and group.service.status == ACTIVE


def _on_show(tour: Tour, kind: PaperKind) -> Paper | None:
    paper = tour.work.papers.model.paper
    return paper if paper is not None and paper.kind is kind and tour.work.papers.preview.is_shown else None
