"""The store under another key: a whole, checked copy beside it; the store itself is not touched."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, update

from wemi_desk.persistence.audit import sealed_again
from wemi_desk.persistence.copying import (
    check_integrity,
    copy_store,
    file_errors,
    move_store,
    rekeyed_name,
    rekeying_name,
    remove_store,
)
from wemi_desk.persistence.database import connect, open_engine, storage_errors
from wemi_desk.persistence.tables import PERSON_KEY, SPECIAL_DATUM
from wemi_desk.services.ports import Sealer

Rewrap = Callable[[bytes, Any], bytes]
"""(wrapped key, person) → the same key, wrapped anew."""
Reindex = Callable[[Any, bytes], bytes]
"""(datum, its person's wrapped key as it was) → its blind index."""


def rekey_copy(store: Path, old: bytes, new: bytes, within: Callable[[Connection], None]) -> None:
    """Everything under *new*, with what *within* changes; raises StorageError, and then nothing has changed."""
    fresh = rekeying_name(store)
    with file_errors():
        remove_store(fresh)
        remove_store(rekeyed_name(store))
        copy_store(store, old, fresh)
        with storage_errors(), closing(connect(fresh, old)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
            connection.execute(f"""PRAGMA rekey = "x'{new.hex()}'" """).fetchall()
        _change(fresh, new, within)
        check_integrity(fresh, new)
        move_store(fresh, rekeyed_name(store))


def _change(path: Path, key: bytes, within: Callable[[Connection], None]) -> None:
    engine = open_engine(path, key)
    try:
        with storage_errors(), engine.begin() as connection:
            within(connection)
    finally:
        engine.dispose()
    with storage_errors(), closing(connect(path, key)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()  # one file, nothing beside it


def reseal(connection: Connection, old: Sealer, new: Sealer, rewrap: Rewrap, reindex: Reindex) -> None:
    """What other keys of the desk sealed inside the store: the log's key, people's keys, the index of their cards."""
    sealed_again(connection, old, new)
    wrapped = {row.citizen_id: row.wrapped for row in connection.execute(select(PERSON_KEY))}
    for datum in connection.execute(select(SPECIAL_DATUM)).all():
        if datum.citizen_id in wrapped:
            index = reindex(datum, wrapped[datum.citizen_id])
            connection.execute(update(SPECIAL_DATUM).where(SPECIAL_DATUM.c.id == datum.id).values(blind_index=index))
    for citizen_id, key in wrapped.items():
        mine = PERSON_KEY.c.citizen_id == citizen_id
        connection.execute(update(PERSON_KEY).where(mine).values(wrapped=rewrap(key, citizen_id)))
