"""What keeps an application from being ready, as something to do."""

from __future__ import annotations

from wemi_desk.domain.measures import MeasureVersion
from wemi_desk.i18n import N_, _
from wemi_desk.services.eligibility_words import missing_words as unknown_fact
from wemi_desk.ui.screens.applications.words import DOCUMENTS, document_words

_MISSING = {
    "representation": N_("l’atto con cui rappresenta il minore"),
    "group": N_("il gruppo: chi, quanti, per fare che cosa"),
    "eligibility": N_("la misura non va bene a questa famiglia"),
    "measure": N_("la misura, che qui non si conosce"),
    "closed": N_("la misura è chiusa"),
    "not_open": N_("la misura non è aperta"),
}
_DECLARATION, _DOCUMENT, _ATTACHMENT = "declaration:", "document:", "attachment:"


def missing_words(code: str, measure: MeasureVersion | None) -> str:
    """One thing; a code this version does not know is said to be something."""
    if code.startswith(_DECLARATION):
        found = next((one for one in _declarations(measure) if one == code.removeprefix(_DECLARATION)), "")
        number = list(_declarations(measure)).index(found) + 1 if found else 0
        return _("la dichiarazione {n}").format(n=number) if number else _("una dichiarazione")
    if code.startswith((_DOCUMENT, _ATTACHMENT)):
        return attachment_words(code.partition(":")[2], measure)
    if code in _MISSING:
        return _(_MISSING[code])
    words = unknown_fact(code)
    return words if words != code else _("un dato")


def attachment_words(code: str, measure: MeasureVersion | None) -> str:
    """A document by the name the measure gives it."""
    labels = {one.code: one.label for one in measure.attachments} if measure is not None else {}
    return labels.get(code) or (document_words(code) if code in DOCUMENTS else _("un documento"))


def _declarations(measure: MeasureVersion | None) -> tuple[str, ...]:
    return tuple(one.code for one in measure.declarations) if measure is not None else ()
