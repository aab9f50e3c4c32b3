"""The family of who is at the desk: adults found by search, minors registered with a title."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.listed_people import ListedPerson
from wemi_desk.i18n import _
from wemi_desk.services.citizens import CitizenService
from wemi_desk.services.households import CHANGED, HouseholdRow, HouseholdService, Placed
from wemi_desk.services.person_forms import PersonForm
from wemi_desk.services.ports import Clock
from wemi_desk.ui.background import LatestOnly, Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel

MOST_FOUND = 8


class HouseholdViewModel(ViewModel):
    """Nucleo e minori."""

    watches = frozenset({"households", "citizens"})
    rows_changed = Signal()
    found_changed = Signal()
    field_rejected = Signal(str, str)
    health_code_offered = Signal(str)
    added = Signal()

    def __init__(
        self,
        households: HouseholdService,
        citizens: CitizenService,
        clock: Clock,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._households = households
        self._citizens = citizens
        self.today = clock.today
        self._latest: LatestOnly[Sequence[ListedPerson]] = LatestOnly(runner, self)
        self._id: CitizenId | None = None
        self.rows: Sequence[HouseholdRow] = ()
        self.found: Sequence[ListedPerson] = ()

    def show_person(self, citizen_id: CitizenId | None) -> None:
        """Another person, or nobody."""
        self._id, self.rows, self.found = citizen_id, (), ()
        self.rows_changed.emit()
        self.found_changed.emit()
        self.reload()

    def reload(self) -> None:
        """Read the household again."""
        citizen_id = self._id
        if citizen_id is not None:
            self._ask(lambda: self._households.of_citizen(citizen_id), lambda rows: self._show(citizen_id, rows))

    def search(self, text: str) -> None:
        """Adults who may be put into the household."""
        if not text.strip():
            self._latest.forget()
            self._show_found(())
            return
        self._latest.run(lambda: self._search(text), done=self._show_found, failed=self._fail)

    def add_minor(self, form: PersonForm, relation: str, responsibility: str | None) -> None:
        """Register a child with the adult who is here."""
        citizen_id = self._id
        if citizen_id is not None:
            self._write(
                lambda: self._households.add_minor(
                    citizen_id, form, relation=relation, responsibility=responsibility or "none"
                ),
                _("Minore registrato nel nucleo. Annulla con Ctrl+Z"),
            )

    def add_adult(self, other: ListedPerson, relation: str) -> None:
        """Put somebody who is already registered into the household."""
        citizen_id = self._id
        if citizen_id is not None:
            self._write(
                lambda: self._households.add_adult(citizen_id, other.id, relation),
                _("{name} ora è nel nucleo. Annulla con Ctrl+Z").format(name=other.name),
            )

    def leave(self, row: HouseholdRow) -> None:
        """Does not belong any more, from today."""
        words = _("{name} non fa più parte del nucleo. Annulla con Ctrl+Z")
        words = words.format(name=row.card.citizen.display_name)
        self._write(lambda: self._households.leave(row.member), words)

    def _search(self, text: str) -> Sequence[ListedPerson]:
        found = self._citizens.search(text, MOST_FOUND + 1)
        others = [card for card in found if card.citizen.id != self._id]
        return [ListedPerson.of(card.citizen, card.standing) for card in others][:MOST_FOUND]

    def _show(self, citizen_id: CitizenId, rows: Sequence[HouseholdRow]) -> None:
        if citizen_id == self._id:
            self.rows = rows
            self.rows_changed.emit()

    def _show_found(self, found: Sequence[ListedPerson]) -> None:
        self.found = found
        self.found_changed.emit()

    def _write(self, work: Callable[[], Placed], words: str) -> None:
        def written(placed: Placed) -> None:
            self.added.emit()
            self._tell(words, CHANGED, placed.deed)

        self._ask(work, written, self._refused)

    def _refused(self, error: Exception) -> None:
        words = error_text(error) if isinstance(error, InvalidFieldError) else None
        if isinstance(error, InvalidFieldError) and words is not None:
            self.field_rejected.emit(error.field, words)
            if error.reason == "is_stp_eni":
                self.health_code_offered.emit(str(error.data["kind"]))
        else:
            self._fail(error)
