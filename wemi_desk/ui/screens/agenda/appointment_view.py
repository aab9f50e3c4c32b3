"""One appointment in large, and what can be done with it."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from wemi_desk.domain.appointments import NO_SHOW
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.ui.agenda_errors import AGENDA_TEXTS
from wemi_desk.ui.screens.agenda.appointment_view_model import (
    ARRIVE,
    CANCEL,
    EXPECT,
    MISS,
    SERVED,
    AppointmentViewModel,
)
from wemi_desk.ui.screens.agenda.booking_view_model import BookingViewModel
from wemi_desk.ui.screens.agenda.words import day_title, reason_words, state_of, when_with, who_words
from wemi_desk.ui.widgets.buttons import button, primary_button, set_text
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.panes import EmptyState
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, spaced


class AppointmentView(QWidget):
    """``moving_wanted(Appointment)``: another hour."""

    moving_wanted = Signal(object)

    def __init__(self, model: AppointmentViewModel, booking: BookingViewModel, lists: PickLists) -> None:
        super().__init__()
        self.model = model
        self._booking = booking
        self._lists = lists
        self._is_doubted = False
        self.setAccessibleName(_("Appuntamento"))
        self._build()
        self._bind()
        self._show()

    def focus_first(self) -> None:
        """On what is most likely."""
        likely = next((act for act in self.acts.values() if not act.isHidden()), self.print_button)
        likely.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        self.when, self.who = label("", "counter", wrap=True), label("", "page", wrap=True)
        self.about, self.state = label("", "strong", wrap=True), label("", "strong", wrap=True)
        self.note, self.doubts = muted(""), muted("")
        self.acts = {
            ARRIVE: primary_button(_("È arrivata"), icon="it-user"), SERVED: primary_button(_("Fatto")),
            MISS: button(_("Non è venuta")), CANCEL: button(_("Ha disdetto")), EXPECT: button(_("È ancora attesa")),
        }  # fmt: skip
        self.move_button = button(_("Sposta"), icon="it-calendar")
        self.told_button = button(_("Avvisata"), icon="it-telephone")
        self.print_button = button(_("Stampa il biglietto"), keys="Ctrl+P")
        holder = QWidget()
        flow = spaced(FlowLayout(holder), spacing=8)
        for act in (*self.acts.values(), self.move_button, self.told_button, self.print_button):
            flow.addWidget(act)
        self.colleague = Field(_("&Passa a"), CodeCombo(self._booking.operators, numbered=False))
        self.pass_button = button(_("Passa"))
        self.full = QWidget()
        inside = column(self.full)
        for widget in (self.when, self.who, self.about, self.state, self.note, self.doubts, holder, self.colleague,
                       self.pass_button):  # fmt: skip
            inside.addWidget(widget)
        inside.addStretch(1)
        self.empty = EmptyState(
            _("Nessun appuntamento scelto"), _("Invio su un’ora libera ne prende uno, su una persona lo apre."),
            icon="it-calendar",
        )  # fmt: skip
        self.scrolled = ScrollPane(self.full, _("Appuntamento"))
        box = column(self)
        box.addWidget(self.scrolled, 1)
        box.addWidget(self.empty, 1)

    def _bind(self) -> None:
        self.model.changed.connect(self._show)
        self.model.passing_doubted.connect(self._doubt)
        for name, act in self.acts.items():
            act.clicked.connect(lambda _checked=False, name=name: self.model.act(name))
        self.move_button.clicked.connect(self._move)
        self.told_button.clicked.connect(lambda: self.model.told())
        self.print_button.clicked.connect(lambda: self.model.print_card())
        self.pass_button.clicked.connect(self._pass)
        self.colleague.editor.code_changed.connect(lambda _code: self._undoubt())

    def _show(self) -> None:
        line = self.model.line
        self.scrolled.setVisible(line is not None)
        self.empty.setVisible(line is None)
        self._undoubt()
        if line is None:
            return
        one = line.appointment
        self.when.setText(when_with(line))
        self.who.setText(who_words(line))
        what = reason_words(one, self._lists)
        minutes = _("{day}, {minutes} minuti").format(day=day_title(one.day), minutes=one.minutes)
        self.about.setText(f"{what} · {minutes}" if what else minutes)
        self.state.setText(state_of(line)[0])
        for told, words in ((self.note, one.note), (self.doubts, _accepted(one.doubts))):
            told.setText(words)
            told.setVisible(bool(words))
        for name, act in self.acts.items():
            act.setVisible(self.model.may(name))
        for widget in (self.move_button, self.told_button, self.colleague, self.pass_button):
            widget.setVisible(one.is_expected)
        self.told_button.setVisible(one.is_expected and not one.reminded)
        self.print_button.setVisible(one.status != NO_SHOW)

    def _move(self) -> None:
        if self.model.line is not None:
            self.moving_wanted.emit(self.model.line.appointment)

    def _pass(self) -> None:
        line, chosen = self.model.line, self.colleague.editor.code
        if line is None or chosen is None:
            self.colleague.set_error(_("Scegli chi."))
            return
        self.model.pass_on([line.appointment.id], UUID(chosen) if chosen else None, anyway=self._is_doubted)

    def _doubt(self, words: str) -> None:
        if self.isVisible():
            self._is_doubted = True
            self.colleague.set_error(words)
            set_text(self.pass_button, _("Passa comunque"))

    def _undoubt(self) -> None:
        self._is_doubted = False
        self.colleague.set_error("")
        set_text(self.pass_button, _("Passa"))


def _accepted(doubts: tuple[str, ...]) -> str:
    """That it was written all the same, knowing that it is unusual."""
    known = [one for one in doubts if tuple(one.split(":", 1)) in AGENDA_TEXTS]
    return _("Registrato comunque, da verificare.") if known else ""
