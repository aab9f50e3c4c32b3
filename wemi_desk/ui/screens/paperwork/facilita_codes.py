"""The three lists of Facilita that describe a sitting, in short words; the codes are those of its contract."""

from __future__ import annotations

from collections.abc import Mapping

from wemi_desk.i18n import N_, _

KINDS = {
    "A": N_("Individuale"), "B": N_("Di gruppo"), "C": N_("Formazione in presenza"), "D": N_("Formazione online"),
    "E": N_("Altro"),
}  # fmt: skip
COMPETENCES = {
    "1": N_("Navigare e cercare"), "2": N_("Valutare informazioni"), "3": N_("Gestire file"),
    "4": N_("Messaggi e videochiamate"), "5": N_("PEC e domicilio digitale"),
    "6": N_("Servizi pubblici, acquisti, pagamenti"), "7": N_("Collaborare"), "8": N_("Buone maniere in rete"),
    "9": N_("Identità digitale"), "10": N_("Creare contenuti"), "11": N_("Proteggere i dispositivi"),
    "12": N_("Proteggere i dati"), "13": N_("Problemi tecnici"),
}  # fmt: skip
DOMAINS = {
    "A": N_("App IO"), "B": N_("pagoPA"), "C": N_("Anagrafe nazionale"), "D": N_("Fascicolo sanitario"),
    "E": N_("Fatturazione"), "F": N_("Cultura e turismo"), "G": N_("Istruzione"), "H": N_("Formazione"),
    "I": N_("Sport"), "J": N_("Lavoro"), "K": N_("Impresa"), "L": N_("Previdenza, assistenza, immigrazione"),
    "M": N_("Sanità: CUP, medico, referti"), "N": N_("Fisco"), "O": N_("Tributi e multe"), "P": N_("Edilizia"),
    "Q": N_("Mobilità"), "R": N_("Partecipazione"), "S": N_("Nessun servizio pubblico"),
}  # fmt: skip
CODES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "kinds": (N_("Tipo di servizio"), KINDS),
    "competences": (N_("Competenze"), COMPETENCES),
    "domains": (N_("Ambito dei servizi pubblici"), DOMAINS),
}


def codes_words(codes: Mapping[str, tuple[str, ...]]) -> str:
    """One line, each list by its words."""
    parts = [", ".join(_(words.get(code, code)) for code in codes.get(name, ())) for name, (_t, words) in CODES.items()]
    return _("Per Facilita: {what}.").format(what=" · ".join(part for part in parts if part))
