"""Somebody acts for the person: which paper was seen, until when, and whether it serves here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.errors import ActingRefusedError, InvalidFieldError
from wemi_desk.domain.mandates import KINDS, NEEDS, PARENT, Mandate, Permission
from wemi_desk.domain.paperwork import CAF_MANDATE, STRICTLY_PERSONAL
from wemi_desk.domain.typed_dates import read_typed_date
from wemi_desk.i18n import _
from wemi_desk.services.paperwork.mandates import MandateSeen
from wemi_desk.services.paperwork.words import mandate_words, permission_words
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.screens.paperwork.matter_reading import Matter
from wemi_desk.ui.screens.paperwork.matter_view_model import MatterViewModel

NEVER = {STRICTLY_PERSONAL: "strictly_personal", CAF_MANDATE: "caf_collects"}
"""Under these rules nobody acts for anybody at the desk, whatever paper they hold; the codes say why."""


@dataclass(frozen=True, slots=True)
class MandateForm:
    """Texts as typed."""

    kind: str = PARENT
    delegate_name: str = ""
    act_reference: str = ""
    court: str = ""
    act_on: str = ""
    scope_text: str = ""
    expires_on: str = ""


class MandateViewModel(QObject):
    """``field_failed(name, words)``; ``refused(words)``: it was written down and does not serve; ``done``."""

    field_failed = Signal(str, str)
    refused = Signal(str)
    done = Signal()

    def __init__(self, matter: MatterViewModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.matter = matter
        self.today = matter.today
        matter.field_failed.connect(self.field_failed)

    @property
    def refusal(self) -> str:
        """Why nobody may act here for anybody, or not yet; empty when a paper may serve."""
        shown = self.matter.shown
        rule = shown.kind.mandate_rule if shown is not None else ""
        if rule in NEVER:
            return permission_words(Permission("blocked", NEVER[rule]))
        if shown is not None and shown.case.citizen_id is None:
            return _("Prima serve sapere per chi si agisce: passa la tessera o scrivi il nome.")
        return ""

    @property
    def is_personal(self) -> bool:
        """SPID, CIE and their like: an INPS delegation is the way that is open."""
        shown = self.matter.shown
        return shown is not None and shown.kind.mandate_rule == STRICTLY_PERSONAL

    @property
    def seen_before(self) -> list[Mandate]:
        """Papers of this person that stand today."""
        shown = self.matter.shown
        return [one for one in shown.mandates if not one.ended_on(self.today())] if shown is not None else []

    @staticmethod
    def kinds() -> list[tuple[str, str]]:
        """Every kind of paper, in words."""
        return [(code, mandate_words(code)) for code in KINDS]

    @staticmethod
    def wanted(kind: str) -> frozenset[str]:
        """What this kind of paper says."""
        return frozenset(NEEDS.get(kind, ()))

    def save(self, form: MandateForm) -> None:
        """Written down as seen, never a scan; then the matter stands on it, if it may."""
        shown, services = self.matter.shown, self.matter.services
        person = shown.case.citizen_id if shown is not None else None
        if person is None:
            return
        try:
            seen = MandateSeen(
                citizen_id=person, kind=form.kind, delegate_name=form.delegate_name, act_reference=form.act_reference,
                court=form.court, act_on=self._day("act_on", form.act_on), scope_text=form.scope_text,
                expires_on=self._day("expires_on", form.expires_on),
            )  # fmt: skip
        except InvalidFieldError as error:
            self.field_failed.emit(error.field, error_text(error) or "")
            return
        self._stand_on(lambda: services.mandates.note(seen))

    def take(self, mandate: Mandate) -> None:
        """One that was seen before."""
        self._stand_on(lambda: mandate)

    def itself(self) -> None:
        """The person acts again."""
        cases = self.matter.services.cases
        self.matter.write(lambda case_id: cases.act_for(case_id, None))
        self.done.emit()

    def _stand_on(self, seen: Callable[[], Mandate]) -> None:
        cases, refused = self.matter.services.cases, list[ActingRefusedError]()

        def act(case_id: UUID) -> None:
            try:
                cases.act_for(case_id, seen().id)
            except ActingRefusedError as error:
                refused.append(error)

        self.matter.write(act, lambda matter: self._answer(matter, refused))

    def _answer(self, matter: Matter, refused: list[ActingRefusedError]) -> None:
        if refused:
            self.refused.emit(permission_words(Permission("blocked", refused[0].code, refused[0].until)))
            return
        minded = permission_words(matter.guide.permission)
        self.matter.tell(minded or _("Titolo annotato: si può andare avanti."))
        self.done.emit()

    def _day(self, name: str, text: str) -> date | None:
        if not text.strip():
            return None
        found = read_typed_date(text, self.today(), past=name == "act_on")
        day = found.as_date if found is not None else None
        if day is None:
            raise InvalidFieldError(name, "unreadable")
        return day
