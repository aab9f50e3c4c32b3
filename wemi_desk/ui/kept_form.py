"""Forms that keep what is typed in them as drafts, and give it back to whoever typed it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.drafts import Draft, DraftId
from wemi_desk.i18n import _
from wemi_desk.services.drafts import CHANGED, DraftService, typed_of
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.kept_draft import DraftContent, KeptDraft
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel
from wemi_desk.ui.words import clock_words

if TYPE_CHECKING:
    from wemi_desk.ui.widgets.kept_line import KeptLine
    from wemi_desk.ui.widgets.typed_fields import TypedFields

Person = Callable[[], "Citizen | None"]
Reopen = Callable[[], object]


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a form is about: one draft for each."""

    about: str
    person: UUID | None


@dataclass(slots=True)
class _Kept:
    """The draft in hand; *typed* also when the store could not take it yet."""

    subject: _Subject | None = None
    id: DraftId | None = None
    initials: str = ""
    typed: dict[str, object] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not any(value not in ("", []) for value in self.typed.values())


class KeptForm(ViewModel):
    """One form of one session. *person* says who is at the desk, for forms that are about them."""

    def __init__(
        self, kind: str, typing: TypedFields, line: KeptLine, drafts: DraftService, person: Person, reopen: Reopen,
        runner: Runner, changes: ChangeBus, messages: Notices, parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(runner, changes, messages, parent)
        self._kind = kind
        self._typing = typing
        self._line = line
        self._drafts = drafts
        self._person = person
        self._reopen = reopen
        self._kept = _Kept()
        self._wish = object()
        self._is_left = False
        self._draft = KeptDraft(drafts, runner, changes, messages, self._content, self)
        self._draft.saved.connect(self._say_saved)
        self.save_now = self._draft.now
        typing.begun.connect(self._begin)
        typing.edited.connect(self._edited)
        typing.finished.connect(self._finish)
        line.restart_wanted.connect(self._restart)

    def person_changed(self) -> None:
        """Somebody else is at the desk, or nobody: what was typed is kept for whom it was typed."""
        subject, now = self._kept.subject, self._person()
        if subject is None or subject.person == (now.id if now is not None else None):
            return
        self.save_now()
        self._forget()
        self._reopen()

    def _begin(self, about: str) -> None:
        self._is_left = True  # the fields hold the next one's already
        self.save_now()
        self._is_left = False
        self._line.say("")
        citizen = self._person()
        subject = _Subject(about, citizen.id if citizen is not None else None)
        before = self._kept
        self._wish = wish = object()
        if before.subject == subject and before.id is not None:  # left with Esc a moment ago
            self._typing.put(before.typed)
            self._typing.form_id = before.id
            return
        self._kept = _Kept(subject, initials=_initials(citizen))
        self._ask(
            lambda: self._drafts.left(self._kind, subject.about, subject.person),
            lambda draft: self._take_up(draft) if wish is self._wish else None,
        )

    def _take_up(self, draft: Draft | None) -> None:
        """As it was left; a hand that was quicker than the store is right."""
        if draft is None or self._kept.typed:
            return
        self._kept.id, self._kept.initials = draft.id, draft.initials or self._kept.initials
        self._typing.put(typed_of(draft))
        self._typing.form_id = draft.id
        self._kept.typed = dict(self._typing.state)
        self._line.say(_("Ripresa la bozza delle {time}.").format(time=clock_words(draft.saved_at)))

    def _edited(self) -> None:
        kept = self._kept
        if kept.subject is None:
            return
        kept.typed = dict(self._typing.state)
        if kept.is_empty:
            self._throw_away()
            return
        if kept.id is None:
            kept.id = self._typing.form_id = self._drafts.begin()
        self._draft.touch()

    def _content(self) -> DraftContent | None:
        kept = self._kept
        if kept.subject is None or kept.id is None or kept.is_empty:
            return None
        if not self._is_left:
            kept.typed = self._typing.read()
        content = {"about": kept.subject.about, "typed": kept.typed}
        name = kept.typed.get("name")
        initials = kept.initials or _first_letters(name if isinstance(name, str) else "")
        return DraftContent(kept.id, self._kind, content, initials, kept.subject.person)

    def _finish(self) -> None:
        self._throw_away()
        self._forget()

    def _restart(self) -> None:
        self._throw_away()
        self._forget()
        self._reopen()

    def _throw_away(self) -> None:
        draft_id, self._kept.id, self._typing.form_id = self._kept.id, None, None
        self._draft.forget()
        self._line.say("")
        if draft_id is not None:
            self._ask(lambda: self._drafts.discard(draft_id), lambda _none: self._changes.changed.emit(CHANGED))

    def _forget(self) -> None:
        self._kept, self._wish = _Kept(), object()
        self._line.say("")

    def _say_saved(self, at: datetime) -> None:
        if self._kept.id is not None:
            self._line.say(_("Bozza salvata alle {time}").format(time=clock_words(at)))


def _initials(citizen: Citizen | None) -> str:
    return _first_letters(f"{citizen.given_name} {citizen.surname}") if citizen is not None else ""


def _first_letters(name: str) -> str:
    return " ".join(f"{word[0].upper()}." for word in name.split()[:3])
