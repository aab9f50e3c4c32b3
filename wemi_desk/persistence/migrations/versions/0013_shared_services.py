"""What families want together, the groups, and who is in them."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_NEW = """
CREATE TABLE shared_request (
  id BLOB NOT NULL, citizen_id BLOB NOT NULL, household_id BLOB, space_code TEXT NOT NULL, need TEXT NOT NULL,
  other_text TEXT NOT NULL, slots TEXT NOT NULL, minutes_wanted BIGINT NOT NULL, municipio TEXT NOT NULL, nil_code
  TEXT NOT NULL, address TEXT NOT NULL, context TEXT NOT NULL, context_name TEXT NOT NULL, children TEXT NOT NULL,
  cared_age BIGINT, languages TEXT NOT NULL, from_on DATE NOT NULL, until_on DATE, most_cents BIGINT, consent TEXT
  NOT NULL, created_at BIGINT NOT NULL, created_by BLOB NOT NULL, closed_at BIGINT, closed_reason TEXT NOT NULL,
  CONSTRAINT pk_shared_request PRIMARY KEY (id)
);
CREATE INDEX ix_shared_request_citizen_id ON shared_request (citizen_id);
CREATE INDEX ix_shared_request_open ON shared_request (created_at) WHERE closed_at IS NULL;
CREATE TABLE shared_service (
  id BLOB NOT NULL, space_code TEXT NOT NULL, title TEXT NOT NULL, need TEXT NOT NULL, context TEXT NOT NULL,
  context_name TEXT NOT NULL, municipio TEXT NOT NULL, status TEXT NOT NULL, slots TEXT NOT NULL, minutes BIGINT
  NOT NULL, hourly_cents BIGINT NOT NULL, total_cents BIGINT NOT NULL, split_by TEXT NOT NULL, professional_text
  TEXT NOT NULL, provider_id BLOB, catalogue_service_id BLOB, splits TEXT NOT NULL, starts_on DATE NOT NULL,
  ends_on DATE, created_at BIGINT NOT NULL, created_by BLOB NOT NULL, closed_reason TEXT NOT NULL, CONSTRAINT
  pk_shared_service PRIMARY KEY (id)
);
CREATE INDEX ix_shared_service_status_created_at ON shared_service (status, created_at);
CREATE TABLE shared_participant (
  id BLOB NOT NULL, shared_service_id BLOB NOT NULL, request_id BLOB, citizen_id BLOB NOT NULL, household_id BLOB,
  space_code TEXT NOT NULL, minutes BIGINT NOT NULL, answer TEXT NOT NULL, agreed_at BIGINT, agreed_by BLOB,
  shows_contact BOOLEAN NOT NULL, share_cents BIGINT, call_back_id BLOB, joined_on DATE, left_on DATE, left_reason
  TEXT NOT NULL, created_at BIGINT NOT NULL, created_by BLOB NOT NULL, CONSTRAINT pk_shared_participant PRIMARY
  KEY (id)
);
CREATE INDEX ix_shared_participant_citizen_id ON shared_participant (citizen_id);
CREATE INDEX ix_shared_participant_request_id ON shared_participant (request_id);
CREATE INDEX ix_shared_participant_shared_service_id ON shared_participant (shared_service_id)
"""


def upgrade() -> None:
    for statement in _NEW.split(";"):
        op.execute(statement)


def downgrade() -> None:
    for table in ("shared_participant", "shared_service", "shared_request"):
        op.drop_table(table)
