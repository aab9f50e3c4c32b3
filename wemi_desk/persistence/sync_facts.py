"""What the store knows of its exchange with the centre, read in one snapshot."""

from __future__ import annotations

from typing import Any

from wemi_desk.sync.status import Facts

_DESK = """
SELECT incarnation, epoch, last_number, acked_number, verified_number, verified_at, confirmed_at, order_kind, space_code
FROM desk
"""
_WAITING = """
SELECT count(*), min(made_at) FROM outbox INDEXED BY ix_outbox_unsent WHERE acked_at IS NULL AND verdict IS NULL
"""
_REFUSED = """
SELECT count(*) FROM outbox INDEXED BY ix_outbox_held
WHERE verdict IN ('refused', 'parked') AND withdrawn_at IS NULL AND verdict = 'refused' AND set_aside_at IS NULL
"""
_ASKED = "SELECT count(*) FROM question WHERE state = 'open' AND answer IS NULL AND space_code = ?"
_PROVED = "SELECT coalesce(max(last), 0) FROM receipt WHERE incarnation = ? AND epoch = ?"
_UNFINISHED = "SELECT EXISTS (SELECT 1 FROM scope_cursor WHERE NOT agreed)"


def facts(cursor: Any) -> Facts:
    """See sync.status.Facts."""
    desk = cursor.execute(_DESK).fetchone()
    incarnation, epoch, last, acked, verified, verified_at, confirmed_at, order, space = desk
    waiting, oldest = cursor.execute(_WAITING).fetchone()
    refused = cursor.execute(_REFUSED).fetchone()[0]
    asked = cursor.execute(_ASKED, (space,)).fetchone()[0]
    proved = cursor.execute(_PROVED, (incarnation, epoch or b"")).fetchone()[0]
    return Facts(
        last_number=last, acked_number=acked, waiting=waiting, to_check=refused + asked, oldest_waiting_at=oldest,
        proved_number=proved, verified_number=verified, verified_at=verified_at, confirmed_at=confirmed_at,
        loading=bool(cursor.execute(_UNFINISHED).fetchone()[0]), order=order,
    )  # fmt: skip
