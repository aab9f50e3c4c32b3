"""Where places put their panes: side by side while there is room, in tabs when there is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabBar, QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.shell.places import Place, empty_words, sign
from wemi_desk.ui.theme import LayoutClass
from wemi_desk.ui.widgets.buttons import escaped
from wemi_desk.ui.widgets.page_stack import PageStack
from wemi_desk.ui.widgets.panes import EmptyState, Pane
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, row

STRETCHES = (5, 3, 2)


class PaneSpec(NamedTuple):
    """A pane and the short word on its tab in the narrow layout."""

    widget: QWidget
    tab: str


class PlacePage(QWidget):
    """The panes of one place, at most three: what happened, what I am doing, who waits.

    Panes stay where they are and are only shown or hidden, so the order of Tab is never scrambled. When the window is
    too low for them, they scroll down together rather than being squeezed.
    """

    folded = Signal()

    def __init__(self, place: Place, panes: Sequence[PaneSpec]) -> None:
        super().__init__()
        self.setProperty("region", "root")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(sign(place).word)
        self.panes = tuple(panes)[:3]
        self._layout_class = LayoutClass.WIDE
        self._third_first = False
        self._alone: int | None = None
        self._order = [1, 0, 2][:len(self.panes)] if len(self.panes) > 1 else [0]
        self.tabs = self._tab_bar()
        box = column(self, spacing=0)
        box.addWidget(self.tabs)
        together = QWidget()
        self._side_by_side = row(together, spacing=0)
        for spec, stretch in zip(self.panes, STRETCHES, strict=False):
            self._side_by_side.addWidget(spec.widget, stretch)
        box.addWidget(ScrollPane(together, sign(place).word), 1)
        self._fold()

    def set_layout_class(self, layout_class: LayoutClass) -> None:
        if layout_class is not self._layout_class:
            if layout_class is LayoutClass.NARROW:
                self._follow_hands()
            self._layout_class = layout_class
            self._fold()

    @property
    def is_squeezed(self) -> bool:
        """Side by side with less than the whole width: a small window, or a panel beside."""
        return self._layout_class is LayoutClass.MEDIUM

    def _follow_hands(self) -> None:
        """Whoever makes the text larger while typing in a pane goes on in that pane."""
        hands = self.window().focusWidget()
        for index, spec in enumerate(self.panes):
            if hands is not None and spec.widget.isAncestorOf(hands):
                self.show_pane(index)

    def set_shares(self, shares: Sequence[int]) -> None:
        """Part the width anew: another task wants another pane wide."""
        for position, share in enumerate(shares[:len(self.panes)]):
            self._side_by_side.setStretch(position, share)

    def set_third_first(self, wanted: bool) -> None:
        """In the medium layout, show the third pane instead of the first (“Forse è già registrata”)."""
        if wanted != self._third_first:
            self._third_first = wanted
            self._fold()

    def set_alone(self, index: int | None) -> None:
        """Give one pane the whole width, where panes stand side by side; None gives each its own back."""
        if index != self._alone:
            self._alone = index
            self._fold()

    def show_pane(self, index: int) -> None:
        """In the narrow layout, turn to the pane's tab."""
        self.tabs.setCurrentIndex(self._order.index(index))

    def set_tab_text(self, index: int, text: str) -> None:
        """For example “Coda 3”."""
        self.tabs.setTabText(self._order.index(index), escaped(text))

    def _tab_bar(self) -> QTabBar:
        tabs = QTabBar()
        tabs.setAccessibleName(_("Riquadri"))
        tabs.setExpanding(False)
        tabs.setDrawBase(False)
        tabs.setUsesScrollButtons(False)
        for index in self._order:
            tabs.addTab(escaped(self.panes[index].tab))
        tabs.currentChanged.connect(self._fold)
        return tabs

    def _fold(self) -> None:
        self.tabs.setVisible(self._layout_class is LayoutClass.NARROW and len(self.panes) > 1)
        shown = self._shown()
        for index, spec in enumerate(self.panes):
            spec.widget.setVisible(index in shown)
        self.folded.emit()

    def _shown(self) -> set[int]:
        if self._layout_class is LayoutClass.NARROW:
            return {self._order[max(self.tabs.currentIndex(), 0)]}
        if self._alone is not None:
            return {self._alone}
        if self._layout_class is LayoutClass.MEDIUM and len(self.panes) == 3:
            return {1, 2} if self._third_first else {0, 1}
        return set(range(len(self.panes)))


class PaneHost(PageStack):
    """One page for each place; a place nobody has filled yet says honestly that there is nothing."""

    def __init__(self) -> None:
        super().__init__(_("Luogo di lavoro"))
        self._pages: dict[Place, PlacePage] = {}
        self._layout_class = LayoutClass.WIDE

    def add_place(self, place: Place, panes: Sequence[PaneSpec]) -> PlacePage:
        """Give *place* its panes, replacing what it had."""
        old = self._pages.get(place)
        page = PlacePage(place, panes)
        page.set_layout_class(self._layout_class)
        # before the old one goes: it takes the focus along, and who looks for another asks for this place's page
        self._pages[place] = page
        self.addWidget(page)
        if old is not None:
            self._let_go(old)
        return page

    def clear(self) -> None:
        """Let every page go."""
        for page in self._pages.values():
            self._let_go(page)
        self._pages.clear()

    def _let_go(self, page: PlacePage) -> None:
        self.removeWidget(page)
        page.hide()
        page.deleteLater()

    def page(self, place: Place) -> PlacePage:
        """The page of *place*, made empty on first need."""
        return self._pages.get(place) or self.add_place(place, [PaneSpec(_empty_pane(place), sign(place).word)])

    def set_place(self, place: Place) -> None:
        self.setCurrentWidget(self.page(place))

    def set_layout_class(self, layout_class: LayoutClass) -> None:
        self._layout_class = layout_class
        for page in self._pages.values():
            page.set_layout_class(layout_class)


def _empty_pane(place: Place) -> Pane:
    word, icon, _keys = sign(place)
    pane = Pane(word)
    pane.body.addWidget(EmptyState(empty_words(place), icon=icon), 1)
    return pane
