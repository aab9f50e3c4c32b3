"""What can be begun in Attività, as commands: known before the place is loaded."""

from __future__ import annotations

from wemi_desk.i18n import N_, _

_COMMANDS = {
    "plan": N_("Attività: programma una nuova"),
    "log": N_("Attività: registra una già fatta"),
    "copy": N_("Attività: copia il programma, o salvalo per altri calendari"),
    "volunteers": N_("Volontari dello spazio"),
    "day": N_("Calendario delle attività: giorno"),
    "week": N_("Calendario delle attività: settimana"),
    "month": N_("Calendario delle attività: mese"),
}


def activity_commands() -> dict[str, str]:
    """Name and words."""
    return {name: _(words) for name, words in _COMMANDS.items()}
