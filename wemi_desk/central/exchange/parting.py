"""One person becomes two again: to each what was said of them, and what belongs to them."""

from __future__ import annotations

from uuid import UUID

import msgspec

from wemi_desk.central.exchange import applications, membership, questions
from wemi_desk.central.exchange.joining import (
    MERGE,
    ONE_WITH,
    OWN_WORDS,
    held,
    one_with,
    put_moved,
    tell_apart,
    write_own_words,
)
from wemi_desk.central.exchange.redirects import CITIZEN, ORIGIN, branch_of, person_keys, root_of, target_of
from wemi_desk.central.exchange.turns import Turn
from wemi_desk.central.exchange.workspace import Held, Workspace
from wemi_desk.domain.questions import SAME_PERSON, VOID
from wemi_desk.sync.policies import MOVED_FIELDS


def separate(turn: Turn, other: Held) -> None:
    """Two persons after all: what belonged to each goes back, each is shown where it belongs, and they stay two."""
    work, root_id = turn.work, root_of(turn.work, other.id)
    root = held(work, root_id)
    places = [applications.person_place(work, root, root_id)]
    _give_back(work, root, other)
    _leave(work, other)
    work.put(CITIZEN, other.id, other.content | {"merged_into": None}, subject_id=other.id)
    tell_apart(work, root_id, other.id)
    move_back(work, root_id, other.id)
    _ask_again(work, other.id)
    for one in (root_id, other.id):
        person = held(work, one)
        applications.keep_places(turn, person, places)
        work.set_person_keys(one, person_keys(work, person.content))
        turn.appeared += membership.settle_person(work, one)


def _give_back(work: Workspace, root: Held, other: Held) -> None:
    """What was said of the other stands on its own sheet alone: not in the root's fields, not in its questions."""
    _clear_questions(work, root, other.id)
    words = dict(root.content.get(OWN_WORDS) or {})
    returned = {name: words.pop(name) for name in list(words) if root.content.get(name) == other.content.get(name)}
    stamps = {name: stamp for name, stamp in root.stamps.items() if name not in returned}
    root = work.put(CITIZEN, root.id, root.content | returned, subject_id=root.id, stamps=stamps)
    others = [one for one in work.pointing("merged_into", root.id, (CITIZEN,)) if one.id != other.id]
    write_own_words(work, root, words if others else {})


def _leave(work: Workspace, other: Held) -> None:
    """The records that *other* led to do not say any more that they are one with it."""
    gone = {str(one) for one in branch_of(work, other.id)} | set(one_with(other))
    above = target_of(other)
    while above is not None:
        person = held(work, above)
        rest = [one for one in one_with(person) if one not in gone]
        work.put(CITIZEN, above, person.content | {ONE_WITH: rest}, subject_id=above)
        above = target_of(person)


def _said_of(work: Workspace, other_id: UUID) -> set[str]:
    """The acts whose words stand, or stood in doubt, on *other_id* and the records that lead to it."""
    acts: set[str] = set()
    for one in branch_of(work, other_id):
        person = held(work, one)
        acts |= {person.birth.act_id, *(stamp.act_id for stamp in person.stamps.values())}
        for question in work.pointing("record_id", one, (questions.QUESTION,)):
            acts |= {questions.act_of(word) for word in question.content["values"]}
    return acts


def _clear_questions(work: Workspace, root: Held, other_id: UUID) -> None:
    """Words said of the other leave the root's questions; also those of which nobody knows any more who said them
    (see turns.came_back), where they stand on the other's sheets."""
    others, nobody = _said_of(work, other_id), str(root.id)
    for question in list(work.pointing("record_id", root.id, (questions.QUESTION,))):
        words, field = question.content["values"], question.content["field"]
        theirs = [held(work, one).content.get(field) for one in branch_of(work, other_id)]
        own = [
            word for word in words
            if (said_by := questions.act_of(word)) not in others
            and not (said_by == nobody and questions.value_of(word) in theirs)
        ]  # fmt: skip
        if len(own) < len(words) and field in root.content:
            questions.keep_only(work, question, own)


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
