"""F9 and a digit: an anonymous contact in two keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.pick_lists import ListItem, PickLists
from wemi_desk.i18n import _
from wemi_desk.services.contacts import ContactService, Recorded
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel


class QuickContactViewModel(ViewModel):
    """The strip under the bar: reasons first, then for a moment the channels."""

    stage_changed = Signal()

    def __init__(
        self,
        contacts: ContactService,
        lists: PickLists,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._contacts = contacts
        self._lists = lists
        self._last_reason: str | None = None
        self._recorded: Recorded | None = None
        self._times = ""
        self._turn = 0
        self._waiting: list[str] = []  # keys pressed while the contact is being written
        self.stage = "closed"  # closed | reasons | channels

    @property
    def reasons(self) -> Sequence[ListItem]:
        """The nine shortcuts."""
        return self._lists["quick_contact"].items

    @property
    def channels(self) -> Sequence[ListItem]:
        """The channels, numbered from 1 in their order."""
        return self._lists["channel"].items

    def open(self) -> None:
        """Show the nine reasons."""
        self._forget()
        self._go("reasons")

    def close(self) -> None:
        """Fold the strip; what was recorded stays recorded."""
        self._forget()
        self._go("closed")

    def press(self, key: str) -> bool:
        """A key while the strip is open; True when it was for the strip."""
        if self.stage == "reasons":
            return self._press_reason(key)
        return self.stage == "channels" and self._press_channel(key)

    def _press_reason(self, key: str) -> bool:
        if key == "Return" and self._last_reason:
            key = self._last_reason
        if key not in {item.key for item in self.reasons}:
            return False
        self._last_reason = key
        self._go("channels")  # at once: a bouncing key must not write a second contact
        turn = self._turn
        self._ask(lambda: self._contacts.quick(key), lambda recorded: self._made(turn, recorded))
        return True

    def _press_channel(self, key: str) -> bool:
        recorded = self._recorded
        if recorded is None:
            self._waiting.append(key)
            return True
        if key == "*" or (self._times and key.isdigit()):
            self._times += key
            return True
        if key == "Return" and self._times:
            times = int(self._times.strip("*")[:6] or "0")
            self._times = ""
            self._ask(lambda: self._contacts.repeated(recorded.contact.id, times), lambda _made: self._many(times))
            return True
        if key.isdigit() and 1 <= int(key) <= len(self.channels):
            code = self.channels[int(key) - 1].code
            if code == recorded.contact.channel:
                self._go("closed")
                return True
            self._ask(lambda: self._contacts.with_channel(recorded, code), self._rerouted)
            return True
        return False

    def _made(self, turn: int, recorded: Recorded) -> None:
        self._tell_recorded(_("Contatto rapido registrato: {reason}. Annulla con Ctrl+Z"), recorded)
        if turn != self._turn:
            return
        self._recorded = recorded
        waiting, self._waiting = self._waiting, []
        for key in waiting:
            self.press(key)

    def _rerouted(self, recorded: Recorded) -> None:
        self._recorded = recorded
        self._tell_recorded(_("Contatto rapido registrato: {reason}, {channel}. Annulla con Ctrl+Z"), recorded)
        self._go("closed")

    def _many(self, times: int) -> None:
        recorded = self._recorded
        if recorded is not None:
            text = _("{times} contatti registrati: {reason}. Annulla con Ctrl+Z")
            self._tell_recorded(text, recorded, times=str(times))
        self._go("closed")

    def _tell_recorded(self, text: str, recorded: Recorded, **more: str) -> None:
        contact = recorded.contact
        reason = self._lists["quick_contact"].label(contact.reason or "")
        channel = self._lists["channel"].label(contact.channel)
        self._tell(text.format(reason=reason, channel=channel, **more), recorded.changes, recorded.deed)

    def _fail(self, error: Exception) -> None:
        super()._fail(error)
        self._go("closed")

    def _forget(self) -> None:
        self._recorded, self._times, self._waiting = None, "", []
        self._turn += 1

    def _go(self, stage: str) -> None:
        if self.stage != stage:
            self.stage = stage
            self.stage_changed.emit()
