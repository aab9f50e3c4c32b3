"""Digital paperwork: matters, mandates, sittings and who was there."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_NEW = """
CREATE TABLE paperwork_case (
  id BLOB NOT NULL, space_code TEXT NOT NULL, operator_id BLOB NOT NULL, citizen_id BLOB, type_code TEXT NOT NULL,
  type_version BIGINT NOT NULL, type_title TEXT NOT NULL, mandate_id BLOB, opened_at BIGINT NOT NULL, closed_at
  BIGINT, closed_by BLOB, brought TEXT NOT NULL, steps_done TEXT NOT NULL, documents_seen TEXT NOT NULL, outcome TEXT NOT NULL,
  reason TEXT NOT NULL, destination TEXT NOT NULL, next_on DATE, next_text TEXT NOT NULL, external_reference TEXT
  NOT NULL, autonomy_before BIGINT, autonomy_after BIGINT, device_used TEXT NOT NULL, note TEXT NOT NULL,
  application_id BLOB, CONSTRAINT pk_paperwork_case PRIMARY KEY (id)
);
CREATE INDEX ix_paperwork_case_citizen_id ON paperwork_case (citizen_id);
CREATE INDEX ix_paperwork_case_open ON paperwork_case (space_code, opened_at) WHERE closed_at IS NULL;
CREATE INDEX ix_paperwork_case_opened_at ON paperwork_case (opened_at);
CREATE TABLE mandate (
  id BLOB NOT NULL, citizen_id BLOB NOT NULL, delegate_id BLOB, delegate_name TEXT NOT NULL, kind TEXT NOT NULL,
  act_reference TEXT NOT NULL, court TEXT NOT NULL, act_on DATE, scope TEXT NOT NULL, scope_text TEXT NOT NULL,
  expires_on DATE, seen_by BLOB NOT NULL, seen_at BIGINT NOT NULL, space_code TEXT NOT NULL, ended_at BIGINT,
  CONSTRAINT pk_mandate PRIMARY KEY (id)
);
CREATE INDEX ix_mandate_citizen_id ON mandate (citizen_id);
CREATE INDEX ix_mandate_delegate_id ON mandate (delegate_id);
CREATE TABLE facilitation_session (
  id BLOB NOT NULL, space_code TEXT NOT NULL, operator_id BLOB NOT NULL, starts_at BIGINT NOT NULL, minutes BIGINT
  NOT NULL, kind TEXT NOT NULL, competences TEXT NOT NULL, domains TEXT NOT NULL, title TEXT NOT NULL,
  local_number TEXT NOT NULL, case_id BLOB, other_case_ids TEXT NOT NULL, course_id BLOB, entered_after BOOLEAN
  NOT NULL, cancelled_at BIGINT, CONSTRAINT pk_facilitation_session PRIMARY KEY (id)
);
CREATE INDEX ix_facilitation_session_case_id ON facilitation_session (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX ix_facilitation_session_course_id ON facilitation_session (course_id);
CREATE INDEX ix_facilitation_session_shared ON facilitation_session (id) WHERE other_case_ids <> '[]';
CREATE INDEX ix_facilitation_session_starts_at ON facilitation_session (starts_at);
CREATE TABLE facilitation_attendance (
  id BLOB NOT NULL, session_id BLOB NOT NULL, citizen_id BLOB, answers TEXT NOT NULL, cancelled_at BIGINT,
  CONSTRAINT pk_facilitation_attendance PRIMARY KEY (id)
);
CREATE INDEX ix_facilitation_attendance_citizen_id ON facilitation_attendance (citizen_id);
CREATE INDEX ix_facilitation_attendance_session_id ON facilitation_attendance (session_id)
"""


def upgrade() -> None:
    for statement in _NEW.split(";"):
        op.execute(statement)


def downgrade() -> None:
    for table in ("facilitation_attendance", "facilitation_session", "mandate", "paperwork_case"):
        op.drop_table(table)
