"""What families ask for: the list, and the form of one, for whoever is at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.drafts import SHARED_REQUEST_DRAFT, DraftId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.shared_services import GIVEN
from wemi_desk.i18n import _
from wemi_desk.services.courses.workstations import short_name
from wemi_desk.services.drafts import DraftService
from wemi_desk.services.session import DeskSession
from wemi_desk.services.shared_services.forms import TypedRequest, request_of, typed_of
from wemi_desk.services.shared_services.requests import CHANGED, Asked, Begun, RequestLine, SharedRequestService
from wemi_desk.ui.autosave import Autosave
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel


class RequestsViewModel(ViewModel):
    """``changed``: the list. ``opened(typed, words)``: a form to fill. ``written``: it was. ``field_failed``.
    ``left``: who it was for is not at the desk any more."""

    watches = frozenset({"shared_services", "citizens"})
    changed = Signal()
    person_changed = Signal()
    opened = Signal(object, str)
    written = Signal()
    field_failed = Signal(str, str)
    left = Signal()

    def __init__(
        self,
        service: SharedRequestService,
        drafts: DraftService,
        session: DeskSession,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._service = service
        self._drafts = drafts
        self._session = session
        self._autosave = Autosave(self._save_draft, self)
        self._draft_id: DraftId | None = None
        self._typed = TypedRequest()
        self._line: RequestLine | None = None
        self._person: Citizen | None = None
        self.lines: Sequence[RequestLine] = ()
        self.at_desk: Citizen | None = None
        self.is_read = False

    @property
    def new_words(self) -> str:
        """Whose request the button begins; empty where nobody is at the desk."""
        if self.at_desk is None:
            return ""
        return _("Nuova richiesta per {name}").format(name=short_name(self.at_desk))

    @property
    def is_writing(self) -> bool:
        """A form is open, for somebody or with what stands."""
        return self._person is not None or self._line is not None

    def today(self) -> date:
        return self._session.clock.today()

    def reload(self) -> None:
        """The list."""
        self._ask(self._service.open_ones, self._show)

    def show_person(self, citizen: Citizen | None) -> None:
        """Who is at the desk; a form that was begun for somebody else is kept for them."""
        self.at_desk = citizen
        begun_for = self._person if self._draft_id is not None else None
        if begun_for is not None and (citizen is None or citizen.id != begun_for.id):
            self._autosave.now()
            self._draft_id = self._person = None
            self.left.emit()
        self.person_changed.emit()

    def begin(self) -> None:
        """A request of the family of whoever is at the desk; what was begun before is taken up."""
        person = self.at_desk
        if person is not None:
            self._ask(lambda: self._service.begin(CitizenId(person.id)), lambda begun: self._begun(person, begun))

    def open(self, line: RequestLine) -> None:
        """One that stands, to be said anew."""
        self._line, self._person, self._draft_id = line, None, None
        self._typed = typed_of(line.request)
        self.opened.emit(self._typed, _("Richiesta di {name}").format(name=line.who))

    def touch(self, typed: TypedRequest) -> None:
        """Something was typed: it is kept by itself."""
        self._typed = typed
        if self._draft_id is not None:
            self._autosave.touch()

    def save(self, typed: TypedRequest) -> None:
        """Written, or a word beside the field."""
        try:
            form = request_of(typed, self.today())
        except InvalidFieldError as error:
            self._refused(error)
            return
        self._autosave.forget()
        line, person, draft_id = self._line, self._person, self._draft_id
        if line is not None:
            self._ask(lambda: self._service.change(line.request.id, form), self._changed, self._refused)
        elif person is not None:
            ask = self._service.ask
            self._ask(lambda: ask(CitizenId(person.id), form, draft_id), self._asked, self._refused)

    def consent(self, line: RequestLine) -> None:
        """The family said that it may be proposed to others, without its name."""
        words = _("Consenso segnato: la famiglia si può proporre, senza nome. Annulla con Ctrl+Z")
        self._ask(
            lambda: self._service.consent(line.request.id, GIVEN), lambda asked: self._tell(words, CHANGED, asked.deed)
        )

    def close(self, line: RequestLine) -> None:
        """They do not want it any more."""
        words = _("Richiesta chiusa. Annulla con Ctrl+Z")
        self._ask(lambda: self._service.close(line.request.id), lambda asked: self._tell(words, CHANGED, asked.deed))

    def save_now(self) -> None:
        """Lock or switch: what is typed is kept."""
        self._autosave.now()

    def _begun(self, person: Citizen, begun: Begun) -> None:
        self._line, self._person, self._draft_id = None, person, DraftId(UUID(str(begun.draft_id)))
        self._typed = begun.typed
        self.opened.emit(begun.typed, self.new_words)

    def _save_draft(self) -> None:
        draft_id, person, typed = self._draft_id, self._person, self._typed
        if draft_id is None or person is None:
            return
        keep = self._drafts.save
        self._ask(
            lambda: keep(draft_id, SHARED_REQUEST_DRAFT, asdict(typed), citizen_id=person.id), lambda _draft: None,
            lambda _error: self._autosave.retry(),
        )  # fmt: skip

    def _show(self, lines: Sequence[RequestLine]) -> None:
        self.lines, self.is_read = lines, True
        self.changed.emit()

    def _asked(self, asked: Asked) -> None:
        self._draft_id = None
        words = _("Richiesta registrata. Annulla con Ctrl+Z")
        if asked.request.consent != GIVEN:
            words = _("Richiesta registrata: per proporla serve ancora il consenso. Annulla con Ctrl+Z")
        self._tell(words, CHANGED, asked.deed)
        self.written.emit()

    def _changed(self, asked: Asked) -> None:
        self._tell(_("Richiesta cambiata. Annulla con Ctrl+Z"), CHANGED, asked.deed)
        self.written.emit()

    def _refused(self, error: Exception) -> None:
        words = error_text(error) if isinstance(error, InvalidFieldError) else None
        if isinstance(error, InvalidFieldError) and words is not None:
            self.field_failed.emit(error.field, words)
        else:
            self._fail(error)
