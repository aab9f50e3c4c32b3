"""Which key does what while an operator works."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from wemi_desk.i18n import _
from wemi_desk.ui.session import WorkSession
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.shortcuts import TABS, BackStep, Shortcut

_PLACES = {
    Shortcut.COUNTER: Place.COUNTER,
    Shortcut.QUEUE: Place.QUEUE,
    Shortcut.CITIZENS: Place.CITIZENS,
    Shortcut.PAPERWORK: Place.PAPERWORK,
    Shortcut.CATALOGUE: Place.CATALOGUE,
    Shortcut.ACTIVITIES: Place.ACTIVITIES,
    Shortcut.DAY: Place.DAY,
}


def register_keys(work: WorkSession) -> None:
    """Hand the session's verbs to the one dispatcher; they fall silent when the session ends."""
    window = work.window
    verbs: dict[Shortcut, Callable[[], bool | None]] = {
        Shortcut.BOX: window.focus_box,
        Shortcut.QUICK_CONTACT: work.quick.open,
        Shortcut.NEW_CITIZEN: lambda: work.register(window.bar.box.text()),
        Shortcut.UNDO: work.undo,
        Shortcut.DRAFTS: work.places.show_drafts,
        Shortcut.CALL_BACK: work.places.show_call_backs,
        Shortcut.PRINT: work.papers.press,
        Shortcut.CALL_NEXT: work.places.queue.call_next,
        Shortcut.NEXT_REGION: lambda: _region(work, 1),
        Shortcut.PREVIOUS_REGION: lambda: _region(work, -1),
        Shortcut.LOCK: work.lock_requested.emit,
        Shortcut.BLANK: work.cover_requested.emit,
    }
    for shortcut, verb in verbs.items():
        work.keys.shortcuts.register(shortcut, verb, owner=work)
    _register_visit_keys(work)
    for shortcut, place in _PLACES.items():
        work.keys.shortcuts.register(shortcut, partial(_go, work, place), owner=work)
    for position, shortcut in enumerate(TABS):
        work.keys.shortcuts.register(shortcut, partial(_choose_candidate, work, position), owner=work)
    work.keys.shortcuts.register(Shortcut.BACK, work.step_out_of_band, owner=work, step=BackStep.MESSAGE)
    work.keys.shortcuts.register(Shortcut.BACK, lambda: _step_back(work), owner=work, step=BackStep.PANEL)


def _choose_candidate(work: WorkSession, position: int) -> bool:
    """Alt+1…5 while somebody is being registered; elsewhere the key belongs to the card's tabs."""
    if work.counter.task != "registration" or work.window.place is not Place.COUNTER:
        return False
    work.counter.registration.choose(position)
    return True


def _register_visit_keys(work: WorkSession) -> None:
    def nobody_here() -> str | None:
        return None if work.counter.task != "idle" else _("Prima apri un colloquio: passa la tessera o scrivi un nome.")

    register = work.keys.shortcuts.register
    register(Shortcut.SAVE, work.counter.save, owner=work, obstacle=nobody_here)
    register(Shortcut.SAVE_AND_CLOSE, work.counter.save_and_close, owner=work, obstacle=nobody_here)
    register(Shortcut.NEW_PAPERWORK, work.places.paperwork.begin, owner=work, obstacle=lambda: _nobody_known(work))
    register(Shortcut.PRIVACY_NOTICE, work.notices.hand_over, owner=work, obstacle=nobody_here)


def _go(work: WorkSession, place: Place) -> None:
    work.window.set_place(place)
    if place is not Place.COUNTER:
        work.places.focus(place)
    elif work.counter.task == "idle":
        work.window.focus_box()
    else:
        work.panes.focus_task()


def _region(work: WorkSession, step: int) -> bool:
    """The regions change with folding, strips and panels: their order is read at the moment of the key."""
    regions = work.keys.regions
    regions.order(*work.window.regions())
    return regions.next() if step > 0 else regions.previous()


def _step_back(work: WorkSession) -> bool:
    """Esc, one step: results, text of the box, panel, the registration form (its draft stays), the place."""
    box = work.window.bar.box
    if box.hasFocus() and box.step_back():
        return True
    if work.counter.task == "registration" and work.window.panel.isHidden():
        work.counter.leave_registration()
        work.window.focus_box()
        return True
    return work.window.step_back()


def _nobody_known(work: WorkSession) -> str | None:
    visit = work.counter.visit.visit
    if visit is not None and visit.citizen_id is not None:
        return None
    return _("Per una domanda serve sapere chi la fa: passa la tessera o scrivi un nome.")
