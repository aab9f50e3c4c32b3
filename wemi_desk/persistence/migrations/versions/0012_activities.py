"""Activities of every type with their series, leaders and prices; volunteers and their hours."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_NEW = """
CREATE TABLE volunteer (
  id BLOB NOT NULL, citizen_id BLOB NOT NULL, space_code TEXT NOT NULL, since_on DATE NOT NULL, until_on DATE, skills
  TEXT NOT NULL, skills_text TEXT NOT NULL, availability_text TEXT NOT NULL, created_at BIGINT NOT NULL, created_by
  BLOB NOT NULL, withdrawn_at BIGINT, CONSTRAINT pk_volunteer PRIMARY KEY (id)
);
CREATE INDEX ix_volunteer_citizen_id ON volunteer (citizen_id);
CREATE TABLE volunteer_hours (
  id BLOB NOT NULL, volunteer_id BLOB NOT NULL, citizen_id BLOB NOT NULL, space_code TEXT NOT NULL, worked_on DATE NOT
  NULL, minutes BIGINT NOT NULL, activity_id BLOB, date_id BLOB, created_at BIGINT NOT NULL, created_by BLOB NOT NULL,
  cancelled_at BIGINT, CONSTRAINT pk_volunteer_hours PRIMARY KEY (id)
);
CREATE INDEX ix_volunteer_hours_citizen_id ON volunteer_hours (citizen_id);
CREATE INDEX ix_volunteer_hours_volunteer_id ON volunteer_hours (volunteer_id);
CREATE INDEX ix_volunteer_hours_worked_on ON volunteer_hours (worked_on)
"""
_ACTIVITY = """
ALTER TABLE activity RENAME TO activity_before;
CREATE TABLE activity (
  id BLOB NOT NULL, space_code TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, topic TEXT NOT NULL,
  competences TEXT NOT NULL, domains TEXT NOT NULL, capacity BIGINT NOT NULL, room TEXT NOT NULL, leader_id BLOB, note
  TEXT NOT NULL, created_at BIGINT NOT NULL, created_by BLOB NOT NULL, cancelled_at BIGINT, cancelled_reason TEXT NOT
  NULL, activity_type TEXT NOT NULL, led_by_text TEXT NOT NULL, partner_organisations TEXT NOT NULL, is_free BOOLEAN
  NOT NULL, price_cents BIGINT NOT NULL, target TEXT NOT NULL, enrolment_needed BOOLEAN NOT NULL, series TEXT NOT
  NULL, nameless TEXT NOT NULL, CONSTRAINT pk_activity PRIMARY KEY (id)
)
"""
_DATE = """
DROP INDEX ix_activity_date_activity_id;
DROP INDEX ix_activity_date_starts_at;
ALTER TABLE activity_date RENAME TO activity_date_before;
CREATE TABLE activity_date (
  id BLOB NOT NULL, activity_id BLOB NOT NULL, space_code TEXT NOT NULL, starts_at BIGINT NOT NULL, minutes BIGINT NOT
  NULL, room TEXT NOT NULL, leader_id BLOB, state TEXT NOT NULL, reason TEXT NOT NULL, unnamed BIGINT NOT NULL,
  session_id BLOB, created_at BIGINT NOT NULL, created_by BLOB NOT NULL, led_by_text TEXT NOT NULL, volunteers TEXT
  NOT NULL, outcome_note TEXT NOT NULL, CONSTRAINT pk_activity_date PRIMARY KEY (id)
);
CREATE INDEX ix_activity_date_activity_id ON activity_date (activity_id);
CREATE INDEX ix_activity_date_starts_at ON activity_date (starts_at)
"""
_ACTIVITY_BEFORE = """
ALTER TABLE activity RENAME TO activity_before;
CREATE TABLE activity (
  id BLOB NOT NULL, space_code TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, topic TEXT NOT NULL,
  competences TEXT NOT NULL, domains TEXT NOT NULL, capacity BIGINT NOT NULL, room TEXT NOT NULL, leader_id BLOB,
  note TEXT NOT NULL, created_at BIGINT NOT NULL, created_by BLOB NOT NULL, cancelled_at BIGINT,
  cancelled_reason TEXT NOT NULL, CONSTRAINT pk_activity PRIMARY KEY (id)
)
"""
_DATE_BEFORE = """
DROP INDEX ix_activity_date_activity_id;
DROP INDEX ix_activity_date_starts_at;
ALTER TABLE activity_date RENAME TO activity_date_before;
CREATE TABLE activity_date (
  id BLOB NOT NULL, activity_id BLOB NOT NULL, space_code TEXT NOT NULL, starts_at BIGINT NOT NULL, minutes BIGINT
  NOT NULL, room TEXT NOT NULL, leader_id BLOB, state TEXT NOT NULL, reason TEXT NOT NULL, unnamed BIGINT NOT NULL,
  session_id BLOB, created_at BIGINT NOT NULL, created_by BLOB NOT NULL,
  CONSTRAINT pk_activity_date PRIMARY KEY (id)
);
CREATE INDEX ix_activity_date_activity_id ON activity_date (activity_id);
CREATE INDEX ix_activity_date_starts_at ON activity_date (starts_at)
"""
_OLD_ACTIVITY = (
    "id, space_code, kind, title, topic, competences, domains, capacity, room, leader_id, note, created_at, "
    "created_by, cancelled_at, cancelled_reason"
)
_OLD_DATE = (
    "id, activity_id, space_code, starts_at, minutes, room, leader_id, state, reason, unnamed, session_id, "
    "created_at, created_by"
)
_ADDED_TO_ACTIVITY = {
    "activity_type": "''", "led_by_text": "''", "partner_organisations": "'[]'", "is_free": "1",
    "price_cents": "0", "target": "''", "enrolment_needed": "1", "series": "''", "nameless": "'[]'",
}
_ADDED_TO_DATE = {"led_by_text": "''", "volunteers": "'[]'", "outcome_note": "''"}


def upgrade() -> None:
    _run(_NEW)
    _run(_ACTIVITY)
    _carry("activity", _OLD_ACTIVITY, _ADDED_TO_ACTIVITY)
    _run(_DATE)
    _carry("activity_date", _OLD_DATE, _ADDED_TO_DATE)


def downgrade() -> None:
    _run(_ACTIVITY_BEFORE)
    _carry("activity", _OLD_ACTIVITY, {})
    _run(_DATE_BEFORE)
    _carry("activity_date", _OLD_DATE, {})
    for table in ("volunteer_hours", "volunteer"):
        op.drop_table(table)


def _carry(table: str, old: str, added: dict[str, str]) -> None:
    names, values = ", ".join((old, *added)), ", ".join((old, *added.values()))
    op.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}_before")
    op.drop_table(f"{table}_before")


def _run(statements: str) -> None:
    for statement in statements.split(";"):
        op.execute(statement)
