"""What is suggested, and why: the form of an orientation."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from wemi_desk.domain.catalogue import ServiceId
from wemi_desk.domain.orientations import FEEDBACK_DAYS, TEXT_LIMIT
from wemi_desk.i18n import _
from wemi_desk.services.catalogue.following import LINE_LIMIT
from wemi_desk.ui.screens.catalogue.follow_view_model import FollowViewModel
from wemi_desk.ui.screens.catalogue.form_view import AboutFormView
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field, TextField


class OrientView(AboutFormView):
    """Nothing is asked that the desk knows: whom, what and when are written by themselves."""

    def __init__(self, model: FollowViewModel) -> None:
        super().__init__(_("Orientamento"))
        self.model = model
        self._ids: tuple[ServiceId, ...] = ()
        self._form_id = model.new_form_id()
        self.fields = {
            "need": Field(_("&Bisogno"), CodeCombo([(one.code, one.label) for one in model.lists["need"].items])),
            "reason": Field(_("&Perché questi servizi"), TextField(most=TEXT_LIMIT)),
            "handed_over": Field(
                _("Che cosa è stato &dato"),
                TextField(most=LINE_LIMIT, placeholder=_("per esempio: confronto stampato")),
            ),
            "feedback_days": Field(
                _("Chiedere com’è andata fra quanti &giorni"), TextField(most=4), reason=_("Vuoto: non si chiede.")
            ),
        }
        self.add_fields(("need",), ("reason",), ("handed_over",), ("feedback_days",))
        model.field_failed.connect(self.show_error)

    def open_for(self, ids: Sequence[ServiceId], titles: Sequence[str], who: str) -> None:
        """Of these services, for whoever is at the desk."""
        self.clear_errors()
        self.empty()  # what was begun and left with Esc is a draft
        self._ids = tuple(ids)
        about = ", ".join(titles)
        words = _("A {name}: {services}") if who else _("A una persona senza nome: {services}")
        self.about.setText(words.format(name=who, services=about))
        self.typing.begin(",".join(str(one) for one in ids))
        self.fields["need"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        self.clear_errors()
        self.model.orient(
            self._ids, self.fields["need"].editor.code or "", self.text("reason"), self.text("handed_over"),
            self.text("feedback_days"), self.typing.form_id or self._form_id,
        )  # fmt: skip

    def empty(self) -> None:
        """Written, or another person's: nothing stays for the next."""
        self._ids = ()
        self._form_id = self.model.new_form_id()
        self.fields["need"].editor.set_code(None)
        for name in ("reason", "handed_over"):
            self.fields[name].editor.empty()
        self.fields["feedback_days"].editor.setText(str(FEEDBACK_DAYS))
