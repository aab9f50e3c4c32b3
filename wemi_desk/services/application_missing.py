"""What an application still wants, as its applicant must hear it: what to bring or do, and where it is had."""

from __future__ import annotations

from collections.abc import Iterable

from wemi_desk.domain.application_papers import MissingThing
from wemi_desk.domain.measures import MeasureVersion
from wemi_desk.i18n import N_, _

_AT_CAF = N_("Si fa gratis in un CAF, o da soli sul sito INPS con SPID o CIE.")
_HERE = N_("Si fa qui allo sportello.")
_BY_CODE = {
    "isee": (N_("L’attestazione ISEE valida quest’anno."), _AT_CAF),
    "isee_kind": (N_("L’attestazione ISEE del tipo giusto: lo spiega chi è allo sportello."), _AT_CAF),
    "isee_validity": (N_("Un’attestazione ISEE nuova: quella che c’è è scaduta."), _AT_CAF),
    "isee_defects": (N_("L’attestazione ISEE senza omissioni o difformità."), _AT_CAF),
    "role": (N_("Un documento che dice chi è Lei per il minore."), ""),
    "applicant_role": (N_("Un documento che dice chi è Lei per il minore."), ""),
    "representation": (
        N_("L’atto con cui Lei può fare la domanda al posto suo."),
        N_("Lo ha il tribunale o il servizio che lo ha dato."),
    ),
    "age": (N_("La data di nascita del minore: basta la tessera sanitaria."), ""),
    "birth_date": (N_("La data di nascita del minore: basta la tessera sanitaria."), ""),
    "residence": (
        N_("Da quando e dove abitate."),
        N_("Il certificato di residenza è gratis sul sito dell’anagrafe (ANPR) con SPID o CIE."),
    ),
    "household_size": (N_("Quante persone ci sono nella vostra famiglia anagrafica."), ""),
    "household": (N_("Quante persone ci sono nella vostra famiglia anagrafica."), ""),
    "group": (N_("Quanti sono i partecipanti, che età hanno e che attività fanno."), ""),
    "participants": (N_("Quanti sono i partecipanti."), ""),
    "group_age": (N_("L’età dei partecipanti."), ""),
    "institution_kind": (N_("Che tipo di ente fa la domanda."), ""),
    "eligibility": (N_("Un requisito che oggi non c’è: lo spiega chi è allo sportello."), ""),
    "measure": (N_("Le regole della misura, che qui non sono ancora arrivate."), ""),
    "closed": (N_("La misura è chiusa: chieda quali altre ci sono."), ""),
    "not_open": (N_("La misura non è ancora aperta: torni dal giorno in cui apre."), ""),
}
SEEN = {
    "identity_document": N_("Documento d’identità di chi chiede"),
    "isee_attestation": N_("Attestazione ISEE"),
    "residence_permit": N_("Permesso di soggiorno"),
    "guardianship_act": N_("Atto di tutela, affido o amministrazione"),
}
"""Documents that a desk looks at, whatever the measure."""
_OTHER = N_("Un dato che manca: lo dice chi è allo sportello.")


def missing_things(codes: Iterable[str], measure: MeasureVersion | None) -> tuple[MissingThing, ...]:
    """One line for each thing, whatever number of rules wait for it."""
    return tuple(dict.fromkeys(_thing(code, measure) for code in codes))


def _thing(code: str, measure: MeasureVersion | None) -> MissingThing:
    kind, _colon, which = code.partition(":")
    if kind == "declaration":
        words = _("Da dichiarare a voce: «{text}».")
        return MissingThing(words.format(text=_declared(which, measure).rstrip(".")), _(_HERE))
    if kind in ("document", "attachment"):
        return MissingThing(_("Portare: {label}").format(label=document_label(which, measure)))
    what, where = _BY_CODE.get(kind, (_OTHER, ""))
    return MissingThing(_(what), _(where) if where else "")


def _declared(code: str, measure: MeasureVersion | None) -> str:
    texts = {one.code: one.text for one in measure.declarations} if measure else {}
    return texts.get(code, code)


def document_label(code: str, measure: MeasureVersion | None) -> str:
    """What the call names a document it asks for, or what it is called everywhere; never a bare code."""
    labels = {one.code: one.label for one in measure.attachments} if measure else {}
    return labels.get(code) or (_(SEEN[code]) if code in SEEN else _("un documento"))
