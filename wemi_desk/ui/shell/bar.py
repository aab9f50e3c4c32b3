"""The bar at the top of every screen: the box, the quick contact, the sync state, the operator."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from wemi_desk.domain.sync_state import SyncState
from wemi_desk.i18n import _
from wemi_desk.ui.icons import set_action_icon, set_icon
from wemi_desk.ui.shell.places import ON_REQUEST, Place, sign
from wemi_desk.ui.shell.search_box import SearchBox
from wemi_desk.ui.shell.sync_button import SyncButton
from wemi_desk.ui.theme import LayoutClass
from wemi_desk.ui.widgets.buttons import ElidedButton, button, escaped, set_text, with_keys
from wemi_desk.ui.widgets.labels import ElidedLabel
from wemi_desk.ui.widgets.spacing import least_height, put, row


class TopBar(QWidget):
    """Never scrolls away. In the narrow layout ``sync`` and ``operator`` live in the status bar instead."""

    quick_contact_requested = Signal()
    queue_requested = Signal()
    sync_requested = Signal()
    operator_requested = Signal()
    place_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("region", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Barra"))
        least_height(self, 54)
        self._layout_class = LayoutClass.WIDE
        self._queue_count: int | None = None
        self._fitting = False
        self._build()
        self._connect()

    def set_space(self, name: str) -> None:
        self._space.set_text(name)

    def set_operator(self, name: str) -> None:
        """The operator at work, as in “Giulia R.”."""
        self._operator_name = name
        self._write_operator()

    def set_queue(self, count: int | None) -> None:
        """How many wait; None where the space has no queue."""
        self._queue_count = count
        set_text(self._queue, _("In coda: {n}").format(n=count or 0))
        self._show_what_fits()

    def set_sync(self, state: SyncState) -> None:
        self.sync.show_state(state)
        self._show_what_fits()

    def set_layout_class(self, layout_class: LayoutClass) -> None:
        self._layout_class = layout_class
        self._show_what_fits()

    def take_back(self) -> None:
        """Bring the sync state and the operator back from the status bar."""
        for widget in (self.sync, self.operator):
            self._row.addWidget(widget)
            widget.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_what_fits()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._show_what_fits()

    def offer(self, place: Place, *, wanted: bool) -> None:
        """Show in the menu, or no longer, a place that is not for everybody."""
        self._go.menu().actions()[list(Place).index(place)].setVisible(wanted)

    def _build(self) -> None:
        self._go = _places_button()
        self._space = ElidedLabel(role="heading", least_units=90)
        self.box = SearchBox()
        self._quick = button(_("Contatto rapido"), keys="F9")
        self._queue = button("")
        self.sync = SyncButton()
        self.operator = ElidedButton(least_units=120)
        self._operator_name = ""
        self._row = row(self, (16, 8, 16, 8), 12)
        put(self._row, self._go, self._space)
        self._row.addWidget(self.box, 1)
        put(self._row, self._quick, self._queue, self.sync, self.operator)
        self._write_operator()

    def _connect(self) -> None:
        self._quick.clicked.connect(self.quick_contact_requested)
        self._queue.clicked.connect(self.queue_requested)
        self.sync.clicked.connect(self.sync_requested)
        self.operator.clicked.connect(self.operator_requested)
        for action, place in zip(self._go.menu().actions(), Place, strict=True):
            action.triggered.connect(lambda _checked=False, p=place: self.place_requested.emit(p))

    def _show_what_fits(self) -> None:
        """The whole words while there is room; then the operator's become brief, then the sync state's."""
        if self._fitting:
            return
        self._fitting = True
        wide, narrow = self._layout_class is LayoutClass.WIDE, self._layout_class is LayoutClass.NARROW
        self._go.setVisible(narrow)
        self._space.setVisible(wide)
        self._queue.setVisible(self._layout_class is LayoutClass.MEDIUM and self._queue_count is not None)
        self.sync.set_brief(False)
        self._write_operator(brief=narrow)
        if not narrow and self._row.sizeHint().width() > self.width():
            self._write_operator(brief=True)
            self.sync.set_brief(self._row.sizeHint().width() > self.width())
        self._fitting = False

    def _write_operator(self, *, brief: bool = False) -> None:
        text = self._operator_name if brief else _("{name} · Blocca").format(name=self._operator_name)
        self.operator.set_whole(with_keys(text if self._operator_name else _("Blocca"), "Ctrl+L"))


def _places_button() -> QToolButton:
    """In the narrow layout the rail is this menu."""
    widget = QToolButton()
    widget.setProperty("kind", "menu")
    widget.setText(_("Vai a"))
    widget.setAccessibleName(_("Vai a"))
    widget.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    set_icon(widget, "it-burger", "primary")
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    menu = QMenu(widget)
    for place in Place:
        word, name, keys = sign(place)
        action = menu.addAction(escaped(with_keys(word, keys)))
        action.setVisible(place not in ON_REQUEST)
        set_action_icon(action, name)
    widget.setMenu(menu)
    return widget
