"""Every act of the agenda can be undone today."""

from __future__ import annotations

from collections.abc import Sequence

from wemi_desk.domain.deeds import Deed
from wemi_desk.services import deeds
from wemi_desk.services.agenda.undoing import Change, detail_of
from wemi_desk.services.ports import UnitOfWork
from wemi_desk.services.session import DeskSession


def remember(work: UnitOfWork, session: DeskSession, changes: Sequence[Change]) -> Deed:
    """Write down, in the act's own transaction, what undoing it needs."""
    objects = [one.after.id for one in changes]
    return deeds.remember(work, session, deeds.AGENDA, *objects, detail=detail_of(changes))
