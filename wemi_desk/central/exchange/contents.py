"""What an act brings is read once and judged here: nothing unfit reaches a record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any
from uuid import UUID

import msgspec

from wemi_desk.domain.acts import ActWithdrawal
from wemi_desk.domain.applications import Application, ApplicationEvent
from wemi_desk.domain.appointments import Appointment
from wemi_desk.domain.attachments import Attachment
from wemi_desk.domain.call_backs import CallBack
from wemi_desk.domain.citizens import Citizen, CitizenMerge, DuplicateDecision, FiscalCodeRecord
from wemi_desk.domain.contacts import Contact, ContactCancellation
from wemi_desk.domain.courses import Activity, ActivityDate, Enrolment, Presence
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.facilita_ledger import FacilitaBatch
from wemi_desk.domain.facilita_register import FacilitaOperator, FacilitaSite
from wemi_desk.domain.facilitation import FacilitationAttendance, FacilitationSession
from wemi_desk.domain.handover_notes import HandoverNote
from wemi_desk.domain.households import Household, HouseholdMember
from wemi_desk.domain.isee import IseeCertificate
from wemi_desk.domain.mandates import Mandate
from wemi_desk.domain.openings import OpeningException, OpeningSlot
from wemi_desk.domain.orientations import Orientation
from wemi_desk.domain.paperwork_cases import PaperworkCase
from wemi_desk.domain.prints import PrintRecord
from wemi_desk.domain.privacy_notices import PrivacyNoticeRecord
from wemi_desk.domain.queue import QueueTicket
from wemi_desk.domain.referrals import Referral
from wemi_desk.domain.shared_services import SharedParticipant, SharedRequest, SharedService
from wemi_desk.domain.shifts import Leave, Shift
from wemi_desk.domain.volunteers import Volunteer, VolunteerHours
from wemi_desk.domain.vouchers import Voucher, VoucherMovement
from wemi_desk.domain.workstations import Workstation, WorkstationTurn
from wemi_desk.sync.messages import KIND_VERSION
from wemi_desk.sync.wire import LARGEST, SMALLEST, SentAct

SHAPES: dict[str, type] = {
    "act_withdrawal": ActWithdrawal,
    "activity": Activity,
    "activity_date": ActivityDate,
    "activity_enrolment": Enrolment,
    "activity_presence": Presence,
    "application": Application,
    "application_event": ApplicationEvent,
    "appointment": Appointment,
    "attachment": Attachment,
    "call_back": CallBack,
    "citizen": Citizen,
    "citizen_merge": CitizenMerge,
    "contact": Contact,
    "contact_cancellation": ContactCancellation,
    "duplicate_decision": DuplicateDecision,
    "facilitation_attendance": FacilitationAttendance,
    "facilitation_session": FacilitationSession,
    "facilita_batch": FacilitaBatch,
    "facilita_operator": FacilitaOperator,
    "facilita_site": FacilitaSite,
    "fiscal_code_record": FiscalCodeRecord,
    "handover_note": HandoverNote,
    "household": Household,
    "household_member": HouseholdMember,
    "isee_certificate": IseeCertificate,
    "leave": Leave,
    "mandate": Mandate,
    "orientation": Orientation,
    "opening_exception": OpeningException,
    "opening_slot": OpeningSlot,
    "paperwork_case": PaperworkCase,
    "print_record": PrintRecord,
    "privacy_notice_record": PrivacyNoticeRecord,
    "queue_ticket": QueueTicket,
    "referral": Referral,
    "shared_participant": SharedParticipant,
    "shared_request": SharedRequest,
    "shared_service": SharedService,
    "shift": Shift,
    "volunteer": Volunteer,
    "volunteer_hours": VolunteerHours,
    "voucher": Voucher,
    "voucher_movement": VoucherMovement,
    "workstation": Workstation,
    "workstation_turn": WorkstationTurn,
}
MOST_BYTES = 256 * 1024
MOST_TEXT = 4000
MOST_FIELDS = 200
MOST_ITEMS = 1000
MOST_DEPTH = 8
LONG_FIELDS = frozenset({"before"})
"""Written by the program and never shown: how two records stood before they were joined."""
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
# Direction marks and control characters other than the line break: what `names.clean` takes out at the desk.
_UNFIT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_UNFIT_BYTES = b"\\\x7f\xc2\xd8\xe2"
_ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LACKING = re.compile(r"field `([a-z_]+)`")
_AT_FIELD = re.compile(r"at `\$\.([A-Za-z0-9_]+)")
_DECODER = msgspec.json.Decoder()


class UnfitError(Exception):
    """An act's content cannot be taken; the detail is ``field:reason``."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field = field
        self.reason = reason


