"""One's own drafts: taken up again, or thrown away after a moment of grace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from wemi_desk.domain.drafts import FORMS, OF_PERSON, Draft, DraftId
from wemi_desk.i18n import N_, _
from wemi_desk.services.drafts import CHANGED, DraftService
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel
from wemi_desk.ui.when import age_words

GRACE_MS = 10_000
_KINDS = {
    "contact": N_("nota di colloquio"), "citizen": N_("nuovo cittadino"), "appointment": N_("appuntamento"),
    "opening_hours": N_("orario di apertura"), "closing": N_("chiusura o apertura"), "leave": N_("assenza"),
    "shift": N_("turno"), "handover": N_("nota per chi viene dopo"), "activity": N_("attività"),
    "activity_log": N_("attività già fatta"), "workstation": N_("posto a una postazione"),
    "meeting": N_("posti e volontari di un incontro"), "volunteer": N_("volontario o volontaria"),
    "orientation": N_("orientamento"), "referral": N_("invio a un ente"), "outcome": N_("com’è andata"),
    "group_terms": N_("accordi di un gruppo"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DraftLine:
    """Age, kind and initials; never a name."""

    draft: Draft
    age: str
    kind: str
    initials: str
    is_going: bool


class DraftsViewModel(ViewModel):
    """The list of Ctrl+D. A draft being thrown away stays in the store until the grace is over."""

    watches = frozenset({"drafts"})
    lines_changed = Signal()
    resume_requested = Signal(object)

    def __init__(
        self,
        drafts: DraftService,
        session: DeskSession,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._drafts = drafts
        self._session = session
        self._found: Sequence[Draft] = ()
        self._going: dict[DraftId, object] = {}

    @property
    def lines(self) -> list[DraftLine]:
        """Newest first."""
        return [self._line(draft) for draft in self._found]

    def reload(self) -> None:
        """Read the drafts again."""
        self._ask(self._drafts.mine, self._show)

    def resume(self, draft: Draft) -> None:
        """Take it up where it stood."""
        self.keep(draft)
        self.resume_requested.emit(draft)

    def discard(self, draft: Draft) -> None:
        """Throw it away in a moment; until then it can be kept."""
        if draft.id in self._going:
            return
        wish = object()
        self._going[draft.id] = wish
        QTimer.singleShot(GRACE_MS, self, lambda: self.end_grace(draft, wish))
        self.lines_changed.emit()

    def keep(self, draft: Draft) -> None:
        """Not thrown away after all."""
        if self._going.pop(draft.id, None) is not None:
            self.lines_changed.emit()

    def keep_all(self) -> None:
        """Lock or change of operator in the moment of grace: nothing is lost."""
        for draft in self._found:
            self.keep(draft)

    def end_grace(self, draft: Draft, wish: object | None = None) -> None:
        """The moment is over: throw it away, unless it was kept meanwhile (*wish* is then another, or none)."""
        if draft.id not in self._going or wish not in (None, self._going[draft.id]):
            return
        del self._going[draft.id]
        self._ask(lambda: self._drafts.discard(draft.id), lambda _none: self._tell(_("Bozza buttata."), CHANGED))

    def _show(self, drafts: Sequence[Draft]) -> None:
        self._found = drafts
        self.lines_changed.emit()

    def _line(self, draft: Draft) -> DraftLine:
        age = age_words(draft.saved_at, self._session.clock.now())
        kind = _(_KINDS.get(draft.kind, N_("bozza")))
        nobody = "" if draft.kind in FORMS - OF_PERSON else _("senza nome")
        return DraftLine(draft, age, kind, draft.initials or nobody, draft.id in self._going)
