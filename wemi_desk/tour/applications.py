"""A mother and her three children: what fits them, the applications, the receipt, and finding them again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TypeVar

from wemi_desk.domain.citizens import Citizen
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.person_forms import PersonForm
from wemi_desk.tour.stage import Tour
from wemi_desk.ui.screens.applications.view import PaperworkPanes
from wemi_desk.ui.screens.applications.view_model import PaperworkViewModel
from wemi_desk.ui.screens.printing.view_model import Stage
from wemi_desk.ui.widgets.strip import Strip

T = TypeVar("T")
SURNAME, MEASURE, IN_MILAN = "Esempini", "ESEMPIO-2026", "2"
FAMILIES = {"Fatima": {"Amina": 6, "Sara": 10, "Omar": 15}, "Giulia": {"Marta": 8}}
PROTOCOL, VALUE, RECEIPT = "2026-01234567a-00", "12345,67", "pg/2026/0123456"
AT_MOST, FOR_A_SIBLING = 75, 15
_KEY_S, _CODE_S, _THOUGHT_S = 0.28, 0.75, 1.35


def play(tour: Tour) -> None:
    """Everything by keys; the counts are of real key events (interface.md 18)."""
    mothers = {name: _from_store(tour, partial(_family, tour, name)) for name in FAMILIES}
    printed = _printer(tour)
    _at_desk(tour, mothers["Giulia"])
    one = _prepare(tour, "domanda per un figlio, carte in mano", AT_MOST, printed)
    _at_desk(tour, mothers["Fatima"])
    _what_fits(tour)
    most = AT_MOST + FOR_A_SIBLING * (len(FAMILIES["Fatima"]) - 1)
    three = _prepare(tour, "domande per tre figli, carte in mano", most, printed)
    tour.notes.append(f"domanda per un figlio: {one} tasti, {_model_seconds(one):.0f} s nel modello; "
                      f"per ogni figlio in più: {(three - one) / 2:.1f} tasti")  # fmt: skip
    _receipt(tour, mothers["Fatima"])
    _follow_up(tour)


def _model_seconds(keys: int) -> float:
    """The keystroke model: keys, a code that is copied character by character, a thought before each part."""
    thoughts = 9
    return (keys - len(PROTOCOL)) * _KEY_S + len(PROTOCOL) * _CODE_S + thoughts * _THOUGHT_S


def _family(tour: Tour, given_name: str) -> Citizen:
    """In the palestra: somebody who was registered before, with children of these ages."""
    desk = tour.work.desk
    form = PersonForm(surname=SURNAME, given_name=given_name, birth="12/03/1984", municipio=IN_MILAN)
    mother = desk.citizens.register(RegisterCitizen(form=form)).citizen
    for child, years in FAMILIES[given_name].items():
        born = desk.session.clock.today() - timedelta(days=years * 365 + 120)
        form = PersonForm(surname=SURNAME, given_name=child, birth=f"{born:%d/%m/%Y}", municipio=IN_MILAN)
        desk.households.add_minor(mother.id, form)
    return mother


def _printer(tour: Tour) -> list[bytes]:
    """The tour needs no printer: what would be printed is kept."""
    printed: list[bytes] = []

    def put(pdf: bytes) -> None:
        printed.append(pdf)

    tour.work.papers.model.press.put = put  # type: ignore[method-assign]
    return printed


def _at_desk(tour: Tour, mother: Citizen) -> None:
    """Found by name, from the box."""
    tour.typist.press("F2")
    tour.typist.press("Ctrl+K")
    tour.typist.type_text(f"{SURNAME} {mother.given_name}".lower())
    tour.settle()
    tour.until(lambda: _found(tour), "the results")
    tour.typist.press("Return")
    tour.until(lambda: _is_here(tour, mother), "the mother")
    tour.settle()


def _found(tour: Tour) -> int:
    popup = tour.console.window.bar.box.results
    return len(popup.rows) if popup is not None else 0


def _is_here(tour: Tour, mother: Citizen) -> bool:
    card = tour.work.counter.visit.card
    return card is not None and card.citizen.id == mother.id


def _model(tour: Tour) -> PaperworkViewModel:
    return tour.work.places.paperwork.model


def _panes(tour: Tour) -> PaperworkPanes:
    return tour.work.places.paperwork.panes


def _what_fits(tour: Tour) -> None:
    """Which measures fit her three children, and why one does not."""
    with tour.task("quali misure vanno bene alla famiglia", 3):
        tour.typist.press("Ctrl+Shift+N")
        tour.until(lambda: _model(tour).family.is_read, "the measures")
        tour.settle()
    tour.shot("quali-misure-vanno-bene")
    lines = _model(tour).family.fits
    refused = next(row for row, line in enumerate(lines) if line.fit.result.verdict == "not_eligible")
    tour.typist.press("Down", times=refused)
    tour.settle()
    tour.shot("perche-una-non-va-bene")
    tour.notes.append(f"non va bene a {lines[refused].who}: {_panes(tour).missing.sentence.words}")


def _prepare(tour: Tour, name: str, most: int, printed: list[bytes]) -> int:
    """From the mother at the desk to the printed papers and the closed visit."""
    with tour.task(name, most):
        _begin(tour)
        _look_and_read(tour)
        _write(tour)
        tour.typist.press("Ctrl+S")
        tour.until(lambda: _state(tour) == "ready", "to be ready")
        tour.settle()
        _print(tour, printed)
        _close(tour)
    return tour.tasks[-1].keys


def _begin(tour: Tour) -> None:
    tour.typist.press("Ctrl+Shift+N")
    tour.until(lambda: _model(tour).family.is_read, "the measures")
    tour.settle()
    lines = _model(tour).family.fits
    here = _panes(tour).family.table.current_row or 0
    wanted = next(row for row, line in enumerate(lines) if line.fit.measure.code == MEASURE)
    tour.typist.press("Down" if wanted > here else "Up", times=abs(wanted - here))
    tour.typist.press("Return")
    tour.until(lambda: _model(tour).stage == "case", "the form")
    tour.settle()
    tour.shot("domanda-nuova") if len(_model(tour).case.case.applications) > 1 else None


def _look_and_read(tour: Tour) -> None:
    """Documents seen, declarations read aloud, one by one."""
    tour.typist.press("Space")
    tour.settle()
    tour.typist.press("Tab", times=2)
    for _line in range(1 + len(_panes(tour).checklist.heard)):
        tour.typist.press("Space")
        tour.settle()
        tour.typist.press("Tab")


def _write(tour: Tour) -> None:
    """What is on the attestation, once for all the children."""
    several = len(_model(tour).case.case.applications) > 1
    tour.typist.press("Tab", times=1 + several)
    for text in (PROTOCOL, VALUE, f"20/01/{tour.work.desk.session.clock.today().year}".replace("/", "")):
        tour.typist.type_text(text)
        tour.typist.press("Tab")
    tour.settle()
    if several:
        tour.shot("domanda-compilata")


def _print(tour: Tour, printed: list[bytes]) -> None:
    """The summary for each child: Ctrl+P shows it, Ctrl+P prints it; a digit turns to the next child."""
    model, count = tour.work.papers.model, len(_model(tour).case.case.applications)
    for child in range(count):
        if child:
            _panes(tour).case.child.editor.setFocus()
            tour.typist.press("Alt+C")
            tour.typist.type_text(str(child + 1))
            tour.settle()
        before = len(printed)
        tour.typist.press("Ctrl+P")
        tour.until(lambda: model.stage is Stage.SHOWN, "the preview")
        if child == 0 and count > 1:
            tour.shot("riepilogo-da-firmare")
        tour.typist.press("Ctrl+P")
        tour.until(partial(_is_printed, tour, printed, before), "the paper")
        tour.settle()
        tour.keep(f"domanda-{child + 1}-di-{count}", printed[-1])


def _is_printed(tour: Tour, printed: list[bytes], before: int) -> bool:
    return len(printed) > before and tour.work.papers.model.stage is Stage.IDLE


def _receipt(tour: Tour, mother: Citizen) -> None:
    """She comes back having sent one on the portal: found in the list, its number copied, and confirmed with her."""
    panes, now = _panes(tour), tour.work.desk.session.clock.now()
    with tour.task("ritrovare la domanda tra quelle da seguire", 2):
        tour.typist.press("F5")
        tour.until(lambda: tour.work.places.paperwork.follow_ups.lines, "the list")
        tour.settle()
        tour.typist.press("Return")
        tour.until(lambda: _state(tour) == "ready", "the application")
        tour.settle()
    tour.shot("pronta-non-ancora-inviata")
    with tour.task("annotare la ricevuta del portale"):
        panes.case.steps.focus_first()
        tour.typist.press("Space")
        tour.until(lambda: panes.case.step_form.isVisible(), "the form of the receipt")
        for text in (RECEIPT, f"{now:%d%m%Y}", "0001"):
            tour.typist.type_text(text)
            tour.typist.press("Tab")
        tour.shot("ricevuta-del-portale")
        tour.typist.press("Ctrl+S")
        tour.settle()
        tour.typist.press("Tab")
        tour.typist.press("Return")
        tour.until(lambda: _state(tour) == "submitted", "the receipt to be noted")
        tour.settle()
    tour.activate()  # the question had the keys; no window manager gives them back here
    tour.shot("inviata-con-ricevuta")
    panes.case.history_button.click()
    tour.settle()
    tour.shot("storia-della-domanda")
    tour.notes.append(f"{mother.display_name}: {panes.case.state.text()}")
    tour.work.counter.close_without_contact()
    tour.settle()


def _follow_up(tour: Tour) -> None:
    """Found again by whoever opens the desk tomorrow: by code, without a name."""
    with tour.task("che cosa c'è da seguire", 1):
        tour.typist.press("F5")
        tour.until(lambda: tour.work.places.paperwork.follow_ups.lines, "the list")
        tour.settle()
    tour.shot("da-seguire")
    with tour.task("richiamare con un tasto", 1):
        tour.typist.press("Space")
        tour.until(lambda: tour.console.window.panel.isVisible(), "the promises")
        tour.settle()
    tour.shot("da-seguire-richiamare")
    tour.typist.press("Esc")
    tour.typist.press("F2")
    tour.settle()


def _close(tour: Tour) -> None:
    tour.typist.press("Ctrl+Return")
    tour.until(lambda: any(strip.isVisible() for strip in tour.console.window.findChildren(Strip)), "the question")
    tour.settle()
    tour.typist.type_text("1")
    tour.until(lambda: tour.work.counter.task == "idle", "the visit to close")
    tour.settle()


def _state(tour: Tour) -> str:
    shown = _model(tour).case.case.shown
    return shown.state if shown is not None else ""


def _from_store(tour: Tour, work: Callable[[], T]) -> T:
    found: list[T] = []
    tour.runner.run(work, owner=tour.work, done=found.append, failed=_raise)
    tour.until(lambda: found, "the store")
    return found[0]


def _raise(error: Exception) -> None:
    raise error
