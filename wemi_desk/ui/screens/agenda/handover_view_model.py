"""Notes for whoever comes next: what is new, who has read what, and a note of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.handover_notes import HandoverNote, HandoverNoteId
from wemi_desk.domain.note_watch import hints
from wemi_desk.i18n import _
from wemi_desk.services.agenda.glance import NoteLine
from wemi_desk.services.agenda.handover import CHANGED, HandoverService
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.note_hints import hint_words
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.agenda.refusing import RefusingViewModel
from wemi_desk.ui.words import when_words


class HandoverViewModel(RefusingViewModel):
    """``changed``: the notes were read. ``written``: one's own is recorded."""

    watches = frozenset({"handover"})
    changed = Signal()
    written = Signal()

    def __init__(
        self, notes: HandoverService, session: DeskSession, colleagues: Mapping[UUID, str], runner: Runner,
        changes: ChangeBus, messages: Notices, parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(runner, changes, messages, parent)
        self._notes = notes
        self._session = session
        self._colleagues = colleagues
        self._is_wanted = False
        self.is_read = False
        self.lines: Sequence[NoteLine] = ()

    @property
    def news(self) -> list[HandoverNote]:
        """What this operator has not read."""
        return [one.note for one in self.lines if one.is_news]

    def arrive(self) -> None:
        self._is_wanted = True
        self.reload()

    def reload(self) -> None:
        """As they stand."""
        if self._is_wanted:
            self._ask(self._notes.listed, self._show)

    def about(self, line: NoteLine) -> str:
        """Giulia R., oggi 17:40 · letta da Marco T. (oggi 09:05)."""
        now = self._session.clock.now()
        who = self._colleagues.get(line.note.created_by, _("un collega"))
        words = _("{name}, {when}").format(name=who, when=when_words(line.note.created_at, now))
        readers = ", ".join(
            f"{self._colleagues.get(one.operator_id, _('un collega'))} ({when_words(one.read_at, now)})"
            for one in line.note.readings
        )
        read = _("letta da {names}").format(names=readers) if readers else _("non l’ha ancora letta nessuno")
        return f"{words} · {read}"

    def hint(self, text: str) -> str:
        """What the words had better not hold; never a block."""
        return " ".join(dict.fromkeys(hint_words(one.kind) for one in hints(text)))

    def may_take_back(self, line: NoteLine) -> bool:
        return line.note.created_by == self._session.operator.id or self._session.allows("plan_shifts")

    def write(self, text: str) -> None:
        """For whoever comes next."""
        def done(_made: object) -> None:
            self._tell(_("Nota lasciata per chi viene dopo. Annulla con Ctrl+Z"), CHANGED)
            self.written.emit()

        self._ask(lambda: self._notes.write(text), done, self._refused)

    def read(self, ids: Sequence[HandoverNoteId]) -> None:
        """I have read them."""
        self._ask(lambda: self._notes.read(ids), lambda _none: self._tell(_("Segnata come letta."), CHANGED))

    def take_back(self, line: NoteLine) -> None:
        words = _("Nota tolta. Rimettila con Ctrl+Z")
        self._ask(lambda: self._notes.take_back(line.note.id), lambda _note: self._tell(words, CHANGED))

    def _show(self, lines: Sequence[NoteLine]) -> None:
        self.lines, self.is_read = lines, True
        self.changed.emit()
