"""The card of who is at the desk: five tabs, Alt+1 to Alt+5; all but the first are made when somebody goes there."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from wemi_desk.domain.access_sheets import AccessRow
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.ui.screens.citizens.access_view_model import AccessViewModel
from wemi_desk.ui.screens.citizens.closed_view import ClosedDataView
from wemi_desk.ui.screens.citizens.data_view import DataView
from wemi_desk.ui.screens.citizens.household_view import HouseholdView
from wemi_desk.ui.screens.citizens.merge_view import MergeView
from wemi_desk.ui.screens.citizens.view_model import CitizensViewModel
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.buttons import button, escaped
from wemi_desk.ui.widgets.labels import muted
from wemi_desk.ui.widgets.page_stack import added
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState, Pane
from wemi_desk.ui.widgets.spacing import column
from wemi_desk.ui.widgets.tables import Table

DATA, HOUSEHOLD, PAPERWORK, DOCUMENTS, ACCESSES = range(5)


class CardPane(Pane):
    """With a visit."""

    def __init__(self, model: CitizensViewModel, lists: PickLists) -> None:
        super().__init__(_("Scheda cittadino"))
        self.model = model
        self._lists = lists
        self._build()
        self._bind()

    def show_tab(self, index: int) -> None:
        """Alt+1 to Alt+5."""
        self.pages.setCurrentWidget(self.tabbed)
        self.tabs.setCurrentIndex(index)

    def save(self) -> bool:
        """Ctrl+S where something is written."""
        if self.pages.currentWidget() is self.tabbed and self.tabs.currentIndex() in (DATA, HOUSEHOLD):
            (self.data if self.tabs.currentIndex() == DATA else self.household).save()
            return True
        return False

    def step_back(self) -> bool:
        """Esc: out of a form, then back to the first tab."""
        if self.pages.currentWidget() is not self.tabbed:
            return self.merge.step_back()
        if self.tabs.currentIndex() == HOUSEHOLD and self.household.step_back():
            return True
        if self.tabs.currentIndex() != DATA:
            self.show_tab(DATA)
            return True
        return False

    @cached_property
    def household(self) -> HouseholdView:
        """Alt+2."""
        return added(self.contents, HouseholdView(self.model.household))

    @cached_property
    def paperwork(self) -> EmptyState:
        """Alt+3: they have a place of their own."""
        hint = _("Le misure che vanno bene a questa famiglia, le domande e i voucher stanno in Pratiche.")
        page = added(self.contents, EmptyState(_("Le pratiche di questa persona"), hint, icon="it-files"))
        self.paperwork_button = page.add_action(_("Vai alle pratiche"), keys=Shortcut.PAPERWORK.keys)
        self.paperwork_button.clicked.connect(self.model.paperwork_wanted)
        return page

    @cached_property
    def documents(self) -> EmptyState:
        """Alt+4."""
        hint = _("I documenti si guardano e non si conservano: qui resta che cosa si è visto, e quando.")
        return added(self.contents, EmptyState(_("Nessun documento"), hint, icon="it-file"))

    @cached_property
    def accesses(self) -> AccessView:
        """Alt+5."""
        return added(self.contents, AccessView(self.model.accesses))

    @cached_property
    def merge(self) -> MergeView:
        """In the place of the tabs."""
        view = added(self.pages, MergeView(self.model.merge))
        view.left.connect(self._show_data)
        return view

    def _build(self) -> None:
        closed = ClosedDataView(self.model.card, self.model.merge)
        self.data = DataView(self.model.card, self._lists, closed)
        closed.merge_requested.connect(self._open_merge)
        self.tabbed = self._build_tabs()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.tabbed)
        self.body.addWidget(self.pages, 1)

    def _build_tabs(self) -> QWidget:
        holder = QWidget()
        self.tabs, self.contents = QTabBar(), QStackedWidget()
        self.tabs.setAccessibleName(_("Parti della scheda"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self.contents.addWidget(self.data)
        parts = (_("Dati"), _("Nucleo e minori"), _("Pratiche"), _("Documenti"), _("Accessi"))
        for position, words in enumerate(parts, start=1):
            self.tabs.addTab(escaped(f"{position} {words}"))
        box = column(holder)
        box.addWidget(self.tabs)
        box.addWidget(self.contents, 1)
        return holder

    def _bind(self) -> None:
        self.tabs.currentChanged.connect(self._turn)
        self.model.person_changed.connect(self._show_data)

    def _show_data(self) -> None:
        self.show_tab(DATA)

    def _turn(self, index: int) -> None:
        pages = {HOUSEHOLD: "household", PAPERWORK: "paperwork", DOCUMENTS: "documents", ACCESSES: "accesses"}
        self.contents.setCurrentWidget(getattr(self, pages.get(index, "data")))
        if index == ACCESSES:
            self.model.accesses.reload()

    def _open_merge(self) -> None:
        self.pages.setCurrentWidget(self.merge)
        self.merge.open_fresh()


class AccessView(QWidget):
    """Accessi: the citizen may ask to see this list."""

    def __init__(self, model: AccessViewModel) -> None:
        super().__init__()
        self.model = model
        columns: list[Column[AccessRow]] = [
            Column(_("Quando"), lambda line: line.when),
            Column(_("Chi"), lambda line: line.who),
            Column(_("Che cosa"), lambda line: line.what),
            Column(_("Perché"), lambda line: line.why),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Accessi alla scheda"), self.rows, stretch=2, widths=(144, 112, 168))
        self.empty = EmptyState(_("Nessun accesso"), icon="it-password-visible")
        box = column(self)
        box.addWidget(muted(_("Chi ha aperto questa scheda. La persona può chiedere di vederlo.")))
        box.addWidget(self.table, 1)
        box.addWidget(self.empty, 1)
        self.print_button = button(_("Stampa per la persona"), icon="it-print")
        box.addWidget(self.print_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.print_button.clicked.connect(model.print_list)
        model.lines_changed.connect(self._show_lines)
        self._show_lines()

    def _show_lines(self) -> None:
        lines = self.model.lines
        self.rows.show_rows(lines)
        self.table.go_to_row(0)
        for widget in (self.table, self.print_button):
            widget.setVisible(bool(lines))
        self.empty.setVisible(not lines)
