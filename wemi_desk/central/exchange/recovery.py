"""After a restore: noticing it, taking back what desks saw, keeping the erased erased, and ending it (sync.md 6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hmac import compare_digest
from typing import Any
from uuid import UUID

import msgspec

from wemi_desk.central.exchange import (
    applications,
    erasure,
    joining,
    membership,
    passed_on,
    people,
    questions,
    two_lives,
)
from wemi_desk.central.exchange.applying import drain
from wemi_desk.central.exchange.joining import REGISTERED_AFTER
from wemi_desk.central.exchange.ports import (
    CentreKeys,
    ErasureLedger,
    Exchanged,
    LedgerAheadError,
    LedgerEntry,
    RecoveryReport,
    Standing,
)
from wemi_desk.central.exchange.questions import QUESTION, said_beside
from wemi_desk.central.exchange.redirects import CITIZEN, living
from wemi_desk.central.exchange.settling import (
    keep_words,
    merged_since,
    one_as_seen,
    own_words_since,
    part_from_erased,
    redirect_since,
    settle,
)
from wemi_desk.central.exchange.turns import came_back, space_scope
from wemi_desk.central.exchange.workspace import AFTER_RECOVERY, Caller, Held, TakenWords
from wemi_desk.domain.applications import DESK_STATES
from wemi_desk.sync.canonical import canonical, member_hash, row_mac
from wemi_desk.sync.merge import Stamp
from wemi_desk.sync.policies import CENTRES_LIFE, PERSON_FIELDS
from wemi_desk.sync.wire import GiveBackRequest, GivenRow, Receipt

_SUBJECTS = {"citizen": "id", "citizen_merge": "kept_id", "question": "subject_id"}
WINDOW = 7 * 86_400_000_000
"""Microseconds: a device that spoke so shortly before a restore may have something from the lost hours."""


def check_ledger(work: Exchanged, standing: Standing, ledger: ErasureLedger) -> None:
    """Raises LedgerAheadError."""
    if ledger.last(work.tenant) > standing.erase_no:
        raise LedgerAheadError


def replay(work: Exchanged, ledger: ErasureLedger) -> int:
    """Carry out every order that the database lost; how many."""
    done = 0
    for entry in ledger.after(work.tenant, work.erase_no()):
        reached = {*entry.ids, *set(_under_other_ids(work, entry)).difference(entry.spared)}
        persons = [one for one in reached if work.find(CITIZEN, one) is not None]
        part_from_erased(work, persons, reached)
        passed_on.leave_log(work, persons)
        reached.update(record.id for record in erasure.hanging_on(work, persons))
        scopes = work.exposed(reached) | set(entry.scopes)
        work.carry_out(replace(entry, ids=sorted(reached), scopes=sorted(scopes)))
        done += 1
    return done


def _under_other_ids(work: Exchanged, entry: LedgerEntry) -> Iterator[UUID]:
    """The erased person under an id that the order did not know (H14): surely the same. Whoever only bears the same
    code was there when the order was given, as somebody to be asked about, and stands again."""
    known = [person for one in entry.ids if (person := work.find(CITIZEN, one)) is not None]
    spared = [person for one in entry.spared if (person := living(work, one)) is not None]
    for key in entry.keys:
        for one in work.persons_by_key(key):
            bearer = work.find(CITIZEN, one)
            if bearer is None or not people.code_was_seen(bearer.content):
                continue
            apart = not {str(other) for other in entry.ids}.isdisjoint(bearer.content.get(joining.APART) or ())
            apart = apart or any(people.surely_one(bearer, person) for person in spared)
            if not apart and (not known or any(people.surely_one(bearer, person) for person in known)):
                yield one


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What became of rows that were given back."""

    rows: int = 0
    gone: Sequence[UUID] = ()
    """Persons among the others who were erased."""
    here: Sequence[UUID] = ()
    """Records that are here at least as advanced."""


