"""The strips under the bar: quick contact, and what to do when another person's card is passed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAccessible

from wemi_desk.i18n import _
from wemi_desk.ui.digit_mode import DIGITS, ENTER, DigitMode
from wemi_desk.ui.focus import FocusBefore, holds_focus
from wemi_desk.ui.screens.counter.quick_contact_view_model import QuickContactViewModel
from wemi_desk.ui.widgets.strip import Strip

CHANNELS_MS = 3_000
Answer = tuple[str, Callable[[], None]]


def do_nothing() -> None:
    """The harmless answer."""


class QuickContactStrip(QObject):
    """F9: reasons, then for three seconds the channels.

    ``left(text)``: the hands go on elsewhere; a *text* is what was typed meanwhile and belongs into the box.
    """

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
            self._fold()
            return
        if self._quick.stage == "reasons":
            self._strip.open(_("Contatto rapido"), [item.label for item in self._quick.reasons], enter=_("come prima"))
        else:
            self._strip.open(_("Registrato. Come è arrivato?"), [item.label for item in self._quick.channels])
            self._timer.start()
        self._digits.open(self._strip, self._press, keys=DIGITS + "*" + ENTER, rest=self._other)

    def _fold(self) -> None:
        """The focus moves only if it was here: whoever went on working is not interrupted."""
        was_here = holds_focus(self._strip)
        self._digits.close(self._strip)
        self._strip.close_strip()
        if was_here:
            self.left.emit("")

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
    """One question with numbered answers. Esc takes the question away and gives the focus back."""

    def __init__(self, strip: Strip, digits: DigitMode, otherwise: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._strip = strip
        self._digits = digits
        self._otherwise = otherwise  # where the focus goes when it cannot go back
        self._before = FocusBefore()
        self._answers: Sequence[Callable[[], None]] = ()
        self._on_enter: Callable[[], None] | None = None
        self._on_esc: Callable[[], None] | None = None
        strip.chosen.connect(self._choose)
        strip.entered.connect(lambda: self._do(self._on_enter))
        strip.dismissed.connect(lambda: self._do(self._on_esc))

    def ask(
        self,
        question: str,
        answers: Sequence[Answer],
        *,
        enter: Answer | None = None,
        esc: Callable[[], None] | None = None,
    ) -> None:
        """Show the question; *enter* is a choice for the Enter key, *esc* what else Esc does."""
        self._before.remember(self._strip)
        self._answers = [act for _words, act in answers]
        self._on_enter, self._on_esc = enter[1] if enter else None, esc
        self._strip.open(question, [words for words, _act in answers], enter=enter[0] if enter else "")
        self._digits.open(self._strip, self._press, keys="123456789" + (ENTER if enter else ""))

    @property
    def is_open(self) -> bool:
        """Does a question wait?"""
        return bool(self._answers)

    def take_first(self) -> None:
        """The key that asked is pressed again."""
        self._choose(0)

    def dismiss(self) -> None:
        """Take the question away without an answer."""
        self._answers, self._on_enter, self._on_esc = (), None, None
        self._digits.close(self._strip)
        self._strip.close_strip()

    def _press(self, key: str) -> None:
        if key == ENTER:
            self._do(self._on_enter)
        else:
            self._choose(int(key) - 1)

    def _choose(self, position: int) -> None:
        if 0 <= position < len(self._answers):
            self._do(self._answers[position])

    def _do(self, act: Callable[[], None] | None) -> None:
        """The focus goes back first: what is done next may send it elsewhere."""
        self.dismiss()
        if not self._before.give_back():
            self._otherwise()
        if act is not None:
            act()
