"""Who may change what, per kind of record, and what happens when two did (sync.md 5)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from enum import StrEnum
from typing import Any

import msgspec

from wemi_desk.domain.applications import CENTRES_FIELDS
from wemi_desk.domain.appointments import Appointment
from wemi_desk.domain.courses import Activity, ActivityDate, Enrolment, Presence
from wemi_desk.domain.handover_notes import HandoverNote
from wemi_desk.domain.openings import OpeningException, OpeningSlot
from wemi_desk.domain.shared_services import SharedParticipant, SharedRequest, SharedService
from wemi_desk.domain.shifts import Leave, Shift
from wemi_desk.domain.volunteers import Volunteer, VolunteerHours
from wemi_desk.domain.workstations import Workstation, WorkstationTurn

LATER_VISIT = timedelta(hours=12)
"""So much later, a *visit* field was said at another visit: the later word stands without a question."""


class Rule(StrEnum):
    """How a kind of record lives."""

    APPEND_ONLY = "append_only"  # born once, never edited; a correction is a new record
    MERGED = "merged"  # field-wise three-way merge
    APPLICATION = "application"  # merged until submitted; then the centre's
    QUESTION = "question"  # made by the centre, answered by a desk
    DOWN = "down"  # written by the centre alone


@dataclass(frozen=True, slots=True)
class Policy:
    """One kind's rule. *identity*: what stands is not replaced while two values exist, and a question is always asked.
    *visit*: the later visit's word stands unasked. *strict*: True wins over False. *elements*: lists of codes that
    merge per element. *frozen*: no act changes them."""

    rule: Rule
    identity: frozenset[str] = frozenset()
    visit: frozenset[str] = frozenset()
    strict: frozenset[str] = frozenset()
    elements: frozenset[str] = frozenset()
    frozen: frozenset[str] = frozenset({"id", "created_at", "created_by"})
    silent: frozenset[str] = frozenset()
    """Fields nobody is asked about: counters and marks the program keeps."""
    follows: Mapping[str, str] = field(default_factory=dict)
    """Field → the one it is said with: it goes where that goes, never apart (a code and where the code was seen)."""


def _fields(record_type: type) -> frozenset[str]:
    """What a calendar says is nobody's secret and nobody's word against another's: the later word stands unasked."""
    return frozenset(field.name for field in fields(record_type)) - {"id", "created_at", "created_by"}


_APPEND = Policy(Rule.APPEND_ONLY)
_DOWN = Policy(Rule.DOWN)

