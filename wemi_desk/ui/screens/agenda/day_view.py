"""The day, operator by operator: large hours, few words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.services.agenda.daybook import AppointmentLine
from wemi_desk.ui.screens.agenda.board_view_model import BoardViewModel
from wemi_desk.ui.screens.agenda.cells import day_grid
from wemi_desk.ui.screens.agenda.grid_view import GridView
from wemi_desk.ui.screens.agenda.words import Cell, FreeHour, day_title, open_words
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.spacing import column, least_height, spaced


class DayView(QWidget):
    """Enter on a free hour books it, on an appointment opens it. ``booking_wanted(FreeHour | None)``, ``opened``."""

    booking_wanted = Signal(object)
    opened = Signal()

    def __init__(self, model: BoardViewModel, lists: PickLists) -> None:
        super().__init__()
        self.model = model
        self._lists = lists
        self.setAccessibleName(_("Giorno"))
        self._build()
        self._bind()
        self._show()

    def focus_first(self) -> None:
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        self.title, self.hours = label("", "page", wrap=True), muted("")
        self.grid = GridView(_("Appuntamenti del giorno"), 54)
        least_height(self.grid, 200)
        self.before, self.today, self.after = button(_("Giorno prima")), button(_("Oggi")), button(_("Giorno dopo"))
        self.new_button = primary_button(_("Nuovo appuntamento"), icon="it-plus")
        acts = QWidget()
        flow = spaced(FlowLayout(acts), spacing=8)
        for act in (self.before, self.today, self.after, self.new_button):
            flow.addWidget(act)
        box = column(self)
        for widget in (self.title, self.hours):
            box.addWidget(widget)
        box.addWidget(self.grid, 1)
        box.addWidget(acts)

    def _bind(self) -> None:
        self.model.changed.connect(self._show)
        for act, days in ((self.before, -1), (self.today, 0), (self.after, 1)):
            act.clicked.connect(lambda _checked=False, days=days: self.model.turn(days))
        self.new_button.clicked.connect(lambda: self.booking_wanted.emit(None))
        self.grid.opened.connect(self._open)
        self.grid.turned.connect(self._turn)

    def _turn(self, cell: Cell | None) -> None:
        what = cell.what if cell is not None else None
        self.model.choose(what if isinstance(what, AppointmentLine) else None)

    def _open(self, cell: Cell) -> None:
        if isinstance(cell.what, AppointmentLine):
            self.opened.emit()
        elif isinstance(cell.what, FreeHour) and self.model.is_own_space:
            self.booking_wanted.emit(cell.what)

    def _show(self) -> None:
        plan = self.model.plan
        self.title.setText(day_title(self.model.day))
        if plan is None:
            return
        self.hours.setText(open_words(plan.day, has_hours=plan.has_hours))
        self.new_button.setVisible(self.model.is_own_space)
        self.grid.show_grid(day_grid(plan, self._lists), self.model.line)
