"""The register of Facilita: names as registered, batches, rows, the key of the hashes."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_NEW = """
CREATE TABLE facilita_site (
  id BLOB NOT NULL, space_code TEXT NOT NULL, project_code TEXT NOT NULL, organisation TEXT NOT NULL, site_name TEXT
  NOT NULL, site_number TEXT NOT NULL, starts_on DATE, ends_on DATE, last_accepted_on DATE, accepts_minors BOOLEAN
  NOT NULL, valid_from DATE, valid_to DATE, created_at BIGINT NOT NULL, created_by BLOB NOT NULL, CONSTRAINT
  pk_facilita_site PRIMARY KEY (id)
);
CREATE INDEX ix_facilita_site_space_code ON facilita_site (space_code);
CREATE TABLE facilita_operator (
  id BLOB NOT NULL, space_code TEXT NOT NULL, operator_id BLOB NOT NULL, project_code TEXT NOT NULL, fiscal_code TEXT
  NOT NULL, name TEXT NOT NULL, valid_from DATE, valid_to DATE, created_at BIGINT NOT NULL, created_by BLOB NOT NULL,
  CONSTRAINT pk_facilita_operator PRIMARY KEY (id)
);
CREATE INDEX ix_facilita_operator_space_code ON facilita_operator (space_code);
CREATE TABLE facilita_batch (
  id BLOB NOT NULL, space_code TEXT NOT NULL, project_code TEXT NOT NULL, date_from DATE NOT NULL, date_to DATE NOT
  NULL, created_at BIGINT NOT NULL, created_by BLOB NOT NULL, file_name TEXT NOT NULL, row_count BIGINT NOT NULL,
  sha256 TEXT NOT NULL, status TEXT NOT NULL, replaces BLOB, uploaded_on DATE, uploaded_by BLOB, platform_import_id
  TEXT NOT NULL, closed_at BIGINT, rejected_count BIGINT, signed_name TEXT NOT NULL, signed_sha256 TEXT NOT NULL,
  CONSTRAINT pk_facilita_batch PRIMARY KEY (id)
);
CREATE INDEX ix_facilita_batch_space_code_created_at ON facilita_batch (space_code, created_at);
CREATE TABLE facilita_row (
  batch_id BLOB NOT NULL, row_number BIGINT NOT NULL, attendance_id BLOB NOT NULL, session_id BLOB NOT NULL, day DATE
  NOT NULL, facilitator TEXT NOT NULL, facilitator_name TEXT NOT NULL, site_name TEXT NOT NULL, service TEXT NOT NULL,
  age_band TEXT NOT NULL, person BLOB NOT NULL, content BLOB NOT NULL, state TEXT NOT NULL, reject_keys TEXT NOT NULL,
  reject_text TEXT NOT NULL, again BOOLEAN NOT NULL, CONSTRAINT pk_facilita_row PRIMARY KEY (batch_id, row_number)
);
CREATE INDEX ix_facilita_row_day_batch_id ON facilita_row (day, batch_id);
CREATE UNIQUE INDEX ix_facilita_row_standing ON facilita_row (attendance_id)
  WHERE state IN ('waiting', 'accepted', 'rejected');
CREATE TABLE facilita_key (id INTEGER NOT NULL, "key" BLOB NOT NULL, CONSTRAINT pk_facilita_key PRIMARY KEY (id))
"""


def upgrade() -> None:
    for statement in _NEW.split(";"):
        op.execute(statement)


def downgrade() -> None:
    for table in ("facilita_key", "facilita_row", "facilita_batch", "facilita_operator", "facilita_site"):
        op.drop_table(table)
