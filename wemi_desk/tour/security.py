"""Unlock, lock, change of operator, cover, wrong secret."""

from __future__ import annotations

from wemi_desk.services.practice import PIN
from wemi_desk.tour.stage import Tour


def unlock(tour: Tour) -> None:
    """The first minute of a newcomer: the palestra is made, Giulia comes in."""
    tour.console.start()
    tour.until(lambda: tour.console.unlock.is_ready, "the tiles of the operators")
    tour.activate()
    tour.shot("sblocca")
    with tour.task("entrare con il PIN", 9):
        tour.typist.type_text("gi")
        tour.typist.type_text(PIN)
        tour.typist.press("Return")
        tour.until(lambda: tour.console.work, "the session")
    tour.settle()
    tour.shot("sportello-vuoto")


def play(tour: Tour) -> None:
    """What protects the screen."""
    _cover(tour)
    _wrong_then_other(tour)


def hand_over(tour: Tour) -> None:
    """The screen covered, and the other operator at the desk."""
    _cover(tour)
    lock(tour)
    _enter_badge(tour)


def _cover(tour: Tour) -> None:
    with tour.task("nascondere i dati", 1):
        tour.typist.press("F12")
        tour.until(lambda: tour.console.window.stage.is_covered, "the cover")
    tour.shot("dati-nascosti")
    tour.typist.press("F12")
    tour.until(lambda: tour.console.window.stage.is_desk_shown, "the desk")


def lock(tour: Tour) -> None:
    """Whoever goes away leaves nothing to see."""
    with tour.task("bloccare", 2):
        tour.typist.press("Ctrl+L")
        tour.until(lambda: tour.console.work is None, "the lock")
    tour.settle()
    tour.shot("bloccato")


def _wrong_then_other(tour: Tour) -> None:
    lock(tour)
    tour.typist.type_text("gi")
    tour.typist.type_text("112233")
    tour.typist.press("Return")
    tour.until(lambda: tour.console.unlock.refusal or tour.console.unlock.waiting, "the refusal")
    tour.shot("pin-sbagliato")
    tour.until(lambda: not tour.console.unlock.waiting and not tour.console.unlock.busy, "the wait to end")
    _enter_badge(tour)


def _enter_badge(tour: Tour) -> None:
    tour.console.lock_page.take_focus()
    with tour.task("cambiare operatore, con il tesserino", 7):
        tour.typist.scan("OP1002")
        tour.typist.type_text(PIN)
        tour.typist.press("Return")
        tour.until(lambda: tour.console.work, "the session of the other operator")
    tour.settle()
    tour.shot("altro-operatore")
