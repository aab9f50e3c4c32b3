"""Persons: registered, changed, found to be one, told apart. The older record stands; nothing said is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from wemi_desk.central.exchange import applications, joining, membership, parting, questions
from wemi_desk.central.exchange.contents import UnfitError, as_id
from wemi_desk.central.exchange.merging import Edits, merge_into, write_merged
from wemi_desk.central.exchange.redirects import (
    CITIZEN,
    canonical_code,
    code_key,
    group_of,
    living,
    orders_about,
    person_keys,
    root_of,
    target_of,
)
from wemi_desk.central.exchange.turns import (
    DONE,
    GONE,
    IN_CONFLICT,
    Outcome,
    Turn,
    already,
    waiting_for,
)
from wemi_desk.central.exchange.workspace import Held, Workspace
from wemi_desk.domain.names import joined
from wemi_desk.domain.questions import ANSWERED, OTHER, SAME, SAME_PERSON, VOID

SEEN = frozenset({"card_scan", "document", "register"})
"""Provenances of a codice fiscale that somebody saw on paper; *declared* is not one."""
_KEYED = ("surname", "given_name", "birth_date", "fiscal_code")


def registered(turn: Turn, content: dict[str, Any]) -> Outcome:
    """A person is registered at a desk, and known again where that is certain."""
    work, act = turn.work, turn.act
    if was_erased(work, act.record_id, content, act.erase_no):
        return GONE  # said before the desk knew of the erasure; a registration made afterwards is a new relation
    content = {name: value for name, value in content.items() if name not in joining.OF_THE_CENTRE}
    if orders_about(work, content):
        content[joining.REGISTERED_AFTER] = act.erase_no
    into = content.get("merged_into")
    if into and (verdict := _lacks_target(turn, into)):
        return verdict
    person = work.put(
        CITIZEN, act.record_id, content | {"merged_into": None}, subject_id=act.record_id, birth=turn.stamp
    )  # fmt: skip
    work.set_person_keys(person.id, person_keys(work, person.content))
    membership.show_born(turn, person)
    if into:
        return redirected(turn, person, [None, into])
    recognise(turn, person)
    return DONE


def changed(turn: Turn, person: Held, edits: Edits) -> Outcome:
    """A desk changes a person's data, or says into which record this one goes."""
    edits = {name: change for name, change in edits.items() if name not in joining.OF_THE_CENTRE}
    into = edits.get("merged_into")
    if into is None:
        return _edited(turn, person, edits)
    if into[1] and (verdict := _lacks_target(turn, into[1])):
        return verdict
    rest = {name: change for name, change in edits.items() if name != "merged_into"}
    outcome = _edited(turn, person, rest) if rest else DONE
    verdict = redirected(turn, turn.work.find(CITIZEN, person.id) or person, into)
    return verdict if outcome is DONE else outcome


def _lacks_target(turn: Turn, text: Any) -> Outcome | None:
    target = as_id("merged_into", text)
    if turn.work.is_erased(target):
        return GONE
    if membership.find_known(turn, CITIZEN, target) is None:
        turn.work.park(turn.act, target, turn.caller)
        return waiting_for(CITIZEN, target)
    return None


def _edited(turn: Turn, person: Held, edits: Edits) -> Outcome:
    """What is said of a merged-away record is said of the person: it is merged into the one that stands, and stays
    with that record too, so that an un-merge leaves it there."""
    root = living(turn.work, person.id) or person
    before, place = root.content, applications.person_place(turn.work, root, root.id)
    outcome = merge_into(turn, root, edits)
    _keep_own_words(turn, root.id, before, edits, own=root.id == person.id)
    _write_on_the_way(turn, person, edits)
    rewritten(turn, root.id, before, place)
    return outcome


def _keep_own_words(turn: Turn, root_id: UUID, before: Mapping[str, Any], edits: Edits, *, own: bool) -> None:
    """Where a word said of another record stands now, remember what was said of the one that stands itself."""
    root = joining.held(turn.work, root_id)
    words = dict(before.get(joining.OWN_WORDS) or {})
    for name, (seen, said) in edits.items():
        stands = joining.said_at(root, name).act_id == turn.stamp.act_id
        if not own:
            if stands and before.get(name) != said:
                words.setdefault(name, before.get(name))
        elif name in words and (stands or root.content.get(name) == said):
            if words[name] not in (seen, said):
                joining.keep_word(turn, root, name, words[name])
            del words[name]
        elif name in words:
            words[name] = said
    joining.write_own_words(turn.work, root, words)


def _write_on_the_way(turn: Turn, person: Held, edits: Edits) -> None:
    """Write *edits* on every record they pass on their way to the one that stands."""
    passed: Held | None = person
    while passed is not None and (target := target_of(passed)) is not None:
        with suppress(UnfitError):
            questions.put_off(turn, passed, write_merged(turn, passed, edits))
            _keep_own_words(turn, passed.id, passed.content, edits, own=passed.id == person.id)
        passed = turn.work.find(CITIZEN, target)