POLICIES: dict[str, Policy] = {
    "citizen": Policy(
        Rule.MERGED,
        identity=frozenset({"surname", "given_name", "birth_date", "fiscal_code"}),
        visit=frozenset({"phone", "phone_typed", "email", "address", "municipio", "language", "gender"}),
        strict=frozenset({"is_protected"}),
        silent=frozenset({
            "to_verify", "phone_typed", "birth_date_provenance", "fiscal_code_provenance", "unchecked_code",
            "withdrawn_at",
        }),
        follows={
            "fiscal_code_provenance": "fiscal_code", "birth_date_provenance": "birth_date", "birth_year": "birth_date",
            "phone_typed": "phone",
        },
    ),
    "citizen_merge": Policy(Rule.MERGED, silent=frozenset({"undone_at", "undone_by"})),
    "fiscal_code_record": Policy(Rule.MERGED, silent=frozenset({"citizen_id"})),
    "duplicate_decision": _APPEND,
    "household": Policy(Rule.MERGED),
    "household_member": Policy(Rule.MERGED, silent=frozenset({"citizen_id"}), strict=frozenset({"hides_contacts"})),
    "contact": _APPEND,
    "contact_cancellation": _APPEND,
    "referral": Policy(
        Rule.MERGED,
        visit=frozenset({"status", "answered_at", "answer_note", "outcome", "feedback_due_on", "due_on"}),
        silent=frozenset({"citizen_id", "cancelled_at"}),
        follows={"answered_at": "status", "answer_note": "status"},
    ),
    "orientation": Policy(
        Rule.MERGED,
        visit=frozenset({"outcome", "outcome_note", "chosen_id", "answered_at", "feedback_due_on"}),
        silent=frozenset({"citizen_id", "cancelled_at", "handed_over"}),
        frozen=frozenset({"id", "suggestions", "suggested_at", "suggested_by", "space_code", "contact_id"}),
        follows={"answered_at": "outcome", "outcome_note": "outcome", "chosen_id": "outcome"},
    ),
    "call_back": Policy(
        Rule.MERGED, visit=frozenset({"result", "closed_at", "due_on"}), silent=frozenset({"tries", "citizen_id"})
    ),
    "queue_ticket": Policy(Rule.MERGED, silent=frozenset({"state", "changed_at", "changed_by"})),
    "privacy_notice_record": Policy(Rule.MERGED, silent=frozenset({"cancelled_at", "citizen_id"})),
    "print_record": _APPEND,
    "application": Policy(
        Rule.APPLICATION,
        identity=frozenset({"beneficiary_id", "measure_code"}),
        silent=frozenset({
            "state", "measure_version", "representation", "applicant_residence", "beneficiary_residence",
            "beneficiary_in_care", "household_id", "household_size", "isee_id", "eligibility", "group",
            "override_reason", "cancel_reason", "next_on", "note", "previous_id",
        }),
        elements=frozenset({"declarations", "documents_seen"}),
        frozen=frozenset({"id", "created_at", "created_by", *CENTRES_FIELDS}),
    ),
    "application_event": _APPEND,
    "attachment": _APPEND,
    "isee_certificate": _APPEND,
    "voucher": Policy(
        Rule.MERGED,
        identity=frozenset({"number", "amount_cents"}),
        frozen=frozenset({
            "id", "created_at", "created_by", "provenance", "revoked_at", "revoked_reason", "contradictions",
        }),
    ),
    "voucher_movement": _APPEND,
    "paperwork_case": Policy(
        Rule.MERGED,
        visit=frozenset({
            "outcome", "next_on", "next_text", "external_reference", "autonomy_before", "autonomy_after", "device_used",
            "note",
        }),
        silent=frozenset({"citizen_id", "closed_at", "closed_by"}),
        elements=frozenset({"brought", "steps_done", "documents_seen"}),
        frozen=frozenset({"id", "operator_id", "opened_at", "type_code", "type_version", "type_title"}),
        follows={
            "closed_at": "outcome", "closed_by": "outcome", "reason": "outcome", "destination": "outcome",
            "next_text": "next_on",
        },
    ),
    "mandate": Policy(
        Rule.MERGED, silent=frozenset({"citizen_id", "ended_at"}), elements=frozenset({"scope"}),
        frozen=frozenset({"id", "seen_by", "seen_at", "delegate_id"}),
    ),
    "facilitation_session": Policy(
        Rule.MERGED, silent=frozenset({"cancelled_at"}),
        elements=frozenset({"competences", "domains", "other_case_ids"}),
        frozen=frozenset({"id", "operator_id", "local_number"}),
    ),
    "facilitation_attendance": Policy(
        Rule.MERGED, silent=frozenset({"citizen_id", "cancelled_at"}), frozen=frozenset({"id", "session_id"})
    ),
    "facilita_site": Policy(Rule.MERGED),
    "facilita_operator": Policy(Rule.MERGED),
    "facilita_batch": Policy(
        Rule.MERGED, silent=frozenset({"closed_at", "uploaded_by", "signed_name", "signed_sha256"}),
        frozen=frozenset({
            "id", "created_at", "created_by", "space_code", "project_code", "date_from", "date_to", "file_name",
            "row_count", "sha256", "replaces",
        }),
        follows={"uploaded_by": "uploaded_on", "signed_sha256": "signed_name"},
    ),
    "activity": Policy(Rule.MERGED, silent=_fields(Activity), elements=frozenset({"nameless"})),
    "activity_date": Policy(Rule.MERGED, silent=_fields(ActivityDate), elements=frozenset({"volunteers"})),
    "activity_enrolment": Policy(Rule.MERGED, silent=_fields(Enrolment)),
    "activity_presence": Policy(Rule.MERGED, silent=_fields(Presence)),
    "volunteer": Policy(Rule.MERGED, silent=_fields(Volunteer), elements=frozenset({"skills"})),
    "volunteer_hours": Policy(Rule.MERGED, silent=_fields(VolunteerHours)),
    "workstation": Policy(Rule.MERGED, silent=_fields(Workstation)),
    "workstation_turn": Policy(Rule.MERGED, silent=_fields(WorkstationTurn)),
    "appointment": Policy(Rule.MERGED, silent=_fields(Appointment)),
    "opening_slot": Policy(Rule.MERGED, silent=_fields(OpeningSlot)),
    "opening_exception": Policy(Rule.MERGED, silent=_fields(OpeningException)),
    "shift": Policy(Rule.MERGED, silent=_fields(Shift)),
    "leave": Policy(Rule.MERGED, silent=_fields(Leave)),
    "handover_note": Policy(
        Rule.MERGED, silent=_fields(HandoverNote) - {"read_by"}, elements=frozenset({"read_by"}),
        frozen=frozenset({"id", "created_at", "created_by", "text"}),
    ),
    "shared_request": Policy(Rule.MERGED, silent=_fields(SharedRequest)),
    "shared_service": Policy(Rule.MERGED, silent=_fields(SharedService)),
    "shared_participant": Policy(
        Rule.MERGED, silent=_fields(SharedParticipant) - {"answer", "agreed_at", "agreed_by", "shows_contact"},
        visit=frozenset({"answer", "shows_contact"}), follows={"agreed_at": "answer", "agreed_by": "answer"},
        frozen=frozenset({"id", "shared_service_id", "request_id", "created_at", "created_by"}),
    ),
    "act_withdrawal": _APPEND,
    "question": Policy(Rule.QUESTION),
    "space": _DOWN,
    "operator": _DOWN,
    "organisation": _DOWN,
    "measure": _DOWN,
    "paperwork_type": _DOWN,
    "reference_list": _DOWN,
    "catalogue_provider": _DOWN,
    "catalogue_service": _DOWN,
    "catalogue_edition": _DOWN,
    "catalogue_part": _DOWN,
    "policy": _DOWN,
}

