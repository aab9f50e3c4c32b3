"""Seat somebody, or book an assisted place."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.queue import FIRST_NAME_LIMIT
from wemi_desk.domain.workstations import WorkstationId
from wemi_desk.i18n import _
from wemi_desk.services.courses.forms import TypedTurn
from wemi_desk.services.courses.workstations import USUAL_MINUTES, short_name
from wemi_desk.ui.screens.courses.workstations_view_model import WorkstationsViewModel
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.form_view import FormView
from wemi_desk.ui.widgets.labels import label

_BOOKED = "booked"


class TurnView(FormView):
    """With an empty time the person sits down now."""

    def __init__(self, model: WorkstationsViewModel) -> None:
        super().__init__(_("Posto a una postazione"))
        self.model = model
        self._is_booking = False
        self.person = label("", "strong", wrap=True)
        self.form.addWidget(self.person)
        self.fields = {
            "workstation": Field(_("&Postazione"), CodeCombo()),
            "first_name": Field(
                _("&Nome"), TextField(most=FIRST_NAME_LIMIT), reason=_("Solo per chiamare: mai il cognome.")
            ),
            "day": Field(_("&Giorno"), DateField(model.today, past=False)),
            "time": Field(_("&Ora"), TextField(most=8, placeholder=_("per esempio 16:30"))),
            "minutes": Field(_("Per quanti &minuti"), TextField(most=4)),
        }
        self.add_fields(("workstation",), ("first_name",), ("day", "time"), ("minutes",))
        model.field_failed.connect(self._show_refusal)

    def open_for(self, workstation_id: WorkstationId | None, *, booking: bool) -> None:
        """Now, or ahead."""
        self._is_booking = booking
        self.clear_errors()
        self.title = _("Prenota un posto") if booking else _("Fai sedere")
        self._offer(workstation_id)
        person = self.model.at_desk
        self.person.setText(_("Per {name}, che è allo sportello.").format(name=short_name(person)) if person else "")
        self.person.setVisible(person is not None)
        self.fields["first_name"].setVisible(person is None)
        self.fields["first_name"].editor.setText("")
        for name in ("day", "time"):
            self.fields[name].setVisible(booking)
        self.fields["day"].editor.set_date(self.model.today())
        self.fields["time"].editor.setText("")
        self.fields["minutes"].editor.setText(str(USUAL_MINUTES))
        self.typing.begin(_BOOKED if booking else "")
        self._focus(booking)

    def reopen(self) -> None:
        self.empty()
        if not self.isHidden():
            self.open_for(None, booking=self._is_booking)

    def save(self) -> None:
        self.clear_errors()
        if self._is_booking and not self._text("time").strip():
            self.show_error("time", _("Scrivi a che ora comincia, così: 16:30."))
            return
        chosen, person = self.fields["workstation"].editor.code, self.model.at_desk
        self.model.take(
            TypedTurn(
                workstation_id=WorkstationId(UUID(chosen)) if chosen else None,
                citizen_id=CitizenId(person.id) if person is not None else None,
                first_name="" if person is not None else self._text("first_name"),
                day=self.fields["day"].editor.date_value, time=self._text("time") if self._is_booking else "",
                minutes=self._text("minutes"),
            )
        )  # fmt: skip

    def empty(self) -> None:
        """Written: nothing of the person stays."""
        self.fields["first_name"].editor.empty()

    def _text(self, name: str) -> str:
        return str(self.fields[name].editor.text())

    def _offer(self, workstation_id: WorkstationId | None) -> None:
        fit = [one.workstation for one in self.model.lines if one.workstation.is_assisted or not self._is_booking]
        combo = self.fields["workstation"].editor
        combo.set_choices([(str(one.id), one.name) for one in fit])
        likely = workstation_id or (fit[0].id if fit else None)
        combo.set_code(str(likely) if likely is not None else None)

    def _focus(self, booking: bool) -> None:
        first = "time" if booking else "minutes" if self.model.at_desk is not None else "first_name"
        self.fields[first].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_refusal(self, name: str, words: str) -> None:
        """A place that is taken is told where the time stands, or where the computer does."""
        where = "time" if name == "starts_at" and self._is_booking else name
        self.show_error("workstation" if where == "starts_at" else where, words)