def rewritten(turn: Turn, person_id: UUID, before: Mapping[str, Any], place: bytes) -> None:
    """After a person's fields changed: found under the new keys, their place with them, perhaps known elsewhere."""
    person = turn.work.find(CITIZEN, person_id)
    if person is None or all(before.get(name) == person.content.get(name) for name in _KEYED):
        return
    if stands := joining.stands_after(turn.work, before, person.content):
        person = turn.work.put(CITIZEN, person_id, person.content | stands, subject_id=person_id)
    turn.work.set_person_keys(person_id, person_keys(turn.work, person.content))
    applications.keep_places(turn, person, [place])
    recognise(turn, person)


def recognise(turn: Turn, person: Held) -> None:
    """The same code elsewhere: one person where codice fiscale, birth date and names agree and both codes were seen
    on a document; otherwise a person is asked. Never on the code alone."""
    for mine, other in _perhaps_one(turn.work, person):
        if surely_one(mine, other):
            joining.join(turn, mine, other)
        else:
            _ask_same(turn, mine, other)


def join_if_sure(turn: Turn, person: Held) -> None:
    """As :func:`recognise`, of who was known before: what had to be asked has been asked."""
    for mine, other in _perhaps_one(turn.work, person):
        if surely_one(mine, other):
            joining.join(turn, mine, other)


def _perhaps_one(work: Workspace, person: Held) -> Iterator[tuple[Held, Held]]:
    code, judged = canonical_code(person.content), set()
    for other_id in sorted(work.persons_by_key(code_key(work, code))) if code else ():
        mine, other = living(work, person.id), living(work, other_id)
        if mine is None or other is None:
            continue
        pair = mine.id, mine.version, other.id, other.version
        if pair in judged:
            continue  # several sheets lead to one person
        judged.add(pair)
        if _may_be_one(work, mine, other):
            yield mine, other


def _may_be_one(work: Workspace, mine: Held, other: Held) -> bool:
    if mine.id == other.id or mine.content.get("withdrawn_at") or other.content.get("withdrawn_at"):
        return False
    return not joining.are_apart(work, group_of(work, mine.id), group_of(work, other.id))


def surely_one(mine: Held, other: Held) -> bool:
    """The strict rule (identification.md 1.2)."""
    return _surely_one(mine.content, other.content)


