"""Facilita: the period, what would leave, the files that were made; in their place a form or the settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from wemi_desk.domain.facilita_ledger import CLOSED, DISCARDED, PREPARED, UPLOADED
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.services.facilita.ledger import BatchLine
from wemi_desk.ui.screens.facilita.batch_view import BatchForm
from wemi_desk.ui.screens.facilita.figures_view import FiguresPane
from wemi_desk.ui.screens.facilita.period_view import PeriodBox
from wemi_desk.ui.screens.facilita.settings_view import RegisterPage
from wemi_desk.ui.screens.facilita.settings_view_model import RegisterViewModel
from wemi_desk.ui.screens.facilita.view_model import FacilitaViewModel
from wemi_desk.ui.screens.facilita.words import batch_mark, batch_name, batch_state
from wemi_desk.ui.screens.facilita.work_view import WorkPane
from wemi_desk.ui.shell.pane_host import PaneSpec
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.confirmation import Confirmation
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState, Pane
from wemi_desk.ui.widgets.spacing import column, least_height, spaced
from wemi_desk.ui.widgets.tables import Table


def facilita_panes(model: FacilitaViewModel, register: RegisterViewModel, lists: PickLists) -> list[PaneSpec]:
    """The panes of the place."""
    return [
        PaneSpec(FilesPane(model, register), _("File per Facilita")),
        PaneSpec(WorkPane(model, lists), _("Da sistemare")), PaneSpec(FiguresPane(model), _("Indicatori")),
    ]


class FilesPane(Pane):
    """The overview, and what was opened from it."""

    def __init__(self, model: FacilitaViewModel, register: RegisterViewModel) -> None:
        super().__init__(_("File per Facilita"))
        self.model = model
        self.register = RegisterPage(register)
        self._build()
        self._bind()
        self._show_batches()

    @property
    def chosen(self) -> BatchLine | None:
        """The file the operator is on."""
        row, lines = self.table.current_row, self.model.batches
        return lines[row] if row is not None and row < len(lines) else None

    @property
    def handlers(self) -> Mapping[Shortcut, Callable[[], bool | None]]:
        """What the window's shortcuts do here."""
        return {Shortcut.SAVE: self.save, Shortcut.BACK: self.step_back}

    def save(self) -> bool:
        """Ctrl+S in a form."""
        page = self.stack.currentWidget()
        if page is self.overview:
            return False
        (self.register if page is self.register else self.form).save()
        return True

    def step_back(self) -> bool:
        """Esc: from a form to the overview."""
        if self.stack.currentWidget() is self.overview:
            return False
        self._to_overview()
        return True

    def show_register(self) -> None:
        """The names as registered."""
        self.register.model.reload()
        self.stack.setCurrentWidget(self.register)
        self.register.focus_first()

    def _build(self) -> None:
        self.period = PeriodBox(self.model)
        columns: list[Column[BatchLine]] = [
            Column(_("File"), batch_name),
            Column(_("Righe"), lambda line: str(line.batch.row_count)),
            Column(_("Stato"), batch_state, batch_mark),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("File preparati"), self.rows, stretch=0, widths=(64, 208))
        least_height(self.table, 120)
        self.about = muted("")
        self.overview = QWidget()
        box = column(self.overview)
        self.empty = EmptyState(
            _("Ancora nessun file"), _("Controlla il periodo, poi prepara i file: restano qui, con la loro impronta."),
            icon="it-file",
        )  # fmt: skip
        for widget, stretch in (
            (self.period, 0), (self.table, 1), (self.empty, 1), (self.about, 0), (self._build_acts(), 0)
        ):  # fmt: skip
            box.addWidget(widget, stretch)
        self.form = BatchForm(self.model)
        self.stack = QStackedWidget()
        for page in (self.overview, self.form, self.register):
            self.stack.addWidget(page)
        self.body.addWidget(self.stack, 1)

    def _build_acts(self) -> QWidget:
        holder = QWidget()
        holder.setAccessibleName(_("Che cosa fare con il file"))
        flow = spaced(FlowLayout(holder), spacing=8)
        self.upload_button = button(_("Annota il caricamento"), keys=_("Invio"))
        self.report_button = button(_("Leggi le righe scartate…"), icon="it-file")
        self.close_button = button(_("Chiudi"))
        self.signed_button = button(_("Annota la firma…"), icon="it-file-signed")
        self.pdf_button = button(_("Rifai il PDF…"), icon="it-print")
        self.discard_button = button(_("Annulla il file"), icon="it-delete")
        self._states = {
            self.upload_button: (PREPARED,), self.report_button: (PREPARED, UPLOADED), self.close_button: (UPLOADED,),
            self.signed_button: (PREPARED, UPLOADED, CLOSED), self.pdf_button: (PREPARED, UPLOADED, CLOSED),
            self.discard_button: (PREPARED,),
        }  # fmt: skip
        for act in self._states:
            flow.addWidget(act)
        return holder

    def _bind(self) -> None:
        model = self.model
        model.batches_changed.connect(self._show_batches)
        model.settings_wanted.connect(self.show_register)
        self.period.settings_wanted.connect(self.show_register)
        self.table.opened.connect(lambda _row: self._open())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_chosen())
        self.upload_button.clicked.connect(self._open)
        self.close_button.clicked.connect(self._open)
        self.report_button.clicked.connect(self._choose_report)
        self.signed_button.clicked.connect(self._choose_signed)
        self.pdf_button.clicked.connect(self._choose_folder)
        self.discard_button.clicked.connect(self._ask_to_discard)
        self.form.done.connect(self._to_overview)
        self.register.done.connect(self._to_overview)

    def _open(self) -> None:
        """Enter: the next step of the file."""
        line = self.chosen
        if line is not None and line.is_here and line.batch.status in (PREPARED, UPLOADED):
            self.form.begin(line)
            self.stack.setCurrentWidget(self.form)
            self.form.focus_first()

    def _to_overview(self) -> None:
        self.stack.setCurrentWidget(self.overview)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_report(self) -> None:
        line = self.chosen
        path, _kind = QFileDialog.getOpenFileName(self, _("Il rapporto delle righe scartate"), "", "*.csv")
        if path and line is not None:
            self.model.import_report(line.batch.id, Path(path))

    def _choose_signed(self) -> None:
        line = self.chosen
        path, _kind = QFileDialog.getOpenFileName(self, _("Il file firmato"))
        if path and line is not None:
            self.model.record_signature(line.batch.id, Path(path))

    def _choose_folder(self) -> None:
        line = self.chosen
        folder = QFileDialog.getExistingDirectory(self, _("La cartella dove sta il file"))
        if folder and line is not None:
            self.model.keep(line.batch, Path(folder))

    def _ask_to_discard(self) -> None:
        line = self.chosen
        if line is None:
            return
        words = _("Solo se {name} non è stato caricato: le sue righe partono con un altro file.")
        dialog = Confirmation(
            self.window(), _("Annulla il file"), words.format(name=line.batch.file_name), _("Annulla il file")
        )
        dialog.confirmed.connect(lambda: self.model.discard(line.batch.id))
        dialog.open()

    def _show_batches(self) -> None:
        kept, lines = self.table.current_row or 0, self.model.batches
        self.rows.show_rows(lines)
        for widget in (self.table, self.about):
            widget.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.table.go_to_row(min(kept, len(lines) - 1))
        self._show_chosen()

    def _show_chosen(self) -> None:
        line = self.chosen
        for act, states in self._states.items():
            act.setVisible(line is not None and line.is_here and line.batch.status in states)
        self.about.setText(_about(line) if line is not None else "")


def _about(line: BatchLine) -> str:
    """The digest, to be compared aloud, and what became of the rows."""
    batch = line.batch
    parts = [_("{name}, progetto {project}.").format(name=batch.file_name, project=batch.project_code)]
    if batch.replaces is not None:
        parts.append(_("Rimanda righe rifiutate."))
    if batch.uploaded_on is not None:
        parts.append(_("Caricato il {day}.").format(day=f"{batch.uploaded_on:%d/%m/%Y}"))
    if batch.signed_name:
        parts.append(_("Firma: {name}.").format(name=batch.signed_name))
    if batch.status != DISCARDED:
        parts.append(_("SHA-256 {digest}").format(digest=" ".join(_groups(batch.sha256))))
    return " ".join(parts)


def _groups(digest: str) -> list[str]:
    return [digest[at : at + 8] for at in range(0, len(digest), 8)]
