"""The first step of a new PC: the central system with a code, or a desk of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from wemi_desk.i18n import _
from wemi_desk.ui.policy_words import decided_text, fault_text
from wemi_desk.ui.screens.first_start.page_view import StepPage
from wemi_desk.ui.screens.first_start.view_model import FirstStartViewModel
from wemi_desk.ui.widgets.buttons import button, set_text
from wemi_desk.ui.widgets.centred import focus_in_sight
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.labels import heading, muted
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import row


class CodePage(StepPage):
    """Step 1. It comes back, with the reason, when a desk is ready and the centre did not take it."""

    def __init__(self, model: FirstStartViewModel) -> None:
        super().__init__(
            _("Prepara questa postazione"),
            _("Per collegarsi al sistema centrale serve la rete, e il codice che ti dà il coordinamento."),
            on=_("Collega al centro"),
        )
        self._model = model
        self._add_centre()
        self.body.addWidget(heading(_("Non hai un codice, o manca la rete?")))
        self.body.addWidget(muted(_(
            "La postazione può lavorare da sola: i dati restano cifrati su questo computer, e si collega più avanti."
        )))  # fmt: skip
        self.alone = button(_("Postazione senza collegamento"))
        self.body.addWidget(self.alone, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self.alone.clicked.connect(model.work_alone)
        self._authority.editor.clicked.connect(self._choose_authority)
        self.next_requested.connect(self._join)
        model.centre.authority_known.connect(self._show_authority)

    def _add_centre(self) -> None:
        self._ready, self._policy = Sign("info"), Sign("warn")
        self.body.addWidget(self._ready)
        self.body.addWidget(self._policy)
        self._url = self.add_field("centre_url", Field(
            _("&Indirizzo del sistema centrale"), TextField(placeholder="wemi.esempio.it", most=200)))  # fmt: skip
        self._code = self.add_field("code", Field(
            _("&Codice di attivazione"), TextField(face="code", placeholder="ABCDE 12345", most=20),
            reason=_("10 caratteri, vale un quarto d'ora e una volta sola. Con o senza lo spazio.")))  # fmt: skip
        self._authority = self.add_field("ca_file", Field(
            _("Certificato del Comune"), button(_("Scegli il file…")),
            reason=_("Serve solo se te lo dà il coordinamento insieme al codice.")))  # fmt: skip
        self._known = Sign("ok")
        self.body.addWidget(self._known)
        line = row()
        line.addStretch(1)
        line.addWidget(self.next)
        self.body.addLayout(line)

    def take_focus(self) -> None:
        """With an address there already, the code is what is wrong or missing."""
        super().take_focus()
        is_made = self._model.made is not None
        self._ready.say(_("La postazione è pronta, ma il sistema centrale non la conosce ancora.") if is_made else "")
        set_text(self.alone, _("Continua senza collegamento") if is_made else _("Postazione senza collegamento"))
        self.back.setVisible(not is_made)
        self._code.editor.setText(self._model.centre.code)
        self._show_decided()
        if self._url.editor.text():
            focus_in_sight(self._code.editor)

    def empty(self) -> None:
        self._code.editor.empty()

    def _show_decided(self) -> None:
        """What the administration decided stands there, and is not to be typed."""
        policy = self._model.policy
        self._policy.say(" ".join(fault_text(fault) for fault in policy.faults[:1]))
        self._url.editor.setReadOnly(policy.decides("centre_url"))
        self._url.set_reason(decided_text() if policy.decides("centre_url") else "")
        if policy.decides("centre_url"):
            self._url.editor.setText(policy.centre_url)
        self._authority.setVisible(not policy.decides("ca_file"))
        if policy.decides("ca_file"):
            self._known.say(_("Il certificato del Comune è già su questo computer."))

    def _join(self) -> None:
        self._model.join_centre(self._url.editor.text(), self._code.editor.text())

    def _choose_authority(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Certificato del Comune"), "", "*.pem *.crt *.cer *.der")
        if path:
            self._authority.set_error("")
            self._model.centre.take_authority(path)

    def _show_authority(self, name: str) -> None:
        self._known.say(_("Certificato letto: {name}").format(name=name) if name else "")
