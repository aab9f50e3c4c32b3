"""What “Cosa manca” shows, in words that are ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wemi_desk.domain.eligibility import Criterion, EligibilityResult
from wemi_desk.domain.money import euro
from wemi_desk.i18n import N_, _, ngettext
from wemi_desk.services.eligibility_words import change_words, criterion_words, result_sentence
from wemi_desk.ui.widgets.marks import Mark
from wemi_desk.ui.words import clock_words, day_words, local

_MARKS = {
    "met": Mark("it-check-circle", "ok"), "not_met": Mark("it-error", "err"), "unknown": Mark("it-help-circle", "warn")
}  # fmt: skip
_KINDS = {"eligible": "ok", "not_eligible": "err", "unknown": "warn"}
_FIRST = ("not_met", "unknown", "met")
_URGENT_DAYS = 7
_SHORT = {"met": N_("sì"), "not_met": N_("no"), "unknown": N_("non si sa")}


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One rule: what it asks, how it stands, why we think so, what to do next."""

    rule: str
    verdict: str
    stands: str
    value: str
    source: str
    next_step: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class MissingSheet:
    """The whole of the right pane; *kind* is the colour of the sentence."""

    sentence: str = ""
    kind: str = "info"
    amount: str = ""
    example: str = ""
    deadline: str = ""
    is_urgent: bool = False
    ahead: tuple[str, ...] = ()
    criteria: tuple[CriterionLine, ...] = ()

    @property
    def first_to_see(self) -> int:
        """The first rule that is not met or not known, else the first."""
        marks = [line.mark for line in self.criteria]
        wanted = (_MARKS[verdict] for verdict in ("not_met", "unknown") if _MARKS[verdict] in marks)
        return marks.index(next(wanted, marks[0])) if marks else 0


def _ahead(result: EligibilityResult) -> tuple[str, ...]:
    """What will change by itself; the closing is said above."""
    return tuple(change_words(one) for one in result.ahead if one.code != "closes")


def sheet_of(result: EligibilityResult, now: datetime, *, received: bool = False) -> MissingSheet:
    """A judgement as the right pane shows it; *now* is what the days are counted from. With a receipt nothing closes
    or changes any more."""
    ordered = sorted(result.criteria, key=lambda one: _FIRST.index(one.verdict))
    return MissingSheet(
        sentence=result_sentence(result, received=received),
        kind=_KINDS[result.verdict],
        amount=_amount(result),
        example=_("Esempio: le somme e le regole segnate così non sono ufficiali.") if result.amount_is_example else "",
        deadline="" if received else _deadline(result.deadline_at, now),
        is_urgent=not received and result.days_left is not None and result.days_left <= _URGENT_DAYS,
        ahead=() if received else _ahead(result),
        criteria=tuple(_line(one) for one in ordered),
    )


def _line(criterion: Criterion) -> CriterionLine:
    words = criterion_words(criterion)
    return CriterionLine(
        words.rule, _(_SHORT[criterion.verdict]), words.verdict, words.value, words.source, words.next_step,
        _MARKS[criterion.verdict],
    )  # fmt: skip


def _amount(result: EligibilityResult) -> str:
    if result.amount_cents is None:
        return ""
    amount = euro(result.amount_cents)
    return _("{amount} (esempio)").format(amount=amount) if result.amount_is_example else amount


def _deadline(at: datetime | None, now: datetime) -> str:
    """The closing hour and what is left of it."""
    if at is None:
        return _("Nessuna scadenza conosciuta: chiedi all’ufficio.")
    day, clock = day_words(local(at).date()), clock_words(at)
    left = (local(at).date() - local(now).date()).days
    if at <= now:
        return _("Chiusa il {day} alle {time}.").format(day=day, time=clock)
    if left == 0:
        minutes = int((at - now).total_seconds() // 60)
        return _("Chiude oggi alle {time}: fra {hours} ore e {minutes} minuti.").format(
            time=clock, hours=minutes // 60, minutes=minutes % 60
        )
    words = ngettext("Chiude il {day} alle {time}: {n} giorno.", "Chiude il {day} alle {time}: {n} giorni.", left)
    return words.format(day=day, time=clock, n=left)
