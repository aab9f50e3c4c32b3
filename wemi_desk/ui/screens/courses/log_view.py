"""An activity that nobody had planned, written down in four fields."""

from __future__ import annotations

from PySide6.QtCore import Qt

from wemi_desk.domain.courses import DIGITAL_TYPE
from wemi_desk.i18n import _
from wemi_desk.services.courses.afterwards import TypedLog
from wemi_desk.services.courses.planning import TITLE_LIMIT
from wemi_desk.services.courses.words import topics
from wemi_desk.ui.screens.courses.log_view_model import LogViewModel
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.form_view import FormView
from wemi_desk.ui.widgets.labels import muted


class LogView(FormView):
    """A digit for the type, how many came, Ctrl+S: the rest is proposed."""

    def __init__(self, model: LogViewModel) -> None:
        super().__init__(_("Attività già fatta"))
        self.model = model
        self._proposed = ""

    def prepare(self) -> None:
        """Make the fields, once."""
        if self.fields:
            return
        self.fields = {
            "activity_type": Field(_("T&ipo di attività"), CodeCombo(self.model.types)),
            "people": Field(_("&Quante persone"), TextField(most=4)),
            "topic": Field(_("&Argomento"), CodeCombo(topics())),
            "title": Field(_("Tit&olo"), TextField(most=TITLE_LIMIT)),
            "day": Field(_("&Giorno"), DateField(self.model.today)),
            "time": Field(_("O&ra"), TextField(most=8, placeholder=_("ore:minuti"))),
            "minutes": Field(_("Durata, in &minuti"), TextField(most=6)),
        }
        self.form.addWidget(muted(_("Per quello che è successo senza essere in programma. Conta come svolta.")))
        self.add_fields(("activity_type", "people"), ("topic",), ("title",), ("day", "time", "minutes"))
        self.fields["activity_type"].editor.code_changed.connect(self._propose)
        self.fields["topic"].editor.code_changed.connect(lambda code: self._title(dict(topics()).get(code or "", "")))
        self.model.field_failed.connect(self.show_error)

    def open_for(self) -> None:
        """Today, ended now, an hour and a half ago begun."""
        self.prepare()
        self.clear_errors()
        self.empty()
        day, begin, minutes = self.model.proposed()
        self.fields["day"].editor.set_date(day)
        self.fields["time"].editor.setText(begin)
        self.fields["minutes"].editor.setText(minutes)
        self._propose(None)
        self.typing.begin()
        self.fields["activity_type"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def reopen(self) -> None:
        self.open_for()

    def save(self) -> None:
        self.clear_errors()
        text = {name: str(self.fields[name].editor.text()) for name in ("title", "time", "minutes", "people")}
        self.model.save(
            TypedLog(
                activity_type=self.fields["activity_type"].editor.code or "",
                topic=self.fields["topic"].editor.code or "", day=self.fields["day"].editor.date_value, **text,
            )
        )  # fmt: skip

    def empty(self) -> None:
        """Written: nothing stays for the next."""
        for name in ("title", "people"):
            self.fields[name].editor.setText("")
        for name in ("activity_type", "topic"):
            self.fields[name].editor.set_code(None)
        self._proposed = ""

    def _propose(self, code: str | None) -> None:
        self.fields["topic"].setVisible(code == DIGITAL_TYPE)
        if code and code != DIGITAL_TYPE:
            self._title(dict(self.model.types).get(code, ""))

    def _title(self, words: str) -> None:
        """A title that somebody wrote stays."""
        title = self.fields["title"].editor
        if words and title.text() in ("", self._proposed):
            self._proposed = words
            title.setText(words)
