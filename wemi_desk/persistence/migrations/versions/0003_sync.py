"""The sync: what the centre said last, where its feeds stand, and a chain that covers each act's envelope."""

import hashlib
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_OUTBOX = """
CREATE TABLE outbox (
  incarnation BLOB NOT NULL, number BIGINT NOT NULL, id BLOB NOT NULL, kind TEXT NOT NULL, verb TEXT NOT NULL,
  record_id BLOB NOT NULL, subject_id BLOB, operator_id BLOB NOT NULL, space_code TEXT NOT NULL,
  made_at BIGINT NOT NULL, hlc BIGINT NOT NULL, kind_version BIGINT NOT NULL, erase_no BIGINT NOT NULL, payload BLOB,
  body BLOB NOT NULL, chain BLOB NOT NULL, acked_at BIGINT, verdict TEXT, verdict_reason TEXT, set_aside_at BIGINT,
  set_aside_by BLOB, withdrawn_at BIGINT, withdrawn_by BLOB, note TEXT NOT NULL, mends BLOB,
  CONSTRAINT pk_outbox PRIMARY KEY (incarnation, number)
);
CREATE INDEX ix_outbox_record_id ON outbox (record_id);
CREATE UNIQUE INDEX ix_outbox_id ON outbox (id);
CREATE INDEX ix_outbox_held ON outbox (record_id, number)
  WHERE verdict IN ('refused', 'parked') AND withdrawn_at IS NULL;
CREATE INDEX ix_outbox_subject_id ON outbox (subject_id) WHERE subject_id IS NOT NULL;
CREATE INDEX ix_outbox_unsent ON outbox (made_at, acked_at) WHERE acked_at IS NULL
"""
_OLD_OUTBOX = """
CREATE TABLE outbox (
  incarnation BLOB NOT NULL, number BIGINT NOT NULL, id BLOB NOT NULL, kind TEXT NOT NULL, verb TEXT NOT NULL,
  record_id BLOB NOT NULL, subject_id BLOB, operator_id BLOB NOT NULL, space_code TEXT NOT NULL,
  made_at BIGINT NOT NULL, hlc BIGINT NOT NULL, kind_version BIGINT NOT NULL, payload BLOB NOT NULL,
  chain BLOB NOT NULL, acked_at BIGINT, verdict TEXT, verdict_reason TEXT,
  CONSTRAINT pk_outbox PRIMARY KEY (incarnation, number)
);
CREATE INDEX ix_outbox_record_id ON outbox (record_id);
CREATE INDEX ix_outbox_unsent ON outbox (made_at, acked_at) WHERE acked_at IS NULL
"""
_DESK = """
acked_number BIGINT DEFAULT '0' NOT NULL
absorbed_number BIGINT DEFAULT '0' NOT NULL
base_number BIGINT DEFAULT '0' NOT NULL
base_chain BLOB
epoch BLOB
erase_no BIGINT DEFAULT '0' NOT NULL
order_no BIGINT DEFAULT '0' NOT NULL
order_kind TEXT
confirmed_at BIGINT
verified_at BIGINT
verified_number BIGINT DEFAULT '0' NOT NULL
"""
_NEW = """
CREATE TABLE question (
  id BLOB NOT NULL, subject_id BLOB NOT NULL, kind TEXT NOT NULL, record_id BLOB NOT NULL, field TEXT NOT NULL,
  "values" TEXT NOT NULL, state TEXT NOT NULL, answer TEXT, space_code TEXT NOT NULL, asked_at BIGINT NOT NULL,
  answered_at BIGINT, answered_by BLOB, CONSTRAINT pk_question PRIMARY KEY (id)
);
CREATE INDEX ix_question_subject_id ON question (subject_id);
CREATE INDEX ix_question_record_id ON question (record_id);
CREATE TABLE application (
  id BLOB NOT NULL, space_code TEXT NOT NULL, citizen_id BLOB NOT NULL, beneficiary_id BLOB NOT NULL,
  measure_code TEXT NOT NULL, asked_cents BIGINT NOT NULL, state TEXT NOT NULL, created_at BIGINT NOT NULL,
  created_by BLOB NOT NULL, receipt_number TEXT, submitted_at BIGINT, granted_cents BIGINT NOT NULL,
  outcome TEXT NOT NULL, duplicate_of BLOB, CONSTRAINT pk_application PRIMARY KEY (id)
);
CREATE INDEX ix_application_citizen_id ON application (citizen_id);
CREATE INDEX ix_application_beneficiary_id ON application (beneficiary_id);
CREATE TABLE act_withdrawal (
  id BLOB NOT NULL, act_id BLOB NOT NULL, kind TEXT NOT NULL, record_id BLOB NOT NULL, space_code TEXT NOT NULL,
  withdrawn_at BIGINT NOT NULL, withdrawn_by BLOB NOT NULL, CONSTRAINT pk_act_withdrawal PRIMARY KEY (id)
);
CREATE TABLE shadow (
  kind TEXT NOT NULL, id BLOB NOT NULL, scope TEXT NOT NULL, version BIGINT NOT NULL, hash BLOB NOT NULL,
  mac BLOB NOT NULL, target BLOB, data BLOB, CONSTRAINT pk_shadow PRIMARY KEY (kind, id, scope)
);
CREATE TABLE scope_cursor (
  scope TEXT NOT NULL, cn BIGINT NOT NULL, chain BLOB NOT NULL, after_cn BIGINT, after_kind TEXT, after_id BLOB,
  anchor BIGINT NOT NULL, anchor_chain BLOB NOT NULL, count BIGINT NOT NULL, digest BLOB NOT NULL,
  agreed INTEGER NOT NULL, CONSTRAINT pk_scope_cursor PRIMARY KEY (scope)
);
CREATE TABLE limbo (
  kind TEXT NOT NULL, id BLOB NOT NULL, scope TEXT NOT NULL, version BIGINT NOT NULL, mac BLOB NOT NULL,
  data BLOB NOT NULL, offers INTEGER DEFAULT '0' NOT NULL, CONSTRAINT pk_limbo PRIMARY KEY (kind, id, scope)
);
CREATE TABLE look_up_copy (
  id BLOB NOT NULL, expires_at BIGINT NOT NULL, CONSTRAINT pk_look_up_copy PRIMARY KEY (id)
);
CREATE TABLE receipt (
  incarnation BLOB NOT NULL, last BIGINT NOT NULL, device BLOB NOT NULL, chain BLOB NOT NULL, at BIGINT NOT NULL,
  durable BIGINT NOT NULL, epoch BLOB NOT NULL, signature BLOB NOT NULL,
  CONSTRAINT pk_receipt PRIMARY KEY (incarnation, last)
)
"""
_COLUMNS = (
    "id, kind, verb, record_id, subject_id, operator_id, space_code, made_at, hlc, kind_version, payload, acked_at, "
    "verdict, verdict_reason"
)


