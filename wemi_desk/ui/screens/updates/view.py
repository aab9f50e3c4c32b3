"""Aggiornamento, in the side panel."""

from __future__ import annotations

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.screens.updates.view_model import UpdatesViewModel
from wemi_desk.ui.widgets.buttons import button, set_text
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column, spaced


class UpdatesView(QWidget):
    """Where things stand, what is new, what waits; three buttons."""

    def __init__(self, model: UpdatesViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Aggiornamento"))
        self._build()
        self.look_button.clicked.connect(lambda _checked=False: model.look_now())
        self.pause_button.clicked.connect(lambda _checked=False: model.turn_pause())
        self.stick_button.clicked.connect(self.choose_stick)
        model.changed.connect(self._show)
        self._show()

    def choose_stick(self) -> None:
        """Where the releases are."""
        folder = QFileDialog.getExistingDirectory(self, _("Scegli la chiavetta"))
        if folder:
            self.model.take_from(folder)

    def _build(self) -> None:
        self.too_old, self.standing = Sign("warn"), Sign("ok")
        self.then, self.note = muted(""), label("", wrap=True)
        self.note_title = label(_("Che cosa cambia"), "strong")
        self.waiting_title, self.waiting = label("", "strong", wrap=True), label("", wrap=True)
        self.choice = Sign("info")
        self.look_button = button(_("Controlla adesso"), icon="it-refresh")
        self.pause_button = button(_("Sospendi"))
        self.stick_button = button(_("Aggiorna da chiavetta…"), icon="it-download")
        self.about = muted(
            _("Una versione si installa solo se è firmata da chi pubblica il programma, anche da una chiavetta.")
        )
        acts, inside = QWidget(), QWidget()
        flow = spaced(FlowLayout(acts), spacing=8)
        for act in (self.look_button, self.pause_button, self.stick_button):
            flow.addWidget(act)
        box = column(inside, spacing=12)
        for widget in (self.too_old, self.standing, self.then, self.note_title, self.note, self.waiting_title,
                       self.waiting, acts, self.choice, self.about):  # fmt: skip
            box.addWidget(widget)
        box.addStretch(1)
        column(self).addWidget(ScrollPane(inside, _("Aggiornamento")), 1)
        self.setFocusProxy(self.look_button)

    def _show(self) -> None:
        model, page = self.model, self.model.page
        words = page.words
        self.too_old.say(page.too_old, "warn")
        self.standing.say(words.said, words.kind)
        _fill(self.then, words.then)
        _fill(self.note, page.note)
        self.note_title.setVisible(bool(page.note))
        _fill(self.waiting_title, page.waiting_title)
        _fill(self.waiting, "\n".join(f"· {line}" for line in page.waiting_lines))
        self.choice.say(model.words_of_choice, "info")
        self.pause_button.setVisible(page.can_pause)
        set_text(self.pause_button, _("Riprendi") if page.status.paused else _("Sospendi"))
        for act in (self.look_button, self.stick_button, self.about):
            act.setVisible(page.updates_itself)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.model.watch(False)


def _fill(widget: QLabel, words: str) -> None:
    widget.setText(words)
    widget.setVisible(bool(words))
