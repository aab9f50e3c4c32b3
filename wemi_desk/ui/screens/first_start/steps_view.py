"""The second and third step of a new PC: where it stands, and who begins."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFileDialog

from wemi_desk.domain.centres import CodeWelcome
from wemi_desk.domain.spaces import Space
from wemi_desk.i18n import _
from wemi_desk.ui.policy_words import decided_text
from wemi_desk.ui.screens.first_start.page_view import StepPage
from wemi_desk.ui.screens.first_start.view_model import FirstStartViewModel, OperatorForm
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.centred import focus_in_sight
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.secret_field import SecretField, show_box
from wemi_desk.ui.widgets.sign import Sign

OTHER_SPACE = "other"


class SpacePage(StepPage):
    """Step 2: where this PC stands and for whom its operators work."""

    def __init__(self, model: FirstStartViewModel) -> None:
        super().__init__(_("Dove sta questa postazione?"))
        self._model = model
        self._prescribed = Sign("info")
        self.body.addWidget(self._prescribed)
        self._space = self.add_field("space", Field(_("&Spazio"), CodeCombo(numbered=False)))
        self._name = self.add_field("name", Field(_("&Nome dello spazio"), TextField(most=60)))
        hint = _("Per esempio la cooperativa, o il Comune.")
        self._body = self.add_field("organisation", Field(_("&Ente per cui lavori"), TextField(most=60), reason=hint))
        why = _("Facoltativa. Senza, se si perde il portachiavi di questo computer si perdono anche i dati.")
        self._key = self.add_field(
            "key", Field(_("Chiave di recupero del Comune"), button(_("Scegli il file…")), reason=why)
        )
        self._known = Sign("ok")
        self.body.addWidget(self._known)
        self.add_ways()
        self._space.editor.code_changed.connect(lambda _code: self._show_name())
        self._key.editor.clicked.connect(self._choose_key)
        self.next_requested.connect(self._go_on)
        model.key_known.connect(self._show_known)
        self._show_name()

    def show_spaces(self, spaces: Sequence[Space], welcome: CodeWelcome | None) -> None:
        """The list, and a way for a space that is in none; or the one a code was made for."""
        choices = [(space.code, space.name) for space in spaces]
        is_decided = welcome is None and len(spaces) == 1 and self._model.policy.decides("space")
        others = [] if welcome or is_decided else [(OTHER_SPACE, _("Un altro spazio"))]
        self._space.editor.set_choices([*choices, *others])
        self._space.editor.setEnabled(not is_decided)
        self._space.set_reason(decided_text() if is_decided else "")
        if is_decided:
            self._space.editor.set_code(spaces[0].code)
        self._space.setVisible(welcome is None)
        self._key.setVisible(welcome is None or welcome.recovery_key is None)
        self._prescribed.say("")
        if welcome is not None:
            self._space.editor.set_code(welcome.space.code)
            words = _("Il codice è per lo spazio {name}. La postazione si collega alla fine, dopo il terzo passo.")
            self._prescribed.say(words.format(name=welcome.space.name), "info")
            if len(welcome.bodies) == 1 and not self._body.editor.text():
                self._body.editor.setText(welcome.bodies[0].name)

    def take_focus(self) -> None:
        super().take_focus()
        if self._space.isHidden() or not self._space.editor.isEnabled():
            focus_in_sight(self._body.editor)

    def empty(self) -> None:
        self._known.say("")

    def refuse(self, name: str, words: str) -> bool:
        asks_name = name == "space" and self._space.editor.code == OTHER_SPACE
        return super().refuse("name" if asks_name else name, words)

    def _go_on(self) -> None:
        code = self._space.editor.code
        known = code if code != OTHER_SPACE else None
        self._space.set_error("")
        self._model.set_space(known, self._name.editor.text() if code == OTHER_SPACE else "", self._body.editor.text())

    def _show_name(self) -> None:
        self._space.set_error("")
        self._name.setVisible(self._space.editor.code == OTHER_SPACE)

    def _choose_key(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Chiave di recupero del Comune"), "", "*.txt")
        if path:
            self._key.set_error("")
            self._model.take_recovery_key(path)

    def _show_known(self) -> None:
        self._known.say(_("Chiave di recupero letta."))


class OperatorPage(StepPage):
    """Step 3: who begins here, and the secret that makes the keys."""

    def __init__(self, model: FirstStartViewModel) -> None:
        super().__init__(
            _("Chi lavora qui per primo?"),
            _("Potrai far entrare i colleghi. Gli altri vedono solo il nome e l'iniziale."),
            on=_("Prepara la postazione"),
        )
        self._given = self.add_field("given_name", Field(_("&Nome"), TextField(most=60), required=True))
        self._surname = self.add_field("surname", Field(_("&Cognome"), TextField(most=60), required=True))
        self._phrase = self.add_field("passphrase", Field(
            _("&Frase di accesso"), SecretField(), required=True,
            reason=_("Almeno 12 caratteri: tre o quattro parole che solo tu metteresti insieme.")))  # fmt: skip
        self._again = self.add_field("repeated", Field(_("&Ripeti la frase"), SecretField(), required=True))
        self._shown = show_box(self._phrase.editor, self._again.editor)
        self.body.addWidget(self._shown)
        capitals = Sign("warn")
        self.body.addWidget(capitals)
        self.add_ways()
        for field in (self._phrase, self._again):
            field.editor.capitals_locked.connect(
                lambda locked: capitals.say(_("Il blocco maiuscole è attivo.") if locked else "")
            )
        self.next_requested.connect(lambda: model.set_operator(self._form()))

    def empty(self) -> None:
        """Both secrets go as soon as the page does."""
        self._phrase.editor.empty()
        self._again.editor.empty()
        self._shown.setChecked(False)

    def _form(self) -> OperatorForm:
        return OperatorForm(
            given_name=self._given.editor.text(),
            surname=self._surname.editor.text(),
            passphrase=self._phrase.editor.text(),
            repeated=self._again.editor.text(),
        )
