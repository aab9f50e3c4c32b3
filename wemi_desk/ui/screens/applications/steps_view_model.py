"""What may be done next with an application, and what a paper says has been done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.applications import Application, ReceiptNoted
from wemi_desk.domain.days import rome_instant
from wemi_desk.domain.errors import InvalidFieldError, NotReadyError
from wemi_desk.domain.names import fitting
from wemi_desk.domain.typed_times import read_typed_time
from wemi_desk.i18n import N_, _, ngettext
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.screens.applications.case_form import MOST_NUMBER, read_day
from wemi_desk.ui.screens.applications.case_view_model import CaseViewModel
from wemi_desk.ui.screens.applications.missing_words import missing_words
from wemi_desk.ui.screens.applications.words import refusal_words, step_words

NOTES = {
    "note_submitted": "submitted", "note_registered": "registered",
    "note_integration_requested": "integration_requested", "note_integrated": "integrated",
}  # fmt: skip
WITH_REASON = ("cancel", "withdraw")
_HIDDEN, _SILENT = ("edit",), ("same", "still_open")
_OUT = ("back_to_draft", "cancel", "withdraw")
_MOST_ASKED = 500
_PAST = ("make_ready", "back_to_draft", "submit")
_AGAIN = {
    "note_submitted": N_("Correggi la ricevuta"),
    "note_registered": N_("Correggi il protocollo"),
    "note_integration_requested": N_("Correggi l’integrazione richiesta"),
    "note_integrated": N_("Correggi l’integrazione consegnata"),
}
_NAMES = {"at": "time", "note": "asked"}
_FIELDS = ("number", "on", "time", "due_on", "asked", "reason")
_NOTED = {
    "submitted": N_("Inviata al portale, con la ricevuta scritta qui."),
    "registered": N_("Protocollo annotato."),
    "integration_requested": N_("Integrazione annotata: è tra le cose da seguire."),
    "integrated": N_("Integrazione consegnata, annotata."),
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """A button, or the reason why there is none."""

    code: str
    words: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class NotedForm:
    """A paper as it is copied: texts as typed."""

    number: str = ""
    on: str = ""
    time: str = ""
    due_on: str = ""
    channel: str = "municipal_portal"
    note: str = ""


class StepsViewModel(QObject):
    """``asked(step)``: something must be typed first; ``done``: the forms can go."""

    asked = Signal(str)
    done = Signal()
    override_asked = Signal()
    field_failed = Signal(str, str)

    def __init__(self, case: CaseViewModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._case = case

    @property
    def allowed(self) -> list[NextStep]:
        """What can be done now."""
        steps = [one for one in self._case.case.steps if one.allowed and one.code not in _HIDDEN]
        measure = self._case.case.measure
        on_portal = measure is not None and measure.channel == "municipal_portal"
        last = _OUT if not on_portal else (*_OUT, "submit")
        ordered = sorted(steps, key=lambda one: (one.code in _OUT, one.code in last, self._again(one.code)))
        return [
            NextStep(one.code, _(_AGAIN[one.code]) if self._again(one.code) else step_words(one.code))
            for one in ordered
        ]

    @property
    def refused(self) -> list[NextStep]:
        """What cannot, each with its reason."""
        steps = [
            one for one in self._case.case.steps
            if not one.allowed and one.code not in _HIDDEN and one.reason not in _SILENT
            and not (one.code in _PAST and one.reason in ("the_centres", "final"))
        ]  # fmt: skip
        return [NextStep(one.code, step_words(one.code), refusal_words(one.reason)) for one in steps]

    def take(self, code: str) -> None:
        """A step was chosen."""
        self._case.save_now()
        if code in NOTES or code in WITH_REASON:
            self.asked.emit(code)
            return
        verbs: dict[str, Callable[[], None]] = {
            "make_ready": self.make_ready, "back_to_draft": self._back_to_draft, "submit": self._submit,
            "reapply": self._reapply, "move_version": self._move_version,
        }  # fmt: skip
        verbs[code]()

    def make_ready(self, override_reason: str = "") -> None:
        """All the children's drafts at once; what is missing is said, and nothing is lost."""
        self._case.save_now()
        cases, ids = self._case.services.cases, [one.id for one in self._case.case.drafts]

        def ready() -> int:
            for one in ids:
                cases.make_ready(one, override_reason)
            return len(ids)

        def told(count: int) -> None:
            words = ngettext(
                "Pronta, NON ancora inviata al portale.", "{n} domande pronte, NON ancora inviate al portale.", count
            )
            self._finish(words.format(n=count))

        self._ask(ready, told, self._not_ready)

    def give_reason(self, code: str, reason: str) -> None:
        """Cancelled or withdrawn, with why."""
        shown = self._case.case.shown
        if shown is None:
            return
        if code == "cancel" and not reason.strip():
            self.field_failed.emit("reason", _("Scrivi perché: resta nella storia della domanda."))
            return
        try:
            kept = fitting("reason", reason.strip(), _MOST_ASKED)
        except InvalidFieldError as error:
            self._refuse(error)
            return
        cases = self._case.services.cases
        verb = cases.cancel if code == "cancel" else cases.withdraw
        words = _("Domanda annullata.") if code == "cancel" else _("Domanda ritirata.")
        self._ask(lambda: verb(shown.id, kept), lambda _changes: self._finish(words))

    def read(self, code: str, form: NotedForm) -> ReceiptNoted | None:
        """The paper as it will be written, or None when something has to be mended first."""
        try:
            return self._read(NOTES[code], form)
        except InvalidFieldError as error:
            self._refuse(error)
            return None

    def note(self, noted: ReceiptNoted) -> None:
        """Write it down: marked as copied until the centre says the same."""
        shown = self._case.case.shown
        if shown is not None:
            cases = self._case.services.cases
            words = _(_NOTED[noted.what])
            self._ask(lambda: cases.note_receipt(shown.id, noted), lambda _changes: self._finish(words))

    # --- inside ------------------------------------------------------------------------------------------------

    def _again(self, code: str) -> bool:
        """The paper was copied already: what is left is to mend it."""
        shown = self._case.case.shown
        return shown is not None and NOTES.get(code) == shown.state

    def _read(self, what: str, form: NotedForm) -> ReceiptNoted:
        today = self._case.today()
        number = fitting("number", form.number.strip(), MOST_NUMBER)
        if not number and what != "integration_requested":
            raise InvalidFieldError("number", "required")
        on = read_day("on", form.on, today)
        if on is None and what != "integration_requested":
            raise InvalidFieldError("on", "required")
        if on is not None and on > today:
            raise InvalidFieldError("on", "in_future")
        due_on = read_day("due_on", form.due_on, today)
        if what == "integration_requested" and due_on is None:
            raise InvalidFieldError("due_on", "required")
        if what == "integration_requested" and not form.note.strip():
            raise InvalidFieldError("asked", "required")
        at = self._instant(on, form.time) if what == "submitted" else None
        return ReceiptNoted(
            what=what, number=number, at=at, on=on, due_on=due_on,
            note=fitting("asked", form.note.strip(), _MOST_ASKED),
            channel=form.channel if what == "submitted" else "",
        )  # fmt: skip

    def _instant(self, on: date | None, typed: str) -> datetime:
        clock = read_typed_time(typed)
        if on is None or clock is None:
            raise InvalidFieldError("time", "required" if not typed.strip() else "unreadable")
        at = rome_instant(on, clock)
        if at > self._case.now():
            raise InvalidFieldError("time", "in_future")
        return at

    def _back_to_draft(self) -> None:
        shown = self._case.case.shown
        if shown is not None:
            cases = self._case.services.cases
            self._ask(lambda: cases.back_to_draft(shown.id), lambda _changes: self._finish(_("Di nuovo in bozza.")))

    def _move_version(self) -> None:
        shown = self._case.case.shown
        if shown is not None:
            cases = self._case.services.cases
            words = _("La domanda segue l’avviso corretto: rileggi le dichiarazioni cambiate.")
            self._ask(lambda: cases.move_version(shown.id), lambda _moved: self._finish(words))

    def _submit(self) -> None:
        cases = self._case.services.cases
        ids = [one.id for one in self._case.case.applications if one.state == "ready"]
        words = _("Messa in coda: NON è ancora inviata, lo è con la ricevuta del sistema centrale.")
        self._ask(lambda: [cases.submit(one) for one in ids], lambda _changes: self._finish(words))

    def _reapply(self) -> None:
        shown = self._case.case.shown
        if shown is None:
            return
        cases = self._case.services.cases

        def begun(application: Application) -> None:
            self._finish(_("Nuova bozza, legata a quella di prima."))
            self._case.open(application.id)

        self._ask(lambda: cases.reapply(shown.id), begun)

    def _ask(
        self, work: Callable[[], object], done: Callable[..., None], failed: Callable[[Exception], None] | None = None
    ) -> None:
        self._case.ask(work, done, failed or self._refuse)

    def _finish(self, words: str) -> None:
        self.done.emit()
        self._case.tell(words)

    def _not_ready(self, error: Exception) -> None:
        if not isinstance(error, NotReadyError):
            self._refuse(error)
            return
        self._case.reload()
        if tuple(error.missing) == ("eligibility",):
            self.override_asked.emit()
            return
        names = [missing_words(code, self._case.case.measure) for code in error.missing]
        self.field_failed.emit("missing", _("Non è ancora pronta. Manca: {what}.").format(what="; ".join(names)))

    def _refuse(self, error: Exception) -> None:
        words = error_text(error) if isinstance(error, InvalidFieldError) else None
        name = _NAMES.get(error.field, error.field) if isinstance(error, InvalidFieldError) else ""
        if words is not None and name in _FIELDS:
            self.field_failed.emit(name, words)
        else:
            self._case.refuse(error)

