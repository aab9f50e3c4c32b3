"""Orientations and referrals: writing them down, the list of them, and what came of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.catalogue import ServiceId
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.contacts import ContactId
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.services.catalogue.following import (
    ALL,
    HARD,
    OPEN,
    ORIENTED,
    FollowingService,
    FollowLine,
    OrientationForm,
    ReferralForm,
)
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel

CHANGED = Changes.of("referrals", "timeline", "outbox", "call_backs", "drafts")
WHICH = (OPEN, HARD, ALL)


class FollowViewModel(ViewModel):
    """``written``: a form was recorded. ``field_failed(field, words)``: nothing was."""

    watches = frozenset({"referrals", "timeline", "catalogue"})
    changed = Signal()
    written = Signal()
    field_failed = Signal(str, str)
    open_requested = Signal(object)

    def __init__(
        self,
        following: FollowingService,
        lists: PickLists,
        session: DeskSession,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._following = following
        self._session = session
        self.lists = lists
        self._is_wanted = False
        self.person: Citizen | None = None
        self.contact_id: Callable[[], ContactId | None] = lambda: None
        self.which = OPEN
        self.lines: Sequence[FollowLine] = ()
        self.current: UUID | None = None

    @property
    def chosen(self) -> FollowLine | None:
        """The line the operator is on."""
        return next((line for line in self.lines if line.id == self.current), None)

    @property
    def row(self) -> int:
        return next((at for at, line in enumerate(self.lines) if line.id == self.current), 0)

    def today(self) -> date:
        return self._session.clock.today()

    def new_form_id(self) -> UUID:
        """A form that begins: recorded once, however often its key bounces."""
        return self._session.ids()

    def arrive(self) -> None:
        """Somebody came to the list."""
        self._is_wanted = True
        self.reload()

    def reload(self) -> None:
        if self._is_wanted:
            which = self.which
            self._ask(lambda: self._following.lines(which), self._read)

    def show_which(self, which: str) -> None:
        """Open ones, the refused and unreachable, or all."""
        self.which = which
        self.reload()

    def go_to(self, record_id: UUID) -> None:
        """On that line, wherever it stands."""
        self.current = record_id
        self.which = ALL if self.which == HARD else self.which
        self.arrive()

    def choose(self, row: int) -> None:
        if 0 <= row < len(self.lines):
            self.current = self.lines[row].id
            self.changed.emit()

    def orient(
        self, ids: tuple[ServiceId, ...], need: str, reason: str, handed_over: str, days: str, form_id: UUID
    ) -> None:
        """Write down what was suggested to who is at the desk."""
        try:
            feedback = _days("feedback_days", days)
        except InvalidFieldError as error:
            self._refused(error)
            return
        form = OrientationForm(
            service_ids=ids, citizen_id=self.person.id if self.person else None, contact_id=self.contact_id(),
            need=need, reason=reason, handed_over=handed_over, feedback_days=feedback, form_id=form_id,
        )  # fmt: skip
        words = _("Orientamento registrato. Annulla con Ctrl+Z")
        self._ask(lambda: self._following.orient(form), lambda made: self._done(words, made[1]), self._refused)

    def miss(self, text: str) -> None:
        """People ask for it and the catalogue has nothing: the centre hears of it."""
        words = _("Segnalato che manca: «{text}». Annulla con Ctrl+Z").format(text=text[:60])
        self._ask(lambda: self._following.missing(text), lambda made: self._done(words, made[1]), self._refused)

    def send(
        self, destination: str, direction: str, where: str, reason: str, handed_over: str, answer_days: str, days: str,
        service_id: ServiceId | None, form_id: UUID,
    ) -> None:  # fmt: skip
        """Write down whom who is at the desk is sent to, or came from."""
        try:
            answer, feedback = _days("answer_days", answer_days), _days("feedback_days", days)
        except InvalidFieldError as error:
            self._refused(error)
            return
        form = ReferralForm(
            destination=destination, direction=direction, service_id=service_id, where=where, reason=reason,
            handed_over=handed_over, answer_days=answer, feedback_days=feedback,
            citizen_id=self.person.id if self.person else None, contact_id=self.contact_id(), form_id=form_id,
        )  # fmt: skip
        words = _("Invio registrato. Annulla con Ctrl+Z")
        self._ask(lambda: self._following.send(form), lambda made: self._done(words, made[1]), self._refused)

    def say(self, said: str, note: str, days: str) -> None:
        """What came of the chosen line: an outcome of an orientation, or a state of a referral."""
        line = self.chosen
        if line is None:
            return
        try:
            again = _days("again_in", days)
        except InvalidFieldError as error:
            self._refused(error)
            return
        words = _("Scritto com’è andata. Annulla con Ctrl+Z")
        if line.kind == ORIENTED:
            self._ask(
                lambda: self._following.say(line.id, said, note, again_in=again),
                lambda deed: self._done(words, deed), self._refused,
            )  # fmt: skip
        else:
            self._ask(
                lambda: self._following.answered(line.id, said, note, again_in=again),
                lambda deed: self._done(words, deed), self._refused,
            )  # fmt: skip

    def open_person(self) -> None:
        """Whom the chosen line is about, at the desk."""
        line = self.chosen
        if line is not None and line.citizen_id is not None:
            self.open_requested.emit(line.citizen_id)

    def _done(self, words: str, deed: Deed) -> None:
        self._tell(words, CHANGED, deed)
        self.written.emit()

    def _read(self, lines: Sequence[FollowLine]) -> None:
        self.lines = lines
        if self.chosen is None:
            self.current = lines[0].id if lines else None
        self.changed.emit()

    def _refused(self, error: Exception) -> None:
        words = error_text(error) if isinstance(error, InvalidFieldError) else None
        if isinstance(error, InvalidFieldError) and words is not None:
            self.field_failed.emit(error.field, words)
        else:
            self._fail(error)


def _days(field: str, text: str) -> int | None:
    """A number of days as typed; nothing typed asks nobody."""
    bare = text.strip()
    if not bare:
        return None
    if not bare.isascii() or not bare.isdigit() or len(bare) > 6:
        raise InvalidFieldError(field, "not_a_number")
    return int(bare)
