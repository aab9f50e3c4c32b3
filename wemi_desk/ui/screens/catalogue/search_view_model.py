"""Searching the catalogue as one types: what is looked for, what was understood, what was found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.catalogue import ServiceId
from wemi_desk.domain.catalogue_query import AGE, CATEGORY, Filter, Question, understand
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.services.catalogue.finding import CatalogueFinding, Copy, Results, ServiceRow
from wemi_desk.services.catalogue.sheets import MOST_COMPARED
from wemi_desk.ui.background import LatestOnly, Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.catalogue.search_words import SearchWords
from wemi_desk.ui.view_model import ViewModel


class SearchViewModel(ViewModel):
    """``chosen(service ids)``: what the right side should show; none when nothing is chosen."""

    watches = frozenset({"catalogue"})
    changed = Signal()
    chosen = Signal(object)

    def __init__(
        self,
        finding: CatalogueFinding,
        lists: PickLists,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._finding = finding
        self.words = SearchWords(finding.labels, lists["language"].label)
        self._latest: LatestOnly[tuple[Copy, Results]] = LatestOnly(runner, self)
        self._dropped: set[tuple[str, str]] = set()
        self._added: dict[str, Filter] = {}
        self._ages: tuple[Filter, ...] = ()
        self.text = ""
        self.copy: Copy | None = None
        self.results: Results | None = None
        self.current: ServiceId | None = None
        self.marked: list[ServiceId] = []
        self._is_pinned = False

    @property
    def rows(self) -> Sequence[ServiceRow]:
        return self.results.rows if self.results is not None else ()

    @property
    def is_empty(self) -> bool:
        """There is no catalogue here yet."""
        return self.copy is not None and not self.copy.count

    @property
    def row(self) -> int:
        """Where the current service stands; 0 when it is not among the results."""
        return next((at for at, one in enumerate(self.rows) if one.service.id == self.current), 0)

    def arrive(self) -> None:
        """Somebody came to the place."""
        self._search()

    def reload(self) -> None:
        """The catalogue changed."""
        self._finding.forget()
        if self.copy is not None:
            self._search()

    def ask(self, text: str) -> None:
        """What is in the field now. An emptied field begins anew."""
        if text == self.text:
            return
        self.text = text
        if not text.strip():
            self._dropped.clear()
        self._search_anew()

    def drop(self, chip: Filter) -> None:
        """A chip was pressed: without it."""
        self._added.pop(chip.kind, None)
        self._dropped.add(chip.key)
        if chip.kind == AGE:
            self._ages = ()
        self._search_anew()

    def add(self, chip: Filter) -> None:
        """A filter that a button offers; a category replaces what was typed."""
        self._dropped.discard(chip.key)
        self._added[chip.kind] = chip
        if chip.kind == CATEGORY:
            self.text = ""
            self._dropped.clear()
        self._search_anew()

    def start_again(self) -> None:
        """Nothing typed, nothing filtered, nothing marked."""
        self.text = ""
        self._dropped.clear()
        self._added.clear()
        self.marked.clear()
        self.current = None
        if self.copy is not None:
            self._search()

    def set_child_ages(self, ages: Sequence[int]) -> None:
        """One child at the desk prefilters by age; of several nobody knows which is meant."""
        before = self._ages
        self._ages = (Filter(AGE, str(ages[0])),) if len(ages) == 1 else ()
        if self._ages != before and self.copy is not None:
            self._search_anew()

    def choose(self, row: int) -> None:
        """The operator is on a line."""
        if 0 <= row < len(self.rows):
            self.current = self.rows[row].service.id
            self._show_chosen()

    def go_to(self, service_id: ServiceId) -> None:
        """That service on the right, whatever is found at the left."""
        self.current = service_id
        self._is_pinned = True
        if self.copy is None:
            self._search()
        else:
            self.chosen.emit((service_id,))

    def mark(self, row: int) -> None:
        """Space: for comparing, four at most."""
        if not 0 <= row < len(self.rows):
            return
        service_id = self.rows[row].service.id
        if service_id in self.marked:
            self.marked.remove(service_id)
        elif len(self.marked) == MOST_COMPARED:
            self._messages.say(_("Si confrontano quattro servizi alla volta: togline uno con Spazio."))
            return
        else:
            self.marked.append(service_id)
        self.changed.emit()
        self._show_chosen()

    def unmark_all(self) -> None:
        self.marked.clear()
        self.changed.emit()
        self._show_chosen()

    def _show_chosen(self) -> None:
        if len(self.marked) > 1:
            self.chosen.emit(tuple(self.marked))
        else:
            self.chosen.emit((self.current,) if self.current is not None else ())

    def _question(self) -> Question:
        question = understand(self.text).without(self._dropped)
        return question.with_filters((*self._added.values(), *self._ages))

    def _search_anew(self) -> None:
        """Another question: the hands are on the best answer."""
        self.current = None
        self._search()

    def _search(self) -> None:
        asked, finding = self._question(), self._finding
        self._latest.run(lambda: (finding.copy(), finding.search(asked)), done=self._found, failed=self._fail)

    def _found(self, found: tuple[Copy, Results]) -> None:
        self.copy, self.results = found
        if self._is_pinned:
            self._is_pinned = False
        elif self.current not in [one.service.id for one in self.rows]:
            self.current = self.rows[0].service.id if self.rows else None
        self.changed.emit()
        self._show_chosen()
