"""What happened while the store was closed enters its log at the next unlock, in order, once."""

from __future__ import annotations

from collections.abc import Sequence

from wemi_desk.domain import audit
from wemi_desk.domain.access import ClosedEvent
from wemi_desk.services.ports import Store

_WELCOME = {"accepted", "enrolled", "recovered", "online", "rekeyed", "rekey_failed"}


def enter_events(store: Store, events: Sequence[ClosedEvent]) -> int:
    """Write *events* that the log does not hold yet; returns how many. All of them or none."""
    if not events:
        return 0
    with store.work() as work:
        entered = 0
        for event in events:
            action = audit.LOGIN if event.result in _WELCOME else audit.LOGIN_FAILED
            entered += work.log_past(
                action, event.at, event.operator_id, reason=str(event.method), result=_result(event.result)
            )
        work.commit()
    return entered


def enter_lock(store: Store) -> None:
    """The operator leaves, or is away."""
    with store.work() as work:
        work.log(audit.LOCK)
        work.commit()


def _result(said: str) -> str:
    return "ok" if said == "accepted" else said
