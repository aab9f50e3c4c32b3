"""Who works at this desk now, where, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass

from wemi_desk.domain.errors import NotAllowedError
from wemi_desk.domain.operators import Operator, Permissions
from wemi_desk.domain.spaces import Space
from wemi_desk.services.ports import Clock, Ids


@dataclass(frozen=True, slots=True)
class DeskSession:
    """One operator's session at one space; ends with lock or change of operator."""

    operator: Operator
    space: Space
    permissions: Permissions
    clock: Clock
    ids: Ids

    def allows(self, act: str) -> bool:
        """May this operator do *act*? Acts are named in ``resources/reference/roles.json``."""
        return self.permissions.allows(self.operator.roles, act)

    def require(self, act: str) -> None:
        """Raise NotAllowedError unless the operator may do *act*."""
        if not self.allows(act):
            raise NotAllowedError(act)
