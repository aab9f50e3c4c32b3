"""Prima accensione: one step at a time; Enter goes on, Esc goes back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.screens.first_start.code_view import CodePage
from wemi_desk.ui.screens.first_start.exchange_view import ExchangePage
from wemi_desk.ui.screens.first_start.page_view import StepPage
from wemi_desk.ui.screens.first_start.steps_view import OperatorPage, SpacePage
from wemi_desk.ui.screens.first_start.view_model import FirstStartViewModel, Step
from wemi_desk.ui.widgets.brand import Brand
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.centred import CentredPage, focus_in_sight
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.pin_form import PinForm
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column, row

_UNITS = 560


class FirstStartView(CentredPage):
    """Screen 1."""

    def __init__(self, model: FirstStartViewModel) -> None:
        super().__init__(_("Prima accensione"), units=_UNITS)
        self.model = model
        self._build()
        self._bind()
        self._show_step()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.model.back()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        model = self.model
        self.body.addStretch(1)
        head = row()
        head.addWidget(Brand())
        head.addStretch(1)
        self._progress = label("", "strong")
        head.addWidget(self._progress)
        self.body.addLayout(head)
        self._wrong = Sign("err")
        self._checking = muted(_("Un momento: controllo questo computer…"))
        self.spaces = SpacePage(model)
        self.pages: dict[Step, StepPage] = {
            Step.CODE: CodePage(model),
            Step.EXCHANGE: ExchangePage(model),
            Step.SPACE: self.spaces,
            Step.OPERATOR: OperatorPage(model),
        }
        self.pin = PinForm(model.pin)
        self.no_keyring = self._no_keyring()
        for widget in (self._checking, self._wrong, self.no_keyring, *self.pages.values(), self.pin):
            self.body.addWidget(widget)
        self.body.addStretch(2)

    def _no_keyring(self) -> QWidget:
        """There is no “continue anyway”."""
        page = QWidget()
        box = column(page, spacing=12)
        why = Sign("err")
        box.addWidget(why)  # before it speaks: what has no parent would be a window of its own
        why.say(_(
            "Questo computer non ha un portachiavi di sistema utilizzabile. "
            "WeMi Desk non può conservare dati personali qui: chiama l'assistenza."
        ), aloud=False)  # fmt: skip
        line = row(spacing=12)
        self.leave, self.again = button(_("Indietro")), button(_("Controlla di nuovo"))
        line.addWidget(self.leave)
        line.addStretch(1)
        line.addWidget(self.again)
        box.addLayout(line)
        return page

    def _bind(self) -> None:
        model = self.model
        model.step_changed.connect(self._show_step)
        model.refused.connect(self._refuse)
        model.busy_changed.connect(self._show_busy)
        self.leave.clicked.connect(model.back)
        self.again.clicked.connect(lambda: model.begin(recovering=model.recovering))
        for page in self.pages.values():
            page.back_requested.connect(model.back)

    def _show_step(self) -> None:
        step = self.model.step
        self._progress.setText(self.model.progress)
        self._wrong.say("")
        self._checking.setVisible(step is Step.CHECKING)
        self.no_keyring.setVisible(step is Step.NO_KEYRING)
        self.pin.setVisible(step is Step.PIN)
        for own, page in self.pages.items():
            if own is not step:
                page.empty()
            page.setVisible(own is step)
        if step is Step.SPACE:
            self.spaces.show_spaces(self.model.choices, self.model.centre.welcome)
        self._focus(step)

    def _focus(self, step: Step) -> None:
        if step in self.pages:
            self.pages[step].take_focus()
        elif step is Step.PIN:
            self.pin.take_focus()
        elif step is Step.NO_KEYRING:
            focus_in_sight(self.again)

    def _refuse(self, name: str, words: str) -> None:
        page = self.pages.get(self.model.step)
        if page is None or not page.refuse(name, words):
            self._wrong.say(words, "err")

    def _show_busy(self, busy: bool) -> None:
        for page in self.pages.values():
            page.show_busy(busy)
