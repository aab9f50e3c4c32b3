"""A person is erased: everything they were, in every scope that ever showed it; and what comes later about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from wemi_desk.central.exchange import applications, parting, passed_on, people, questions
from wemi_desk.central.exchange.joining import still_one_with
from wemi_desk.central.exchange.membership import COPY
from wemi_desk.central.exchange.redirects import CITIZEN, canonical_code, code_key, group_of, living
from wemi_desk.central.exchange.turns import NOBODY, Turn, nobody, own_turn, space_scope
from wemi_desk.central.exchange.workspace import Held, Workspace
from wemi_desk.domain.applications import LIVE_STATES
from wemi_desk.domain.errors import CentreRecoveringError, RecordMissingError
from wemi_desk.sync.merge import Stamp
from wemi_desk.sync.wire import ERASED

_POINTERS: dict[str, tuple[str, ...]] = {
    "citizen_id": (
        "household_member", "contact", "referral", "call_back", "privacy_notice_record", "print_record", "application",
        "application_event", "attachment", "isee_certificate", "voucher", "voucher_movement", "fiscal_code_record",
        "duplicate_decision", "paperwork_case", "mandate", "facilitation_attendance",
        "activity_enrolment", "activity_presence", "workstation_turn", "orientation", "appointment", COPY,
        "volunteer", "volunteer_hours",
        "shared_request", "shared_participant",
    ),
    "delegate_id": ("mandate",),
    "beneficiary_id": ("application", "voucher"),
    "application_id": ("application_event", "attachment", "voucher"),
    "voucher_id": ("voucher_movement",),
    "kept_id": ("citizen_merge",),
    "merged_id": ("citizen_merge",),
    "contact_id": ("contact_cancellation", "referral", "call_back", "orientation"),
    "corrects": ("contact",),
    "object_id": ("print_record",),
    "record_id": ("question",),
}  # fmt: skip
"""By which field a record hangs on another, per kind."""
_OF_THE_PERSON: dict[str, dict[str, Any]] = {
    "contact": {"citizen_id": None, "note": "", "service_text": "", "corrects": None, "batch_id": None},
    "appointment": {
        "citizen_id": None, "name": "", "phone": "", "language": "", "note": "", "type_code": "", "ticket_id": None,
    },
}  # fmt: skip
"""What is taken out of a record that goes on being counted."""


def erase_person(work: Workspace, citizen_id: UUID) -> int:
    """Erase a person with all records that are or were theirs; the number of the order.

    What they asked for stays as anonymous contacts under ids that lead nowhere, so that past figures do not move.
    Raises RecordMissingError, CentreRecoveringError.
    """
    if work.recovering:
        raise CentreRecoveringError
    if work.find(CITIZEN, citizen_id) is None:
        raise RecordMissingError
    group = _everybody(work, citizen_id)
    hanging = hanging_on(work, group)
    for one in group:
        parting.part_words(work, one)
    return _ordered(work, group, hanging, _keys(work, group, hanging))


def reach(work: Workspace, citizen_id: UUID) -> None:
    """Carry an order on to whom it would have reached had the centre known of a merge: in an order of its own, without
    a key, so that whoever was registered since is left alone."""
    group = _everybody(work, citizen_id)
    _ordered(work, group, hanging_on(work, group), ())


def _everybody(work: Workspace, citizen_id: UUID) -> list[UUID]:
    """All records of a person; also those that were one with them before a restore and are not here, or not yet again
    as merged."""
    group = group_of(work, citizen_id)
    for one in group:
        person = work.find(CITIZEN, one)
        for other in still_one_with(person) if person else ():
            group.extend(more for more in group_of(work, other) if more not in group and not work.is_erased(more))
    return group


def _ordered(work: Workspace, group: Sequence[UUID], hanging: Iterable[Held], keys: Collection[bytes]) -> int:
    records = list(hanging)
    taken = passed_on.leave_log(work, group)
    for record in records:
        _let_go(work, record)
    ids = _with_waiting(work, [*group, *(record.id for record in records)])
    return work.order_erasure(ids, keys, work.exposed(ids), _seen_beside(work, ids, keys), taken)


def _seen_beside(work: Workspace, ids: Collection[UUID], keys: Iterable[bytes]) -> set[UUID]:
    """Who bears one of *keys* beside the erased, and somebody saw the code: noted in the order, since they may be lost
    with a backup when somebody who is one with them comes again."""
    bearers = {one for key in keys for one in work.persons_by_key(key)}.difference(ids)
    sheets = {one: (work.find(CITIZEN, one), living(work, one)) for one in bearers}
    return {one for one, both in sheets.items() if any(sheet and people.code_was_seen(sheet.content) for sheet in both)}


def hanging_on(work: Workspace, group: Sequence[UUID]) -> list[Held]:
    """Every record that is about one of the group, or hangs on one that is."""
    found: dict[UUID, Held] = {}
    for one in group:
        for record in (*work.about(one), *_named_together(work, one)):
            found.setdefault(record.id, record)
    queue = [*group, *found]
    for one in queue:
        for field, kinds in _POINTERS.items():
            for record in work.pointing(field, one, kinds):
                if record.id not in found:
                    found[record.id] = record
                    queue.append(record.id)
    return [record for record in found.values() if record.kind != CITIZEN]


def _named_together(work: Workspace, citizen_id: UUID) -> Iterable[Held]:
    """Questions about somebody else that name this person (*is it the same?*)."""
    person = work.find(CITIZEN, citizen_id)
    code = canonical_code(person.content) if person else ""
    for other in work.persons_by_key(code_key(work, code)) if code else ():
        for question in work.pointing("record_id", other, (questions.QUESTION,)):
            if str(citizen_id) in [questions.value_of(one) for one in question.content["values"]]:
                yield question


def _keys(work: Workspace, group: Iterable[UUID], hanging: Iterable[Held]) -> set[bytes]:
    """The codici fiscali they had: what was registered before a desk knew of the order is known by them."""
    people = [person for one in group if (person := work.find(CITIZEN, one)) is not None]
    codes = {canonical_code(person.content) for person in people}
    codes |= {canonical_code({"fiscal_code": one.content.get("code")}) for one in hanging if "code" in one.content}
    return {code_key(work, code) for code in codes if code}


def _let_go(work: Workspace, record: Held) -> None:
    if record.kind == "application" and record.content["state"] in LIVE_STATES:
        applications.free_place(work, record)
    elif record.kind in _OF_THE_PERSON and _counts(work, record):
        _keep_count(work, record)


def _counts(work: Workspace, contact: Held) -> bool:
    if contact.kind == "appointment":
        return contact.content["status"] in ("done", "no_show")
    return not work.pointing("contact_id", contact.id, ("contact_cancellation",)) and not work.pointing(
        "corrects", contact.id, ("contact",)
    )


def _keep_count(work: Workspace, record: Held) -> None:
    """The record without the person, under an id that only the centre's key could lead back to."""
    new_id = _custom_id(work.blind(f"anonymous|{record.id}"))
    content = record.content | _OF_THE_PERSON[record.kind] | {"id": str(new_id)}
    birth = Stamp((work.now // 1000) << 16, str(new_id), str(NOBODY), record.birth.space_code, work.now)
    scopes = work.scopes_of(record.kind, record.id)
    work.put(record.kind, new_id, content, subject_id=None, birth=birth)
    work.show(record.kind, new_id, scopes)


def _custom_id(made_of: bytes) -> UUID:
    """A UUIDv8; the standard library of Python 3.11 makes none."""
    return UUID(int=int.from_bytes(made_of[:16]) & ~(0xF << 76 | 3 << 62) | 8 << 76 | 2 << 62)


def _with_waiting(work: Workspace, ids: Iterable[UUID]) -> list[UUID]:
    """*ids*, and those of records that acts waiting for one of them would have made; those acts are answered."""
    reached = list(ids)
    for one in reached:
        for _, act in work.parked_on(one):
            work.settle(act.id, ERASED)
            if act.verb == "new":
                reached.append(act.record_id)
    return reached


def late(turn: Turn) -> None:
    """A record about an erased person arrived from a desk that did not know yet: its id is erased too, so that the
    desks let go of it and nothing waits for it."""
    if turn.act.kind == CITIZEN:
        turn.appeared += let_stand(turn.work, turn.act.record_id)
        _leave_questions(turn)
    ids = _with_waiting(turn.work, [turn.act.record_id])
    scopes = turn.work.exposed(ids) | {space_scope(turn.act.space_code)}
    turn.work.order_erasure(ids, (), scopes)


def _leave_questions(turn: Turn) -> None:
    """A question about who bears the same code may have come back after a restore before this act did, with its words:
    until now nobody could tell of whom they were said."""
    work = turn.work
    code = canonical_code(turn.payload)
    bearers = work.persons_by_key(code_key(work, code)) if code else ()
    for one in sorted({one for bearer in bearers for one in group_of(work, bearer)}):
        for question in work.pointing("record_id", one, (questions.QUESTION,)):
            questions.leave_words(work, question, {str(turn.act.id)})


def let_stand(work: Workspace, gone_id: UUID) -> list[UUID]:
    """Somebody who was lost with a backup is known for erased when they come again: whoever came before, and led to
    them, stands for themselves, as with an order that is repeated; the records that appeared."""
    appeared: list[UUID] = []
    for person in parting.stand_alone(work, gone_id):
        turn = own_turn(work, nobody(work), person)
        people.join_if_sure(turn, person)
        appeared += [person.id, *turn.appeared]
    return appeared
