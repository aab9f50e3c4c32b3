"""The visit: who is at the desk, since when, and what happened before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.drafts import Draft, DraftId
from wemi_desk.domain.errors import InvalidFieldError, RecordMissingError
from wemi_desk.domain.privacy_notices import PrivacyNoticeRecord
from wemi_desk.domain.queue import TicketId
from wemi_desk.domain.timeline import TimelineEntry
from wemi_desk.domain.visits import Visit
from wemi_desk.i18n import _
from wemi_desk.services.citizens import CitizenService, PersonCard
from wemi_desk.services.drafts import DraftService
from wemi_desk.services.notices import NoticeService
from wemi_desk.services.ports import Clock
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel

PAGE = 50
ChooseNotice = Callable[[str, str], None]


class VisitViewModel(ViewModel):
    """One visit at a time; closing it leaves nothing of the person behind.

    ``notice_language_missing(language, give)``: there is no informativa in it; ``give(language, channel)`` answers.
    """

    watches = frozenset({"citizens", "timeline", "notices", "households"})
    visit_changed = Signal()
    card_changed = Signal()
    timeline_changed = Signal()
    other_person_scanned = Signal(object)
    notice_language_missing = Signal(str, object)
    gone = Signal()

    def __init__(
        self,
        citizens: CitizenService,
        notices: NoticeService,
        drafts: DraftService,
        clock: Clock,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._citizens = citizens
        self._notices = notices
        self._drafts = drafts
        self._clock = clock
        self._rows = PAGE
        self._asked = 0
        self.visit: Visit | None = None
        self.card: PersonCard | None = None
        self.notice: PrivacyNoticeRecord | None = None  # the one handed over in this visit
        self.timeline: Sequence[TimelineEntry] = ()

    @property
    def minutes(self) -> int:
        """Whole minutes since the visit began."""
        return int(self.seconds // 60)

    @property
    def seconds(self) -> float:
        """Seconds since the visit began; 0 without one."""
        return (self._clock.now() - self.visit.opened_at).total_seconds() if self.visit else 0.0

    def open_anonymous(self, ticket_id: TicketId | None = None) -> None:
        """Somebody is at the desk and stays unnamed."""
        self.drop_late_answers()
        if self.visit is None:
            self._begin(Visit(id=self._drafts.begin(), opened_at=self._clock.now(), ticket_id=ticket_id), None)

    def open_person(self, citizen_id: CitizenId, draft: Draft | None = None) -> None:
        """Open a person's card at the desk; with a visit of somebody else open, ask instead."""
        if self.visit is not None and self.visit.citizen_id == citizen_id:
            self._messages.say(_("È già allo sportello."))
            return
        if self.visit is not None and self.visit.citizen_id is not None:
            self.other_person_scanned.emit(citizen_id)
            return
        self.drop_late_answers()
        asked = self._asked
        self._ask(
            lambda: (self._citizens.open(citizen_id), self._citizens.timeline(citizen_id, PAGE)),
            lambda opened: self._show_person(*opened, draft=draft) if asked == self._asked else None,
        )

    def adopt(self, citizen: Citizen) -> None:
        """The person who was just registered is the one at the desk."""
        self.drop_late_answers()
        self._ask(
            lambda: (self._citizens.card(citizen.id), self._citizens.timeline(citizen.id, PAGE)),
            lambda opened: self._show_person(*opened),
        )

    def resume_anonymous(self, draft: Draft) -> None:
        """Take up an anonymous draft where it stood."""
        self._begin(Visit(id=draft.id, opened_at=draft.begun_at), None)

    def close(self) -> None:
        """Forget the person: bar, panes, timeline."""
        self.drop_late_answers()
        self.visit, self.card, self.timeline, self._rows = None, None, (), PAGE
        self.notice = None
        self.visit_changed.emit()
        self.timeline_changed.emit()

    def drop_late_answers(self) -> None:
        """Something else was asked meanwhile: a card that is still being read is not wanted any more."""
        self._asked += 1

    def reload(self) -> None:
        """Read the card and the history of the person at the desk again."""
        if self.visit is None or self.visit.citizen_id is None:
            return
        citizen_id, rows = self.visit.citizen_id, self._rows
        self._ask(
            lambda: (self._citizens.card(citizen_id), self._citizens.timeline(citizen_id, rows)),
            lambda read: self._refreshed(citizen_id, *read),
            self._not_there,
        )

    def show_more(self) -> None:
        """Fifty more lines of history."""
        self._rows += PAGE
        self.reload()

    def give_notice(self, language: str | None = None, channel: str = "paper") -> None:
        """Write that the informativa was handed over; in the person's language unless *language* is chosen."""
        if self.visit is None:
            return
        citizen = self.card.citizen if self.card else None
        self._give(self.visit.id, citizen.id if citizen else None, language or _spoken(citizen), channel)

    def check_notice_language(self, language: str, choose: ChooseNotice) -> None:
        """Before the person is registered: with no text in *language*, ask which one was given."""
        self._ask(
            self._notices.languages,
            lambda there: None if language in there else self.notice_language_missing.emit(language, choose),
        )

    def _give(self, visit_id: DraftId, citizen_id: CitizenId | None, language: str, channel: str) -> None:
        before = self.notice

        def refused(error: Exception) -> None:
            if isinstance(error, InvalidFieldError) and error.reason == "not_offered":
                self.notice_language_missing.emit(language, partial(self._give, visit_id, citizen_id))
            else:
                self._fail(error)

        self._ask(
            lambda: self._notices.give(citizen_id, language, channel, in_place_of=before),
            lambda given: self._notice_given(visit_id, *given),
            refused,
        )

    def _notice_given(self, visit_id: DraftId, record: PrivacyNoticeRecord, deed: Deed) -> None:
        if self.visit is not None and self.visit.id == visit_id:
            self.notice = record
        text = _("Informativa consegnata. Ctrl+P la stampa, Ctrl+I cambia lingua o modo. Annulla con Ctrl+Z")
        self._tell(text, Changes.of("notices", "timeline", "outbox"), deed)

    def _show_person(self, card: PersonCard, timeline: Sequence[TimelineEntry], draft: Draft | None = None) -> None:
        before = self.visit
        visit_id = draft.id if draft else before.id if before else DraftId(self._drafts.begin())
        opened_at = draft.begun_at if draft else before.opened_at if before else self._clock.now()
        visit = Visit(id=visit_id, opened_at=opened_at, ticket_id=before.ticket_id if before else None)
        self.timeline = timeline
        self._begin(replace(visit, citizen_id=card.citizen.id), card)
        self.timeline_changed.emit()

    def _begin(self, visit: Visit, card: PersonCard | None) -> None:
        if self.visit is None or self.visit.id != visit.id:
            self.notice = None
        self.visit, self.card = visit, card
        self.visit_changed.emit()

    def _not_there(self, error: Exception) -> None:
        """Erased by order of the centre, or not this desk's any more: nothing of the person stays on the screen."""
        if isinstance(error, RecordMissingError):
            self.gone.emit()
        self._fail(error)

    def _refreshed(self, citizen_id: CitizenId, card: PersonCard, timeline: Sequence[TimelineEntry]) -> None:
        if self.visit is None or self.visit.citizen_id != citizen_id:
            return
        if card.citizen.withdrawn_at is not None:  # the registration was undone: the visit goes on without a name
            self.timeline = ()
            self._begin(replace(self.visit, citizen_id=None), None)
        else:
            self.card, self.timeline = card, timeline
            self.card_changed.emit()
        self.timeline_changed.emit()


def _spoken(citizen: Citizen | None) -> str:
    return citizen.language if citizen else "it"
