"""One person becomes two again: to each what was said of them, and what belongs to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid5

import msgspec

from wemi_desk.central.exchange import applications, membership, questions
from wemi_desk.central.exchange.joining import (
    APART,
    MERGE,
    NEVER_EMPTY,
    ONE_WITH,
    OWN_WORDS,
    empty,
    held,
    one_with,
    put_moved,
    tell_apart,
    write_own_words,
)
from wemi_desk.central.exchange.questions import value_of
from wemi_desk.central.exchange.redirects import CITIZEN, ORIGIN, branch_of, group_of, person_keys, root_of, target_of
from wemi_desk.central.exchange.turns import Turn, came_back, nobody, own_turn
from wemi_desk.central.exchange.workspace import Held, Workspace
from wemi_desk.domain.questions import KEPT, SAME_PERSON, VOID
from wemi_desk.sync.policies import MOVED_FIELDS


def separate(turn: Turn, other: Held) -> None:
    """Two persons after all: what belonged to each goes back, each is shown where it belongs, and they stay two."""
    work, root_id = turn.work, root_of(turn.work, other.id)
    root = held(work, root_id)
    places = [applications.person_place(work, root, root_id)]
    for above in _above(work, other):
        _give_back(work, held(work, above), other)
    work.put(CITIZEN, other.id, other.content | {"merged_into": None}, subject_id=other.id)
    tell_apart(turn, root_id, other.id)
    move_back(work, root_id, other.id)
    _ask_again(work, other.id)
    for one in (root_id, other.id):
        person = held(work, one)
        applications.keep_places(turn, person, places)
        work.set_person_keys(one, person_keys(work, person.content))
        turn.appeared += membership.settle_person(work, one)


def stand_alone(work: Workspace, gone_id: UUID) -> list[Held]:
    """Whoever led to a record that is not here, and comes no more, stands for themselves with what is theirs."""
    alone = [one.id for one in work.pointing("merged_into", gone_id, (CITIZEN,))]
    place = applications.person_place(work, None, gone_id)
    for one in alone:
        person = work.put(CITIZEN, one, held(work, one).content | {"merged_into": None}, subject_id=one)
        move_back(work, gone_id, one)
        applications.keep_places(own_turn(work, nobody(work), person), person, [place])
        work.set_person_keys(one, person_keys(work, person.content))
        membership.settle_person(work, one)
    return [held(work, one) for one in alone]


def _give_back(work: Workspace, root: Held, other: Held) -> None:
    """What was said of the other stands on its own sheet alone: not in the root's fields, not in its questions."""
    others, own = _said_of(work, other.id), root.content | (root.content.get(OWN_WORDS) or {})

    def leaves(field: str, word: str) -> bool:
        """Said of the other; or it stands on their sheets alone: who said what came back from a desk is not known."""
        value = value_of(word)
        return questions.act_of(word) in others or (value in _sheets(work, other.id, field) and value != own.get(field))

    _clear_questions(work, root, other.id, leaves)
    rest = [one for one in work.pointing("merged_into", root.id, (CITIZEN,)) if one.id != other.id]
    words = dict(root.content.get(OWN_WORDS) or {})
    ours = _said_of_itself(work, root) if not rest else set(words)
    theirs = [name for name in words if name not in ours or root.content.get(name) == other.content.get(name)]
    returned = {name: words.pop(name) for name in theirs}
    stamps = {name: stamp for name, stamp in root.stamps.items() if name not in returned}
    gone = {str(one) for one in branch_of(work, other.id)} | set(one_with(other))
    returned[ONE_WITH] = [one for one in one_with(root) if one not in gone]
    root = work.put(CITIZEN, root.id, root.content | returned, subject_id=root.id, stamps=stamps)
    write_own_words(work, root, words if rest else {})


def _said_of_itself(work: Workspace, root: Held) -> set[str]:
    """The fields in which a word stands that, as the log knows, was said of this very sheet since."""
    acts = {name: UUID(stamp.act_id) for name, stamp in root.stamps.items() if stamp.act_id}
    said_of = work.said_of(sorted(set(acts.values())))
    return {name for name, act_id in acts.items() if said_of.get(act_id) == root.id}


def _above(work: Workspace, other: Held) -> list[UUID]:
    """The records *other* leads to: the words of *other* stand on each of them."""
    found, above = [], target_of(other)
    while above is not None:
        found.append(above)
        above = target_of(held(work, above))
    return found


