"""What a record given back after a restore means beside itself: who is one, who is shown where, whose it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any
from uuid import UUID, uuid5

from wemi_desk.central.exchange import applications, credit, joining, membership, parting, people, questions, two_lives
from wemi_desk.central.exchange.births import resolved
from wemi_desk.central.exchange.redirects import (
    CITIZEN,
    ORIGIN,
    branch_of,
    group_of,
    living,
    person_keys,
    root_of,
    target_of,
)
from wemi_desk.central.exchange.turns import Turn, came_back, nobody, own_turn
from wemi_desk.central.exchange.workspace import Caller, Held, Workspace
from wemi_desk.domain.questions import KEPT
from wemi_desk.sync.policies import MOVED_FIELDS, MOVING, Rule, policy_of


def redirect_since(work: Workspace, here: Held | None, record_id: UUID, content: Mapping[str, Any]) -> dict[str, Any]:
    """Where a person's row goes, if not where it says itself: a merge made since the restore stands, unless the lost
    hours told the two apart; one of the lost hours does, unless they were told apart since; and no redirect closes a
    circle or leads to somebody erased."""
    told, stands = content.get("merged_into"), target_of(here) if here else None
    if stands is not None and not _among_group(work, record_id, _apart(content)):
        return {} if told == str(stands) else {"merged_into": str(stands)}
    if not told:
        return {}
    leads_nowhere = work.is_erased(UUID(told)) or root_of(work, UUID(told)) == record_id
    parted = bool(here) and _among_group(work, UUID(told), _apart(here.content if here else {}) - _apart(content))
    parted = parted or told in _parted_from(work, record_id, [told]) - _apart(content)  # else one again since
    return {"merged_into": None} if leads_nowhere or parted else {}


def merged_since(work: Workspace, here: Held | None, record_id: UUID, content: Mapping[str, Any]) -> dict[str, Any]:
    """Who is one with a person by either life and not told apart in the other; and who was told apart in either, or is
    by the other's sheet, which a desk gave back that had heard more."""
    theirs, known = _apart(content), content.get(joining.ONE_WITH) or []
    seen = [*known, *filter(None, [content.get("merged_into")])]
    ours = (_apart(here.content) if here else set()) | _parted_from(work, record_id, seen)
    here_too = set(joining.one_with(here)) if here else set()
    both = sorted({one for one in known if one not in ours - theirs} | here_too - theirs)
    said = {joining.ONE_WITH: both} if both != known else {}
    return said | ({joining.APART: sorted(ours | theirs)} if ours - theirs else {})


def _parted_from(work: Workspace, record_id: UUID, others: Iterable[str]) -> set[str]:
    """Who of *others* knows to be somebody else, and is not one with this record since."""
    sheets = [sheet for one in others if (sheet := work.find(CITIZEN, UUID(one))) is not None]
    return {
        str(sheet.id) for sheet in sheets
        if str(record_id) in _apart(sheet.content) and str(record_id) not in joining.one_with(sheet)
        and root_of(work, sheet.id) != root_of(work, record_id)
    }  # fmt: skip


def own_words_since(here: Held, content: Mapping[str, Any], later: Mapping[str, Any]) -> dict[str, Any]:
    """A sheet's own words, where a word said since the restore stands over what the row says: of somebody else, it
    covers the row's own; of this sheet, nothing is covered any more."""
    covered, words = here.content.get(joining.OWN_WORDS) or {}, dict(content.get(joining.OWN_WORDS) or {})
    before = dict(words)
    for name in later:
        if name in covered:
            words.setdefault(name, content.get(name))
        else:
            words.pop(name, None)
    return {joining.OWN_WORDS: words} if words != before else {}


def _apart(content: Mapping[str, Any]) -> set[str]:
    return set(content.get(joining.APART) or ())


def _among_group(work: Workspace, record_id: UUID, people: Collection[str]) -> bool:
    return bool(people) and any(str(one) in people for one in group_of(work, record_id))


def keep_words(work: Workspace, record: Held, other: Held) -> None:
    """The words that a row replaced: never asked about, there to be read. Mostly their authors' words were seen and
    changed in the lost hours; but who puts back one backup and then another has lives that knew nothing of each other.
    """
    policy = policy_of(record.kind)
    if policy is None or policy.rule is not Rule.MERGED or record.kind == joining.MERGE:
        return
    passed_over = joining.OWN | policy.frozen | (policy.silent if _is_one_birth(record, other) else frozenset())
    own = record.content.get(joining.OWN_WORDS) or {}
    for name, word in other.content.items():
        if name in passed_over or not word or own.get(name) == word:
            continue
        if record.content.get(name) != word and not _is_said_along(policy.follows.get(name), record, other):
            _keep_word(work, record, other, name)


def _is_one_birth(record: Held, other: Held) -> bool:
    """Not two, under the id that two desks drew from what both name: neither of them saw the other's words."""
    return all(record.content.get(name) == other.content.get(name) for name in ("created_at", "created_by"))


def _is_said_along(leader: str | None, record: Held, other: Held) -> bool:
    return leader is not None and record.content.get(leader) != other.content.get(leader)


def _keep_word(work: Workspace, record: Held, other: Held, name: str) -> None:
    word, along = other.content[name], questions.along_with(other, name)
    if questions.holds(work, record.id, name, word, along):
        return
    topic = questions.Topic(record, name, uuid5(record.id, f"replaced:{record.version}"), came_back(record.id))
    stands = record.content.get(name), joining.said_at(record, name), questions.along_with(record, name)
    words = [stands, (word, joining.said_at(other, name), along)]
    questions.opened(work, topic, [questions.candidate(*said) for said in words], KEPT)


