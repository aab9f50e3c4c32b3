"""Groups that could be made: searched in the background, shown with reasons and prices, and formed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.shared_matching import HOURLY_CENTS
from wemi_desk.i18n import _
from wemi_desk.services.shared_services.forming import GroupFormingService, Proposal, Search
from wemi_desk.services.shared_services.forms import hourly_of
from wemi_desk.services.shared_services.reading import Moved
from wemi_desk.services.shared_services.requests import CHANGED
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.shared_services.words import found_words
from wemi_desk.ui.view_model import ViewModel


class _Stop:
    """Read by the search between two steps."""

    is_wanted = False


class ProposalsViewModel(ViewModel):
    """``changed``: what was found. ``formed(service_id)``: a proposal is a group now. ``field_failed(need, words)``."""

    changed = Signal()
    chosen_changed = Signal()
    formed = Signal(object)
    field_failed = Signal(str, str)

    def __init__(
        self,
        service: GroupFormingService,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._service = service
        self._stop = _Stop()
        self.proposals: Sequence[Proposal] = ()
        self.words = ""
        self.is_searching = False
        self.chosen: Proposal | None = None

    @property
    def rates(self) -> Mapping[str, int]:
        """What an hour of each need costs, to begin with."""
        return HOURLY_CENTS

    def search(self, typed: Mapping[str, str]) -> None:
        """Look for groups with what an hour costs, per need."""
        rates = {}
        for need, words in typed.items():
            try:
                rates[need] = hourly_of(words)
            except InvalidFieldError as error:
                self.field_failed.emit(need, error_text(error) or "")
                return
        self.stop()
        stop = self._stop = _Stop()
        self.is_searching = True
        self.changed.emit()
        self._runner.run(
            lambda: self._service.search(rates, lambda: stop.is_wanted), owner=self, done=self._found,
            failed=self._failed, lane="paper",
        )  # fmt: skip

    def stop(self) -> None:
        """Nobody wants the answer any more."""
        self._stop.is_wanted = True
        self.is_searching = False
        self.changed.emit()

    def choose(self, proposal: Proposal | None) -> None:
        """Look at one."""
        self.chosen = proposal
        self.chosen_changed.emit()

    def form(self) -> None:
        """The chosen proposal becomes a group, and its families are to be asked."""
        chosen = self.chosen
        if chosen is not None:
            self._ask(lambda: self._service.form(chosen.offer), self._formed)

    def _found(self, search: Search | None) -> None:
        if search is None:
            return
        self.is_searching = False
        self.proposals, self.words = search.proposals, found_words(search.found)
        self.changed.emit()
        self.choose(self.proposals[0] if self.proposals else None)

    def _failed(self, error: Exception) -> None:
        self.stop()
        self._fail(error)

    def _formed(self, moved: Moved) -> None:
        taken = {one.request.id for one in moved.group.members if one.request is not None}
        self.proposals = [one for one in self.proposals if taken.isdisjoint(one.offer.requests)]
        words = _("Gruppo formato: le famiglie da sentire sono in «Da richiamare». Annulla con Ctrl+Z")
        self._tell(words, CHANGED, moved.deed)
        self.choose(self.proposals[0] if self.proposals else None)
        self.changed.emit()
        self.formed.emit(moved.group.service.id)
