"""What is on the right: one service, or several side by side; what is printed, copied, suggested."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.catalogue import ServiceId
from wemi_desk.domain.catalogue_papers import CatalogueSheet
from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.i18n import _
from wemi_desk.services.catalogue.papers import CataloguePapers
from wemi_desk.services.catalogue.sheets import ServiceSheets, Sheet
from wemi_desk.services.catalogue.words import standing_words
from wemi_desk.ui.background import LatestOnly, Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel


@dataclass(frozen=True, slots=True)
class Shown:
    """Sheets with their facts in words."""

    sheets: tuple[Sheet, ...]
    content: CatalogueSheet


class SheetViewModel(ViewModel):
    """``print_requested(ids)``; ``text_ready(text)``: to be put on the clipboard."""

    watches = frozenset({"catalogue", "vouchers"})
    changed = Signal()
    print_requested = Signal(object)
    text_ready = Signal(str)
    ages_read = Signal(object)

    def __init__(
        self,
        sheets: ServiceSheets,
        papers: CataloguePapers,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._sheets = sheets
        self._papers = papers
        self._latest: LatestOnly[Shown] = LatestOnly(runner, self)
        self._ids: tuple[ServiceId, ...] = ()
        self.person: Citizen | None = None
        self.shown: Shown | None = None

    @property
    def ids(self) -> tuple[ServiceId, ...]:
        """What is on show, in its order."""
        return tuple(one.service.id for one in self.shown.sheets) if self.shown is not None else ()

    @property
    def citizen_id(self) -> CitizenId | None:
        return self.person.id if self.person is not None else None

    @property
    def is_comparison(self) -> bool:
        return self.shown is not None and len(self.shown.sheets) > 1

    @property
    def warning(self) -> str:
        """A service that is on show and not offered any more."""
        if self.shown is None or self.is_comparison:
            return ""
        return standing_words(self.shown.sheets[0].standing) if self.shown.sheets else ""

    def show(self, ids: Sequence[ServiceId]) -> None:
        """Read these; none shows nothing."""
        self._ids = tuple(ids)
        if not ids:
            self._latest.forget()
            self.shown = None
            self.changed.emit()
            return
        self._latest.run(self._reader(), done=self._read, failed=self._fail)

    def reload(self) -> None:
        self.show(self._ids)

    def show_person(self, citizen: Citizen | None) -> None:
        """The visit was opened, identified or closed: whose voucher may pay, whose child may come."""
        if (citizen.id if citizen else None) == self.citizen_id:
            return
        self.person = citizen
        if citizen is None:
            self.ages_read.emit(())
        else:
            self._ask(lambda: self._sheets.child_ages(citizen.id), self.ages_read.emit)
        self.reload()

    def print_shown(self) -> None:
        """Ctrl+P."""
        if self.ids:
            self.print_requested.emit(self.ids)

    def copy_text(self) -> None:
        """Ready for an e-mail, on the clipboard."""
        ids, citizen_id = self.ids, self.citizen_id
        if ids:
            self._ask(lambda: self._papers.text(ids, citizen_id), self._copied)

    def _reader(self) -> Callable[[], Shown]:
        ids, citizen_id = self._ids, self.citizen_id

        def read() -> Shown:
            sheets = self._sheets.of(ids, citizen_id)
            return Shown(sheets, self._papers.sheet(sheets))

        return read

    def _read(self, shown: Shown) -> None:
        self.shown = shown if shown.sheets else None
        self.changed.emit()

    def _copied(self, text: str) -> None:
        self.text_ready.emit(text)
        self._messages.say(_("Testo copiato: incollalo nell’e-mail."))
