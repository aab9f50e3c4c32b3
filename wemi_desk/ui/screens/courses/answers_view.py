"""What somebody who was at the meeting says about themselves: three digits, then the next person."""

from __future__ import annotations

from PySide6.QtCore import Qt

from wemi_desk.domain.facilitation import ABOUT_PERSON
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.services.courses.lessons import LessonPerson
from wemi_desk.ui.screens.courses.register_view_model import RegisterViewModel
from wemi_desk.ui.screens.courses.words import name_of
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field
from wemi_desk.ui.widgets.form_view import FormView
from wemi_desk.ui.widgets.labels import label, muted


class AnswersView(FormView):
    """Asked once: the next meeting remembers them."""

    def __init__(self, register: RegisterViewModel, lists: PickLists) -> None:
        super().__init__(_("Risposte"))
        self.register = register
        self._person: LessonPerson | None = None
        self.person = label("", "strong", wrap=True)
        self.form.addWidget(self.person)
        self.form.addWidget(muted(_("Servono al conteggio di Facilita. Chi non vuole dirlo può non rispondere.")))
        words = {"education": _("&Titolo di studio"), "occupation": _("&Lavoro"), "citizenship": _("&Cittadinanza")}
        for name in ABOUT_PERSON:
            choices = [(item.code, item.label) for item in lists[name].items]
            self.fields[name] = Field(words[name], CodeCombo(choices))
        self.add_fields(*((name,) for name in ABOUT_PERSON))

    def open_for(self, person: LessonPerson) -> None:
        """What they said before stands already."""
        self._person = person
        self.clear_errors()
        self.person.setText(name_of(person))
        for name in ABOUT_PERSON:
            said = (person.answers or {}).get(name, ())
            self.fields[name].editor.set_code(said[0] if said else None)
        self.fields[ABOUT_PERSON[0]].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        if self._person is not None:
            said = {name: self.fields[name].editor.code or "" for name in ABOUT_PERSON}
            self.register.answer_for(self._person, said)
