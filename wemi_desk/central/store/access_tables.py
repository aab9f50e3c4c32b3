"""Who may speak to the centre: keys of desks, codes, nonces, operators, policies, files, and the centre's own log."""

from __future__ import annotations

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Table

from wemi_desk.central.store.tables import BYTES, INT, METADATA, TEXT, tenant_table

CODE = tenant_table(
    "enrolment_code", "id",
    id=BYTES, salt=BYTES, hash=BYTES, reach=TEXT, space_code=TEXT, made_by=TEXT, made_at=INT, expires_at=INT,
    used_at=(INT,),
)  # fmt: skip
Index("ix_enrolment_code_expires_at", CODE.c.tenant, CODE.c.expires_at)

DEVICE_KEY = tenant_table(
    "device_key", "id",
    id=BYTES, reach=TEXT, sign_key=BYTES, check_key=BYTES, machine=BYTES, epoch=INT, enrolled_by=TEXT,
    audit_seq=INT, audit_tag=BYTES, audit_marked_at=(INT,), audit_marked_seq=(INT,), audit_asked_at=(INT,),
)  # fmt: skip
"""*reach*: ``space:VEN``, ``network:NORD`` or ``city``; *epoch* grows when it changes, and older tokens end.
*audit_asked_at*: when the desk wrote the request that brought the last head of its log."""

NONCE = tenant_table("request_nonce", "device_id nonce", device_id=BYTES, nonce=TEXT, at=INT)
Index("ix_request_nonce_at", NONCE.c.tenant, NONCE.c.at)

ATTEMPT = Table(
    "failed_attempt", METADATA,
    Column("source", BYTES(), nullable=False), Column("period", INT(), nullable=False),
    Column("count", INT(), nullable=False), PrimaryKeyConstraint("source", "period", name="pk_failed_attempt"),
)  # fmt: skip
"""Wrong codes by a keyed hash of the address; before a desk is known there is no tenant."""

SPACE = tenant_table("known_space", "code", code=TEXT, id=BYTES, name=TEXT, network=TEXT)
OPERATOR = tenant_table("known_operator", "id", id=BYTES, sheet=BYTES, ended_at=(INT,))
POLICY = tenant_table("signed_policy", "version", version=INT, text=TEXT, signature=BYTES, at=INT)
RECOVERY_KEY = tenant_table("recovery_key", "at", at=INT, public_key=BYTES)

LOGIN = tenant_table(
    "operator_login", "id",
    id=BYTES, verifier=TEXT, set_at=INT, failures=INT, period=INT, tries=INT, code_salt=BYTES, code_hash=BYTES,
    code_until=INT,
)  # fmt: skip
"""How an operator proves to be that one at the centre: argon2id of their pass-phrase, or a code, once. *failures* in a
row; *tries* in the quarter of an hour *period*."""

RELEASE = tenant_table("release_box", "device_id slot", device_id=BYTES, slot=TEXT, sealed=BYTES, at=INT)
"""What opens a desk's online slot, as the desk sealed it to the centre."""

FILE = tenant_table(
    "stored_file", "sha256",
    sha256=BYTES, size=INT, record_id=BYTES, device_id=BYTES, sealed_key=BYTES, offered_at=INT, whole_at=(INT,),
)  # fmt: skip
Index("ix_stored_file_record_id", FILE.c.tenant, FILE.c.record_id)

LOG = tenant_table(
    "centre_log", "seq", seq=INT, at=INT, actor=TEXT, action=TEXT, object=TEXT, reason=TEXT, tag=BYTES
)
