"""Da richiamare (Ctrl+R), in the side panel."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.screens.call_backs.view_model import CallBackLine, CallBacksViewModel
from wemi_desk.ui.widgets.announce import announce
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import Field
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.marks import Mark
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, least_height, spaced
from wemi_desk.ui.widgets.tables import Table

_LATE, _DUE = Mark("it-warning", "err"), Mark("it-clock", "text2")


class CallBacksView(QWidget):
    """The list, and under it the line the operator is on: telephone on Enter, what came of the call on a button."""

    def __init__(self, model: CallBacksViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Da richiamare"))
        self._build()
        self._bind()
        self._show_lines()

    @property
    def chosen(self) -> CallBackLine | None:
        """The line the operator is on."""
        row, lines = self.table.current_row, self.model.lines
        return lines[row] if row is not None and row < len(lines) else None

    def hideEvent(self, event: QHideEvent) -> None:
        self.model.hide_phone()
        super().hideEvent(event)

    def _build(self) -> None:
        columns: list[Column[CallBackLine]] = [
            Column(_("Quando"), lambda line: line.when, lambda line: _LATE if line.is_late else _DUE),
            Column(_("Chi"), lambda line: line.who),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Promesse di richiamare"), self.rows, stretch=1, widths=(124,))
        least_height(self.table, 150)
        self.empty = EmptyState(_("Nessuno da richiamare."), icon="it-telephone")
        self.full = QWidget()
        inside = column(self.full)
        inside.addWidget(self.table, 1)
        inside.addWidget(self._build_detail())
        box = column(self)
        self.scrolled = ScrollPane(self.full, _("Da richiamare"))
        box.addWidget(self.scrolled, 1)
        box.addWidget(self.empty, 1)
        self.setFocusProxy(self.table)

    def _build_detail(self) -> QWidget:
        self.detail = QWidget()
        box = column(self.detail)
        self.who, self.about = label("", "strong", wrap=True), muted("")
        self.phone_button = button(_("Mostra il telefono"), keys=_("Invio"), icon="it-telephone")
        self.phone = label("", "page", wrap=True)
        self.phone.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        acts = QWidget()
        flow = spaced(FlowLayout(acts), spacing=8)
        self.answers = {
            "reached": button(_("Sentita")), "no_answer": button(_("Non risponde")), "closed": button(_("Chiudi")),
        }  # fmt: skip
        self.open_button = button(_("Apri la scheda"))
        for act in (*self.answers.values(), self.open_button):
            flow.addWidget(act)
        self.later = Field(_("&Rimanda a"), DateField(self.model.today, past=False))
        self.later_button = button(_("Rimanda"))
        for widget in (self.who, self.about, self.phone_button, self.phone, acts, self.later, self.later_button):
            box.addWidget(widget)
        return self.detail

    def _bind(self) -> None:
        self.model.lines_changed.connect(self._show_lines)
        self.model.phone_changed.connect(self._show_phone)
        self.model.field_failed.connect(self._show_error)
        self.table.opened.connect(lambda _row: self._ask_phone())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._turn())
        self.phone_button.clicked.connect(self._ask_phone)
        self.open_button.clicked.connect(self._open)
        self.later_button.clicked.connect(self._postpone)
        self.later.editor.returnPressed.connect(self._postpone)
        for result, act in self.answers.items():
            act.clicked.connect(lambda _checked=False, result=result: self._answer(result))

    def _show_lines(self) -> None:
        wanted, lines = self.model.place_of_wanted(), self.model.lines
        kept = wanted if wanted is not None else self.table.current_row or 0
        self.rows.show_rows(lines)
        self.scrolled.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.table.go_to_row(min(kept, len(lines) - 1))
        self._show_chosen()

    def _turn(self) -> None:
        self.model.hide_phone()
        self._show_chosen()

    def _show_chosen(self) -> None:
        line = self.chosen
        self.detail.setVisible(line is not None)
        self.later.set_error("")
        self.later.editor.empty()
        if line is None:
            return
        is_person = line.referral is None
        self.who.setText(line.who)
        self.about.setText(line.about)
        for widget in (self.later, self.later_button, self.answers["closed"]):
            widget.setVisible(is_person)
        self.open_button.setVisible(line.citizen_id is not None)
        reached = _("Sentita") if line.promise is not None else _("Ha risposto")
        self.answers["reached"].setText(_("Scrivi com’è andata") if line.feedback is not None else reached)
        self._show_phone()

    def _show_phone(self) -> None:
        line, number = self.chosen, self.model.phone
        self.phone.setText(number)
        self.phone.setVisible(bool(number))
        self.phone_button.setVisible(not number and line is not None and line.citizen_id is not None)
        if number:
            announce(self.phone, number)

    def _show_error(self, _name: str, words: str) -> None:
        self.later.set_error(words)

    def _ask_phone(self) -> None:
        if self.chosen is not None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.model.show_phone(self.chosen)

    def _answer(self, result: str) -> None:
        if self.chosen is not None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.model.answer(self.chosen, result)

    def _postpone(self) -> None:
        if self.chosen is None:
            return
        if self.later.editor.date_value is None:
            self.later.set_error(_("Scrivi il giorno così: 24/11/2026."))
            self.later.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.later.set_error("")
        self.model.answer(self.chosen, "postponed", self.later.editor.date_value)

    def _open(self) -> None:
        if self.chosen is not None:
            self.model.open_person(self.chosen)
