"""Finding where a desk's copy of a scope differs, by 256 parts, and healing only that (sync.md 3)."""

from __future__ import annotations

from dataclasses import dataclass, field

from wemi_desk.central.exchange.ports import Exchanged, Head, UnfitMessageError
from wemi_desk.central.exchange.workspace import Caller
from wemi_desk.sync.canonical import BUCKETS, HASH_BYTES
from wemi_desk.sync.wire import CompareRequest, Entry, Row


@dataclass(frozen=True, slots=True)
class Comparison:
    """Where the scope stands, and what differs."""

    head: Head
    differing: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    unknown: list[Entry] = field(default_factory=list)


def compared(work: Exchanged, caller: Caller, request: CompareRequest) -> Comparison:
    """First round: which buckets differ. Second: the rows that the desk lacks, and those the centre does not show."""
    if request.scope not in caller.scopes:
        raise UnfitMessageError("scope")
    head = next(iter(work.heads([request.scope])), None) or Head(request.scope, 0, b"", 0, bytes(HASH_BYTES))
    if not request.wanted:
        return Comparison(head, _differing(work, request))
    if any(bucket not in range(BUCKETS) for bucket in request.wanted):
        raise UnfitMessageError("buckets")
    here = {entry.id: entry for entry in work.bucket_entries(request.scope, request.wanted)}
    there = {entry.id: entry for entry in request.entries}
    lacking = [one for one, entry in here.items() if one not in there or there[one].hash != entry.hash]
    gone = [entry for one, entry in there.items() if one not in here]
    rows = [*work.rows_of(request.scope, lacking), *work.rows_of(request.scope, [entry.id for entry in gone])]
    shown = {row.id for row in rows}
    return Comparison(head, [], rows, [entry for entry in gone if entry.id not in shown])


def _differing(work: Exchanged, request: CompareRequest) -> list[int]:
    if len(request.buckets) != BUCKETS:
        raise UnfitMessageError("buckets")
    sums = work.bucket_sums(request.scope)
    return [number for number, (mine, theirs) in enumerate(zip(sums, request.buckets, strict=True)) if mine != theirs]