# Fields that name a person: where such a record goes, the person's record goes too, and a merge moves the MOVING ones.
PERSON_FIELDS = ("citizen_id", "beneficiary_id", "delegate_id", "kept_id", "merged_id")
MOVING = (
    "household_member", "call_back", "referral", "fiscal_code_record", "application", "application_event", "attachment",
    "isee_certificate", "voucher", "voucher_movement", "paperwork_case", "mandate", "facilitation_attendance",
    "activity_enrolment", "activity_presence", "workstation_turn", "orientation", "appointment",
    "volunteer", "volunteer_hours",
    "shared_request", "shared_participant",
)  # fmt: skip
MOVED_FIELDS: dict[str, tuple[str, ...]] = {
    "citizen_id": MOVING, "beneficiary_id": ("application", "voucher"), "delegate_id": ("mandate",),
}
"""Per field that names a person, the kinds whose field follows when two records of a person become one."""

CENTRES_LIFE = frozenset({"application", "voucher"})
"""Kinds of whose life the centre says things that no act brings again: between two lives of the centre their version
tells nothing."""

TELLING = ("phone", "phone_typed", "email", "address", "fiscal_code", "unchecked_code")
"""Fields of a person whose words are theirs alone: where they stand, in whatever act, somebody is known by them."""


SHOWN = (*TELLING, "surname", "given_name")
"""What is changed because somebody saw it: those, and names."""
ONE_DEED_US = 2_000_000
"""Acts of one deed bear one instant; those of a desk of before, instants within so many microseconds."""


def carries(payload: Mapping[str, Any], words: Mapping[str, Collection[str]]) -> bool:
    """Is this set what making one of two, or two of one, says: a field filled with one of *words*, or emptied of it?"""
    for name in TELLING:
        said, (before, after) = words.get(name, ()), _change(payload, name)
        if (after in said and not before) or (before in said and not after):
            return True
    return False


