"""The page Aggiornamento in the states that look different, on a service that says what it is told to."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from tests.place_screens import in_panel
from tests.runners import ImmediateRunner
from tests.screens import SCREENS
from wemi_desk.domain.outbox_rows import OutboxRow
from wemi_desk.domain.releases import UpdateState, UpdateStatus, Version
from wemi_desk.services.updates.service import Step
from wemi_desk.ui.screens.updates.view import UpdatesView
from wemi_desk.ui.screens.updates.view_model import UpdatesViewModel

AT = datetime(2026, 11, 22, 8, 41, tzinfo=UTC)
NOTE = "Il conto dell’assegno si fa con le regole nuove, e la stampa parte al primo colpo."
COMING = UpdateStatus(
    state=UpdateState.DOWNLOADING, version=Version(0, 2, 0), done_bytes=34_000_000, total_bytes=71_400_000, at=AT,
    note=NOTE,
)  # fmt: skip
READY = UpdateStatus(state=UpdateState.READY, version=Version(0, 2, 0), at=AT, note=NOTE)
REFUSED = UpdateStatus(
    state=UpdateState.REFUSED, version=Version(0, 2, 0), reason="freeze", at=AT, oldest_accepted=Version(0, 1, 9)
)
PACKAGES = UpdateStatus(state=UpdateState.BY_PACKAGE, version=Version(0, 2, 0), reason="policy")


def acts(many):
    kinds = ("contact", "citizen", "privacy_notice_record", "call_back")
    return [
        OutboxRow(number, kinds[number % 4], "set" if number == 1 else "new", AT, None, None, None, id=UUID(int=number))
        for number in range(many)
    ]


class SaidUpdates:
    """Says *status*; notes what it is asked. *fails* are raised by what is done next, one each."""

    def __init__(self, status, many=0):
        self.now, self.rows, self.asked, self.steps, self.fails = status, acts(many), [], [], []
        self.running = Version(0, 1, 0)
        self.is_busy = lambda: False

    def status(self):
        return self.now

    def unsent(self):
        return self.rows

    def go_on(self):
        return self._do("go_on")

    def look_now(self):
        return self._do("look_now")

    def take_from(self, folder):
        return self._do(f"take {folder.name}")

    def offer(self):
        self._do("offer")
        return self.now

    def pause(self, on):
        self.asked.append(f"pause {on}")
        self.now = UpdateStatus(**{name: getattr(self.now, name) for name in self.now.__slots__} | {"paused": on})

    def stop(self):
        self.asked.append("stop")

    def leave(self):
        self.asked.append("leave")

    def _do(self, what):
        self.asked.append(what)
        if self.fails:
            raise self.fails.pop(0)
        return self.steps.pop(0) if self.steps else Step(600)


def updates_model(status, many=0, runner=None):
    model = UpdatesViewModel(SaidUpdates(status, many), runner or ImmediateRunner(), lambda: False)
    model.reload()
    return model


def page(status, many=0):
    return in_panel("Aggiornamento", UpdatesView(updates_model(status, many)))


SCREENS["updates, coming"] = lambda: page(COMING)
SCREENS["updates, ready with unsent acts"] = lambda: page(READY, 9)
SCREENS["updates, refused and too old"] = lambda: page(REFUSED, 1)
SCREENS["updates, by package"] = lambda: page(PACKAGES)
