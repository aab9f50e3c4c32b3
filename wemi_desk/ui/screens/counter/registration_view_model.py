"""Nuovo cittadino: what is typed, who it may already be, and the registration itself."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.drafts import Draft, DraftId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.names import capitalised
from wemi_desk.i18n import _
from wemi_desk.services.citizens import CitizenService, RegisterCitizen, Written
from wemi_desk.services.drafts import DraftService
from wemi_desk.services.person_forms import PersonForm
from wemi_desk.services.ports import Likeness
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.kept_draft import DraftContent, KeptDraft
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel

KIND = "citizen"
_MENDABLE = {"fiscal_code", "phone"}  # what "Registra comunque, da verificare" may accept
_OTHER_CARD = "is_stp_eni"


class RegistrationViewModel(ViewModel):
    """One person being registered. Candidates come while typing and never block."""

    form_changed = Signal()
    names_tidied = Signal()
    candidates_changed = Signal()
    edited = Signal()
    field_rejected = Signal(str, str, bool)
    health_code_offered = Signal(str)
    errors_cleared = Signal()
    registered = Signal(object)
    chosen = Signal(object)
    draft_saved = Signal(object)
    busy_changed = Signal(bool)

    def __init__(
        self,
        citizens: CitizenService,
        drafts: DraftService,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._citizens = citizens
        self._drafts = drafts
        self._kept = KeptDraft(drafts, runner, changes, messages, self._draft, self)
        self._kept.saved.connect(self.draft_saved)
        self._draft_id: DraftId | None = None
        self._query = 0
        self._busy = False
        self.form = PersonForm()
        self.candidates: Sequence[Likeness] = ()
        self.space_names: Mapping[str, str] = {}

    @property
    def is_open(self) -> bool:
        """Is somebody being registered?"""
        return self._draft_id is not None

    def begin(self, form: PersonForm) -> None:
        """Start with what is already known: the text of the box, or a card that was scanned."""
        self._kept.now()
        self._draft_id = self._drafts.begin()
        self._show(form)
        if not form.is_empty():
            self._kept.touch()

    def fill(self, read: PersonForm) -> None:
        """A card passed while somebody was typing: it fills what is empty and replaces nothing written by hand."""
        taken = {name: value for name, value in asdict(read).items() if value and not getattr(self.form, name)}
        if "code" in taken:
            taken["code_provenance"] = read.code_provenance
        if "birth" in taken:
            taken["birth_provenance"] = read.birth_provenance
        self._show(replace(self.form, **taken))
        self._kept.touch()

    def resume(self, draft: Draft) -> None:
        """Take a draft up where it stood."""
        self._kept.now()
        self._draft_id = draft.id
        known = PersonForm.__dataclass_fields__
        self._show(PersonForm(**{name: value for name, value in json.loads(draft.content).items() if name in known}))

    def edit(self, **fields: object) -> None:
        """The operator typed something."""
        form = replace(self.form, accepts_unverified=False, **fields)  # type: ignore[arg-type]
        if form == self.form:
            return
        self.form = form
        self._kept.touch()
        self.edited.emit()
        self._look_for_candidates()

    def tidy_names(self) -> None:
        """Names typed all small or all large are written as in print."""
        surname, given_name = capitalised(self.form.surname), capitalised(self.form.given_name)
        form = replace(self.form, surname=surname, given_name=given_name)
        if form != self.form:
            self.form = form
            self.names_tidied.emit()

    def take_health_code(self) -> None:
        """"Lo registro come STP?" Yes: what was typed as codice fiscale is the card."""
        self.form = replace(self.form, code="", health_code=self.form.code.strip(), accepts_unverified=False)
        self._kept.touch()
        self.errors_cleared.emit()
        self.form_changed.emit()

    def register(self, accept_unverified: bool = False) -> None:
        """Write the person; a broken rule is said beside its field and nothing typed is lost."""
        if self._busy or self._draft_id is None:
            return
        self._set_busy(True)
        self._kept.forget()
        self.tidy_names()
        self.form = replace(self.form, accepts_unverified=accept_unverified)
        shown = tuple(one.citizen.id for one in self.candidates)
        command = RegisterCitizen(form=self.form, shown_ids=shown, draft_id=self._draft_id)
        self._ask(lambda: self._citizens.register(command), self._done, self._refused)

    def choose(self, index: int) -> None:
        """"È lei/lui": it is this person, nothing new is registered."""
        if 0 <= index < len(self.candidates):
            citizen_id: CitizenId = self.candidates[index].citizen.id
            if self._draft_id is not None:
                self._kept.discard(self._draft_id)
            self.close()
            self.chosen.emit(citizen_id)

    def save_now(self) -> None:
        """Lock, switch, close: nothing typed may wait."""
        self._kept.now()

    def close(self) -> None:
        """Leave the form; its draft stays."""
        self._kept.now()
        self._draft_id = None
        self._query += 1
        self.form, self.candidates = PersonForm(), ()
        self.errors_cleared.emit()
        self.form_changed.emit()
        self.candidates_changed.emit()

    def _look_for_candidates(self) -> None:
        self._query += 1
        query, form = self._query, self.form
        self._ask(lambda: self._citizens.alike(form), lambda found: self._show_candidates(query, found))

    def _show_candidates(self, query: int, found: Sequence[Likeness]) -> None:
        if query == self._query and list(found) != list(self.candidates):
            self.candidates = found
            self.candidates_changed.emit()

    def _done(self, written: Written) -> None:
        self._set_busy(False)
        self._kept.forget()
        citizen: Citizen = written.citizen
        # no name: the message outlives the visit, and the screen is public
        text = _("Persona registrata. Annulla con Ctrl+Z")
        if citizen.to_verify:
            text = _("Registrata, da verificare. Annulla con Ctrl+Z")
        self._messages.say(text, written.deed.id)
        self.close()
        self.registered.emit(citizen)
        self._changes.changed.emit(written.changes)

    def _refused(self, error: Exception) -> None:
        self._set_busy(False)
        if self.is_open:
            self._kept.touch()
        text = error_text(error)
        if text is not None and isinstance(error, InvalidFieldError):
            self.field_rejected.emit(error.field, text, _is_mendable(error))
            if error.reason == _OTHER_CARD:
                self.health_code_offered.emit(str(error.data["kind"]))
        else:
            self._fail(error)

    def _draft(self) -> DraftContent | None:
        form = self.form
        if self._draft_id is None or form.is_empty():
            return None
        initials = " ".join(f"{name[0].upper()}." for name in (form.given_name, form.surname) if name)
        return DraftContent(self._draft_id, KIND, asdict(form), initials)

    def _show(self, form: PersonForm) -> None:
        self.form, self.candidates = form, ()
        self.errors_cleared.emit()
        self.form_changed.emit()
        self.candidates_changed.emit()
        self.edited.emit()
        if not form.is_empty():
            self._look_for_candidates()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.busy_changed.emit(busy)


def _is_mendable(error: InvalidFieldError) -> bool:
    """A card that reveals a status is never kept as a doubtful codice fiscale."""
    if error.reason == _OTHER_CARD:
        return False
    return error.field in _MENDABLE or (error.field, error.reason) == ("health_code", "taken")
