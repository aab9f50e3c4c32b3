"""The programme of a period: again in the next term, or as a file for other calendars."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog

from wemi_desk.i18n import _
from wemi_desk.services.courses.calendar_export import ProgrammeFile
from wemi_desk.ui.screens.courses.programme_view_model import ProgrammeViewModel
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import Field
from wemi_desk.ui.widgets.form_view import FormView
from wemi_desk.ui.widgets.labels import label, muted, set_role

_LOOK_MS = 300


class ProgrammeView(FormView):
    """What would be copied is seen before it is; Ctrl+S copies."""

    def __init__(self, model: ProgrammeViewModel) -> None:
        super().__init__(_("Copia il programma"))
        self.model = model
        self._look = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._look.timeout.connect(self._preview)

    def prepare(self) -> None:
        """Make the fields, once."""
        if self.fields:
            return
        today = self.model.today
        self.fields = {
            "first": Field(_("&Dal"), DateField(today, past=False)),
            "last": Field(_("&al"), DateField(today, past=False)),
            "begins": Field(_("Ricomincia dal"), DateField(today, past=False)),
        }
        self.preview = label("", "strong", wrap=True)
        self.export_button = button(_("Salva per altri calendari"), icon="it-download")
        self.form.addWidget(muted(_("Le attività di questi giorni ricominciano, nello stesso giorno della settimana.")))
        self.add_lines(("first", "last"), ("begins",))
        self.form.addWidget(self.preview)
        self.form.addWidget(self.export_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.form.addWidget(muted(_("Il file ha titoli, giorni, ore e sale: nessun nome di persona.")))
        self.form.addStretch(1)
        for field in self.fields.values():
            field.editor.textChanged.connect(lambda _text: self._look.start())
        self.export_button.clicked.connect(self._export)
        self.model.field_failed.connect(self.show_error)
        self.model.previewed.connect(self._show_preview)
        self.model.made.connect(self._save_file)

    def open_for(self) -> None:
        """This month, to be copied to the next."""
        self.prepare()
        self.clear_errors()
        for name, day in zip(("first", "last", "begins"), self.model.proposed(), strict=True):
            self.fields[name].editor.set_date(day)
        self._preview()
        self.fields["first"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        self.clear_errors()
        self.model.copy(*self._days())

    def empty(self) -> None:
        """Written."""
        self._look.stop()
        self.preview.setText("")

    def _days(self) -> tuple[date | None, date | None, date | None]:
        first, last, begins = (self.fields[name].editor.date_value for name in ("first", "last", "begins"))
        return first, last, begins

    def _preview(self) -> None:
        self.model.look_ahead(*self._days())

    def _show_preview(self, words: str, is_clashing: bool) -> None:
        set_role(self.preview, "err" if is_clashing else "strong")
        self.preview.setText(words)

    def _export(self) -> None:
        self.clear_errors()
        first, last, _begins = self._days()
        self.model.export(first, last)

    def _save_file(self, made: ProgrammeFile) -> None:
        path, _kind = QFileDialog.getSaveFileName(self, _("Salva il calendario"), made.name, "*.ics")
        if path:
            self.model.save(path, made)
