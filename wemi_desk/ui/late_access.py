"""Access that is made when it is first needed, off the UI thread: the lock screen is painted before it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from wemi_desk.domain.access import LockScreen, OpenedDesk
from wemi_desk.domain.operators import OperatorId
from wemi_desk.services.access import AccessService


class LateAccess:
    """The door of the lock screen; every call blocks and runs on the keys lane."""

    def __init__(self, make: Callable[[], AccessService]) -> None:
        self._make = make

    def lock_screen(self) -> LockScreen:
        """Who is enrolled on this PC, or what stands in the way."""
        return self.service.lock_screen()

    def unlock(self, operator_id: OperatorId, secret: str, *, may_renew: bool = False) -> OpenedDesk:
        """Raises SecretError and its kin."""
        return self.service.unlock(operator_id, secret, may_renew=may_renew)

    def set_pin(self, operator_id: OperatorId, passphrase: str, pin: str, context: tuple[str, ...] = ()) -> None:
        """Raises WeakSecretError, SecretError."""
        self.service.set_pin(operator_id, passphrase, pin, context)

    def disable(self, *, unsent_work: bool) -> None:
        """By order of the coordination; the desk is closed by then."""
        self.service.disable(unsent_work=unsent_work)

    @cached_property
    def service(self) -> AccessService:
        """The real thing."""
        return self._make()
