"""At the foot of Invio dati: connect now, and take unsent work away for a PC that must be replaced."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.screens.outbox.leaving_view_model import FILE_NAME, LeavingViewModel
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import muted
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column, spaced


class LeavingView(QWidget):
    """Two buttons, and what to do with the file."""

    def __init__(self, model: LeavingViewModel) -> None:
        super().__init__()
        self.model = model
        self.connect_button = button(_("Collegati adesso"), icon="it-refresh")
        self.export_button = button(_("Esporta il lavoro non inviato…"), icon="it-key")
        self.said = Sign("ok")
        self.hint = muted(_("Serve solo se questo computer va sostituito: il file è chiuso, e lo apre solo il "
                            "sistema centrale."))  # fmt: skip
        acts = QWidget()
        flow = spaced(FlowLayout(acts), spacing=8)
        for act in (self.connect_button, self.export_button):
            flow.addWidget(act)
        box = column(self)
        for widget in (acts, self.said, self.hint):
            box.addWidget(widget)
        self.connect_button.clicked.connect(lambda _checked=False: model.connect_now())
        self.export_button.clicked.connect(self._choose)
        model.exported.connect(lambda words: self.said.say(words, "ok"))
        model.refused.connect(lambda words: self.said.say(words, "err"))
        self.show_waiting(0)

    def show_waiting(self, count: int) -> None:
        """Nothing to take away: no button for it."""
        self.export_button.setVisible(count > 0)
        self.hint.setVisible(count > 0)

    def _choose(self) -> None:
        path, _kind = QFileDialog.getSaveFileName(self, _("Esporta il lavoro non inviato"), FILE_NAME, "*.wemi")
        if path:
            self.model.export(path)