def _surely_one(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    return _bear_one_code(ours, theirs) and all(
        joined(ours.get(name) or "") == joined(theirs.get(name) or "") for name in ("surname", "given_name")
    )


def _bear_one_code(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """The same code and birth date, and somebody saw both codes."""
    return (
        bool(canonical_code(ours)) and canonical_code(ours) == canonical_code(theirs)
        and bool(ours.get("birth_date")) and ours["birth_date"] == theirs.get("birth_date")
        and code_was_seen(ours) and code_was_seen(theirs)
    )  # fmt: skip


def was_erased(work: Workspace, citizen_id: UUID, content: Mapping[str, Any], known: int) -> bool:
    """Is this a record of somebody erased, made where the orders up to *known* were known and no later one? Whoever
    stood beside an order had been left alone by those before it."""
    later = [number for number in orders_about(work, content) if number > known]
    stood = max((number for number in later if citizen_id in work.spared_by(number)), default=known)
    return any(number > stood and not _was_spared(work, content, number) for number in later)


def _was_spared(work: Workspace, content: Mapping[str, Any], number: int) -> bool:
    """Did the order leave this person alone as another record that bears the same code and birth date, both seen, the
    one when the order was given? Names change: whether these are one is asked, and nobody is erased for a name."""
    return any(_bears_code_of(work, content, one, seen) for one, seen in work.spared_by(number).items())


def _bears_code_of(work: Workspace, content: Mapping[str, Any], spared_id: UUID, was_seen: bool | None) -> bool:
    """Of somebody left alone; who was lost with a backup, and is not given back yet, is known by what the order says
    of them: the order in which desks speak must not decide who is erased. A code seen since is no reason: it may be
    that of the erased, brought by a merge that came too late."""
    if was_seen is False:
        return False
    person = living(work, spared_id)
    if person is not None:
        own = work.find(CITIZEN, spared_id) or person  # led to a sheet, by hand, whose code was only told
        return any(_bear_one_code(content, one.content) for one in (person, own))
    return bool(was_seen) and code_was_seen(content) and not work.is_erased(root_of(work, spared_id))


def code_was_seen(content: Mapping[str, Any]) -> bool:
    """On paper, not declared."""
    return content.get("fiscal_code_provenance") in SEEN


def _ask_same(turn: Turn, mine: Held, other: Held) -> None:
    """One question per pair. It holds the two ids, and where and when each was registered: no name of the other."""
    work, pair = turn.work, sorted((mine, other), key=lambda person: person.id)
    if _asked_before(work, mine, other):
        return
    topic = questions.Topic(pair[0], SAME_PERSON, turn.act.id, turn.stamp)
    candidates = [questions.candidate(str(one.id), one.birth) for one in pair]
    question = questions.opened(work, topic, candidates, about=f"{pair[0].id}:{pair[1].id}")
    work.show(question.kind, question.id, work.scopes_of(CITIZEN, pair[1].id))


def _asked_before(work: Workspace, mine: Held, other: Held) -> bool:
    ids = {mine.id, other.id}
    group = (*group_of(work, mine.id), *group_of(work, other.id))
    asked = (question for one in group for question in work.pointing("record_id", one, (questions.QUESTION,)))
    return any(
        {root_of(work, one) for one in pair_of(question)} == ids
        for question in asked if question.content["state"] != VOID
    )  # fmt: skip


def pair_of(question: Held) -> list[UUID]:
    """The two records of a SAME_PERSON question; nothing for another."""
    if question.content["field"] != SAME_PERSON:
        return []
    return [UUID(questions.value_of(one)) for one in question.content["values"]]


def redirected(turn: Turn, person: Held, into: list[Any]) -> Outcome:
    """A desk made one person of two, or two of one. A redirect that would close a circle is there already."""
    before, target = into
    if not target:
        return _separated(turn, person, before)
    kept, mine = living(turn.work, as_id("merged_into", target)), living(turn.work, person.id)
    if kept is None or mine is None:  # lost with a backup, and not given back yet
        return _wait_for_end(turn, as_id("merged_into", target) if kept is None else person.id)
    if kept.id == mine.id:
        return already(str(kept.id))
    if mine.id != person.id:  # somebody else put it elsewhere meanwhile: are those two one?
        _ask_same(turn, mine, kept)
        return IN_CONFLICT
    if joining.told_apart_since(turn.work, person, kept, turn.stamp):
        return already("separate")
    joining.join_as_told(turn, kept, person)
    return DONE


def _wait_for_end(turn: Turn, citizen_id: UUID) -> Outcome:
    """Keep the act until the record at the end of the redirects appears."""
    root_id = root_of(turn.work, citizen_id)
    turn.work.park(turn.act, root_id, turn.caller)
    return waiting_for(CITIZEN, root_id)


def _separated(turn: Turn, person: Held, before: Any) -> Outcome:
    current = target_of(person)
    if current is None:
        _keep_apart(turn, person.id, before)
        return already("separate")
    if str(current) != before:
        return already(str(current))
    if living(turn.work, person.id) is None:  # lost with a backup, and not given back yet
        return _wait_for_end(turn, person.id)
    parting.separate(turn, person)
    return DONE


def _keep_apart(turn: Turn, citizen_id: UUID, before: Any) -> None:
    """The merge itself was lost with a backup and may be given back: what was said of it since holds."""
    other = turn.work.find(CITIZEN, as_id("merged_into", before)) if before else None
    if other is not None and other.id != citizen_id:
        joining.tell_apart(turn, citizen_id, other.id)
        parting.part_words(turn.work, citizen_id)


def told_apart_at_desk(turn: Turn, content: Mapping[str, Any]) -> None:
    """ "È un'altra persona": who was shown beside a new record is not asked about again."""
    mine = living(turn.work, UUID(content["citizen_id"]))
    if mine is None or content.get("answer") != "other":
        return
    for text in content.get("shown_ids") or ():
        other = _shown(turn, text)
        if other is not None and canonical_code(other.content) and other.id != mine.id:
            _tell_apart(turn, mine.id, other.id)


def _shown(turn: Turn, text: str) -> Held | None:
    try:
        return membership.find_known(turn, CITIZEN, as_id("shown_ids", text))
    except UnfitError:
        return None


def _tell_apart(turn: Turn, one_id: UUID, two_id: UUID) -> None:
    joining.tell_apart(turn, one_id, two_id)
    for one in (one_id, two_id):
        for question in questions.open_questions(turn.work, one):
            if set(pair_of(question)) == {one_id, two_id}:
                questions.close(turn.work, question, VOID)


def answered_same(turn: Turn, question: Held, value: Any) -> Outcome:
    """The answer to SAME_PERSON: they are joined, or stay two for good."""
    if value not in (SAME, OTHER):
        raise UnfitError("answer", "not_offered")
    work = turn.work
    questions.close(work, question, ANSWERED, value, turn.stamp)
    found = [living(work, one) for one in pair_of(question)]
    one, two = found[0], found[-1]
    if one is None or two is None or one.id == two.id:
        return already()
    if value == SAME:
        joining.join(turn, one, two)
    else:
        joining.tell_apart(turn, one.id, two.id)
    return DONE
