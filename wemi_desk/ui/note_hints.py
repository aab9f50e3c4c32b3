"""What a passage of a note looks like, in words: the same wherever somebody writes freely."""

from __future__ import annotations

from wemi_desk.domain.note_watch import HintKind
from wemi_desk.i18n import N_, _

_HINTS = {
    HintKind.IBAN: N_("Sembra un IBAN. Non serve qui."),
    HintKind.CARD_NUMBER: N_("Sembra il numero di una carta. Non serve qui."),
    HintKind.SECRET: N_("Sembra una password o un PIN. Non si conserva mai."),
    HintKind.OTHER_FISCAL_CODE: N_("Sembra il codice fiscale di un'altra persona. Serve davvero?"),
    HintKind.PHONE: N_("Sembra un telefono: c'è un campo apposta. Serve davvero?"),
    HintKind.HEALTH: N_("Sembra un dato di salute. Serve davvero?"),
    HintKind.JUDICIAL: N_("Sembra un dato giudiziario. Serve davvero?"),
    HintKind.VIOLENCE: N_("Sembra un dato molto delicato. Serve davvero?"),
}


def hint_words(kind: HintKind) -> str:
    """One sentence; it never repeats the passage."""
    return _(_HINTS[kind])
