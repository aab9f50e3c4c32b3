"""How a pratica stands, who may act, how long it took: the words that only its screens need."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from wemi_desk.domain import paperwork as kinds
from wemi_desk.domain.paperwork_cases import PaperworkCase
from wemi_desk.i18n import N_, _, ngettext
from wemi_desk.ui.when import near_day
from wemi_desk.ui.widgets.marks import STATE_MARKS, Mark
from wemi_desk.ui.words import clock_words, local, when_words

DAYS = (N_("lunedì"), N_("martedì"), N_("mercoledì"), N_("giovedì"), N_("venerdì"), N_("sabato"), N_("domenica"))
_ACTOR_ICONS = {kinds.PERSON: "it-user", kinds.OPERATOR: "it-pencil", kinds.BOTH: "it-exchange-circle"}
_OUTCOMES = {
    kinds.COMPLETED: (N_("Conclusa"), "done"),
    kinds.STARTED: (N_("Avviata, si aspetta una risposta"), "in_progress"),
    kinds.TO_COMPLETE: (N_("Da completare"), "waiting"),
    kinds.REFERRED: (N_("Rinviata ad altro servizio"), "referred"),
    kinds.NOT_POSSIBLE: (N_("Non possibile"), "not_admitted"),
}
_RULES = {
    kinds.STRICTLY_PERSONAL: N_("La fa solo la persona, mai qualcuno al suo posto."),
    kinds.PARENTS_FOR_MINOR: N_("La fa la persona; per un minore un genitore, un tutore o un affidatario."),
    kinds.OWN_HOUSEHOLD: N_("La fa la persona, per sé o per la famiglia anagrafica."),
    kinds.REGISTERED_DELEGATE: N_("La fa la persona, o un delegato registrato presso l’ente."),
    kinds.INFORMAL: N_("La può fare anche un’altra persona con quello che serve."),
    kinds.CAF_MANDATE: N_("Allo sportello la fa la persona; il CAF raccoglie il suo mandato."),
    kinds.PER_CALL: N_("Chi la può fare lo dice l’avviso."),
    kinds.IS_MANDATE: N_("È essa stessa una delega: serve chi delega."),
}


class Standing(NamedTuple):
    """How a matter stands: words, and the mark beside them."""

    words: str
    mark: Mark


def actor_icon(who: str) -> str:
    """The drawing beside it."""
    return _ACTOR_ICONS.get(who, "it-user")


def rule_words(rule: str) -> str:
    """Who may act for whom, in one sentence."""
    return _(_RULES.get(rule, _RULES[kinds.STRICTLY_PERSONAL]))


def outcome_words(kind: kinds.PaperworkType | None, code: str) -> str:
    """An outcome in the words of its type, else in the common ones."""
    own = kind.outcome(code) if kind is not None else None
    return own.label if own is not None else _(_OUTCOMES[code][0]) if code in _OUTCOMES else code


def standing(case: PaperworkCase, kind: kinds.PaperworkType | None, today: date) -> Standing:
    """One line for lists and heads."""
    if not case.outcome:
        since = _("In corso dal {day}").format(day=near_day(local(case.opened_at).date(), today))
        begun = _("In corso da oggi alle {time}").format(time=clock_words(case.opened_at))
        is_new = local(case.opened_at).date() == today
        return Standing(begun if is_new else since, STATE_MARKS["in_progress"])
    words, mark = outcome_words(kind, case.outcome), STATE_MARKS[_OUTCOMES[case.outcome][1]]
    if case.closed_at is None and case.next_on is not None:
        late = STATE_MARKS["integration_asked"] if case.next_on < today else mark
        return Standing(_("{outcome} · {day}").format(outcome=words, day=weekday_words(case.next_on, today)), late)
    return Standing(words, mark)


def weekday_words(day: date, today: date) -> str:
    """martedì 24/11, with the word for a near day."""
    near = near_day(day, today)
    name = _(DAYS[day.weekday()])
    return near if near.isalpha() else _("{weekday} {day}").format(weekday=name, day=near)


def minutes_words(minutes: int) -> str:
    """12 minuti, 1 ora e 5 minuti: never more than that."""
    if minutes < 60:
        return ngettext("{n} minuto", "{n} minuti", minutes).format(n=minutes)
    hours = ngettext("{n} ora", "{n} ore", minutes // 60).format(n=minutes // 60)
    rest = minutes % 60
    more = ngettext("{n} minuto", "{n} minuti", rest).format(n=rest)
    return _("{hours} e {minutes}").format(hours=hours, minutes=more) if rest else hours


def done_words(at: datetime, by: str, *, entered_after: bool, now: datetime) -> str:
    """Who did a step and when."""
    when = when_words(at, now)
    words = _("Fatto {when}, {who}").format(when=when, who=by) if by else _("Fatto {when}").format(when=when)
    return _("{done} · ora scritta dopo").format(done=words) if entered_after else words