def read(act: SentAct) -> dict[str, Any]:
    """The payload as an object with plain texts of bounded size; raises UnfitError."""
    if act.kind not in SHAPES and not _NAME.fullmatch(act.kind):
        raise UnfitError("kind", "unreadable")
    raw = bytes(act.payload or b"")
    if len(raw) > MOST_BYTES:
        raise UnfitError("payload", "too_large")
    try:
        content = _DECODER.decode(raw)
    except (msgspec.DecodeError, RecursionError, ValueError):
        raise UnfitError("payload", "unreadable") from None
    if not isinstance(content, dict):
        raise UnfitError("payload", "unreadable")
    _check_size(content)
    if _is_doubtful(raw):
        for field, value in content.items():
            _check(field, value, 1)
    return content


def _is_doubtful(raw: bytes) -> bool:
    """Long, nested, or with something that could be a sign nobody sees: then every value is looked at."""
    if len(raw) > MOST_TEXT or raw.count(b"[") + raw.count(b"{") > MOST_DEPTH:
        return True
    return len(raw.translate(None, _UNFIT_BYTES)) < len(raw)


def _check_size(content: dict[str, Any]) -> None:
    if len(content) > MOST_FIELDS:
        raise UnfitError("payload", "too_many_fields")
    if "" in content:
        raise UnfitError("payload", "unreadable")


def _check(field: str, value: Any, depth: int) -> None:
    if depth > MOST_DEPTH:
        raise UnfitError(field, "too_deep")
    if isinstance(value, str):
        _check_text(field, value)
    elif isinstance(value, list):
        if len(value) > MOST_ITEMS:
            raise UnfitError(field, "too_many")
        for one in value:
            _check(field, one, depth + 1)
    elif isinstance(value, dict):
        _check_size(value)
        for name, one in value.items():
            _check_text(field, name)
            _check(field, one, depth + 1)


def _check_text(field: str, text: str) -> None:
    if len(text) > MOST_TEXT and field not in LONG_FIELDS:
        raise UnfitError(field, "too_long")
    if not text.isprintable() and _UNFIT.search(text):
        raise UnfitError(field, "unfit_character")


def fit(kind: str, content: Mapping[str, Any], kind_version: int) -> None:
    """Raise UnfitError unless *content* is a record of *kind*. A newer version may have new rules, not new types."""
    shape = SHAPES.get(kind)
    if shape is None:
        return
    _check_ids(shape, content)
    for name, told in content.items():
        if type(told) is int and not SMALLEST <= told <= LARGEST:  # no desk could store what it is shown
            raise UnfitError(name, "invalid")
    try:
        msgspec.convert(content, shape)
    except InvalidFieldError as error:
        if kind_version <= KIND_VERSION:
            raise UnfitError(error.field, error.reason) from None
    except (msgspec.ValidationError, ValueError, TypeError, OverflowError) as error:
        found = _AT_FIELD.search(str(error)) or _LACKING.search(str(error))
        raise UnfitError(found.group(1) if found else "payload", "invalid") from None


def _check_ids(shape: type, content: Mapping[str, Any]) -> None:
    for name in _ids_of(shape):
        told = content.get(name)
        if told is None or (isinstance(told, str) and _ID.fullmatch(told)):
            continue
        if not isinstance(told, list) or not all(isinstance(text, str) and _ID.fullmatch(text) for text in told):
            raise UnfitError(name, "invalid")


@cache
def _ids_of(shape: type) -> tuple[str, ...]:
    """Fields that hold identifiers: written in one way only, or what points to a record would not be found."""
    return tuple(field.name for field in fields(shape) if "Id" in str(field.type) or "UUID" in str(field.type))


def changes_of(payload: dict[str, Any]) -> dict[str, list[Any]]:
    """A ``set``'s ``{field: [seen, wanted]}``; raises UnfitError for anything else."""
    for field, change in payload.items():
        if not isinstance(change, list) or len(change) != 2:
            raise UnfitError(field, "not_a_change")
    return payload


def as_id(field: str, text: Any) -> UUID:
    """An identifier in a content; raises UnfitError."""
    if not isinstance(text, str) or not _ID.fullmatch(text):
        raise UnfitError(field, "invalid")
    return UUID(text)
