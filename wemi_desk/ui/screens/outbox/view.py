"""Invio dati, in the side panel."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.screens.outbox.act_view import ActDetail
from wemi_desk.ui.screens.outbox.leaving_view import LeavingView
from wemi_desk.ui.screens.outbox.models import OutboxModels
from wemi_desk.ui.screens.outbox.question_view import QuestionDetail
from wemi_desk.ui.screens.outbox.view_model import OutboxLine
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field
from wemi_desk.ui.widgets.labels import muted
from wemi_desk.ui.widgets.marks import STATE_MARKS
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, least_height
from wemi_desk.ui.widgets.tables import Table

WIDE_UNITS = 420


class OutboxView(QWidget):
    """A list to choose, its acts newest first, and the one the operator is on."""

    def __init__(self, models: OutboxModels) -> None:
        super().__init__()
        self.model = models.lists
        self.setAccessibleName(_("Invio dati"))
        self._build(models)
        self._bind(models)
        self._show_list()

    @property
    def handlers(self) -> Mapping[Shortcut, Callable[[], bool | None]]:
        """What the window's shortcuts do here."""
        return {Shortcut.BACK: self.act.step_back}

    @property
    def digit_owners(self) -> tuple[QWidget, ...]:
        """Where 1 and 2 answer the question on show."""
        return self.table, self.question

    def press(self, digit: str) -> bool:
        """1 or 2."""
        return self.question.choose(int(digit) - 1)

    def _build(self, models: OutboxModels) -> None:
        self.which = Field(_("&Elenco"), CodeCombo(self.model.names, numbered=False))
        self.which.editor.set_code(self.model.which.value)
        columns: list[Column[OutboxLine]] = [
            Column(_("Che cosa"), lambda line: line.what, lambda line: STATE_MARKS[line.mark]),
            Column(_("Da quando"), lambda line: line.since),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Atti"), self.rows, stretch=0, widths=(100,))
        least_height(self.table, 150)
        self.empty = EmptyState("", icon="it-check-circle")
        self.act, self.question = ActDetail(models.mending), QuestionDetail(models.mending)
        self.leaving = LeavingView(models.leaving)
        self.summary = muted("")
        safe = muted(_("Quello che aspetta è al sicuro su questo computer, parte da solo e non si può cancellare."))
        inside = QWidget()
        box = column(inside, spacing=12)
        for widget, stretch in ((self.which, 0), (self.table, 1), (self.empty, 1), (self.act, 0), (self.question, 0),
                                (self.summary, 0), (safe, 0), (self.leaving, 0)):  # fmt: skip
            box.addWidget(widget, stretch)
        self.scrolled = ScrollPane(inside, _("Invio dati"))
        column(self).addWidget(self.scrolled, 1)
        self.setFocusProxy(self.which.editor)

    def _bind(self, models: OutboxModels) -> None:
        self.model.list_changed.connect(self._show_list)
        self.which.editor.code_changed.connect(self._turn)
        self.table.selectionModel().currentRowChanged.connect(self._show_state)
        self.table.opened.connect(self._enter)
        self.rows.page_arrived.connect(self._show_state)
        self.question.later.connect(self._next)
        for said in (models.leaving.exported, models.leaving.refused):  # its words are the last on the page
            said.connect(lambda _words: QTimer.singleShot(0, self, self._show_what_was_said))
        models.mending.done.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))

    def _turn(self, code: str | None) -> None:
        if code is not None:
            self.model.turn_to(code)

    def _show_list(self) -> None:
        kept, total = self.table.current_row or 0, self.model.total
        self.which.editor.set_choices(self.model.names)
        self.which.editor.set_code(self.model.which.value)
        self.rows.show(total, self.model.read)
        self.table.setVisible(total > 0)
        self.empty.setVisible(total == 0)
        self.empty.set_words(self.model.empty_words)
        self.summary.setText(self.model.summary)
        self.leaving.show_waiting(self.model.waits_here)
        self.table.go_to_row(min(kept, total - 1))
        self._show_state()

    def _show_state(self) -> None:
        row = self.table.current_row
        line = self.rows.row_at(row) if row is not None else None
        self.question.show_line(line)
        self.act.show_line(line if line is not None and line.question is None else None)

    def _enter(self, _row: int) -> None:
        """Enter opens: the first thing that can be done."""
        pane: QWidget = self.act if self.question.isHidden() else self.question
        first = next((one for one in pane.findChildren(QWidget) if _can_be_pressed(one)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_what_was_said(self) -> None:
        self.scrolled.ensureWidgetVisible(self.leaving.said)

    def _next(self) -> None:
        """Decidi più tardi: the question stays, the list goes on."""
        row = self.table.current_row
        self.table.go_to_row(min((row or 0) + 1, self.model.total - 1))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _can_be_pressed(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
