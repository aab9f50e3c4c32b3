"""A series, what it leaves out and what it clashes with, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from wemi_desk.domain.clashes import Clash
from wemi_desk.domain.courses import ActivityDate
from wemi_desk.domain.series import EXCEPTION, LeftOut, Rhythm, is_monthly_last
from wemi_desk.i18n import N_, _, ngettext
from wemi_desk.services.courses.planning import Preview
from wemi_desk.ui.screens.courses.words import day_and_time, wanted_words
from wemi_desk.ui.words import clock_words, local

_RHYTHMS = {
    Rhythm.ONCE: N_("Una volta sola"),
    Rhythm.WEEKLY: N_("Ogni settimana"),
    Rhythm.FORTNIGHTLY: N_("Ogni due settimane"),
    Rhythm.MONTHLY: N_("Ogni mese, stesso giorno della settimana"),
    Rhythm.CHOSEN: N_("In giorni scelti"),
}
_SHOWN = 3


def rhythms() -> list[tuple[str, str]]:
    """How often, as codes and words."""
    return [(code.value, _(words)) for code, words in _RHYTHMS.items()]


def price_text(cents: int) -> str:
    """As somebody would type it; empty when it is free."""
    if not cents:
        return ""
    whole, rest = divmod(cents, 100)
    return f"{whole},{rest:02}" if rest else str(whole)


def price_words(cents: int) -> str:
    """gratis, or how much."""
    return _("{price} €").format(price=price_text(cents)) if cents else _("gratis")


def preview_words(preview: Preview, *, is_series: bool) -> str:
    """How many meetings, when, what is left out, what clashes."""
    parts = [_dates(preview.dates)]
    if is_series and preview.dates and is_monthly_last(local(preview.dates[0].starts_at).date()):
        parts.append(_("Ogni mese, l’ultima volta di quel giorno della settimana."))
    parts += [_left_out(preview.laid_out.left_out)] if preview.laid_out.left_out else []
    parts += [_feasts(preview.laid_out.holidays)] if preview.laid_out.holidays else []
    parts += [clashing_words(preview)] if preview.clashes else []
    return " ".join(parts)


def clashing_words(preview: Preview) -> str:
    """The first clashes, and how many more there are."""
    mine = {one.id for one in preview.dates}
    shown = "; ".join(_clash(one, mine, preview.titles) for one in preview.clashes[:_SHOWN])
    words = _("Si sovrappone: {what}.").format(what=shown)
    more = len(preview.clashes) - _SHOWN
    return f"{words} {ngettext('E {n} altra volta.', 'E altre {n} volte.', more).format(n=more)}" if more > 0 else words


def _clash(clash: Clash, mine: Collection[UUID], titles: Mapping[UUID, str]) -> str:
    other = clash.one if clash.other.id in mine else clash.other
    title = titles.get(other.activity_id, "")
    words = _("{when}, {what}, con «{title}»") if title else _("{when}, {what}")
    return words.format(when=day_and_time(other.starts_at), what=wanted_words(clash.what), title=title)


def _dates(dates: Sequence[ActivityDate]) -> str:
    first, last = dates[0].starts_at, dates[-1].starts_at
    if len(dates) == 1:
        return _("Un incontro, {when}, fino alle {end}.").format(
            when=day_and_time(first), end=clock_words(dates[0].ends_at)
        )
    return _("{n} incontri, da {first} a {last}.").format(
        n=len(dates), first=day_and_time(first), last=day_and_time(last)
    )


def _left_out(days: Sequence[LeftOut]) -> str:
    shown = ", ".join(_named(one) for one in days[:6])
    return _("Si saltano: {days}.").format(days=shown)


def _feasts(days: Sequence[LeftOut]) -> str:
    shown = ", ".join(_named(one) for one in days[:_SHOWN])
    return _("Attenzione, è festa: {days}.").format(days=shown)


def _named(one: LeftOut) -> str:
    if one.why == EXCEPTION:
        return f"{one.day:%d/%m}"
    return _("{day} ({name})").format(day=f"{one.day:%d/%m}", name=one.why)
