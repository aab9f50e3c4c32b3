"""A newer version did not work here and the one before works again: whoever enters is told, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from wemi_desk.i18n import _

if TYPE_CHECKING:
    from wemi_desk.domain.releases import Version
    from wemi_desk.ui.background import Runner
    from wemi_desk.ui.widgets.message_bar import MessageBar


class GoneBackDoor(Protocol):
    """Both calls block."""

    def undone(self) -> tuple[Version, str] | None:
        """Which version, and a code of why."""
        ...

    def told(self) -> None:
        """It was read."""
        ...


def tell_gone_back(version: Version, door: GoneBackDoor, bar: MessageBar, runner: Runner) -> None:
    """One sentence over the desk; the page of the updates says more."""
    words = _(
        "La versione {version} non ha funzionato su questo computer: lavori con quella di prima e i dati ci sono tutti."
    )
    bar.show_words(words.format(version=version), "warn")
    runner.run(door.told, owner=bar, done=lambda _none: None, failed=lambda _error: None, lane="network")
