"""The three panes of Pratiche, and which of them shows what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial

from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import N_, _
from wemi_desk.ui.screens.applications.case_view import CasePane, papers_for
from wemi_desk.ui.screens.applications.checklist_view import ChecklistPane
from wemi_desk.ui.screens.applications.family_view import AskedPane, FamilyPane
from wemi_desk.ui.screens.applications.family_view_model import FitLine
from wemi_desk.ui.screens.applications.group_view import GroupView
from wemi_desk.ui.screens.applications.guest_view import Guest, Look
from wemi_desk.ui.screens.applications.missing_view import MissingPane
from wemi_desk.ui.screens.applications.view_model import CASE, FAMILY, GROUP, OPEN, PaperworkViewModel
from wemi_desk.ui.shell.pane_host import PaneSpec, PlacePage
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.page_stack import PageStack, added
from wemi_desk.ui.widgets.panes import Pane
from wemi_desk.ui.widgets.scroll import ScrollPane

Handlers = Mapping[Shortcut, Callable[[], "bool | None"]]


# stage → how the width is parted, and which pane is seen first in a narrow window
_SHARES = {OPEN: (6, 4, 2), FAMILY: (3, 5, 4), GROUP: (3, 5, 4), CASE: (4, 5, 4)}
_FIRST = {OPEN: 0, FAMILY: 1, GROUP: 1, CASE: 0}
_TABS = (N_("Da fare"), N_("Domanda"), N_("Cosa manca"))


class FollowUpsPanes:
    """What stands in the place while nobody is at the desk: made elsewhere, shown here."""

    def __init__(self, lines: QWidget, detail: QWidget, counts: QWidget) -> None:
        self.lines, self.detail, self.counts = lines, detail, counts


class PaperworkPanes:
    """Left, middle, right; each is made when it is first wanted."""

    def __init__(self, model: PaperworkViewModel, open_panes: Callable[[], FollowUpsPanes]) -> None:
        self.model = model
        self._open_panes = open_panes
        self.guest: Guest | None = None
        self.page: PlacePage | None = None
        self.left = PageStack(_("Da vedere e da leggere"))
        self.middle = PageStack(_("Domanda"))
        self.right = PageStack(_("Cosa manca"))
        model.stage_changed.connect(partial(_make_room, self))
        for sign in (model.steps.asked, model.steps.done):
            sign.connect(lambda *_code: self.page.show_pane(1) if self.page is not None else None)
        self.turn()

    def welcome(self, guest: Guest) -> None:
        """Digital paperwork shares the place."""
        self.guest = guest
        guest.settle((self.left, self.middle, self.right), self.turn)

    def specs(self) -> list[PaneSpec]:
        """For the window."""
        return [
            PaneSpec(pane, _(tab)) for pane, tab in zip((self.left, self.middle, self.right), _TABS, strict=True)
        ]  # fmt: skip

    @cached_property
    def open(self) -> FollowUpsPanes:
        """Without a visit."""
        panes = self._open_panes()
        for stack, pane in ((self.left, panes.lines), (self.middle, panes.detail), (self.right, panes.counts)):
            stack.addWidget(pane)
        return panes

    @cached_property
    def asked(self) -> AskedPane:
        """What the family has asked for."""
        pane = added(self.left, AskedPane(self.model.family))
        pane.opened.connect(self.model.open)
        return pane

    @cached_property
    def family(self) -> FamilyPane:
        """What fits."""
        pane = added(self.middle, FamilyPane(self.model.family))
        pane.chosen.connect(self.show_fit)
        pane.begun.connect(self.model.begin)
        pane.group_wanted.connect(self.model.want_group)
        return pane

    @cached_property
    def group(self) -> Pane:
        """A school or a service."""
        pane = added(self.middle, Pane(_("Domanda per un gruppo")))
        self.group_form = GroupView()
        pane.body.addWidget(ScrollPane(self.group_form, _("Domanda per un gruppo")), 1)
        self.group_form.left.connect(self.model.to_family)
        self.group_form.begun.connect(self.model.begin)
        self.model.case.field_failed.connect(self.group_form.reject)
        return pane

    @cached_property
    def checklist(self) -> ChecklistPane:
        """Seen and read aloud."""
        return added(self.left, ChecklistPane(self.model.case, self.model.files))

    @cached_property
    def case(self) -> CasePane:
        """The application that is open."""
        pane = CasePane(self.model.case, self.model.steps, self.model.vouchers, self.model.family.name_of)
        pane.print_wanted.connect(self._print)
        self.model.case.changed.connect(partial(_show_case, self))
        return added(self.middle, pane)

    @cached_property
    def missing(self) -> MissingPane:
        """Every rule with its reason."""
        return added(self.right, MissingPane())

    @property
    def handlers(self) -> Handlers:
        """What the window's shortcuts do here."""
        return {Shortcut.SAVE: self._save, Shortcut.BACK: self._step_back, Shortcut.PRINT: self._print}

    def arrange(self) -> None:
        """Give the width, and in a narrow window the tab, to what is being done."""
        if self.page is None:
            return
        guest = self.guest_here
        shares, first, tabs = guest.look if guest is not None else _look(self.model)
        self.page.set_shares(shares)
        for place, words in enumerate(tabs):
            self.page.set_tab_text(place, words)
        self.page.show_pane(first)

    @property
    def guest_here(self) -> Guest | None:
        """Whoever has the columns now, if it is not the applications."""
        return self.guest if self.guest is not None and self.guest.is_shown else None

    def focus_first(self) -> None:
        """Where the hands should be."""
        if self.guest_here is not None:
            self.guest_here.focus_first()
            return
        match self.model.stage:
            case "family":
                self.family.focus_first()
            case "case":
                self.checklist.focus_first()
            case "group":
                self.group_form.fields["measure"].editor.setFocus()
            case _:
                self.open.lines.setFocus()

    def take_code(self, code: str) -> bool:
        """A card was passed while the family's measures are shown."""
        return self.model.stage == FAMILY and self.family.take_code(code)

    # --- inside ------------------------------------------------------------------------------------------------

    def turn(self) -> None:
        """Show what is to be seen now."""
        stage, guest = self.model.stage, self.guest_here
        shown = guest.columns() if guest is not None else _columns(self, stage)
        for stack, pane in zip((self.left, self.middle, self.right), shown, strict=True):
            stack.setCurrentWidget(pane)
        self.arrange()
        if stage == OPEN:
            _forget(self)
        if guest is not None:
            guest.fill()
        else:
            _fill(self, stage)

    def show_fit(self, line: FitLine | None) -> None:
        """Why a measure fits, or does not."""
        if self.model.stage != FAMILY:
            return
        about = f"{line.measure} · {line.who}" if line is not None else ""
        self.missing.show_sheet(self.model.family.sheet(line) if line is not None else None, about)

    def _print(self, what: str = "") -> bool:
        if self.guest_here is not None:
            return self.guest_here.print_open()
        shown = self.model.case.case.shown
        if self.model.stage != CASE or shown is None:
            return False
        self.model.print_open(what or papers_for(shown)[0])
        return True

    def _save(self) -> bool:
        if self.guest_here is not None:
            return self.guest_here.save()
        if self.model.stage == CASE:
            self.case.save()
            return True
        if self.model.stage == GROUP:
            self.group_form.save()
            return True
        return False

    def _step_back(self) -> bool:
        if self.guest_here is not None:
            return self.guest_here.step_back()
        if self.model.stage == CASE:
            if not self.case.step_back():
                self.model.to_family()
                self.focus_first()
            return True
        if self.model.stage == GROUP:
            self.model.to_family()
            self.focus_first()
            return True
        return self.guest is not None and self.guest.come_back()


