"""The other places of the rail."""

from __future__ import annotations

from wemi_desk.tour.stage import Tour

_PLACES = (("F3", "coda"), ("F4", "cittadini"), ("F5", "pratiche"), ("F6", "catalogo"), ("F7", "attivita"),
           ("F8", "giornata"))  # fmt: skip


def play(tour: Tour) -> None:
    """One picture of each."""
    for key, name in _PLACES:
        with tour.task(f"andare a {name}", 1):
            tour.typist.press(key)
            tour.settle()
        tour.shot(name)
    _card(tour)
    tour.typist.press("F2")
    tour.settle()
    for key, name in (("Ctrl+D", "bozze"), ("Ctrl+R", "da-richiamare"), ("F1", "aiuto"), ("Ctrl+?", "tasti")):
        with tour.task(f"aprire {name}"):
            tour.typist.press(key)
            tour.until(lambda: tour.console.window.panel.isVisible(), "the panel")
            tour.settle()
        tour.shot(name)
        tour.typist.press("Esc")
        tour.settle()
    _manual(tour)
    _settings(tour)


def _manual(tour: Tour) -> None:
    """From a question to the page about it, a word in the manual, and back to what was there."""
    tour.typist.press("Ctrl+R")
    tour.settle()
    with tour.task("aprire il manuale sulla pagina giusta", 1):
        tour.typist.press("F1")
        tour.until(lambda: tour.console.manual.view, "the manual")
        tour.settle()
    tour.shot("manuale-sulle-persone-da-richiamare")
    with tour.task("trovare una parola nel manuale", 11):
        tour.typist.press("F1")
        tour.typist.type_text("stampante")
        tour.typist.press("Return")
        tour.settle()
    tour.shot("manuale-parola-trovata")
    tour.typist.press("Esc", times=2)
    tour.settle()


def _settings(tour: Tour) -> None:
    tour.typist.press("Ctrl+K")
    tour.typist.type_text(">impostazioni")
    tour.settle()
    tour.typist.press("Return")
    tour.until(lambda: tour.console.window.panel.isVisible(), "the settings")
    tour.settle()
    tour.shot("impostazioni")
    tour.typist.press("Esc")
    tour.settle()


def _card(tour: Tour) -> None:
    """The card of who is at the desk, tab by tab."""
    tour.typist.press("F2")
    tour.typist.press("Ctrl+K")
    tour.typist.type_text("bra")
    tour.until(lambda: tour.console.window.bar.box.text() == "bra", "the box")
    tour.settle()
    tour.typist.press("Return")
    tour.until(lambda: tour.work.counter.visit.card, "the person")
    tour.typist.press("F4")
    tour.settle()
    for number, name in enumerate(("dati", "nucleo", "pratiche", "documenti", "accessi"), start=1):
        tour.typist.press(f"Alt+{number}")
        tour.settle()
        tour.shot(f"scheda-{name}")
    tour.work.counter.close_without_contact()
    tour.settle()
