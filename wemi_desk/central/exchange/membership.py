"""Who may see what: a person's record goes where a record goes that names the person, and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID, uuid5

from wemi_desk.central.exchange.redirects import CITIZEN, branch_of, group_of, target_of
from wemi_desk.central.exchange.turns import Turn, space_scope
from wemi_desk.central.exchange.workspace import Caller, Held, Workspace
from wemi_desk.sync.policies import PERSON_FIELDS

COPY = "temporary_copy"
"""What a look-up gave to one desk; made by :mod:`lookup`."""
NAMING = (
    "household_member", "contact", "referral", "call_back", "privacy_notice_record", "print_record", "application",
    "application_event", "attachment", "isee_certificate", "voucher", "voucher_movement", "fiscal_code_record",
    "duplicate_decision", "paperwork_case", "mandate", "facilitation_attendance",
    "activity_enrolment", "activity_presence", "workstation_turn", "orientation", "appointment",
    "volunteer", "volunteer_hours",
    "shared_request", "shared_participant",
)  # fmt: skip
"""Kinds that are a reason to show the person they name."""


def copy_id(device_id: UUID, citizen_id: UUID) -> UUID:
    """The one record of what a desk looked up of a person."""
    return uuid5(device_id, str(citizen_id))


def is_known(work: Workspace, caller: Caller, kind: str, record_id: UUID) -> bool:
    """May this desk speak of the record? Yes where it is shown to it, was shown to it (its unsent work still counts,
    S53), or was opened in a look-up. Everything else is answered like a record that does not exist."""
    if not caller.scopes.isdisjoint(work.scopes_of(kind, record_id)):
        return True
    if not caller.scopes.isdisjoint(work.exposed((record_id,))):
        return True
    return kind == CITIZEN and _was_opened(work, caller.device_id, record_id)


def _was_opened(work: Workspace, device_id: UUID, citizen_id: UUID) -> bool:
    copy = work.find(COPY, copy_id(device_id, citizen_id))
    return copy is not None and bool(copy.content["expires_at"])


def find_known(turn: Turn, kind: str, record_id: UUID) -> Held | None:
    """The record, if the desk of this turn may speak of it."""
    held = turn.work.find(kind, record_id)
    return held if held is not None and is_known(turn.work, turn.caller, kind, record_id) else None


def show_born(turn: Turn, record: Held) -> None:
    """A new record appears in its space, and with it whom it names."""
    scopes = (space_scope(turn.act.space_code),)
    turn.work.show(record.kind, record.id, scopes)
    turn.appeared.append(record.id)
    turn.appeared.extend(show_named(turn.work, record, scopes))


def show_named(work: Workspace, record: Held, scopes: Collection[str]) -> list[UUID]:
    """Show the persons *record* names where it is shown; returns those that were new somewhere."""
    appeared: list[UUID] = []
    for field in PERSON_FIELDS:
        text = record.content.get(field)
        if text:
            appeared += show_person(work, UUID(text), scopes)
    return appeared


def show_person(work: Workspace, citizen_id: UUID, scopes: Collection[str]) -> list[UUID]:
    """Show a person, the records the redirects lead to, and what is asked about them; returns what was new."""
    appeared: list[UUID] = []
    person = work.find(CITIZEN, citizen_id)
    while person is not None:
        lacking = frozenset(scopes) - work.scopes_of(CITIZEN, person.id)
        if lacking:
            work.show(CITIZEN, person.id, lacking)
            _show_questions(work, person.id, lacking)
            appeared.append(person.id)
        target = target_of(person)
        person = work.find(CITIZEN, target) if target else None
    return appeared


def _show_questions(work: Workspace, record_id: UUID, scopes: Collection[str]) -> None:
    for question in work.pointing("record_id", record_id, ("question",)):
        work.show("question", question.id, scopes)


def settle_person(work: Workspace, citizen_id: UUID) -> list[UUID]:
    """Show a person exactly where belongs who is one with them: the spaces that registered them, and those of records
    that name them. Used when that shrinks; returns the records that became visible somewhere."""
    group = group_of(work, citizen_id)
    wanted = frozenset().union(*(_reasons(work, one) for one in group))
    appeared: list[UUID] = []
    for one in group:
        surplus = {scope for scope in work.scopes_of(CITIZEN, one) - wanted if not scope.startswith("desk:")}
        if surplus:
            work.hide(CITIZEN, one, surplus)
            for question in work.pointing("record_id", one, ("question",)):
                work.hide("question", question.id, surplus & work.scopes_of("question", question.id))
        appeared += show_person(work, one, wanted)
    return appeared


def _reasons(work: Workspace, citizen_id: UUID) -> frozenset[str]:
    person = work.find(CITIZEN, citizen_id)
    home = person.content.get("space_code") if person else None
    scopes = {space_scope(home)} if home else set[str]()
    for record in _naming(work, citizen_id):
        scopes |= work.scopes_of(record.kind, record.id)
    return frozenset(scopes)


def _naming(work: Workspace, citizen_id: UUID) -> Iterable[Held]:
    yield from work.pointing("citizen_id", citizen_id, NAMING)
    yield from work.pointing("beneficiary_id", citizen_id, ("application", "voucher"))
    yield from work.pointing("delegate_id", citizen_id, ("mandate",))


def leave(work: Workspace, citizen_id: UUID, scope: str) -> None:
    """A person leaves a scope (moved, closed, retention): desks let the person go and what hangs on it there.

    Unsent work of those desks is still taken: see :func:`is_known`.
    """
    for one in branch_of(work, group_of(work, citizen_id)[0]):
        for record in (*work.about(one), *_naming(work, one)):
            if scope in work.scopes_of(record.kind, record.id):
                work.hide(record.kind, record.id, (scope,))
