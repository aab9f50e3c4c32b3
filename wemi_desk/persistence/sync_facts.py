"""What the store knows of its exchange with the centre, read in one snapshot."""

from __future__ import annotations

from typing import Any

from wemi_desk.sync.status import Facts

# One statement: the indicator asks after every save, and a statement is a snapshot by itself.
_FACTS = """
SELECT last_number, acked_number, verified_number, verified_at, confirmed_at, order_kind, waiting, oldest,
  (SELECT count(*) FROM outbox INDEXED BY ix_outbox_held
   WHERE verdict IN ('refused', 'parked') AND withdrawn_at IS NULL AND verdict = 'refused' AND set_aside_at IS NULL)
  + (SELECT count(*) FROM question
     WHERE state = 'open' AND answer IS NULL AND question.space_code = desk.space_code),
  (SELECT coalesce(max(last), 0) FROM receipt
   WHERE receipt.incarnation = desk.incarnation AND receipt.epoch = coalesce(desk.epoch, x'')),
  EXISTS (SELECT 1 FROM scope_cursor WHERE NOT agreed)
FROM desk, (SELECT count(*) AS waiting, min(made_at) AS oldest
            FROM outbox INDEXED BY ix_outbox_unsent WHERE acked_at IS NULL AND verdict IS NULL)
"""


def facts(cursor: Any) -> Facts:
    """See sync.status.Facts."""
    last, acked, verified, verified_at, confirmed_at, order, waiting, oldest, to_check, proved, unfinished = (
        cursor.execute(_FACTS).fetchone()
    )
    return Facts(
        last_number=last, acked_number=acked, waiting=waiting, to_check=to_check, oldest_waiting_at=oldest,
        proved_number=proved, verified_number=verified, verified_at=verified_at, confirmed_at=confirmed_at,
        loading=bool(unfinished), order=order,
    )  # fmt: skip
