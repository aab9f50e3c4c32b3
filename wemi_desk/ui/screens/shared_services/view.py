"""The two panes of Condivisi: requests, proposals or groups, and what is being done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QTabBar, QWidget

from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.ui.screens.shared_services.groups_view import GroupsView, GroupView, TermsView
from wemi_desk.ui.screens.shared_services.proposals_view import ProposalsView, ProposalView
from wemi_desk.ui.screens.shared_services.request_facts_view import RequestFactsView
from wemi_desk.ui.screens.shared_services.request_form_view import RequestFormView
from wemi_desk.ui.screens.shared_services.requests_view import RequestsView
from wemi_desk.ui.screens.shared_services.view_model import SharedServicesViewModel
from wemi_desk.ui.shell.pane_host import PaneSpec, PlacePage
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.buttons import escaped
from wemi_desk.ui.widgets.form_view import FormView
from wemi_desk.ui.widgets.labels import muted
from wemi_desk.ui.widgets.page_stack import PageStack
from wemi_desk.ui.widgets.panes import Pane

REQUESTS, PROPOSALS, GROUPS = range(3)
_SHARES, _SQUEEZED = (6, 6), (8, 4)


class SharedServicesPanes:
    """Left a tab of lists, right the form, the proposal or the group."""

    def __init__(
        self, model: SharedServicesViewModel, lists: PickLists, districts: Sequence[tuple[str, str]]
    ) -> None:
        self.model = model
        self.page: PlacePage | None = None
        self.requests, self.form = RequestsView(model.requests), RequestFormView(model.requests, lists, districts)
        self.proposals, self.proposal = ProposalsView(model.proposals), ProposalView(model.proposals)
        self.groups, self.group = GroupsView(model.groups), GroupView(model.groups)
        self.terms = TermsView(model.groups)
        self.left, self.right = Pane(_("Servizi condivisi")), Pane(_("Richiesta"))
        self._build()
        self._bind()
        self.requests.turned.emit()
        self._turn(REQUESTS)

    @property
    def handlers(self) -> Mapping[Shortcut, Callable[[], bool | None]]:
        """What the window's shortcuts do here."""
        return {
            Shortcut.SAVE: self.save, Shortcut.BACK: self.step_back, Shortcut.PRINT: self.print_sheet,
            Shortcut.TAB_1: lambda: self.show_tab(REQUESTS), Shortcut.TAB_2: lambda: self.show_tab(PROPOSALS),
            Shortcut.TAB_3: lambda: self.show_tab(GROUPS),
        }  # fmt: skip

    def specs(self) -> list[PaneSpec]:
        """For the window."""
        return [PaneSpec(self.left, _("Elenco")), PaneSpec(self.right, _("Richiesta"))]

    def settle(self, page: PlacePage) -> None:
        """On the window."""
        self.page = page
        page.folded.connect(self._name)
        self._name()
        page.show_pane(0)

    def focus_first(self) -> None:
        """Where the hands should be."""
        if not isinstance(self.right_stack.currentWidget(), FormView):
            (self.requests, self.proposals, self.groups)[self.tabs.currentIndex()].focus_first()

    def show_tab(self, index: int) -> None:
        """Alt+1, Alt+2, Alt+3."""
        self.tabs.setCurrentIndex(index)
        self._turn(index)
        self._show_pane(0)
        self.focus_first()

    def save(self) -> bool:
        """Ctrl+S: the form, the proposal formed, the group begun; without any, a request for who is at the desk."""
        current = self.right_stack.currentWidget()
        if isinstance(current, FormView):
            current.save()
        elif current is self.proposal and self.model.proposals.chosen is not None:
            self.model.proposals.form()
        elif current is self.group and not self.group.start_button.isHidden():
            self.model.groups.activate()
        else:
            return False
        return True

    def step_back(self) -> bool:
        """Esc: out of the form, back to the list."""
        is_inside = self.right.isAncestorOf(self.right.focusWidget() or self.left)
        if isinstance(self.right_stack.currentWidget(), FormView) or is_inside:
            self._turn(self.tabs.currentIndex())
            self._show_pane(0)
            self.focus_first()
            return True
        return False

    def print_sheet(self) -> bool:
        """Ctrl+P."""
        if self.right_stack.currentWidget() is not self.group or self.model.groups.group is None:
            return False
        self.group.print_sheet()
        return True

    def search(self) -> None:
        """Look for groups, where they will be seen."""
        self.show_tab(PROPOSALS)
        self.proposals.search()

    # --- inside ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(_("Parti dei servizi condivisi"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        for position, words in enumerate((_("Richieste"), _("Proposte"), _("Gruppi")), start=1):
            self.tabs.addTab(escaped(f"{position} {words}"))
        self.left_stack = PageStack(_("Elenco"), self.requests, self.proposals, self.groups)
        self.nothing = muted(_("Scegli una riga dell’elenco: qui si vede e si cambia."))
        self.facts = RequestFactsView()
        self.right_stack = PageStack(
            _("Che cosa fare"), self.nothing, self.facts, self.form, self.proposal, self.group, self.terms
        )
        self.left.body.addWidget(self.tabs)
        self.left.body.addWidget(self.left_stack, 1)
        self.right.body.addWidget(self.right_stack, 1)

    def _bind(self) -> None:
        model = self.model
        self.tabs.currentChanged.connect(self._turn)
        self.requests.search_wanted.connect(self.search)
        self.requests.turned.connect(lambda: self.facts.show_request(self.requests.chosen, model.requests.today()))
        model.requests.opened.connect(self._open_form)
        model.requests.written.connect(self._written)
        model.requests.left.connect(self.form.empty)
        model.requests.left.connect(self._refresh)
        model.proposals.chosen_changed.connect(self._refresh)
        model.groups.group_changed.connect(self._refresh)
        model.groups.terms_written.connect(self.terms.finish)
        model.groups.terms_written.connect(lambda: self._turn(GROUPS))
        self.groups.opened.connect(lambda: self._show_right(self.group))
        self.groups.opened.connect(self.group.focus_first)
        self.group.terms_wanted.connect(self._open_terms)
        for form in (self.form, self.terms):
            form.left.connect(self.step_back)

    def _open_form(self, typed: object, words: str) -> None:
        self._show_right(self.form)
        self.form.open_for(typed, words)  # type: ignore[arg-type]
        self._name()

    def _open_terms(self) -> None:
        group = self.model.groups.group
        if group is not None:
            self._show_right(self.terms)
            self.terms.open_for(group)

    def _written(self) -> None:
        self.form.empty()
        self._turn(REQUESTS)
        self._show_pane(0)
        self.focus_first()

    def _refresh(self) -> None:
        """What is shown at the right may have come, or gone; a form stays."""
        current, is_left = self.right_stack.currentWidget(), not self.model.requests.is_writing
        if not isinstance(current, FormView) or (current is self.form and is_left):
            self._turn(self.tabs.currentIndex())

    def _turn(self, index: int) -> None:
        self.left_stack.setCurrentWidget((self.requests, self.proposals, self.groups)[index])
        shown: QWidget = self.facts if index == REQUESTS else self.nothing
        if index == PROPOSALS and self.model.proposals.chosen is not None:
            self.proposal.show_chosen()
            shown = self.proposal
        elif index == GROUPS and self.model.groups.group is not None:
            shown = self.group
        self.right_stack.setCurrentWidget(shown)
        self._name()

    def _show_right(self, widget: QWidget) -> None:
        self._show_pane(1)
        self.right_stack.setCurrentWidget(widget)
        self._name()

    def _show_pane(self, index: int) -> None:
        if self.page is not None:
            self.page.show_pane(index)

    def _name(self) -> None:
        """The pane is called after what it holds, and has the width for it: facts yield to their table."""
        current, group = self.right_stack.currentWidget(), self.model.groups.group
        if isinstance(current, FormView):
            self.right.set_title(current.title)
        elif current is self.group and group is not None:
            self.right.set_title(group.service.title)
        else:
            titles = (_("Richiesta"), _("Proposta"), _("Gruppo"))
            self.right.set_title(titles[self.tabs.currentIndex()])
        if self.page is not None:
            yields = self.page.is_squeezed and current in (self.facts, self.nothing)
            self.page.set_shares(_SQUEEZED if yields else _SHARES)
