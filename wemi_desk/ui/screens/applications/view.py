"""The three columns of Pratiche, and which pane each of them shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import N_, _
from wemi_desk.ui.screens.applications.case_view import CasePane, papers_for
from wemi_desk.ui.screens.applications.checklist_view import ChecklistPane
from wemi_desk.ui.screens.applications.family_view import AskedPane, FamilyPane
from wemi_desk.ui.screens.applications.family_view_model import FitLine
from wemi_desk.ui.screens.applications.group_view import GroupView
from wemi_desk.ui.screens.applications.missing_view import MissingPane
from wemi_desk.ui.screens.applications.view_model import (
    CASE,
    FAMILY,
    GROUP,
    MATTER,
    OPEN,
    PICK,
    PaperworkViewModel,
)
from wemi_desk.ui.screens.paperwork.pick_view import Listen
from wemi_desk.ui.screens.paperwork.view import MatterPanes
from wemi_desk.ui.shell.pane_host import PaneSpec, PlacePage
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.page_stack import PageStack, added
from wemi_desk.ui.widgets.panes import Pane
from wemi_desk.ui.widgets.scroll import ScrollPane

Handlers = Mapping[Shortcut, Callable[[], "bool | None"]]


# stage → how the width is parted, and which pane is seen first in a narrow window
_SHARES = {
    OPEN: (6, 4, 2), FAMILY: (3, 5, 4), GROUP: (3, 5, 4), CASE: (4, 5, 4), PICK: (4, 5, 4), MATTER: (7, 10, 5),
}  # fmt: skip
_FIRST = {OPEN: 0, FAMILY: 1, GROUP: 1, CASE: 0, PICK: 1, MATTER: 0}
_DOMANDA = (N_("Da fare"), N_("Domanda"), N_("Cosa manca"))
_TABS = {
    PICK: (N_("Le sue pratiche"), N_("Che cosa serve?"), N_("Da sapere")),
    MATTER: (N_("Passi"), N_("Pratica"), N_("A che punto")),
}


class FollowUpsPanes:
    """What stands in the place while nobody is at the desk: made elsewhere, shown here."""

    def __init__(self, lines: QWidget, detail: QWidget, counts: QWidget) -> None:
        self.lines, self.detail, self.counts = lines, detail, counts


def _deaf(*_anything: object, **_named: object) -> None:
    """Digits are not listened to: a window that is only looked at."""


class PaperworkPanes:
    """Left, middle, right; each is made when it is first wanted."""

    def __init__(
        self, model: PaperworkViewModel, open_panes: Callable[[], FollowUpsPanes], listen: Listen = _deaf
    ) -> None:
        self.model = model
        self._open_panes, self._listen = open_panes, listen
        self.page: PlacePage | None = None
        self.left = PageStack(_("Da vedere e da leggere"))
        self.middle = PageStack(_("Domanda"))
        self.right = PageStack(_("Cosa manca"))
        model.stage_changed.connect(self._turn)
        for sign in (model.steps.asked, model.steps.done):
            sign.connect(lambda *_code: self.page.show_pane(1) if self.page is not None else None)
        self._turn()

    def specs(self) -> list[PaneSpec]:
        """For the window."""
        return [
            PaneSpec(self.left, _(_DOMANDA[0])), PaneSpec(self.middle, _(_DOMANDA[1])),
            PaneSpec(self.right, _(_DOMANDA[2])),
        ]  # fmt: skip

    @cached_property
    def open(self) -> FollowUpsPanes:
        """Without a visit."""
        panes = self._open_panes()
        for stack, pane in ((self.left, panes.lines), (self.middle, panes.detail), (self.right, panes.counts)):
            stack.addWidget(pane)
        return panes

    @cached_property
    def matters(self) -> MatterPanes:
        """Digital paperwork."""
        model = self.model.matters
        if model is None:
            raise RuntimeError("no digital paperwork here")
        panes = MatterPanes(model, (self.left, self.middle, self.right), self._listen)
        panes.matters.measures_wanted.connect(self._measures)
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
        pane.chosen.connect(self._show_fit)
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
        self.model.case.changed.connect(self._show_case)
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
        shown = self.model.case.case.shown
        is_written = self.model.stage == CASE and shown is not None and shown.state != "draft"
        self.page.set_shares(_SHARES[self.model.stage])
        for place, words in enumerate(_TABS.get(self.model.stage, _DOMANDA)):
            self.page.set_tab_text(place, _(words))
        self.page.show_pane(1 if is_written else _FIRST[self.model.stage])

    def focus_first(self) -> None:
        """Where the hands should be."""
        match self.model.stage:
            case "family":
                self.family.focus_first()
            case "case":
                self.checklist.focus_first()
            case "pick":
                self.matters.focus_pick()
            case "matter":
                self.matters.focus_matter()
            case "group":
                self.group_form.fields["measure"].editor.setFocus()
            case _:
                self.open.lines.setFocus()

    def take_code(self, code: str) -> bool:
        """A card was passed while the family's measures are shown."""
        return self.model.stage == FAMILY and self.family.take_code(code)

    # --- inside ------------------------------------------------------------------------------------------------

    def _turn(self) -> None:
        stage = self.model.stage
        for stack, pane in zip((self.left, self.middle, self.right), self._columns(stage), strict=True):
            stack.setCurrentWidget(pane)
        self.arrange()
        self._fill(stage)

    def _columns(self, stage: str) -> tuple[QWidget, QWidget, QWidget]:
        match stage:
            case "open":
                return self.open.lines, self.open.detail, self.open.counts
            case "pick":
                return self.matters.to_pick()
            case "matter":
                return self.matters.to_go_through()
            case "case":
                return self.checklist, self.case, self.missing
        return self.asked, self.group if stage == GROUP else self.family, self.missing

    def _fill(self, stage: str) -> None:
        if stage == OPEN:
            self._forget()
        elif stage == GROUP and self.model.citizen_id is not None:
            self.group_form.open_for(self.model.citizen_id, self.model.family.known.collective)
            self.missing.show_sheet(None)
        elif stage == CASE:
            self._show_case()
            self.checklist.focus_first()
        elif stage == FAMILY:
            self._show_fit(self.family.line)
        elif stage == MATTER:
            self._bind_matter()
            self.matters.focus_matter()

    def _bind_matter(self) -> None:
        """Once: what leads away from the matter."""
        if not self._is_bound:
            self._is_bound = True
            self.matters.matter.left.connect(self._to_pick)
            self.matters.matter.instead_wanted.connect(self._instead)
            self.matters.matter.ending_shown.connect(lambda: self.page.show_pane(1) if self.page is not None else None)

    _is_bound = False

    def _to_pick(self) -> None:
        self.model.to_pick()
        self.focus_first()

    def _instead(self, code: str) -> None:
        self._to_pick()
        if self.model.matters is not None:
            self.model.matters.begin(code)

    def _measures(self) -> None:
        self.model.to_family()
        self.focus_first()

    def _forget(self) -> None:
        """Nobody is at the desk: nothing of who was is left, not even out of sight."""
        if "missing" in self.__dict__:
            self.missing.show_sheet(None)
        if "group" in self.__dict__:
            self.group_form.forget()

    def _show_fit(self, line: FitLine | None) -> None:
        if self.model.stage != FAMILY:
            return
        about = f"{line.measure} · {line.who}" if line is not None else ""
        self.missing.show_sheet(self.model.family.sheet(line) if line is not None else None, about)

    def _show_case(self) -> None:
        if self.model.stage == CASE:
            shown = self.model.case.case.shown
            about = self.model.family.name_of(shown.beneficiary_id) if shown is not None else ""
            self.missing.show_sheet(self.model.case.sheet, about)

    def _print(self, what: str = "") -> bool:
        if self.model.stage == MATTER and self.model.matters is not None:
            self.model.matters.print_open("slip")
            return True
        shown = self.model.case.case.shown
        if self.model.stage != CASE or shown is None:
            return False
        self.model.print_open(what or papers_for(shown)[0])
        return True

    def _save(self) -> bool:
        if self.model.stage == MATTER:
            self.matters.matter.save()
            return True
        if self.model.stage == CASE:
            self.case.save()
            return True
        if self.model.stage == GROUP:
            self.group_form.save()
            return True
        return False

    def _step_back(self) -> bool:
        if self.model.stage == CASE:
            if not self.case.step_back():
                self.model.to_family()
                self.focus_first()
            return True
        if self.model.stage == GROUP:
            self.model.to_family()
            self.focus_first()
            return True
        return self._back_in_matters()

    def _back_in_matters(self) -> bool:
        """From a page to its pratica, from there or from the measures to the list, from the list out."""
        if self.model.stage == MATTER and self.matters.matter.step_back():
            return True
        if self.model.stage == PICK:
            return self.matters.pick.step_back()
        moved = self.model.to_pick()
        if moved:
            self.focus_first()
        return moved

