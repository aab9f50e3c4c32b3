"""What an exchange brought, in one sentence each; what has its row in the bar says nothing here."""

from __future__ import annotations

from wemi_desk.domain.exchange_news import FLUSH_AND_WIPE, LOCK, REVOKED, WIPE_NOW, ExchangeNews
from wemi_desk.i18n import N_, _, ngettext

_ORDERS = {
    LOCK: N_("Il coordinamento ha bloccato questa postazione: chiamalo per sapere perché."),
    FLUSH_AND_WIPE: N_(
        "Postazione disattivata dal coordinamento: i dati su questo computer vengono cancellati. Se qualcosa aspettava "
        "ancora di partire, l’archivio resta chiuso e il coordinamento lo può salvare."
    ),
    REVOKED: N_(
        "Il sistema centrale non riconosce più questa postazione: chiama il coordinamento. "
        "Quello che aspetta di partire resta qui."
    ),
    WIPE_NOW: N_("Postazione disattivata dal coordinamento: i dati su questo computer sono cancellati."),
}
_RECOVERING = N_(
    "Il sistema centrale è tornato da una copia di sicurezza: questa postazione gli rimanda da sola quello che manca. "
    "Si può lavorare; le decisioni sulle domande aspettano."
)
_NEW_KEY = N_(
    "Il coordinamento chiede una chiave nuova per i dati di questa postazione: quando hai finito, blocca e rientra "
    "con la frase di accesso."
)
_NEW_IDENTITY = N_(
    "L’archivio di questo computer era una copia di prima: il sistema centrale lo ha riconosciuto. "
    "Niente è doppio e niente è perso."
)


_BROKEN = N_(
    "L’invio dei dati si ferma per un errore del programma, già {n} volte di seguito: avvisa l’assistenza. "
    "Si può lavorare; quello che aspetta di partire resta qui."
)
DEATHS = 3
"""So many in a row are no accident."""


def order_words(news: ExchangeNews) -> str:
    """Why the desk must be left now; empty when it may not."""
    return _(_ORDERS[news.order]) if news.order in _ORDERS else ""


def news_words(news: ExchangeNews) -> tuple[str, ...]:
    """What the operator should know, and can do nothing about."""
    said = [_(_NEW_KEY)] if news.new_key else []
    if news.recovering:
        said.append(_(_RECOVERING))
    if news.new_identity:
        said.append(_(_NEW_IDENTITY))
    if news.erased:
        words = ngettext(
            "Il coordinamento ha cancellato i dati di {n} persona: non sono più nemmeno su questo computer.",
            "Il coordinamento ha cancellato i dati di {n} persone: non sono più nemmeno su questo computer.",
            news.erased,
        )
        said.append(words.format(n=news.erased))
    if news.healed:
        words = ngettext(
            "{n} scheda era diversa dal sistema centrale: rimessa a posto e segnalata.",
            "{n} schede erano diverse dal sistema centrale: rimesse a posto e segnalate.",
            news.healed,
        )
        said.append(words.format(n=news.healed))
    return tuple(said)


def broken_words(faults: int) -> str:
    """The exchange has died of errors of this program; empty while it may have been chance."""
    return _(_BROKEN).format(n=faults) if faults >= DEATHS else ""
