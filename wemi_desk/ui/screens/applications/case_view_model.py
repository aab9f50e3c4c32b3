"""The applications that are open in the middle: one for each child, what is common typed once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.i18n import ngettext
from wemi_desk.services.application_ports import NewApplications
from wemi_desk.ui.autosave import Autosave
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.applications.case_form import ISEE_FIELDS, CaseForm, form_of, read_values, typed_isee
from wemi_desk.ui.screens.applications.case_reading import Case, batch_of, keep_case, read_case, start_case
from wemi_desk.ui.screens.applications.doors import PaperworkServices
from wemi_desk.ui.screens.applications.missing_lines import MissingSheet, sheet_of
from wemi_desk.ui.view_model import ViewModel

CHANGED = Changes.of("applications", "timeline", "outbox")
_NO_FIELD = ("state",)


class CaseViewModel(ViewModel):
    """``changed``: read again; ``filled``: other applications, the form holds other texts; ``closed``."""

    watches = frozenset({"applications", "isee", "measures", "vouchers", "attachments"})
    changed = Signal()
    filled = Signal()
    closed = Signal()
    field_failed = Signal(str, str)
    saved = Signal(object)

    def __init__(
        self,
        services: PaperworkServices,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self.services = services
        self.today, self.now, self.ask = services.session.clock.today, services.session.clock.now, self._ask
        self.case = Case()
        self.form = CaseForm()
        self._isee_is_typed = False
        self._autosave = Autosave(self.save, self)

    # --- opening and leaving -----------------------------------------------------------------------------------

    def begin(self, new: NewApplications) -> None:
        """A draft for each child; the ISEE that still holds comes along."""
        self.save_now()
        self._ask(lambda: start_case(self.services, new), self._begun, self.refuse)

    def open(self, application_id: UUID) -> None:
        """One that was begun before, with the drafts of its brothers and sisters."""
        self.save_now()
        self._ask(lambda: read_case(self.services, batch_of(self.services, application_id), application_id), self._fill)

    def close(self) -> None:
        """Away from it: what was typed is kept."""
        self.save_now()
        self.forget()

    def forget(self) -> None:
        """Nothing of it stays on the screen."""
        self._autosave.forget()
        self.case, self.form, self._isee_is_typed = Case(), CaseForm(), False
        self.closed.emit()

    def turn(self, position: int) -> None:
        """Another child."""
        if 0 <= position < len(self.case.applications) and position != self.case.position:
            shown = self.case.applications[position].id
            ids = [one.id for one in self.case.applications]
            self._ask(lambda: read_case(self.services, ids, shown), self._show)

    def reload(self) -> None:
        """The same, as it stands now."""
        shown = self.case.shown
        if shown is not None:
            ids = [one.id for one in self.case.applications]
            self._ask(lambda: read_case(self.services, ids, shown.id), self._show)

    @property
    def sheet(self) -> MissingSheet | None:
        """The right pane."""
        result = self.case.results[self.case.position] if self.case.results else None
        shown = self.case.shown
        if result is None or shown is None:
            return None
        return sheet_of(result, self.now(), received=shown.submitted_at is not None)

    # --- writing -----------------------------------------------------------------------------------------------

    def edit(self, **fields: object) -> None:
        """Something was typed."""
        self.form = replace(self.form, **fields)  # type: ignore[arg-type] # the view names the fields
        self._isee_is_typed = self._isee_is_typed or any(name in ISEE_FIELDS for name in fields) or (
            "isee_has_defects" in fields)  # fmt: skip
        self._autosave.touch()

    def tick(self, code: str, ticked: bool) -> None:
        """A declaration, read aloud to who asks for all of them."""
        cases, ids = self.services.cases, [one.id for one in self.case.drafts]
        self._write(lambda: [cases.tick(one, code, ticked=ticked) for one in ids])

    def see(self, kind: str, expires_on: date | None) -> None:
        """A document that was looked at."""
        cases, ids = self.services.cases, [one.id for one in self.case.drafts]
        self._write(lambda: [cases.see_document(one, kind, expires_on) for one in ids])

    def save_now(self) -> None:
        """Lock, another place, print: nothing typed may wait."""
        if self._autosave.is_pending:
            self._autosave.now()

    def save(self) -> None:
        """Write what differs into every draft."""
        drafts = self.case.drafts
        if not drafts:
            return
        try:
            values = read_values(self.form, self.today())
            isee = typed_isee(self.form, self.today()) if self._isee_is_typed else None
        except InvalidFieldError as error:
            self.refuse(error)
            return
        self._isee_is_typed = False
        self._write(
            lambda: keep_case(self.services, drafts, values, isee), lambda: self.saved.emit(self.now())
        )

    def refuse(self, error: Exception) -> None:
        """Beside its field, where it has one."""
        if isinstance(error, InvalidFieldError) and error.field not in _NO_FIELD:
            self.field_failed.emit(error.field, error_text(error) or "")
        else:
            self._fail(error)

    def tell(self, words: str) -> None:
        """Say what was done, and read it again."""
        self._tell(words, CHANGED)
        self.reload()

    # --- inside ------------------------------------------------------------------------------------------------

    def _write(self, work: Callable[[], object], done: Callable[[], None] = lambda: None) -> None:
        case, shown = self.case, self.case.shown
        if shown is None:
            return
        ids = [one.id for one in case.applications]

        def written() -> Case:
            work()
            return read_case(self.services, ids, shown.id)

        def after(read: Case) -> None:
            done()
            self._show(read)
            self._changes.changed.emit(CHANGED)

        self._ask(written, after, self.refuse)

    def _begun(self, case: Case) -> None:
        self._fill(case)
        count = len(case.applications)
        words = ngettext(
            "Bozza salvata: NON è ancora inviata al portale.",
            "{n} bozze salvate: NON sono ancora inviate al portale.", count,
        )  # fmt: skip
        self._tell(words.format(n=count), CHANGED)

    def _fill(self, case: Case) -> None:
        self.case, shown = case, case.shown
        self.form = form_of(shown, case.isee) if shown is not None else CaseForm()
        self._isee_is_typed = False
        self.changed.emit()
        self.filled.emit()

    def _show(self, case: Case) -> None:
        self.case = case
        self.changed.emit()

    def _on_changed(self, changes: Changes) -> None:
        if changes is not CHANGED:  # our own writing was read with it
            super()._on_changed(changes)

