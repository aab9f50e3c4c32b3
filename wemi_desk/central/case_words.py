"""How an application stands, as the commands of the centre say it."""

from __future__ import annotations

from wemi_desk.i18n import N_, _

_STATES = {
    "draft": N_("bozza"), "ready": N_("pronta"), "cancelled": N_("annullata"), "submitted": N_("inviata"),
    "registered": N_("protocollata"), "under_review": N_("in istruttoria"),
    "integration_requested": N_("integrazione richiesta"), "integrated": N_("integrata"), "granted": N_("ammessa"),
    "waiting": N_("ammessa, in attesa di fondi"), "rejected": N_("non ammessa"), "duplicate": N_("doppia"),
    "withdrawn": N_("ritirata"), "lapsed": N_("decaduta"),
}  # fmt: skip


def state_words(state: str) -> str:
    """How an application stands."""
    return _(_STATES[state]) if state in _STATES else state