def unseen(payload: Mapping[str, Any], words: Mapping[str, Collection[str]]) -> dict[str, Any] | None:
    """A set without those of *words* that its author had before their eyes; None where there was none."""
    seen = {name for name, said in words.items() if _change(payload, name)[0] in said}
    return {name: [None, one[1]] if name in seen else one for name, one in payload.items()} if seen else None


def changes_in(payload: bytes) -> dict[str, Any]:
    """What a set says; nothing where it was refused for what no one can read."""
    try:
        said = msgspec.json.decode(payload)
    except (msgspec.DecodeError, RecursionError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def heard(kind: str, verb: str, payload: bytes) -> bytes:
    """What is kept of an act that was judged: what its author said, and not the words they had before their eyes; those
    may be another's, and nobody would know."""
    if (kind, verb) != ("citizen", "set"):
        return payload
    said = changes_in(payload)
    seen = [name for name in said if name != "merged_into" and _change(said, name)[0]]
    return msgspec.json.encode(said | {name: [None, said[name][1]] for name in seen}) if seen else payload


def _change(payload: Mapping[str, Any], name: str) -> tuple[Any, Any]:
    change = payload.get(name)
    before, after = change if isinstance(change, list) and len(change) == 2 else (None, None)
    return before if isinstance(before, str) else None, after if isinstance(after, str) else None


NAMED_ALIKE = frozenset({
    "activity_enrolment", "activity_presence", "facilitation_session", "facilitation_attendance", "volunteer",
    "volunteer_hours",
    "shared_participant",
})  # fmt: skip
"""Kinds whose id may be drawn from what they name: two desks that say the same make one record."""

# What an act waits for at the centre when it is not there yet, per kind: field → kind of the record named.
NEEDS: dict[str, dict[str, str]] = {
    "fiscal_code_record": {"citizen_id": "citizen"},
    "duplicate_decision": {"citizen_id": "citizen"},
    "citizen_merge": {"kept_id": "citizen", "merged_id": "citizen"},
    "household_member": {"citizen_id": "citizen", "household_id": "household"},
    "contact": {"citizen_id": "citizen"},
    "contact_cancellation": {"contact_id": "contact"},
    "referral": {"citizen_id": "citizen"},
    "orientation": {"citizen_id": "citizen"},
    "call_back": {"citizen_id": "citizen"},
    "privacy_notice_record": {"citizen_id": "citizen"},
    "print_record": {"citizen_id": "citizen"},
    "application": {"citizen_id": "citizen", "beneficiary_id": "citizen"},
    "application_event": {"citizen_id": "citizen", "application_id": "application"},
    "attachment": {"citizen_id": "citizen", "application_id": "application"},
    "isee_certificate": {"citizen_id": "citizen"},
    "voucher": {"citizen_id": "citizen", "beneficiary_id": "citizen", "application_id": "application"},
    "voucher_movement": {"citizen_id": "citizen", "voucher_id": "voucher"},
    "paperwork_case": {"citizen_id": "citizen"},
    "mandate": {"citizen_id": "citizen", "delegate_id": "citizen"},
    "facilitation_attendance": {"citizen_id": "citizen", "session_id": "facilitation_session"},
    "facilitation_session": {"course_id": "activity"},
    "activity_date": {"activity_id": "activity"},
    "activity_enrolment": {"citizen_id": "citizen", "activity_id": "activity"},
    "activity_presence": {"citizen_id": "citizen", "date_id": "activity_date"},
    "shared_request": {"citizen_id": "citizen"},
    "shared_participant": {
        "citizen_id": "citizen", "shared_service_id": "shared_service", "request_id": "shared_request",
    },
    "workstation_turn": {"citizen_id": "citizen", "workstation_id": "workstation"},
    "appointment": {"citizen_id": "citizen"},
    "volunteer": {"citizen_id": "citizen"},
    "volunteer_hours": {"citizen_id": "citizen", "volunteer_id": "volunteer", "activity_id": "activity"},
}


def policy_of(kind: str) -> Policy | None:
    """The policy of a kind this version knows; None for a newer one, which is kept as it is."""
    return POLICIES.get(kind)
