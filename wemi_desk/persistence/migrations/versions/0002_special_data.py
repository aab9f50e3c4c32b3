"""Special data: a key for each person, and what it seals."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SCHEMA = """
CREATE TABLE person_key (
  citizen_id BLOB NOT NULL, wrapped BLOB NOT NULL, created_at BIGINT NOT NULL,
  CONSTRAINT pk_person_key PRIMARY KEY (citizen_id)
);
CREATE TABLE special_datum (
  id BLOB NOT NULL, citizen_id BLOB NOT NULL, kind TEXT NOT NULL, sealed BLOB NOT NULL, blind_index BLOB NOT NULL,
  valid_until DATE, created_at BIGINT NOT NULL, created_by BLOB NOT NULL, CONSTRAINT pk_special_datum PRIMARY KEY (id)
);
CREATE INDEX ix_special_datum_blind_index ON special_datum (blind_index);
CREATE INDEX ix_special_datum_citizen_id ON special_datum (citizen_id);
CREATE INDEX ix_special_datum_kind_valid_until ON special_datum (kind, valid_until)
"""


def upgrade() -> None:
    for statement in _SCHEMA.split(";"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("special_datum")
    op.drop_table("person_key")
