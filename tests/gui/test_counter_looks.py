"""The recipes of accessibility on every state of the Sportello, in the real window: names, order, room, contrast."""

import pytest
from PySide6.QtWidgets import QApplication

from tests.accessibility import contrast_faults, focus_faults, name_faults, room_faults
from tests.counter_models import ANNA, MARIA
from tests.counter_window import CounterWindow
from tests.runners import SlowWorkRunner
from wemi_desk.ui.theme import ThemeChoice

LEAST = {ThemeChoice.LIGHT: 4.5, ThemeChoice.DARK: 4.5, ThemeChoice.CONTRAST: 7.0}
SIZES = ((1366, 768, 100), (1280, 720, 100), (1366, 768, 200))


def walk(window):
    """Every state, one after the other, each with its name."""
    yield from walk_idle(window)
    yield from walk_visit(window)
    yield from walk_registration(window)


def walk_idle(window):
    yield "idle, no contacts yet"
    window.press("F9")
    yield "quick contact, reasons"
    window.press("1")
    yield "quick contact, channels, message"
    window.press("Esc")
    yield "idle, a contact"
    window.type("ros")
    yield "results"
    window.box.empty()


def walk_visit(window):
    counter = window.counter
    window.register("Della Rovere Montefeltro", "Maria Antonietta Guglielmina", code=MARIA, phone="3331234567")
    window.scan(MARIA)
    yield "visit, history still empty"
    window.press("1", "Ctrl+S")
    window.counter.visit.reload()
    window.panes.contact.note.editor.setPlainText("La password è gatto123")
    window.panes.contact.call_back.setChecked(True)
    window.press("Ctrl+S")
    window.settle()
    yield "visit, hint, call-back, field errors"
    window.scan(ANNA)
    yield "another person's card"
    window.press("Esc")
    counter.contact.edit(reason=None, note="", wants_call_back=False)
    window.press("Ctrl+Return")
    yield "question about the reason"
    window.press("Return")


def walk_registration(window):
    counter = window.counter
    window.press("Ctrl+N")
    yield "registration, empty"
    window.type("montefeltro\tmaria\t1958\tabc")
    window.press("Ctrl+S")
    yield "registration, candidates and an error"
    counter.leave_registration()
    yield "anonymous visit"
    counter.close_without_contact()
    window.scan(ANNA)
    yield "registration, card read"
    counter.leave_registration()
    counter.close_without_contact()
    window.settle()
    yield "idle, drafts left open"
    window.scan(ANNA[:-1] + ("A" if ANNA[-1] != "A" else "B"))
    yield "card read badly"


@pytest.fixture
def window(qtbot, theme, practice_store, tmp_path):
    return CounterWindow(qtbot, SlowWorkRunner(), practice_store, tmp_path)


def every_tab(window):
    tabs = window.window.panes.page(window.window.place).tabs
    for index in range(tabs.count() if tabs.isVisible() else 1):
        if tabs.isVisible():
            tabs.setCurrentIndex(index)
        QApplication.processEvents()
        window.settle()
        yield index


@pytest.mark.parametrize(("width", "height", "percent"), SIZES)
def test_every_state_has_names_an_order_and_room(window, theme, width, height, percent):
    theme.set_percent(percent)
    window.window.resize(width, height)
    window.settle()
    faults = {}
    for state in walk(window):
        assert (window.window.width(), window.window.height()) == (width, height), state
        focus, tab = window.focus, window.window.panes.page(window.window.place).tabs.currentIndex()
        for index in every_tab(window):
            found = room_faults(window.window) + name_faults(window.window)
            found += focus_faults(window.window, window.window.regions)
            if found:
                faults[f"{state}, tab {index}"] = found
        window.window.panes.page(window.window.place).tabs.setCurrentIndex(tab)
        if focus is not None:
            focus.setFocus()
        window.settle()
    assert faults == {}


@pytest.mark.parametrize("percent", [100, 200])
def test_every_state_can_be_read_in_every_theme(window, theme, percent):
    theme.set_percent(percent)
    faults = {}
    for state in walk(window):
        for look, least in LEAST.items():
            theme.set_choice(look)
            QApplication.processEvents()
            found = contrast_faults(window.window, least)
            if found:
                faults[f"{state}, {look.name}"] = found
        theme.set_choice(ThemeChoice.LIGHT)
    assert faults == {}
