"""The words of the sync state: the first row that is true, never more than is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from wemi_desk.domain.sync_state import SyncState
from wemi_desk.i18n import _, ngettext

CLOCK_TOLERANCE = timedelta(minutes=5)
LONG_WAIT = timedelta(hours=24)
_SHOWN_AT_MOST = 999


class SyncWords(NamedTuple):
    """What the bar shows and what a screen reader says; *tone* is a colour token or ``neutral``."""

    words: str
    icon: str
    tone: str
    spoken: str


_Row = Callable[[SyncState], SyncWords | None]


def sync_words(state: SyncState) -> SyncWords:
    """The words for *state*: the first true row from the top."""
    for row in _ROWS:
        found = row(state)
        if found is not None:
            return found
    raise AssertionError(state)


def row_of(state: SyncState) -> int:
    """Which row of the table *state* is, from 1 to 14."""
    position = next(place for place, row in enumerate(_ROWS, start=1) if row(state) is not None)
    return position + 1 if position == len(_ROWS) and state.digest_agreed else position


def is_about_update(state: SyncState) -> bool:
    """Is what the bar says that this program is too old?"""
    return next(row for row in _ROWS if row(state) is not None) is _update_needed


def locked_words(state: SyncState | None) -> str:
    """The line of the lock screen: the first row, and what waits meanwhile, which nothing changes until the unlock."""
    words = _("In pausa: postazione bloccata")
    if state is None or not (state.waiting or state.to_check):
        return words
    rest = _to_send(state) if state.waiting else _checks(state)
    return _("{words} · {rest}").format(words=words, rest=rest)


def counted(n: int) -> str:
    """A count as shown: over 999 nobody counts any more."""
    return f"{_SHOWN_AT_MOST}+" if n > _SHOWN_AT_MOST else str(n)


def _same(words: str, icon: str, tone: str) -> SyncWords:
    return SyncWords(words, icon, tone, words)


def _locked(state: SyncState) -> SyncWords | None:
    if not state.locked:
        return None
    return SyncWords(_("In pausa: postazione bloccata"), "it-lock", "neutral",
                     _("Invio dati in pausa: postazione bloccata"))


def _revoked(state: SyncState) -> SyncWords | None:
    if not state.revoked:
        return None
    return SyncWords(_("Postazione disattivata"), "it-ban", "err", _("Postazione disattivata dal coordinamento"))


def _expired(state: SyncState) -> SyncWords | None:
    if not state.grant_expired:
        return None
    return SyncWords(_("Accesso scaduto: solo contatti anonimi"), "it-key", "err",
                     _("Accesso scaduto: solo contatti anonimi, serve la rete"))


def _wrong_clock(state: SyncState) -> SyncWords | None:
    if abs(state.clock_error) <= CLOCK_TOLERANCE:
        return None
    return _same(_("Orologio sbagliato di {length}").format(length=_length(abs(state.clock_error))), "it-clock", "err")


def _to_check(state: SyncState) -> SyncWords | None:
    if state.to_check <= 0:
        return None
    words = _checks(state)
    return SyncWords(words, "it-warning", "err", _("{words}. Apri l’elenco").format(words=words))


def _update_needed(state: SyncState) -> SyncWords | None:
    if not state.update_needed:
        return None
    if not state.waiting:
        return _same(_("Aggiornamento necessario per inviare"), "it-download", "warn")
    return _same(ngettext("Aggiornamento necessario per inviare · {n} in attesa",
                          "Aggiornamento necessario per inviare · {n} in attesa", state.waiting)
                 .format(n=counted(state.waiting)), "it-download", "warn")


def _long_waiting(state: SyncState) -> SyncWords | None:
    if not state.waiting or state.oldest_wait <= LONG_WAIT:
        return None
    days = _days(state.oldest_wait)
    words = _("{waiting} · da {days}").format(waiting=_to_send(state), days=days)
    spoken = _("{waiting}, il più vecchio da {days}").format(waiting=_to_send(state), days=days)
    return SyncWords(words, "it-warning-circle", "err", spoken)


def _no_contact(state: SyncState) -> SyncWords | None:
    if not state.waiting or state.in_contact:
        return None
    return SyncWords(_("{waiting} · in attesa di rete").format(waiting=_to_send(state)), "it-warning-circle", "warn",
                     _("{waiting}, in attesa di rete").format(waiting=_to_send(state)))


def _sending(state: SyncState) -> SyncWords | None:
    if not state.waiting:
        return None
    n = counted(state.waiting)
    spoken = ngettext("Invio in corso, ne resta {n}", "Invio in corso, ne restano {n}", state.waiting)
    return SyncWords(_("Invio in corso · {n}").format(n=n), "it-refresh", "info", spoken.format(n=n))


def _sent_offline(state: SyncState) -> SyncWords | None:
    if state.in_contact or state.last_confirmed_at is None:
        return None
    since = state.contact_lost_at or state.last_confirmed_at
    local = since.astimezone(state.now.tzinfo)
    if local.date() == state.now.date():
        words = _("Tutto inviato · senza rete dalle {time}").format(time=f"{local:%H:%M}")
    else:
        words = _("Tutto inviato · senza rete dal {day}").format(day=f"{local:%d/%m}")
    return _same(words, "it-check-circle", "neutral")


def _never_connected(state: SyncState) -> SyncWords | None:
    if state.last_confirmed_at is not None or state.loading:
        return None
    return SyncWords(_("Mai collegata"), "it-warning-circle", "warn", _("Postazione mai collegata"))


def _loading(state: SyncState) -> SyncWords | None:
    if not state.loading:
        return None
    return _same(_("Caricamento in corso · si può già lavorare"), "it-download", "info")


def _sent(state: SyncState) -> SyncWords | None:
    if state.last_confirmed_at is None:
        return None
    time = _moment(state.last_confirmed_at, state.now)
    if state.digest_agreed:
        return SyncWords(_("Tutto inviato · {time}, verificato").format(time=time), "it-check-circle", "ok",
                         _("Tutto inviato e verificato alle {time}").format(time=time))
    return SyncWords(_("Tutto inviato · {time}").format(time=time), "it-check-circle", "ok",
                     _("Tutto inviato, ultimo collegamento alle {time}").format(time=time))


_ROWS: tuple[_Row, ...] = (
    _locked, _revoked, _expired, _wrong_clock, _to_check, _update_needed, _long_waiting, _no_contact, _sending,
    _sent_offline, _never_connected, _loading, _sent,
)
"""In the order of the table; the last holds its last two rows."""


def _checks(state: SyncState) -> str:
    return ngettext("{n} da controllare", "{n} da controllare", state.to_check).format(n=counted(state.to_check))


def _to_send(state: SyncState) -> str:
    return ngettext("{n} da inviare", "{n} da inviare", state.waiting).format(n=counted(state.waiting))


def _length(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 120:
        return ngettext("{n} minuto", "{n} minuti", minutes).format(n=minutes)
    hours = minutes // 60
    if hours < 48:
        return ngettext("{n} ora", "{n} ore", hours).format(n=hours)
    return _days(span)


def _days(span: timedelta) -> str:
    return ngettext("{n} giorno", "{n} giorni", span.days).format(n=span.days)


def _moment(instant: datetime, now: datetime) -> str:
    local = instant.astimezone(now.tzinfo)
    return f"{local:%H:%M}" if local.date() == now.date() else f"{local:%d/%m %H:%M}"
