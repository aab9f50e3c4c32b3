"""The desk's own log of acts: numbered, chained, sent from here, kept until the centre's backup covers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID, uuid5

import msgspec
from msgspec.structs import replace
from sqlalchemy import insert

from wemi_desk.persistence.sync_sql import compiled, in_list
from wemi_desk.persistence.tables import OUTBOX
from wemi_desk.sync.canonical import body_hash, next_link
from wemi_desk.sync.clock import ticked
from wemi_desk.sync.identifiers import uuid_of
from wemi_desk.sync.messages import EMPTY_CHAIN, KIND_VERSION
from wemi_desk.sync.ports import Position
from wemi_desk.sync.wire import OK, PARKED, REFUSED, Receipt, SentAct, Verdict

KEPT_US = 30 * 24 * 3600 * 1_000_000
"""Acts stay here at least so long, whatever the centre's backups say."""
POSITION = """
SELECT device_id, incarnation, last_number, chain, acked_number, absorbed_number, epoch, erase_no, order_no FROM desk
"""
_HEAD = "SELECT incarnation, last_number, chain, hlc, highest_time, erase_no FROM desk"
_ACT = """
SELECT number, id, kind, verb, record_id, subject_id, operator_id, space_code, made_at, hlc, kind_version, erase_no,
  payload, body
FROM outbox WHERE id = ?
"""
_ADVANCE = "UPDATE desk SET last_number = ?, chain = ?, hlc = ?, highest_time = ?"
_OUTGOING = """
SELECT number, id, kind, verb, record_id, subject_id, operator_id, space_code, made_at, hlc, kind_version, erase_no,
  payload, body
FROM outbox WHERE incarnation = (SELECT incarnation FROM desk) AND number > ? ORDER BY number LIMIT ?
"""
_CHAIN_AT = """
SELECT CASE WHEN base_number = ?1 THEN coalesce(base_chain, zeroblob(32))
  ELSE (SELECT chain FROM outbox WHERE outbox.incarnation = desk.incarnation AND number = ?1) END
FROM desk
"""
_ALL_OK = """
UPDATE outbox SET verdict = 'ok', verdict_reason = NULL, acked_at = coalesce(acked_at, ?)
WHERE incarnation = ? AND number BETWEEN ? AND ?
"""
_ONE_VERDICT = """
UPDATE outbox SET verdict = ?, verdict_reason = ?, acked_at = CASE WHEN ? THEN NULL ELSE coalesce(acked_at, ?) END
WHERE incarnation = ? AND number = ? AND id = ?
"""
_NOT_NEW = """
SELECT kind, record_id FROM outbox WHERE incarnation = ? AND number BETWEEN ? AND ?
  AND (verb <> 'new' OR number <= (SELECT absorbed_number FROM desk))
"""
_TAKEN_AMONG = """
SELECT kind, record_id, id FROM outbox WHERE verdict <> 'parked' AND withdrawn_at IS NULL AND id IN """
_WAITING = (
    "SELECT id FROM outbox INDEXED BY ix_outbox_held "
    "WHERE verdict IN ('refused', 'parked') AND withdrawn_at IS NULL AND verdict = 'parked'"
)
_WAIT_AGAIN = "UPDATE outbox SET verdict = 'parked', verdict_reason = NULL WHERE id = ?"
_TOUCHED = "SELECT kind, record_id FROM outbox WHERE incarnation = ? AND number = ?"
# With the answer another life of the centre may have begun, and what comes before it waits again.
_ACKED = "UPDATE desk SET acked_number = max(acked_number, min(last_number, ?)) WHERE acked_number >= ? - 1"
_KEEP_RECEIPT = """
INSERT OR REPLACE INTO receipt (incarnation, last, device, chain, at, durable, epoch, signature)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_LAST_RECEIPT = """
SELECT device, incarnation, last, chain, at, durable, epoch, signature FROM receipt
WHERE incarnation = (SELECT incarnation FROM desk) ORDER BY last DESC, at DESC LIMIT 1
"""
_LOST = "SELECT DISTINCT kind, record_id FROM outbox WHERE incarnation = ? AND number > ?"
_FORGET_ANSWERS = """
UPDATE outbox SET verdict = NULL, verdict_reason = NULL, acked_at = NULL
WHERE incarnation = ? AND number > ? AND withdrawn_at IS NULL
"""
_SET_BACK = """
UPDATE desk SET acked_number = min(acked_number, ?), absorbed_number = min(absorbed_number, ?), verified_number = -1
"""
_ALL_ACTS = "SELECT incarnation, number, id, body FROM outbox ORDER BY hlc, number"
_RENUMBER = "UPDATE outbox SET incarnation = ?, number = ?, chain = ? WHERE incarnation = ? AND number = ?"
_BEGIN_AGAIN = """
UPDATE desk SET incarnation = ?, last_number = ?, chain = ?, acked_number = 0, absorbed_number = ?, base_number = 0,
  base_chain = NULL, verified_number = -1