def _said_of(work: Workspace, other_id: UUID) -> set[str]:
    """The acts whose words stand, or stood in doubt, on *other_id* and the records that lead to it. Whether they are
    one with somebody is no word of theirs: that question holds the births of both."""
    acts = _acts_on(work, other_id)
    for one in branch_of(work, other_id):
        for question in work.pointing("record_id", one, (questions.QUESTION,)):
            if question.content["field"] != SAME_PERSON:
                acts |= {questions.act_of(word) for word in question.content["values"]}
    return acts


def _acts_on(work: Workspace, citizen_id: UUID) -> set[str]:
    """The acts whose words stand on a person's sheets."""
    acts: set[str] = set()
    for one in branch_of(work, citizen_id):
        person = held(work, one)
        acts |= {person.birth.act_id, *(stamp.act_id for stamp in person.stamps.values())}
    return acts


def part_words(work: Workspace, citizen_id: UUID) -> None:
    """What was said of one of two who were told apart is not asked about the other, nor about who they are one with;
    also where one of them, or the question, came back after a restore, or goes for good."""
    for one in group_of(work, citizen_id):
        person = work.find(CITIZEN, one)
        for text in (person.content.get(APART) or ()) if person else ():
            other = work.find(CITIZEN, UUID(text))
            if person is not None and other is not None:
                _part_pair(work, person, other)
            elif work.is_erased(UUID(text)):
                _leave_words(work, root_of(work, one), UUID(text))
    for one in group_of(work, citizen_id):
        _forget_erased(work, one)


def _part_pair(work: Workspace, person: Held, other: Held) -> None:
    for mine, theirs in ((person, other), (other, person)):
        _part_own_words(work, mine.id, theirs.id)
    for mine, theirs in ((person, other), (other, person)):
        for one in branch_of(work, mine.id):
            _part_words(work, held(work, one), mine, theirs)
    roots = root_of(work, person.id), root_of(work, other.id)
    if roots[0] == roots[1] or not all(work.find(CITIZEN, one) for one in roots):
        return
    for mine, root_id in ((person, roots[1]), (other, roots[0])):
        for one in (mine.id, *_above(work, mine)):
            sheet = held(work, one)
            _part_words(work, sheet, sheet, held(work, root_id))
        for one in branch_of(work, root_of(work, mine.id)):
            _leave_words(work, one, root_id)


def _part_own_words(work: Workspace, citizen_id: UUID, other_id: UUID) -> None:
    """A sheet that came back from when the other was part of it took their words for its own."""
    person = held(work, citizen_id)
    words = person.content.get(OWN_WORDS) or {}
    if person.birth.hlc == 0 and words:
        theirs = {name for name, word in words.items() if word and word in _said_below(work, other_id, name)}
        theirs -= NEVER_EMPTY
        write_own_words(work, person, words | {name: empty(name) for name in theirs})


def _said_below(work: Workspace, citizen_id: UUID, field: str) -> list[Any]:
    """What stands in a field of those merged into a person: they are nobody else's."""
    return [held(work, one).content.get(field) for one in branch_of(work, citizen_id)[1:]]


def _leave_words(work: Workspace, root_id: UUID, other_id: UUID) -> None:
    """A sheet that came back from when the other, who may be erased since, was part of it: their words stand there no
    more."""
    root, theirs = work.find(CITIZEN, root_id), {str(one) for one in branch_of(work, other_id)}
    if root is None:
        return
    known = [one for one in one_with(root) if one not in theirs]
    words = dict(root.content.get(OWN_WORDS) or {})
    returned = {name: words.pop(name) for name in list(words) if _is_theirs(work, root, other_id, name)}
    if returned or known != one_with(root):
        stamps = {name: stamp for name, stamp in root.stamps.items() if name not in returned}
        content = root.content | returned | {ONE_WITH: known}
        write_own_words(work, work.put(CITIZEN, root.id, content, subject_id=root.id, stamps=stamps), words)


def _is_theirs(work: Workspace, root: Held, other_id: UUID, field: str) -> bool:
    """Does a word stand in a field of the sheet that was said of others, and of no record that is one with it now?"""
    word, below = root.content.get(field), [held(work, one) for one in branch_of(work, root.id)[1:]]
    said = work.is_erased(other_id) or word in _sheets(work, other_id, field)
    return said and word not in [one.content.get(field) for one in below]


