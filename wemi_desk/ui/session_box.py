"""What comes in: typed in the box, chosen under it, or read by the scanner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.box import Query, QueryKind
from wemi_desk.domain.catalogue import ServiceId
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.paperwork import PaperworkType
from wemi_desk.i18n import _
from wemi_desk.ui.box import BoxRow, BoxViewModel
from wemi_desk.ui.shell.search_box import Result

if TYPE_CHECKING:
    from wemi_desk.services.catalogue.finding import ServiceRow
    from wemi_desk.ui.session import WorkSession


_MOST_KINDS, _MOST_SERVICES = 4, 3


class SessionBox(QObject):
    """The one box of the session, and the reader that may speak at any moment."""

    _index_wanted = Signal()

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        self._held: Query | None = None
        self._is_preparing = False
        self.model = BoxViewModel(work.desk.citizens, work.runner, self, kinds=self._kinds, services=self._services)
        self._box = work.window.bar.box
        self._box.typed.connect(self.model.type)
        self._box.submitted.connect(self.model.submit)
        self.model.answered.connect(self._show_results)
        self.model.person_chosen.connect(self._open_person)
        self.model.command_given.connect(self._box.empty)
        self.model.code_given.connect(lambda query: self.take(query, scanned=False))
        self.model.registration_wanted.connect(work.register)
        self.model.matter_wanted.connect(self._begin_matter)
        self.model.service_wanted.connect(self._open_service)
        self._index_wanted.connect(self._prepare)
        work.keys.scanner.scanned.connect(self._scanned)

    def uncovered(self) -> None:
        """The data are shown again: a card passed under the cover is looked up now."""
        held, self._held = self._held, None
        if held is not None:
            self.take(held, scanned=True)

    def write(self, text: str) -> None:
        """Somebody went on typing elsewhere: it belongs here."""
        self._box.setText(text)
        self.model.type(text)

    def _scanned(self, query: Query) -> None:
        if query.kind is QueryKind.OPERATOR_BADGE:
            return
        stage = self._work.window.stage
        if stage.is_covered:
            self._held = query
            stage.cover.set_notice(_("Scheda pronta: premi F12"))
        else:
            self.take(query, scanned=True)

    def take(self, query: Query, scanned: bool) -> None:
        self._box.empty()
        self._work.go_to_counter()
        if query.kind is QueryKind.OWN_CODE:
            self._work.codes.open(query.value)
        else:
            self._work.counter.arrivals.take(query, scanned=scanned)

    def _open_person(self, citizen_id: CitizenId) -> None:
        self._box.empty()
        self._work.go_to_counter()
        self._work.counter.arrivals.open_person(citizen_id)

    def _kinds(self, text: str) -> Sequence[PaperworkType]:
        """At most four, so that people stay first; blocks."""
        return self._work.desk.paperwork().digital.types.search(text, _MOST_KINDS)

    def _services(self, text: str) -> Sequence[ServiceRow]:
        """At most three. The first words only have the index made, beside: no key waits for it. Blocks."""
        finding = self._work.desk.catalogue().finding
        if finding.is_ready:
            return finding.named(text, _MOST_SERVICES)
        self._index_wanted.emit()
        return ()

    def _prepare(self) -> None:
        finding = self._work.desk.catalogue().finding
        if not self._is_preparing:
            self._is_preparing = True
            self._work.runner.run(
                finding.prepare, owner=self, done=lambda _none: None, failed=self._work.fail, lane="network"
            )

    def _open_service(self, service_id: ServiceId) -> None:
        self._box.empty()
        self._work.places.catalogue.show_service(service_id)

    def _begin_matter(self, code: str) -> None:
        self._box.empty()
        self._work.places.paperwork.matters.begin(code)

    def _show_results(self, text: str, rows: tuple[BoxRow, ...], note: str) -> None:
        results = [Result(row.key, row.group, row.title, row.detail, row.icon) for row in rows]
        self._box.show_results(text, results, note)
