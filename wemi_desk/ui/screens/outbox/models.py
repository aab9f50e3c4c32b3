"""What Invio dati works with, apart from how it looks: made with the session, before the page."""

from __future__ import annotations

from typing import NamedTuple

from wemi_desk.ui.screens.outbox.leaving_view_model import LeavingViewModel
from wemi_desk.ui.screens.outbox.mending_view_model import MendingViewModel
from wemi_desk.ui.screens.outbox.view_model import OutboxViewModel


class OutboxModels(NamedTuple):
    """What the screen shows, and what it does."""

    lists: OutboxViewModel
    mending: MendingViewModel
    leaving: LeavingViewModel