def take_back(
    work: Exchanged, caller: Caller, request: GiveBackRequest, keys: CentreKeys, lost_after: int = 0
) -> TakenBack:
    """Take the rows that bear the centre's own mark and are unknown here, newer, or not shown there any more.

    *lost_after*: a moment of the lost life; of a restore nobody spoke of, what was here before that is no news.
    """
    key = keys.row_key(work.tenant)
    work.prefetch((row.kind, row.id) for row in request.rows)
    genuine = [row for row in request.rows if row.scope in caller.scopes and _is_ours(key, work.tenant, row)]
    genuine.sort(key=lambda row: row.kind != CITIZEN)  # nothing is taken back of a person who is not
    before = {row.id: work.find(CITIZEN, row.id) for row in genuine}
    words = work.taken_words()
    taken = [row for row in genuine if any([_take_back(work, row, lost_after, words), _show_again(work, row)])]
    work.count_taken(len(taken))
    appeared = [row.id for row in taken]
    for row in genuine:
        if row.kind == CITIZEN and _was_erased(work, row):
            appeared += erasure.let_stand(work, row.id)
    _reach_on(work, genuine)  # before anybody else is found to be one with them
    for row in taken:
        if (held := work.find(row.kind, row.id)) is not None:
            appeared += settle(work, caller, held, before[row.id])
    for row in genuine:
        if row.kind == CITIZEN:
            appeared += one_as_seen(work, caller, row.id, msgspec.json.decode(bytes(row.data)))
    drain(work, appeared)
    _reach_on(work, genuine)
    gone = [row.id for row in genuine if row.kind == CITIZEN and _was_erased(work, row)]
    return TakenBack(len(taken), gone, [row.id for row in genuine if _is_here(work, row)])


def _reach_on(work: Exchanged, rows: Sequence[GivenRow]) -> None:
    for row in rows:
        if row.kind == CITIZEN and _bears_words_of_erased(work, row.id):
            erasure.reach(work, row.id)


def _is_here(work: Exchanged, row: GivenRow) -> bool:
    here = work.find(row.kind, row.id)
    return here is not None and here.version >= row.version


def proves_loss(work: Exchanged, caller: Caller, receipt: Receipt | None, standing: Standing, keys: CentreKeys) -> bool:
    """Did this very life of the centre confirm more than it holds now?"""
    if receipt is None or receipt.device != caller.device_id or receipt.epoch != standing.epoch:
        return False
    if not keys.signed(receipt.signature, receipt.signed_part()):
        return False
    log = work.log(caller.device_id, receipt.incarnation)
    if log is None or log.last < receipt.last:
        return receipt.last > 0
    link = work.links(caller.device_id, receipt.incarnation, receipt.last, receipt.last)
    return bool(link) and link[0][1] != receipt.chain


def end_if_complete(work: Exchanged, standing: Standing) -> bool:
    """Every device active in the lost window has spoken: decisions may be taken again."""
    if not standing.recovering or work.recovery(WINDOW).missing:
        return False
    end(work)
    return True


def end(work: Exchanged, *, decided: bool = False) -> RecoveryReport:
    """Leave the recovery; acts that had to wait for it are judged now."""
    report = work.recovery(WINDOW)
    work.end_recovery(report, decided=decided)
    drain(work, [AFTER_RECOVERY])
    return report


def _is_ours(key: bytes, tenant: str, row: GivenRow) -> bool:
    mark = member_hash(row.kind, row.id.bytes, bytes(row.data))
    return compare_digest(row_mac(key, tenant, row.kind, row.id.bytes, row.version, mark), row.mac)


def _take_back(work: Exchanged, row: GivenRow, lost_after: int, words: TakenWords) -> bool:
    there, here = work.kind_of(row.id), work.find(row.kind, row.id)
    if work.is_erased(row.id) or there not in (None, row.kind):
        return False
    content = msgspec.json.decode(bytes(row.data))
    if here and here.version == row.version and here.content == content:
        return False
    erased = _without_taken(row, content, words)
    content |= erased
    later = _since(work, row, here, content, lost_after)
    if later is None or not _may_return(work, row, content):
        return False
    content |= later
    is_rewritten = bool(erased or later)
    other_life = here is not None and here.version == row.version  # of the same version: one stays
    version = max(row.version + (is_rewritten or other_life), here.version + 1 if here else 0)
    held = Held(
        kind=row.kind, id=row.id, content=content, version=version, subject_id=_subject(row.kind, content),
        birth=here.birth if here else came_back(row.id), stamps=_stamped(here, content) if here else {},
    )  # fmt: skip
    if here and row.kind == applications.APPLICATION:
        two_lives.ended(work, here, content)
    work.put_back(held, canonical(content) if is_rewritten else bytes(row.data))
    if here:
        keep_words(work, held, here)
    if row.kind == QUESTION:
        questions.leave_words(work, held, set(map(str, words.acts)))
    return True


def _without_taken(row: GivenRow, content: dict[str, Any], words: TakenWords) -> dict[str, Any]:
    """What stands instead of words that an order took from this sheet: a row of before still holds them, and tells
    nothing of who said them."""
    sheets = [one for one in words.sheets if one.id == row.id and row.version < one.version]
    changed: dict[str, Any] = {name: joining.empty(name) for one in sheets for name in one.names}
    own = content.get(joining.OWN_WORDS) or {}
    left = {name: joining.empty(name) for one in sheets for name in one.own if name in own}
    return changed | ({joining.OWN_WORDS: own | left} if left else {})


