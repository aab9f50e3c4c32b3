"""Whom somebody is sent to, or came from: the form of a referral."""

from __future__ import annotations

from PySide6.QtCore import Qt

from wemi_desk.domain.catalogue import ServiceId
from wemi_desk.domain.orientations import FEEDBACK_DAYS, TEXT_LIMIT
from wemi_desk.i18n import _
from wemi_desk.services.catalogue.following import LINE_LIMIT
from wemi_desk.ui.screens.catalogue.follow_view_model import FollowViewModel
from wemi_desk.ui.screens.catalogue.form_view import AboutFormView
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field, TextField

_PROVIDER = "provider"


class ReferralView(AboutFormView):
    """Out of the space, or into it."""

    def __init__(self, model: FollowViewModel) -> None:
        super().__init__(_("Invio"))
        self.model = model
        self._service: ServiceId | None = None
        self._form_id = model.new_form_id()
        self.fields = {
            "direction": Field(
                _("&Verso"), CodeCombo([("out", _("Inviamo la persona")), ("in", _("Ce l’hanno inviata"))])
            ),
            "destination": Field(
                _("&Ente o servizio"), CodeCombo([(one.code, one.label) for one in model.lists["destination"].items])
            ),
            "where": Field(_("&Quale, in parole"), TextField(most=LINE_LIMIT)),
            "reason": Field(_("&Perché"), TextField(most=TEXT_LIMIT)),
            "handed_over": Field(
                _("Che cosa va con la persona"),
                TextField(most=TEXT_LIMIT, placeholder=_("per esempio: copia dell’ISEE")),
            ),
            "answer_days": Field(_("Risposta attesa fra &giorni"), TextField(most=4)),
            "feedback_days": Field(_("Sentire la persona fra gi&orni"), TextField(most=4)),
        }
        self.add_fields(
            ("direction", "destination"), ("where",), ("reason",), ("handed_over",), ("answer_days", "feedback_days")
        )
        self.fields["direction"].editor.code_changed.connect(lambda _code: self._fold())
        model.field_failed.connect(self.show_error)
        self.empty()

    def open_for(self, service_id: ServiceId | None, title: str, who: str) -> None:
        """With a service of the catalogue, or to anybody else."""
        self.clear_errors()
        self.empty()  # what was begun and left with Esc is a draft
        self._service = service_id
        if service_id is not None:
            self.fields["destination"].editor.set_code(_PROVIDER)
            self.fields["where"].editor.setText(title[:LINE_LIMIT])
        self.about.setText(who or _("Una persona senza nome"))
        self.typing.begin(str(service_id) if service_id is not None else "")
        first = "reason" if service_id is not None else "destination"
        self.fields[first].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_to_service(self) -> bool:
        """To one of the catalogue."""
        return self._service is not None

    def save(self) -> None:
        self.clear_errors()
        self.model.send(
            self.fields["destination"].editor.code or "", self.fields["direction"].editor.code or "out",
            self.text("where"), self.text("reason"), self.text("handed_over"), self.text("answer_days"),
            self.text("feedback_days"), self._service, self.typing.form_id or self._form_id,
        )  # fmt: skip

    def empty(self) -> None:
        """Written, or another person's: nothing stays for the next."""
        self._service = None
        self._form_id = self.model.new_form_id()
        self.fields["direction"].editor.set_code("out")
        self.fields["destination"].editor.set_code(None)
        for name in ("where", "reason", "handed_over"):
            self.fields[name].editor.empty()
        self.fields["answer_days"].editor.setText("")
        self.fields["feedback_days"].editor.setText(str(FEEDBACK_DAYS))

    def _fold(self) -> None:
        """Who was sent to us is here: nobody need hear how it went elsewhere."""
        is_out = self.fields["direction"].editor.code != "in"
        for name in ("handed_over", "answer_days", "feedback_days"):
            self.fields[name].setVisible(is_out)
