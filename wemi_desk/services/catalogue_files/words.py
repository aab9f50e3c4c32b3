"""What people read of a catalogue file: its columns, why it is refused, why a row stays out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wemi_desk.domain.catalogue_columns import BY_FIELD
from wemi_desk.domain.catalogue_rows import RowProblem
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.i18n import N_, _

_PROBLEMS: Mapping[str, str] = {
    "required": N_("Manca: senza, la riga non si può usare."),
    "too_long": N_("Testo troppo lungo: {actual} caratteri, al massimo {limit}."),
    "not_in_list": N_("Questa voce non è nell'elenco. Scrivila come nel file esportato."),
    "not_a_day": N_("Non è una data. Scrivi per esempio 31/12/2026."),
    "no_such_day": N_("Questo giorno non esiste. Le date si scrivono giorno/mese/anno."),
    "not_whole": N_("Serve un numero intero, senza altre parole."),
    "too_high": N_("Il numero è troppo grande: al massimo {most}."),
    "not_ages": N_("Non si capisce l'età. Scrivi per esempio 0-3, da 6 a 11 o oltre 65."),
    "ages_is_day": N_("Il foglio di calcolo ne ha fatto una data. Usa le colonne «Età da» e «Età a»."),
    "not_yes_no": N_("Serve sì oppure no."),
    "not_municipio": N_("I Municipi vanno da 1 a 9: scrivili per esempio 1, 4, 9."),
    "municipi_is_day": N_("Il foglio di calcolo ne ha fatto una data. Dai alla colonna il formato Testo."),
    "price_not_a_number": N_("Non è un prezzo. Scrivi per esempio 12,50."),
    "price_negative": N_("Il prezzo non può essere sotto zero."),
    "price_too_large": N_("Il prezzo è troppo alto per essere vero."),
    "price_ambiguous": N_("Non si capisce se sono migliaia o centesimi. Scrivi per esempio 1234,50."),
    "price_too_many_decimals": N_("Il prezzo ha più di due decimali."),
    "price_is_day": N_("Il foglio di calcolo ne ha fatto una data. Dai alla colonna il formato Testo."),
    "formula": N_("La cella contiene una formula. Scrivi il valore."),
    "formula_fault": N_("La formula di questa cella dà errore. Scrivi il valore."),
    "merged": N_("La cella è unita ad altre. Dividi le celle unite e ripeti il valore in ogni riga."),
    "garbled": N_("Alcune lettere sono rovinate. Salva di nuovo il file in UTF-8."),
    "spoilt_number": N_("Il foglio di calcolo ha rovinato il numero. Dai il formato Testo e riscrivilo."),
    "before_first": N_("Il secondo valore viene prima del primo: {value}."),
    "free_with_price": N_("È segnato come gratuito, ma ha un prezzo: {value} euro."),
    "twice": N_("Lo stesso codice è già nella riga {row}."),
    "unknown_provider": N_("Di questo ente non si conosce il nome: scrivilo nella colonna «Ente»."),
    "other_provider": N_("Lo stesso codice di ente ha un altro nome in una riga più in alto."),
}  # fmt: skip
_REFUSED: Mapping[str, str] = {
    "empty": N_("Il file è vuoto."),
    "no_rows": N_("Il file ha soltanto l'intestazione: sotto non c'è nessuna riga."),
    "one_column": N_("Il file ha una colonna sola. Servono almeno le colonne «Codice» e «Titolo»."),
    "too_many_columns": N_("Il file ha {columns} colonne, al massimo {most}. Togli quelle che non servono."),
    "too_many_rows": N_("Il file ha {rows} righe: se ne leggono al massimo {most}. Dividilo in più file."),
    "too_spread": N_("Una cella sta molto lontano dalle altre (riga {row}). Copia i dati in un file nuovo."),
    "too_big": N_("Il file è troppo grande: {megabytes} MB, al massimo {most}."),
    "not_readable": N_("Il file non si può leggere. Controlla che ci sia ancora e che non sia aperto altrove."),
    "encoding": N_("Le lettere del file non si riconoscono. Salvalo di nuovo come CSV UTF-8 o come XLSX."),
    "not_a_table": N_("Non è un file CSV o XLSX."),
    "open_quote": N_("Dalla riga {row} le virgolette restano aperte. Chiudile, o salva il file come XLSX."),
    "password": N_("Il file è protetto da una password. Toglila e salvalo di nuovo."),
    "old_workbook": N_("È un foglio di calcolo vecchio (XLS). Aprilo e salvalo come XLSX."),
    "not_a_workbook": N_("Non è un foglio di calcolo XLSX."),
    "broken": N_("Il file è rovinato e non si apre. Fattelo mandare di nuovo."),
    "bomb": N_("Il file si gonfia oltre misura quando si apre: non è stato aperto."),
    "changed_meanwhile": N_("Il file è cambiato da quando è stato scelto. Sceglilo di nuovo."),
    "cell_too_long": N_("Il testo della riga {row} è troppo lungo per un foglio di calcolo."),
    "nothing_to_publish": N_("Non c'è niente da pubblicare."),
    "publication_waits": N_("Una pubblicazione aspetta ancora la risposta del centro."),
    "catalogue_moved": N_("Il catalogo è cambiato da quando si è fatta la prova. Ripeti la prova."),
}  # fmt: skip
_PUBLICATION: Mapping[str, str] = {
    "edition:moved": N_("Nel frattempo è stata pubblicata un'altra edizione. Ripeti la prova con lo stesso file."),
    "edition:incomplete": N_("Al centro non è arrivato tutto. Ripeti la prova con lo stesso file."),
    "role:not_allowed": N_("Il centro non riconosce il diritto di pubblicare a chi l'ha mandata."),
}


def column_words(field: str) -> str:
    """The header of a field, as an export writes it."""
    return BY_FIELD[field].header if field in BY_FIELD else field


def problem_words(problem: RowProblem) -> str:
    """Why a row stays out."""
    data: dict[str, Any] = {"value": problem.value, **(problem.data or {})}
    return _(_PROBLEMS[problem.code]).format(**data)


def problem_line(problem: RowProblem) -> str:
    """Where and why, on one line."""
    place = {"row": problem.row, "column": column_words(problem.field), "words": problem_words(problem)}
    return _("Riga {row}, {column}: {words}").format(**place)


def refusal_words(error: InvalidFieldError) -> str | None:
    """Why a file, or what was said of its columns, is not taken; None for another error."""
    if error.field == "mapping":
        name = column_words(str(error.data["column"]))
        if error.reason == "required":
            return _("Manca la colonna «{name}»: scegli qual è, nell'elenco.").format(name=name)
        return _("«{name}» è scelto per due colonne: lasciane una.").format(name=name)
    if error.field == "file" and error.reason in _REFUSED:
        return _(_REFUSED[error.reason]).format(**error.data)
    return None


def publication_words(reason: str) -> str:
    """Why the centre did not take a publication."""
    found = _PUBLICATION.get(reason)
    return _(found) if found else _("Il centro non l'ha accettata ({reason}).").format(reason=reason)
