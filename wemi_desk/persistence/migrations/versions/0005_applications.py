"""Applications whole: what was asked, seen and declared, their history, files, attestations, vouchers."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_APPLICATION = """
CREATE TABLE application (
  id BLOB NOT NULL, space_code TEXT NOT NULL, citizen_id BLOB NOT NULL, beneficiary_id BLOB NOT NULL,
  measure_code TEXT NOT NULL, asked_cents BIGINT NOT NULL, state TEXT NOT NULL, created_at BIGINT NOT NULL,
  created_by BLOB NOT NULL, measure_version BIGINT NOT NULL, applicant_role TEXT NOT NULL, representation TEXT,
  applicant_residence TEXT, beneficiary_residence TEXT, beneficiary_in_care BOOLEAN NOT NULL, household_id BLOB,
  household_size BIGINT, isee_id BLOB, eligibility TEXT NOT NULL, declarations TEXT NOT NULL, documents_seen
  TEXT NOT NULL, "group" TEXT, override_reason TEXT NOT NULL, cancel_reason TEXT NOT NULL, next_on DATE, note
  TEXT NOT NULL, previous_id BLOB, receipt_number TEXT, submitted_at BIGINT, granted_cents BIGINT NOT NULL,
  outcome TEXT NOT NULL, duplicate_of BLOB, receipt_channel TEXT NOT NULL, typed_fields TEXT NOT NULL,
  received_at BIGINT, deadline TEXT NOT NULL, judged TEXT NOT NULL, protocol_number TEXT, protocol_on DATE,
  integration_asked TEXT NOT NULL, integration_due_on DATE, integration_number TEXT, integration_on DATE,
  outcome_due_on DATE, outcome_act TEXT NOT NULL, outcome_on DATE, contradictions TEXT NOT NULL, CONSTRAINT
  pk_application PRIMARY KEY (id)
);
CREATE INDEX ix_application_beneficiary_id ON application (beneficiary_id);
CREATE INDEX ix_application_citizen_id ON application (citizen_id);
CREATE INDEX ix_application_created_at ON application (created_at);
CREATE INDEX ix_application_open ON application (state, id)
  WHERE state NOT IN ('cancelled', 'rejected', 'duplicate', 'withdrawn', 'lapsed', 'granted')
