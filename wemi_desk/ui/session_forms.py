"""The forms of Agenda, Attività, Catalogo and Condivisi, with their drafts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer

from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.drafts import OF_PERSON, Draft
from wemi_desk.i18n import _
from wemi_desk.services.drafts import about_of
from wemi_desk.ui.kept_form import KeptForm
from wemi_desk.ui.shell.places import Place

if TYPE_CHECKING:
    from wemi_desk.ui.session import WorkSession
    from wemi_desk.ui.widgets.kept_line import KeptLine
    from wemi_desk.ui.widgets.typed_fields import TypedFields

_AGENDA = frozenset({"appointment", "opening_hours", "closing", "leave", "shift", "handover"})
_CATALOGUE = frozenset({"orientation", "referral", "outcome"})
_BY_ITSELF = frozenset({"outcome", "workstation"})
"""Opened as they are by going to their place."""


class Form(Protocol):
    """What a form of any place has."""

    typing: TypedFields
    kept_line: KeptLine

    def reopen(self) -> None: ...


class SessionForms(QObject):
    """Whoever makes a form says once that it is to be kept."""

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        self._kept: list[KeptForm] = []
        self._wanted: Draft | None = None

    def keep(self, form: Form, kind: str, *, of_person: bool = False) -> None:
        """From now on; *of_person*: what is typed is about who is at the desk."""
        work = self._work
        whose: Callable[[], Citizen | None] = self._person if of_person else lambda: None
        self._kept.append(KeptForm(
            kind, form.typing, form.kept_line, work.desk.drafts, whose, form.reopen, work.runner, work.changes,
            work.messages, self,
        ))  # fmt: skip

    def resume(self, draft: Draft) -> None:
        """Bozze: the place, whoever it is about, and the form with what was typed."""
        visit = self._work.counter.visit
        if draft.kind in OF_PERSON and visit.visit is not None and visit.visit.citizen_id != draft.citizen_id:
            self._work.messages.warn(
                _("C’è già una persona allo sportello: chiudi prima il colloquio, con Ctrl+Invio.")
            )
        elif draft.citizen_id is not None and self._person() is None:
            self._wanted = draft
            self._work.places.open_person(CitizenId(draft.citizen_id))
        else:
            self._open(draft)

    def _open(self, draft: Draft) -> None:
        places, about = self._work.places, about_of(draft)
        if draft.kind in _AGENDA:
            places.agenda.resume(draft.kind)
        elif draft.kind in _CATALOGUE:
            places.catalogue.resume(draft.kind, about)
        elif draft.kind == "group_terms":
            self._work.window.set_place(Place.SHARED)
        else:
            places.courses.resume(draft.kind, about)
        if about and draft.kind not in _BY_ITSELF:
            self._work.messages.say(_("Apri di nuovo il modulo: quello che avevi scritto torna da solo."))

    def save_now(self) -> None:
        """Lock, switch: what is typed is kept."""
        for one in self._kept:
            one.save_now()

    def person_changed(self) -> None:
        """Before the forms are told: the visit was opened, identified or closed."""
        for one in self._kept:
            one.person_changed()
        draft, person = self._wanted, self._person()
        if draft is not None and person is not None:
            self._wanted = None
            if person.id == draft.citizen_id:
                QTimer.singleShot(0, self, lambda: self._open(draft))

    def _person(self) -> Citizen | None:
        card = self._work.counter.visit.card
        return card.citizen if card is not None else None
