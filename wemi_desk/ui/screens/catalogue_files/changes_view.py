"""The right of the page: what the file would change, what stays out, and the key that publishes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from wemi_desk.i18n import _
from wemi_desk.services.catalogue_files.change_words import count_words
from wemi_desk.ui.screens.catalogue_files.trial_lines import TryLine, counts_of, lines_of
from wemi_desk.ui.screens.catalogue_files.view_model import CatalogueFilesViewModel
from wemi_desk.ui.screens.catalogue_files.words import (
    kind_choices,
    line_kind,
    line_mark,
    line_name,
    line_summary,
    line_words,
)
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.confirmation import Confirmation
from wemi_desk.ui.widgets.fields import Field
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState
from wemi_desk.ui.widgets.spacing import column, least_height, spaced
from wemi_desk.ui.widgets.tables import Table


class ChangesView(QWidget):
    """The lines of the dry run; the one that is chosen is read whole below."""

    def __init__(self, model: CatalogueFilesViewModel) -> None:
        super().__init__()
        self.model = model
        self._filling = False
        self._build()
        self._bind()
        self._show()

    def _build(self) -> None:
        self.setAccessibleName(_("Che cosa cambia"))
        self.counts = label("", "strong", wrap=True)
        self.kinds = Field(_("&Mostra"), CodeCombo())
        lists = self.model.services.lists
        columns: list[Column[TryLine]] = [
            Column(_("Esito"), line_kind, line_mark), Column(_("Come cambia"), lambda line: line_summary(line, lists)),
        ]  # fmt: skip
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Righe della prova"), self.rows, stretch=1, widths=(136,))
        least_height(self.table, 180)
        self.detail = label("", wrap=True)
        self.empty = EmptyState(
            _("Qui si vede che cosa cambia"), _("Scegli un file e provalo: nuovi, cambiati, ritirati, errori."),
            icon="it-exchange-circle",
        )  # fmt: skip
        box = column(self)
        for widget, stretch in (
            (self.counts, 0), (self.kinds, 0), (self.table, 1), (self.detail, 0), (self.empty, 1),
            (self._build_acts(), 0),
        ):  # fmt: skip
            box.addWidget(widget, stretch)

    def _build_acts(self) -> QWidget:
        self.acts = QWidget()
        self.acts.setAccessibleName(_("Che cosa fare con la prova"))
        self.publish_button = primary_button(_("Pubblica…"))
        self.save_button = button(_("Salva l’elenco degli errori…"), icon="it-download")
        self.away_button = button(_("Metti via il file"), icon="it-close")
        flow = spaced(FlowLayout(self.acts), spacing=8)
        for act in (self.publish_button, self.save_button, self.away_button):
            flow.addWidget(act)
        return self.acts

    def _bind(self) -> None:
        for signal in (self.model.tried_changed, self.model.progress_changed, self.model.standing_changed):
            signal.connect(self._show)
        self.kinds.editor.code_changed.connect(self._choose_kind)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_detail())
        self.publish_button.clicked.connect(self.ask_to_publish)
        self.save_button.clicked.connect(self._choose_target)
        self.away_button.clicked.connect(self.model.put_away)

    def ask_to_publish(self) -> None:
        """Once more in words: it reaches every desk."""
        dry = self.model.dry
        if dry is None:
            return
        words = count_words(dry.differences, dry.opened.rows - dry.right_rows)
        dialog = Confirmation(
            self.window(), _("Pubblica il catalogo"), _("{counts} Vale per tutte le postazioni.").format(counts=words),
            _("Pubblica"),
        )  # fmt: skip
        dialog.confirmed.connect(self.model.publish)
        dialog.open()

    def _choose_kind(self, code: str | None) -> None:
        if not self._filling:
            self.model.choose_kind(code)

    def _choose_target(self) -> None:
        path, _kind = QFileDialog.getSaveFileName(
            self, _("Salva l’elenco degli errori"), _("errori.csv"), "CSV (*.csv);;XLSX (*.xlsx)"
        )
        if path:
            self.model.save_problems(Path(path))

    def _show(self) -> None:
        model, dry = self.model, self.model.dry
        counts, lines = counts_of(dry), lines_of(dry, model.shown)
        self._filling = True
        self.kinds.editor.set_choices(kind_choices(counts))
        self.kinds.editor.set_code(model.shown)
        self._filling = False
        self.counts.setText("" if dry is None else count_words(dry.differences, dry.opened.rows - dry.right_rows))
        self.rows.show_rows(lines)
        has_lines = bool(counts)
        for widget in (self.table, self.detail, self.kinds):
            widget.setVisible(has_lines)
        self.counts.setVisible(dry is not None)
        self.acts.setVisible(dry is not None and model.progress is None)
        self.publish_button.setVisible(model.may_publish)
        self.save_button.setVisible(dry is not None and bool(dry.problems))
        self.empty.setVisible(not has_lines)
        if dry is not None and not has_lines:
            self.empty.set_words(_("Non cambia niente"), _("Il file dice quello che c’è già nel catalogo."))
        elif dry is None:
            hint = _("Scegli un file e provalo: nuovi, cambiati, ritirati, errori.")
            self.empty.set_words(_("Qui si vede che cosa cambia"), hint)
        if has_lines:
            self.table.go_to_row(0)
        self._show_detail()

    def _show_detail(self) -> None:
        row, lines = self.table.current_row, lines_of(self.model.dry, self.model.shown)
        line = lines[row] if row is not None and row < len(lines) else None
        lists = self.model.services.lists
        self.detail.setText("" if line is None else f"{line_name(line)}\n{line_words(line, lists)}")


