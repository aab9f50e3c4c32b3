"""The day's ledger as a paper: counts, numbers and the centre's signed word; never a name."""

from __future__ import annotations

from wemi_desk.domain.day_ledgers import REFUSED, SET_ASIDE, WAITING, WITHDRAWN, DayLedger, LedgerSheet
from wemi_desk.domain.spaces import Space
from wemi_desk.i18n import N_, _
from wemi_desk.services.act_words import kind_words
from wemi_desk.services.paper_contents import paper_space

_HELD = {
    WAITING: N_("in attesa di invio"),
    SET_ASIDE: N_("messi da parte"),
    WITHDRAWN: N_("ritirati da chi li aveva fatti"),
    REFUSED: N_("da controllare, codice {code}"),
}


def ledger_sheet(ledger: DayLedger, space: Space) -> LedgerSheet:
    """The paper of one day's acts."""
    return LedgerSheet(
        space=paper_space(space),
        ledger=ledger,
        held=tuple((held_words(reason), count) for reason, count in ledger.held),
        by_kind=tuple((kind_words(kind), made, received) for kind, made, received in ledger.by_kind),
    )


def held_words(reason: str) -> str:
    """Why acts are still here, for the paper: the centre's own code, which the support understands."""
    said, _colon, code = reason.partition(":")
    return _(_HELD.get(said, _HELD[REFUSED])).format(code=code or said)
