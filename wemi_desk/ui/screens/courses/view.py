"""The two panes of Attività: calendar, workstations or volunteers, and what is being done."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QTabBar

from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.services.courses.lessons import LessonPerson
from wemi_desk.ui.screens.courses.answers_view import AnswersView
from wemi_desk.ui.screens.courses.calendar_view import CalendarView
from wemi_desk.ui.screens.courses.details_view import DetailsView
from wemi_desk.ui.screens.courses.log_view import LogView
from wemi_desk.ui.screens.courses.meeting_view import MeetingView
from wemi_desk.ui.screens.courses.planning_view import PlanningView
from wemi_desk.ui.screens.courses.programme_view import ProgrammeView
from wemi_desk.ui.screens.courses.spans import LIST, SPANS
from wemi_desk.ui.screens.courses.turn_view import TurnView
from wemi_desk.ui.screens.courses.view_model import CoursesViewModel
from wemi_desk.ui.screens.courses.volunteers_view import VolunteersView, VolunteerView
from wemi_desk.ui.screens.courses.workstations_view import AgendaView, WorkstationsView
from wemi_desk.ui.shell.pane_host import PaneSpec, PlacePage
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.buttons import escaped
from wemi_desk.ui.widgets.form_view import FormView
from wemi_desk.ui.widgets.labels import muted
from wemi_desk.ui.widgets.page_stack import PageStack
from wemi_desk.ui.widgets.panes import Pane

CALENDAR, WORKSTATIONS, VOLUNTEERS = range(3)
_SHARES = (7, 6)


class CoursesPanes:
    """Left a tab of lists, right the meeting, a form or the day's bookings."""

    def __init__(self, model: CoursesViewModel, lists: PickLists) -> None:
        self.model = model
        self.page: PlacePage | None = None
        self.calendar, self.meeting = CalendarView(model.calendar), MeetingView(model.meeting, model.register)
        self.planning, self.log = PlanningView(model.planning), LogView(model.log)
        self.workstations, self.agenda = WorkstationsView(model.workstations), AgendaView(model.workstations)
        self.turn, self.answers = TurnView(model.workstations), AnswersView(model.register, lists)
        self.details, self.programme = DetailsView(model.details), ProgrammeView(model.programme)
        self.volunteers, self.volunteer = VolunteersView(model.volunteers), VolunteerView(model.volunteers)
        self.forms: tuple[FormView, ...] = (
            self.planning, self.log, self.turn, self.answers, self.details, self.programme,
        )  # fmt: skip
        self.left, self.right = Pane(_("Attività")), Pane(_("Incontro"))
        self._build()
        self._bind()
        self._turn(CALENDAR)

    @property
    def handlers(self) -> Mapping[Shortcut, Callable[[], bool | None]]:
        """What the window's shortcuts do here."""
        return {
            Shortcut.SAVE: self.save, Shortcut.BACK: self.step_back, Shortcut.PRINT: self.print_sheet,
            Shortcut.TAB_1: lambda: self.show_tab(CALENDAR), Shortcut.TAB_2: lambda: self.show_tab(WORKSTATIONS),
            Shortcut.TAB_3: lambda: self.show_tab(VOLUNTEERS),
        }  # fmt: skip

    def specs(self) -> list[PaneSpec]:
        """For the window."""
        return [PaneSpec(self.left, _("Calendario")), PaneSpec(self.right, _("Incontro"))]

    def settle(self, page: PlacePage) -> None:
        """On the window."""
        self.page = page
        page.set_shares(_SHARES)
        page.show_pane(0)

    def focus_first(self) -> None:
        """Where the hands should be."""
        current = self.right_stack.currentWidget()
        if current in self.forms:
            return
        (self.calendar, self.workstations, self.volunteers)[self.tabs.currentIndex()].focus_first()

    def show_tab(self, index: int) -> None:
        """Alt+1, Alt+2, Alt+3."""
        self.tabs.setCurrentIndex(index)
        self._turn(index)
        self._show_pane(0)
        self.focus_first()

    def save(self) -> bool:
        """Ctrl+S: the form, or the person at the desk enrolled."""
        current = self.right_stack.currentWidget()
        if isinstance(current, FormView):
            current.save()
            return True
        if self.tabs.currentIndex() == VOLUNTEERS and self.model.volunteers.register_words:
            self.model.volunteers.register()
            return True
        if current is self.meeting and self.model.meeting.enrol_words:
            self.model.meeting.enrol()
            return True
        return False

    def step_back(self) -> bool:
        """Esc: out of the question, out of the form, back to the list."""
        current = self.right_stack.currentWidget()
        if current in self.forms:
            self._turn(self.tabs.currentIndex())
            self._show_pane(0)
            self.focus_first()
            return True
        if current is self.meeting and self.meeting.step_back():
            return True
        if self.tabs.currentIndex() == CALENDAR and self.calendar.step_back():
            return True
        if self.right.isAncestorOf(self.right.focusWidget() or self.left):
            self._show_pane(0)
            self.focus_first()
            return True
        return False

    def print_sheet(self) -> bool:
        """Ctrl+P."""
        if self.right_stack.currentWidget() is not self.meeting or self.model.meeting.lesson is None:
            return False
        self.model.meeting.print_sheet()
        return True

    # --- inside ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(_("Parti delle attività"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        for position, words in enumerate((_("Calendario"), _("Postazioni"), _("Volontari")), start=1):
            self.tabs.addTab(escaped(f"{position} {words}"))
        self.left_stack = PageStack(_("Elenco"), self.calendar, self.workstations, self.volunteers)
        self.nothing = muted(_("Scegli un incontro: qui ci sono gli iscritti e le presenze."))
        self.no_volunteer = muted(_("Scegli una persona: qui ci sono che cosa sa fare, quando può e le ore."))
        self.right_stack = PageStack(
            _("Che cosa fare"), self.nothing, self.meeting, self.agenda, self.no_volunteer, self.volunteer, *self.forms
        )
        self.left.body.addWidget(self.tabs)
        self.left.body.addWidget(self.left_stack, 1)
        self.right.body.addWidget(self.right_stack, 1)

    def _bind(self) -> None:
        model = self.model
        self.tabs.currentChanged.connect(self._turn)
        self.calendar.planning_wanted.connect(
            lambda: self.show_form(self.planning, lambda: self.planning.open_for(None))
        )
        self.calendar.log_wanted.connect(lambda: self.show_form(self.log, self.log.open_for))
        self.calendar.programme_wanted.connect(lambda: self.show_form(self.programme, self.programme.open_for))
        self.calendar.opened.connect(lambda: _open(self))
        self.meeting.details_wanted.connect(
            lambda: self.show_form(self.details, lambda: self.details.open_for(model.meeting.lesson))
        )
        model.details.saved.connect(self.details.finish)
        model.details.saved.connect(self.step_back)
        model.programme.copied.connect(lambda _day, _date_id: self._written(self.programme, CALENDAR))
        model.volunteers.changed.connect(self._show_right)
        model.volunteers.opened.connect(lambda _line: self._show_right())
        self.volunteers.opened.connect(lambda: self._show_pane(1))
        model.calendar.span_changed.connect(self._spread)
        self.meeting.change_wanted.connect(
            lambda: self.show_form(self.planning, lambda: self.planning.open_for(model.meeting.lesson))
        )
        model.meeting.changed.connect(self._show_right)
        model.planning.planned.connect(lambda _day, _date_id: self._written(self.planning, CALENDAR))
        model.log.logged.connect(lambda _day, _date_id: self._written(self.log, CALENDAR))
        model.workstations.taken.connect(lambda: self._written(self.turn, WORKSTATIONS))
        self.workstations.seating_wanted.connect(
            lambda one: self.show_form(self.turn, lambda: self.turn.open_for(one, booking=False))
        )
        self.agenda.booking_wanted.connect(
            lambda: self.show_form(self.turn, lambda: self.turn.open_for(None, booking=True))
        )
        self.meeting.answers_wanted.connect(self._ask)
        model.register.answered.connect(self._ask)
        for form in self.forms:
            form.left.connect(self.step_back)

    def _turn(self, index: int) -> None:
        if index == VOLUNTEERS:
            self.model.volunteers.arrive()
        self.left_stack.setCurrentIndex(index)
        self._turn_right()

    def _turn_right(self) -> None:
        has_lesson, has_volunteer = self.model.meeting.lesson is not None, self.model.volunteers.shown is not None
        self.right_stack.setCurrentWidget((
            self.meeting if has_lesson else self.nothing, self.agenda,
            self.volunteer if has_volunteer else self.no_volunteer,
        )[self.tabs.currentIndex()])  # fmt: skip
        self._spread()
        self._name()

    def _show_right(self) -> None:
        """What is looked at changed; a form that is open stays."""
        if self.right_stack.currentWidget() not in self.forms:
            self._turn_right()

    def _ask(self, person: LessonPerson | None) -> None:
        """The three answers of one person; None when nobody lacks any more."""
        if person is None:
            self._turn(CALENDAR)
            self.meeting.focus_first()
            return
        self.show_form(self.answers, lambda: self.answers.open_for(person))

    def _written(self, form: PlanningView | LogView | ProgrammeView | TurnView, tab: int) -> None:
        """Back to the list, and nothing of it stays in the form."""
        form.finish()
        self._turn(tab)
        self._show_pane(0)
        self.focus_first()

    def _spread(self) -> None:
        """A grid takes the whole width; the list leaves room for the meeting. A form beside it stays."""
        if self.page is not None:
            is_grid = self.model.calendar.span != LIST and self.tabs.currentIndex() == CALENDAR
            is_busy = self.right_stack.currentWidget() in self.forms
            self.page.set_alone(0 if is_grid and not is_busy else None)

    def show_form(self, form: FormView, fill: Callable[[], None]) -> None:
        """In the place of what is at the right."""
        if self.page is not None:
            self.page.set_alone(None)
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
        if isinstance(current, FormView):
            self.right.set_title(current.title)
        else:
            names = (self.model.meeting.title, _("Prenotazioni di oggi"), _("Volontari"))
            self.right.set_title(names[self.tabs.currentIndex()])


