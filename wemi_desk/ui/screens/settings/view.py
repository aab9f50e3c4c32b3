"""Impostazioni, in the side panel."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from wemi_desk import __version__
from wemi_desk.i18n import _
from wemi_desk.ui.policy_words import decided_text
from wemi_desk.ui.screens.settings.view_model import SettingsViewModel
from wemi_desk.ui.widgets.announce import announce
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field
from wemi_desk.ui.widgets.labels import muted
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column


class SettingsView(QWidget):
    """Every choice shows its effect at once."""

    connection_requested = Signal()

    def __init__(self, model: SettingsViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Impostazioni"))
        self._filling = False
        self._build()
        self._bind()
        self._show_settings()

    def _build(self) -> None:
        model, inside = self.model, QWidget()
        self.theme: Field[Any] = Field(_("&Colori"), CodeCombo(model.themes))
        self.text_size: Field[Any] = Field(_("&Grandezza del testo"), CodeCombo(model.sizes, numbered=False))
        self.idle: Field[Any] = Field(
            _("&Blocca da sola dopo"), CodeCombo(model.idle_times), reason=_("Al massimo 3 minuti.")
        )
        self.sounds = QCheckBox(_("&Suoni del lettore"))
        self.print_at_once = QCheckBox(_("Stampa s&ubito, senza anteprima"))
        self.reader_button = button(_("Prova il lettore"))
        self.reader = muted("")
        self.connection_button = button(_("Collegamento al sistema centrale"))
        about = muted(_("WeMi Desk {version}. Licenza EUPL-1.2.").format(version=__version__))
        box = column(inside, spacing=12)
        for widget in (self.theme, self.text_size, self.idle, self.sounds, self.print_at_once, self.reader_button,
                       self.reader, self.connection_button, about):  # fmt: skip
            box.addWidget(widget)
        box.addStretch(1)
        column(self).addWidget(ScrollPane(inside, _("Impostazioni")), 1)

    def _bind(self) -> None:
        model = self.model
        self.theme.editor.code_changed.connect(lambda code: self._change(theme=code))
        self.text_size.editor.code_changed.connect(lambda code: self._change(text_percent=int(code or 100)))
        self.idle.editor.code_changed.connect(lambda code: self._change(idle_s=int(code or 180)))
        self.sounds.toggled.connect(lambda on: self._change(sounds=on))
        self.print_at_once.toggled.connect(lambda on: self._change(print_at_once=on))
        self.reader_button.clicked.connect(model.test_reader)
        self.connection_button.clicked.connect(self.connection_requested)
        model.settings_changed.connect(self._show_settings)
        model.reader_changed.connect(self._show_reader)

    def _change(self, **choices: object) -> None:
        if not self._filling:
            self.model.change(**choices)

    def _show_settings(self) -> None:
        chosen = self.model.settings
        self._filling = True
        self.theme.editor.set_code(chosen.theme)
        self.text_size.editor.set_code(str(chosen.text_percent))
        self.idle.editor.set_code(str(chosen.idle_s))
        self.sounds.setChecked(chosen.sounds)
        self.print_at_once.setChecked(chosen.print_at_once)
        self._filling = False
        self._show_decided()
        self._show_reader()

    def _show_decided(self) -> None:
        """What nobody changes here stands there to be read, with who decided it."""
        of_all = {"theme": (self.theme, ""), "idle_s": (self.idle, _("Al massimo 3 minuti."))}
        for name, (field, otherwise) in of_all.items():
            is_decided = name in self.model.decided
            field.editor.setEnabled(not is_decided)
            field.set_reason(decided_text() if is_decided else otherwise)
        first = next(one for one in (self.theme, self.text_size) if one.editor.isEnabled())
        self.setFocusProxy(first.editor)

    def _show_reader(self) -> None:
        self.reader.setText(self.model.reader_words)
        self.reader.setVisible(bool(self.model.reader_words))
        if self.model.reader_words:
            announce(self.reader, self.model.reader_words)
