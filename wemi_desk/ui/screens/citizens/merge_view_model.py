"""Two cards that are one person: the other is found by search, seen side by side, and the merge can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.listed_people import ListedPerson
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.services.citizens import CitizenService
from wemi_desk.services.merging import CHANGED, MergeService
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import LatestOnly, Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.field_words import compared_fields, field_name
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.citizens.words import field_value
from wemi_desk.ui.view_model import ViewModel

MOST_FOUND = 8


class ComparedField(NamedTuple):
    """One field of both cards."""

    name: str
    kept: str
    other: str
    differs: bool


class MergeViewModel(ViewModel):
    """Unisci a un'altra scheda."""

    found_changed = Signal()
    compared_changed = Signal()
    merged = Signal(object)

    def __init__(
        self,
        merging: MergeService,
        citizens: CitizenService,
        lists: PickLists,
        session: DeskSession,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._merging = merging
        self._citizens = citizens
        self._lists = lists
        self._session = session
        self._latest: LatestOnly[Sequence[ListedPerson]] = LatestOnly(runner, self)
        self._id: CitizenId | None = None
        self._other: Citizen | None = None
        self.found: Sequence[ListedPerson] = ()
        self.compared: Sequence[ComparedField] = ()

    @property
    def may_merge(self) -> bool:
        return self._session.allows("merge")

    @property
    def may_undo(self) -> bool:
        return self._session.allows("unmerge")

    @property
    def is_ready(self) -> bool:
        """Are two cards side by side?"""
        return self._other is not None

    def show_person(self, citizen_id: CitizenId | None) -> None:
        """Another person, or nobody."""
        self._id = citizen_id
        self.start()

    def start(self) -> None:
        """Nobody chosen yet."""
        self._latest.forget()
        self._other, self.found, self.compared = None, (), ()
        self.found_changed.emit()
        self.compared_changed.emit()

    def search(self, text: str) -> None:
        """Who the other card may be."""
        if text.strip():
            self._latest.run(lambda: self._search(text), done=self._show_found, failed=self._fail)
        else:
            self._latest.forget()
            self._show_found(())

    def compare(self, other: ListedPerson) -> None:
        """Put both side by side."""
        citizen_id = self._id
        if citizen_id is not None:
            self._ask(lambda: self._merging.differences(citizen_id, other.id), lambda both: self._show_both(*both))

    def merge(self) -> None:
        """Asked once, by the view: the card at the desk stays, the other points to it."""
        citizen_id, other = self._id, self._other
        if citizen_id is None or other is None:
            return

        def done(_merge: object) -> None:
            self.start()
            self.merged.emit(citizen_id)
            self._tell(_("Le due schede ora sono una."), CHANGED)

        self._ask(lambda: self._merging.merge(citizen_id, other.id), done)

    def undo(self, merge_id: UUID) -> None:
        """Two people after all."""
        words = _("Le schede sono di nuovo due.")
        self._ask(lambda: self._merging.unmerge(merge_id), lambda _merge: self._tell(words, CHANGED))

    def _search(self, text: str) -> Sequence[ListedPerson]:
        found = self._citizens.search(text, MOST_FOUND + 1)
        others = [card for card in found if card.citizen.id != self._id]
        return [ListedPerson.of(card.citizen, card.standing) for card in others][:MOST_FOUND]

    def _show_found(self, found: Sequence[ListedPerson]) -> None:
        self.found = found
        self.found_changed.emit()

    def _show_both(self, kept: Citizen, other: Citizen, differing: tuple[str, ...]) -> None:
        self._other = other
        rows = [
            ComparedField(
                field_name(name), field_value(kept, name, self._lists), field_value(other, name, self._lists),
                name in differing,
            )
            for name in compared_fields()
        ]  # fmt: skip
        self.compared = [row for row in rows if row.kept or row.other]
        self.compared_changed.emit()
