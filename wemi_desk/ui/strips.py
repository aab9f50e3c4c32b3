"""The strips under the bar: quick contact, and what to do when another person's card is passed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAccessible

from wemi_desk.i18n import _
from wemi_desk.ui.digit_mode import DIGITS, ENTER, DigitMode
from wemi_desk.ui.screens.counter.quick_contact_view_model import QuickContactViewModel
from wemi_desk.ui.widgets.strip import Strip

CHANNELS_MS = 3_000


class QuickContactStrip(QObject):
    """F9: reasons, then for three seconds the channels. ``left(text)``: any other key, to be typed in the box."""

    left = Signal(str)

    def __init__(self, quick: QuickContactViewModel, strip: Strip, digits: DigitMode, parent: QObject) -> None:
        super().__init__(parent)
        self._quick = quick
        self._strip = strip
        self._digits = digits
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHANNELS_MS)
        self._timer.timeout.connect(self._expire)
        quick.stage_changed.connect(self._show)
        strip.chosen.connect(lambda position: quick.press(str(position + 1)))
        strip.entered.connect(lambda: quick.press("Return"))
        strip.dismissed.connect(quick.close)

    def _show(self) -> None:
        self._timer.stop()
        if self._quick.stage == "closed":
            self._digits.close(self._strip)
            self._strip.close_strip()
            self.left.emit("")
            return
        if self._quick.stage == "reasons":
            self._strip.open(_("Contatto rapido"), [item.label for item in self._quick.reasons], enter=_("come prima"))
        else:
            self._strip.open(_("Registrato. Come è arrivato?"), [item.label for item in self._quick.channels])
            self._timer.start()
        self._digits.open(self._strip, self._press, keys=DIGITS + "*" + ENTER, rest=self._other)

    def _press(self, key: str) -> bool:
        if self._quick.stage == "channels":
            self._timer.start()
        if not self._quick.press("Return" if key == ENTER else key):
            self._other("" if key == ENTER else key)
        return True

    def _other(self, text: str) -> None:
        self._quick.close()
        self.left.emit(text)

    def _expire(self) -> None:
        if not QAccessible.isActive():  # whoever listens has no three seconds: the strip stays until Esc
            self._quick.close()


class ChoiceStrip(QObject):
    """One question with numbered answers; Esc takes the last one."""

    def __init__(self, strip: Strip, digits: DigitMode, closed: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._strip = strip
        self._digits = digits
        self._closed = closed
        self._answers: Sequence[Callable[[], None]] = ()
        strip.chosen.connect(self._choose)
        strip.dismissed.connect(lambda: self._choose(len(self._answers) - 1))

    def ask(self, question: str, answers: Sequence[tuple[str, Callable[[], None]]]) -> None:
        """Show the question; the last answer is the harmless one."""
        self._answers = [act for _words, act in answers]
        self._strip.open(question, [words for words, _act in answers])
        self._digits.open(self._strip, lambda key: self._choose(int(key) - 1), keys="123456789")

    def dismiss(self) -> None:
        """Take the question away without an answer."""
        self._answers = ()
        self._digits.close(self._strip)
        self._strip.close_strip()

    def _choose(self, position: int) -> None:
        if not 0 <= position < len(self._answers):
            return
        act = self._answers[position]
        self.dismiss()
        self._closed()
        act()
