"""The sync state in the bar: words, icon and colour; a press shows what waits."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QPushButton

from wemi_desk.domain.sync_state import SyncState
from wemi_desk.i18n import _
from wemi_desk.ui.icons import show_icon_on
from wemi_desk.ui.shell.sync_indicator import SyncWords, sync_words
from wemi_desk.ui.theme import current_theme
from wemi_desk.ui.widgets.announce import announce
from wemi_desk.ui.widgets.buttons import escaped
from wemi_desk.ui.widgets.labels import set_property, set_tooltip

_QUIET_MS = 60_000


class SyncButton(QPushButton):
    """Shows a ``SyncState`` in the exact words of the table; says what matters, at most once a minute."""

    def __init__(self) -> None:
        super().__init__()
        self.setAutoDefault(True)
        self._shown: SyncWords | None = None
        self._said = QElapsedTimer()
        self._brief = False
        self.setAccessibleDescription(_("Apri l’elenco di quello che aspetta"))
        current_theme().follow(self, SyncButton._draw)

    @property
    def shown(self) -> SyncWords | None:
        return self._shown

    def show_state(self, state: SyncState) -> None:
        shown = sync_words(state)
        if shown == self._shown:
            return
        before, self._shown = self._shown, shown
        self._draw()
        rested = not self._said.isValid() or self._said.elapsed() >= _QUIET_MS
        if before is not None and rested and _is_worth_saying(before, shown):
            self._said.start()
            announce(self, self.accessibleName())

    def set_brief(self, brief: bool) -> None:
        """Only the first words, where the whole does not fit; the whole stays in name and tooltip."""
        if brief != self._brief:
            self._brief = brief
            self._draw()

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


def _is_worth_saying(before: SyncWords, now: SyncWords) -> bool:
    """Whatever is wrong or asks for an update; and that what waited has arrived."""
    needs_update = (now.tone, now.icon) == ("warn", "it-download")
    return now.tone == "err" or needs_update or (before.tone, now.tone) == ("warn", "ok")
