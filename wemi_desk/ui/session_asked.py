"""The question between two desks, at the counter: a band that waits, answered with Alt and a digit.

Plain digits stay with Motivo: whoever serves by habit never answers by mistake.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wemi_desk.i18n import _
from wemi_desk.ui.focus import holds_focus
from wemi_desk.ui.screens.counter.questions_view_model import VisitQuestionsViewModel
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.shortcuts import TABS
from wemi_desk.ui.widgets.strip import Strip

if TYPE_CHECKING:
    from wemi_desk.ui.session import WorkSession


class SessionAsked(QObject):
    """Shows the question of who is at the desk; Esc, or the last answer, puts it off."""

    def __init__(self, work: WorkSession, model: VisitQuestionsViewModel) -> None:
        super().__init__(work)
        self._work = work
        self.model = model
        self.strip = Strip("warn")
        work.add_strip(self.strip)
        self.strip.chosen.connect(self._choose)
        self.strip.dismissed.connect(model.later)
        model.asked_changed.connect(self._show)
        work.counter.visit.visit_changed.connect(self._turn)
        for position, shortcut in enumerate(TABS):
            work.keys.shortcuts.register(shortcut, partial(self._press, position), owner=self)

    def _turn(self) -> None:
        visit = self._work.counter.visit.visit
        self.model.show_person(visit.citizen_id if visit is not None else None)

    def _show(self) -> None:
        had_focus = holds_focus(self.strip)
        self.strip.close_strip()
        if self.model.asked is not None:
            words = [choice.whole for choice in self.model.choices] + [_("Decidi più tardi")]
            keymap = self._work.keys.shortcuts.keymap
            signs = [keymap.label(shortcut) for shortcut in TABS[:len(words)]]
            self.strip.open(self.model.sentence, words, signs=signs, aside=True)
        if had_focus:
            self._work.panes.focus_task()

    def _press(self, position: int) -> bool:
        """Alt+1…; elsewhere, or with nothing asked, the key belongs to others."""
        if self.strip.isHidden() or self._work.window.place is not Place.COUNTER:
            return False
        return self._choose(position)

    def _choose(self, position: int) -> bool:
        answers = len(self.model.choices)
        if position > answers:
            return False
        if position == answers:
            self.model.later()
        else:
            self.model.answer(position)
        return True
