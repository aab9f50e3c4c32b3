"""The form of an appointment: what for, and the first free hour is there already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Qt

from wemi_desk.domain.appointments import USUAL_MINUTES, Appointment, FreeSlot
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.days import rome_day, rome_time
from wemi_desk.domain.note_watch import hints
from wemi_desk.domain.openings import instant_of
from wemi_desk.i18n import _
from wemi_desk.services.agenda.appointments import NAME_LIMIT, NOTE_LIMIT, PHONE_LIMIT
from wemi_desk.services.agenda.forms import TypedAppointment
from wemi_desk.services.courses.workstations import short_name
from wemi_desk.ui.note_hints import hint_words
from wemi_desk.ui.screens.agenda.booking_view_model import BookingViewModel
from wemi_desk.ui.screens.agenda.words import FreeHour, short_day
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.buttons import button, set_text
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.form_view import FormView
from wemi_desk.ui.widgets.labels import label
from wemi_desk.ui.widgets.spacing import least_height, most_height
from wemi_desk.ui.widgets.tables import ItemList
from wemi_desk.ui.words import clock_words


class BookingView(FormView):
    """A digit says what for; Ctrl+S takes the hour that is proposed. What is unusual is read once, and then taken."""

    def __init__(self, model: BookingViewModel) -> None:
        super().__init__(_("Nuovo appuntamento"))
        self.model = model
        self._fixed: datetime | None = None
        self._is_doubted = False
        self.person = label("", "strong", wrap=True)
        self.proposals = ItemList(_("Primi posti liberi"))
        least_height(self.proposals, 112)
        most_height(self.proposals, 132)
        self.form.addWidget(self.person)
        self.fields = {
            "reason": Field(_("&Motivo"), CodeCombo(model.reasons), reason=_("Una cifra da 1 a 9.")),
            "name": Field(_("&Nome"), TextField(most=NAME_LIMIT), reason=_("Come lo dice: serve a riconoscerla.")),
            "phone": Field(_("&Telefono (facoltativo)"), TextField(most=PHONE_LIMIT), reason=_("Per avvisarla.")),
            "day": Field(_("&Giorno"), DateField(model.today, past=False)),
            "time": Field(_("&Ora"), TextField(most=8, placeholder="16:30")),
            "minutes": Field(_("M&inuti"), TextField(most=4)),
            "operator": Field(_("&Con chi"), CodeCombo(model.operators, numbered=False)),
            "type": Field(_("P&ratica (facoltativa)"), CodeCombo(numbered=False),
                          reason=_("Stampa che cosa portare.")),
            "note": Field(_("Not&a (solo il necessario)"), TextField(most=NOTE_LIMIT)),
        }  # fmt: skip
        self.add_fields(("name", "phone"), ("reason",))
        self.form.takeAt(self.form.count() - 1)
        self.list_title = label(_("Primi posti liberi"), "strong")
        self.form.addWidget(self.list_title)
        self.form.addWidget(self.proposals)
        self.add_fields(("day", "time"), ("minutes", "operator"), ("type",), ("note",))
        self.here_button = button(_("È già qui: in coda"), icon="it-user")
        self.form.insertWidget(self.form.count() - 1, self.here_button)
        self._bind()

    def open_for(self, hour: FreeHour | None = None, moving: Appointment | None = None) -> None:
        """Empty, with an hour that was chosen, or with an appointment that is to be moved."""
        self.model.moving = moving
        self.title = _("Sposta l’appuntamento") if moving else _("Nuovo appuntamento")
        self.empty()  # what somebody began and left with Esc is a draft
        self._show_person()
        self._fixed = instant_of(hour.day, hour.minute) if hour is not None else None
        for name in ("reason", "type", "note", "name", "phone"):
            is_asked = name not in ("name", "phone") or self.model.at_desk is None
            self.fields[name].setVisible(moving is None and is_asked)
        self.here_button.setVisible(moving is None and self.model.has_queue)
        if moving is not None:
            self._fill_moving(moving)
        else:
            self._fill_new(hour)
        self.typing.begin(str(moving.id) if moving is not None else "")
        self.propose()
        self._focus()

    def reopen(self) -> None:
        self.empty()
        if not self.isHidden():
            self.open_for(None, self.model.moving)

    def save(self) -> None:
        self.clear_errors()
        self.model.book(self._typed(), anyway=self._is_doubted)

    def empty(self) -> None:
        """Written: nothing of the person stays."""
        for name in ("name", "phone", "note", "time", "day"):
            self.fields[name].editor.setText("")
        for name in ("reason", "type"):
            self.fields[name].editor.set_code(None)
        self._undoubt()

    def propose(self) -> None:
        """Look for the first free hours with what stands in the form."""
        chosen = self.fields["operator"].editor.code if self._fixed is not None else ""
        self.model.propose(self._text("minutes"), self._fixed, UUID(chosen) if chosen else None)

    # --- inside ------------------------------------------------------------------------------------------------

    def _bind(self) -> None:
        self.model.field_failed.connect(self.show_error)
        self.model.doubted.connect(self._doubt)
        self.model.proposed.connect(self._show_slots)
        self.model.person_changed.connect(self._show_person)
        self.proposals.opened.connect(self._take)
        self.proposals.currentRowChanged.connect(lambda row: self._take(row) if self.proposals.hasFocus() else None)
        self.here_button.clicked.connect(lambda: self.model.receive(self._typed()))
        self.fields["reason"].editor.code_changed.connect(self._reason_chosen)
        self.fields["minutes"].editor.editingFinished.connect(self.propose)
        self.fields["note"].editor.textChanged.connect(self._watch)
        for name in ("day", "time", "minutes"):
            self.fields[name].editor.textEdited.connect(lambda _text: self._undoubt())
        self.fields["operator"].editor.activated.connect(lambda _row: self._undoubt())

    def _fill_new(self, hour: FreeHour | None) -> None:
        self.fields["type"].editor.set_choices(self.model.types)
        self.fields["minutes"].editor.setText(str(USUAL_MINUTES))
        if hour is not None:
            self.fields["operator"].editor.set_code(str(hour.operator_id or ""))
            self._put(FreeSlot(None, instant_of(hour.day, hour.minute), USUAL_MINUTES), with_operator=False)

    def _fill_moving(self, one: Appointment) -> None:
        self.fields["minutes"].editor.setText(str(one.minutes))
        self.fields["operator"].editor.set_code(str(one.operator_id or ""))
        self._put(FreeSlot(one.operator_id, one.starts_at, one.minutes))
        self._fixed = one.starts_at

    def _focus(self) -> None:
        first = "time" if self.model.moving else "name" if self.model.at_desk is None else "reason"
        self.fields[first].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> TypedAppointment:
        person, chosen = self.model.at_desk, self.fields["operator"].editor.code
        return TypedAppointment(
            day=self.fields["day"].editor.date_value, time=self._text("time"), minutes=self._text("minutes"),
            operator_id=UUID(chosen) if chosen else None, reason=self.fields["reason"].editor.code or "",
            type_code=self.fields["type"].editor.code or "",
            citizen_id=CitizenId(person.id) if person is not None else None,
            name="" if person is not None else self._text("name"),
            phone="" if person is not None else self._text("phone"), note=self._text("note"),
        )  # fmt: skip

    def _text(self, name: str) -> str:
        return str(self.fields[name].editor.text())

    def _reason_chosen(self, code: str | None) -> None:
        if code is not None:
            self.fields["minutes"].editor.setText(str(self.model.minutes_for(code)))
            self._undoubt()
            self.propose()

    def _show_slots(self) -> None:
        """The first one is in the fields already, unless the hour was chosen in the grid."""
        slots = self.model.slots
        self.proposals.set_items([_slot_words(self.model, one) for one in slots])
        self.list_title.setText(_("Primi posti liberi") if slots else _("Nessun posto libero da proporre"))
        self.proposals.setVisible(bool(slots))
        if slots and self._fixed is None and not {"day", "time"} & self.typing.state.keys():
            self._put(slots[0])

    def _take(self, row: int) -> None:
        if 0 <= row < len(self.model.slots):
            self._undoubt()
            self._put(self.model.slots[row])
            self.typing.note("day", "time", "operator")

    def _put(self, slot: FreeSlot, *, with_operator: bool = True) -> None:
        at = rome_time(slot.starts_at)
        self.fields["day"].editor.set_date(at.date())
        self.fields["time"].editor.setText(f"{at:%H:%M}")
        if with_operator:
            self.fields["operator"].editor.set_code(str(slot.operator_id or ""))

    def _doubt(self, found: Sequence[tuple[str, str]]) -> None:
        """Each beside its field; the same key again records all the same."""
        self._is_doubted = True
        for name, words in found:
            self.show_error(name if name in self.fields else "time", words)
        set_text(self.save_button, _("Registra comunque"), keys=Shortcut.SAVE.keys)

    def _undoubt(self) -> None:
        self._is_doubted = False
        self.clear_errors()
        set_text(self.save_button, _("Registra"), keys=Shortcut.SAVE.keys)

    def _watch(self, text: str) -> None:
        self.fields["note"].set_reason(" ".join(dict.fromkeys(hint_words(one.kind) for one in hints(text))))

    def _show_person(self) -> None:
        person = self.model.at_desk
        words = _("Per {name}, che è allo sportello.").format(name=short_name(person)) if person else ""
        self.person.setText(words)
        self.person.setVisible(bool(words) and self.model.moving is None)
        for name in ("name", "phone"):
            self.fields[name].setVisible(person is None and self.model.moving is None)


def _slot_words(model: BookingViewModel, one: FreeSlot) -> str:
    day = _("oggi") if rome_day(one.starts_at) == model.today() else short_day(rome_day(one.starts_at))
    name = model.name_of(one.operator_id)
    return _("{day} alle {time} · {name}").format(day=day, time=clock_words(one.starts_at), name=name)
