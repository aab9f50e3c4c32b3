"""The two panes of Catalogo: services or the list of who is followed, and what is being done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtWidgets import QTabBar, QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.screens.catalogue.follow_view import FollowListView, OutcomeView
from wemi_desk.ui.screens.catalogue.form_view import AboutFormView
from wemi_desk.ui.screens.catalogue.orient_view import OrientView
from wemi_desk.ui.screens.catalogue.referral_view import ReferralView
from wemi_desk.ui.screens.catalogue.results_view import ResultsView
from wemi_desk.ui.screens.catalogue.sheet_view import SheetView
from wemi_desk.ui.screens.catalogue.view_model import CatalogueViewModel
from wemi_desk.ui.shell.pane_host import PaneSpec, PlacePage
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.buttons import escaped
from wemi_desk.ui.widgets.page_stack import PageStack
from wemi_desk.ui.widgets.panes import Pane

SERVICES, FOLLOWED, GUEST = range(3)
_SHARES, _COMPARING = (7, 6), (5, 8)


class Guest(Protocol):
    """A third tab, which another screen fills: they know each other only so."""

    @property
    def tab(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def left(self) -> QWidget: ...

    @property
    def right(self) -> QWidget: ...

    def focus_first(self) -> None: ...

    def step_back(self) -> bool: ...


class RightSide(Pane):
    """A sheet, what came of something, or a form; called after what it holds."""

    def __init__(self, model: CatalogueViewModel) -> None:
        super().__init__(_("Scheda"))
        self.model = model
        self.sheet, self.outcome = SheetView(model.sheet), OutcomeView(model.follow)
        self.orient, self.referral = OrientView(model.follow), ReferralView(model.follow)
        self.forms: tuple[AboutFormView, ...] = (self.orient, self.referral)
        self.guest: Guest | None = None
        self.stack = PageStack(_("Che cosa fare"), self.sheet, self.outcome, *self.forms)
        self.body.addWidget(self.stack, 1)
        model.sheet.changed.connect(self.name)

    @property
    def form(self) -> AboutFormView | None:
        """The form that is open."""
        current = self.stack.currentWidget()
        return current if isinstance(current, AboutFormView) else None

    @property
    def has_sheet(self) -> bool:
        """Whether a service is on show."""
        return self.stack.currentWidget() is self.sheet and bool(self.model.sheet.ids)

    def show_part(self, index: int) -> None:
        """What belongs to the tab at the left."""
        self.stack.setCurrentWidget(self.sheet if index == SERVICES else self.outcome)
        if index == GUEST and self.guest is not None:
            self.stack.setCurrentWidget(self.guest.right)
        self.name()

    def show_orientation(self) -> None:
        """The form of what is on show."""
        shown = self.model.sheet.shown
        if shown is not None:
            self.stack.setCurrentWidget(self.orient)
            self.orient.open_for(self.model.sheet.ids, shown.content.titles, self._who())
            self.name()

    def show_referral(self, *, to_shown: bool) -> None:
        """To the service on show, or to anybody else."""
        shown = self.model.sheet.shown if to_shown else None
        self.stack.setCurrentWidget(self.referral)
        if shown is not None:
            self.referral.open_for(self.model.sheet.ids[0], shown.content.titles[0], self._who())
        else:
            self.referral.open_for(None, "", self._who())
        self.name()

    def welcome(self) -> None:
        """Somebody else is at the desk: a form that is open is theirs now."""
        if self.form is self.orient:
            self.show_orientation()
        elif self.form is self.referral:
            self.show_referral(to_shown=self.referral.is_to_service)

    def empty(self) -> None:
        """Nothing stays in a form for the next."""
        for form in (self.orient, self.referral):
            form.empty()

    def name(self) -> None:
        """The pane is called after what it holds."""
        if self.form is not None:
            self.set_title(self.form.title)
        elif self.guest is not None and self.stack.currentWidget() is self.guest.right:
            self.set_title(self.guest.title)
        elif self.stack.currentWidget() is self.outcome:
            self.set_title(_("Com’è andata"))
        else:
            self.set_title(_("Confronto") if self.model.sheet.is_comparison else _("Scheda"))

    def _who(self) -> str:
        person = self.model.follow.person
        return person.display_name if person is not None else ""


class CataloguePanes:
    """Left a tab of lists, right a sheet, a form or what came of it."""

    def __init__(self, model: CatalogueViewModel, guest: Guest | None = None) -> None:
        self.model = model
        self.guest = guest
        self.page: PlacePage | None = None
        self.results, self.followed = ResultsView(model.search), FollowListView(model.follow)
        self.left, self.right = Pane(_("Catalogo")), RightSide(model)
        self._build()
        self._bind()
        self._turn(SERVICES)

    @property
    def handlers(self) -> Mapping[Shortcut, Callable[[], bool | None]]:
        """What the window's shortcuts do here."""
        sheet = self.model.sheet
        return {
            Shortcut.SAVE: self.save, Shortcut.BACK: self.step_back,
            Shortcut.PRINT: lambda: self._with_sheet(sheet.print_shown),
            Shortcut.COPY_TEXT: lambda: self._with_sheet(sheet.copy_text),
            Shortcut.TAB_1: lambda: self.show_tab(SERVICES), Shortcut.TAB_2: lambda: self.show_tab(FOLLOWED),
            Shortcut.TAB_3: lambda: self.show_tab(GUEST) if self.guest is not None else None,
        }  # fmt: skip

    def specs(self) -> list[PaneSpec]:
        """For the window."""
        return [PaneSpec(self.left, _("Catalogo")), PaneSpec(self.right, _("Scheda"))]

    def settle(self, page: PlacePage) -> None:
        """On the window."""
        self.page = page
        page.set_shares(_SHARES)
        page.show_pane(0)

    def focus_first(self) -> None:
        """Where the hands should be."""
        if self.tabs.currentIndex() == GUEST and self.guest is not None:
            self.guest.focus_first()
        elif self.right.form is None:
            (self.results if self.tabs.currentIndex() == SERVICES else self.followed).focus_first()

    def show_tab(self, index: int) -> None:
        """Alt+1, Alt+2."""
        self.tabs.setCurrentIndex(index)
        self._turn(index)
        self._show_pane(0)
        self.focus_first()

    def send(self, *, to_shown: bool) -> None:
        """The form of a referral, to the service on show or to anybody."""
        self._show_pane(1)
        self.right.show_referral(to_shown=to_shown)

    def save(self) -> bool:
        """Ctrl+S: the form, the outcome, or orient to what is on show."""
        if self.right.form is not None:
            self.right.form.save()
        elif self.tabs.currentIndex() == FOLLOWED and self.model.follow.chosen is not None:
            self.right.outcome.save()
        elif self.right.has_sheet and not self.model.sheet.warning:
            self._orient()
        else:
            return False
        return True

    def step_back(self) -> bool:
        """Esc: out of the form, back to the list, then what is marked and typed."""
        if self.tabs.currentIndex() == GUEST and self.guest is not None and self.guest.step_back():
            return True
        if self.right.form is not None or self.right.isAncestorOf(self.right.focusWidget() or self.left):
            self._back()
            return True
        return self.tabs.currentIndex() == SERVICES and self.results.step_back()

    def forget_person(self) -> None:
        """The visit is over: nothing of it stays in a form."""
        self.right.empty()
        if self.right.form is not None:
            self._turn(self.tabs.currentIndex())

    # --- inside ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(_("Parti del catalogo"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        for position, words in enumerate((_("Servizi"), _("Orientamenti e invii")), start=1):
            self.tabs.addTab(escaped(f"{position} {words}"))
        self.left_stack = PageStack(_("Elenco"), self.results, self.followed)
        if self.guest is not None:
            self.tabs.addTab(escaped(f"3 {self.guest.tab}"))
            self.left_stack.addWidget(self.guest.left)
            self.right.stack.addWidget(self.guest.right)
            self.right.guest = self.guest
        self.left.body.addWidget(self.tabs)
        self.left.body.addWidget(self.left_stack, 1)

    def _bind(self) -> None:
        right = self.right
        self.tabs.currentChanged.connect(self._turn)
        self.results.opened.connect(lambda: self._go(right.sheet))
        self.results.missing_wanted.connect(self.model.follow.miss)
        self.followed.opened.connect(lambda: self._go(right.outcome))
        self.followed.sending_wanted.connect(lambda: self.send(to_shown=False))
        right.sheet.orient_wanted.connect(self._orient)
        right.sheet.send_wanted.connect(lambda: self.send(to_shown=True))
        self.model.follow.written.connect(self._written)
        self.model.sheet.changed.connect(self._share)
        for form in right.forms:
            form.left.connect(self.step_back)

    def _turn(self, index: int) -> None:
        self.left_stack.setCurrentIndex(index)
        self.right.show_part(index)

    def _go(self, view: SheetView | OutcomeView) -> None:
        self._show_pane(1)
        view.focus_first()

    def _orient(self) -> None:
        self._show_pane(1)
        self.right.show_orientation()

    def _with_sheet(self, act: Callable[[], None]) -> bool:
        if not self.right.has_sheet:
            return False
        act()
        return True

    def _written(self) -> None:
        """Back to the list, and nothing of it stays in the form."""
        form = self.right.form
        if form is None:
            return
        form.finish()
        if form is self.right.orient:
            self.model.search.unmark_all()
        self._back()
        if self.tabs.currentIndex() == SERVICES:
            self.results.focus_list()

    def _back(self) -> None:
        self._turn(self.tabs.currentIndex())
        self._show_pane(0)
        self.focus_first()

    def _share(self) -> None:
        """Several sheets side by side need the room."""
        if self.page is not None:
            self.page.set_shares(_COMPARING if self.model.sheet.is_comparison else _SHARES)

    def _show_pane(self, index: int) -> None:
        if self.page is not None:
            self.page.show_pane(index)
