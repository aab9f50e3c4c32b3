"""What a look into an open store tells about its health: counts and instants, never a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select, table

from wemi_desk.domain.errors import StoreDamagedError
from wemi_desk.persistence.audit import first_bad_entry, signed_up_to
from wemi_desk.persistence.database import reading, storage_errors
from wemi_desk.persistence.local import SqlOutbox
from wemi_desk.persistence.tables import AUDIT, DESK, OUTBOX
from wemi_desk.services.ports import Sealer


@dataclass(frozen=True, slots=True)
class Inspection:
    """*first_bad_entry*: where the access log stops following; 0 when its key itself does not fit."""

    unsent: int
    oldest_unsent_at: datetime | None
    highest_time: datetime
    entries: int
    first_bad_entry: int | None
    signed_up_to: int = 0
    """The last entry the centre has countersigned."""


def inspect(engine: Engine, sealer: Sealer) -> Inspection:
    """Look at the outbox, the access log and the clock; raises StorageError."""
    with storage_errors(), reading(engine).connect() as connection:
        outbox = SqlOutbox(connection)
        try:
            bad = first_bad_entry(connection, sealer)
        except StoreDamagedError:
            bad = 0
        return Inspection(
            unsent=outbox.unsent(),
            oldest_unsent_at=outbox.oldest_unsent_at(),
            highest_time=connection.execute(select(DESK.c.highest_time)).scalar_one(),
            entries=connection.execute(select(func.count()).select_from(AUDIT)).scalar_one(),
            first_bad_entry=bad,
            signed_up_to=signed_up_to(connection),
        )


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large a store is: *rows* by table; *acts* by kind, verb and what the centre said of them, never of whom."""

    bytes: int
    free_bytes: int
    rows: Mapping[str, int]
    acts: Sequence[tuple[str, str, str, str, int]]


def measure(engine: Engine) -> Sizes:
    """Count; raises StorageError."""
    with storage_errors(), reading(engine).connect() as connection:
        page, pages, free = (
            int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())
            for name in ("page_size", "page_count", "freelist_count")
        )
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        rows = {
            name: int(connection.execute(select(func.count()).select_from(table(name))).scalar_one())
            for name in sorted(names)
            if not name.startswith("sqlite_")
        }
        said = (OUTBOX.c.kind, OUTBOX.c.verb, OUTBOX.c.verdict, OUTBOX.c.verdict_reason)
        counted = connection.execute(select(*said, func.count()).group_by(*said).order_by(*said))
        acts = [(kind, verb, verdict or "", reason or "", number) for kind, verb, verdict, reason, number in counted]
        return Sizes(page * pages, page * free, rows, acts)
