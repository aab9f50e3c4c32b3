"""Recovery: a request goes to the two people of the Comune, an answer comes back; as files or as text."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.screens.first_start.page_view import StepPage
from wemi_desk.ui.screens.first_start.view_model import FirstStartViewModel
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.fields import Field, TextArea
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import row

REQUEST_NAME = "richiesta-recupero.txt"


class ExchangePage(StepPage):
    """Nothing secret stands here: the request opens nothing without the Comune, the answer nothing without this PC."""

    def __init__(self, model: FirstStartViewModel) -> None:
        super().__init__(
            _("Recupera i dati di questa postazione"),
            _(
                "Serve il codice di recupero del coordinamento. I dati non ancora inviati sono al sicuro su questo "
                "computer."
            ),
        )
        self._model = model
        self._request = self.add_field("request", Field(
            _("1. &Richiesta, da mandare al coordinamento"), TextArea(rows=3),
            reason=_("Non è segreta: senza il coordinamento non apre nulla.")))  # fmt: skip
        self._request.editor.setReadOnly(True)
        self._saved = Sign("ok")
        self.save = button(_("Salva la richiesta in un file…"))
        self._place(self.save, self._saved)
        self.answer = self.add_field("answer", Field(
            _("2. Ris&posta del coordinamento"), TextArea(rows=3),
            reason=_("Incollala qui, o scegli il file. Può arrivare anche tra qualche giorno.")))  # fmt: skip
        self.load = button(_("Scegli il file della risposta…"))
        self._place(self.load)
        self.add_ways()
        self.save.clicked.connect(self._choose_target)
        self.load.clicked.connect(self._choose_answer)
        self.next_requested.connect(lambda: model.take_answer(self.answer.editor.toPlainText()))
        model.request_ready.connect(self._request.editor.setPlainText)
        model.request_saved.connect(lambda _path: self._saved.say(_("Richiesta salvata.")))

    def empty(self) -> None:
        self._saved.say("")
        self.answer.editor.empty()

    def _place(self, *widgets: QWidget) -> None:
        """Under the field before."""
        line = row(spacing=12)
        for widget in widgets:
            line.addWidget(widget)
        line.addStretch(1)
        self.body.addLayout(line)

    def _choose_target(self) -> None:
        path, _kind = QFileDialog.getSaveFileName(self, _("Salva la richiesta"), REQUEST_NAME, "*.txt")
        if path:
            self._model.save_request(path)

    def _choose_answer(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Risposta del coordinamento"), "", "*.txt")
        if path:
            self.answer.set_error("")
            self._model.load_answer(path)
