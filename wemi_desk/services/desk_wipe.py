"""Take this PC out of service by order of the coordinator: keys first, then files (security.md 3.8)."""

from __future__ import annotations

from dataclasses import replace

from wemi_desk.domain.access import DeskState, Disabling, SlotKind
from wemi_desk.services.desk_record import AccessPorts, DeskRecord, secret_name


class DeskWipe:
    """An order that is interrupted goes on at the next start; with unsent work the closed store stays."""

    def __init__(self, ports: AccessPorts, record: DeskRecord) -> None:
        self._ports = ports
        self._record = record

    def disable(self, *, unsent_work: bool) -> None:
        """The caller has stopped input and closed the store."""
        order = Disabling(_names(self._record.load(), keep_recovery=unsent_work), keep_store=unsent_work)
        self._ports.files.write_order(order)
        self._carry_out(order)

    def found(self) -> bool:
        """Whether this PC is out of service; finishes what an interruption left."""
        order = self._ports.files.disabling()
        if order is not None and order.keyring_names:
            self._carry_out(order)
        return order is not None

    def _carry_out(self, order: Disabling) -> None:
        for name in order.keyring_names:
            self._ports.secrets.delete(name)
        self._record.forget()
        self._ports.files.delete_keys()
        if not order.keep_store:
            self._ports.files.delete_store()
        self._ports.files.write_order(replace(order, keyring_names=()))  # done; the notice stays


def _names(state: DeskState, *, keep_recovery: bool) -> tuple[str, ...]:
    """Every keyring entry of this PC, the device secret first: without it the rest is worth nothing."""
    device = state.device_id
    fails = [secret_name(device, "fail", one.operator_id, kind) for one in state.operators for kind in SlotKind]
    peppers = [secret_name(device, "pin", one.operator_id) for one in state.operators]
    fixed = [secret_name(device, name) for name in ("device-secret", "state", "proxy")]
    if not keep_recovery:
        fixed.append(secret_name(device, "recovery"))
    return (*fixed, *peppers, *fails)
