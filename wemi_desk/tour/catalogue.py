"""A father looks for somebody for the evenings: two services side by side, on paper, and written down as suggested."""

from __future__ import annotations

from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.papers import Paper, PaperKind
from wemi_desk.tour.stage import Tour
from wemi_desk.ui.screens.catalogue.view import FOLLOWED, CataloguePanes
from wemi_desk.ui.screens.catalogue.view_model import CatalogueViewModel

_ASKED = "tata sera sotto 15 euro"


def play(tour: Tour) -> None:
    """Everything by keys."""
    father = _at_desk(tour)
    _search(tour)
    _compare(tour)
    _print(tour)
    _orient(tour, father)
    _follow(tour, father)
    tour.work.counter.close_without_contact()
    tour.typist.press("F2")
    tour.settle()


def _model(tour: Tour) -> CatalogueViewModel:
    return tour.work.places.catalogue.model


def _panes(tour: Tour) -> CataloguePanes:
    return tour.work.places.catalogue.panes


def _at_desk(tour: Tour) -> Citizen:
    """Somebody of the palestra who has a card."""
    found = list[Citizen]()

    def read() -> None:
        cards = tour.work.desk.citizens.page(60, 80)
        found.extend(one.citizen for one in cards if one.citizen.fiscal_code and (one.age or 0) > 30)

    tour.in_background(read, "people with cards")
    tour.typist.press("F2")
    tour.typist.scan(found[0].fiscal_code or "")
    tour.until(lambda: tour.work.counter.visit.card, "the person")
    tour.settle()
    return found[0]


def _search(tour: Tour) -> None:
    tour.typist.press("F6")
    tour.until(lambda: "model" in vars(tour.work.places.catalogue) and _model(tour).search.rows, "the catalogue")
    tour.settle()
    with tour.task("cercare nel catalogo con le parole di chi chiede", len(_ASKED)):
        tour.typist.type_text(_ASKED)
        tour.until(lambda: _panes(tour).results.chips.held and _model(tour).search.text == _ASKED, "what was found")
        tour.settle()
    tour.shot("catalogo-che-cosa-ho-capito")


def _compare(tour: Tour) -> None:
    with tour.task("confrontare due servizi", 4):
        tour.typist.press("Down")
        tour.typist.press("Space")
        tour.typist.press("Down")
        tour.typist.press("Space")
        tour.until(lambda: _model(tour).sheet.is_comparison and _model(tour).sheet.shown, "the comparison")
        tour.settle()
    tour.shot("catalogo-confronto")


def _print(tour: Tour) -> None:
    printed: list[bytes] = []

    def put(pdf: bytes) -> None:
        printed.append(pdf)

    tour.work.papers.model.press.put = put  # type: ignore[method-assign]
    with tour.task("stampare il confronto", 4):
        tour.typist.press("Ctrl+P")
        tour.until(lambda: _shown(tour) is PaperKind.CATALOGUE, "the preview")
        tour.settle()
        tour.typist.press("Ctrl+P")
        tour.until(lambda: printed, "the comparison on paper")
        tour.settle()
    tour.keep("confronto-di-servizi", printed[-1])
    if _shown(tour) is not None:
        tour.typist.press("Esc")
        tour.settle()


def _shown(tour: Tour) -> PaperKind | None:
    paper: Paper | None = tour.work.papers.model.paper
    return paper.kind if paper is not None and tour.work.papers.preview.is_shown else None


def _orient(tour: Tour, father: Citizen) -> None:
    with tour.task("scrivere l’orientamento a due servizi", 5):
        tour.typist.press("Ctrl+S")
        tour.until(lambda: _panes(tour).right.form is not None, "the form")
        tour.settle()
        tour.typist.press("1")
        tour.typist.press("Ctrl+S")
        tour.until(lambda: _suggested(tour, father) == 2, "the orientation")
        tour.settle()
    tour.notes.append(f"orientamento: {tour.console.window.status.words}")


def _suggested(tour: Tour, father: Citizen) -> int:
    return next((len(one.record.suggestions) for one in _model(tour).follow.lines
                 if one.citizen_id == father.id and hasattr(one.record, "suggestions")), 0)  # fmt: skip


def _follow(tour: Tour, father: Citizen) -> None:
    """Who was oriented stays in sight."""
    tour.typist.press("Alt+2")
    tour.until(lambda: _panes(tour).tabs.currentIndex() == FOLLOWED, "the list")
    tour.settle()
    tour.shot("orientamenti-e-invii")
    assert _suggested(tour, father) == 2, "who was oriented is not in the list"
    tour.typist.press("Alt+1")
    tour.settle()
