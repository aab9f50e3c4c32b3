"""The list of everybody, paged from the store, and its filter line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.listed_people import ListedPerson
from wemi_desk.i18n import _, ngettext
from wemi_desk.services.citizens import CitizenService
from wemi_desk.services.people_list import PeopleIndex, PeopleListService
from wemi_desk.ui.background import LatestOnly, Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel
from wemi_desk.ui.widgets.paged_model import Deliver

FIRST_ROWS = 100
MOST_FOUND = 50


class PeopleListViewModel(ViewModel):
    """Shows the first page at once; the rest of the list grows behind it, a short read at a time."""

    watches = frozenset({"citizens"})
    restarted = Signal(int)
    grown = Signal(int)
    refreshed = Signal()
    found_changed = Signal()
    open_requested = Signal(object)

    def __init__(
        self,
        people: PeopleListService,
        citizens: CitizenService,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._people = people
        self._citizens = citizens
        self._latest: LatestOnly[Sequence[ListedPerson]] = LatestOnly(runner, self)
        self._reading = 0
        self._first: Sequence[ListedPerson] = ()
        self.index = PeopleIndex()
        self.text = ""
        self.only_to_verify = False
        self.found: Sequence[ListedPerson] = ()

    @property
    def is_filtered(self) -> bool:
        return self.only_to_verify or bool(self.text.strip())

    @property
    def title(self) -> str:
        """How many there are, once that is known."""
        count = len(self.found)
        if self.only_to_verify:
            return _("Da verificare: {n}").format(n=count)
        if self.is_filtered:
            return ngettext("{n} persona trovata", "{n} persone trovate", count).format(n=count)
        if not self.index.is_whole:
            return _("Cittadini")
        return _("Cittadini: {n}").format(n=f"{self.index.total:,}".replace(",", "."))

    def reload(self) -> None:
        """Read the list from its start; a filter is asked again."""
        self._reading += 1
        reading = self._reading
        self._ask(lambda: self._people.page(PeopleIndex(), 0, FIRST_ROWS), lambda rows: self._begin(reading, rows))
        if self.only_to_verify:
            self.show_to_verify(True)
        elif self.is_filtered:
            self.search(self.text)

    def _on_changed(self, changes: Changes) -> None:
        """What was sent is the same list with other signs: it does not move under whoever reads it."""
        if changes.kinds & self.watches:
            self.reload()
        elif "outbox" in changes.kinds and self.is_filtered:
            self.show_to_verify(True) if self.only_to_verify else self.search(self.text)
        elif "outbox" in changes.kinds:
            self._ask(lambda: self._people.page(PeopleIndex(), 0, FIRST_ROWS), self._refresh)

    def _refresh(self, rows: Sequence[ListedPerson]) -> None:
        if self._first:
            self._first = rows
            self.refreshed.emit()

    def read(self, offset: int, limit: int, deliver: Deliver[ListedPerson]) -> None:
        """A page, for the table, which asks in the middle of painting: a reading that began at once would slow it."""
        if offset + limit <= FIRST_ROWS:
            deliver(self._first[offset : offset + limit])
            return
        QTimer.singleShot(0, self, lambda: self._read_page(offset, limit, deliver))

    def _read_page(self, offset: int, limit: int, deliver: Deliver[ListedPerson]) -> None:
        index = self.index
        self._ask(lambda: self._people.page(index, offset, limit), deliver)

    def search(self, text: str) -> None:
        """The filter line: the desk's own search, not a filter in memory."""
        self.text, self.only_to_verify = text, False
        if not self.is_filtered:
            self._latest.forget()
            self.found = ()
            self.found_changed.emit()
            return
        self._latest.run(lambda: self._search(text), done=self._show_found, failed=self._fail)

    def show_to_verify(self, wanted: bool) -> None:
        """Only people whose data somebody should check, or everybody again."""
        self._latest.forget()
        if wanted:
            self.only_to_verify = True
            self._latest.run(self._people.to_verify, done=self._show_found, failed=self._fail)
        else:
            self.search(self.text)

    def open(self, person: ListedPerson) -> None:
        """Open somebody at the desk."""
        self.open_requested.emit(person.id)

    def _search(self, text: str) -> Sequence[ListedPerson]:
        return [ListedPerson.of(card.citizen, card.standing) for card in self._citizens.search(text, MOST_FOUND)]

    def _show_found(self, found: Sequence[ListedPerson]) -> None:
        self.found = found
        self.found_changed.emit()

    def _begin(self, reading: int, rows: Sequence[ListedPerson]) -> None:
        if reading != self._reading:
            return
        self.index, self._first = PeopleIndex(total=len(rows)), rows
        self.restarted.emit(len(rows))
        self._extend(reading)

    def _extend(self, reading: int) -> None:
        index = self.index
        self._ask(lambda: self._people.extended(index), lambda further: self._grow(reading, further))

    def _grow(self, reading: int, index: PeopleIndex) -> None:
        if reading != self._reading:
            return
        self.index = index
        self.grown.emit(index.total)
        if not index.is_whole:
            self._extend(reading)
