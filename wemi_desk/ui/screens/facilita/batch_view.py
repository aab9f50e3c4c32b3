"""The next step of a file: it was uploaded, or the platform has finished with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from wemi_desk.domain.facilita_ledger import PREPARED
from wemi_desk.i18n import _
from wemi_desk.services.facilita.ledger import BatchLine
from wemi_desk.ui.screens.facilita.view_model import FacilitaViewModel
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.spacing import column, spaced

_MOST = 60


class BatchForm(QWidget):
    """``done``: back to the list."""

    done = Signal()

    def __init__(self, model: FacilitaViewModel) -> None:
        super().__init__()
        self.model = model
        self.line: BatchLine | None = None
        self._file: Path | None = None
        self.setAccessibleName(_("Un file per Facilita"))
        self._build()

    def begin(self, line: BatchLine) -> None:
        """Empty, for one file."""
        self.line, self._file = line, None
        self.name.setText(line.batch.file_name)
        self.uploaded_on.editor.set_date(self.model.session.clock.today())
        for field in (self.import_id, self.rejected):
            field.editor.empty()
            field.set_error("")
        self.uploaded_on.set_error("")
        is_new = line.batch.status == PREPARED
        for widget in (self.uploaded_on, self.import_id, self.file_button, self.file_name):
            widget.setVisible(is_new)
        self.rejected.setVisible(not is_new)
        self.file_name.setText(_("Se scegli il file, controllo che sia quello preparato."))

    def focus_first(self) -> None:
        """Where the hands should be."""
        first = self.uploaded_on.editor if self.uploaded_on.isVisibleTo(self) else self.rejected.editor
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Ctrl+S."""
        if self.line is None:
            return
        if self.line.batch.status == PREPARED:
            self._save_upload(self.line)
        else:
            self._save_close(self.line)

    def _build(self) -> None:
        self.name = label("", "strong", wrap=True)
        self.uploaded_on = Field(_("&Caricato il"), DateField(self.model.session.clock.today))
        self.import_id = Field(
            _("&Numero del caricamento"), TextField(most=_MOST), reason=_("Quello che mostra la piattaforma, se c’è.")
        )
        self.file_button = button(_("Scegli il file caricato…"), icon="it-file")
        self.file_name = muted("")
        self.rejected = Field(
            _("Righe &scartate, secondo la piattaforma"), TextField(most=6),
            reason=_("Il numero nel registro della piattaforma: 0 se le ha prese tutte."),
        )  # fmt: skip
        acts = QWidget()
        acts.setAccessibleName(_("Che cosa fare"))
        flow = spaced(FlowLayout(acts), spacing=8)
        self.save_button = primary_button(_("Registra"), keys="Ctrl+S")
        self.back_button = button(_("Torna all’elenco"), keys="Esc")
        for act in (self.save_button, self.back_button):
            flow.addWidget(act)
        box = column(self, spacing=12)
        for widget in (
            self.name, self.uploaded_on, self.import_id, self.file_button, self.file_name, self.rejected, acts
        ):  # fmt: skip
            box.addWidget(widget)
        box.addStretch(1)
        self.save_button.clicked.connect(self.save)
        self.back_button.clicked.connect(self.done)
        self.file_button.clicked.connect(self._choose)

    def _choose(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Il file che è stato caricato"), "", "*.csv")
        if path:
            self._file = Path(path)
            self.file_name.setText(self._file.name)

    def _save_upload(self, line: BatchLine) -> None:
        day = self.uploaded_on.editor.date_value
        self.uploaded_on.set_error("" if day else _("Non capisco il giorno. Scrivilo così: 31/10/2026."))
        if day is None:
            return
        self.model.record_upload(line.batch.id, day, self.import_id.editor.text(), self._file)
        self.done.emit()

    def _save_close(self, line: BatchLine) -> None:
        text = self.rejected.editor.text().strip()
        is_right = text.isdecimal() and text.isascii()
        self.rejected.set_error("" if is_right else _("Scrivi quante sono, in cifre: 0 se nessuna."))
        if is_right:
            self.model.close(line.batch.id, int(text))
            self.done.emit()
