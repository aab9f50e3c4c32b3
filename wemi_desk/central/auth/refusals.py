"""A request that is not done, as the caller is told it: a status, a code, and when to come again."""

from __future__ import annotations

from collections.abc import Sequence

from wemi_desk.domain.errors import WemiError
from wemi_desk.sync.wire import Order


class Refusal(WemiError):  # noqa: N818 (it is an answer)
    """Nothing was changed. *error* is a code of sync/admission.py."""

    def __init__(
        self, status: int, error: str, *, retry_after: int | None = None, orders: Sequence[Order] = ()
    ) -> None:
        super().__init__(status, error)
        self.status = status
        self.error = error
        self.retry_after = retry_after
        self.orders = orders
