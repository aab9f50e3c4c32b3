"""From when to when, what would leave, and the key that makes the files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.screens.facilita.view_model import FacilitaViewModel
from wemi_desk.ui.screens.facilita.words import outlook_words
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import Field
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column, row, spaced


class PeriodBox(QWidget):
    """The last month to begin with."""

    settings_wanted = Signal()

    def __init__(self, model: FacilitaViewModel) -> None:
        super().__init__()
        self.model = model
        self._build()
        self._bind()
        self._show()

    def _build(self) -> None:
        today = self.model.session.clock.today
        self.first = Field(_("&Dal"), DateField(today))
        self.last = Field(_("&al"), DateField(today))
        for field, day in ((self.first, self.model.first), (self.last, self.model.last)):
            field.editor.set_date(day)
        self.counts, self.sign = label("", "strong", wrap=True), Sign("err")
        self.look_button = button(_("Controlla"), icon="it-refresh")
        self.export_button = primary_button(_("Prepara i file…"))
        self.stop_button = button(_("Ferma"), icon="it-close")
        self.settings_button = button(_("Sede e operatori…"), icon="it-settings")
        box, days = column(self), row()
        days.addWidget(self.first, 1)
        days.addWidget(self.last, 1)
        box.addLayout(days)
        acts = QWidget()
        acts.setAccessibleName(_("Che cosa fare con il periodo"))
        flow = spaced(FlowLayout(acts), spacing=8)
        for act in (self.export_button, self.look_button, self.stop_button, self.settings_button):
            flow.addWidget(act)
        for widget in (self.counts, self.sign, acts):
            box.addWidget(widget)

    def _bind(self) -> None:
        for signal in (self.model.outlook_changed, self.model.progress_changed):
            signal.connect(self._show)
        self.look_button.clicked.connect(self._look)
        self.export_button.clicked.connect(self._choose_folder)
        self.stop_button.clicked.connect(self.model.stop)
        self.settings_button.clicked.connect(self.settings_wanted)
        for field in (self.first, self.last):
            field.editor.returnPressed.connect(self._look)

    def read(self) -> bool:
        """Take the period as it is typed; False where a day is not understood."""
        wrong = None
        for field in (self.first, self.last):
            is_right = field.editor.date_value is not None
            field.set_error("" if is_right else _("Non capisco il giorno. Scrivilo così: 31/10/2026."))
            wrong = wrong or (None if is_right else field)
        if wrong is not None:
            wrong.editor.setFocus()
            return False
        self.model.set_period(self.first.editor.date_value, self.last.editor.date_value)
        return True

    def _look(self) -> None:
        if self.read():
            self.model.look()

    def _choose_folder(self) -> None:
        if not self.read():
            return
        folder = QFileDialog.getExistingDirectory(self, _("La cartella dei file per Facilita"))
        if folder:
            self.model.export(Path(folder))

    def _show(self) -> None:
        model = self.model
        for act in (self.look_button, self.export_button):
            act.setVisible(model.progress is None)
        self.stop_button.setVisible(model.progress is not None)
        self.counts.setText(_progress_words(model.progress) if model.progress else outlook_words(model.outlook))
        self.counts.setVisible(bool(self.counts.text()))
        self.sign.say(model.error, "err", aloud=False)


def _progress_words(progress: tuple[int, int]) -> str:
    done, of = progress
    return _("Controllo: {done} di {of}").format(done=done, of=of) if of else _("Controllo…")
