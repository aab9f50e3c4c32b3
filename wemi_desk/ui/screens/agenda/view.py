"""The two panes of the Agenda: day, week, reminders, hours or notes at the left, what is being done at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QTabBar, QWidget

from wemi_desk.domain.appointments import Appointment
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.ui.screens.agenda.appointment_view import AppointmentView
from wemi_desk.ui.screens.agenda.booking_view import BookingView
from wemi_desk.ui.screens.agenda.day_view import DayView
from wemi_desk.ui.screens.agenda.handover_view import HandoverView
from wemi_desk.ui.screens.agenda.hours_forms_view import ExceptionForm, HoursForm, LeaveForm, ShiftForm, SlotForm
from wemi_desk.ui.screens.agenda.hours_view import HoursView
from wemi_desk.ui.screens.agenda.reminders_view import RemindersView
from wemi_desk.ui.screens.agenda.view_model import AgendaViewModel
from wemi_desk.ui.screens.agenda.week_view import WeekView
from wemi_desk.ui.screens.agenda.words import FreeHour, PersonDay
from wemi_desk.ui.shell.pane_host import PaneSpec, PlacePage
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.buttons import escaped
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import name_editor
from wemi_desk.ui.widgets.form_view import FormView
from wemi_desk.ui.widgets.page_stack import PageStack
from wemi_desk.ui.widgets.panes import Pane
from wemi_desk.ui.widgets.scroll import ScrollPane

DAY, WEEK, REMINDERS, HOURS, NOTES = range(5)
_SHARES = (9, 4)
_TABS = (Shortcut.TAB_1, Shortcut.TAB_2, Shortcut.TAB_3, Shortcut.TAB_4, Shortcut.TAB_5)


class SpaceChoice(CodeCombo):
    """Whose agenda is looked at, for who sees more than one."""

    def __init__(self, model: AgendaViewModel) -> None:
        super().__init__(numbered=False)
        self._board = model.board
        name_editor(self, _("Spazio"))
        self.activated.connect(lambda _row: model.look_at(self.code or ""))
        model.board.changed.connect(self._show)
        self.hide()

    def _show(self) -> None:
        spaces = self._board.spaces
        if [one.code for one in spaces] != [self.itemData(row) for row in range(self.count())]:
            self.set_choices([(one.code, one.name) for one in spaces])
            self.set_code(self._board.space_code)
        self.setVisible(len(spaces) > 1)


class AgendaPanes:
    """Left a tab of calendars and lists, right an appointment or a form."""

    def __init__(self, model: AgendaViewModel, lists: PickLists) -> None:
        self.model = model
        self.page: PlacePage | None = None
        self.day, self.week = DayView(model.board, lists), WeekView(model.board, model.hours)
        self.reminders, self.hours = RemindersView(model.reminders, lists), HoursView(model.hours)
        self.notes = HandoverView(model.handover)
        self.lists: tuple[QWidget, ...] = (self.day, self.week, self.reminders, self.hours, self.notes)
        self.appointment = AppointmentView(model.appointment, model.booking, lists)
        self.booking = BookingView(model.booking)
        self.slot, self.exception = SlotForm(model.hours), ExceptionForm(model.hours)
        self.leave, self.shift = LeaveForm(model.hours), ShiftForm(model.hours)
        self.forms: tuple[FormView, ...] = (self.booking, self.slot, self.exception, self.leave, self.shift)
        self.left, self.right = Pane(_("Agenda")), Pane(_("Appuntamento"))
        self._build()
        self._bind()

    @property
    def handlers(self) -> Mapping[Shortcut, Callable[[], bool | None]]:
        """What the window's shortcuts do here."""
        tabs = {key: partial(self.show_tab, index) for index, key in enumerate(_TABS)}
        return {Shortcut.SAVE: self.save, Shortcut.BACK: self.step_back, Shortcut.PRINT: self.print_card, **tabs}

    def specs(self) -> list[PaneSpec]:
        """For the window."""
        return [PaneSpec(self.left, _("Agenda")), PaneSpec(self.right, _("Appuntamento"))]

    def settle(self, page: PlacePage) -> None:
        """On the window."""
        self.page = page
        page.set_shares(_SHARES)
        page.show_pane(0)

    def focus_first(self) -> None:
        """Where the hands should be: who is at the desk wants an appointment; else the calendar."""
        if self.right_stack.currentWidget() in self.forms:
            return
        current = self.lists[self.tabs.currentIndex()]
        current.focus_first()  # type: ignore[attr-defined]

    def show_tab(self, index: int) -> None:
        """Alt+1 to Alt+5."""
        self.tabs.setCurrentIndex(index)
        self._turn(index)
        self._show_pane(0)
        self.focus_first()

    def book(self, hour: FreeHour | None = None, moving: Appointment | None = None) -> None:
        """The form of an appointment, ready."""
        self._show_form(self.booking, lambda: self.booking.open_for(hour, moving))

    def save(self) -> bool:
        """Ctrl+S: the form that is shown, or the note."""
        current = self.right_stack.currentWidget()
        if isinstance(current, FormView):
            current.save()
            return True
        if self.tabs.currentIndex() == NOTES:
            self.notes.save()
            return True
        return False

    def step_back(self) -> bool:
        """Esc: out of the form, back to the list."""
        if self.right_stack.currentWidget() in self.forms:
            self._turn(self.tabs.currentIndex())
            self._show_pane(0)
            self.focus_first()
            return True
        if self.right.isAncestorOf(self.right.focusWidget() or self.left):
            self._show_pane(0)
            self.focus_first()
            return True
        return False

    def print_card(self) -> bool:
        """Ctrl+P: the card of the appointment that is looked at."""
        if self.right_stack.currentWidget() is not self.appointment or self.model.appointment.line is None:
            return False
        self.model.appointment.print_card()
        return True

    # --- inside ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(_("Parti dell’agenda"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        titles = (_("Giorno"), _("Settimana"), _("Da avvisare"), _("Orari"), _("Consegne"))
        for position, words in enumerate(titles, start=1):
            self.tabs.addTab(escaped(f"{position} {words}"))
        self.space = SpaceChoice(self.model)
        # each scrolls for itself: a stack asks for as much height as the highest of its pages
        self.pages = [ScrollPane(one, one.accessibleName()) for one in self.lists]
        self.left_stack = PageStack(_("Elenco"), *self.pages)
        self.right_stack = PageStack(_("Che cosa fare"), self.appointment, *self.forms)
        for widget in (self.tabs, self.space):
            self.left.body.addWidget(widget)
        self.left.body.addWidget(self.left_stack, 1)
        self.right.body.addWidget(self.right_stack, 1)

    def _bind(self) -> None:
        model = self.model
        self.tabs.currentChanged.connect(self._turn)
        self.day.booking_wanted.connect(self.book)
        self.day.opened.connect(self._open)
        self.appointment.moving_wanted.connect(lambda one: self.book(None, one))
        model.booking.booked.connect(lambda _one: self._written(self.booking, DAY))
        self.week.day_wanted.connect(lambda: self.show_tab(DAY))
        self.week.passing_wanted.connect(self._pass)
        for wanted, form in (
            (self.week.shift_wanted, self.shift), (self.week.leave_wanted, self.leave),
            (self.hours.slot_wanted, self.slot), (self.hours.exception_wanted, self.exception),
            (self.hours.leave_wanted, self.leave),
        ):  # fmt: skip
            wanted.connect(partial(self._hours_form, form))
        model.hours.written.connect(lambda: self._written(None, self.tabs.currentIndex()))
        for one in self.forms:
            one.left.connect(self.step_back)

    def _turn(self, index: int) -> None:
        self.left_stack.setCurrentWidget(self.pages[index])
        self.right_stack.setCurrentWidget(self.appointment)
        self._name()

    def _open(self) -> None:
        self.right_stack.setCurrentWidget(self.appointment)
        self._show_pane(1)
        self._name()
        self.appointment.focus_first()

    def _pass(self) -> None:
        """The first appointment that needs somebody else, with the colleagues to choose from."""
        week = self.model.board.week
        if week is not None and week.stranded:
            one = week.stranded[0]
            self.model.board.go_to(one.day, one.id)
            self.show_tab(DAY)
            self._open()

    def _hours_form(self, form: HoursForm, here: PersonDay | None = None) -> None:
        self._show_form(form, lambda: form.open_for(here))

    def _written(self, form: BookingView | HoursForm | None, tab: int) -> None:
        """Back to the calendar, and nothing of it stays in the form; without one, that of the hours that is shown."""
        current = self.right_stack.currentWidget()
        written = form or (current if isinstance(current, HoursForm) else None)
        if written is None:
            return
        written.finish()
        self.tabs.setCurrentIndex(tab)
        self._turn(tab)
        self._show_pane(0)
        self.focus_first()

    def _show_form(self, form: FormView, fill: Callable[[], None]) -> None:
        self._show_pane(1)
        self.right_stack.setCurrentWidget(form)
        fill()
        self._name()

    def _show_pane(self, index: int) -> None:
        if self.page is not None:
            self.page.show_pane(index)

    def _name(self) -> None:
        """The pane is called after what it holds."""
        current = self.right_stack.currentWidget()
        self.right.set_title(current.title if isinstance(current, FormView) else _("Appuntamento"))


def resume(panes: AgendaPanes, kind: str) -> None:
    """The form of a draft, by its kind."""
    hours = {
        "opening_hours": panes.hours.slot_wanted, "closing": panes.hours.exception_wanted,
        "leave": panes.hours.leave_wanted, "shift": panes.week.shift_wanted,
    }  # fmt: skip
    if kind in hours:
        panes.show_tab(WEEK if kind == "shift" else HOURS)
        hours[kind].emit(*((None,) if kind == "shift" else ()))
    elif kind == "handover":
        panes.show_tab(NOTES)
    else:
        panes.book()
