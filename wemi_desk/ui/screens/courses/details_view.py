"""Of one meeting: places for people who give no name, volunteers, how it went."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.services.courses.lessons import Lesson
from wemi_desk.services.courses.planning import NOTE_LIMIT
from wemi_desk.ui.screens.courses.details_view_model import DetailsViewModel
from wemi_desk.ui.screens.courses.tick_choice_view import TickChoice
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.form_view import FormView
from wemi_desk.ui.widgets.labels import muted


class DetailsView(FormView):
    """One act for each thing that was changed."""

    def __init__(self, model: DetailsViewModel) -> None:
        super().__init__(_("Posti e volontari"))
        self.model = model
        self._lesson: Lesson | None = None
        self.volunteers: TickChoice[UUID] = TickChoice(_("Volontari"), UUID)
        model.field_failed.connect(self.show_error)
        model.volunteers_read.connect(lambda: self.volunteers.show_choices(model.volunteers))

    def prepare(self) -> None:
        """Make the fields, once."""
        if self.fields:
            return
        self.fields = {
            "nameless": Field(_("Quante persone si iscrivono senza dare il &nome"), TextField(most=4)),
            "outcome_note": Field(
                _("Com’è &andato l’incontro"), TextField(most=NOTE_LIMIT), reason=_("Senza nomi di persone.")
            ),
        }
        self.add_lines(("nameless",))
        self.form.addWidget(self.volunteers)
        self.add_lines(("outcome_note",))
        self.form.addWidget(muted(_("I volontari ricevono solo il foglio delle presenze stampato.")))
        self.form.addStretch(1)

    def editors(self) -> Mapping[str, QWidget]:
        return {**super().editors(), "volunteers": self.volunteers}

    def reopen(self) -> None:
        self.open_for(self._lesson)

    def open_for(self, lesson: Lesson | None) -> None:
        """As it stands."""
        self.prepare()
        if lesson is None:
            return
        self.clear_errors()
        self._lesson = lesson
        people = lesson.activity.nameless_people
        self.fields["nameless"].editor.setText(str(people) if people else "")
        self.fields["outcome_note"].editor.setText(lesson.date.outcome_note)
        self.volunteers.choose(lesson.date.volunteers)
        self.model.read_volunteers()
        self.typing.begin(str(lesson.date.id))
        editor = self.fields["nameless"].editor
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        editor.selectAll()

    def save(self) -> None:
        self.clear_errors()
        if self._lesson is not None:
            text = {name: str(self.fields[name].editor.text()) for name in ("nameless", "outcome_note")}
            self.model.save(self._lesson, text["nameless"], self.volunteers.chosen, text["outcome_note"])