def settle(work: Workspace, caller: Caller, held: Held, before: Held | None = None) -> list[UUID]:
    """By which keys a person is found and who is one with them, what a fund has paid; the records that appeared.

    *before*: a person as they stood here until the row was taken back.
    """
    if held.kind == CITIZEN:
        work.set_person_keys(held.id, person_keys(work, held.content))
        return _settle_person(own_turn(work, caller, held), held, before)
    if held.kind in MOVING:
        held = _follow(work, held)
    if held.kind == applications.APPLICATION:
        applications.restored(own_turn(work, caller, held), held)
        two_lives.fit_vouchers(work, held.id)
    elif held.kind == credit.VOUCHER and (of := held.content.get("application_id")):
        two_lives.fit_vouchers(work, UUID(of))
    elif held.kind == questions.QUESTION:
        questions.mark(work, held.content["kind"], UUID(held.content["record_id"]))
        parting.part_words(work, UUID(held.content["record_id"]))
    elif held.kind == joining.MERGE:
        return _joined(own_turn(work, caller, held), held)
    is_reason = held.kind in membership.NAMING
    return membership.show_named(work, held, work.scopes_of(held.kind, held.id)) if is_reason else []


def _settle_person(turn: Turn, person: Held, before: Held | None) -> list[UUID]:
    people.join_if_sure(turn, person)
    _part(turn, person)
    parting.part_words(turn.work, person.id)
    work, root = turn.work, living(turn.work, person.id)
    if root is not None:
        branch = branch_of(work, root.id)
        sheets = [before, *(joining.held(work, one) for one in branch)]
        places = [applications.person_place(work, one, one.id) for one in sheets if one]
        for one in branch[1:]:
            joining.move(work, one, root.id)
        applications.keep_places(turn, root, places)
    return turn.appeared + membership.show_person(work, person.id, work.scopes_of(CITIZEN, person.id))


def _part(turn: Turn, person: Held) -> None:
    """Told apart in the lost hours: to each what is theirs, and each where they belong (see :mod:`parting`)."""
    work = turn.work
    for text in person.content.get(joining.APART) or ():
        mine, other = living(work, person.id), living(work, UUID(text))
        if mine is None or other is None or mine.id == other.id:
            continue
        places = [applications.person_place(work, one, one.id) for one in (mine, other)]
        parting.move_back(work, other.id, person.id)
        parting.move_back(work, mine.id, UUID(text))
        for one in (mine, other):
            applications.keep_places(turn, one, places)
            turn.appeared += membership.settle_person(work, one.id)


def _joined(turn: Turn, merge: Held) -> list[UUID]:
    """A merge of the lost hours stands even where the record that was redirected has lived on since the restore and
    knows nothing of it; not where somebody told the two apart."""
    if merge.content.get("undone_at"):
        return []
    return _made_one(turn, UUID(merge.content["kept_id"]), UUID(merge.content["merged_id"]), joining.join_again)


def one_as_seen(work: Workspace, caller: Caller, record_id: UUID, content: Mapping[str, Any]) -> list[UUID]:
    """The same by a person's row: the desk may have seen with whom it was one and not the merge itself. What leads on
    from a row that is taken back stands already; one that has lived on here is not taken back, and knew nothing of it.
    """
    here, told = work.find(CITIZEN, record_id), content.get("merged_into")
    if here is None:
        return []
    appeared = _made_one(own_turn(work, caller, here), UUID(told), record_id, joining.join) if told else []
    for one in content.get(joining.ONE_WITH) or ():
        appeared += _made_one(own_turn(work, caller, here), record_id, UUID(one), joining.join)
    return appeared


def _made_one(turn: Turn, kept_id: UUID, merged_id: UUID, join: Callable[[Turn, Held, Held], None]) -> list[UUID]:
    work = turn.work
    one, two = living(work, kept_id), living(work, merged_id)
    if one is None or two is None or one.id == two.id:
        return []
    if not joining.are_apart(work, group_of(work, one.id), group_of(work, two.id)):
        join(turn, one, two)
    return turn.appeared


def _follow(work: Workspace, held: Held) -> Held:
    """What moves with a person names the record that stands now for whom its author meant: who was one with somebody
    when it was seen may be told apart since."""
    content = dict(held.content)
    for name in MOVED_FIELDS:
        meant = content.get(ORIGIN + name)
        if meant is not None and name in content and work.find(CITIZEN, UUID(meant)) is not None:
            content[name] = content.pop(ORIGIN + name)
    content = resolved(work, content)
    return held if content == held.content else joining.put_moved(work, held, content)


def part_from_erased(work: Workspace, persons: Iterable[UUID], reached: Collection[UUID]) -> None:
    """Before an order is repeated, which reaches *persons*: whoever is one with one of them and is not *reached* was
    told apart when the order was given. To each what is theirs, and each where they belong."""
    for one in persons:
        leads_on = (person := work.find(CITIZEN, one)) and (above := target_of(person)) and above not in reached
        below = (other.id for other in work.pointing("merged_into", one, (CITIZEN,)) if other.id not in reached)
        for lower in [one, *below] if leads_on else list(below):
            held = work.find(CITIZEN, lower)
            if held is not None and living(work, lower) is not None:
                parting.separate(own_turn(work, nobody(work), held), held)
