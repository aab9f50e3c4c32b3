"""Codes of measures in words: who, which ISEE, where a rule stands; and what is wrong in a document."""

from __future__ import annotations

from datetime import date

from wemi_desk.domain.measure_problems import Problem
from wemi_desk.domain.measures import RuleSource
from wemi_desk.domain.money import euro
from wemi_desk.i18n import N_, _

_ROLES = {
    "parent": N_("genitore"), "guardian": N_("tutore"), "foster_parent": N_("genitore affidatario"),
    "self": N_("per sé"), "support_administrator": N_("amministratore di sostegno"), "institution": N_("ente"),
    "other_relative": N_("altro familiare"),
}  # fmt: skip
_ISEE_KINDS = {
    "ordinary": N_("ordinario"), "minors": N_("minorenni"), "university": N_("università"),
    "socio_health": N_("sociosanitario"), "current": N_("corrente"),
}  # fmt: skip
_INSTITUTIONS = {
    "school": N_("scuola"), "youth_centre": N_("centro di aggregazione giovanile"),
    "educational_service": N_("servizio educativo"), "social_services": N_("servizi sociali"),
}  # fmt: skip
_KINDS = {
    "voucher": N_("Voucher"), "collective_voucher": N_("Voucher per gruppi"), "contribution": N_("Contributo"),
    "service_access": N_("Accesso a un servizio"),
}  # fmt: skip
_STATUSES = {
    "active": N_("Attiva"), "not_open": N_("Non aperta"), "superseded": N_("Sostituita"), "ended": N_("Finita"),
}  # fmt: skip
_PROVENANCES = {
    "declared": N_("Detto a voce"), "seen": N_("Visto sul documento"), "verified": N_("Verificato"),
    "document": N_("Da un documento"), "fiscal_code": N_("Dal codice fiscale"), "record": N_("Dalla scheda"),
    "clock": N_("Ora di questa postazione; conta quella del sistema centrale"), "card": N_("Dalla tessera"),
}  # fmt: skip
_PROBLEMS = {
    "not_json": N_("Il testo non è scritto bene: manca o c’è di troppo una virgola, una parentesi o una virgoletta."),
    "too_deep": N_("Ci sono troppe parentesi una dentro l’altra."),
    "written_twice": N_("È scritto due volte."),
    "newer": N_("Questa misura è scritta per una versione più nuova del programma: aggiorna WeMi Desk."),
    "required": N_("Manca, ma serve."),
    "null": N_("Qui un valore ci vuole: non può restare vuoto."),
    "not_text": N_("Qui ci vuole un testo."),
    "not_whole": N_("Qui ci vuole un numero intero (gli importi sono in centesimi)."),
    "not_flag": N_("Qui ci vuole sì o no."),
    "not_list": N_("Qui ci vuole un elenco."),
    "not_object": N_("Qui ci vuole un gruppo di campi."),
    "not_a_day": N_("Questa data non esiste: si scrive 2026-12-31."),
    "not_a_minute": N_("Data e ora si scrivono così: 2026-12-31T12:00."),
    "not_an_instant": N_("Data e ora con il fuso si scrivono così: 2026-12-31T12:00:00+01:00."),
    "no_such_hour": N_("Quest’ora a Roma non c’è: quella notte gli orologi vanno avanti."),
    "unknown_code": N_("«{found}» non è tra i valori conosciuti: {allowed}."),
    "wrong_form": N_("«{found}» non ha la forma giusta."),
    "too_long": N_("È troppo lungo: al massimo {most} caratteri."),
    "out_of_range": N_("È fuori misura: da {least} a {most}."),
    "empty_list": N_("L’elenco è vuoto, ma serve almeno un valore."),
    "too_many": N_("L’elenco è troppo lungo: al massimo {most} voci."),
    "end_before_start": N_("La fine viene prima dell’inizio."),
    "spend_before_closing": N_("L’ultimo giorno per spendere viene prima della chiusura."),
    "only_one": N_("Ne va bene una sola: c’è già «{other}»."),
    "overlap": N_("Si sovrappone alla fascia numero {other}."),
    "gap": N_("Tra le fasce resta un buco: da {from_cents} a {to_cents} non si sa quanto spetta."),
    "gap_people": N_("Tra le fasce resta un buco: da {from} a {to} persone non si sa quanto spetta."),
    "band_cut": N_("La fascia va oltre il limite ISEE della misura, {limit_cents}: una parte non vale mai."),
    "bands_without_isee": N_("Ci sono fasce ISEE, ma la misura non chiede l’ISEE."),
    "open_end_missing": N_("L’ultima fascia deve valere anche per le famiglie più grandi: lascia vuota la fine."),
    "amount_outside": N_("L’importo, {cents}, è fuori dal minimo e dal massimo della misura."),
    "amount_rises": N_("L’importo cresce con l’ISEE, ma la misura dice che non cresce mai."),
    "ranking_without_isee": N_("La graduatoria è per ISEE, ma la misura non chiede l’ISEE."),
    "institution_mixed": N_("Un ente chiede solo per un gruppo, e per un gruppo chiede solo un ente."),
    "isee_for_group": N_("Per un gruppo non si chiede l’ISEE dei bambini."),
    "never_asked": N_("Non serve mai: nessuno di questi può fare domanda."),
    "no_tests": N_("Mancano i casi di prova: senza, la misura non si pubblica."),
    "test_red": N_("Il caso di prova «{name}» non dà quello che ci si aspetta: {differs}."),
    "not_confirmed": N_("Nessuno del Comune l’ha confermata: una misura attiva va confermata prima."),
    "version_taken": N_("Questa versione è già pubblicata, e diversa: una correzione è una versione nuova."),
    "version_gap": N_("La prossima versione di questa misura è la {next}."),
}
_EXPECTED = {
    "eligible": N_("esito"), "amount_cents": N_("importo"), "failed": N_("regole non rispettate"),
    "missing": N_("che cosa manca"), "warnings": N_("avvertimenti"),
}  # fmt: skip
_MONEY = ("from_cents", "to_cents", "limit_cents", "cents")


