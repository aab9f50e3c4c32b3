"""Everything the program can do, as a line to type after ``>``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from wemi_desk.i18n import N_, _
from wemi_desk.ui.box import Command
from wemi_desk.ui.screens.settings.view_model import SettingsViewModel
from wemi_desk.ui.shortcuts import IN_THE_MANUAL, TABS, Shortcut, Shortcuts

# keys that only make sense as keys: moving, going back, choosing among what is on the screen
NOT_COMMANDS = frozenset(
    (Shortcut.BOX, Shortcut.BACK, Shortcut.NEXT_REGION, Shortcut.PREVIOUS_REGION, *TABS, *IN_THE_MANUAL)
)
_TITLES = {
    Shortcut.UNDO: N_("Annulla l’ultimo atto"),
    Shortcut.KEYS: N_("Tasti: tutte le scorciatoie"),
    Shortcut.HELP: N_("Aiuto su questa schermata"),
    Shortcut.BLANK: N_("Nascondi dati"),
    Shortcut.LOCK: N_("Blocca la postazione, cambia operatore"),
}
_THEMES = {
    "light": N_("Tema chiaro"),
    "dark": N_("Tema scuro"),
    "contrast": N_("Tema ad alto contrasto"),
    "system": N_("Tema come il sistema"),
}


def shortcut_commands(shortcuts: Shortcuts) -> Iterator[Command]:
    """One command for every key that does something by itself."""
    for shortcut in Shortcut:
        if shortcut not in NOT_COMMANDS:
            title = _(_TITLES[shortcut]) if shortcut in _TITLES else shortcut.title
            run = partial(shortcuts.trigger, shortcut)
            yield Command(shortcut.id, title, run, shortcuts.keymap.label(shortcut))


def setting_commands(settings: SettingsViewModel) -> Iterator[Command]:
    """Colours, text size and the reader, without opening the page."""
    for code, words in _THEMES.items():
        yield Command(f"theme_{code}", _(words), partial(settings.change, theme=code))
    yield Command("text_larger", _("Testo più grande"), partial(settings.step_text, 1))
    yield Command("text_smaller", _("Testo più piccolo"), partial(settings.step_text, -1))
    yield Command("test_reader", _("Prova lettore"), settings.test_reader)


def all_commands(
    shortcuts: Shortcuts, settings: SettingsViewModel, others: dict[str, tuple[str, Callable[[], object]]]
) -> list[Command]:
    """Keys, settings, and *others* by name: their words and what they do; in alphabetical order."""
    rest = (Command(name, title, run) for name, (title, run) in others.items())
    found = [*shortcut_commands(shortcuts), *setting_commands(settings), *rest]
    return sorted(found, key=lambda command: command.title.casefold())
