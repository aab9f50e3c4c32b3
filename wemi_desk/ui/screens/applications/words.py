"""Words of the place Pratiche: roles, kinds, documents, steps and why a step may not be taken."""

from __future__ import annotations

from wemi_desk.i18n import N_, _
from wemi_desk.services.application_missing import SEEN

Choices = list[tuple[str, str]]

_ROLES = {
    "parent": N_("Genitore"),
    "guardian": N_("Tutore"),
    "foster_parent": N_("Genitore affidatario"),
    "self": N_("Per sé"),
    "support_administrator": N_("Amministratore di sostegno"),
    "institution": N_("Per una scuola o un servizio"),
}
_ISEE_KINDS = {
    "ordinary": N_("Ordinario"),
    "minors": N_("Minorenni"),
    "university": N_("Università"),
    "socio_health": N_("Sociosanitario"),
    "current": N_("Corrente"),
}
_PROVENANCES = {
    "declared": N_("detto a voce"),
    "seen": N_("visto sull’attestazione"),
    "verified": N_("verificato"),
}
_HOLDERS = {
    "school": N_("Scuola"),
    "youth_centre": N_("Centro di aggregazione giovanile"),
    "educational_service": N_("Servizio educativo"),
    "social_services": N_("Servizi sociali"),
}
_STEPS = {
    "edit": N_("Modifica"),
    "make_ready": N_("Segna pronta"),
    "move_version": N_("Passa all’avviso corretto"),
    "back_to_draft": N_("Torna alla bozza"),
    "submit": N_("Manda al sistema centrale"),
    "note_submitted": N_("Annota la ricevuta del portale"),
    "note_registered": N_("Annota il protocollo"),
    "note_integration_requested": N_("Annota l’integrazione richiesta"),
    "note_integrated": N_("Annota l’integrazione consegnata"),
    "withdraw": N_("Ritira la domanda"),
    "reapply": N_("Presenta di nuovo"),
    "cancel": N_("Annulla la domanda"),
}
_REASONS = {
    "the_centres": N_("lo decide l’ufficio, non questa postazione"),
    "receipt_missing": N_("serve la ricevuta"),
    "not_submitted": N_("non è ancora inviata al portale"),
    "final": N_("questa domanda è chiusa"),
    "not_requested": N_("nessuno ha chiesto un’integrazione"),
    "same": N_("è già così"),
    "still_open": N_("questa domanda è ancora aperta"),
    "queued": N_("è già in coda di invio"),
    "not_ready": N_("prima segnala come pronta"),
    "not_open_yet": N_("la misura non è ancora aperta"),
    "closed": N_("la misura è chiusa"),
    "other_space": N_("l’ha preparata un altro spazio"),
}
_PROTOCOL_WARNINGS = {
    "unusual_shape": N_("Di solito è come INPS-ISEE-2026-01234567A-00: ricontrolla, poi vai avanti."),
    "other_year": N_("L’anno del protocollo non è quello della DSU: ricontrolla, poi vai avanti."),
}
# kind → words, whether it ends on a day that matters
DOCUMENTS = {kind: (words, kind != "isee_attestation") for kind, words in SEEN.items()}
_CHANNELS = {
    "municipal_portal": N_("Portale del Comune"),
    "paper_desk": N_("Sportello, su carta"),
    "other": N_("Altro"),
}


def role_words(role: str) -> str:
    """By which title somebody applies."""
    return _words(_ROLES, role)


def isee_kind_words(kind: str) -> str:
    """Which ISEE."""
    return _words(_ISEE_KINDS, kind)


def provenance_words(provenance: str) -> str:
    """Where a value came from."""
    return _words(_PROVENANCES, provenance)


def step_words(step: str) -> str:
    """What can be done next."""
    return _words(_STEPS, step)


def refusal_words(reason: str) -> str:
    """Why it may not; an unknown code says nothing it cannot know."""
    return _(_REASONS.get(reason, N_("adesso non si può")))


def protocol_words(warning: str) -> str:
    """What looks odd in an ISEE's protocol number."""
    return _(_PROTOCOL_WARNINGS.get(warning, N_("Ricontrolla il numero, poi vai avanti.")))


def document_words(kind: str) -> str:
    """A document as it is called at the desk."""
    return _(DOCUMENTS[kind][0]) if kind in DOCUMENTS else kind


def roles(wanted: tuple[str, ...]) -> Choices:
    """The roles a measure takes; all of them where it does not say."""
    return [(code, _(words)) for code, words in _ROLES.items() if not wanted or code in wanted]


def isee_kinds() -> Choices:
    return [(code, _(words)) for code, words in _ISEE_KINDS.items()]


def provenances() -> Choices:
    return [(code, _(words)) for code, words in _PROVENANCES.items() if code != "verified"]


def residences() -> Choices:
    """Where the family lives, as far as a measure asks."""
    return [("milan", _("A Milano")), ("elsewhere", _("Fuori Milano"))]


def holders(wanted: tuple[str, ...] = ()) -> Choices:
    """Who may ask for a group."""
    return [(code, _(words)) for code, words in _HOLDERS.items() if not wanted or code in wanted]


def channel_words(channel: str) -> str:
    """Where it was handed in."""
    return _words(_CHANNELS, channel)


def channels() -> Choices:
    """Where an application is handed in."""
    return [(code, _(words)) for code, words in _CHANNELS.items()]


def _words(table: dict[str, str], code: str) -> str:
    return _(table[code]) if code in table else code
