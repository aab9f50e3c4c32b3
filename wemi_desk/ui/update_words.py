"""What is said of a newer version: how far it is, why it is refused, what to do. Never more than is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from wemi_desk.domain.releases import UpdateState, UpdateStatus, Version
from wemi_desk.i18n import N_, _, language, ngettext
from wemi_desk.ui.words import clock_words

_MEGABYTE = 1_000_000
_REASONS = {
    "clock": N_(
        "l’orologio di questo computer è sbagliato, e senza l’ora giusta non si sa che cosa vale ancora. Correggi data "
        "e ora, poi premi Controlla adesso."
    ),
    "freeze": N_(
        "quello che il sistema centrale dice delle versioni è vecchio e non vale più. Non devi fare niente: si "
        "ricontrolla da solo. Se dura giorni, avvisa l’assistenza."
    ),
    "expired": N_("la firma di chi pubblica il programma è scaduta. Avvisa l’assistenza."),
    "rollback": N_(
        "è più vecchio di quello che questa postazione conosce già. Se viene da una chiavetta, fattene dare una nuova; "
        "se no, avvisa l’assistenza."
    ),
    "space": N_(
        "sul disco non c’è abbastanza posto. Libera spazio, o chiama l’assistenza: appena c’è, si continua da soli."
    ),
    "carries": N_(
        "qui c’è un atto non ancora inviato che la versione nuova non conosce. Appena parte, si continua da soli; se "
        "non parte, apri Invio dati."
    ),
    "wire": N_("il sistema centrale non è ancora pronto per questa versione. Si riprova da soli."),
    "system": N_("non è per questo computer. Avvisa l’assistenza."),
    "hash": N_("il file è arrivato rovinato ed è stato buttato via. Si riprova da soli."),
    "too_small": N_("il file si è interrotto. Si riprova da soli."),
    "missing": N_("il file non c’è ancora. Si riprova da soli."),
    "bad": N_("su questo computer ha già provato e non ha funzionato. Aspetta la prossima."),
    "given_up": N_("su questo computer ha già provato e non ha funzionato. Aspetta la prossima."),
    "self_test": N_("ha provato le sue parti su questo computer, e una non va. Si riprova alla prossima apertura."),
    "nothing_newer": N_("qui dentro non c’è una versione più nuova di quella che usi."),
    "no_releases": N_(
        "in questa cartella non ci sono versioni del programma. Scegli la chiavetta, o la cartella «wemi-desk»."
    ),
    "by_package": N_("su questo computer le versioni nuove le installa chi se ne occupa."),
}
_ANY_REASON = N_(
    "non è firmata come deve (codice {code}): potrebbe non essere quella vera. Avvisa l’assistenza e leggi il codice."
)
_PACKAGES = {
    "practice": N_("Questa è la palestra: il programma si aggiorna dalla postazione vera."),
    "checkout": N_("Questa copia del programma non si aggiorna da sola."),
}
_ANY_PACKAGE = N_("Su questo computer le versioni nuove le installa chi se ne occupa: tu non devi fare niente.")


class UpdateWords(NamedTuple):
    """One sentence that says where things stand, its kind of sign, and what to know or do about it."""

    said: str
    kind: str
    then: str = ""


def update_words(status: UpdateStatus, running: Version) -> UpdateWords:
    """Where this desk stands with a newer version."""
    names = {"running": running, "new": status.version or ""}
    if status.state is UpdateState.REFUSED:
        then = _("Intanto lavori come sempre, con la versione di ora.")
        return UpdateWords(refusal_words(status.reason), "warn", then)
    if status.state is UpdateState.BY_PACKAGE:
        return _package_words(status)
    if status.state is UpdateState.DOWNLOADING or (status.state is UpdateState.ANNOUNCED and status.done_bytes):
        return _download_words(status)
    if status.state is UpdateState.NONE and status.at is None:
        return UpdateWords(_("Usi la versione {running}.").format(**names), "info", _("Non si è ancora controllato."))
    said, kind, then = _SENTENCES[status.state]
    return UpdateWords(_(said).format(**names), kind, _(then).format(**names) if then else _looked(status))


_SENTENCES: dict[UpdateState, tuple[str, str, str]] = {
    UpdateState.NONE: (N_("Usi la versione {running}. Non ce n’è una più nuova."), "ok", ""),
    UpdateState.ANNOUNCED: (
        N_("C’è la versione {new}. Si scarica da sola, quando la linea è libera."), "info",
        N_("Puoi continuare a lavorare."),
    ),
    UpdateState.READY: (
        N_("La versione {new} è pronta: si installa la prossima volta che apri il programma."), "ok",
        N_("Non c’è fretta. Prima viene fatta una copia dell’archivio; se qualcosa non va, torna da sola la versione "
           "{running} con tutti i dati."),
    ),
    UpdateState.INSTALLING: (
        N_("La versione {new} è installata: alla prima entrata si controlla che funzioni."), "info",
        N_("Se qualcosa non va, torna da sola la versione di prima con tutti i dati."),
    ),
    UpdateState.INSTALLED: (N_("Usi la versione {running}, installata e controllata."), "ok", ""),
    UpdateState.GONE_BACK: (
        N_("La versione {new} non ha funzionato su questo computer: lavori con quella di prima, e i dati ci sono "
           "tutti."), "warn",
        N_("Dillo all’assistenza. Questa versione non viene più riprovata; la prossima sì."),
    ),
}  # fmt: skip


def refusal_words(reason: str) -> str:
    """Why a version is not installed, and what to do."""
    why = _(_REASONS[reason]) if reason in _REASONS else _(_ANY_REASON).format(code=reason or "-")
    return _("La versione nuova non viene installata: {why}").format(why=why)


def too_old_words(status: UpdateStatus, running: Version) -> str:
    """The centre answers this version no more; empty while it does."""
    oldest = status.oldest_accepted
    if oldest is None or running >= oldest:
        return ""
    words = _("Il sistema centrale chiede almeno la versione {oldest}, qui c’è la {running}. Registra come sempre: "
              "niente si perde, e tutto parte dopo l’aggiornamento.")  # fmt: skip
    return words.format(oldest=oldest, running=running)


def note_of(status: UpdateStatus) -> str:
    """What is new, as its publisher says; in the language of the screen where there is one."""
    return (status.note_en or status.note) if language() == "en" else status.note


def waiting_words(many: int, *, is_refused: bool) -> str:
    """What has not left this desk, and what becomes of it."""
    if is_refused:
        return ngettext(
            "{n} atto aspetta di partire, e resta qui:", "{n} atti aspettano di partire, e restano qui:", many
        ).format(n=many)
    words = ngettext(
        "{n} atto aspetta di partire. Resta qui, e parte anche con la versione nuova:",
        "{n} atti aspettano di partire. Restano qui, e partono anche con la versione nuova:",
        many,
    )
    return words.format(n=many)


def counted_lines(lines: Iterable[str], most: int) -> list[str]:
    """Each kind once, with how many there are; those that are most first."""
    counted = Counter(lines).most_common()
    shown = [_("{what}: {n}").format(what=what, n=many) for what, many in counted[:most]]
    rest = sum(many for _what, many in counted[most:])
    return [*shown, ngettext("e un altro", "e altri {n}", rest).format(n=rest)] if rest else shown


def _download_words(status: UpdateStatus) -> UpdateWords:
    done, total = _megabytes(status.done_bytes), _megabytes(status.total_bytes)
    names = {"new": status.version or "", "done": done, "total": total}
    if status.total_bytes and status.done_bytes >= status.total_bytes:
        words = _("La versione {new} è arrivata ed è quella vera. Prima si prova a inviare quello che aspetta.")
    elif status.paused:
        words = _("Sospeso: della versione {new} sono già qui {done} MB di {total}.")
    else:
        words = _("Arriva la versione {new}: {done} MB di {total}.")
    return UpdateWords(words.format(**names), "info", _("Puoi continuare a lavorare."))


def _package_words(status: UpdateStatus) -> UpdateWords:
    then = _(_PACKAGES.get(status.reason, _ANY_PACKAGE))
    if status.version is None:
        return UpdateWords(then, "info")
    said = _("C’è la versione {new}, e non si installa da sola su questo computer.").format(new=status.version)
    return UpdateWords(said, "info", then)


def _looked(status: UpdateStatus) -> str:
    return _("Controllato alle {time}.").format(time=clock_words(status.at)) if status.at else ""


def _megabytes(count: int) -> str:
    return str(count // _MEGABYTE) if count < 10 * _MEGABYTE else str(round(count / _MEGABYTE))