def upgrade() -> None:
    connection = op.get_bind()
    old = connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM outbox ORDER BY hlc, number").all()
    op.drop_table("outbox")
    for statement in (_OUTBOX + ";" + _NEW).split(";"):
        op.execute(statement)
    for column in _DESK.split("\n"):
        if column:
            op.execute(f"ALTER TABLE desk ADD COLUMN {column}")
    desk = connection.exec_driver_sql("SELECT incarnation FROM desk").first()
    if desk is not None:
        _chain_anew(connection, desk.incarnation, old)


def _chain_anew(connection: sa.Connection, incarnation: bytes, acts: list) -> None:
    """No act was sent to any centre before: each is numbered from 1, also those of before a restored backup."""
    chain, rows = bytes(32), []
    for number, act in enumerate(acts, start=1):
        body = hashlib.sha256(_envelope(act) + b"\0" + act.payload).digest()
        chain = hashlib.sha256(chain + act.id + body).digest()
        values = act._asdict() | {"incarnation": incarnation, "number": number, "body": body, "chain": chain}
        rows.append(values | {"erase_no": 0, "note": ""})
    if rows:
        names = tuple(rows[0])
        marks = ", ".join(f":{name}" for name in names)
        connection.execute(sa.text(f"INSERT INTO outbox ({', '.join(names)}) VALUES ({marks})"), rows)
    connection.exec_driver_sql("UPDATE desk SET last_number = ?, chain = ?", (len(rows), chain))


def _envelope(act: sa.Row) -> bytes:
    record, operator = UUID(bytes=act.record_id), UUID(bytes=act.operator_id)
    subject = UUID(bytes=act.subject_id) if act.subject_id else ""
    return (
        f"{act.kind}|{act.verb}|{record}|{subject}|{operator}|{act.space_code}|"
        f"{act.made_at}|{act.hlc}|{act.kind_version}|0"
    ).encode()


def downgrade() -> None:
    connection = op.get_bind()
    names = f"incarnation, number, {_COLUMNS}, chain"
    rows = connection.exec_driver_sql(f"SELECT {names} FROM outbox WHERE payload IS NOT NULL").all()
    op.drop_table("outbox")
    for statement in _OLD_OUTBOX.split(";"):
        op.execute(statement)
    if rows:
        marks = ", ".join("?" for _ in rows[0])
        connection.exec_driver_sql(f"INSERT INTO outbox ({names}) VALUES ({marks})", [tuple(row) for row in rows])
    for column in _DESK.split("\n"):
        if column:
            op.execute(f"ALTER TABLE desk DROP COLUMN {column.split()[0]}")
    for table in ("look_up_copy", "receipt", "limbo", "scope_cursor", "shadow", "act_withdrawal", "application", "question"):
        op.drop_table(table)