def role_words(code: str) -> str:
    """By which title somebody applies."""
    return _(_ROLES[code]) if code in _ROLES else code


def isee_kind_words(code: str) -> str:
    """Which ISEE."""
    return _(_ISEE_KINDS[code]) if code in _ISEE_KINDS else code


def institution_words(code: str) -> str:
    """Who asks for a group."""
    return _(_INSTITUTIONS[code]) if code in _INSTITUTIONS else code


def measure_kind_words(code: str) -> str:
    """What a measure gives."""
    return _(_KINDS[code]) if code in _KINDS else code


def status_words(code: str) -> str:
    """How a version of a measure stands."""
    return _(_STATUSES[code]) if code in _STATUSES else code


def day_text(day: object) -> str:
    """31/12/2026 of an ISO day; empty for none."""
    if not day:
        return ""
    found = date.fromisoformat(str(day)[:10])
    return f"{found:%d/%m}/{found.year:04}"


def source_words(provenance: str, source: RuleSource) -> str:
    """Where a value comes from, and where its rule was read."""
    parts = [_("{where}.").format(where=_(_PROVENANCES[provenance]))] if provenance in _PROVENANCES else []
    if source.text and source.confirmed:
        parts.append(_("Regola: {source}.").format(source=source.text))
    elif source.text:
        parts.append(_("Regola: {source} (non confermata).").format(source=source.text))
    elif not source.confirmed:
        parts.append(_("Regola non confermata."))
    return " ".join(parts)


def problem_sentence(problem: Problem) -> str:
    """What is wrong and where: “riga 12, amount.bands[1].from_cents: …”."""
    what = problem_words(problem)
    where = _("riga {line}").format(line=problem.line) if problem.line else ""
    place = ", ".join(part for part in (where, problem.path) if part)
    return _("{place}: {what}").format(place=place, what=what) if place else what


def problem_words(problem: Problem) -> str:
    """What is wrong, without where."""
    text = _PROBLEMS.get(problem.code)
    if text is None:
        return _("Questo valore non va bene.")
    return _(text).format(**{name: _value(name, value) for name, value in problem.values.items()})


def _value(name: str, value: object) -> str:
    if name in _MONEY:
        return euro(value) if isinstance(value, int) else _("in su")
    if name == "differs":
        return ", ".join(expected_words(one) for one in str(value).split(", "))
    return str(value)


def expected_words(name: str) -> str:
    """What a test of a measure looks at."""
    return _(_EXPECTED[name]) if name in _EXPECTED else name
