"""The choices of this PC: each takes effect at once and is kept."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.desk_settings import GAP_MS, IDLE_SECONDS, TEXT_PERCENTS, DeskSettings
from wemi_desk.i18n import N_, _, ngettext
from wemi_desk.services.settings import SettingsStore
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.policy_words import decided_text
from wemi_desk.ui.view_model import ViewModel

_THEMES = {
    "system": N_("Come il sistema"),
    "light": N_("Chiaro"),
    "dark": N_("Scuro"),
    "contrast": N_("Alto contrasto"),
}


class SettingsViewModel(ViewModel):
    """``settings_changed`` carries the new DeskSettings; ``reader_test_requested`` asks for one measured scan."""

    settings_changed = Signal(object)
    reader_test_requested = Signal()
    reader_changed = Signal()

    def __init__(
        self,
        store: SettingsStore,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._store = store
        self.settings = DeskSettings()
        self.decided: frozenset[str] = frozenset()
        self.reader_words = ""

    @property
    def themes(self) -> list[tuple[str, str]]:
        return [(code, _(words)) for code, words in _THEMES.items()]

    @property
    def sizes(self) -> list[tuple[str, str]]:
        """Text sizes, 100 to 200 %."""
        return [(str(percent), _("{n} %").format(n=percent)) for percent in TEXT_PERCENTS]

    @property
    def idle_times(self) -> list[tuple[str, str]]:
        """After how long without a key the desk locks."""
        words = ((seconds, seconds // 60) for seconds in IDLE_SECONDS)
        return [(str(seconds), ngettext("{n} minuto", "{n} minuti", n).format(n=n)) for seconds, n in words]

    def reload(self) -> None:
        """Read what was chosen."""
        self._ask(lambda: (self._store.decided(), self._store.load()), self._read)

    def change(self, **choices: object) -> None:
        """Take effect now, and keep it; what the administration decided stays, and that is said."""
        free = {name: value for name, value in choices.items() if name not in self.decided}
        if free != choices:
            self._messages.say(decided_text())
        settings = DeskSettings.read(replace(self.settings, **free).written())  # type: ignore[arg-type]
        if settings != self.settings:
            self._take(settings)
            self._ask(lambda: self._store.save(settings), lambda _none: None)

    def step_text(self, steps: int) -> None:
        """Text larger or smaller, from the command line of the box."""
        percent = self.settings.text_percent + 10 * steps
        self.change(text_percent=min(max(percent, TEXT_PERCENTS[0]), TEXT_PERCENTS[-1]))

    def test_reader(self) -> None:
        """Wait for one scan and measure it."""
        self._say_reader(_("Passa una tessera nel lettore."))
        self.reader_test_requested.emit()

    def reader_measured(self, longest_ms: int, proposed_ms: int) -> None:
        """One scan came; the proposal is taken at once."""
        gap = min(max(proposed_ms, GAP_MS[0]), GAP_MS[1])
        self.change(scanner_gap_ms=gap)
        words = _("Il lettore funziona: al massimo {longest} millesimi di secondo tra due lettere. Limite: {gap}.")
        self._say_reader(words.format(longest=longest_ms, gap=gap))

    def _read(self, found: tuple[frozenset[str], DeskSettings]) -> None:
        self.decided, settings = found
        self._take(settings)

    def _take(self, settings: DeskSettings) -> None:
        self.settings = settings
        self.settings_changed.emit(settings)

    def _say_reader(self, words: str) -> None:
        self.reader_words = words
        self.reader_changed.emit()
