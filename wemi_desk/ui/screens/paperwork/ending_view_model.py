"""Chiudi la seduta: a few questions, most of them one digit, and the sitting is written with the row for Facilita."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.facilitation import MOST_MINUTES
from wemi_desk.domain.paperwork_cases import ENDED
from wemi_desk.i18n import _
from wemi_desk.services.paperwork.cases import Finished
from wemi_desk.services.paperwork.sittings import NewSitting, Present
from wemi_desk.ui.screens.paperwork.ending_questions import (
    CHOICE,
    Asked,
    Question,
    check_answer,
    questions,
    read_answers,
    read_closing,
)
from wemi_desk.ui.screens.paperwork.matter_reading import Matter
from wemi_desk.ui.screens.paperwork.matter_view_model import MatterViewModel
from wemi_desk.ui.screens.paperwork.words import outcome_words

PAGE = 9


class EndingViewModel(QObject):
    """``changed``: another question or answer; ``field_failed(name, words)``; ``ended(PaperworkCase)``."""

    changed = Signal()
    ended = Signal(object)

    def __init__(self, matter: MatterViewModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._matter = matter
        self.answers: dict[str, str] = {}
        self.skipped: set[str] = set()
        self.codes: dict[str, tuple[str, ...]] = {}
        self.typed_minutes: int | None = None
        self.fault = ""
        self._wanted = ""
        self._first = 0
        matter.closed.connect(self.forget)
        matter.field_failed.connect(self._refused)

    # --- what is asked -----------------------------------------------------------------------------------------

    @property
    def questions(self) -> list[Question]:
        """All of them, in order, as far as they are known by the answers given."""
        shown = self._matter.shown
        if shown is None:
            return []
        asked = Asked(shown.case, shown.kind, dict(shown.known), self._matter.today())
        return questions(asked, self.answers, self._matter.services.lists)

    @property
    def current(self) -> Question | None:
        """The one to answer now; None when all are."""
        asked = self.questions
        wanted = next((one for one in asked if one.name == self._wanted), None)
        return wanted or next((one for one in asked if not self._is_settled(one.name)), None)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """At most nine of the current question's, by their digits; 0 turns to the rest."""
        current = self.current
        return list(current.choices[self._first : self._first + PAGE]) if current is not None else []

    @property
    def has_more(self) -> bool:
        """Are there more than nine?"""
        return self.current is not None and len(self.current.choices) > PAGE

    @property
    def minutes(self) -> int:
        """Of this sitting: as typed, else as measured."""
        return self.typed_minutes or self._matter.minutes

    # --- answering ---------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """From the start, with what is known already."""
        self.forget()
        shown = self._matter.shown
        if shown is not None:
            self.answers = dict(shown.known)
            kind = shown.kind
            self.codes = {"kinds": kind.kinds, "competences": kind.competences, "domains": kind.domains}
        self.changed.emit()

    def press(self, digit: str) -> bool:
        """A digit: one of the choices, or 0 for the rest of them."""
        current = self.current
        if current is None or current.kind != CHOICE:
            return False
        if digit == "0" and self.has_more:
            self._first = 0 if self._first else PAGE
            self.changed.emit()
            return True
        place = int(digit) - 1
        if 0 <= place < len(self.choices):
            self.answer(self.choices[place][0])
        return True

    def enter(self) -> None:
        """Enter alone: the suggested answer, or none where none is needed."""
        current = self.current
        if current is None:
            self.record()
        elif current.suggested:
            self.answer(current.suggested)
        elif current.is_optional:
            self.skipped.add(current.name)
            self._move_on()

    def answer(self, value: str) -> None:
        """To the current question."""
        current = self.current
        if current is None:
            return
        try:
            kept = check_answer(current, value, self._matter.today())
        except InvalidFieldError as error:
            self._matter.refuse(error)
            return
        if current.name == "outcome" and self.answers.get("outcome") not in (None, kept):
            for name in ("next_text", "next_on", "external_reference", "destination", "reason"):
                self.answers.pop(name, None)
        self.answers[current.name] = kept
        if not kept:
            self.skipped.add(current.name)
        self._move_on()

    def go_to(self, name: str) -> None:
        """Answer this one again."""
        self._wanted, self._first, self.fault = name, 0, ""
        self.changed.emit()

    def back(self) -> bool:
        """To the question before; False on the first one."""
        names = [one.name for one in self.questions]
        current = self.current
        place = names.index(current.name) if current is not None else len(names)
        if place == 0:
            return False
        self.go_to(names[place - 1])
        return True

    def set_minutes(self, text: str) -> None:
        """Typed by hand: it is marked as such. Nothing typed: as measured."""
        bare = text.strip()
        self.typed_minutes = None
        if bare and not (bare.isdecimal() and 1 <= int(bare[:6]) <= MOST_MINUTES):
            self.fault = _("Scrivi i minuti con un numero, per esempio 25.")
        else:
            self.fault = ""
            self.typed_minutes = int(bare) if bare else None
        self.changed.emit()

    def set_codes(self, name: str, codes: tuple[str, ...]) -> None:
        """Of Facilita: *kinds*, *competences* or *domains*; an empty choice keeps those of the type."""
        shown = self._matter.shown
        if shown is not None:
            self.codes[name] = codes or getattr(shown.kind, name)
            self.changed.emit()

    def record(self) -> None:
        """Everything is answered: one act."""
        shown = self._matter.shown
        if shown is None or self.current is not None:
            return
        try:
            closing = read_closing(self.answers, self._matter.today())
        except InvalidFieldError as error:
            self._matter.refuse(error)
            return
        present = Present(citizen_id=shown.case.citizen_id, answers=read_answers(self.answers))
        sitting = NewSitting(
            minutes=self.minutes, case_ids=(shown.case.id,), entered_after=self.typed_minutes is not None,
            kind=next(iter(self.codes["kinds"]), ""), competences=self.codes["competences"],
            domains=self.codes["domains"], present=(present,),
        )  # fmt: skip
        cases, kept = self._matter.services.cases, list[Finished]()
        self._matter.leaving.emit()
        self._matter.write(
            lambda case_id: kept.append(cases.finish(case_id, closing, sitting)),
            lambda matter: self._done(matter, kept[0]),
        )

    def forget(self) -> None:
        """Nothing of a person stays in it."""
        self.answers, self.skipped, self.codes = {}, set(), {}
        self.typed_minutes, self.fault, self._wanted, self._first = None, "", "", 0

    # --- inside ------------------------------------------------------------------------------------------------

    def _is_settled(self, name: str) -> bool:
        return bool(self.answers.get(name)) or name in self.skipped

    def _move_on(self) -> None:
        self._wanted, self._first, self.fault = "", 0, ""
        self.changed.emit()

    def _done(self, matter: Matter, finished: Finished) -> None:
        self._matter.written(matter.case.id)
        words = outcome_words(matter.kind, matter.case.outcome)
        said = _("Seduta registrata: {outcome}. Annulla con Ctrl+Z")
        waits = _("Seduta registrata: {outcome}. La pratica resta aperta. Annulla con Ctrl+Z")
        text = (said if matter.case.outcome in ENDED else waits).format(outcome=words)
        self._matter.tell(text, finished.deed)
        self.ended.emit(matter.case)

    def _refused(self, name: str, words: str) -> None:
        if name in ("time", "note"):
            return
        self.fault = words
        if name in [one.name for one in self.questions]:
            self._wanted = name
        self.changed.emit()
