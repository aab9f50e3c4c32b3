"""A judgement in plain Italian: each rule, how it stands, why, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from wemi_desk.domain.days import rome_time
from wemi_desk.domain.eligibility_results import MET, NOT_MET, UNKNOWN, Change, Criterion, EligibilityResult
from wemi_desk.domain.money import euro
from wemi_desk.i18n import N_, _, ngettext
from wemi_desk.services.eligibility_rule_words import rule_words, value_words
from wemi_desk.services.measure_words import day_text, source_words

_VERDICTS = {MET: N_("Sì"), NOT_MET: N_("No"), UNKNOWN: N_("Non si può ancora dire")}
_REASONS = {
    ("applicant_role", "missing"): N_("Non si sa in che veste chiede."),
    ("applicant_role", "other_role"): N_("Chi chiede non può farlo in questa veste."),
    ("representation", "expired"): N_("L’atto è scaduto il {expires_on}."),
    ("representation", "no_act"): N_("Manca il riferimento dell’atto."),
    ("representation", "expires_early"): N_("L’atto scade il {expires_on}, prima della chiusura."),
    ("age", "missing"): N_("Manca la data di nascita."),
    ("age", "not_born"): N_("Quel giorno non è ancora nato."),
    ("age", "too_young"): N_("È ancora troppo giovane."),
    ("age", "too_old"): N_("Ha già superato l’età."),
    ("age", "several_readings"): N_("Il codice fiscale si può leggere in due secoli: serve la data di nascita."),
    ("age", "one_reading"): N_("La data viene dal codice fiscale: una sola lettura va bene per questa misura."),
    ("residence", "missing"): N_("Non si sa dove abita."),
    ("residence", "since_missing"): N_("Non si sa da quando abita lì."),
    ("residence", "rule_unknown"): N_("L’avviso non dice di chi conta la residenza."),
    ("residence", "in_care"): N_("Il minore vive fuori dalla famiglia: l’avviso non dice quale residenza conta."),
    ("residence", "elsewhere"): N_("Abita in un altro Comune."),
    ("residence", "too_short"): N_("Ci abita da troppo poco."),
    ("household_size", "missing"): N_("Non si sa quante persone ci sono nel nucleo."),
    ("household_size", "outside"): N_("Per questo numero di persone la misura non prevede niente."),
    ("isee", "missing"): N_("Manca l’ISEE. Che manchi non vuol dire no."),
    ("isee_kind", "other_kind"): N_("È un ISEE di un altro tipo: i tipi non si scambiano."),
    ("isee_validity", "expired"): N_("L’ISEE è scaduto il {valid_until}."),
    ("isee_validity", "not_yet"): N_("La DSU è del {dsu_on}: in quel giorno non vale ancora."),
    ("isee_defects", "undecided"): N_("L’attestazione ha omissioni o difformità, e l’avviso non dice se va bene."),
    ("isee_defects", "accepted"): N_("L’attestazione ha omissioni o difformità: l’avviso la accetta."),
    ("isee_defects", "refused"): N_("L’attestazione ha omissioni o difformità: l’avviso non la accetta."),
    ("isee_min", "below"): N_("L’ISEE è sotto il minimo."),
    ("isee_max", "above"): N_("L’ISEE supera il massimo."),
    ("window", "not_open_yet"): N_("Non è ancora aperta."),
    ("window", "closed"): N_("È già chiusa."),
    ("window", "past_spending"): N_("È finita: non si può più spendere."),
    ("per_unit", "already_received"): N_("C’è già una domanda per questa misura: un’altra risulterebbe doppia."),
    ("per_unit", "already_prepared"): N_("Un’altra domanda per questa misura è già preparata."),
    ("institution_kind", "missing"): N_("Non si sa quale ente chiede."),
    ("institution_kind", "other_institution"): N_("Questo tipo di ente non può chiedere."),
    ("participants", "missing"): N_("Non si sa quanti partecipano."),
    ("participants", "nobody"): N_("Serve almeno un partecipante."),
    ("group_age", "missing"): N_("Non si sa l’età del gruppo."),
    ("group_age", "outside"): N_("Una parte del gruppo è fuori dall’età."),
}
_NEXT = {
    "ask_role": N_("Chiedi a che titolo fa la domanda."),
    "other_applicant": N_("La domanda la fa un’altra persona: genitore, tutore o chi dice l’avviso."),
    "note_act": N_("Scrivi numero e data dell’atto."),
    "renew_act": N_("Serve l’atto rinnovato: senti i servizi sociali o il tribunale."),
    "ask_birth_date": N_("Chiedi un documento con la data di nascita."),
    "ask_residence": N_("Chiedi dove abita, e da quando."),
    "ask_office": N_("Chiedi all’ufficio o allo 020202."),
    "count_household": N_("Chiedi quante persone ci sono nel nucleo."),
    "caf_isee": N_("Manda al CAF o alla DSU precompilata, e metti un promemoria."),
    "new_isee": N_("Serve una DSU nuova: CAF o sito INPS."),
    "right_isee_kind": N_("Chiedi al CAF l’ISEE del tipo giusto."),
    "check_dsu": N_("Ricontrolla la data della DSU sull’attestazione."),
    "mend_isee": N_("Fai correggere l’attestazione al CAF, oppure chiedi all’ufficio se va bene così."),
    "wait_opening": N_("Metti un promemoria per il giorno dell’apertura."),
    "other_measures": N_("Guarda se c’è un’altra misura."),
    "see_other_application": N_("Guarda l’altra domanda prima di andare avanti."),
    "ask_group": N_("Chiedi all’ente i dati del gruppo."),
}
_MISSING = {
    "applicant_role": N_("a che titolo chiede"),
    "age": N_("la data di nascita"),
    "residence": N_("la residenza"),
    "household_size": N_("quante persone ci sono nel nucleo"),
    "isee": N_("l’ISEE"),
    "institution_kind": N_("quale ente chiede"),
    "participants": N_("quanti partecipano"),
    "group_age": N_("l’età del gruppo"),
}
_WARNINGS = {
    "isee_defects": N_("L’attestazione ISEE ha omissioni o difformità."),
    "representation_act_missing": N_("Manca il riferimento dell’atto di chi rappresenta."),
    "representation_expires": N_("L’atto di chi rappresenta scade prima della chiusura."),
    "already_present": N_("Già presente: c’è un’altra domanda per questa misura."),
    "already_prepared": N_("Un’altra domanda per questa misura è già preparata, non ancora inviata."),
    "birth_date_read": N_("La data di nascita è letta dal codice fiscale: confermala."),
}


@dataclass(frozen=True, slots=True)
class CriterionWords:
    """One rule for people to read: what it asks, how it stands, the value used, where that comes from, what to do."""

    rule: str
    verdict: str
    value: str
    source: str
    next_step: str


def criterion_words(criterion: Criterion) -> CriterionWords:
    """A rule as it was judged."""
    return CriterionWords(
        rule_words(criterion), _verdict(criterion), value_words(criterion), _sources(criterion),
        next_words(criterion.next_step),
    )  # fmt: skip


def reason_words(criterion: Criterion) -> str:
    """Why it stands so; empty where there is nothing to say."""
    text = _REASONS.get((criterion.code, criterion.reason))
    if text is None:
        return ""
    return _(text).format(
        expires_on=day_text(criterion.fact("representation_expires_on")),
        valid_until=day_text(criterion.fact("isee_valid_until")), dsu_on=day_text(criterion.fact("isee_dsu_on")),
    )  # fmt: skip


def next_words(step: str) -> str:
    """What to do about it."""
    return _(_NEXT[step]) if step in _NEXT else ""


def warning_words(code: str) -> str:
    """What to look at twice."""
    return _(_WARNINGS[code]) if code in _WARNINGS else code


def missing_words(code: str) -> str:
    """What is not known yet."""
    return _(_MISSING[code]) if code in _MISSING else code


def result_sentence(result: EligibilityResult, *, received: bool = False) -> str:
    """The whole judgement in one sentence; it never says that anything is granted. *received*: there is a receipt."""
    if result.verdict == "eligible":
        return _received(result) if received else _eligible(result)
    if result.verdict == "not_eligible":
        reasons = " ".join(reason_words(one) for one in result.criteria if one.verdict == NOT_MET)
        return _("Non ammissibile. {reasons}").format(reasons=reasons)
    if result.missing:
        missing = ", ".join(missing_words(code) for code in result.missing)
        return _("Non si può ancora dire: manca {missing}.").format(missing=missing)
    reasons = " ".join(reason_words(one) for one in result.criteria if one.verdict == UNKNOWN)
    return _("Non si può ancora dire. {reasons}").format(reasons=reasons)


def _eligible(result: EligibilityResult) -> str:
    if result.amount_cents is None:
        return _("Ammissibile, se inviata adesso. L’importo lo decide l’ufficio.")
    if result.amount_is_example:
        amount = euro(result.amount_cents)
        return _("Ammissibile, se inviata adesso: {amount} (importo di esempio).").format(amount=amount)
    return _("Ammissibile, se inviata adesso: {amount}.").format(amount=euro(result.amount_cents))


def _received(result: EligibilityResult) -> str:
    if result.amount_cents is None or result.amount_is_example:
        return _("Ammissibile quando è stata inviata. Decide l’ufficio.")
    return _("Ammissibile quando è stata inviata: {amount}. Decide l’ufficio.").format(amount=euro(result.amount_cents))


def change_words(change: Change) -> str:
    """What will change by itself, and when."""
    return _CHANGES.get(change.code, _unknown_change)(change)


def _turns(change: Change) -> str:
    if change.days <= 0:
        return _("Oggi compie {age} anni.").format(age=change.values["age"])
    words = ngettext("Compie {age} anni domani.", "Compie {age} anni fra {n} giorni.", change.days)
    return words.format(age=change.values["age"], n=change.days)


def _isee(change: Change) -> str:
    return _("L’ISEE scade il {day}.").format(day=f"{change.on:%d/%m/%Y}")


def _closes(change: Change) -> str:
    if change.days <= 0:
        return _("La misura chiude oggi alle {time}.").format(time=_clock(change.at))
    return _("La misura chiude il {day} alle {time}.").format(day=f"{change.on:%d/%m/%Y}", time=_clock(change.at))


def _opens(change: Change) -> str:
    return _("La misura apre il {day} alle {time}.").format(day=f"{change.on:%d/%m/%Y}", time=_clock(change.at))


def _resident(change: Change) -> str:
    return _("Dal {day} la residenza basta.").format(day=f"{change.on:%d/%m/%Y}")


def _act(change: Change) -> str:
    return _("L’atto di chi rappresenta scade il {day}.").format(day=f"{change.on:%d/%m/%Y}")


def _unknown_change(change: Change) -> str:
    return _("Qualcosa cambia il {day}.").format(day=f"{change.on:%d/%m/%Y}")


_CHANGES: dict[str, Callable[[Change], str]] = {
    "turns_age": _turns, "reaches_age": _turns, "isee_expires": _isee, "closes": _closes, "opens": _opens,
    "resident_long_enough": _resident, "representation_expires": _act,
}  # fmt: skip


def _clock(at: datetime | None) -> str:
    return rome_time(at).strftime("%H:%M") if at is not None else ""


def _verdict(criterion: Criterion) -> str:
    short, reason = _(_VERDICTS[criterion.verdict]), reason_words(criterion)
    return _("{verdict}. {reason}").format(verdict=short, reason=reason) if reason else short


def _sources(criterion: Criterion) -> str:
    provenances = [used.provenance for used in criterion.facts_used if used.value is not None]
    return source_words(provenances[0] if provenances else "", criterion.source)
