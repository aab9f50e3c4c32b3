"""Put the choices of this PC into force."""

from __future__ import annotations

from wemi_desk.domain.desk_settings import DeskSettings
from wemi_desk.ui.desk_input import DeskInput
from wemi_desk.ui.theme import Theme, ThemeChoice


def apply_settings(settings: DeskSettings, theme: Theme, keys: DeskInput) -> None:
    """Colours, text size, sounds, lock and reader; what is typed stays where it is."""
    theme.set_choice(ThemeChoice(settings.theme))
    theme.set_percent(settings.text_percent)
    keys.sounds.enabled = settings.sounds
    keys.idle.idle_s = settings.idle_s
    keys.scanner.gap_ms = settings.scanner_gap_ms
