"""Words shared by screens: days and hours as people say them, states with their icon."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from wemi_desk.i18n import N_, _, ngettext

_ROME = "Europe/Rome"
# state → word, icon, colour token (visual-language.md 6)
_STATES = {
    "done": (N_("fatto"), "it-check-circle", "ok"),
    "solved": (N_("fatto"), "it-check-circle", "ok"),
    "in_progress": (N_("in corso"), "it-clock", "text"),
    "deferred": (N_("rimandato"), "it-clock", "text"),
    "out_of_scope": (N_("fuori servizio"), "it-minus-circle", "text2"),
    "referred": (N_("inviato a ente"), "it-arrow-right-circle", "text2"),
    "draft": (N_("bozza"), "it-pencil", "warn"),
    "open": (N_("in corso"), "it-clock", "text"),
    "cancelled": (N_("annullato"), "it-ban", "text2"),
}


def state_words(state: str) -> tuple[str, str, str]:
    """Word, icon and colour token of a state."""
    word, icon, token = _STATES.get(state, (N_("fatto"), "it-check-circle", "ok"))
    return _(word), icon, token


def local(instant: datetime) -> datetime:
    """The instant on the clock of Rome."""
    return instant.astimezone(ZoneInfo(_ROME))


def clock_words(instant: datetime) -> str:
    """09:41."""
    return f"{local(instant):%H:%M}"


def when_words(instant: datetime, now: datetime | None = None) -> str:
    """oggi 09:41, 18/11, 14/03/2023."""
    then, today = local(instant), local(now or datetime.now(UTC))
    if then.date() == today.date():
        return _("oggi {time}").format(time=f"{then:%H:%M}")
    return f"{then:%d/%m}" if then.year == today.year else day_words(then.date())


def hours_words(minutes: int) -> str:
    """2 ore, 1 ora e 30 minuti, 45 minuti."""
    hours, rest = divmod(minutes, 60)
    whole = ngettext("{n} ora", "{n} ore", hours).format(n=hours)
    part = ngettext("{n} minuto", "{n} minuti", rest).format(n=rest)
    if not rest:
        return whole
    return _("{hours} e {minutes}").format(hours=whole, minutes=part) if hours else part


def day_words(day: date) -> str:
    """12/03/1958."""
    return f"{day:%d/%m}/{day.year:04}"
