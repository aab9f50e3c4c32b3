"""Cosa manca: the answer in one sentence, the amount, the days left, and every rule with its reason."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.screens.applications.missing_lines import CriterionLine, MissingSheet
from wemi_desk.ui.widgets.labels import label, muted, set_role
from wemi_desk.ui.widgets.message_bar import MessageBar
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState, Pane
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column, least_height
from wemi_desk.ui.widgets.tables import Table


class MissingPane(Pane):
    """Shows a sheet; the first rule that is not met or not known is the one explained under the list."""

    def __init__(self) -> None:
        super().__init__(_("Cosa manca"))
        self._sheet = MissingSheet()
        self._build()
        self.show_sheet(None)

    def show_sheet(self, sheet: MissingSheet | None, about: str = "") -> None:
        """Another answer, or none; *about* says whose it is."""
        self._scrolled.setVisible(sheet is not None)
        self.empty.setVisible(sheet is None)
        known = sheet or MissingSheet()
        same = [line.rule for line in known.criteria] == [line.rule for line in self._sheet.criteria]
        kept = self.table.current_row if same else None
        self._sheet = known
        self._about.setText(about)
        self._about.setVisible(bool(about))
        self._show_head(known)
        self.rows.show_rows(known.criteria)
        self.table.go_to_row(known.first_to_see if kept is None else kept)
        self._explain()

    def _build(self) -> None:
        self.empty = EmptyState(
            _("Ancora niente da controllare"), _("Scegli una misura e per chi: qui c’è subito la risposta."),
            icon="it-help-circle",
        )  # fmt: skip
        self.full = QWidget()
        box = column(self.full)
        self._about = label("", "strong", wrap=True)
        self.example = MessageBar("warn")
        self.sentence = Sign("info")
        self.amount = label("", "page", wrap=True)
        self.deadline = label("", "strong", wrap=True)
        self.ahead = muted("")
        for widget in (self._about, self.example, self.sentence, self.amount, self.deadline, self.ahead):
            box.addWidget(widget)
        columns: list[Column[CriterionLine]] = [
            Column(_("Regola"), lambda line: line.rule, lambda line: line.mark),
            Column(_("Esito"), lambda line: line.verdict),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Regole della misura"), self.rows, stretch=0, widths=(88,))
        least_height(self.table, 190)
        box.addWidget(self.table, 1)
        box.addWidget(self._build_reason())
        self._scrolled = ScrollPane(self.full, _("Cosa manca"))
        self.body.addWidget(self._scrolled, 1)
        self.body.addWidget(self.empty, 1)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._explain())

    def _build_reason(self) -> QWidget:
        self.reason = QWidget()
        self.reason.setAccessibleName(_("Perché"))
        box = column(self.reason, spacing=4)
        self.rule = label("", "strong", wrap=True)
        self.stands, self.value, self.source = label("", wrap=True), label("", wrap=True), muted("")
        self.next_step = Sign("info")
        for widget in (self.rule, self.stands, self.value, self.next_step, self.source):
            box.addWidget(widget)
        return self.reason

    def _show_head(self, sheet: MissingSheet) -> None:
        if sheet.example:
            self.example.show_words(sheet.example, "warn", closable=False)
        else:
            self.example.hide_words()
        self.sentence.say(sheet.sentence, sheet.kind, aloud=False)
        self.amount.setText(sheet.amount)
        self.deadline.setText(sheet.deadline)
        set_role(self.deadline, "err" if sheet.is_urgent else "strong")
        self.ahead.setText("\n".join(sheet.ahead))
        for widget in (self.amount, self.deadline, self.ahead):
            widget.setVisible(bool(widget.text()))

    def _explain(self) -> None:
        row, lines = self.table.current_row, self._sheet.criteria
        line = lines[row] if row is not None and row < len(lines) else None
        self.reason.setVisible(line is not None)
        self.rule.setText(line.rule if line else "")
        self.stands.setText(line.stands if line else "")
        self.value.setText(line.value if line else "")
        self.source.setText(line.source if line else "")
        self.next_step.say(line.next_step if line else "", aloud=False)
        for widget in (self.value, self.source):
            widget.setVisible(bool(widget.text()))

    def focus_first(self) -> None:
        """Into the list of rules."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
