"""Words that making one of two put on another's sheet: they go with whom they were said of.

A desk that makes one of two fills the empty fields of the record that stands, and takes them back when it tells the two
apart: acts about the one hold words of the other. A merge may also come when the other is erased already.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from wemi_desk.central.exchange import applications, joining, membership, people, questions
from wemi_desk.central.exchange.contents import as_id
from wemi_desk.central.exchange.redirects import CITIZEN, group_of, living, person_keys, root_of, target_of
from wemi_desk.central.exchange.turns import Turn, nobody, own_turn
from wemi_desk.central.exchange.workspace import Emptied, Held, TakenWords, Workspace
from wemi_desk.domain.citizens import MERGEABLE_FIELDS
from wemi_desk.sync.merge import Stamp
from wemi_desk.sync.policies import ONE_DEED_US, TELLING
from wemi_desk.sync.wire import ERASED

_SIDES = ("kept_id", "merged_id")
_FIRST = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def leave_log(work: Workspace, group: Collection[UUID]) -> TakenWords:
    """Before *group* is erased: what was said of them leaves the acts about who was one with them and is not now, and
    their sheets, where the centre made something else of the merge than the desk that had filled them; from where."""
    others = sorted(_once_one(work, group))
    words = _words(work, group) if others else {}
    filled = {other: {str(one) for one in work.forget_words(other, words)} for other in others}
    acts = set[str]().union(*filled.values())
    sheets = [sheet for other in others if acts and (sheet := work.find(CITIZEN, other)) is not None]
    places = {root.id: applications.person_place(work, root, root.id) for root in _roots(work, sheets)}
    left: list[Emptied] = []
    for sheet in sheets:
        before = sheet.content
        sheet = _emptied(work, sheet, MERGEABLE_FIELDS, acts)
        if filled[sheet.id]:
            sheet = _without_own(work, sheet, words)
            _ask_again(work, sheet, words)
        work.set_person_keys(sheet.id, person_keys(work, sheet.content))
        left.append(_difference(before, sheet))
    for root_id, place in places.items():
        root = joining.held(work, root_id)
        applications.keep_places(own_turn(work, nobody(work), root), root, [place])
    return TakenWords(tuple(one for one in left if one.names or one.own), tuple(sorted(map(UUID, acts))))


def _difference(before: Mapping[str, Any], sheet: Held) -> Emptied:
    now, own = sheet.content, [content.get(joining.OWN_WORDS) or {} for content in (before, sheet.content)]
    names = tuple(name for name in MERGEABLE_FIELDS if before.get(name) != now.get(name))
    return Emptied(sheet.id, sheet.version, names, tuple(name for name in own[0] if own[0][name] != own[1].get(name)))


def take_back(turn: Turn, content: Mapping[str, Any]) -> None:
    """*content* of a merge record that comes too late: the other record is erased, or somebody has told the two apart
    since. What the desk filled with it is empty again."""
    kept_id, merged_id = (as_id(name, content.get(name)) for name in _SIDES)
    kept, filled = membership.find_known(turn, CITIZEN, kept_id), _filled(content.get("before"))
    if turn.work.is_erased(merged_id):
        _settle_erased(turn, _take_back(turn, kept, filled, turn.stamp))
    elif kept is not None and _are_parted(turn, kept, merged_id):
        _take_back(turn, kept, filled, turn.stamp)


def take_back_unsaid(turn: Turn) -> None:
    """The same of a merge record whose desk has heard of the order meanwhile, so that it says nothing any more but whom
    it is about: what had been filled came in a request before."""
    if turn.act.subject_id is not None:
        kept = membership.find_known(turn, CITIZEN, turn.act.subject_id)
        _settle_erased(turn, _take_back(turn, kept, MERGEABLE_FIELDS, turn.stamp))


def _settle_erased(turn: Turn, acts: Iterable[str]) -> None:
    for one in sorted(acts):
        turn.work.settle(UUID(one), ERASED)


def _are_parted(turn: Turn, kept: Held, merged_id: UUID) -> bool:
    work, other = turn.work, membership.find_known(turn, CITIZEN, merged_id)
    if other is None or root_of(work, kept.id) == root_of(work, other.id):
        return False
    return joining.told_apart_since(work, other, kept, turn.stamp)


def take_back_between(turn: Turn, pair: Iterable[UUID]) -> None:
    """The same of what desks said who made one of two: the centre had asked whether they are, and they are not."""
    groups = [group_of(turn.work, one) for one in pair]
    for ours, theirs in (groups, groups[::-1]):
        for merge in (merge for one in ours for merge in turn.work.pointing("merged_id", one, (joining.MERGE,))):
            kept = turn.work.find(CITIZEN, UUID(merge.content["kept_id"]))
            if kept is not None and kept.id in theirs:
                _take_back(turn, kept, _filled(merge.content.get("before")), merge.birth)


def _take_back(turn: Turn, kept: Held | None, names: Collection[str], deed: Stamp) -> set[str]:
    """Empty what *deed* filled; by which acts."""
    work = turn.work
    if kept is None or not names:
        return set()
    root = living(work, kept.id) or kept
    before, place, acts = root.content, applications.person_place(work, root, root.id), set[str]()
    sheet: Held | None = kept
    while sheet is not None:
        here = _acts_of_deed(work, sheet, names, deed)
        acts |= here
        sheet = _emptied(work, sheet, names, here) if here else sheet
        target = target_of(sheet)
        sheet = work.find(CITIZEN, target) if target else None
    people.rewritten(turn, root.id, before, place)
    return acts


def _words(work: Workspace, group: Collection[UUID]) -> dict[str, set[str]]:
    sheets = [person.content for one in group if (person := work.find(CITIZEN, one))]
    said, told = [*sheets, *(sheet.get(joining.OWN_WORDS) or {} for sheet in sheets)], work.words_of(group)
    words = {name: {one[name] for one in said if one.get(name)}.union(told.get(name, ())) for name in TELLING}
    return {name: several for name, several in words.items() if several}


def _once_one(work: Workspace, group: Collection[UUID]) -> set[UUID]:
    """Who was one with them ever, and with those in their turn: a word is passed on as it stands."""
    found = list(group)
    for one in found:
        merges = [merge for name in _SIDES for merge in work.pointing(name, one, (joining.MERGE,))]
        found += {UUID(merge.content[name]) for merge in merges for name in _SIDES}.difference(found)
    return set(found).difference(group)


def _roots(work: Workspace, sheets: Iterable[Held]) -> list[Held]:
    """The records that stand for these."""
    roots = {root.id: root for sheet in sheets if (root := living(work, sheet.id)) is not None}
    return [root for _, root in sorted(roots.items())]


def _filled(before: Any) -> list[str]:
    try:
        found = msgspec.json.decode(before or "{}")
    except msgspec.DecodeError:
        return []
    names = found.get("filled") if isinstance(found, dict) else None
    return [name for name in names if name in MERGEABLE_FIELDS] if isinstance(names, list) else []


def _acts_of_deed(work: Workspace, sheet: Held, names: Iterable[str], deed: Stamp) -> set[str]:
    """By which acts of this deed words stand on a sheet, or in what is asked about it."""
    return {
        stamp.act_id for name in names
        if (stamp := sheet.stamps.get(name)) and _is_of_deed(deed, stamp.operator_id, stamp.made_at)
    } | _asked_by(work, sheet, names, deed)  # fmt: skip


def _emptied(work: Workspace, sheet: Held, names: Iterable[str], acts: Collection[str]) -> Held:
    """Take the words of *acts* from a sheet and from what is asked about it."""
    left = {name: _left(work, sheet, name, acts) for name in names}
    own = dict(sheet.content.get(joining.OWN_WORDS) or {})
    gone = [name for name in names if (stamp := sheet.stamps.get(name)) and stamp.act_id in acts]
    _ask_again(work, sheet, {name: {sheet.content.get(name)} for name in gone})
    content = sheet.content | {name: own.pop(name, None) or left[name] or joining.empty(name) for name in gone}
    stamps = {name: stamp for name, stamp in sheet.stamps.items() if name not in gone}
    sheet = work.put(CITIZEN, sheet.id, content, subject_id=sheet.id, stamps=stamps)
    return joining.write_own_words(work, sheet, own)


def _without_own(work: Workspace, sheet: Held, words: Mapping[str, Collection[str]]) -> Held:
    """A word that a desk filled in was taken for the sheet's own when another's came to stand over it."""
    own = sheet.content.get(joining.OWN_WORDS) or {}
    left = {name: joining.empty(name) if word and word in words.get(name, ()) else word for name, word in own.items()}
    return joining.write_own_words(work, sheet, left)


def _ask_again(work: Workspace, sheet: Held, words: Mapping[str, Collection[Any]]) -> None:
    """What one of these words answered, which nobody had offered, is open again."""
    for question in _about(work, sheet, words):
        questions.take_answer_back(work, question, words[question.content["field"]])


def _is_of_deed(deed: Stamp, operator_id: str, made_at: int) -> bool:
    return operator_id == deed.operator_id and 0 <= deed.made_at - made_at <= ONE_DEED_US


def _asked_by(work: Workspace, sheet: Held, names: Iterable[str], deed: Stamp) -> set[str]:
    found = set[str]()
    for question in _about(work, sheet, names):
        for said in map(msgspec.json.decode, question.content["values"]):
            made_at = (datetime.fromisoformat(said["made_at"]) - _FIRST) // timedelta(microseconds=1)
            if _is_of_deed(deed, said["operator_id"], made_at):
                found.add(said["act_id"])
    return found


def _about(work: Workspace, sheet: Held, names: Iterable[str]) -> list[Held]:
    asked = work.pointing("record_id", sheet.id, (questions.QUESTION,))
    return [question for question in asked if question.content["field"] in names]


def _left(work: Workspace, sheet: Held, name: str, acts: Collection[str]) -> Any:
    """Take the words of *acts* out of the questions about a field; what else was said there."""
    others: list[Any] = []
    for question in _about(work, sheet, (name,)):
        values = question.content["values"]
        others += (questions.value_of(word) for word in values if questions.act_of(word) not in acts)
        questions.leave_words(work, question, acts)
    return others[-1] if others else None
