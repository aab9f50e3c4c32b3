"""Two records become one person: a redirect, empty fields filled, belongings moved, all undoable (see parting)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from typing import Any
from uuid import UUID, uuid5

from wemi_desk.central.exchange import applications, membership, questions
from wemi_desk.central.exchange.redirects import (
    CITIZEN,
    ORIGIN,
    canonical_code,
    group_of,
    orders_about,
    person_keys,
    root_of,
)
from wemi_desk.central.exchange.turns import NOBODY, Turn, as_text
from wemi_desk.central.exchange.workspace import Held, Workspace
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.questions import KEPT, SAME_PERSON, VOID
from wemi_desk.sync.canonical import canonical
from wemi_desk.sync.merge import Doubt, Stamp, doubt_about
from wemi_desk.sync.policies import MOVED_FIELDS, POLICIES

MERGE = "citizen_merge"
APART = "apart_from"
"""In a person's content: records that somebody said are another person."""
OWN_WORDS = "own_words"
"""In a person's content: per field in which a word said of a merged-away record stands, what was said of this one."""
ONE_WITH = "one_with"
"""In a person's content: every record merged into this one, however far; what is said of them stands here too."""
REGISTERED_AFTER = "registered_after"
"""In the content of a person somebody else of whose code was erased: the last order their desk knew of then, or that
was given when the code came to their sheet. A row that comes back after a restore says by it that they are somebody
new."""
OF_THE_CENTRE = frozenset({APART, ONE_WITH, OWN_WORDS, REGISTERED_AFTER})
"""Fields no desk writes."""
_EMPTY = (None, "", "unknown", "not_recorded")
OWN = frozenset({
    "id", "space_code", "created_at", "created_by", "merged_into", "withdrawn_at", "to_verify", "is_protected",
    *OF_THE_CENTRE,
})  # fmt: skip
NEVER_EMPTY = frozenset(field.name for field in fields(Citizen) if field.default is MISSING)
"""Fields without which a sheet is nobody's."""
_POLICY = POLICIES[CITIZEN]


def join(turn: Turn, one: Held, two: Held) -> None:
    """The centre makes one person of two: the older record stands, a merge record makes it undoable."""
    kept, other = sorted((one, two), key=lambda person: person.id)
    taken, asked = fold(turn, kept, other, _differing(kept, other))
    _record(turn, kept.id, other.id, taken, asked)


def join_again(turn: Turn, one: Held, two: Held) -> None:
    """As :func:`join`, where the merge record is there already: it came back after a restore, the redirect did not."""
    kept, other = sorted((one, two), key=lambda person: person.id)
    fold(turn, kept, other, _differing(kept, other))


def join_as_told(turn: Turn, kept: Held, other: Held) -> None:
    """A desk made one person of two, both before its eyes: only what was said later than that is doubtful."""
    later = [name for name in _differing(kept, other) if said_at(other, name) > turn.stamp]
    fold(turn, kept, other, later)


def fold(turn: Turn, kept: Held, other: Held, doubtful: Iterable[str]) -> tuple[list[str], list[UUID]]:
    """Redirect *other* to *kept*; the fields that were filled and the questions that arose."""
    work = turn.work
    places = [applications.person_place(work, person, person.id) for person in (kept, other)]
    scopes = work.scopes_of(CITIZEN, kept.id) | work.scopes_of(CITIZEN, other.id)
    taken = _fillable(kept, other)
    kept, doubts = _filled(work, kept, other, taken, doubtful)
    work.put(CITIZEN, other.id, other.content | {"merged_into": str(kept.id)}, subject_id=other.id)
    turn.appeared += membership.show_person(work, other.id, scopes)
    asked = [_asked(turn, kept, doubt) for doubt in doubts] + _carried(turn, kept, other)
    move(work, other.id, kept.id)
    applications.keep_places(turn, kept, places)
    work.set_person_keys(kept.id, person_keys(work, kept.content))
    return taken, asked


def _fillable(kept: Held, other: Held) -> list[str]:
    """Fields only *other* says something about; what is said along with another goes with that one."""
    ours, theirs = kept.content, other.content
    lacking = [name for name, value in theirs.items() if ours.get(name) in _EMPTY and value not in _EMPTY]
    return [name for name in lacking if name not in OWN and _goes_along(name, kept, other, lacking)]


def _goes_along(name: str, kept: Held, other: Held, lacking: list[str]) -> bool:
    leader = _POLICY.follows.get(name)
    return leader is None or leader in lacking or kept.content.get(leader) == other.content.get(leader)


