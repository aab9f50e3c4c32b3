"""Hands that press anything, at any moment, lock and enter again: nothing breaks, and nothing of a session stays."""

import os
import random
from datetime import date

import pytest

from tests.counter_models import code_of
from tests.counter_window import opened_desk
from wemi_desk.services import practice
from wemi_desk.ui.session import WorkSession
from wemi_desk.ui.shell.pane_host import PlacePage
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.panes import Pane

RUNS, ACTS = int(os.environ.get("WEMI_HANDS", "2")), 150
CODE = code_of("Zzyxwald", "Ludmilla", date(1958, 3, 12))
PRINTS = {Shortcut.PRINT}  # a dialog of the platform's, which nobody here can answer
MOVES = (
    "Tab", "Shift+Tab", "Return", "Down", "Up", "Space", "Left", "Right", "Home", "End", "PgDown", "Delete",
    "Backspace", "Alt+Down", "1", "2", "3", "4", "5", "0",
)  # fmt: skip
KEYS = (*(shortcut.keys for shortcut in Shortcut if shortcut not in PRINTS), *MOVES)
TEXTS = (
    "zzyx", "Zzyxwald\tludmilla\t1958\t333", "spid", "12/3/58", "bonus", "333 98", "IT60X0542811101000000123456", "è",
    ">coda", ">da inviare", ">impostazioni", ">agenda", ">condivisi", ">facilita", ">registro", ">aggiornamenti",
    ">tema", ">giornata",
)  # fmt: skip
PAUSES_MS = (0, 0, 1, 5, 20, 60)


def one_act(counter, chance):
    """Nobody waits for anything: what was begun goes on under the next key."""
    console = counter.console
    what = chance.random()
    if console.work is None:
        if not console.is_building:
            console.enter(opened_desk(chance.choice(practice.OPERATORS)))
    elif what < 0.68:
        counter.typist.press(chance.choice(KEYS))
    elif what < 0.86:
        counter.typist.type_text(chance.choice(TEXTS))
    elif what < 0.94:
        counter.typist.scan(chance.choice((CODE, "OP1002")))
    elif what < 0.97:
        console.lock()
    else:
        console.work.exchange.rounds.exchange_now()


@pytest.mark.parametrize("seed", range(RUNS))
def test_hands_that_press_anything_break_nothing_and_leave_nothing(counter, seed):
    counter.register("Zzyxwald", "Ludmilla", code=CODE, phone="3339876543")
    chance = random.Random(seed)
    for _act in range(ACTS):
        one_act(counter, chance)
        counter.qtbot.wait(chance.choice(PAUSES_MS))
    counter.settle()
    counter.console.lock()
    counter.qtbot.waitUntil(lambda: not counter.window.findChildren(WorkSession))
    counter.settle()
    pages = counter.window.findChildren(PlacePage)
    assert {type(spec.widget) for page in pages for spec in page.panes} <= {Pane}  # one that says that nothing is here
    assert len(pages) <= 1
