"""The keys of a desk, from its data key."""

from __future__ import annotations

from datetime import datetime

from wemi_desk.domain.access import SESSION_LIFE, DeskState, KeyRenewal, OpenedDesk, SlotKind
from wemi_desk.domain.operators import OperatorId
from wemi_desk.services.desk_record import AccessPorts, operator_of


def opened_desk(
    ports: AccessPorts, now: datetime, state: DeskState, operator_id: OperatorId, method: SlotKind, data_key: bytearray,
    renewal: KeyRenewal = KeyRenewal.NONE,
) -> OpenedDesk:  # fmt: skip
    """The keys of a desk from its data key, which the caller wipes."""
    operator = operator_of(state, operator_id)

    def key(purpose: str) -> bytearray:
        return ports.derivation.sub_key(bytes(data_key), state.device_id, purpose)

    return OpenedDesk(
        operator_id=operator_id,
        shown_name=operator.shown_name,
        roles=frozenset(operator.grant.roles),
        device_id=state.device_id,
        space_code=state.space_code,
        method=method,
        opened_at=now,
        session_ends_at=(operator.passphrase_login_at or now) + SESSION_LIFE,
        db=key("db"),
        files=key("files"),
        drafts=key("drafts"),
        persons=key("persons"),
        audit_wrap=key("audit-wrap"),
        device_key=key("device-key"),
        events=state.events,
        renewal=renewal,
    )
