"""Appointments, opening hours, shifts, leave, notes for the next shift; the hour of who waits in the queue."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_NEW = """
CREATE TABLE appointment (
  id BLOB NOT NULL, space_code TEXT NOT NULL, operator_id BLOB, starts_at BIGINT NOT NULL, minutes BIGINT NOT NULL,
  reason TEXT NOT NULL, type_code TEXT NOT NULL, citizen_id BLOB, name TEXT NOT NULL, phone TEXT NOT NULL, language
  TEXT NOT NULL, note TEXT NOT NULL, channel TEXT NOT NULL, is_walk_in BOOLEAN NOT NULL, status TEXT NOT NULL,
  doubts TEXT NOT NULL, arrived_at BIGINT, ticket_id BLOB, reminded TEXT NOT NULL, reminded_at BIGINT, reminded_by
  BLOB, created_at BIGINT NOT NULL, created_by BLOB NOT NULL, changed_at BIGINT NOT NULL, changed_by BLOB NOT NULL,
  CONSTRAINT pk_appointment PRIMARY KEY (id)
);
CREATE INDEX ix_appointment_citizen_id ON appointment (citizen_id);
CREATE INDEX ix_appointment_starts_at ON appointment (starts_at);
CREATE TABLE opening_slot (
  id BLOB NOT NULL, space_code TEXT NOT NULL, weekday BIGINT NOT NULL, from_minute BIGINT NOT NULL, to_minute BIGINT
  NOT NULL, valid_from DATE, valid_to DATE, created_at BIGINT NOT NULL, created_by BLOB NOT NULL, withdrawn_at
  BIGINT, CONSTRAINT pk_opening_slot PRIMARY KEY (id)
);
CREATE TABLE opening_exception (
  id BLOB NOT NULL, space_code TEXT NOT NULL, first_on DATE NOT NULL, last_on DATE NOT NULL, is_open BOOLEAN NOT
  NULL, from_minute BIGINT NOT NULL, to_minute BIGINT NOT NULL, reason TEXT NOT NULL, created_at BIGINT NOT NULL,
  created_by BLOB NOT NULL, withdrawn_at BIGINT, CONSTRAINT pk_opening_exception PRIMARY KEY (id)
);
CREATE INDEX ix_opening_exception_last_on ON opening_exception (last_on);
CREATE TABLE shift (
  id BLOB NOT NULL, space_code TEXT NOT NULL, operator_id BLOB NOT NULL, day DATE NOT NULL, from_minute BIGINT NOT
  NULL, to_minute BIGINT NOT NULL, created_at BIGINT NOT NULL, created_by BLOB NOT NULL, withdrawn_at BIGINT,
  CONSTRAINT pk_shift PRIMARY KEY (id)
);
CREATE INDEX ix_shift_day ON shift (day);
CREATE TABLE leave (
  id BLOB NOT NULL, space_code TEXT NOT NULL, operator_id BLOB NOT NULL, first_on DATE NOT NULL, last_on DATE NOT
  NULL, from_minute BIGINT NOT NULL, to_minute BIGINT NOT NULL, created_at BIGINT NOT NULL, created_by BLOB NOT
  NULL, withdrawn_at BIGINT, CONSTRAINT pk_leave PRIMARY KEY (id)
);
CREATE INDEX ix_leave_last_on ON leave (last_on);
CREATE TABLE handover_note (
  id BLOB NOT NULL, space_code TEXT NOT NULL, text TEXT NOT NULL, read_by TEXT NOT NULL, created_at BIGINT NOT NULL,
  created_by BLOB NOT NULL, withdrawn_at BIGINT, CONSTRAINT pk_handover_note PRIMARY KEY (id)
);
CREATE INDEX ix_handover_note_created_at ON handover_note (created_at);
ALTER TABLE queue_ticket ADD COLUMN due_at BIGINT;
ALTER TABLE queue_ticket ADD COLUMN appointment_id BLOB
"""


def upgrade() -> None:
    for statement in _NEW.split(";"):
        op.execute(statement)


def downgrade() -> None:
    for column in ("appointment_id", "due_at"):
        op.drop_column("queue_ticket", column)
    for table in ("handover_note", "leave", "shift", "opening_exception", "opening_slot", "appointment"):
        op.drop_table(table)
