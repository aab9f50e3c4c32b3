"""The sync state in the bar: words, icon and colour; a press shows what waits."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QPushButton

from wemi_desk.domain.sync_state import SyncState
from wemi_desk.i18n import _
from wemi_desk.ui.icons import show_icon_on
from wemi_desk.ui.shell.sync_indicator import SyncWords, row_of, sync_words
from wemi_desk.ui.theme import current_theme
from wemi_desk.ui.widgets.announce import announce
from wemi_desk.ui.widgets.buttons import escaped
from wemi_desk.ui.widgets.labels import set_property, set_tooltip

_QUIET_MS = 60_000
_WRONG = range(2, 8)
_WAITS_FOR_NETWORK, _ALL_SENT = 8, (13, 14)


class SyncButton(QPushButton):
    """Shows a ``SyncState`` in the exact words of the table; says what matters, at most once a minute."""

    def __init__(self) -> None:
        super().__init__()
        self.setAutoDefault(True)
        self._shown: SyncWords | None = None
        self._said = QElapsedTimer()
        self._to_say = QTimer(self, singleShot=True)
        self._to_say.timeout.connect(self._say)
        self._waited = False  # for the network, since everything was sent
        self._brief = False
        self.setAccessibleDescription(_("Apri l’elenco di quello che aspetta"))
        current_theme().follow(self, SyncButton._draw)

    @property
    def shown(self) -> SyncWords | None:
        return self._shown

    def show_state(self, state: SyncState) -> None:
        shown, row = sync_words(state), row_of(state)
        if shown == self._shown:
            return
        before, self._shown = self._shown, shown
        self._draw()
        self._waited = self._waited or row == _WAITS_FOR_NETWORK
        arrived = self._waited and row in _ALL_SENT
        if row in _ALL_SENT:
            self._waited = False
        if before is not None and (row in _WRONG or arrived):
            self._say_soon()
        else:
            self._to_say.stop()

    def set_brief(self, brief: bool) -> None:
        """Only the first words, where the whole does not fit; the whole stays in name and tooltip."""
        if brief != self._brief:
            self._brief = brief
            self._draw()

    def _say_soon(self) -> None:
        """At once, or when the minute of quiet is over: what is wrong is never left unsaid."""
        rested = not self._said.isValid() or self._said.elapsed() >= _QUIET_MS
        if rested:
            self._say()
        elif not self._to_say.isActive():
            self._to_say.start(_QUIET_MS - self._said.elapsed())

    def _say(self) -> None:
        self._said.start()
        announce(self, self.accessibleName())

    def _draw(self) -> None:
        if self._shown is None:
            return
        words, name, tone, spoken = self._shown
        self.setText(escaped(words.split(" · ")[0] if self._brief else words))
        whole = _("Invio dati: {words}").format(words=spoken)
        self.setAccessibleName(spoken if spoken.startswith(_("Invio")) else whole)
        set_tooltip(self, spoken)
        set_property(self, "state", tone)
        self.updateGeometry()
        show_icon_on(self, name, "text" if tone == "neutral" else tone)