def _differing(kept: Held, other: Held) -> list[str]:
    ours, theirs = kept.content, other.content
    return [
        name for name, value in theirs.items()
        if name not in OWN and name not in _POLICY.follows
        and value not in _EMPTY and ours.get(name) not in _EMPTY and ours[name] != value
    ]  # fmt: skip


def said_at(person: Held, name: str) -> Stamp:
    """Who said what stands in a field."""
    return person.stamps.get(name, person.birth)


def _filled(
    work: Workspace, kept: Held, other: Held, taken: list[str], doubtful: Iterable[str]
) -> tuple[Held, list[Doubt]]:
    content, stamps, doubts = dict(kept.content), dict(kept.stamps), []
    for name in taken:
        content[name], stamps[name] = other.content[name], said_at(other, name)
    for name in doubtful:
        doubt = _doubt(kept, other, name)
        content[name], stamps[name] = doubt.standing, doubt.standing_stamp
        content.update({along: two[0] for along, two in doubt.beside.items()})
        doubts.append(doubt)
    content["is_protected"] = bool(content.get("is_protected") or other.content.get("is_protected"))
    content[ONE_WITH] = sorted({*one_with(kept), *one_with(other), str(other.id)})
    changed = (name for name, value in content.items() if name != ONE_WITH and kept.content.get(name) != value)
    words = {name: kept.content.get(name) for name in changed}
    content |= stands_after(work, kept.content, content)
    kept = work.put(CITIZEN, kept.id, content, subject_id=kept.id, stamps=stamps)
    return write_own_words(work, kept, words | (content.get(OWN_WORDS) or {})), doubts


def stands_after(work: Workspace, before: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, Any]:
    """What a sheet says besides, to which a code comes that somebody erased bore (see REGISTERED_AFTER)."""
    known = 0 if canonical_code(before) == canonical_code(content) else max(orders_about(work, content), default=0)
    return {REGISTERED_AFTER: known} if known > (content.get(REGISTERED_AFTER) or 0) else {}


def one_with(person: Held) -> list[str]:
    """See ONE_WITH."""
    return person.content.get(ONE_WITH) or []


def still_one_with(person: Held) -> list[UUID]:
    """The same without those whom somebody told apart."""
    apart = person.content.get(APART) or ()
    return [UUID(one) for one in one_with(person) if one not in apart]


def write_own_words(work: Workspace, person: Held, words: dict[str, Any]) -> Held:
    """Keep *words* with the record (see OWN_WORDS), nothing where there are none."""
    if words == (person.content.get(OWN_WORDS) or {}):
        return person
    content = {name: value for name, value in person.content.items() if name != OWN_WORDS}
    return work.put(CITIZEN, person.id, content | ({OWN_WORDS: words} if words else {}), subject_id=person.id)


def empty(name: str) -> Any:
    """What stands in a field of a person of which nothing was said."""
    return None if name in NEVER_EMPTY else Citizen.__dataclass_fields__[name].default


def keep_word(turn: Turn, person: Held, name: str, word: Any) -> None:
    """Their own word goes, and who replaced it had seen another record's: the question that held both may have been
    lost with a backup before anybody saw it."""
    work, said = turn.work, questions.candidate(word, person.birth)
    if word in _EMPTY or name in _POLICY.follows or questions.holds(work, person.id, name, word):
        return
    topic = questions.Topic(person, name, turn.act.id, turn.stamp)
    stands = questions.candidate(person.content.get(name), said_at(person, name))
    questions.opened(work, topic, [stands, said], KEPT, about=f"own word of {person.id}")


def said_again(work: Workspace, citizen_id: UUID, said: Mapping[str, Any]) -> None:
    """Somebody chose these words: where they are the record's own, no other record's stands there any more."""
    person = held(work, citizen_id)
    words = person.content.get(OWN_WORDS) or {}
    write_own_words(work, person, {name: word for name, word in words.items() if said.get(name, _EMPTY) != word})


def _doubt(kept: Held, other: Held, name: str) -> Doubt:
    ours, theirs = (kept.content[name], said_at(kept, name)), (other.content[name], said_at(other, name))
    doubt = doubt_about(name, ours, theirs, None, _POLICY)
    pair = (kept, other) if doubt.standing == ours[0] else (other, kept)
    along = [follower for follower, leader in _POLICY.follows.items() if leader == name]
    beside = {one: (pair[0].content.get(one), pair[1].content.get(one)) for one in along}
    return Doubt(
        doubt.field, doubt.standing, doubt.standing_stamp, doubt.other, doubt.other_stamp, None, doubt.asked, beside
    )  # fmt: skip


