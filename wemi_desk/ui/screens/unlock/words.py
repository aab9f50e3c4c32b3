"""The sentences of the lock screen (interface.md 5, screen 0)."""

from __future__ import annotations

from datetime import datetime, timedelta

from wemi_desk.domain.access import DeskCondition, KeyRenewal, OperatorTile, SlotKind, TileState
from wemi_desk.i18n import N_, _, ngettext

_LONGEST_IN_SMALL_UNITS = 120
_MINUTE = timedelta(minutes=1)
_CONDITIONS = {
    DeskCondition.NOT_ENROLLED: N_("Questa postazione non è ancora pronta: va preparata una volta sola."),
    DeskCondition.NO_OPERATORS: N_(
        "Su questa postazione non c'è ancora nessun operatore. Per il primo accesso serve la rete."
    ),
    DeskCondition.KEYRING_MISSING: N_(
        "Il portachiavi di questo computer non risponde. Senza non si apre nulla, ma i dati sono al sicuro: "
        "riprova; se continua, chiama l'assistenza."
    ),
    DeskCondition.KEYRING_CHANGED: N_("Il portachiavi di questo computer è cambiato."),
    DeskCondition.STATE_DAMAGED: N_("I dati di accesso di questa postazione sono rovinati."),
    DeskCondition.DISABLED: N_("Postazione disattivata dal coordinamento"),
}
_RECOVERY = N_(
    "Serve il codice di recupero del coordinamento. I dati non ancora inviati sono al sicuro su questo computer."
)
_NO_RECOVERY = N_("Su questo computer il recupero non è possibile: chiama l'assistenza, e non cancellare nulla.")
RECOVERABLE = frozenset({DeskCondition.KEYRING_CHANGED, DeskCondition.STATE_DAMAGED})
PRACTICE = N_("Palestra: persone inventate, nessun dato vero.")
_STOPPED = {
    TileState.SUSPENDED: N_("Accesso sospeso: serve la rete"),
    TileState.GRANT_EXPIRED: N_("Accesso scaduto: solo contatti anonimi finché la postazione non torna in rete"),
}
_NOT_TODAY = N_("Oggi non hai ancora usato la frase di accesso")


def condition_words(condition: DeskCondition, *, recovery_possible: bool) -> str:
    """Why nobody can enter, and what to do."""
    if condition is DeskCondition.READY:
        return ""
    words = _(_CONDITIONS[condition])
    if condition in RECOVERABLE:
        return f"{words} {_(_RECOVERY) if recovery_possible else _(_NO_RECOVERY)}"
    return words


NEW_KEY = N_(
    "Il coordinamento chiede una chiave nuova per i dati di questa postazione: entra con la frase di accesso. "
    "Questa volta ci vuole un po’ di più."
)
_RENEWED = {
    KeyRenewal.DONE: N_(
        "Questa postazione ha una chiave nuova, come chiesto dal coordinamento: i colleghi entrano una volta con la "
        "rete."
    ),
    KeyRenewal.FAILED: N_(
        "La chiave nuova chiesta dal coordinamento non è riuscita: si lavora con quella di prima, e si riprova alla "
        "prossima frase di accesso."
    ),
    KeyRenewal.NOT_BY_YOU: N_(
        "Il coordinamento chiede una chiave nuova per questa postazione: deve entrare una volta, con la frase di "
        "accesso, chi coordina o chi dirige l’ente."
    ),
}


def renewal_words(renewal: KeyRenewal) -> str:
    """What became of the order to change the data key; empty when there was none."""
    return _(_RENEWED[renewal]) if renewal in _RENEWED else ""


def field_title(tile: OperatorTile | None) -> str:
    """What is asked of this operator."""
    return _("&PIN o frase di accesso") if tile is not None and tile.pin_usable else _("&Frase di accesso")


def stopped_words(tile: OperatorTile | None) -> str:
    """Why this operator cannot work now."""
    return _(_STOPPED[tile.state]) if tile is not None and tile.state in _STOPPED else ""


def may_want_the_net(tile: OperatorTile | None) -> bool:
    """Who cannot enter otherwise, or has tried in vain."""
    return tile is not None and (tile.state in _STOPPED or tile.failures > 0)


def tile_words(tile: OperatorTile, now: datetime) -> str:
    """What there is to know about this operator before a secret is typed."""
    if tile.state in _STOPPED:
        return ""
    parts = []
    if SlotKind.PIN in tile.kinds and not tile.pin_usable:
        parts.append(_(_NOT_TODAY))
    if tile.failures:
        parts.append(_("Tentativi rimasti: {n}").format(n=tile.remaining))
    if tile.grant_ends_at is not None:
        parts.append(_grant_words(tile.grant_ends_at - now))
    return ". ".join(parts)


def practice_words(tile: OperatorTile) -> str:
    """In the palestra the secret is no secret: the PIN, and the pass-phrase where it is asked."""
    pin, _separator, passphrase = tile.practice_hint.partition("\n")
    if tile.pin_usable and pin:
        return _("PIN di prova {pin}").format(pin=pin)
    wanted = passphrase or pin
    return _("Frase di prova: {passphrase}").format(passphrase=wanted) if wanted else ""


def wait_words(seconds: int) -> str:
    """Riprova tra 8 secondi."""
    if seconds >= _LONGEST_IN_SMALL_UNITS:
        minutes = -(-seconds // 60)
        return ngettext("Riprova tra {n} minuto", "Riprova tra {n} minuti", minutes).format(n=minutes)
    return ngettext("Riprova tra {n} secondo", "Riprova tra {n} secondi", seconds).format(n=seconds)


def clock_words(behind: timedelta, ahead: timedelta = timedelta(0)) -> str:
    """Orologio del computer indietro di 40 minuti; empty when it is right."""
    if behind >= _MINUTE:
        return _("Orologio del computer indietro di {span}").format(span=_span(behind))
    if ahead >= _MINUTE:
        return _("Orologio del computer avanti di {span}: controllalo prima di entrare").format(span=_span(ahead))
    return ""


def _span(length: timedelta) -> str:
    minutes = int(length / _MINUTE)
    if minutes < _LONGEST_IN_SMALL_UNITS:
        return ngettext("{n} minuto", "{n} minuti", minutes).format(n=minutes)
    if minutes < 48 * 60:
        return _("{n} ore").format(n=minutes // 60)
    return _("{n} giorni").format(n=length.days)


def _grant_words(left: timedelta) -> str:
    if left < timedelta(days=1):
        return _("Accesso senza rete valido ancora per poche ore")
    words = ngettext(
        "Accesso senza rete valido ancora {n} giorno", "Accesso senza rete valido ancora {n} giorni", left.days
    )
    return words.format(n=left.days)
