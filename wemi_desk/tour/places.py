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
    tour.typist.press("F2")
    tour.settle()
    for key, name in (("Ctrl+D", "bozze"), ("Ctrl+R", "da-richiamare")):
        with tour.task(f"aprire {name}", 2):
            tour.typist.press(key)
            tour.until(lambda: tour.console.window.panel.isVisible(), "the panel")
            tour.settle()
        tour.shot(name)
        tour.typist.press("Esc")
        tour.settle()
