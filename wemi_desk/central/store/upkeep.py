"""Recoveries, backups, and whether the books are right."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, delete, exists, select, update

from wemi_desk.central.exchange.ports import ACTIVE, Head, RecoveryReport
from wemi_desk.central.store.feeds import LOCKED_HEADS, SqlFeeds
from wemi_desk.central.store.slots import LIVE
from wemi_desk.central.store.statements import Bulk, Lookup, Statement, finding, where
from wemi_desk.central.store.tables import (
    ACT,
    BACKUP,
    BACKUP_MARK,
    CENTRE,
    DEVICE,
    DEVICE_LOG,
    MEMBER,
    RECORD,
    RECOVERY,
    REFERENCE,
    SCOPE_COMMIT,
    SCOPE_HEAD,
)
from wemi_desk.sync.canonical import Digest, member_hash
from wemi_desk.sync.identifiers import uuid_of
from wemi_desk.sync.wire import ERASE, PUT

_OF_TENANT = CENTRE.c.tenant == bindparam("of_tenant")
_EPOCH = Statement(
    update(CENTRE)
    .where(_OF_TENANT)
    .values(epoch=bindparam("epoch"), recovering=1, recovering_since=bindparam("at"), rows_taken=0)
)
_ENDED = Statement(update(CENTRE).where(_OF_TENANT).values(recovering=0))
_TAKEN = Statement(update(CENTRE).where(_OF_TENANT).values(rows_taken=CENTRE.c.rows_taken + bindparam("rows")))
_RECOVERING = Statement(finding(CENTRE, "epoch", "recovering", "recovering_since", "rows_taken"))
_SPEAKERS = Statement(
    select(DEVICE.c.id, DEVICE.c.seen_epoch)
    .where(*where(DEVICE), DEVICE.c.status == ACTIVE, DEVICE.c.seen_at >= bindparam("since"))
    .order_by(DEVICE.c.id)
)
_RECOVERIES = Statement(finding(RECOVERY, "epoch").limit(bindparam("most")))
_RECEIVED = Lookup(select(ACT.c.id, ACT.c.received_at).where(*where(ACT)), ACT.c.id)
_REPORTS = Bulk(RECOVERY, replacing=True)
_LOGS = Statement(
    select(DEVICE_LOG.c.device_id, DEVICE_LOG.c.incarnation, DEVICE_LOG.c.last).where(*where(DEVICE_LOG))
)
_BACKUPS, _MARKS = Bulk(BACKUP, replacing=True), Bulk(BACKUP_MARK)
_BEGAN = Statement(finding(BACKUP, "began_at", id="id"))
_MARKED = Statement(finding(BACKUP_MARK, "device_id", "incarnation", "last", backup_id="backup_id"))
_FORGET_MARKS = Statement(delete(BACKUP_MARK).where(*where(BACKUP_MARK, backup_id="backup_id")))
_COVERED = Statement(
    update(DEVICE_LOG)
    .where(
        DEVICE_LOG.c.tenant == bindparam("of_tenant"),
        DEVICE_LOG.c.device_id == bindparam("of_device"),
        DEVICE_LOG.c.incarnation == bindparam("of_incarnation"),
        DEVICE_LOG.c.durable < bindparam("covered"),
    )
    .values(durable=bindparam("covered"))
)
_SCOPES = Statement(finding(SCOPE_HEAD, "scope").order_by(SCOPE_HEAD.c.scope))
_BOOKS = Statement(
    select(MEMBER.c.kind, MEMBER.c.id, MEMBER.c.hash, RECORD.c.data)
    .join(RECORD, (RECORD.c.tenant == MEMBER.c.tenant) & (RECORD.c.id == MEMBER.c.id))
    .where(*where(MEMBER, scope="scope"), MEMBER.c.state == PUT)
)
_REBOOK = Statement(
    update(SCOPE_HEAD)
    .where(SCOPE_HEAD.c.tenant == bindparam("of_tenant"), SCOPE_HEAD.c.scope == bindparam("of_scope"))
    .values(count=bindparam("count"), digest=bindparam("digest"))
)
_OUTSIDE = Statement(
    select(RECORD.c.data).where(
        *where(RECORD, kind="kind", state="state"),
        ~exists().where(
            MEMBER.c.tenant == RECORD.c.tenant, MEMBER.c.id == RECORD.c.id, MEMBER.c.scope == bindparam("scope"),
            MEMBER.c.state == PUT,
        ),
    )
)  # fmt: skip
_OLD_COMMITS = Statement(
    delete(SCOPE_COMMIT).where(*where(SCOPE_COMMIT, scope="scope"), SCOPE_COMMIT.c.cn < bindparam("before"))
)
_OLD_TOMBSTONES = Statement(
    delete(MEMBER).where(*where(MEMBER, scope="scope", state="state"), MEMBER.c.cn < bindparam("before"))
)
_OF_KINDS = Statement(select(RECORD.c.id, RECORD.c.data).where(*where(RECORD, kind="kind", state="state")))
_DROP_RECORD = Statement(delete(RECORD).where(*where(RECORD, id="id")))
_DROP_LINKS = Statement(delete(REFERENCE).where(*where(REFERENCE, id="id")))
_LAST_BEFORE = Statement(
    select(SCOPE_COMMIT.c.cn)
    .where(*where(SCOPE_COMMIT, scope="scope"), SCOPE_COMMIT.c.at < bindparam("at"))
    .order_by(SCOPE_COMMIT.c.cn.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Mended:
    """What was wrong in a scope: its head's count or digest, and members whose hash was not their record's."""

    scope: str
    head: bool
    members: Sequence[UUID]

    def __bool__(self) -> bool:
        return self.head or bool(self.members)


class SqlUpkeep(SqlFeeds):
    """See exchange.ports.Exchanged; the rest is for commands."""

    def open_epoch(self, epoch: UUID) -> None:
        self._transaction.run(_EPOCH, of_tenant=self.tenant, epoch=epoch.bytes, at=self.now)
        self.is_recovering = True

    def had_recovery(self) -> bool:
        return self._transaction.row(_RECOVERIES, tenant=self.tenant, most=1) is not None

    def recovery(self, window: int) -> RecoveryReport:
        row = self._transaction.row(_RECOVERING, tenant=self.tenant)
        if row is None:
            raise LookupError(self.tenant)
        epoch, _recovering, since, taken = row
        speakers = self._transaction.rows(_SPEAKERS, tenant=self.tenant, since=since - window)
        return RecoveryReport(
            epoch=UUID(bytes=epoch), began_at=since, ended_at=None, rows_taken=taken,
            spoken=[UUID(bytes=one) for one, seen in speakers if seen == epoch],
            missing=[UUID(bytes=one) for one, seen in speakers if seen != epoch],
        )  # fmt: skip

    def since_recovery(self, act_ids: Collection[UUID], lost_after: int) -> Collection[UUID]:
        row = self._transaction.row(_RECOVERING, tenant=self.tenant)
        since = max(row[2] if row else 0, lost_after)
        rows = self._transaction.among(_RECEIVED, [one.bytes for one in act_ids], tenant=self.tenant)
        return {UUID(bytes=one) for one, received_at in rows if received_at >= since}

    def end_recovery(self, report: RecoveryReport, *, decided: bool) -> None:
        self._transaction.run(_ENDED, of_tenant=self.tenant)
        self.is_recovering = False
        spoken, missing = (b"".join(one.bytes for one in many) for many in (report.spoken, report.missing))
        row = (report.epoch.bytes, report.began_at, self.now, report.rows_taken, spoken, missing, int(decided))
        self._transaction.write(_REPORTS, self.tenant, [row])

    def count_taken(self, rows: int) -> None:
        if rows:
            self._transaction.run(_TAKEN, of_tenant=self.tenant, rows=rows)

    def people_outside(self, scope: str) -> Iterator[Any]:
        """The content of every person whom this scope does not show."""
        rows = self._transaction.rows(_OUTSIDE, tenant=self.tenant, kind="citizen", state=LIVE, scope=scope)
        return (msgspec.json.decode(row[0]) for row in rows)

    def begin_backup(self, backup_id: UUID) -> None:
        """Before the backup begins: what is here now will be in it."""
        logs = self._transaction.rows(_LOGS, tenant=self.tenant)
        self._transaction.write(_BACKUPS, self.tenant, [(backup_id.bytes, self.now, None)])
        self._transaction.write(_MARKS, self.tenant, sorted((backup_id.bytes, *log) for log in logs))

    def finish_backup(self, backup_id: UUID) -> int:
        """The backup is safe and was read back: desks may let go of what it covers. How many logs moved on."""
        key = backup_id.bytes
        row = self._transaction.row(_BEGAN, tenant=self.tenant, id=key)
        if row is None:
            raise LookupError(str(backup_id))
        marks = self._transaction.rows(_MARKED, tenant=self.tenant, backup_id=key)
        self._transaction.write(_BACKUPS, self.tenant, [(key, row[0], self.now)])
        self._transaction.run(_FORGET_MARKS, tenant=self.tenant, backup_id=key)
        return sum(
            self._transaction.run(
                _COVERED, of_tenant=self.tenant, of_device=device, of_incarnation=incarnation, covered=last
            )
            for device, incarnation, last in sorted(marks)
        )

    def scopes(self) -> Sequence[str]:
        """Every scope that anything was ever shown in."""
        return [row[0] for row in self._transaction.rows(_SCOPES, tenant=self.tenant)]

    def recounted(self, scope: str) -> tuple[Head | None, Head]:
        """What the head says, and what it should say; raises nothing, compares nothing."""
        head = next(iter(self.heads([scope])), None)
        counted = Digest()
        for kind, record_id, mark, data in self._transaction.rows(_BOOKS, tenant=self.tenant, scope=scope):
            right = member_hash(kind, record_id, data)
            counted.add(mark if mark == right else bytes(len(mark)))
        cn, chain = (head.cn, head.chain) if head else (0, b"")
        return head, Head(scope, cn, chain, counted.count, counted.to_bytes())

    def mend(self, scope: str) -> Mended:
        """Make a scope's books right: the head says what its members say, and a member whose hash is not its record's
        travels again. Desks that had the right record see nothing; the others compare and heal."""
        head = next(iter(self._transaction.among(LOCKED_HEADS, [scope], tenant=self.tenant)), None)
        booked, wrong_ids = Digest(), []
        for kind, record_id, mark, data in self._transaction.rows(_BOOKS, tenant=self.tenant, scope=scope):
            booked.add(mark)
            right = member_hash(kind, record_id, data)
            if right != mark:
                wrong_ids.append(UUID(bytes=record_id))
                self._mend_member(record_id, right)
        is_wrong = head is not None and (head[3], head[4]) != (booked.count, booked.to_bytes())
        if is_wrong:
            self._transaction.run(
                _REBOOK, of_tenant=self.tenant, of_scope=scope, count=booked.count, digest=booked.to_bytes()
            )
        return Mended(scope, is_wrong, wrong_ids)

    def _mend_member(self, record_id: bytes, right: bytes) -> None:
        slot = self.slot(record_id)
        slot.hash = right
        for scope, shown in self.members(slot).items():
            if shown.state == PUT and shown.hash != right:
                self.change(slot, scope, shown, PUT, right)

    def forget_commits(self, scope: str, before: int) -> int:
        """Positions older than *before* (an instant) are known no more: who stands there compares by buckets."""
        cn = self._last_before(scope, before)
        return self._transaction.run(_OLD_COMMITS, tenant=self.tenant, scope=scope, before=cn) if cn else 0

    def forget_tombstones(self, scope: str, before: int) -> int:
        """Of the erased: who was away so long hears the order itself, which is kept. Who only left the scope stays
        known as somebody who was there: unsent work about them is still taken."""
        cn = self._last_before(scope, before)
        found = {"scope": scope, "state": ERASE, "before": cn}
        return self._transaction.run(_OLD_TOMBSTONES, tenant=self.tenant, **found) if cn else 0

    def of_kind(self, kind: str) -> list[UUID]:
        """Every living record of a kind, as it was when this transaction began."""
        return [uuid_of(row[0]) for row in self._transaction.rows(_OF_KINDS, tenant=self.tenant, kind=kind, state=LIVE)]

    def forget_old(self, kind: str, field: str, before: int) -> int:
        """Records of the centre's own that no scope shows, by the instant in one of their fields; how many."""
        rows = self._transaction.rows(_OF_KINDS, tenant=self.tenant, kind=kind, state=LIVE)
        old = sorted(row[0] for row in rows if msgspec.json.decode(row[1]).get(field, 0) < before)
        for record_id in old:
            self._transaction.run(_DROP_LINKS, tenant=self.tenant, id=record_id)
            self._transaction.run(_DROP_RECORD, tenant=self.tenant, id=record_id)
        return len(old)

    def _last_before(self, scope: str, at: int) -> int:
        row = self._transaction.row(_LAST_BEFORE, tenant=self.tenant, scope=scope, at=at, most=1)
        return row[0] if row else 0