"""
_FIRST_YOUNG = """
SELECT min(number) FROM outbox WHERE incarnation = ? AND number <= ? AND coalesce(acked_at, made_at) >= ?
"""
_PRUNABLE = "SELECT number, chain FROM outbox WHERE incarnation = ? AND number <= ? ORDER BY number DESC LIMIT 1"
_FIRST_HELD = """
SELECT min(number) FROM outbox WHERE incarnation = ? AND withdrawn_at IS NULL AND verdict IN ('refused', 'parked')
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What an act says, before it has its place in the log."""

    kind: str
    verb: str
    record_id: UUID
    subject_id: UUID | None
    operator_id: UUID
    space_code: str
    payload: bytes
    mends: UUID | None = None


def write_act(cursor: Any, act_id: UUID, deed: Deed, now_us: int) -> int:
    """Append an act to the log, in the caller's transaction; its number."""
    incarnation, last, chain, hlc, highest, erase_no = cursor.execute(_HEAD).fetchone()
    act = SentAct(
        last + 1, act_id, deed.kind, deed.verb, deed.record_id, deed.subject_id, deed.operator_id, deed.space_code,
        now_us, ticked(hlc, now_us // 1000), KIND_VERSION, erase_no, None,
    )  # fmt: skip
    chain = _append(cursor, incarnation, chain, act, deed.payload, deed.mends)
    cursor.execute(_ADVANCE, (act.number, chain, act.hlc, max(now_us, highest)))
    return act.number


def say_again(cursor: Any, act_id: UUID, payload: bytes) -> None:
    """Append an act in another wording, said by whom and when it was said: it is judged as if it stood where it stood.

    Its id comes from the other's, so that a store put back says the same.
    """
    incarnation, last, chain, hlc, highest, _ = cursor.execute(_HEAD).fetchone()
    said = _sent(*cursor.execute(_ACT, (act_id.bytes,)).fetchone())
    act = replace(said, number=last + 1, id=uuid5(act_id, "said again"), payload=None, body=None)
    chain = _append(cursor, incarnation, chain, act, payload, act_id)
    cursor.execute(_ADVANCE, (act.number, chain, hlc, highest))


def _append(cursor: Any, incarnation: bytes, chain: bytes, act: SentAct, payload: bytes, mends: UUID | None) -> bytes:
    body = body_hash(act.envelope(), payload)
    chain = next_link(chain, act.id, body)
    cursor.execute(
        _insert_act(),
        (
            incarnation, act.number, act.id.bytes, act.kind, act.verb, act.record_id.bytes,
            act.subject_id.bytes if act.subject_id else None, act.operator_id.bytes, act.space_code, act.made_at,
            act.hlc, act.kind_version, act.erase_no, payload, body, chain, None, None, None, None, None, None, None, "",
            mends.bytes if mends else None,
        ),
    )  # fmt: skip
    return chain


@cache
def _insert_act() -> str:
    return compiled(insert(OUTBOX))


def position_row(cursor: Any) -> Any:
    """What position_of makes a position of."""
    return cursor.execute(POSITION).fetchone()


def position_of(row: Sequence[Any]) -> Position:
    """Where the log stands, from what POSITION reads."""
    device, incarnation, last, chain, acked, absorbed, epoch, erase_no, order_no = row
    return Position(
        device_id=uuid_of(device), incarnation=uuid_of(incarnation), last_number=last, chain=chain, acked_number=acked,
        absorbed_number=absorbed, epoch=uuid_of(epoch) if epoch else None, erase_no=erase_no, order_no=order_no,
    )  # fmt: skip


def outgoing(cursor: Any, after: int, most: int, most_bytes: int) -> tuple[bytes, Sequence[SentAct]]:
    """See sync.ports.SyncStore; at least one act is given, however large."""
    chain = chain_at(cursor, after)
    if chain is None:
        raise LookupError(after)
    acts: list[SentAct] = []
    size = 0
    for row in cursor.execute(_OUTGOING, (after, most)):
        size += 300 + len(row[12] or b"")
        if size > most_bytes and acts:
            break
        acts.append(_sent(*row))
    return chain, acts


def chain_at(cursor: Any, number: int) -> bytes | None:
    """The chain value after *number*; None when it is not kept any more, or not reached yet."""
    found: bytes | None = cursor.execute(_CHAIN_AT, (number,)).fetchone()[0]
    return found


def take_verdicts(
    cursor: Any, verdicts: Sequence[Verdict], last: int, receipt: Receipt | None, at: int
) -> set[tuple[str, bytes]]:
    """Note the answers; returns the records whose view may have changed."""
    incarnation = _incarnation(cursor)
    touched: set[tuple[str, bytes]] = set()
    if verdicts and all(one.code == OK for one in verdicts):
        ends = (verdicts[0].number, verdicts[-1].number)
        cursor.execute(_ALL_OK, (at, incarnation, *ends))
        touched.update(cursor.execute(_NOT_NEW, (incarnation, *ends)))
    else:
        rows = [
            (one.code, one.detail or None, one.code == REFUSED, at, incarnation, one.number, one.id.bytes)
            for one in verdicts
        ]
        cursor.executemany(_ONE_VERDICT, rows)
        for one in verdicts:
            touched.update(cursor.execute(_TOUCHED, (incarnation, one.number)))
    first = verdicts[0].number if verdicts else 0
    cursor.execute(_ACKED, (last, first))
    if receipt is not None:
        keep_receipt(cursor, receipt)
    return touched


def keep_receipt(cursor: Any, receipt: Receipt) -> None:
    """The centre's signed word; the caller looked at its signature."""
    cursor.execute(
        _KEEP_RECEIPT,
        (
            receipt.incarnation.bytes, receipt.last, receipt.device.bytes, receipt.chain, receipt.at, receipt.durable,
            receipt.epoch.bytes, receipt.signature,
        ),
    )  # fmt: skip


def last_receipt(cursor: Any) -> Receipt | None:
    """The newest one of this incarnation."""
    row = cursor.execute(_LAST_RECEIPT).fetchone()
    if row is None:
        return None
    device, incarnation, last, chain, at, durable, epoch, signature = row
    return Receipt(
        device=uuid_of(device), incarnation=uuid_of(incarnation), last=last, chain=chain, at=at, durable=durable,
        epoch=uuid_of(epoch), signature=signature,
    )  # fmt: skip


def un_acknowledge(cursor: Any, after: int) -> set[tuple[str, bytes]]:
    """Everything after *after* waits again; returns the records it touched."""
    cursor.execute("DELETE FROM receipt WHERE incarnation = ? AND last > ?", (_incarnation(cursor), after))
    return _wait_after(cursor, after)


def _wait_after(cursor: Any, after: int) -> set[tuple[str, bytes]]:
    incarnation = _incarnation(cursor)
    touched = set(cursor.execute(_LOST, (incarnation, after)))
    cursor.execute(_FORGET_ANSWERS, (incarnation, after))
    cursor.execute(_SET_BACK, (after, after))
    return touched


def new_incarnation(cursor: Any, incarnation: UUID) -> None:
    """Number every act that is still kept anew; what was contained in the shadow still is."""
    now, absorbed = cursor.execute("SELECT incarnation, absorbed_number FROM desk").fetchone()
    chain, still, moves = EMPTY_CHAIN, 0, []
    rows = cursor.execute(_ALL_ACTS).fetchall()
    for number, (old, old_number, act_id, body) in enumerate(rows, start=1):
        chain = next_link(chain, uuid_of(act_id), body)
        moves.append((incarnation.bytes, number, chain, old, old_number))
        if old == now and old_number <= absorbed:
            still = number
    cursor.executemany(_RENUMBER, moves)
    cursor.execute(_BEGIN_AGAIN, (incarnation.bytes, len(rows), chain, still))


def prune(cursor: Any, now_us: int) -> int:
    """Let go of acts that the centre's backup covers and that are old enough; of the rest nothing. How many went.

    Their age is counted on the centre's clock, from receipt to receipt: a desk that is a month ahead keeps them too.
    """
    query = "SELECT incarnation, base_number, absorbed_number FROM desk"
    incarnation, base, absorbed = cursor.execute(query).fetchone()
    receipt = last_receipt(cursor)
    if receipt is None:
        return 0
    held = cursor.execute(_FIRST_HELD, (incarnation,)).fetchone()[0]
    until = min(receipt.durable, absorbed, held - 1 if held is not None else receipt.durable)
    before = min(now_us, receipt.at) - KEPT_US
    young = cursor.execute(_FIRST_YOUNG, (incarnation, until, before)).fetchone()[0]
    row = cursor.execute(_PRUNABLE, (incarnation, until if young is None else young - 1)).fetchone()
    if row is None:
        return 0
    cursor.execute("DELETE FROM outbox WHERE incarnation = ? AND number <= ?", (incarnation, row[0]))
    cursor.execute("UPDATE desk SET base_number = ?, base_chain = ?", row)
    return int(row[0] - base)


def parked(cursor: Any, most: int, after: int) -> Sequence[int]:
    """Numbers, greater than *after*, of the answered acts that still wait at the centre."""
    return [number for (number,) in cursor.execute(_PARKED, (PARKED, after, most))]


def taken_among(cursor: Any, act_ids: Sequence[UUID]) -> list[tuple[str, bytes, bytes]]:
    """Those of the acts that are here as answered, and not as waiting: kind and record, and their own ids."""
    found: list[tuple[str, bytes, bytes]] = []
    waiting = {act_id for (act_id,) in cursor.execute(_WAITING)}
    for part, marks in in_list([one.bytes for one in act_ids if one.bytes not in waiting]):
        found += cursor.execute(_TAKEN_AMONG + f"({', '.join('?' * marks)})", part)
    return found


def wait_again(cursor: Any, act_ids: Sequence[UUID]) -> set[tuple[str, bytes]]:
    """Note that these wait, for what is not known yet; returns the records they are about."""
    found = taken_among(cursor, act_ids)
    cursor.executemany(_WAIT_AGAIN, [(act_id,) for _, _, act_id in found])
    return {(kind, record_id) for kind, record_id, _ in found}


def enter_epoch(cursor: Any, epoch: UUID) -> set[tuple[str, bytes]]:
    """The centre lives another life: what no backup covered is said again; returns the records it is about.

    A request of before that came late, or a clone, may have said it in this life already, and was answered otherwise.
    The receipts of the other life stay: they prove what was lost.
    """
    cursor.execute("UPDATE desk SET epoch = ?, verified_number = -1", (epoch.bytes,))
    base, acked = cursor.execute("SELECT base_number, acked_number FROM desk").fetchone()
    receipt = last_receipt(cursor)
    after = max(receipt.durable if receipt else 0, base)
    return _wait_after(cursor, after) if acked > after else set()  # at the first meeting nothing was answered


def beyond_shadow(cursor: Any) -> Beyond | None:
    """Where the acts begin that the shadow does not contain; None where there are none at all."""
    incarnation, absorbed, any_live = cursor.execute(_BEYOND).fetchone()
    return (incarnation, absorbed) if any_live else None


def live_acts(
    cursor: Any, kind: str, ids: Sequence[bytes], beyond: Beyond | None
) -> dict[bytes, list[tuple[str, bytes, bool]]]:
    """Acts that the shadow does not contain, per record in order: verb, payload, and whether its word is forced."""
    if beyond is None:
        return {}
    incarnation, absorbed = beyond
    found: dict[bytes, list[tuple[str, bytes, bool]]] = {}
    for part, marks in in_list(ids):
        statement = _LIVE_ACTS[marks]
        for record_id, verb, payload, verdict in cursor.execute(statement, (kind, incarnation, absorbed, *part)):
            found.setdefault(record_id, []).append((verb, payload, verdict in _FORCED))
    return found


_FORCED = (None, REFUSED, PARKED)
# Which index, said outright: a year of acts in one incarnation would be read from end to end otherwise.
_PARKED = (
    "SELECT number FROM outbox INDEXED BY ix_outbox_held "
    "WHERE verdict IN ('refused', 'parked') AND withdrawn_at IS NULL AND verdict = ? "
    "AND incarnation = (SELECT incarnation FROM desk) AND number > ? ORDER BY number LIMIT ?"
)
Beyond = tuple[bytes, int]
"""The incarnation, and the number up to which its acts are contained."""
BEYOND = (
    "incarnation, absorbed_number, last_number <> absorbed_number OR EXISTS ("
    "SELECT 1 FROM outbox INDEXED BY ix_outbox_held "
    "WHERE verdict IN ('refused', 'parked') AND withdrawn_at IS NULL)"
)
"""Columns of ``desk``: that, and whether there is any act beyond."""
_BEYOND = f"SELECT {BEYOND} FROM desk"  # noqa: S608 (texts of our own)


class _Statements(dict[int, str]):
    def __missing__(self, marks: int) -> str:
        self[marks] = text = _LIVE + f"AND record_id IN ({', '.join('?' * marks)}) ORDER BY record_id, number"
        return text


_LIVE = """
SELECT record_id, verb, payload, verdict FROM outbox INDEXED BY ix_outbox_record_id
WHERE kind = ? AND incarnation = ? AND payload IS NOT NULL AND withdrawn_at IS NULL
  AND (verdict IS NULL OR verdict NOT IN ('locked', 'already', 'exists', 'erased'))
  AND (number > ? OR verdict IN ('refused', 'parked'))
"""
_LIVE_ACTS = _Statements()


def _incarnation(cursor: Any) -> bytes:
    found: bytes = cursor.execute("SELECT incarnation FROM desk").fetchone()[0]
    return found


def _sent(
    number: int, act_id: bytes, kind: str, verb: str, record_id: bytes, subject_id: bytes | None, operator_id: bytes,
    space_code: str, made_at: int, hlc: int, kind_version: int, erase_no: int, payload: bytes | None, body: bytes,
) -> SentAct:  # fmt: skip
    return SentAct(
        number, uuid_of(act_id), kind, verb, uuid_of(record_id), uuid_of(subject_id) if subject_id else None,
        uuid_of(operator_id), space_code, made_at, hlc, kind_version, erase_no,
        None if payload is None else msgspec.Raw(payload), body if payload is None else None,
    )  # fmt: skip
