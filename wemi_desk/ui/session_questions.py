"""What the Sportello asks under the bar: who of the two, and for what reason somebody came."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wemi_desk.i18n import _
from wemi_desk.ui.strips import ChoiceStrip
from wemi_desk.ui.widgets.strip import Strip

if TYPE_CHECKING:
    from wemi_desk.ui.session import WorkSession


class SessionQuestions(QObject):
    """One question at a time, answered with one digit."""

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        strip = Strip("warn")
        work.add_strip(strip)
        self._choice = ChoiceStrip(strip, work.keys.digits, work.window.focus_box, self)
        work.counter.other.asked.connect(self._ask_about_other)
        work.counter.contact.reason_needed.connect(self._ask_reason)

    def dismiss(self) -> None:
        """The visit or the session ended: nothing is asked any more."""
        self._choice.dismiss()

    def _ask_about_other(self, _who: object) -> None:
        counter, card = self._work.counter, self._work.counter.visit.card
        name = card.citizen.surname.upper() if card else ""
        self._choice.ask(
            _("C'è già una persona allo sportello."),
            (
                (_("Chiudi il colloquio di {name} e apri l'altra").format(name=name), counter.close_and_open_other),
                (_("È della famiglia di {name}").format(name=name), counter.other.add_to_family),
                (_("Ignora"), counter.other.ignore),
            ),
            esc=counter.other.ignore,
        )

    def _ask_reason(self) -> None:
        items = self._work.desk.lists["quick_contact"].items
        without = (_("chiudi senza contatto"), self._work.counter.close_without_contact)
        answers = [(item.label, partial(self._close_with, item.code)) for item in items]
        self._choice.ask(_("Motivo?"), answers, enter=without)

    def _close_with(self, reason: str) -> None:
        self._work.counter.contact.edit(reason=reason)
        self._work.counter.save_and_close()
