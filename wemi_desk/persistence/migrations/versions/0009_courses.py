"""Activities with dates, who is enrolled and who was there; workstations and their turns."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_NEW = """
CREATE TABLE activity (
  id BLOB NOT NULL, space_code TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, topic TEXT NOT NULL,
  competences TEXT NOT NULL, domains TEXT NOT NULL, capacity BIGINT NOT NULL, room TEXT NOT NULL, leader_id BLOB,
  note TEXT NOT NULL, created_at BIGINT NOT NULL, created_by BLOB NOT NULL, cancelled_at BIGINT,
  cancelled_reason TEXT NOT NULL, CONSTRAINT pk_activity PRIMARY KEY (id)
);
CREATE TABLE activity_date (
  id BLOB NOT NULL, activity_id BLOB NOT NULL, space_code TEXT NOT NULL, starts_at BIGINT NOT NULL, minutes BIGINT
  NOT NULL, room TEXT NOT NULL, leader_id BLOB, state TEXT NOT NULL, reason TEXT NOT NULL, unnamed BIGINT NOT NULL,
  session_id BLOB, created_at BIGINT NOT NULL, created_by BLOB NOT NULL,
  CONSTRAINT pk_activity_date PRIMARY KEY (id)
);
CREATE INDEX ix_activity_date_activity_id ON activity_date (activity_id);
CREATE INDEX ix_activity_date_starts_at ON activity_date (starts_at);
CREATE TABLE activity_enrolment (
  id BLOB NOT NULL, activity_id BLOB NOT NULL, citizen_id BLOB NOT NULL, space_code TEXT NOT NULL, enrolled_at BIGINT
  NOT NULL, enrolled_by BLOB NOT NULL, told TEXT NOT NULL, cancelled_at BIGINT,
  CONSTRAINT pk_activity_enrolment PRIMARY KEY (id)
);
CREATE INDEX ix_activity_enrolment_activity_id ON activity_enrolment (activity_id);
CREATE INDEX ix_activity_enrolment_citizen_id ON activity_enrolment (citizen_id);
CREATE TABLE activity_presence (
  id BLOB NOT NULL, date_id BLOB NOT NULL, activity_id BLOB NOT NULL, citizen_id BLOB NOT NULL, space_code TEXT NOT
  NULL, how TEXT NOT NULL, noted_at BIGINT NOT NULL, noted_by BLOB NOT NULL, withdrawn_at BIGINT,
  CONSTRAINT pk_activity_presence PRIMARY KEY (id)
);
CREATE INDEX ix_activity_presence_citizen_id ON activity_presence (citizen_id);
CREATE INDEX ix_activity_presence_date_id ON activity_presence (date_id);
CREATE TABLE workstation (
  id BLOB NOT NULL, space_code TEXT NOT NULL, name TEXT NOT NULL, is_assisted BOOLEAN NOT NULL, created_at BIGINT NOT
  NULL, created_by BLOB NOT NULL, retired_at BIGINT, CONSTRAINT pk_workstation PRIMARY KEY (id)
);
CREATE TABLE workstation_turn (
  id BLOB NOT NULL, workstation_id BLOB NOT NULL, space_code TEXT NOT NULL, citizen_id BLOB, first_name TEXT NOT NULL,
  purpose TEXT NOT NULL, starts_at BIGINT NOT NULL, minutes BIGINT NOT NULL, state TEXT NOT NULL, seated_at BIGINT,
  left_at BIGINT, created_at BIGINT NOT NULL, created_by BLOB NOT NULL, changed_at BIGINT NOT NULL, changed_by BLOB NOT
  NULL, CONSTRAINT pk_workstation_turn PRIMARY KEY (id)
);
CREATE INDEX ix_workstation_turn_citizen_id ON workstation_turn (citizen_id);
CREATE INDEX ix_workstation_turn_starts_at ON workstation_turn (starts_at);
CREATE INDEX ix_workstation_turn_seated ON workstation_turn (starts_at) WHERE state = 'seated'
"""


def upgrade() -> None:
    for statement in _NEW.split(";"):
        op.execute(statement)


def downgrade() -> None:
    for table in (
        "workstation_turn", "workstation", "activity_presence", "activity_enrolment", "activity_date", "activity",
    ):  # fmt: skip
        op.drop_table(table)