def _since(
    work: Exchanged, row: GivenRow, here: Held | None, content: dict[str, Any], lost_after: int
) -> dict[str, Any] | None:
    """What stands over the row's own words; None when it brings nothing."""
    if here is None and row.kind == CITIZEN:
        return redirect_since(work, None, row.id, content) | merged_since(work, None, row.id, content)
    if here is None:
        return {}
    if row.kind in CENTRES_LIFE:
        life = two_lives.brought(here, content, row.version, work.now)
        return None if life is None else _said_since(work, here, content, lost_after) | life
    if here.version > row.version:
        return None
    later = _said_since(work, here, content, lost_after)
    if row.kind == CITIZEN:
        lives_on = redirect_since(work, here, row.id, content) | merged_since(work, here, row.id, content)
        return later | own_words_since(here, content, later) | lives_on
    return later | said_beside(here.content, content) if row.kind == QUESTION else later


def _stamped(here: Held, content: dict[str, Any]) -> dict[str, Stamp]:
    """Who said what stands; nobody knows who said what a row brought."""
    brought = {name for name, word in content.items() if here.content.get(name) != word}
    return here.stamps | dict.fromkeys(brought, came_back(here.id))


def _show_again(work: Exchanged, row: GivenRow) -> bool:
    """Where the desk saw it, and in the space that made it; also of a row that was given back before, by a desk of
    another space. A scope that it has left since the restore stays left, and so does one that saw a person through
    another who was erased."""
    here = work.find(row.kind, row.id)
    if here is None:
        return False
    home = here.content.get("space_code")
    scopes = {space_scope(home)} if isinstance(home, str) and home else set()
    scopes |= set() if _seen_through_erased(work, row) else {row.scope}
    lacking = scopes - work.exposed((row.id,))
    if lacking and row.kind == CITIZEN:
        membership.show_person(work, row.id, lacking)
    elif lacking:
        work.show(row.kind, row.id, lacking)  # whom it names is shown when it is settled
    return bool(lacking)


def _seen_through_erased(work: Exchanged, row: GivenRow) -> bool:
    told = msgspec.json.decode(bytes(row.data)).get("merged_into") if row.kind == CITIZEN else None
    return told is not None and work.is_erased(UUID(told))


def _said_since(work: Exchanged, here: Held, content: dict[str, Any], lost_after: int) -> dict[str, Any]:
    """Words that reached the centre after the restore stand: what the row has instead comes again with its own act."""
    if here.kind == applications.APPLICATION and content.get("state") not in DESK_STATES:
        return {}  # submitted, granted …: its life was the centre's already
    said = {
        field: UUID(stamp.act_id) for field, stamp in here.stamps.items()
        if stamp.act_id and here.content.get(field) != content.get(field)
    }  # fmt: skip
    since = work.since_recovery(said.values(), lost_after) if said else ()
    return {field: here.content.get(field) for field, act_id in said.items() if act_id in since}


def _may_return(work: Exchanged, row: GivenRow, content: dict[str, Any]) -> bool:
    """Not a person erased meanwhile, under whatever id (H14), nor what hangs on one; who was registered since, and
    rightly, says so. What names a person who is not here yet waits for them."""
    if row.kind == CITIZEN:
        return not _was_erased(work, row)
    if row.kind == QUESTION:
        return work.find(content["kind"], UUID(content["record_id"])) is not None
    named = {UUID(text) for name in PERSON_FIELDS if isinstance(text := content.get(name), str)}
    return all(work.find(CITIZEN, one) is not None for one in named)


def _bears_words_of_erased(work: Exchanged, citizen_id: UUID) -> bool:
    """Somebody was erased whom nobody here knew any more to be one with this person, whose sheet says so."""
    person = work.find(CITIZEN, citizen_id)
    return person is not None and any(work.is_erased(one) for one in joining.still_one_with(person))


def _was_erased(work: Exchanged, row: GivenRow) -> bool:
    if work.find(CITIZEN, row.id) is not None:
        return False
    content = msgspec.json.decode(bytes(row.data))
    known = content.get(REGISTERED_AFTER) or 0
    return work.is_erased(row.id) or people.was_erased(work, row.id, content, known)


def _subject(kind: str, content: dict[str, object]) -> UUID | None:
    text = content.get(_SUBJECTS.get(kind, "citizen_id"))
    return UUID(text) if isinstance(text, str) else None