"""
_OLD_APPLICATION = """
CREATE TABLE application (
  id BLOB NOT NULL, space_code TEXT NOT NULL, citizen_id BLOB NOT NULL, beneficiary_id BLOB NOT NULL,
  measure_code TEXT NOT NULL, asked_cents BIGINT NOT NULL, state TEXT NOT NULL, created_at BIGINT NOT NULL,
  created_by BLOB NOT NULL, receipt_number TEXT, submitted_at BIGINT, granted_cents BIGINT NOT NULL,
  outcome TEXT NOT NULL, duplicate_of BLOB, CONSTRAINT pk_application PRIMARY KEY (id)
);
CREATE INDEX ix_application_beneficiary_id ON application (beneficiary_id);
CREATE INDEX ix_application_citizen_id ON application (citizen_id)
"""
_NEW = """
CREATE TABLE application_event (
  id BLOB NOT NULL, application_id BLOB NOT NULL, citizen_id BLOB NOT NULL, space_code TEXT NOT NULL, state TEXT
  NOT NULL, at BIGINT NOT NULL, "by" BLOB, provenance TEXT NOT NULL, number TEXT NOT NULL, evidence TEXT NOT
  NULL, note TEXT NOT NULL, dated_on DATE, due_on DATE, CONSTRAINT pk_application_event PRIMARY KEY (id)
);
CREATE INDEX ix_application_event_application_id ON application_event (application_id);
CREATE INDEX ix_application_event_citizen_id ON application_event (citizen_id);
CREATE TABLE attachment (
  id BLOB NOT NULL, application_id BLOB NOT NULL, citizen_id BLOB NOT NULL, space_code TEXT NOT NULL, code TEXT
  NOT NULL, media_type TEXT NOT NULL, size BIGINT NOT NULL, pages BIGINT NOT NULL, sha256 TEXT NOT NULL,
  created_at BIGINT NOT NULL, created_by BLOB NOT NULL, CONSTRAINT pk_attachment PRIMARY KEY (id)
);
CREATE INDEX ix_attachment_application_id ON attachment (application_id);
CREATE INDEX ix_attachment_citizen_id ON attachment (citizen_id);
CREATE TABLE isee_certificate (
  id BLOB NOT NULL, citizen_id BLOB NOT NULL, space_code TEXT NOT NULL, household_id BLOB, kind TEXT NOT NULL,
  value_cents BIGINT NOT NULL, protocol TEXT NOT NULL, dsu_on DATE, issued_on DATE, valid_until DATE NOT NULL,
  has_defects BOOLEAN NOT NULL, provenance TEXT NOT NULL, created_at BIGINT NOT NULL, created_by BLOB NOT NULL,
  CONSTRAINT pk_isee_certificate PRIMARY KEY (id)
);
CREATE INDEX ix_isee_certificate_citizen_id ON isee_certificate (citizen_id);
CREATE INDEX ix_isee_certificate_household_id ON isee_certificate (household_id);
CREATE INDEX ix_isee_certificate_valid_until ON isee_certificate (valid_until);
CREATE TABLE voucher (
  id BLOB NOT NULL, number TEXT NOT NULL, application_id BLOB, citizen_id BLOB NOT NULL, beneficiary_id BLOB,
  space_code TEXT NOT NULL, measure_code TEXT NOT NULL, holder_kind TEXT NOT NULL, holder_name TEXT NOT NULL,
  amount_cents BIGINT NOT NULL, issued_on DATE NOT NULL, spend_until DATE, revoked_at BIGINT, revoked_reason
  TEXT NOT NULL, provenance TEXT NOT NULL, contradictions TEXT NOT NULL, created_at BIGINT NOT NULL, created_by
  BLOB NOT NULL, CONSTRAINT pk_voucher PRIMARY KEY (id)
);
CREATE INDEX ix_voucher_application_id ON voucher (application_id);
CREATE INDEX ix_voucher_beneficiary_id ON voucher (beneficiary_id);
CREATE INDEX ix_voucher_citizen_id ON voucher (citizen_id);
CREATE INDEX ix_voucher_spend_until ON voucher (spend_until);
CREATE TABLE voucher_movement (
  id BLOB NOT NULL, voucher_id BLOB NOT NULL, citizen_id BLOB NOT NULL, space_code TEXT NOT NULL, kind TEXT NOT
  NULL, amount_cents BIGINT NOT NULL, at BIGINT NOT NULL, provider TEXT NOT NULL, catalogue_service TEXT NOT
  NULL, refers_to BLOB, provenance TEXT NOT NULL, external_reference TEXT NOT NULL, created_at BIGINT NOT NULL,
  created_by BLOB NOT NULL, CONSTRAINT pk_voucher_movement PRIMARY KEY (id)
);
CREATE INDEX ix_voucher_movement_citizen_id ON voucher_movement (citizen_id);
CREATE INDEX ix_voucher_movement_voucher_id ON voucher_movement (voucher_id)
"""
_KEPT = (
    "id, space_code, citizen_id, beneficiary_id, measure_code, asked_cents, state, created_at, created_by, "
    "receipt_number, submitted_at, granted_cents, outcome, duplicate_of"
)
_ADDED = {
    "measure_version": "0", "applicant_role": "''", "beneficiary_in_care": "0", "eligibility": "'{}'", "declarations": "'[]'",
    "documents_seen": "'[]'", "override_reason": "''", "cancel_reason": "''", "note": "''", "receipt_channel": "''",
    "typed_fields": "'[]'", "deadline": "''", "judged": "'{}'", "integration_asked": "''", "outcome_act": "''",
    "contradictions": "'[]'",
}


def upgrade() -> None:
    _rebuild(_APPLICATION, f"{_KEPT}, {', '.join(_ADDED)}", f"{_KEPT}, {', '.join(_ADDED.values())}")
    for statement in _NEW.split(";"):
        op.execute(statement)


def downgrade() -> None:
    for table in ("voucher_movement", "voucher", "isee_certificate", "attachment", "application_event"):
        op.drop_table(table)
    _rebuild(_OLD_APPLICATION, _KEPT, _KEPT)


def _rebuild(schema: str, names: str, values: str) -> None:
    """The columns stand in the order of the record's fields: the table is made anew around its rows."""
    op.execute("ALTER TABLE application RENAME TO application_before")
    for index in ("beneficiary_id", "citizen_id", "created_at", "open"):
        op.execute(f"DROP INDEX IF EXISTS ix_application_{index}")
    for statement in schema.split(";"):
        op.execute(statement)
    op.execute(f"INSERT INTO application ({names}) SELECT {values} FROM application_before")
    op.execute("DROP TABLE application_before")
