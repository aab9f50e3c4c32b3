"""Cittadini (F4): the list of everybody without a visit, the card with one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QStackedWidget

from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.ui.screens.citizens.card_view import CardPane
from wemi_desk.ui.screens.citizens.list_view import PeopleListPane
from wemi_desk.ui.screens.citizens.view_model import CitizensViewModel
from wemi_desk.ui.shell.pane_host import PaneSpec
from wemi_desk.ui.shortcuts import TABS, Shortcut


def citizens_panes(model: CitizensViewModel, lists: PickLists) -> list[PaneSpec]:
    """The panes of the place: one, which turns with the visit."""
    return [PaneSpec(CitizensPage(model, lists), _("Cittadini"))]


class CitizensPage(QStackedWidget):
    """List or card."""

    def __init__(self, model: CitizensViewModel, lists: PickLists) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Cittadini"))
        self.list, self.card = PeopleListPane(model.people, lists), CardPane(model, lists)
        self.addWidget(self.list)
        self.addWidget(self.card)
        model.person_changed.connect(self._turn)
        self._turn()

    @property
    def handlers(self) -> Mapping[Shortcut, Callable[[], bool | None]]:
        """What the window's shortcuts do here."""
        tabs = {shortcut: partial(self._show_tab, index) for index, shortcut in enumerate(TABS)}
        return {Shortcut.SAVE: self._save, Shortcut.BACK: self._step_back, **tabs}

    def focus_first(self) -> None:
        """Where the hands should be on F4."""
        if self.currentWidget() is self.list:
            self.list.focus_filter()
        else:
            self.card.tabs.setFocus()

    def _turn(self) -> None:
        self.setCurrentWidget(self.list if self.model.citizen_id is None else self.card)

    def _show_tab(self, index: int) -> bool:
        if self.currentWidget() is not self.card:
            return False
        self.card.show_tab(index)
        return True

    def _save(self) -> bool:
        return self.currentWidget() is self.card and self.card.save()

    def _step_back(self) -> bool:
        return self.card.step_back() if self.currentWidget() is self.card else self.list.clear_filter()
