"""What a centre lets go of by age. People, acts, verdicts and orders are not among it: other rules end those."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from wemi_desk.central.exchange.lookup import LOOK_UP
from wemi_desk.central.exchange.membership import COPY
from wemi_desk.central.files import FileStore
from wemi_desk.central.office import Office
from wemi_desk.central.registry import Registry
from wemi_desk.central.serve import microseconds
from wemi_desk.central.store.admissions import Admissions
from wemi_desk.central.store.file_list import FileList
from wemi_desk.domain.catalogue_publication import PART

if TYPE_CHECKING:
    from wemi_desk.central.store.workspace import SqlWorkspace

DAY = 24 * 3600 * 1_000_000
SHORT_DAYS = 30
"""Codes that ended, attachments and catalogues that never became whole."""
NONCE_DAYS = 1
UNLISTED_DAYS = 40
"""Longer than a desk keeps what the centre has (file_spool)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ages:
    """How many days each is kept: the log and look-ups two years (privacy.md 6), positions of feeds and tombstones of
    the erased longer than a desk stays away."""

    log: int
    feed: int
    short: int = SHORT_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """How much of each went."""

    commits: int
    tombstones: int
    look_ups: int
    log_entries: int
    codes: int
    nonces: int
    half_files: int
    erased_files: int
    """Of whom an exchange erased, or a command that was killed."""


def prune(office: Office, ages: Ages, now: int | None = None) -> Pruned:
    """One transaction for each scope and each kind: nobody waits long, and the same again finds nothing."""
    now = microseconds() if now is None else now
    feed_before, log_before, short_before = (now - days * DAY for days in (ages.feed, ages.log, ages.short))
    scopes = office.within(lambda work: cast("SqlWorkspace", work).scopes())
    tombstones = sum(office.within(partial(_tombstones, scope=scope, before=feed_before)) for scope in scopes)
    commits = sum(office.within(partial(_commits, scope=scope, before=feed_before)) for scope in scopes)
    look_ups = sum(
        office.within(partial(_old, kind=kind, field=field, before=log_before))
        for kind, field in ((LOOK_UP, "at"), (COPY, "matched_at"))
    )
    half_files = _half_files(office, short_before) + _unlisted_files(office, now)
    half_files += office.within(partial(_old, kind=PART, field="at", before=short_before))
    erased_files = Registry(office).forget_files()
    with office.store.work() as connection:
        admissions = Admissions(connection)
        codes = admissions.forget_codes(office.tenant, short_before)
        nonces = admissions.forget_nonces(office.tenant, now - NONCE_DAYS * DAY)
        log_entries = office.log(connection).cut(log_before, now, office.actor)
    return Pruned(
        commits=commits, tombstones=tombstones, look_ups=look_ups, log_entries=log_entries, codes=codes,
        nonces=nonces, half_files=half_files, erased_files=erased_files,
    )  # fmt: skip


def _tombstones(work: object, *, scope: str, before: int) -> int:
    return cast("SqlWorkspace", work).forget_tombstones(scope, before)


def _commits(work: object, *, scope: str, before: int) -> int:
    return cast("SqlWorkspace", work).forget_commits(scope, before)


def _old(work: object, *, kind: str, field: str, before: int) -> int:
    return cast("SqlWorkspace", work).forget_old(kind, field, before)


def _half_files(office: Office, before: int) -> int:
    files = FileStore(office.place.files)
    with office.store.work() as connection:
        listed = FileList(connection, office.tenant)
        half = listed.half(before)
        for digest in half:
            files.delete(office.tenant, digest)
            listed.forget(digest)
    return len(half)


def _unlisted_files(office: Office, now: int) -> int:
    """Files of which no list has the key: it was lost with a restore, and the desk that had offered the file would have
    done so again within a month."""
    files, gone = FileStore(office.place.files), 0
    with office.store.quick() as connection:
        listed = FileList(connection, office.tenant)
        for digest in files.older(office.tenant, (now - UNLISTED_DAYS * DAY) / 1_000_000):
            if listed.find(digest) is None:
                files.delete(office.tenant, digest)
                gone += 1
    return gone