def _asked(turn: Turn, kept: Held, doubt: Doubt) -> UUID:
    topic = questions.Topic(kept, doubt.field, turn.act.id, turn.stamp)
    return questions.take(turn.work, topic, doubt).id


def _carried(turn: Turn, kept: Held, other: Held) -> list[UUID]:
    """What was asked about *other* is asked about *kept* now; whether they are one is asked no more."""
    work, asked = turn.work, []
    for question in questions.open_questions(work, other.id) + questions.open_questions(work, kept.id):
        field = question.content["field"]
        if field == SAME_PERSON:
            close_if_one(work, question)
        elif question.content["record_id"] == str(other.id):
            questions.close(work, question, VOID)
            topic = questions.Topic(kept, field, turn.act.id, turn.stamp)
            stands = questions.candidate(kept.content.get(field), said_at(kept, field))
            asked.append(questions.ask(work, topic, [stands, *question.content["values"]]).id)
    return asked


def close_if_one(work: Workspace, question: Held) -> None:
    """*Same person?* is void once they are."""
    roots = {root_of(work, UUID(questions.value_of(one))) for one in question.content["values"]}
    if len(roots) == 1:
        questions.close(work, question, VOID)


def move(work: Workspace, from_id: UUID, to_id: UUID) -> None:
    """What moves with a person names the record that stands, and remembers which it named."""
    for name, kinds in MOVED_FIELDS.items():
        for record in list(work.pointing(name, from_id, kinds)):
            content = {ORIGIN + name: str(from_id)} | record.content | {name: str(to_id)}
            put_moved(work, record, content)


def put_moved(work: Workspace, record: Held, content: dict[str, Any]) -> Held:
    """Write a record that names another person than before."""
    named = content.get("citizen_id")
    return work.put(record.kind, record.id, content, subject_id=UUID(named) if named else None)


def _record(turn: Turn, kept_id: UUID, other_id: UUID, taken: list[str], asked: list[UUID]) -> None:
    work = turn.work
    before = canonical({"filled": taken, "moved": [], "asked": [str(one) for one in asked]}).decode()
    merge_id = uuid5(turn.act.id, f"merge:{kept_id}:{other_id}")
    content = {
        "id": str(merge_id), "kept_id": str(kept_id), "merged_id": str(other_id), "before": before,
        "merged_at": as_text(work.now), "merged_by": str(NOBODY), "undone_at": None, "undone_by": None,
    }  # fmt: skip
    work.put(MERGE, merge_id, content, subject_id=kept_id, birth=turn.stamp)
    work.show(MERGE, merge_id, work.scopes_of(CITIZEN, kept_id))


def tell_apart(turn: Turn, one_id: UUID, two_id: UUID) -> None:
    """Somebody said these are two persons: they are not joined by themselves any more, nor asked about."""
    for mine, theirs in ((one_id, two_id), (two_id, one_id)):
        person = held(turn.work, mine)
        known, name = person.content.get(APART) or [], _apart_stamp(theirs)
        stamps = person.stamps | {name: max(turn.stamp, person.stamps.get(name, turn.stamp))}
        content = person.content | {APART: sorted({*known, str(theirs)})}
        turn.work.put(CITIZEN, mine, content, subject_id=mine, stamps=stamps)


def told_apart_since(work: Workspace, person: Held, other: Held, stamp: Stamp) -> bool:
    """Did somebody say so after *stamp*? A merge said before that, which comes again after a restore, is undone."""
    names = [_apart_stamp(one) for one in group_of(work, other.id)]
    return any(name in person.stamps and person.stamps[name] > stamp for name in names)


def _apart_stamp(other_id: UUID) -> str:
    return f"{APART}:{other_id}"


def are_apart(work: Workspace, one: Iterable[UUID], two: Iterable[UUID]) -> bool:
    """Did somebody say so, of any two records of theirs?"""
    ours, theirs = set(map(str, one)), set(map(str, two))
    return any(theirs & set(held(work, UUID(text)).content.get(APART) or ()) for text in ours) or any(
        ours & set(held(work, UUID(text)).content.get(APART) or ()) for text in theirs
    )


def held(work: Workspace, citizen_id: UUID) -> Held:
    """A person who is here for certain."""
    person = work.find(CITIZEN, citizen_id)
    if person is None:
        raise LookupError(citizen_id)
    return person
