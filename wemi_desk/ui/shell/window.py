"""The main window: bar, strips, citizen, rail, panes, status; pages that take it whole; the cover."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.shell.bar import TopBar
from wemi_desk.ui.shell.focus_order import go_to_stop
from wemi_desk.ui.shell.pane_host import PaneHost, PaneSpec, PlacePage
from wemi_desk.ui.shell.person_bar import PersonBar
from wemi_desk.ui.shell.places import ON_REQUEST, Place, sign
from wemi_desk.ui.shell.rail import Rail
from wemi_desk.ui.shell.stage import Stage
from wemi_desk.ui.shell.status_bar import StatusBar
from wemi_desk.ui.style_sheet import dress
from wemi_desk.ui.theme import MINIMUM_WINDOW_PX, LayoutClass, current_theme, layout_class
from wemi_desk.ui.widgets.message_bar import MessageBar
from wemi_desk.ui.widgets.side_panel import SidePanel
from wemi_desk.ui.widgets.spacing import column, least_height, row


class MainWindow(QMainWindow):
    """The frame of the console. It receives plain values and tells what was asked; it decides nothing.

    Parts, each with its own values and signals: ``bar`` (with ``bar.box``), ``person_bar``, ``rail``, ``panes``,
    ``status``, ``panel``, ``standing`` (a notice that holds for long, such as the palestra), ``banner``, ``stage``
    (pages that take the whole window, and the cover). A screen plugs in with ``add_place(place, panes)``, strips with
    ``add_strip``, the unlock page with ``stage.add_page``.
    """

    place_requested = Signal(object)
    place_changed = Signal(object)
    layout_class_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        dress(self)
        self.setMinimumSize(*MINIMUM_WINDOW_PX)
        self._space = ""
        self._place = Place.COUNTER
        self._layout_class = LayoutClass.WIDE
        self._build()
        self._connect()
        self.set_place(Place.COUNTER)
        current_theme().follow(self, MainWindow._fold)
        self.bar.box.setFocus()

    # --- what it is told ---------------------------------------------------------------------------------------------

    def set_space(self, name: str) -> None:
        """The space this desk belongs to."""
        self._space = name
        self.bar.set_space(name)
        self.stage.cover.set_space(name)
        self._write_title()

    def add_place(self, place: Place, panes: Sequence[PaneSpec]) -> PlacePage:
        """Give *place* its panes, at most three, in reading order; the second is the first tab when narrow."""
        page = self.panes.add_place(place, panes)
        if place is self._place:
            self.panes.set_place(place)
        return page

    def offer_place(self, place: Place, *, wanted: bool = True) -> None:
        """Show on the rail, or no longer, a place that is not for everybody."""
        self.rail.offer(place, wanted=wanted)
        self.bar.offer(place, wanted=wanted)

    def clear_places(self) -> None:
        """The session ends: nothing that it showed stays behind, not even out of sight."""
        self.panes.clear()
        for place in ON_REQUEST:
            self.offer_place(place, wanted=False)

    def set_place(self, place: Place) -> None:
        """Go to *place*. The citizen at the desk stays."""
        self._place = place
        self.rail.set_place(place)
        self.panes.set_place(place)
        self._write_title()
        self.place_changed.emit(place)

    def add_strip(self, strip: QWidget) -> None:
        """A band under the bar, above the citizen; it shows and hides itself."""
        self._strips.addWidget(strip)

    # --- what it tells -----------------------------------------------------------------------------------------------

    @property
    def place(self) -> Place:
        return self._place

    @property
    def layout_class(self) -> LayoutClass:
        return self._layout_class

    # --- acts --------------------------------------------------------------------------------------------------------

    def focus_box(self) -> None:
        """Back to the box, from anywhere (Ctrl+K)."""
        self.bar.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.box.selectAll()

    def step_back(self) -> bool:
        """Esc, one step: results, text of the box, panel, place. Tell whether there was a step to take."""
        if self.bar.box.step_back():
            self.focus_box()
        elif not self.panel.isHidden():
            self.panel.step_back()
        elif self._place is not Place.COUNTER:
            self.place_requested.emit(Place.COUNTER)
        else:
            return False
        return True

    def regions(self) -> list[QWidget]:
        """The visible regions in reading order: bar, strips, citizen, rail, panes, panel, status; or the page."""
        if not self.stage.is_desk_shown:
            return [self.stage.current]
        page = self.panes.page(self._place)
        regions = [self.bar, self._strip_area, self.person_bar, self.rail, page.tabs,
                   *(spec.widget for spec in page.panes), self.panel, self.status]
        return [region for region in regions if region.isVisible()]

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes in reading order however the panes are folded: no order to set again, none to scramble."""
        return go_to_stop(self.regions(), QApplication.focusWidget(), forward=forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    # --- inside ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.bar, self.person_bar, self.rail = TopBar(), PersonBar(), Rail()
        self.standing, self.banner = MessageBar(), MessageBar()
        self.panes, self.panel = PaneHost(), SidePanel()
        self.status = StatusBar()
        self._strip_area = QWidget()
        self._strip_area.setAccessibleName(_("Avvisi e scelte"))
        self._strips: QVBoxLayout = column(self._strip_area, spacing=0)
        self._strips.addWidget(self.standing)
        self._strips.addWidget(self.banner)
        desk = self._build_desk()
        self.bar.box.attach(desk)
        self.stage = Stage(desk)
        self.setCentralWidget(self.stage)

    def _build_desk(self) -> QWidget:
        desk = QWidget()
        desk.setProperty("region", "root")
        desk.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        box = column(desk, spacing=0)
        for widget in (self.bar, self._strip_area, self.person_bar):
            box.addWidget(widget)
        body = row(spacing=0)
        body.addWidget(self.rail)
        body.addWidget(self.panes, 3)
        body.addWidget(self.panel, 1)
        least_height(self.rail, 1)
        least_height(self.panes, 72)
        least_height(self.panel, 72)
        box.addLayout(body, 1)
        box.addWidget(self.status)
        return desk

    def _connect(self) -> None:
        self.rail.place_requested.connect(self.place_requested)
        self.bar.place_requested.connect(self.place_requested)
        self.stage.turned.connect(self.bar.box.hide_results)
        self.stage.turned.connect(self._write_title)
        self.panel.opened.connect(self._make_room)
        self.panel.closed.connect(self._make_room)
        self.stage.desk_shown.connect(self.focus_box)

    def _fold(self) -> None:
        wanted = layout_class(self.width(), current_theme().text_px)
        changed, self._layout_class = wanted is not self._layout_class, wanted
        narrow = wanted is LayoutClass.NARROW
        self.rail.setVisible(not narrow)
        self.bar.set_layout_class(wanted)
        self.person_bar.set_layout_class(wanted)
        self._make_room()
        if changed and narrow:
            self.status.host(self.bar.sync, self.bar.operator)
        elif changed:
            self.status.release()
            self.bar.take_back()
        if changed:
            self.layout_class_changed.emit(wanted)

    def _make_room(self) -> None:
        """An open panel takes the place of panes, as if the window were one class smaller."""
        opened, narrow = not self.panel.isHidden(), self._layout_class is LayoutClass.NARROW
        self.panes.setVisible(not (opened and narrow))
        smaller = LayoutClass.MEDIUM if self._layout_class is LayoutClass.WIDE else LayoutClass.NARROW
        self.panes.set_layout_class(smaller if opened else self._layout_class)

    def _write_title(self) -> None:
        place = sign(self._place).word if self.stage.is_desk_shown else ""
        self.setWindowTitle(" · ".join(part for part in ("WeMi Desk", self._space, place) if part))