def _make_room(panes: PaperworkPanes) -> None:
    """An application that was opened takes the columns from the guest; the family's measures wait for it to leave."""
    if panes.guest_here is not None and panes.model.stage in (CASE, GROUP):
        panes.guest_here.leave()  # it turns the columns itself
    else:
        panes.turn()


def _look(model: PaperworkViewModel) -> Look:
    shown = model.case.case.shown
    is_written = model.stage == CASE and shown is not None and shown.state != "draft"
    return _SHARES[model.stage], 1 if is_written else _FIRST[model.stage], [_(words) for words in _TABS]


def _columns(panes: PaperworkPanes, stage: str) -> Sequence[QWidget]:
    if stage == OPEN:
        return panes.open.lines, panes.open.detail, panes.open.counts
    if stage == CASE:
        return panes.checklist, panes.case, panes.missing
    return panes.asked, panes.group if stage == GROUP else panes.family, panes.missing


def _forget(panes: PaperworkPanes) -> None:
    """Nobody is at the desk: nothing of who was is left, not even out of sight."""
    if "missing" in panes.__dict__:
        panes.missing.show_sheet(None)
    if "group" in panes.__dict__:
        panes.group_form.forget()


def _fill(panes: PaperworkPanes, stage: str) -> None:
    citizen_id = panes.model.citizen_id
    if stage == GROUP and citizen_id is not None:
        panes.group_form.open_for(citizen_id, panes.model.family.known.collective)
        panes.missing.show_sheet(None)
    elif stage == CASE:
        _show_case(panes)
        panes.checklist.focus_first()
    elif stage == FAMILY:
        panes.show_fit(panes.family.line)


def _show_case(panes: PaperworkPanes) -> None:
    model = panes.model
    if model.stage == CASE:
        shown = model.case.case.shown
        about = model.family.name_of(shown.beneficiary_id) if shown is not None else ""
        panes.missing.show_sheet(model.case.sheet, about)
