"""The centre's tables: every key begins with the tenant, and only plain columns that both databases keep alike.

No sequence, default, trigger, foreign key or extension: docs/decisions/0010. Identifiers are 16 bytes, instants whole
microseconds since 1970, lists of identifiers their bytes one after the other, other lists JSON.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Index, LargeBinary, MetaData, PrimaryKeyConstraint, Table, Text

METADATA = MetaData(
    naming_convention={"pk": "pk_%(table_name)s", "ix": "ix_%(table_name)s_%(column_0_N_name)s"},
)
TEXT, INT, BYTES = Text, BigInteger, LargeBinary


def tenant_table(name: str, key: str, /, **columns: Any) -> Table:
    """A table whose key is the tenant and the columns named in *key*; a type in brackets may be empty."""
    made = [Column("tenant", Text(), nullable=False)]
    for column, kind in columns.items():
        optional = isinstance(kind, tuple)
        made.append(Column(column, (kind[0] if isinstance(kind, tuple) else kind)(), nullable=optional))
    return Table(name, METADATA, *made, PrimaryKeyConstraint("tenant", *key.split(), name=f"pk_{name}"))


CENTRE = tenant_table(
    "centre", "",
    epoch=BYTES, recovering=INT, recovering_since=INT, erase_no=INT, policy_no=INT, rows_taken=INT,
)  # fmt: skip
"""One row per tenant: which life of its data this is."""

RECORD = tenant_table(
    "record", "id",
    id=BYTES, kind=TEXT, state=TEXT, turn=INT, awaited=INT, version=INT, subject_id=(BYTES,), hash=(BYTES,),
    data=(BYTES,), said=(BYTES,),
)  # fmt: skip
"""Every record of every kind. *state*: live, awaited (nothing yet but acts that wait for it) or erased; *turn* counts
every write about it; *awaited*: acts may wait for it; *said*: who said what, when."""
Index("ix_record_subject", RECORD.c.tenant, RECORD.c.subject_id, postgresql_where=RECORD.c.subject_id.is_not(None))

REFERENCE = tenant_table("reference", "target field id", target=BYTES, field=TEXT, id=BYTES)
"""Which record names which other one, where that is not its subject."""
Index("ix_reference_id", REFERENCE.c.tenant, REFERENCE.c.id)

MEMBER = tenant_table("member", "id scope", id=BYTES, scope=TEXT, kind=TEXT, cn=INT, state=TEXT, hash=(BYTES,))
"""What a scope shows, or showed: one row per record and scope, with the commit that changed it last."""
Index("ix_member_feed", MEMBER.c.tenant, MEMBER.c.scope, MEMBER.c.cn, MEMBER.c.kind, MEMBER.c.id, unique=True)

SCOPE_HEAD = tenant_table("scope_head", "scope", scope=TEXT, cn=INT, chain=BYTES, count=INT, digest=BYTES)
SCOPE_COMMIT = tenant_table("scope_commit", "scope cn", scope=TEXT, cn=INT, chain=BYTES, at=INT)

DEVICE = tenant_table(
    "device", "id",
    id=BYTES, status=TEXT, name=TEXT, space_code=TEXT, enrolled_at=INT, seen_at=INT, seen_epoch=(BYTES,), unsent=INT,
    version=TEXT, erase_no=INT,
)  # fmt: skip
DEVICE_ORDER = tenant_table(
    "device_order", "device_id number", device_id=BYTES, number=INT, kind=TEXT, reason=TEXT, at=INT
)
DEVICE_LOG = tenant_table(
    "device_log", "device_id incarnation",
    device_id=BYTES, incarnation=BYTES, last=INT, chain=BYTES, durable=INT, told=INT, opened_at=INT,
)  # fmt: skip
PUSHED = tenant_table(
    "pushed", "device_id incarnation last",
    device_id=BYTES, incarnation=BYTES, last=INT, first=INT, act_ids=BYTES, chains=BYTES, at=INT,
)  # fmt: skip
"""The log itself, one row per push: which act stood at which number, and the chain value after it."""

ACT = tenant_table(
    "act", "id",
    id=BYTES, device_id=BYTES, number=INT, kind=TEXT, verb=TEXT, record_id=BYTES, subject_id=(BYTES,), about=BYTES,
    operator_id=BYTES, space_code=TEXT, made_at=INT, hlc=INT, kind_version=INT, erase_no=INT, received_at=INT,
    body=BYTES, payload=(BYTES,), code=TEXT, detail=TEXT,
)  # fmt: skip
"""Every act once in its life, with its verdict. Erasure takes the payload; *body* and verdict stay. *about*: whom the
centre knows it to be about, or whom its author said, or its record: by this erasure finds it."""
Index("ix_act_about", ACT.c.tenant, ACT.c.about)

PARKED = tenant_table(
    "parked", "waits_for act_id",
    waits_for=BYTES, act_id=BYTES, device_id=BYTES, scopes=TEXT, spaces=TEXT, at=INT,
)  # fmt: skip
"""Acts that wait, with what whoever brought them may touch."""
Index("ix_parked_device", PARKED.c.tenant, PARKED.c.device_id)

PERSON_KEY = tenant_table("person_key", "key rank", key=BYTES, rank=INT, citizen_id=(BYTES,), erase_no=INT)
"""Who bears a key (a keyed hash), or bore it. *rank* counts up per key, so that two who take it at once meet, and is
never given twice; see decision 0011."""
Index("ix_person_key_citizen", PERSON_KEY.c.tenant, PERSON_KEY.c.citizen_id)

FUND = tenant_table("fund", "measure_code", measure_code=TEXT, total_cents=INT, booked_cents=INT)
FUND_ENTRY = tenant_table(
    "fund_entry", "application_id entry", application_id=BYTES, entry=TEXT, measure_code=TEXT, cents=INT, at=INT
)
LIVE_APPLICATION = tenant_table(
    "live_application", "measure_code beneficiary_key", measure_code=TEXT, beneficiary_key=BYTES, application_id=BYTES
)
COUNTER = tenant_table("counter", "name", name=TEXT, value=INT)

ERASURE = tenant_table("erasure", "number", number=INT, ids=BYTES, keys=BYTES, scopes=TEXT, at=INT)

BACKUP = tenant_table("backup", "id", id=BYTES, began_at=INT, finished_at=(INT,))
BACKUP_MARK = tenant_table(
    "backup_mark", "backup_id device_id incarnation", backup_id=BYTES, device_id=BYTES, incarnation=BYTES, last=INT
)
RECOVERY = tenant_table(
    "recovery", "epoch",
    epoch=BYTES, began_at=INT, ended_at=INT, rows_taken=INT, spoken=BYTES, missing=BYTES, decided=INT,
)  # fmt: skip
"""Recoveries that ended, and how."""
