"""The left of the page: which file, and what each of its columns is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from wemi_desk.i18n import _
from wemi_desk.services.catalogue_files.words import publication_words
from wemi_desk.ui.screens.catalogue_files.view_model import CatalogueFilesViewModel
from wemi_desk.ui.screens.catalogue_files.words import (
    field_choices,
    field_words,
    file_words,
    progress_words,
    standing_words,
)
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column, least_height, spaced
from wemi_desk.ui.widgets.tables import Table

_FILES = "CSV, XLSX (*.csv *.xlsx *.txt);;*"
_SAMPLE = 40


class FileView(QWidget):
    """Enter on a column goes to what it is; Esc stops what is under way."""

    def __init__(self, model: CatalogueFilesViewModel) -> None:
        super().__init__()
        self.model = model
        self._filling = False
        self._build()
        self._bind()
        self._show()

    def focus_first(self) -> None:
        """Where the hands should be."""
        (self.table if self.model.looked is not None else self.choose_button).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        self.model.arrive()
        super().showEvent(event)

    def choose_file(self) -> None:
        """Ask which file."""
        path, _kind = QFileDialog.getOpenFileName(self, _("Il file del catalogo"), "", _FILES)
        if path:
            self.model.choose(Path(path))

    def _build(self) -> None:
        self.setAccessibleName(_("Il file del catalogo"))
        self.standing, self.sent = muted(""), Sign("warn")
        self.about, self.sign = label("", wrap=True), Sign("err")
        self.doing = label("", "strong", wrap=True)
        columns: list[Column[int]] = [
            Column(_("Colonna"), self._header), Column(_("Che cos’è"), self._field),
            Column(_("Per esempio"), self._sample),
        ]  # fmt: skip
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Colonne del file"), self.rows, stretch=2, widths=(160, 176))
        least_height(self.table, 180)
        self.field = Field(_("Questa colonna &è"), CodeCombo(field_choices()))
        self.whole = QCheckBox(_("Il file è il catalogo &intero: chi manca viene ritirato"))
        box = column(self)
        for widget, stretch in (
            (self.standing, 0), (self.sent, 0), (self.about, 0), (self.table, 1), (self.field, 0), (self.whole, 0),
            (self.doing, 0), (self.sign, 0), (self._build_acts(), 0),
        ):  # fmt: skip
            box.addWidget(widget, stretch)
        box.addStretch(0)

    def _build_acts(self) -> QWidget:
        acts = QWidget()
        acts.setAccessibleName(_("Che cosa fare con il file"))
        self.try_button = primary_button(_("Prova, senza scrivere"))
        self.choose_button = button(_("Scegli il file…"), icon="it-file")
        self.stop_button = button(_("Ferma"), icon="it-close", keys="Esc")
        self.export_button = button(_("Esporta il catalogo…"), icon="it-download")
        self.let_go_button = button(_("Lascia perdere la pubblicazione"), icon="it-ban")
        flow = spaced(FlowLayout(acts), spacing=8)
        for act in (self.try_button, self.choose_button, self.stop_button, self.export_button, self.let_go_button):
            flow.addWidget(act)
        return acts

    def _bind(self) -> None:
        for signal in (self.model.standing_changed, self.model.progress_changed, self.model.tried_changed):
            signal.connect(self._show)
        self.model.file_changed.connect(self._show_file)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_column())
        self.table.opened.connect(lambda _row: self.field.editor.setFocus())
        self.field.editor.code_changed.connect(self._say_column)
        self.whole.toggled.connect(self._say_whole)
        self.try_button.clicked.connect(self.model.try_out)
        self.choose_button.clicked.connect(self.choose_file)
        self.stop_button.clicked.connect(self.model.stop)
        self.export_button.clicked.connect(self._choose_target)
        self.let_go_button.clicked.connect(self.model.let_go)

    def _header(self, at: int) -> str:
        looked = self.model.looked
        name = looked.opened.headers[at] if looked is not None else ""
        return name or _("(senza nome, {n})").format(n=at + 1)

    def _sample(self, at: int) -> str:
        """The first cell that says something."""
        looked = self.model.looked
        cells = [row[at] for row in looked.opened.samples if at < len(row)] if looked is not None else []
        return " ".join(next((cell for cell in cells if cell.strip()), "").split())[:_SAMPLE]

    def _field(self, at: int) -> str:
        return field_words(self.model.mapping[at]) if at < len(self.model.mapping) else ""

    def _show_file(self) -> None:
        """The columns as they are said; the row one is on stays."""
        kept = self.table.current_row or 0
        self.rows.show_rows(tuple(range(len(self.model.mapping))))
        if self.model.mapping:
            self.table.go_to_row(min(kept, len(self.model.mapping) - 1))
        self._show_column()
        self._show()

    def _show_column(self) -> None:
        row = self.table.current_row
        self._filling = True
        if row is not None and row < len(self.model.mapping):
            self.field.editor.set_code(self.model.mapping[row])
        self._filling = False

    def _say_column(self, code: str | None) -> None:
        row = self.table.current_row
        if not self._filling and row is not None and code is not None:
            self.model.say_column(row, code)

    def _say_whole(self, is_whole: bool) -> None:
        if not self._filling:
            self.model.set_whole(is_whole)

    def _choose_target(self) -> None:
        name = _("catalogo.xlsx")
        path, _kind = QFileDialog.getSaveFileName(self, _("Esporta il catalogo"), name, "XLSX (*.xlsx);;CSV (*.csv)")
        if path:
            self.model.export(Path(path))

    def _show(self) -> None:
        model, has_file = self.model, self.model.looked is not None
        is_busy = model.progress is not None
        self.standing.setText(standing_words(model.standing))
        self.sent.say(_sent_words(model), "warn", aloud=False)
        self.about.setText(file_words(model.looked) if model.looked is not None else _(
            "Scegli il file del catalogo (CSV o XLSX). Prima si prova: finché non pubblichi non cambia niente."
        ))  # fmt: skip
        self._filling = True
        self.whole.setChecked(model.is_whole)
        self._filling = False
        for widget in (self.table, self.field, self.whole):
            widget.setVisible(has_file)
            widget.setEnabled(not is_busy)
        self.doing.setText(progress_words(model.progress) if model.progress is not None else "")
        self.doing.setVisible(is_busy)
        self.sign.say(model.error, "err", aloud=bool(model.error))
        self.try_button.setVisible(has_file and not is_busy and model.dry is None)
        self.choose_button.setVisible(not is_busy)
        self.export_button.setVisible(not is_busy and not has_file)
        self.stop_button.setVisible(model.may_stop)
        self.let_go_button.setVisible(model.standing is not None and bool(model.standing.refused) and not is_busy)


def _sent_words(model: CatalogueFilesViewModel) -> str:
    standing = model.standing
    if standing is None:
        return ""
    if standing.refused:
        return _("L’ultima pubblicazione non è stata accettata. {why}").format(why=publication_words(standing.refused))
    return _("Una pubblicazione aspetta la risposta del centro.") if standing.waits else ""
