"""The week: who works when, what nobody covers, whose appointments need somebody else."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from wemi_desk.i18n import _, ngettext
from wemi_desk.services.agenda.calendar import CalendarFile
from wemi_desk.services.agenda.planning import WeekPlan
from wemi_desk.ui.screens.agenda.board_view_model import BoardViewModel
from wemi_desk.ui.screens.agenda.cells import week_grid
from wemi_desk.ui.screens.agenda.grid_view import GridView
from wemi_desk.ui.screens.agenda.hours_view_model import HoursViewModel
from wemi_desk.ui.screens.agenda.words import Cell, PersonDay, week_title
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label
from wemi_desk.ui.widgets.spacing import column, least_height, spaced
from wemi_desk.ui.words import hours_words


class WeekView(QWidget):
    """Enter goes to the day. ``shift_wanted(PersonDay)``, ``leave_wanted(PersonDay)``, ``day_wanted``,
    ``passing_wanted``: the appointments of who is away."""

    shift_wanted = Signal(object)
    leave_wanted = Signal(object)
    day_wanted = Signal()
    passing_wanted = Signal()

    def __init__(self, model: BoardViewModel, hours: HoursViewModel) -> None:
        super().__init__()
        self.model = model
        self.hours = hours
        self._shown: tuple[date, str] | None = None
        self.setAccessibleName(_("Settimana"))
        self._build()
        self._bind()
        self._show()

    @property
    def here(self) -> PersonDay | None:
        """The operator and day the hands are on."""
        cell = self.grid.current
        return cell.what if cell is not None and isinstance(cell.what, PersonDay) else None

    def focus_first(self) -> None:
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        self.title, self.covered = label("", "page", wrap=True), label("", "strong", wrap=True)
        self.warning = label("", "err", wrap=True)
        self.grid = GridView(_("Turni della settimana"), 54)
        least_height(self.grid, 200)
        self.before, self.this_week, self.after = button(_("Prima")), button(_("Oggi")), button(_("Dopo"))
        for widget, words in ((self.before, _("Settimana prima")), (self.after, _("Settimana dopo"))):
            widget.setAccessibleName(words)
        self.shift_button = primary_button(_("Nuovo turno"), icon="it-plus")
        self.copy_button = button(_("Copia nella settimana dopo"), icon="it-copy")
        self.leave_button = button(_("Segna un’assenza"), icon="it-minus-circle")
        self.pass_button = button(_("Passa gli appuntamenti"), icon="it-exchange-circle")
        self.file_button = button(_("Salva per un altro calendario"), icon="it-download")
        acts = QWidget()
        flow = spaced(FlowLayout(acts), spacing=8)
        for act in (self.before, self.this_week, self.after, self.shift_button, self.copy_button, self.leave_button,
                    self.pass_button, self.file_button):  # fmt: skip
            flow.addWidget(act)
        box = column(self)
        for line in (self.title, self.covered, self.warning):
            box.addWidget(line)
        box.addWidget(self.grid, 1)
        box.addWidget(acts)

    def _bind(self) -> None:
        self.model.changed.connect(self._show)
        for act, days in ((self.before, -7), (self.this_week, 0), (self.after, 7)):
            act.clicked.connect(lambda _checked=False, days=days: self.model.turn(days))
        self.shift_button.clicked.connect(lambda: self.shift_wanted.emit(self.here))
        self.leave_button.clicked.connect(lambda: self.leave_wanted.emit(self.here))
        self.copy_button.clicked.connect(lambda: self.model.copy_week())
        self.pass_button.clicked.connect(self.passing_wanted)
        self.file_button.clicked.connect(lambda: self.hours.make_file(self.hours.me, with_names=False))
        self.hours.file_made.connect(self._save_file)
        self.grid.opened.connect(self._open)

    def _save_file(self, made: CalendarFile) -> None:
        path, _kind = QFileDialog.getSaveFileName(self, _("Salva il calendario"), made.name, "*.ics")
        if path:
            self.hours.save_file(made, path)

    def _is_new_week(self) -> bool:
        """Then the hands begin at one's own today."""
        before, self._shown = self._shown, (self.model.monday, self.model.space_code)
        return before != self._shown

    def _open(self, cell: Cell) -> None:
        if isinstance(cell.what, PersonDay):
            if self.model.is_planner and isinstance(cell.what.operator_id, UUID):
                self.shift_wanted.emit(cell.what)
            else:
                self.model.go_to(cell.what.day)
                self.day_wanted.emit()

    def _show(self) -> None:
        plan, is_planner = self.model.week, self.model.is_planner
        self.title.setText(week_title(self.model.monday))
        for act in (self.shift_button, self.copy_button):
            act.setVisible(is_planner)
        stranded = plan.stranded if plan is not None else ()
        self.pass_button.setVisible(bool(stranded) and self.model.is_own_space)
        self.file_button.setVisible(self.model.is_own_space)
        if plan is None:
            return
        self.covered.setText(_covered(plan))
        self.warning.setText(_warnings(plan))
        self.warning.setVisible(bool(self.warning.text()))
        self.grid.show_grid(week_grid(plan), self.model.here if self._is_new_week() else None)


def _covered(plan: WeekPlan) -> str:
    both, every = plan.covered
    if not plan.has_hours:
        return _("Gli orari di apertura non sono ancora scritti: aggiungili in Orari.")
    return _("Coperte {covered} su {opening} di apertura").format(covered=hours_words(both), opening=hours_words(every))


def _warnings(plan: WeekPlan) -> str:
    said = []
    if plan.stranded:
        many = len(plan.stranded)
        words = ngettext(
            "{n} appuntamento con chi è assente.", "{n} appuntamenti con chi è assente.", many
        )  # fmt: skip
        said.append(words.format(n=many))
    if plan.doubled:
        many = len(plan.doubled)
        words = ngettext("{n} ora data a due persone.", "{n} ore date a due persone.", many)
        said.append(words.format(n=many))
    if plan.overlaps:
        many = len(plan.overlaps)
        words = ngettext("{n} turno si sovrappone a un altro.", "{n} turni si sovrappongono ad altri.", many)
        said.append(words.format(n=many))
    return " ".join(said)
