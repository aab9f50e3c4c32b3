"""The blank cover (F12): the screen is public."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.widgets.announce import announce
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.labels import label, page_title
from wemi_desk.ui.widgets.spacing import column


class Cover(QWidget):
    """Space, clock, duration of the visit, and one button; no word about anybody."""

    uncover_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("region", "root")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Dati nascosti"))
        self._space, self._clock = page_title(""), label("", "counter")
        self._visit, self._notice = label("", "muted"), label("", "info", wrap=True)
        self._show = button(_("Mostra di nuovo"), keys="F12", icon="it-password-visible")
        self._show.setAutoDefault(False)  # the Enter of a reader must not bring the data back
        self._show.clicked.connect(self.uncover_requested)
        box = column(self, (32, 32, 32, 32), 12)
        box.addStretch(2)
        for widget in (self._space, self._clock, self._visit, self._notice):
            widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            box.addWidget(widget)
        box.addWidget(self._show, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)
        self._notice.hide()
        self._visit.hide()

    def set_space(self, name: str) -> None:
        self._space.setText(name)

    def set_clock(self, time: str) -> None:
        """The time of day as shown, 09:41."""
        self._clock.setText(time)

    def set_visit(self, duration: str) -> None:
        """How long the visit has lasted, as shown; empty without a visit."""
        self._visit.setText(_("Colloquio aperto da {duration}").format(duration=duration) if duration else "")
        self._visit.setVisible(bool(duration))

    def set_notice(self, words: str) -> None:
        """For example “Scheda pronta: premi F12” after a scan."""
        self._notice.setText(words)
        self._notice.setVisible(bool(words))
        if words:
            announce(self, words)

    def take_focus(self) -> None:
        self._show.setFocus(Qt.FocusReason.OtherFocusReason)
