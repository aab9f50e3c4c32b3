"""Collegamento al sistema centrale, in the side panel."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.policy_words import decided_text
from wemi_desk.ui.screens.connection.proxy_view import ProxyFields
from wemi_desk.ui.screens.connection.view_model import ConnectionViewModel
from wemi_desk.ui.widgets.buttons import button, primary_button, set_text
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column


class ConnectionView(QWidget):
    """``lock_requested``: the centre knows the desk, and the next unlock speaks to it."""

    lock_requested = Signal()

    def __init__(self, model: ConnectionViewModel) -> None:
        super().__init__()
        self.model = model
        model.setParent(self)
        self.setAccessibleName(_("Collegamento al sistema centrale"))
        self._build()
        self._bind()
        model.reload()

    def _build(self) -> None:
        self.known = label("", "strong", wrap=True)
        self.about = muted(_("Quello che hai registrato resta qui, e parte da solo dopo il collegamento."))
        url = TextField(placeholder="wemi.esempio.it", most=200)
        self.url: Field[Any] = Field(_("&Indirizzo del sistema centrale"), url)
        self.code: Field[Any] = Field(
            _("&Codice di attivazione"), TextField(face="code", placeholder="ABCDE 12345", most=20),
            reason=_("10 caratteri, vale un quarto d'ora e una volta sola. Con o senza lo spazio."),
        )  # fmt: skip
        self.authority: Field[Any] = Field(
            _("Certificato del Comune"), button(_("Scegli il file…")),
            reason=_("Serve solo se te lo dà il coordinamento insieme al codice."),
        )  # fmt: skip
        self.certificate, self.wrong, self.done = Sign("ok"), Sign("err"), Sign("ok")
        self.proxy = ProxyFields()
        self.join_button = primary_button(_("Collega al centro"))
        self.keep_button = primary_button(_("Registra il proxy"))
        self.lock_button = primary_button(_("Blocca e rientra"))
        self._fields = {"centre_url": self.url, "code": self.code, "ca_file": self.authority}
        inside = QWidget()
        box = column(inside, spacing=12)
        for widget in (self.known, self.about, *self._fields.values(), self.certificate, self.proxy, self.wrong,
                       self.join_button, self.keep_button, self.done, self.lock_button):  # fmt: skip
            box.addWidget(widget)
        box.addStretch(1)
        column(self).addWidget(ScrollPane(inside, _("Collegamento al sistema centrale")), 1)
        self.setFocusProxy(self.url.editor)

    def _bind(self) -> None:
        self.model.state_changed.connect(self._show)
        self.model.refused.connect(self._refuse)
        self.model.centre.authority_known.connect(self._show_authority)
        self.url.editor.returnPressed.connect(self.code.editor.setFocus)
        self.code.editor.returnPressed.connect(self._join)
        for field in (self.url, self.code, self.proxy.address):
            field.editor.textEdited.connect(lambda _text, field=field: field.set_error(""))
        self.join_button.clicked.connect(self._join)
        self.keep_button.clicked.connect(self._keep_proxy)
        self.proxy.open_button.clicked.connect(self._show)
        self.proxy.word.editor.returnPressed.connect(self._enter)
        self.authority.editor.clicked.connect(self._choose_authority)
        self.lock_button.clicked.connect(self.lock_requested)

    def _join(self) -> None:
        self._forget_errors()
        self.model.join(self.url.editor.text(), self.code.editor.text(), self.proxy.typed())

    def _keep_proxy(self) -> None:
        self._forget_errors()
        self.model.keep_proxy(self.proxy.typed())

    def _enter(self) -> None:
        if self.keep_button.isVisible():
            self._keep_proxy()
        else:
            self._join()

    def _forget_errors(self) -> None:
        for field in self._fields.values():
            field.set_error("")
        self.proxy.refuse("")
        self.wrong.say("")

    def _show(self) -> None:
        model, policy = self.model, self.model.policy
        is_asking = model.is_read and not model.address and not model.joined
        known = _("Questa postazione è collegata a {address}.").format(address=model.address) if model.address else ""
        self.known.setText(known)
        self.known.setVisible(bool(known))
        for widget in (self.about, self.url, self.code, self.join_button):
            widget.setVisible(is_asking)
        self.authority.setVisible(is_asking and not policy.decides("ca_file"))
        self.proxy.setVisible(model.is_read and not model.joined and not model.proxy_kept)
        if model.is_read:
            self.proxy.show_kept(model.proxy, policy)
        may_keep = self.proxy.is_open and bool(model.address) and not policy.decides("proxy")
        self.keep_button.setVisible(may_keep and not model.proxy_kept)
        if policy.decides("centre_url"):
            self.url.editor.setText(policy.centre_url)
        self.url.editor.setReadOnly(policy.decides("centre_url"))
        self.url.set_reason(decided_text() if policy.decides("centre_url") else "")
        set_text(self.join_button, _("Un momento…") if model.busy else _("Collega al centro"))
        self._show_done()

    def _show_done(self) -> None:
        joined, kept = self.model.joined, self.model.proxy_kept
        self.certificate.setVisible(self.certificate.isVisible() and not joined)
        words = _("Il sistema centrale conosce questa postazione. Il lavoro comincia a partire quando rientri.")
        if kept:
            words = _("Il proxy è registrato: vale da quando rientri.")
        self.done.say(words if joined or kept else "")
        self.lock_button.setVisible(joined or kept)
        if joined or kept:
            self.code.editor.empty()
            self.lock_button.setFocus()

    def _refuse(self, name: str, words: str) -> None:
        field = self._fields.get(name)
        if name == "proxy":
            self.proxy.refuse(words)
            self._show()
        elif field is None:
            self.wrong.say(words)
        else:
            field.set_error(words)
            field.editor.setFocus()

    def _choose_authority(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Certificato del Comune"), "", "*.pem *.crt *.cer *.der")
        if path:
            self.authority.set_error("")
            self.model.centre.take_authority(path)

    def _show_authority(self, name: str) -> None:
        self.certificate.say(_("Certificato letto: {name}").format(name=name) if name else "")
