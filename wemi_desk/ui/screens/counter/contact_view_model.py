"""The contact of the visit: reason, what was done, the note, and what must follow."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.contacts import NOTE_LIMIT, ContactId
from wemi_desk.domain.drafts import Draft, DraftId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.fiscal_code import parse
from wemi_desk.domain.note_watch import Hint, hints
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.visits import Visit
from wemi_desk.i18n import _
from wemi_desk.services.citizens import PersonCard
from wemi_desk.services.contacts import ContactService, RecordContact, Recorded
from wemi_desk.services.drafts import DraftService
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.kept_draft import DraftContent, KeptDraft
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel

KIND = "contact"
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WATCHED = 4 * NOTE_LIMIT  # a longer text is refused anyway, and looking through a book would hold up the keys


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactForm:
    """What the form shows; empty answers are filled from the reason when it is recorded."""

    reason: str | None = None
    service_text: str = ""
    destination: str | None = None
    outcome: str = "solved"
    note: str = ""
    channel: str = "desk"
    first_time: str = "unknown"
    asking_for: str = "self"
    wants_call_back: bool = False
    call_back_on: str = ""  # ISO day, or what was typed while it is no day yet
    duration: str | None = None

    @property
    def says_something(self) -> bool:
        """Is there anything that must not be lost?"""
        return self != ContactForm()


class ContactViewModel(ViewModel):
    """Fills one contact at a time; saves the draft by itself."""

    form_changed = Signal()
    draft_saved = Signal(object)
    hints_changed = Signal()
    field_rejected = Signal(str, str)
    reason_needed = Signal()
    print_wanted = Signal()
    recorded = Signal(object)
    busy_changed = Signal(bool)

    def __init__(
        self,
        contacts: ContactService,
        drafts: DraftService,
        lists: PickLists,
        today: Callable[[], date],
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._contacts = contacts
        self._drafts = drafts
        self._kept = KeptDraft(drafts, runner, changes, messages, self._draft, self)
        self._kept.saved.connect(self.draft_saved)
        self._visit: Visit | None = None
        self._card: PersonCard | None = None
        self._form_id: DraftId | None = None
        self._kept_hints: frozenset[str] = frozenset()
        self._busy = False
        self.recorded_id: ContactId | None = None  # the last contact of this visit
        self.lists = lists
        self.today = today
        self.form = ContactForm()
        self.hints: Sequence[Hint] = ()

    def begin(self, visit: Visit | None, card: PersonCard | None = None) -> None:
        """A visit begins, ends, or gets its person; a form already begun is kept while the visit is the same."""
        same = self._visit is not None and visit is not None and visit.id == self._visit.id
        if not same:
            self._kept.now()
        self._visit, self._card = visit, card
        if not same:
            self._form_id, self.recorded_id = (DraftId(visit.id) if visit else None), None
            self._show(ContactForm())

    def resume(self, draft: Draft) -> None:
        """Show a draft where it stood."""
        self._kept.now()
        self._form_id = draft.id
        known = ContactForm.__dataclass_fields__
        self._show(ContactForm(**{name: value for name, value in json.loads(draft.content).items() if name in known}))

    def edit(self, **fields: object) -> None:
        """The operator changed something."""
        form = replace(self.form, **fields)  # type: ignore[arg-type]
        if form == self.form:
            return
        self.form = form
        if "note" in fields:
            self._watch_note()
        if form.says_something:
            self._kept.touch()
        self.form_changed.emit()

    def keep_hint(self, hint: Hint) -> None:
        """"Tieni": the operator has seen the hint and the text stays."""
        self._kept_hints |= {self._passage(hint)}
        self._watch_note()

    def remove_hint(self, hint: Hint) -> None:
        """"Togli": take the passage out of the note."""
        note = self.form.note
        self.edit(note=(note[: hint.start].rstrip() + " " + note[hint.end :].lstrip()).strip())

    def record(self, then_close: bool = False) -> None:
        """Ctrl+S and Ctrl+Invio. Without a reason it asks for one, in place."""
        if self._busy or self._visit is None:
            return
        if self.form.reason is None and then_close:
            self.reason_needed.emit()
            return
        try:
            command = self._command(self._visit)
        except InvalidFieldError as error:
            self._refused(error)
            return
        self._set_busy(True)
        self._kept.forget()
        sent = self.form
        self._ask(
            lambda: self._contacts.record(command),
            lambda recorded: self._done(recorded, sent, then_close),
            self._refused,
        )

    def forget_typed(self) -> None:
        """What waits to be saved is not saved any more."""
        self._kept.forget()

    def save_now(self) -> None:
        """Lock, switch, close: nothing typed may wait."""
        self._kept.now()

    def _command(self, visit: Visit) -> RecordContact:
        form = self.form
        if form.reason is None:
            raise InvalidFieldError("needs", "required")
        return RecordContact(
            reason=form.reason, service_text=form.service_text, outcome=form.outcome, note=form.note,
            destinations=(form.destination,) if form.destination else (), channel=form.channel,
            first_time=form.first_time, asking_for=form.asking_for, citizen_id=visit.citizen_id,
            answers=("referral",) if form.destination else (), began_at=visit.opened_at, duration=form.duration,
            call_back_on=_promised_day(form),
            language=self._card.citizen.language if self._card else "it",
            municipio=self._card.citizen.municipio if self._card else "unknown", draft_id=self._form_id,
        )  # fmt: skip

    def _done(self, recorded: Recorded, sent: ContactForm, then_close: bool) -> None:
        """The form is empty again, under a new name; what was typed while it was being written stays."""
        self._set_busy(False)
        self._form_id, self.recorded_id = self._drafts.begin(), recorded.contact.id
        self._show(ContactForm() if self.form == sent else self.form)
        if self.form.says_something:
            self._kept.touch()
        reason = self.lists["quick_contact"].label(recorded.contact.reason or "")
        text = _("Contatto registrato: {reason}. Annulla con Ctrl+Z").format(reason=reason)
        self._tell(text, recorded.changes, recorded.deed)
        self.recorded.emit(then_close)

    def _refused(self, error: Exception) -> None:
        self._set_busy(False)
        if self.form.says_something:
            self._kept.touch()
        text = error_text(error)
        if text is not None and isinstance(error, InvalidFieldError):
            self.field_rejected.emit(error.field, text)
        else:
            self._fail(error)

    def _draft(self) -> DraftContent | None:
        if self._visit is None or self._form_id is None or not self.form.says_something:
            return None
        return DraftContent(self._form_id, KIND, asdict(self.form), _initials(self._card), self._visit.citizen_id)

    def _watch_note(self) -> None:
        own = {parse(self._card.citizen.fiscal_code).canonical} if self._card and self._card.citizen.fiscal_code else ()
        found = hints(self.form.note[:_WATCHED], own)
        self.hints = [hint for hint in found if self._passage(hint) not in self._kept_hints]
        self.hints_changed.emit()

    def _passage(self, hint: Hint) -> str:
        return f"{hint.kind}:{self.form.note[hint.start : hint.end]}"

    def _show(self, form: ContactForm) -> None:
        self.form, self._kept_hints = form, frozenset()
        self._watch_note()
        self.form_changed.emit()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.busy_changed.emit(busy)


def _promised_day(form: ContactForm) -> date | None:
    """The day of the call-back; raises InvalidFieldError while it is not a day."""
    if not form.wants_call_back:
        return None
    if not form.call_back_on.strip():
        raise InvalidFieldError("call_back_on", "required")
    day = iso_day(form.call_back_on)
    if day is None:
        raise InvalidFieldError("call_back_on", "unreadable")
    return day


def iso_day(text: str) -> date | None:
    """The day of 2026-11-24, and of nothing else: Python also takes ten bare digits for one."""
    if _ISO_DAY.fullmatch(text) is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _initials(card: PersonCard | None) -> str:
    if card is None:
        return ""
    names = (card.citizen.given_name, card.citizen.surname)
    return " ".join(f"{name[0].upper()}." for name in names if name)
