"""Opening hours, days that are otherwise, leave: one list, each line can be taken off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from wemi_desk.domain.openings import DAY_MINUTES, OpeningException, OpeningSlot
from wemi_desk.domain.shifts import Leave
from wemi_desk.i18n import _
from wemi_desk.ui.agenda_errors import span_words
from wemi_desk.ui.screens.agenda.hours_view_model import HoursViewModel
from wemi_desk.ui.screens.agenda.words import weekdays
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import muted
from wemi_desk.ui.widgets.marks import STATE_MARKS, Mark
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState
from wemi_desk.ui.widgets.spacing import column, least_height, spaced
from wemi_desk.ui.widgets.tables import Table
from wemi_desk.ui.words import day_words

_OPEN, _SHUT, _AWAY = STATE_MARKS["done"], STATE_MARKS["ended"], Mark("it-minus-circle", "text2")


@dataclass(frozen=True, slots=True)
class HoursLine:
    """One line in words."""

    what: str
    when: str
    until: str
    mark: Mark
    is_mine: bool = True


class HoursView(QWidget):
    """``slot_wanted``, ``exception_wanted``, ``leave_wanted``: the forms."""

    slot_wanted = Signal()
    exception_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, model: HoursViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Orari"))
        self._build()
        self._bind()
        self._show()

    def focus_first(self) -> None:
        target = self.table if self.rows.rowCount() else self.leave_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        columns: list[Column[HoursLine]] = [
            Column(_("Che cosa"), lambda line: line.what, lambda line: line.mark),
            Column(_("Quando"), lambda line: line.when),
            Column(_("Vale"), lambda line: line.until),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Orari, chiusure, assenze"), self.rows, stretch=0, widths=(220, 240))
        least_height(self.table, 180)
        self.empty = EmptyState(
            _("Nessun orario scritto"), _("Il coordinamento scrive qui quando lo spazio riceve."), icon="it-clock"
        )
        self.holidays = muted("")
        self.slot_button = primary_button(_("Nuovo orario"), icon="it-plus")
        self.exception_button = button(_("Chiusura o apertura straordinaria"))
        self.leave_button = button(_("Segna un’assenza"), icon="it-minus-circle")
        self.remove_button = button(_("Togli dall’elenco"))
        acts = QWidget()
        flow = spaced(FlowLayout(acts), spacing=8)
        for act in (self.slot_button, self.exception_button, self.leave_button, self.remove_button):
            flow.addWidget(act)
        box = column(self)
        box.addWidget(self.table, 1)
        box.addWidget(self.empty, 1)
        box.addWidget(self.holidays)
        box.addWidget(acts)

    def _bind(self) -> None:
        self.model.changed.connect(self._show)
        self.slot_button.clicked.connect(self.slot_wanted)
        self.exception_button.clicked.connect(self.exception_wanted)
        self.leave_button.clicked.connect(self.leave_wanted)
        self.remove_button.clicked.connect(self._remove)

    def _remove(self) -> None:
        row = self.table.current_row
        if row is not None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.model.remove(row)

    def _show(self) -> None:
        lines, is_planner = self._lines(), self.model.is_planner
        kept = self.table.current_row or 0
        self.rows.show_rows(lines)
        self.table.go_to_row(min(kept, len(lines) - 1))
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        for act in (self.slot_button, self.exception_button):
            act.setVisible(is_planner)
        self.remove_button.setVisible(bool(lines) and (is_planner or bool(self.model.leaves)))
        coming = list(self.model.plan.holidays.items())[:3] if self.model.plan is not None else []
        named = ", ".join(f"{name} ({day:%d/%m})" for day, name in coming)
        self.holidays.setText(_("Prossime feste, già chiuse: {named}.").format(named=named) if named else "")

    def _lines(self) -> list[HoursLine]:
        plan = self.model.plan
        slots = [_slot_line(one) for one in plan.slots] if plan is not None else []
        days = [_exception_line(one) for one in plan.exceptions] if plan is not None else []
        return [*slots, *days, *(_leave_line(one, self.model.name_of(one.operator_id)) for one in self.model.leaves)]


def _slot_line(one: OpeningSlot) -> HoursLine:
    what = _("Aperto ogni {day}").format(day=weekdays()[one.weekday][1])
    since = _("dal {day}").format(day=day_words(one.valid_from)) if one.valid_from else ""
    until = _("fino al {day}").format(day=day_words(one.valid_to)) if one.valid_to else ""
    return HoursLine(what, span_words(*one.span), " ".join(part for part in (since, until) if part) or _("sempre"),
                     _OPEN)  # fmt: skip


def _exception_line(one: OpeningException) -> HoursLine:
    what = _("Aperto") if one.is_open else _("Chiuso")
    if one.reason:
        what = f"{what}: {one.reason}"
    return HoursLine(what, _hours(one.span), _days(one.first_on, one.last_on), _OPEN if one.is_open else _SHUT)


def _leave_line(one: Leave, name: str) -> HoursLine:
    what = _("Assente: {name}").format(name=name or _("un collega"))
    return HoursLine(what, _hours(one.span), _days(one.first_on, one.last_on), _AWAY)


def _hours(span: tuple[int, int]) -> str:
    return _("tutto il giorno") if span == (0, DAY_MINUTES) else span_words(*span)


def _days(first: date, last: date) -> str:
    begin, end = day_words(first), day_words(last)
    return begin if begin == end else _("dal {first} al {last}").format(first=begin, last=end)