def begin(panes: CoursesPanes, name: str) -> None:
    """A command of the box: see ui.activity_commands."""
    acts: dict[str, Callable[[], object]] = {
        "plan": panes.calendar.new_button.click, "log": panes.calendar.log_button.click,
        "copy": panes.calendar.programme_button.click, "volunteers": lambda: panes.show_tab(VOLUNTEERS),
    }  # fmt: skip
    panes.show_tab(CALENDAR)
    if name in SPANS:
        panes.model.calendar.show(name)
        panes.calendar.focus_first()
    else:
        acts[name]()


def _open(panes: CoursesPanes) -> None:
    if panes.page is not None:
        panes.page.show_pane(1)
    panes.meeting.focus_first()


def resume(panes: CoursesPanes, kind: str, about: str) -> None:
    """The form of a draft; of a meeting or a volunteer the tab, where they are chosen."""
    if kind == "workstation":
        panes.show_tab(WORKSTATIONS)
        panes.show_form(panes.turn, lambda: panes.turn.open_for(None, booking=bool(about)))
    else:
        panes.show_tab(VOLUNTEERS if kind == "volunteer" else CALENDAR)
    if kind == "activity" and not about:
        panes.calendar.new_button.click()
    elif kind == "activity_log":
        panes.calendar.log_button.click()
