"""The groups, and one of them with its families."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.shared_services import ACTIVE, AGREED, CLOSED, DECLINED, ParticipantId, SharedServiceId
from wemi_desk.i18n import _
from wemi_desk.services.session import DeskSession
from wemi_desk.services.shared_services.forms import TypedTerms, terms_of
from wemi_desk.services.shared_services.groups import SharedGroupService
from wemi_desk.services.shared_services.reading import Group, Member, Moved
from wemi_desk.services.shared_services.requests import CHANGED
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel


class GroupsViewModel(ViewModel):
    """``changed``: the list; ``group_changed``: the one shown. ``print_requested(service_id, participant_id)``."""

    watches = frozenset({"shared_services", "citizens", "catalogue"})
    changed = Signal()
    group_changed = Signal()
    terms_written = Signal()
    field_failed = Signal(str, str)
    print_requested = Signal(object, object)

    def __init__(
        self,
        service: SharedGroupService,
        session: DeskSession,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._service = service
        self._session = session
        self._wanted: SharedServiceId | None = None
        self.groups: Sequence[Group] = ()

    @property
    def group(self) -> Group | None:
        """The one that is shown."""
        return next((one for one in self.groups if one.service.id == self._wanted), None)

    @property
    def row(self) -> int:
        """Where it stands in the list."""
        return next((at for at, one in enumerate(self.groups) if one.service.id == self._wanted), -1)

    def today(self) -> date:
        return self._session.clock.today()

    def reload(self) -> None:
        """The list, and with it the group that is shown."""
        self._ask(self._service.all, self._show)

    def choose(self, service_id: SharedServiceId | None) -> None:
        """Look at one."""
        if service_id != self._wanted:
            self._wanted = service_id
            self.group_changed.emit()

    def answer(self, member: Member, *, agreed: bool, shows_contact: bool) -> None:
        """What a family said."""
        words = _("Segnato: la famiglia è d’accordo. Annulla con Ctrl+Z")
        if not agreed:
            words = _("Segnato: la famiglia non è d’accordo. Annulla con Ctrl+Z")
        one, answer = member.participant.id, AGREED if agreed else DECLINED
        self._step(lambda: self._service.answer(one, answer, shows_contact=shows_contact), words)

    def activate(self) -> None:
        """It begins."""
        group = self.group
        if group is not None:
            words = _("Il gruppo comincia il {day}. Annulla con Ctrl+Z")
            day = f"{group.service.starts_on:%d/%m/%Y}"
            self._step(lambda: self._service.activate(group.service.id), words.format(day=day))

    def join(self, member: Member) -> None:
        """Into an active group, from today."""
        words = _("La famiglia entra nel gruppo da oggi: le quote degli altri sono cambiate. Annulla con Ctrl+Z")
        self._step(lambda: self._service.join(member.participant.id, self._from_today(member)), words)

    def leave(self, member: Member) -> None:
        """From today."""
        words = _("La famiglia è uscita dal gruppo. Annulla con Ctrl+Z")
        group = self.group
        if group is not None and group.service.status == ACTIVE:
            words = _("La famiglia è uscita dal gruppo: le quote degli altri sono cambiate. Annulla con Ctrl+Z")
        self._step(lambda: self._service.leave(member.participant.id, self._from_today(member)), words)

    def told(self, member: Member) -> None:
        """Somebody told the family its share."""
        words = _("Segnato: la famiglia sa la sua quota. Annulla con Ctrl+Z")
        self._step(lambda: self._service.told(member.participant.id), words)

    def close(self) -> None:
        """It ends today."""
        group = self.group
        if group is not None:
            words = _("Gruppo concluso. Annulla con Ctrl+Z")
            self._step(lambda: self._service.close(group.service.id, self.today()), words)

    def save_terms(self, typed: TypedTerms) -> None:
        """Title, cost, who works, from when."""
        group = self.group
        if group is None:
            return
        try:
            terms = terms_of(typed)
        except InvalidFieldError as error:
            self.field_failed.emit(error.field, error_text(error) or "")
            return
        self._step(
            lambda: self._service.terms(group.service.id, terms), _("Accordi registrati. Annulla con Ctrl+Z"),
            self.terms_written.emit, self._refused,
        )  # fmt: skip

    def print_for(self, member: Member | None) -> None:
        """The proposal of one family, or who pays what in an active group."""
        group = self.group
        if group is not None and group.service.status != CLOSED:
            one: ParticipantId | None = member.participant.id if member is not None else None
            self.print_requested.emit(group.service.id, one)

    def _from_today(self, member: Member) -> date:
        """Nobody leaves before they came."""
        return max(self.today(), member.participant.joined_on or self.today())

    def _refused(self, error: Exception) -> None:
        if isinstance(error, InvalidFieldError) and error.field == "catalogue_code":
            self.field_failed.emit(error.field, error_text(error) or "")
        else:
            self._fail(error)

    def _step(
        self, work: Callable[[], Moved], words: str, then: Callable[[], object] = lambda: None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:  # fmt: skip
        def done(moved: Moved) -> None:
            self._tell(words, CHANGED, moved.deed)
            then()

        self._ask(work, done, failed)

    def _show(self, groups: Sequence[Group]) -> None:
        self.groups = groups
        if self.group is None:
            self._wanted = groups[0].service.id if groups else None
        self.changed.emit()
        self.group_changed.emit()
