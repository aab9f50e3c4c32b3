"""One meeting: its people, their places, who is here."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.courses import CANCELLED, HELD, PLANNED
from wemi_desk.i18n import _
from wemi_desk.services.courses.lessons import LessonPerson
from wemi_desk.services.courses.workstations import short_name
from wemi_desk.ui.screens.courses.meeting_view_model import MeetingViewModel
from wemi_desk.ui.screens.courses.register_view_model import RegisterViewModel
from wemi_desk.ui.screens.courses.words import (
    name_of,
    presence_mark,
    presence_words,
    standing_mark,
    standing_words,
)
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.announce import announce
from wemi_desk.ui.widgets.buttons import button, primary_button, set_text
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState
from wemi_desk.ui.widgets.spacing import column, least_height, row, spaced
from wemi_desk.ui.widgets.tables import Table


class StrangerBand(QWidget):
    """A card of somebody who is not on the list: add, or not. ``answered(add)``."""

    answered = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("band", "err")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Non iscritta"))
        self._words = label("", "band", wrap=True)
        self.add_button = button(_("Aggiungi"), keys=_("Invio"))
        self.ignore_button = button(_("Ignora"), keys="Esc")
        box = column(self, (12, 6, 12, 6), 8)
        box.addWidget(self._words)
        box.addWidget(_flowing(self.add_button, self.ignore_button))
        self.add_button.clicked.connect(lambda: self.answered.emit(True))
        self.ignore_button.clicked.connect(lambda: self.answered.emit(False))
        self.hide()

    def ask(self, citizen: Citizen | None) -> None:
        """Show the question and take the hands; None takes it away."""
        self.setVisible(citizen is not None)
        if citizen is None:
            self._words.setText("")
            return
        words = _("{name} non è iscritta. La aggiungo?").format(name=short_name(citizen))
        self._words.setText(words)
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, words, urgent=True)


class MeetingView(QWidget):
    """Space ticks; a card does the same. ``change_wanted``: say the activity anew. ``answers_wanted(person)``.
    ``details_wanted``: places without a name, volunteers, how it went."""

    change_wanted = Signal()
    details_wanted = Signal()
    answers_wanted = Signal(object)

    def __init__(self, model: MeetingViewModel, register: RegisterViewModel) -> None:
        super().__init__()
        self.model = model
        self.register = register
        self.setAccessibleName(_("Incontro"))
        self._build()
        self._bind()
        self._show()

    @property
    def chosen(self) -> LessonPerson | None:
        """The person the operator is on."""
        row = self.table.current_row
        return self.rows.row_at(row) if row is not None else None

    def focus_first(self) -> None:
        """Into the list of people."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        self.about, self.counts = muted(""), label("", "strong", wrap=True)
        self.warning = label("", "err", wrap=True)
        self.band = StrangerBand()
        columns: list[Column[LessonPerson]] = [
            Column(_("Chi"), name_of),
            Column(_("Posto"), standing_words, standing_mark),
            Column(_("Presenza"), presence_words, presence_mark),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Persone dell’incontro"), self.rows, stretch=0, widths=(176, 216))
        least_height(self.table, 150)
        self.empty = EmptyState(
            _("Nessun iscritto"), _("Apri una persona allo sportello e iscrivila da qui, o passa la sua tessera."),
            icon="it-user",
        )  # fmt: skip
        box = column(self)
        for widget in (self.about, self.counts, self.warning, self.band):
            box.addWidget(widget)
        box.addWidget(self.table, 1)
        box.addWidget(self.empty, 1)
        box.addWidget(self._build_person_acts())
        box.addWidget(self._build_register())
        box.addWidget(self._build_acts())

    def _build_person_acts(self) -> QWidget:
        self.enrol_button = primary_button("", icon="it-plus")
        self.tick_button = button(_("Presente"), keys=_("Spazio"))
        self.leave_button = button(_("Togli l’iscrizione"))
        self.told_button = button(_("Avvisata"), icon="it-telephone")
        self.answers_button = button(_("Risposte per Facilita"), icon="it-pencil")
        self.certificate_button = button(_("Attestato"), icon="it-print")
        return _flowing(
            self.enrol_button, self.answers_button, self.tick_button, self.told_button, self.leave_button,
            self.certificate_button,
        )  # fmt: skip

    def _build_register(self) -> QWidget:
        """By number, and the true minutes."""
        holder = QWidget()
        self.unnamed = Field(_("Altre persone &senza nome"), TextField(most=4))
        self.minutes = Field(_("Durata vera, in &minuti"), TextField(most=4))
        self.hold_button = button(_("Incontro svolto"), icon="it-check")
        line = row(holder, spacing=12)
        line.addWidget(self.unnamed, 1)
        line.addWidget(self.minutes, 1)
        line.addWidget(self.hold_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.numbers = holder
        return holder

    def _build_acts(self) -> QWidget:
        self.print_button = button(_("Foglio delle presenze"), keys=Shortcut.PRINT.keys, icon="it-print")
        self.change_button = button(_("Modifica"), icon="it-pencil")
        self.cancel_button = button(_("Non si fa"))
        self.cancel_rest_button = button(_("Non si fa più, da qui in poi"))
        self.details_button = button(_("Posti e volontari"), icon="it-user")
        self.reopen_button = button(_("Riapri l’incontro"))
        return _flowing(
            self.print_button, self.change_button, self.details_button, self.cancel_button, self.cancel_rest_button,
            self.reopen_button,
        )  # fmt: skip

    def _bind(self) -> None:
        model, register = self.model, self.register
        model.changed.connect(self._show)
        register.stranger.connect(self._ask)
        register.field_failed.connect(self._show_error)
        self.band.answered.connect(self._answer)
        self.table.marked.connect(lambda _row: self._do(register.toggle))
        self.table.opened.connect(lambda _row: self._do(register.toggle))
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_person_acts())
        self.enrol_button.clicked.connect(model.enrol)
        self.answers_button.clicked.connect(lambda: self._do(self.answers_wanted.emit))
        self.tick_button.clicked.connect(lambda: self._do(register.toggle))
        self.leave_button.clicked.connect(lambda: self._do(model.leave))
        self.told_button.clicked.connect(lambda: self._do(model.told))
        self.unnamed.editor.editingFinished.connect(lambda: register.count_unnamed(self.unnamed.editor.text()))
        self.hold_button.clicked.connect(self.hold)
        self.print_button.clicked.connect(model.print_sheet)
        self.change_button.clicked.connect(self.change_wanted)
        self.cancel_button.clicked.connect(model.cancel)
        self.cancel_rest_button.clicked.connect(model.cancel_rest)
        self.details_button.clicked.connect(self.details_wanted)
        self.certificate_button.clicked.connect(lambda: self._do(model.print_certificate))
        self.reopen_button.clicked.connect(register.reopen)

    def hold(self) -> None:
        """It took place: the number without a name first, if it was just typed."""
        for field in (self.unnamed, self.minutes):
            field.set_error("")
        self.register.count_unnamed(self.unnamed.editor.text())
        if not self.unnamed.error:
            self.register.hold(self.minutes.editor.text())

    def step_back(self) -> bool:
        """Esc: the question first."""
        if self.band.isHidden():
            return False
        self._answer(False)
        return True

    def _do(self, verb: object) -> None:
        if self.chosen is not None and callable(verb):
            verb(self.chosen)

    def _ask(self, citizen: Citizen | None) -> None:
        self.band.ask(citizen)

    def _answer(self, add: bool) -> None:
        self.register.answer(add)
        self.focus_first()

    def _show_error(self, name: str, words: str) -> None:
        {"unnamed": self.unnamed, "minutes": self.minutes}[name].set_error(words)

    def _show(self) -> None:
        lesson = self.model.lesson
        for widget, words in zip((self.about, self.counts, self.warning), self.model.words, strict=True):
            widget.setText(words)
            widget.setVisible(bool(words))
        kept = self.table.current_row or 0
        people = lesson.people if lesson is not None else ()
        self.rows.show_rows(people)
        self.table.go_to_row(min(kept, len(people) - 1))
        self.table.setVisible(bool(people))
        self.empty.setVisible(not people)
        self._show_register()
        self._show_person_acts()

    def _show_register(self) -> None:
        lesson, state = self.model.lesson, self.model.state
        is_planned = state == PLANNED
        self.numbers.setVisible(self.register.is_open)
        if lesson is not None:
            _write(self.unnamed, str(lesson.date.unnamed))
            _write(self.minutes, str(lesson.date.minutes))
        self.minutes.setVisible(is_planned)
        self.hold_button.setVisible(is_planned)
        self.print_button.setVisible(lesson is not None)
        self.change_button.setVisible(is_planned)
        self.cancel_button.setVisible(state not in ("", HELD))
        set_text(self.cancel_button, _("Non si fa") if is_planned else _("Si fa, dopo tutto"))
        self.cancel_rest_button.setVisible(is_planned and lesson is not None and bool(lesson.later))
        self.details_button.setVisible(lesson is not None and state != CANCELLED)
        self.reopen_button.setVisible(state == HELD)

    def _show_person_acts(self) -> None:
        person, words = self.chosen, self.model.enrol_words
        set_text(self.enrol_button, words, keys=Shortcut.SAVE.keys)
        self.enrol_button.setVisible(bool(words))
        is_here = person is not None and person.presence is not None
        set_text(self.tick_button, _("Non è presente") if is_here else _("Presente"), keys=_("Spazio"))
        self.tick_button.setVisible(person is not None and self.register.is_open)
        is_planned = self.model.state == PLANNED
        standing = person.standing if person is not None else None
        self.answers_button.setVisible(is_here and person is not None and person.answers is not None)
        self.leave_button.setVisible(standing is not None and is_planned)
        self.certificate_button.setVisible(is_here and self.model.state == HELD)
        self.told_button.setVisible(standing is not None and standing.is_to_tell and is_planned)


def _flowing(*buttons: QPushButton) -> QWidget:
    holder = QWidget()
    flow = spaced(FlowLayout(holder), spacing=8)
    for one in buttons:
        flow.addWidget(one)
    return holder


def _write(field: Field[TextField], words: str) -> None:
    """What stands, unless somebody is typing there."""
    if not field.editor.hasFocus() and field.editor.text() != words:
        field.editor.setText(words)
        field.set_error("")