def _forget_erased(work: Workspace, citizen_id: UUID) -> None:
    """A question that came back may hold words said of somebody erased since: the log of acts knows of whom."""
    asked = work.pointing("record_id", citizen_id, (questions.QUESTION,))
    acts = {act for question in asked for word in question.content["values"] if (act := questions.act_of(word))}
    said_of = work.said_of([UUID(one) for one in sorted(acts)])
    gone = {str(act) for act, record_id in said_of.items() if work.is_erased(record_id)}
    for question in asked if gone else ():
        questions.leave_words(work, question, gone)


def _part_words(work: Workspace, sheet: Held, person: Held, other: Held) -> None:
    """Words of the other, by who said them, by where they stand, or by what the log of acts knows, leave the questions
    about a sheet of the person; not those of which the log knows that they were said of the person: two may say the
    same."""
    ours, theirs = _acts_about(work, sheet.id, person.id), _acts_on(work, other.id) - _acts_on(work, person.id)
    theirs |= _acts_about(work, sheet.id, other.id)

    def leaves(field: str, word: str) -> bool:
        if questions.act_of(word) in ours:
            return False
        value = value_of(word)
        stands = value in _sheets(work, other.id, field) and value not in _sheets(work, person.id, field)
        return stands or questions.act_of(word) in theirs

    _clear_questions(work, sheet, other.id, leaves)


def _acts_about(work: Workspace, citizen_id: UUID, of_id: UUID) -> set[str]:
    """The acts in questions about a person that, as the log knows, spoke of a sheet of *of_id*."""
    asked = work.pointing("record_id", citizen_id, (questions.QUESTION,))
    acts = {act for question in asked for word in question.content["values"] if (act := questions.act_of(word))}
    sheets = set(branch_of(work, of_id))
    said_of = work.said_of([UUID(one) for one in sorted(acts)])
    return {str(act) for act, record_id in said_of.items() if record_id in sheets}


def _sheets(work: Workspace, citizen_id: UUID, field: str) -> list[Any]:
    """What stands of a person in a field, on every sheet of theirs."""
    people = [held(work, one).content for one in branch_of(work, citizen_id)]
    return [one.get(field) for one in people] + [(one.get(OWN_WORDS) or {}).get(field) for one in people]


def _clear_questions(work: Workspace, root: Held, other_id: UUID, leaves: Callable[[str, str], bool]) -> None:
    for question in list(work.pointing("record_id", root.id, (questions.QUESTION,))):
        field, words = question.content["field"], question.content["values"]
        gone = [word for word in words if leaves(field, word)] if field in root.content else []
        if gone:
            questions.keep_only(work, question, [word for word in words if word not in gone])
            there = _sheets(work, other_id, field)
            _keep(work, other_id, field, [word for word in gone if value_of(word) not in there])


def _keep(work: Workspace, other_id: UUID, field: str, words: list[str]) -> None:
    """Words that stand on no sheet of whom they were said of are there to be read."""
    there = branch_of(work, other_id)
    lost = [word for word in words if not any(questions.holds(work, one, field, value_of(word)) for one in there)]
    if lost:
        topic = questions.Topic(held(work, other_id), field, uuid5(other_id, f"parted:{field}"), came_back(other_id))
        questions.opened(work, topic, lost, KEPT)


def move_back(work: Workspace, root_id: UUID, other_id: UUID) -> None:
    """What was *other*'s before it became one with *root* names it again."""
    branch = {str(one) for one in branch_of(work, other_id)}
    for name, kinds in MOVED_FIELDS.items():
        for record in list(work.pointing(name, root_id, kinds)):
            origin = record.content.get(ORIGIN + name)
            if origin in branch:
                content = record.content | {name: str(other_id)}
                if origin == str(other_id):
                    del content[ORIGIN + name]
                put_moved(work, record, content)


def _ask_again(work: Workspace, other_id: UUID) -> None:
    """Questions the merge raised are void, those it closed are open again."""
    for merge in work.pointing("merged_id", other_id, (MERGE,)):
        for text in _asked_by(merge):
            question = work.find(questions.QUESTION, UUID(text))
            if question is not None and question.content["state"] == "open":
                questions.close(work, question, VOID)
    for question in work.pointing("record_id", other_id, (questions.QUESTION,)):
        if question.content["field"] != SAME_PERSON:
            questions.reopen(work, question)


def _asked_by(merge: Held) -> list[str]:
    try:
        before = msgspec.json.decode(merge.content.get("before") or "{}")
    except msgspec.DecodeError:
        return []
    return list(before.get("asked", ())) if isinstance(before, dict) else []
