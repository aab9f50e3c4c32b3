"""The card of who is at the desk: data that can be changed, contacts and special data that stay closed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.drafts import Draft, DraftId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.special_data import OpenReason, ShownHealthCode
from wemi_desk.i18n import _
from wemi_desk.services.access_list import AccessListService
from wemi_desk.services.arrivals import ArrivalService
from wemi_desk.services.citizens import CitizenService, PersonCard, Written
from wemi_desk.services.drafts import DraftService
from wemi_desk.services.person_forms import PersonForm, PersonReader
from wemi_desk.services.ports import Clock
from wemi_desk.services.special_data import SpecialDataService
from wemi_desk.ui.autosave import Autosave
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel

KIND = "change"
_MENDABLE = frozenset({"fiscal_code", "phone"})  # what "Registra comunque, da verificare" may accept


class CardServices(NamedTuple):
    """What the card works with."""

    citizens: CitizenService
    reader: PersonReader
    accesses: AccessListService
    special: SpecialDataService
    drafts: DraftService
    arrivals: ArrivalService
    clock: Clock


class _Read(NamedTuple):
    card: PersonCard
    form: PersonForm
    has_special: bool
    draft: Draft | None
    birth_place: str


class CardViewModel(ViewModel):
    """One person; whatever is typed and not recorded survives as a draft."""

    watches = frozenset({"citizens", "households"})
    card_changed = Signal()
    form_changed = Signal()
    closed_parts_changed = Signal()
    field_rejected = Signal(str, str, bool)
    errors_cleared = Signal()
    draft_saved = Signal(object)

    def __init__(
        self,
        services: CardServices,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._services = services
        self.today = services.clock.today
        self._autosave = Autosave(self._save_draft, self)
        self._draft_id: DraftId | None = None
        self._id: CitizenId | None = None
        self._saving = False
        self.card: PersonCard | None = None
        self.before = PersonForm()
        self.form = PersonForm()
        self.birth_place = ""
        self.has_special = False
        self.special: Sequence[ShownHealthCode] = ()
        self.shows_contacts = True

    @property
    def is_changed(self) -> bool:
        """Is something typed that is not recorded?"""
        return self.form != self.before

    def show_person(self, citizen_id: CitizenId | None) -> None:
        """The person at the desk changed; None: nobody is there, and nothing of them stays."""
        self._autosave.now()
        self._id, self._draft_id, self.card = citizen_id, None, None
        self.before = self.form = PersonForm()
        self.birth_place = ""
        self.has_special, self.special, self.shows_contacts = False, (), True
        self._announce()
        if citizen_id is not None:
            self.reload()

    def reload(self) -> None:
        """Read the person again; what is typed and not recorded stays."""
        citizen_id = self._id
        if citizen_id is not None:
            self._ask(lambda: self._read(citizen_id), lambda read: self._show(citizen_id, read))

    def edit(self, **fields: object) -> None:
        """The operator typed something."""
        form = replace(self.form, accepts_unverified=False, **fields)  # type: ignore[arg-type]
        if form != self.form:
            self.form = form
            self._autosave.touch()
            self.form_changed.emit()

    def save(self, accept_unverified: bool = False) -> None:
        """Record what changed; a broken rule is said beside its field and nothing typed is lost."""
        citizen_id = self._id
        if citizen_id is None or self._saving or not self.is_changed:
            return
        self._saving = True
        self.errors_cleared.emit()
        form = replace(self.form, accepts_unverified=accept_unverified)
        self._ask(lambda: self._services.citizens.change(citizen_id, form), self._saved, self._refused)

    def give_up(self) -> None:
        """Back to what is recorded."""
        self.form = self.before
        self._drop_draft()
        self.errors_cleared.emit()
        self.form_changed.emit()

    def save_now(self) -> None:
        """Lock, switch, close: nothing typed may wait."""
        self._autosave.now()

    def show_contacts(self) -> None:
        """A protected person's address and telephone: an access record."""
        citizen_id = self._id
        if citizen_id is not None:
            self._ask(lambda: self._services.accesses.open_contacts(citizen_id), lambda _person: self._open_contacts())

    def show_special(self, reason: str) -> None:
        """Special data, for this visit only, with a reason."""
        citizen_id = self._id
        if citizen_id is None:
            return

        def shown(found: Sequence[ShownHealthCode]) -> None:
            if citizen_id == self._id:
                self.special = found
                self.closed_parts_changed.emit()

        self._ask(lambda: self._services.special.show(citizen_id, OpenReason(reason)), shown)

    def _read(self, citizen_id: CitizenId) -> _Read:
        services = self._services
        drafts = [one for one in services.drafts.mine() if (one.kind, one.citizen_id) == (KIND, citizen_id)]
        card = services.citizens.card(citizen_id)
        form, has_special = services.reader.form(card.citizen), services.special.is_kept(citizen_id)
        born_in = services.arrivals.birth_place(card.citizen)
        return _Read(card, form, has_special, drafts[0] if drafts else None, born_in)

    def _show(self, citizen_id: CitizenId, read: _Read) -> None:
        if citizen_id != self._id:
            return
        is_first = self.card is None
        typed = self.form if self.is_changed else None
        self.card, self.before, self.has_special = read.card, read.form, read.has_special
        self.birth_place = read.birth_place
        if is_first:
            self.shows_contacts = not read.card.citizen.is_protected
            typed = self._resumed(read)
        self.form = typed or self.before
        self._announce()

    def _resumed(self, read: _Read) -> PersonForm | None:
        """What was typed on this card and not recorded, from its draft."""
        if read.draft is None:
            return None
        self._draft_id = read.draft.id
        known = PersonForm.__dataclass_fields__
        content = {name: value for name, value in json.loads(read.draft.content).items() if name in known}
        self._messages.say(_("Ripresa la modifica lasciata aperta su questa scheda."))
        return PersonForm(**content)

    def _saved(self, written: Written) -> None:
        self._saving = False
        self._drop_draft()
        self.before = self.form
        words = _("Registrata la modifica. Annulla con Ctrl+Z")
        if written.citizen.to_verify:
            words = _("Registrata la modifica, da verificare. Annulla con Ctrl+Z")
        self._tell(words, written.changes, written.deed)

    def _refused(self, error: Exception) -> None:
        self._saving = False
        words = error_text(error) if isinstance(error, InvalidFieldError) else None
        if isinstance(error, InvalidFieldError) and words is not None:
            self.field_rejected.emit(error.field, words, error.field in _MENDABLE)
        else:
            self._fail(error)

    def _open_contacts(self) -> None:
        self.shows_contacts = True
        self.closed_parts_changed.emit()

    def _save_draft(self) -> None:
        citizen_id, form, drafts = self._id, self.form, self._services.drafts
        if citizen_id is None or not self.is_changed:
            return
        self._draft_id = draft_id = self._draft_id or drafts.begin()
        initials = " ".join(f"{name[0].upper()}." for name in (form.given_name, form.surname) if name)
        self._ask(
            lambda: drafts.save(draft_id, KIND, asdict(form), citizen_id=citizen_id, initials=initials),
            lambda draft: self._draft_kept(draft),
        )

    def _draft_kept(self, draft: Draft) -> None:
        if draft.id == self._draft_id:
            self.draft_saved.emit(draft.saved_at)
        self._changes.changed.emit(Changes.of("drafts"))

    def _drop_draft(self) -> None:
        draft_id, self._draft_id = self._draft_id, None
        self._autosave.forget()
        if draft_id is not None:
            told = Changes.of("drafts")
            self._ask(lambda: self._services.drafts.discard(draft_id), lambda _none: self._changes.changed.emit(told))

    def _announce(self) -> None:
        self.errors_cleared.emit()
        self.card_changed.emit()
        self.form_changed.emit()
        self.closed_parts_changed.emit()
