"""The catalogue, what was suggested out of it, and referrals that name a service and need no contact."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_NEW = """
CREATE TABLE orientation (
  id BLOB NOT NULL, space_code TEXT NOT NULL, contact_id BLOB, citizen_id BLOB, need TEXT NOT NULL, reason TEXT NOT
  NULL, suggestions TEXT NOT NULL, handed_over TEXT NOT NULL, suggested_at BIGINT NOT NULL, suggested_by BLOB NOT
  NULL, feedback_due_on DATE, outcome TEXT NOT NULL, outcome_note TEXT NOT NULL, chosen_id BLOB, answered_at BIGINT,
  cancelled_at BIGINT, CONSTRAINT pk_orientation PRIMARY KEY (id)
);
CREATE INDEX ix_orientation_citizen_id ON orientation (citizen_id);
CREATE INDEX ix_orientation_suggested_at ON orientation (suggested_at);
CREATE TABLE catalogue_provider (
  id BLOB NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, is_nonprofit BOOLEAN NOT NULL, address_text TEXT NOT
  NULL, contact_text TEXT NOT NULL, url TEXT NOT NULL, withdrawn_on DATE, CONSTRAINT pk_catalogue_provider PRIMARY
  KEY (id)
);
CREATE INDEX ix_catalogue_provider_name ON catalogue_provider (name);
CREATE TABLE catalogue_service (
  id BLOB NOT NULL, code TEXT NOT NULL, provider_id BLOB, section TEXT NOT NULL, category TEXT NOT NULL, area_0_18
  TEXT NOT NULL, title TEXT NOT NULL, description TEXT NOT NULL, keywords TEXT NOT NULL, targets TEXT NOT NULL,
  age_from BIGINT, age_to BIGINT, mode TEXT NOT NULL, place TEXT NOT NULL, municipi TEXT NOT NULL, place_text TEXT
  NOT NULL, times TEXT NOT NULL, schedule_text TEXT NOT NULL, price_cents BIGINT, price_unit TEXT NOT NULL,
  price_note TEXT NOT NULL, is_free BOOLEAN NOT NULL, accepts_voucher BOOLEAN NOT NULL, min_participants BIGINT,
  max_participants BIGINT, languages TEXT NOT NULL, accessibility_note TEXT NOT NULL, characteristics TEXT NOT NULL,
  contact_text TEXT NOT NULL, valid_from DATE, valid_to DATE, sheet_version BIGINT NOT NULL, withdrawn_on DATE,
  withdrawn_reason TEXT NOT NULL, CONSTRAINT pk_catalogue_service PRIMARY KEY (id)
);
CREATE INDEX ix_catalogue_service_provider_id ON catalogue_service (provider_id);
CREATE TABLE catalogue_edition (
  id BLOB NOT NULL, published_at BIGINT NOT NULL, source TEXT NOT NULL, services BIGINT NOT NULL, providers BIGINT
  NOT NULL, CONSTRAINT pk_catalogue_edition PRIMARY KEY (id)
)
"""
_OLD_COLUMNS = (
    "id, space_code, contact_id, citizen_id, destination, service_text, reason, direction, status, due_on, sent_at, "
    "answered_at, answer_note"
)
_REFERRAL = """
DROP INDEX ix_referral_citizen_id;
DROP INDEX ix_referral_contact_id;
ALTER TABLE referral RENAME TO referral_before;
CREATE TABLE referral (
  id BLOB NOT NULL, space_code TEXT NOT NULL, contact_id BLOB, citizen_id BLOB, destination TEXT NOT NULL,
  service_text TEXT NOT NULL, reason TEXT NOT NULL, direction TEXT NOT NULL, status TEXT NOT NULL, due_on DATE,
  sent_at BIGINT NOT NULL, answered_at BIGINT, answer_note TEXT NOT NULL, service_id BLOB, provider_id BLOB,
  handed_over TEXT NOT NULL, feedback_due_on DATE, outcome TEXT NOT NULL, sent_by BLOB, cancelled_at BIGINT,
  CONSTRAINT pk_referral PRIMARY KEY (id)
);
CREATE INDEX ix_referral_citizen_id ON referral (citizen_id);
CREATE INDEX ix_referral_contact_id ON referral (contact_id)
"""
_BEFORE = """
DROP INDEX ix_referral_citizen_id;
DROP INDEX ix_referral_contact_id;
ALTER TABLE referral RENAME TO referral_before;
CREATE TABLE referral (
  id BLOB NOT NULL, space_code TEXT NOT NULL, contact_id BLOB NOT NULL, citizen_id BLOB,
  destination TEXT NOT NULL, service_text TEXT NOT NULL, reason TEXT NOT NULL, direction TEXT NOT NULL,
  status TEXT NOT NULL, due_on DATE, sent_at BIGINT NOT NULL, answered_at BIGINT, answer_note TEXT NOT NULL,
  CONSTRAINT pk_referral PRIMARY KEY (id)
);
CREATE INDEX ix_referral_citizen_id ON referral (citizen_id);
CREATE INDEX ix_referral_contact_id ON referral (contact_id)
"""


def upgrade() -> None:
    _run(_NEW)
    _run(_REFERRAL)
    op.execute(
        f"INSERT INTO referral ({_OLD_COLUMNS}, handed_over, outcome) "  # noqa: S608 (names of columns)
        f"SELECT {_OLD_COLUMNS}, '', '' FROM referral_before"
    )
    op.drop_table("referral_before")


def downgrade() -> None:
    _run(_BEFORE)
    op.execute("UPDATE referral_before SET contact_id = id WHERE contact_id IS NULL")
    op.execute(
        f"INSERT INTO referral ({_OLD_COLUMNS}) SELECT {_OLD_COLUMNS} FROM referral_before"  # noqa: S608 (as above)
    )
    op.drop_table("referral_before")
    for table in ("catalogue_edition", "catalogue_service", "catalogue_provider", "orientation"):
        op.drop_table(table)


def _run(statements: str) -> None:
    for statement in statements.split(";"):
        op.execute(statement)
