"""Volunteers: the list at the left, one of them at the right."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from wemi_desk.i18n import _
from wemi_desk.services.courses.workstations import short_name
from wemi_desk.services.volunteers.register import (
    AVAILABILITY_LIMIT,
    SKILLS_LIMIT,
    HoursLine,
    VolunteerLine,
)
from wemi_desk.ui.screens.courses.tick_choice_view import TickChoice
from wemi_desk.ui.screens.courses.volunteer_words import figures_words, skills_words, volunteer_state
from wemi_desk.ui.screens.courses.volunteers_view_model import VolunteersViewModel
from wemi_desk.ui.widgets.buttons import button, escaped, primary_button, set_text
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.form_view import FormView
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState
from wemi_desk.ui.widgets.spacing import column, least_height, row
from wemi_desk.ui.widgets.tables import Table
from wemi_desk.ui.words import day_words, hours_words


class VolunteersView(QWidget):
    """Enter opens one. ``opened``: the operator wants to see them at the right."""

    opened = Signal()

    def __init__(self, model: VolunteersViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Volontari"))
        columns: list[Column[VolunteerLine]] = [
            Column(_("Chi"), lambda line: short_name(line.citizen)),
            Column(_("Che cosa sa fare"), lambda line: skills_words(line, dict(model.skills))),
            Column(_("Ore quest’anno"), lambda line: hours_words(line.minutes) if line.minutes else ""),
            Column(_("Stato"), lambda line: volunteer_state(line)[0], lambda line: volunteer_state(line)[1]),
        ]
        self.figures = label("", "strong", wrap=True)
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Volontari di questo spazio"), self.rows, stretch=1, widths=(136, 136, 112))
        least_height(self.table, 180)
        hint = _("Apri una persona allo sportello: da qui la registri come volontaria.")
        self.empty = EmptyState(_("Nessun volontario registrato"), hint, icon="it-user")
        self.register_button = primary_button("", icon="it-plus")
        self.past = QCheckBox(escaped(_("Anche chi ha smesso")))
        box = column(self)
        box.addWidget(self.figures)
        box.addWidget(self.table, 1)
        box.addWidget(self.empty, 1)
        box.addWidget(self.past)
        box.addWidget(self.register_button, 0, Qt.AlignmentFlag.AlignLeft)
        model.changed.connect(self._show)
        self.past.toggled.connect(model.show_past)
        self.register_button.clicked.connect(model.register)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._choose())
        self.table.opened.connect(lambda _row: self.opened.emit())
        self._show()

    def focus_first(self) -> None:
        """Into the list, or to what fills it."""
        target = self.table if self.model.lines else self.register_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        current = self.table.current_row
        line = self.rows.row_at(current) if current is not None else None
        if line is not None and line.volunteer.id != self.model.current:
            self.model.open(line)

    def _show(self) -> None:
        model, words = self.model, self.model.register_words
        self.figures.setText(figures_words(model.figures))
        self.figures.setVisible(bool(model.lines))
        selection = self.table.selectionModel()
        selection.blockSignals(True)
        self.rows.show_rows(model.lines)
        place = next((at for at, one in enumerate(model.lines) if one.volunteer.id == model.current), 0)
        self.table.go_to_row(place)
        selection.blockSignals(False)
        self.table.viewport().update()
        self.table.setVisible(bool(model.lines))
        self.empty.setVisible(not model.lines)
        set_text(self.register_button, words)
        self.register_button.setVisible(bool(words))
        if model.lines and model.current != model.lines[place].volunteer.id:
            model.open(model.lines[place])


class VolunteerView(FormView):
    """What one can do and when, and the hours they gave."""

    def __init__(self, model: VolunteersViewModel) -> None:
        super().__init__(_("Volontario o volontaria"))
        self.model = model
        self.back_button.hide()
        self.person = label("", "strong", wrap=True)
        self.skills: TickChoice[str] = TickChoice(_("Che cosa sa fare"), str)
        self.end_button = button(_("Non fa più volontariato qui"))
        self._line: VolunteerLine | None = None
        model.opened.connect(self._fill)
        model.saved.connect(self._saved)
        model.hours_changed.connect(self._show_hours)
        model.hours_added.connect(lambda: self.fields["hours"].editor.empty())
        model.field_failed.connect(self.show_error)

    def prepare(self) -> None:
        """Make the fields, once."""
        if self.fields:
            return
        self.fields = {
            "skills_text": Field(_("Altro che sa &fare"), TextField(most=SKILLS_LIMIT)),
            "availability_text": Field(_("&Quando può"), TextField(most=AVAILABILITY_LIMIT)),
            "worked_on": Field(_("&Giorno"), DateField(self.model.today)),
            "hours": Field(_("&Ore"), TextField(most=6, placeholder=_("2 oppure 1,5"))),
        }
        columns: list[Column[HoursLine]] = [
            Column(_("Giorno"), lambda line: day_words(line.hours.worked_on)),
            Column(_("Attività"), lambda line: line.title or _("fuori dagli incontri")),
            Column(_("Ore"), lambda line: hours_words(line.hours.minutes)),
        ]
        self.hours = PagedTableModel(columns, self)
        self.table = Table(_("Ore date"), self.hours, stretch=1, widths=(112, 136))
        least_height(self.table, 120)
        self.add_button, self.remove_button = button(_("Aggiungi ore"), icon="it-plus"), button(_("Togli queste ore"))
        self._lay_out()
        self.add_button.clicked.connect(self._add_hours)
        self.remove_button.clicked.connect(self._remove_hours)
        self.end_button.clicked.connect(self.model.end)

    def _lay_out(self) -> None:
        self.form.addWidget(self.person)
        self.form.addWidget(muted(_("Non è un operatore: riceve solo il foglio stampato dell’attività.")))
        self.form.addWidget(self.skills)
        self.add_lines(("skills_text",), ("availability_text",))
        self.form.addWidget(self.end_button, 0, Qt.AlignmentFlag.AlignLeft)
        line = row(spacing=12)
        for name in ("worked_on", "hours"):
            line.addWidget(self.fields[name], 1)
        line.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.form.addLayout(line)
        self.form.addWidget(self.table, 1)
        self.form.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignLeft)

    def editors(self) -> Mapping[str, QWidget]:
        texts = {name: self.fields[name].editor for name in ("skills_text", "availability_text")}
        return {**texts, "skills": self.skills}

    def reopen(self) -> None:
        if self._line is not None:
            self._fill(self._line)

    def save(self) -> None:
        self.clear_errors()
        text = {name: str(self.fields[name].editor.text()) for name in ("skills_text", "availability_text")}
        self.model.save(self.skills.chosen, text["skills_text"], text["availability_text"])

    def _fill(self, line: VolunteerLine) -> None:
        self.prepare()
        self.clear_errors()
        self._line = line
        self.skills.show_choices(self.model.skills)
        self.skills.choose(line.volunteer.skills)
        self.person.setText(_("{name}, dal {day}").format(
            name=short_name(line.citizen), day=day_words(line.volunteer.since_on)
        ))  # fmt: skip
        self.fields["skills_text"].editor.setText(line.volunteer.skills_text)
        self.fields["availability_text"].editor.setText(line.volunteer.availability_text)
        self.fields["worked_on"].editor.set_date(self.model.today())
        self.fields["hours"].editor.setText("")
        self.end_button.setVisible(line.volunteer.until_on is None)
        self.typing.begin(str(line.volunteer.id))

    def _saved(self) -> None:
        """They stay on show; what is typed from now on is another draft."""
        self.typing.finish()
        if self._line is not None:
            self.typing.begin(str(self._line.volunteer.id))

    def _show_hours(self) -> None:
        if not self.fields:
            return
        self.hours.show_rows(self.model.hours)
        self.table.go_to_row(0)
        self.table.setVisible(bool(self.model.hours))
        self.remove_button.setVisible(bool(self.model.hours))

    def _add_hours(self) -> None:
        self.clear_errors()
        self.model.add_hours(self.fields["worked_on"].editor.date_value, self.fields["hours"].editor.text())

    def _remove_hours(self) -> None:
        current = self.table.current_row
        line = self.hours.row_at(current) if current is not None else None
        if line is not None:
            self.model.remove_hours(line)
