"""A record is born at a desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from wemi_desk.central.exchange import applications, contents, credit, erasure, membership, passed_on, people
from wemi_desk.central.exchange.case_history import EVENT
from wemi_desk.central.exchange.contents import UnfitError
from wemi_desk.central.exchange.joining import MERGE
from wemi_desk.central.exchange.redirects import CITIZEN, ORIGIN, root_of
from wemi_desk.central.exchange.turns import DONE, GONE, KNOWN, Outcome, Turn, refused, waiting_for
from wemi_desk.central.exchange.workspace import Held, Workspace
from wemi_desk.domain.applications import FROM_CENTRE
from wemi_desk.sync.identifiers import text_of
from wemi_desk.sync.policies import MOVED_FIELDS, MOVING, NAMED_ALIKE, NEEDS, PERSON_FIELDS, Rule

_OF_BIRTH = ("created_at", "created_by", "space_code")
_GROUP, _PLACE = "shared_service", "shared_participant"
_CENTRES_ALONE = (Rule.DOWN, Rule.QUESTION)


def born(turn: Turn) -> Outcome:
    """The verb ``new``."""
    if turn.policy.rule in _CENTRES_ALONE:
        return refused("kind", "the_centres")
    content = turn.payload
    _check(turn, content)
    known = turn.work.find(turn.act.kind, turn.act.record_id)
    verdict = _come_back(turn, known, content) if known is not None else lacking(turn, content) or _put(turn, content)
    if turn.act.kind == MERGE:
        passed_on.take_back(turn, content)
    if verdict is GONE:
        erasure.late(turn)
    return verdict


def _come_back(turn: Turn, record: Held, content: Mapping[str, Any]) -> Outcome:
    """It is there. If somebody gave it back after a restore, this is its birth: it is shown where it was made too."""
    if _is_the_same(turn, record, content):
        membership.show_born(turn, record)
    if record.birth.hlc or any(record.content.get(name) != content.get(name) for name in _OF_BIRTH):
        return KNOWN
    membership.show_born(turn, record)
    return DONE


def _is_the_same(turn: Turn, record: Held, content: Mapping[str, Any]) -> bool:
    """Made at two places under the id that both draw from what it names, by desks that may name all of it."""
    kind, named = turn.act.kind, list(_named(turn, content))
    if kind == _GROUP:
        return _may_name_families(turn, record)
    if kind not in NAMED_ALIKE or not named:
        return False
    if any(turn.work.is_erased(one) or membership.find_known(turn, what, one) is None for what, one in named):
        return False
    meant = resolved(turn.work, dict(content)) if kind in MOVING else content
    return all(record.content.get(name) == meant.get(name) for name in NEEDS.get(kind, {}))


def _may_name_families(turn: Turn, group: Held) -> bool:
    """A group has its id from the families' requests and names nobody; its places, as far as they are here, do."""
    shares = [share for split in group.content.get("splits") or () for share in split["shares"]]
    for one in {UUID(share["participant_id"]) for share in shares}:
        place = turn.work.find(_PLACE, one)
        named = _fields_named(_PLACE, place.content) if place else ()
        if any(membership.find_known(turn, kind, other) is None for kind, other in named if kind != _GROUP):
            return False
    return True


def _check(turn: Turn, content: dict[str, Any]) -> None:
    act = turn.act
    if content.get("id") != text_of(act.record_id):
        raise UnfitError("id", "mismatch")
    check_space(turn, content.get("space_code", act.space_code))
    contents.fit(act.kind, content, act.kind_version)


def check_space(turn: Turn, space_code: Any) -> None:
    """A desk speaks for its own spaces; raises UnfitError."""
    if not isinstance(space_code, str) or space_code not in turn.caller.spaces:
        raise UnfitError("space_code", "foreign_space")


def lacking(turn: Turn, content: Mapping[str, Any]) -> Outcome | None:
    """The verdict when a record that *content* names is erased, not here, or not this desk's to name; else None."""
    for kind, target in _named(turn, content):
        if turn.work.is_erased(target):
            return GONE
        if membership.find_known(turn, kind, target) is None:
            return wait(turn, kind, target)
    return None


def wait(turn: Turn, kind: str, record_id: UUID) -> Outcome:
    """Keep the act until *record_id* appears; not what is said of somebody erased, which may never come back."""
    if turn.act.subject_id is not None and turn.work.is_erased(turn.act.subject_id):
        return GONE
    turn.work.park(turn.act, record_id, turn.caller)
    return waiting_for(kind, record_id)


def _named(turn: Turn, content: Mapping[str, Any]) -> Iterable[tuple[str, UUID]]:
    kind, subject = turn.act.kind, turn.act.subject_id
    yield from _fields_named(kind, content)
    if subject is not None and kind not in contents.SHAPES:
        yield CITIZEN, subject


def _fields_named(kind: str, content: Mapping[str, Any]) -> Iterable[tuple[str, UUID]]:
    for name, named_kind in _naming(kind):
        text = content.get(name)
        if text is not None:
            yield named_kind, contents.as_id(name, text)


@lru_cache(maxsize=256)
def _naming(kind: str) -> tuple[tuple[str, str], ...]:
    """Field → kind of the record it names. Persons also where the kind has no such field: whoever is named is shown."""
    needs = NEEDS.get(kind, {})
    return (*needs.items(), *((name, CITIZEN) for name in PERSON_FIELDS if name not in needs))


def _put(turn: Turn, content: dict[str, Any]) -> Outcome:
    kind = turn.act.kind
    if kind == CITIZEN:
        return people.registered(turn, content)
    if kind == "application":
        content = applications.drafted(content)
    elif kind in (credit.VOUCHER, credit.MOVEMENT):
        content = credit.noted_at_desk(turn.work, kind, content)
    elif kind == EVENT and content.get("provenance") == FROM_CENTRE:
        raise UnfitError("provenance", "the_centres")
    if kind in MOVING:
        content = resolved(turn.work, content)
    record = turn.work.put(
        kind, turn.act.record_id, content, subject_id=_subject(turn, content), birth=turn.stamp
    )  # fmt: skip
    membership.show_born(turn, record)
    if kind == "duplicate_decision":
        people.told_apart_at_desk(turn, content)
    return DONE


def resolved(work: Workspace, content: dict[str, Any]) -> dict[str, Any]:
    """What moves with a person names the record that stands now, and remembers which one its author meant."""
    for name in MOVED_FIELDS:
        text = content.get(name)
        if text and (root := text_of(root_of(work, UUID(text)))) != text:
            content = content | {name: root, ORIGIN + name: text}
    return content


def _subject(turn: Turn, content: Mapping[str, Any]) -> UUID | None:
    """Whom the record is about: erasure finds it by this, so it is derived here and not believed."""
    kind = turn.act.kind
    if kind not in contents.SHAPES:  # an attachment, a kind of a newer desk: the person was judged with the act
        return turn.act.subject_id
    if kind == "contact_cancellation":
        contact = turn.work.find("contact", UUID(content["contact_id"]))
        return contact.subject_id if contact else None
    text = content.get("kept_id" if kind == "citizen_merge" else "citizen_id")
    return UUID(text) if text else None
