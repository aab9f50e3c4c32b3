"""What the papers of a pratica say, put together from what was recorded: never more than is true."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from wemi_desk.domain.days import rome_day
from wemi_desk.domain.note_watch import HintKind
from wemi_desk.domain.paperwork import INFORMAL, OWN_HOUSEHOLD, PER_CALL, REGISTERED_DELEGATE, PaperworkType
from wemi_desk.domain.paperwork_cases import PaperworkCase, missing_to_bring
from wemi_desk.domain.paperwork_slips import BringList, MandateForm, PaperworkSlip, SlipHead, printable_words
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.slip_codes import slip_code
from wemi_desk.domain.slip_texts import SlipVoice, Wording
from wemi_desk.domain.spaces import Space
from wemi_desk.services.paper_contents import paper_space

_IDENTITY = "digital_identity"
_HANDED_OVER = frozenset({INFORMAL, OWN_HOUSEHOLD, PER_CALL, REGISTERED_DELEGATE})
_IN_NUMBERS = frozenset({HintKind.CARD_NUMBER})  # one receipt in ten looks like a card


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Everything the papers of one pratica are made of; *kind* is None where its version is not here."""

    case: PaperworkCase
    kind: PaperworkType | None
    voice: SlipVoice
    space: Space
    is_protected: bool = False
    instead_of: str = ""


def has_mandate_form(kind: PaperworkType) -> bool:
    """Whether a paper delega may hand something over for it: never for SPID, CIE and what is one's own to do."""
    return kind.mandate_rule in _HANDED_OVER and kind.group != _IDENTITY


def notes_offered(matter: Matter, day: date) -> tuple[Wording, ...]:
    """The warnings of the day that have words for a citizen: the operator chooses which are printed."""
    if matter.kind is None:
        return ()
    texts = [one.text for one in matter.kind.warnings_on(day)]
    return tuple(matter.voice.text(text) for text in texts if matter.voice.has_words_for(text))


def slip(matter: Matter, lists: PickLists, notes: Collection[str] = ()) -> PaperworkSlip:
    """What goes home; of *notes_offered* only those named in *notes* by their Italian."""
    case, voice = matter.case, matter.voice
    destination, unfit_there = printable_words(case.destination)
    next_text, unfit_next = printable_words(case.next_text)
    reference, unfit_number = printable_words(case.external_reference, _IN_NUMBERS)
    reason = voice.reason(case.reason, lists["not_possible_reason"].label(case.reason)) if case.reason else None
    return PaperworkSlip(
        head=_head(matter, "slip"), result=_result(matter), reason=reason,
        done=tuple(voice.text(text) for text in _done(matter)), missing=_missing(matter) if case.is_open else (),
        reference=reference, destination=destination, next_on=case.next_on if case.is_open else None,
        next_text=next_text if case.is_open else "",
        notes=tuple(one for one in notes_offered(matter, rome_day(_last(case))) if one.italian in notes),
        left_out=tuple(dict.fromkeys((*unfit_there, *unfit_next, *unfit_number))),
    )  # fmt: skip


def bring_list(matter: Matter) -> BringList:
    """What is still to be brought, for somebody who comes back."""
    return BringList(head=_head(matter, "missing_title"), things=_missing(matter), next_on=matter.case.next_on)


def mandate_form(matter: Matter) -> MandateForm:
    """A delega for this matter, to be filled in by hand."""
    return MandateForm(head=_head(matter, "mandate_title"))


def _head(matter: Matter, paper: str) -> SlipHead:
    case, voice = matter.case, matter.voice
    labels = {key: voice.phrase(key) for key in voice.italian.phrases}
    title = matter.kind.title if matter.kind else case.type_title or case.type_code
    return SlipHead(
        space=paper_space(matter.space, is_protected=matter.is_protected), code=paperwork_code(case),
        language=voice.own.code, right_to_left=voice.own.right_to_left, title=voice.text(title),
        labels=labels | {"paper": voice.phrase(paper)}, recorded_at=_last(case), instead_of=matter.instead_of,
    )  # fmt: skip


def paperwork_code(case: PaperworkCase) -> str:
    """The code printed on every paper of this pratica."""
    return slip_code(case.id, case.opened_at)


def _result(matter: Matter) -> Wording | None:
    outcome = matter.kind.outcome(matter.case.outcome) if matter.kind else None
    return matter.voice.text(outcome.label) if outcome else None


def _done(matter: Matter) -> list[str]:
    """The steps of the last day on which something was done, in the order of the type."""
    case, kind = matter.case, matter.kind
    if kind is None or not case.steps_done:
        return []
    last = rome_day(max(one.at for one in case.steps_done))
    done = {one.no for one in case.steps_done if rome_day(one.at) == last}
    return [one.text for one in kind.steps if one.no in done and matter.voice.is_said(one.text)]


def _missing(matter: Matter) -> tuple[Wording, ...]:
    things = missing_to_bring(matter.case, matter.kind) if matter.kind else ()
    return tuple(matter.voice.text(thing) for thing in things)


def _last(case: PaperworkCase) -> datetime:
    return max([case.opened_at, *(one.at for one in case.steps_done), *([case.closed_at] if case.closed_at else [])])
