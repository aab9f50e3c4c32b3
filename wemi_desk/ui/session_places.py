"""The places of the rail beside the Sportello, filled for one session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from wemi_desk.domain.queue import QueueTicket
from wemi_desk.ui.screens.day.view import DayPane, day_panes
from wemi_desk.ui.screens.day.view_model import DayViewModel
from wemi_desk.ui.screens.day.view_model import Services as DayServicesUsed
from wemi_desk.ui.screens.queue.pane_view import QueuePane
from wemi_desk.ui.screens.queue.view import QueueListPane, queue_panes
from wemi_desk.ui.screens.queue.view_model import QueueViewModel
from wemi_desk.ui.shell.pane_host import PaneSpec
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.shortcuts import BackStep, Shortcut

if TYPE_CHECKING:
    from wemi_desk.ui.session import WorkSession


class SessionPlaces(QObject):
    """Queue and day; each screen meets the others through services, the change bus and navigation only."""

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        desk, runner = work.desk, work.runner
        self.queue = QueueViewModel(desk.queue, desk.lists, desk.session, runner, work.changes, work.messages, self)
        used = DayServicesUsed(desk.day, desk.contacts, desk.corrections)
        self.day = DayViewModel(
            used, desk.lists, desk.session, desk.colleagues, runner, work.changes, work.messages, self
        )
        self.queue_pane = QueuePane(self.queue)
        self.queue.lines_changed.connect(self._show_queue)
        self.queue.serve_requested.connect(self._serve)
        self.day.go_requested.connect(self._go)

    def fill(self) -> None:
        """Say how each place gets its panes; they are made when somebody goes there, or while nobody types."""
        self._builders: dict[Place, Callable[[], list[PaneSpec]]] = {
            Place.QUEUE: lambda: queue_panes(self.queue),
            Place.DAY: lambda: day_panes(self.day),
        }
        for place in self._builders:  # an empty page, so that nothing of an earlier session is there
            self._work.window.add_place(place, [PaneSpec(QWidget(), "")])
        self._work.window.place_changed.connect(self._arrive)
        self.queue.reload()

    def to_prepare(self) -> list[Callable[[], object]]:
        """What can be made ahead, one place at a time."""
        return [partial(self._build, place) for place in self._builders]

    def _build(self, place: Place) -> None:
        builder = self._builders.pop(place, None)
        if builder is None:
            return
        panes = builder()
        self._work.window.add_place(place, panes)
        for spec in panes:
            if isinstance(spec.widget, QueueListPane | DayPane):
                self._register(spec.widget, spec.widget.handlers)

    def _register(self, pane: QWidget, handlers: Mapping[Shortcut, Callable[[], bool | None]]) -> None:
        for shortcut, handler in handlers.items():
            self._work.keys.shortcuts.register(shortcut, handler, owner=pane, step=BackStep.PANEL)

    def _arrive(self, place: Place) -> None:
        self._build(place)
        if place is Place.DAY:
            self.day.reload()
        elif place is Place.QUEUE:
            self.queue.reload()

    def _show_queue(self) -> None:
        self._work.window.bar.set_queue(self.queue.waiting if self.queue.is_used else None)

    def _serve(self, ticket: QueueTicket) -> None:
        self._work.window.set_place(Place.COUNTER)
        self._work.counter.visit.open_anonymous(ticket.id)

    def _go(self, where: str) -> None:
        if where == "queue":
            self._work.window.set_place(Place.QUEUE)
