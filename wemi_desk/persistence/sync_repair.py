"""Is what the screens read what shadow and own acts say? And making it so again (sync-details.md, D1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wemi_desk.persistence import sync_views
from wemi_desk.persistence.driver import Driver, Lend
from wemi_desk.persistence.sync_log import beyond_shadow, live_acts
from wemi_desk.persistence.tables import DIRECTORY, SYNCHRONISED

_AT_ONCE = 500


def differences(lend: Lend) -> list[tuple[str, bytes]]:
    """Kind and id of every record that is not shown as it should be."""
    with Driver(lend).reading() as cursor:
        return [
            (kind, one) for kind in SYNCHRONISED for part in _parts(cursor, kind) for one in _wrong(cursor, kind, part)
        ]


def repair(lend: Lend) -> int:
    """Show every record anew that differs, a few at a time; how many did."""
    driver, wrong = Driver(lend), differences(lend)
    for begin in range(0, len(wrong), _AT_ONCE):
        with driver.writing() as cursor:
            sync_views.show_again(cursor, wrong[begin : begin + _AT_ONCE])
    return len(wrong)


def _parts(cursor: Any, kind: str) -> Iterator[list[bytes]]:
    """Every id that is shown, held or acted upon."""
    table = SYNCHRONISED[kind][1].name
    query = (
        f"SELECT id FROM {table} UNION SELECT id FROM shadow WHERE kind = ?1 "  # noqa: S608 (a table of ours)
        "UNION SELECT record_id FROM outbox WHERE kind = ?1"
    )
    ids = [record_id for (record_id,) in cursor.execute(query, (kind,))]
    for begin in range(0, len(ids), _AT_ONCE):
        yield ids[begin : begin + _AT_ONCE]


def _wrong(cursor: Any, kind: str, ids: list[bytes]) -> Iterator[bytes]:
    view = sync_views.view_of(kind)
    if view is None or kind in DIRECTORY:
        return
    contents = sync_views.shadow_contents(cursor, kind, ids)
    acts = live_acts(cursor, kind, ids, beyond_shadow(cursor))
    for record_id in ids:
        wanted = view.shown(contents.get(record_id), acts.get(record_id))
        row = cursor.execute(view.select, (record_id,)).fetchone()
        if row != (None if wanted is None else tuple(view.row(wanted))):
            yield record_id
