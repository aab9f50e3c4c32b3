"""The tables of the desk's store, derived from the domain's records."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text, text

from wemi_desk.domain.acts import Act, ActWithdrawal
from wemi_desk.domain.applications import Application, ApplicationEvent
from wemi_desk.domain.appointments import Appointment
from wemi_desk.domain.attachments import Attachment
from wemi_desk.domain.audit import AuditEntry
from wemi_desk.domain.call_backs import CallBack
from wemi_desk.domain.catalogue import CatalogueEdition, CatalogueService, Provider
from wemi_desk.domain.citizens import Citizen, CitizenMerge, DuplicateDecision, FiscalCodeRecord
from wemi_desk.domain.contacts import Contact, ContactCancellation
from wemi_desk.domain.courses import Activity, ActivityDate, Enrolment, Presence
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.drafts import Draft
from wemi_desk.domain.facilita_ledger import FacilitaBatch, FacilitaRow
from wemi_desk.domain.facilita_register import FacilitaOperator, FacilitaSite
from wemi_desk.domain.facilitation import FacilitationAttendance, FacilitationSession
from wemi_desk.domain.handover_notes import HandoverNote
from wemi_desk.domain.households import Household, HouseholdMember
from wemi_desk.domain.isee import IseeCertificate
from wemi_desk.domain.mandates import Mandate
from wemi_desk.domain.openings import OpeningException, OpeningSlot
from wemi_desk.domain.operators import Operator
from wemi_desk.domain.orientations import Orientation
from wemi_desk.domain.paperwork_cases import PaperworkCase
from wemi_desk.domain.prints import PrintRecord
from wemi_desk.domain.privacy_notices import PrivacyNoticeRecord
from wemi_desk.domain.questions import Question
from wemi_desk.domain.queue import QueueTicket
from wemi_desk.domain.referrals import Referral
from wemi_desk.domain.shared_services import SharedParticipant, SharedRequest, SharedService
from wemi_desk.domain.shifts import Leave, Shift
from wemi_desk.domain.spaces import Organisation, Space
from wemi_desk.domain.special_data import PersonKey, SpecialDatum
from wemi_desk.domain.volunteers import Volunteer, VolunteerHours
from wemi_desk.domain.vouchers import Voucher, VoucherMovement
from wemi_desk.domain.workstations import Workstation, WorkstationTurn
from wemi_desk.persistence.mapping import Instant, UuidBytes, record_table
from wemi_desk.persistence.search_tables import search_tables

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

CITIZEN = record_table(METADATA, "citizen", Citizen, ("created_at",))  # codes and telephones: see search_tables
CITIZEN.append_column(Column("sort_key", Text(), nullable=False))
# the alphabetical list and its count read this and nothing else
Index(
    "ix_citizen_living", *(CITIZEN.c[name] for name in ("sort_key", "id", "birth_date", "merged_into", "withdrawn_at")),
    sqlite_where=CITIZEN.c.merged_into.is_(None) & CITIZEN.c.withdrawn_at.is_(None),
)  # fmt: skip
FISCAL_CODE_RECORD = record_table(METADATA, "fiscal_code_record", FiscalCodeRecord, ("citizen_id",), ("code",))
DUPLICATE_DECISION = record_table(METADATA, "duplicate_decision", DuplicateDecision, ("citizen_id",))
CITIZEN_MERGE = record_table(METADATA, "citizen_merge", CitizenMerge, ("kept_id",), ("merged_id",))
HOUSEHOLD = record_table(METADATA, "household", Household)
HOUSEHOLD_MEMBER = record_table(METADATA, "household_member", HouseholdMember, ("household_id",), ("citizen_id",))
CONTACT = record_table(METADATA, "contact", Contact, ("started_at",))
CONTACT_CANCELLATION = record_table(METADATA, "contact_cancellation", ContactCancellation, ("contact_id",))
REFERRAL = record_table(METADATA, "referral", Referral, ("citizen_id",), ("contact_id",))
CALL_BACK = record_table(METADATA, "call_back", CallBack, ("citizen_id",))
QUEUE_TICKET = record_table(METADATA, "queue_ticket", QueueTicket, ("day", "letter", "number"))
PRIVACY_NOTICE_RECORD = record_table(
    METADATA, "privacy_notice_record", PrivacyNoticeRecord, ("citizen_id",), ("given_at",)
)
PRINT_RECORD = record_table(METADATA, "print_record", PrintRecord, ("citizen_id",))
QUESTION = record_table(METADATA, "question", Question, ("subject_id",), ("record_id",))
APPLICATION = record_table(
    METADATA, "application", Application, ("citizen_id",), ("beneficiary_id",), ("created_at",)
)
APPLICATION_EVENT = record_table(METADATA, "application_event", ApplicationEvent, ("application_id",), ("citizen_id",))
ATTACHMENT = record_table(METADATA, "attachment", Attachment, ("application_id",), ("citizen_id",))
ISEE_CERTIFICATE = record_table(
    METADATA, "isee_certificate", IseeCertificate, ("citizen_id",), ("household_id",), ("valid_until",)
)
VOUCHER = record_table(
    METADATA, "voucher", Voucher, ("citizen_id",), ("beneficiary_id",), ("application_id",), ("spend_until",)
)
VOUCHER_MOVEMENT = record_table(METADATA, "voucher_movement", VoucherMovement, ("voucher_id",), ("citizen_id",))
PAPERWORK_CASE = record_table(METADATA, "paperwork_case", PaperworkCase, ("citizen_id",), ("opened_at",))
MANDATE = record_table(METADATA, "mandate", Mandate, ("citizen_id",), ("delegate_id",))
FACILITATION_SESSION = record_table(
    METADATA, "facilitation_session", FacilitationSession, ("starts_at",), ("course_id",)
)
FACILITATION_ATTENDANCE = record_table(
    METADATA, "facilitation_attendance", FacilitationAttendance, ("session_id",), ("citizen_id",)
)
ACTIVITY = record_table(METADATA, "activity", Activity)
ACTIVITY_DATE = record_table(METADATA, "activity_date", ActivityDate, ("starts_at",), ("activity_id",))
ACTIVITY_ENROLMENT = record_table(METADATA, "activity_enrolment", Enrolment, ("activity_id",), ("citizen_id",))
ACTIVITY_PRESENCE = record_table(METADATA, "activity_presence", Presence, ("date_id",), ("citizen_id",))
VOLUNTEER = record_table(METADATA, "volunteer", Volunteer, ("citizen_id",))
VOLUNTEER_HOURS = record_table(
    METADATA, "volunteer_hours", VolunteerHours, ("citizen_id",), ("volunteer_id",), ("worked_on",)
)
WORKSTATION = record_table(METADATA, "workstation", Workstation)
WORKSTATION_TURN = record_table(METADATA, "workstation_turn", WorkstationTurn, ("starts_at",), ("citizen_id",))
APPOINTMENT = record_table(METADATA, "appointment", Appointment, ("starts_at",), ("citizen_id",))
OPENING_SLOT = record_table(METADATA, "opening_slot", OpeningSlot)
OPENING_EXCEPTION = record_table(METADATA, "opening_exception", OpeningException, ("last_on",))
SHIFT = record_table(METADATA, "shift", Shift, ("day",))
LEAVE = record_table(METADATA, "leave", Leave, ("last_on",))
HANDOVER_NOTE = record_table(METADATA, "handover_note", HandoverNote, ("created_at",))
SHARED_REQUEST = record_table(METADATA, "shared_request", SharedRequest, ("citizen_id",))
SHARED_SERVICE = record_table(METADATA, "shared_service", SharedService, ("status", "created_at"))
SHARED_PARTICIPANT = record_table(
    METADATA, "shared_participant", SharedParticipant, ("shared_service_id",), ("citizen_id",), ("request_id",)
)
FACILITA_SITE = record_table(METADATA, "facilita_site", FacilitaSite, ("space_code",))
FACILITA_OPERATOR = record_table(METADATA, "facilita_operator", FacilitaOperator, ("space_code",))
FACILITA_BATCH = record_table(METADATA, "facilita_batch", FacilitaBatch, ("space_code", "created_at"))
# on this PC only: what each row of a batch was, without anybody's name
FACILITA_ROW = record_table(
    METADATA, "facilita_row", FacilitaRow, ("day", "batch_id"), key=("batch_id", "row_number")
)
FACILITA_KEY = Table(
    "facilita_key", METADATA, Column("id", Integer(), primary_key=True), Column("key", LargeBinary(), nullable=False)
)
ACT_WITHDRAWAL = record_table(METADATA, "act_withdrawal", ActWithdrawal)
ORIENTATION = record_table(METADATA, "orientation", Orientation, ("citizen_id",), ("suggested_at",))
# The catalogue, as the centre published it.
CATALOGUE_PROVIDER = record_table(METADATA, "catalogue_provider", Provider, ("name",))
CATALOGUE_SERVICE = record_table(METADATA, "catalogue_service", CatalogueService, ("provider_id",))
CATALOGUE_EDITION = record_table(METADATA, "catalogue_edition", CatalogueEdition)
DRAFT = record_table(METADATA, "draft", Draft, ("author_id",))
DEED = record_table(METADATA, "deed", Deed, ("operator_id", "done_at"), ("form_id",))
ORGANISATION = record_table(METADATA, "organisation", Organisation)
SPACE = record_table(METADATA, "space", Space, ("code",))
OPERATOR = record_table(METADATA, "operator", Operator)
# on this PC only, under a key of each person
PERSON_KEY = record_table(METADATA, "person_key", PersonKey, key=("citizen_id",))
SPECIAL_DATUM = record_table(
    METADATA, "special_datum", SpecialDatum, ("citizen_id",), ("blind_index",), ("kind", "valid_until")
)

OUTBOX = record_table(METADATA, "outbox", Act, ("record_id",), key=("incarnation", "number"))
AUDIT = record_table(METADATA, "audit", AuditEntry, ("object_id",), key=("seq",))
AUDIT_EPOCH = Table(
    "audit_epoch",
    METADATA,
    Column("epoch", Integer(), primary_key=True),
    Column("sealed_key", LargeBinary(), nullable=True),
    Column("first_seq", Integer(), nullable=False),
    Column("start_tag", LargeBinary(), nullable=False),
    Column("begun_at", Instant(), nullable=False),
)
# One row at most: how far the centre has countersigned the log; whoever cuts it or writes it anew lacks the signature.
AUDIT_HEAD = Table(
    "audit_head",
    METADATA,
    Column("seq", Integer(), primary_key=True),
    Column("tag", LargeBinary(), nullable=False),
    Column("receipt", LargeBinary(), nullable=False),
)
# One row: who this store is, and where its chains stand.
DESK = Table(
    "desk",
    METADATA,
    Column("device_id", UuidBytes(), primary_key=True),
    Column("incarnation", UuidBytes(), nullable=False),
    Column("last_number", Integer(), nullable=False),
    Column("chain", LargeBinary(), nullable=False),
    Column("hlc", BigInteger(), nullable=False),
    Column("highest_time", Instant(), nullable=False),
    Column("space_code", Text(), nullable=False),
    Column("is_practice", Integer(), nullable=False),
    # up to here the centre answered; up to here what was pulled contains; up to here acts are not kept any more
    Column("acked_number", BigInteger(), nullable=False, server_default="0"),
    Column("absorbed_number", BigInteger(), nullable=False, server_default="0"),
    Column("base_number", BigInteger(), nullable=False, server_default="0"),
    Column("base_chain", LargeBinary(), nullable=True),
    Column("epoch", LargeBinary(), nullable=True),
    Column("erase_no", BigInteger(), nullable=False, server_default="0"),
    Column("order_no", BigInteger(), nullable=False, server_default="0"),
    Column("order_kind", Text(), nullable=True),
    Column("confirmed_at", BigInteger(), nullable=True),
    Column("verified_at", BigInteger(), nullable=True),
    Column("verified_number", BigInteger(), nullable=False, server_default="0"),
)
# What the centre said last of each member of each scope. A redirect has a target and counts as no member.
SHADOW = Table(
    "shadow",
    METADATA,
    Column("kind", Text(), primary_key=True),
    Column("id", LargeBinary(), primary_key=True),
    Column("scope", Text(), primary_key=True),
    Column("version", BigInteger(), nullable=False),
    Column("hash", LargeBinary(), nullable=False),
    Column("mac", LargeBinary(), nullable=False),
    Column("target", LargeBinary(), nullable=True),
    Column("data", LargeBinary(), nullable=True),
)
SCOPE_CURSOR = Table(
    "scope_cursor",
    METADATA,
    Column("scope", Text(), primary_key=True),
    Column("cn", BigInteger(), nullable=False),
    Column("chain", LargeBinary(), nullable=False),
    Column("after_cn", BigInteger(), nullable=True),
    Column("after_kind", Text(), nullable=True),
    Column("after_id", LargeBinary(), nullable=True),
    Column("anchor", BigInteger(), nullable=False),
    Column("anchor_chain", LargeBinary(), nullable=False),
    Column("count", BigInteger(), nullable=False),
    Column("digest", LargeBinary(), nullable=False),
    Column("agreed", Integer(), nullable=False),
)
# Rows the centre no longer shows, with its own mark on them: given back until it shows them again.
LIMBO = Table(
    "limbo",
    METADATA,
    Column("kind", Text(), primary_key=True),
    Column("id", LargeBinary(), primary_key=True),
    Column("scope", Text(), primary_key=True),
    Column("version", BigInteger(), nullable=False),
    Column("mac", LargeBinary(), nullable=False),
    Column("data", LargeBinary(), nullable=False),
    Column("offers", Integer(), nullable=False, server_default="0"),
)
# Orders carried out here: a backup that is put back has them carried out again before anybody sees it.
ERASURE_ORDER = Table(
    "erasure_order",
    METADATA,
    Column("number", BigInteger(), primary_key=True, autoincrement=False),
    Column("ids", LargeBinary(), nullable=False),
)
# Persons of other spaces who were looked up: their rows in the shadow are of the scope "copy", and end.
LOOK_UP_COPY = Table(
    "look_up_copy",
    METADATA,
    Column("id", LargeBinary(), primary_key=True),
    Column("expires_at", BigInteger(), nullable=False),
)
RECEIPT = Table(
    "receipt",
    METADATA,
    Column("incarnation", LargeBinary(), primary_key=True),
    Column("last", BigInteger(), primary_key=True),
    Column("device", LargeBinary(), nullable=False),
    Column("chain", LargeBinary(), nullable=False),
    Column("at", BigInteger(), nullable=False),
    Column("durable", BigInteger(), nullable=False),
    Column("epoch", LargeBinary(), nullable=False),
    Column("signature", LargeBinary(), nullable=False),
)

search_tables(METADATA)

# Partial indexes: where nearly every row says the same, an index on all of them misleads the planner into reading all.
Index("ix_citizen_merged_into", CITIZEN.c.merged_into, sqlite_where=CITIZEN.c.merged_into.is_not(None))
Index(
    "ix_citizen_to_verify", CITIZEN.c.to_verify, CITIZEN.c.merged_into, CITIZEN.c.withdrawn_at,
    sqlite_where=text("to_verify = 1"),
)  # fmt: skip
Index(
    "ix_contact_citizen_id", CONTACT.c.citizen_id, CONTACT.c.started_at,
    sqlite_where=CONTACT.c.citizen_id.is_not(None),
)  # fmt: skip
OPEN_APPLICATIONS = "state NOT IN ('cancelled', 'rejected', 'duplicate', 'withdrawn', 'lapsed', 'granted')"
"""As text, so that the query is seen to fit the index."""
Index("ix_application_open", APPLICATION.c.state, APPLICATION.c.id, sqlite_where=text(OPEN_APPLICATIONS))
Index(
    "ix_facilitation_session_case_id", FACILITATION_SESSION.c.case_id,
    sqlite_where=FACILITATION_SESSION.c.case_id.is_not(None),
)  # fmt: skip
SHARED_SITTINGS = "other_case_ids <> '[]'"
Index("ix_facilitation_session_shared", FACILITATION_SESSION.c.id, sqlite_where=text(SHARED_SITTINGS))
Index(
    "ix_paperwork_case_open", PAPERWORK_CASE.c.space_code, PAPERWORK_CASE.c.opened_at,
    sqlite_where=PAPERWORK_CASE.c.closed_at.is_(None),
)  # fmt: skip
Index("ix_shared_request_open", SHARED_REQUEST.c.created_at, sqlite_where=SHARED_REQUEST.c.closed_at.is_(None))
SEATED_NOW = "state = 'seated'"
"""As text, so that the query is seen to fit the index."""
Index("ix_workstation_turn_seated", WORKSTATION_TURN.c.starts_at, sqlite_where=text(SEATED_NOW))
Index("ix_contact_corrects", CONTACT.c.corrects, sqlite_where=CONTACT.c.corrects.is_not(None))
Index("ix_call_back_open", CALL_BACK.c.due_on, CALL_BACK.c.id, sqlite_where=CALL_BACK.c.closed_at.is_(None))
Index(  # nothing twice: one row speaks for an attendance
    "ix_facilita_row_standing", FACILITA_ROW.c.attendance_id, unique=True,
    sqlite_where=text("state IN ('waiting', 'accepted', 'rejected')"),
)  # fmt: skip
Index("ix_outbox_id", OUTBOX.c.id, unique=True)
Index(
    "ix_outbox_held", OUTBOX.c.record_id, OUTBOX.c.number,
    sqlite_where=text("verdict IN ('refused', 'parked') AND withdrawn_at IS NULL"),
)  # fmt: skip
Index("ix_outbox_subject_id", OUTBOX.c.subject_id, sqlite_where=OUTBOX.c.subject_id.is_not(None))
Index("ix_outbox_unsent", OUTBOX.c.made_at, OUTBOX.c.acked_at, sqlite_where=OUTBOX.c.acked_at.is_(None))

# kind on the wire → its table; these and no others travel to the centre, each change with its outbox row
SYNCHRONISED: dict[str, tuple[type, Table]] = {
    "citizen": (Citizen, CITIZEN),
    "fiscal_code_record": (FiscalCodeRecord, FISCAL_CODE_RECORD),
    "duplicate_decision": (DuplicateDecision, DUPLICATE_DECISION),
    "citizen_merge": (CitizenMerge, CITIZEN_MERGE),
    "household": (Household, HOUSEHOLD),
    "household_member": (HouseholdMember, HOUSEHOLD_MEMBER),
    "contact": (Contact, CONTACT),
    "contact_cancellation": (ContactCancellation, CONTACT_CANCELLATION),
    "referral": (Referral, REFERRAL),
    "call_back": (CallBack, CALL_BACK),
    "queue_ticket": (QueueTicket, QUEUE_TICKET),
    "privacy_notice_record": (PrivacyNoticeRecord, PRIVACY_NOTICE_RECORD),
    "print_record": (PrintRecord, PRINT_RECORD),
    "question": (Question, QUESTION),
    "application": (Application, APPLICATION),
    "application_event": (ApplicationEvent, APPLICATION_EVENT),
    "attachment": (Attachment, ATTACHMENT),
    "isee_certificate": (IseeCertificate, ISEE_CERTIFICATE),
    "voucher": (Voucher, VOUCHER),
    "voucher_movement": (VoucherMovement, VOUCHER_MOVEMENT),
    "paperwork_case": (PaperworkCase, PAPERWORK_CASE),
    "mandate": (Mandate, MANDATE),
    "facilitation_session": (FacilitationSession, FACILITATION_SESSION),
    "facilitation_attendance": (FacilitationAttendance, FACILITATION_ATTENDANCE),
    "activity": (Activity, ACTIVITY),
    "activity_date": (ActivityDate, ACTIVITY_DATE),
    "activity_enrolment": (Enrolment, ACTIVITY_ENROLMENT),
    "activity_presence": (Presence, ACTIVITY_PRESENCE),
    "volunteer": (Volunteer, VOLUNTEER),
    "volunteer_hours": (VolunteerHours, VOLUNTEER_HOURS),
    "workstation": (Workstation, WORKSTATION),
    "workstation_turn": (WorkstationTurn, WORKSTATION_TURN),
    "appointment": (Appointment, APPOINTMENT),
    "opening_slot": (OpeningSlot, OPENING_SLOT),
    "opening_exception": (OpeningException, OPENING_EXCEPTION),
    "shift": (Shift, SHIFT),
    "leave": (Leave, LEAVE),
    "handover_note": (HandoverNote, HANDOVER_NOTE),
    "shared_request": (SharedRequest, SHARED_REQUEST),
    "shared_service": (SharedService, SHARED_SERVICE),
    "shared_participant": (SharedParticipant, SHARED_PARTICIPANT),
    "facilita_site": (FacilitaSite, FACILITA_SITE),
    "facilita_operator": (FacilitaOperator, FACILITA_OPERATOR),
    "facilita_batch": (FacilitaBatch, FACILITA_BATCH),
    "orientation": (Orientation, ORIENTATION),
    "act_withdrawal": (ActWithdrawal, ACT_WITHDRAWAL),
}
# written by the centre alone, and kept by this desk in a table of their own
DIRECTORY: dict[str, tuple[type, Table]] = {
    "organisation": (Organisation, ORGANISATION),
    "space": (Space, SPACE),
    "operator": (Operator, OPERATOR),
    "catalogue_provider": (Provider, CATALOGUE_PROVIDER),
    "catalogue_service": (CatalogueService, CATALOGUE_SERVICE),
    "catalogue_edition": (CatalogueEdition, CATALOGUE_EDITION),
}
