"""What the commands of the centre say when something does not work."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from wemi_desk.central.case_words import state_words
from wemi_desk.domain.errors import InvalidFieldError, MeasureRefusedError, PaperworkRefusedError, RecordMissingError
from wemi_desk.i18n import _
from wemi_desk.services.measure_words import problem_sentence

Command = Callable[[argparse.Namespace], int]


def spoken(command: Command) -> Command:
    """*command*, with a sentence instead of an error that has one."""

    def run(arguments: argparse.Namespace) -> int:
        try:
            return command(arguments)
        except Exception as error:  # what there are no words for goes on
            words = sentence(error)
            if not words:
                raise
            print(words, file=sys.stderr)
            return 1

    return run


def sentence(error: Exception) -> str:
    """Empty for what these commands have no words for."""
    from wemi_desk.central.auth.keys import KeyFileError
    from wemi_desk.central.auth.refusals import Refusal

    if isinstance(error, KeyFileError):
        return _key_words(error.reason)
    if isinstance(error, InvalidFieldError):
        return _field_words(error)
    if isinstance(error, PaperworkRefusedError):
        from wemi_desk.services.paperwork import words

        return "\n".join(words.problem_sentence(one) for one in error.problems)
    if isinstance(error, MeasureRefusedError):
        return "\n".join(problem_sentence(one) for one in error.problems)
    if isinstance(error, RecordMissingError) or (isinstance(error, Refusal) and error.status == 404):
        return _("Non c'è niente con questo codice o identificativo.")
    if isinstance(error, Refusal):
        return _("Non si può fare: {reason}.").format(reason=error.error)
    return _outer_words(error)


def _outer_words(error: Exception) -> str:
    """What stands around a command: database, tables, disk."""
    from wemi_desk.central.store.access import is_unavailable
    from wemi_desk.central.store.upgrade import SchemaError
    from wemi_desk.central.upkeep import ProgramFailedError

    if isinstance(error, ProgramFailedError):
        words = _("{program} non ci è riuscito: {said}. Serve la versione del server, o una più nuova, nel PATH.")
        return words.format(program=error.program, said=error.said.rstrip("."))
    if is_unavailable(error):
        return _("Il database o la copia non rispondono: {reason}.").format(reason=type(error).__name__)
    if isinstance(error, SchemaError):
        return _("Le tabelle non sono quelle di questa versione: wemi-desk central upgrade.")
    if isinstance(error, LookupError):
        return _("Questo ente non è ancora pronto: wemi-desk central init.")
    if isinstance(error, OSError):
        return _("Non posso leggere o scrivere: {place}").format(place=error.filename or "-")
    return ""


def _key_words(reason: str) -> str:
    words = {
        "exists": _("Le chiavi ci sono già: non le sostituisco."),
        "missing": _("Il file delle chiavi non c'è: wemi-desk central init."),
        "damaged": _("Il file delle chiavi è rovinato: rimetti la tua copia."),
        "readable_by_others": _("Il file delle chiavi si può leggere da altri account: togli il permesso (chmod 600)."),
    }
    return words[reason]


def _field_words(error: InvalidFieldError) -> str:
    words = {
        ("space", "unknown_code"): _("Non conosco lo spazio {code}."),
        ("fund", "below_granted"): _("È già stato assegnato di più ({granted} centesimi): non posso abbassarlo tanto."),
        ("file", "not_for_us"): _("Questo file non è per questo sistema centrale, o è rovinato."),
        ("program", "missing"): _("Manca il programma {name} di PostgreSQL."),
        ("policy", "not_json"): _("Le regole non sono un file JSON."),
        ("code", "required"): _("Ogni voce ha bisogno di un «code»."),
        ("application_id", "not_open"): _("Non si può: la domanda adesso è «{state}»."),
        ("application_id", "not_granted"): _("Un voucher va a una domanda ammessa: questa è «{state}»."),
        ("application_id", "place_taken"): _("C'è già un'altra domanda per la stessa persona e la stessa misura."),
        ("amount_cents", "more_than_granted"): _("È più di quanto è stato concesso."),
        ("number", "required"): _("Serve il numero."),
        ("number", "taken"): _("Questo numero c'è già per questa domanda."),
        ("at", "required"): _("Serve il momento dell'invio."),
        ("on", "required"): _("Serve la data dell'atto."),
        ("due_on", "required"): _("Serve la data entro cui rispondere."),
    }
    template = words.get((error.field, error.reason))
    if template is None:
        return _("Non va bene: {field}.").format(field=error.field)
    state = state_words(str(error.data.get("state", "")))
    return template.format(**{"granted": error.data.get("granted_cents", ""), **error.data, "state": state})
