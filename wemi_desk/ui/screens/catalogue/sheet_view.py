"""One service, or a comparison, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.screens.catalogue.facts_view import FactsView
from wemi_desk.ui.screens.catalogue.sheet_view_model import SheetViewModel
from wemi_desk.ui.shortcuts import Shortcut, italian
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.spacing import column, spaced


class SheetView(QWidget):
    """``orient_wanted``, ``send_wanted``: forms about what is on show."""

    orient_wanted = Signal()
    send_wanted = Signal()

    def __init__(self, model: SheetViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Scheda del servizio"))
        self._build()
        self._bind()
        self._show()

    def focus_first(self) -> None:
        self.orient_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        self.name = label("", "heading", wrap=True)
        self.warning = label("", "err", wrap=True)
        self.nothing = muted(_("Scegli un servizio: qui c’è la sua scheda. Con Spazio ne confronti fino a quattro."))
        self.facts = FactsView()
        self.orient_button = primary_button(_("Orienta"), keys=Shortcut.SAVE.keys, icon="it-arrow-right-circle")
        self.send_button = button(_("Invia al servizio"), icon="it-arrow-right-circle")
        self.print_button = button(_("Stampa"), keys=Shortcut.PRINT.keys, icon="it-print")
        self.copy_button = button(_("Copia per e-mail"), keys=italian(Shortcut.COPY_TEXT.keys), icon="it-copy")
        self.acts = QWidget()
        flow = spaced(FlowLayout(self.acts), spacing=8)
        for one in (self.orient_button, self.send_button, self.print_button, self.copy_button):
            flow.addWidget(one)
        box = column(self)
        box.addWidget(self.name)
        box.addWidget(self.warning)
        box.addWidget(self.nothing)
        box.addWidget(self.facts, 1)
        box.addWidget(self.acts)

    def _bind(self) -> None:
        self.model.changed.connect(self._show)
        self.orient_button.clicked.connect(self.orient_wanted)
        self.send_button.clicked.connect(self.send_wanted)
        self.print_button.clicked.connect(self.model.print_shown)
        self.copy_button.clicked.connect(self.model.copy_text)

    def _show(self) -> None:
        shown, model = self.model.shown, self.model
        is_one = shown is not None and not model.is_comparison
        self.name.setText(shown.content.titles[0] if shown is not None and is_one else "")
        self.name.setVisible(is_one)
        self.warning.setText(model.warning)
        self.warning.setVisible(bool(model.warning))
        self.nothing.setVisible(shown is None)
        self.facts.setVisible(shown is not None)
        self.facts.show_sheet(shown.content if shown is not None else None)
        self.acts.setVisible(shown is not None)
        self.orient_button.setEnabled(not model.warning)
        self.send_button.setVisible(is_one and not model.warning)
