"""Left: what the person brought, and the steps with who does them, who did them and when."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from wemi_desk.domain.paperwork import PERSON, PaperworkStep
from wemi_desk.domain.paperwork_cases import next_step
from wemi_desk.i18n import _
from wemi_desk.services.paperwork.words import actor_words
from wemi_desk.ui.screens.paperwork.matter_reading import Matter
from wemi_desk.ui.screens.paperwork.matter_view_model import MatterViewModel
from wemi_desk.ui.screens.paperwork.words import actor_icon, done_words
from wemi_desk.ui.widgets.buttons import escaped
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.labels import icon_label, label
from wemi_desk.ui.widgets.panes import Pane
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, row


class BringLine(QWidget):
    """One thing to bring: here, or missing. ``ticked(text, here)``."""

    ticked = Signal(str, bool)

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.words = label(text, wrap=True)
        self.box = QCheckBox(escaped(_("È qui")))
        self.box.setAccessibleName(_("È qui: {what}").format(what=text))
        line = row(self)
        line.addWidget(self.words, 1)
        line.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        self.box.clicked.connect(lambda here: self.ticked.emit(self.text, here))

    def show_here(self, here: bool, *, is_open: bool) -> None:
        """As it is written."""
        self.box.setChecked(here)
        self.box.setEnabled(is_open)


class StepLine(QWidget):
    """A step: who does it, what it is, and the box that then says who did it and when. ``ticked(no, done)``."""

    ticked = Signal(int, bool)

    def __init__(self, step: PaperworkStep) -> None:
        super().__init__()
        self.step = step
        who = label(actor_words(step.who), "warn" if step.who == PERSON else "muted")
        head = row()
        head.addWidget(label(f"{step.no}.", "strong"))
        head.addWidget(icon_label(actor_icon(step.who), "warn" if step.who == PERSON else "text2"))
        head.addWidget(who, 1)
        self.box = QCheckBox()
        box = column(self, spacing=2)
        box.addLayout(head)
        box.addWidget(label(step.text, wrap=True))
        box.addWidget(self.box, 0, Qt.AlignmentFlag.AlignLeft)
        self.box.clicked.connect(lambda done: self.ticked.emit(self.step.no, done))

    def show_done(self, words: str, *, is_open: bool, is_next: bool) -> None:
        """Who did it and when, or that it is still to do."""
        self.box.setChecked(bool(words))
        shown = words or (_("Da fare adesso") if is_next else _("Da fare"))
        self.box.setText(escaped(shown))
        self.box.setAccessibleName(f"{shown}: {self.step.text}")
        self.box.setEnabled(is_open)


class ChecklistPane(Pane):
    """Made anew for another kind of matter; ticks are written at once."""

    def __init__(self, model: MatterViewModel) -> None:
        super().__init__(_("Che cosa serve, che cosa si fa"))
        self.model = model
        self._made_for: tuple[object, ...] = ()
        self.brings: dict[str, BringLine] = {}
        self.steps: dict[int, StepLine] = {}
        self._holder = QWidget()
        self._column = column(self._holder, spacing=12)
        self.time = Field(
            _("&Ora, se è già successo"), TextField(most=20),
            reason=_("Di solito vuota: vale adesso. Con 10:15 il passo resta segnato come scritto dopo."),
        )  # fmt: skip
        self.body.addWidget(ScrollPane(self._holder, _("Che cosa serve, che cosa si fa")), 1)
        model.changed.connect(self._show)
        model.closed.connect(self._forget)
        model.field_failed.connect(self._reject)
        self._show()

    @property
    def lines(self) -> list[QCheckBox]:
        """Every box, in reading order."""
        return [*(line.box for line in self.brings.values()), *(line.box for line in self.steps.values())]

    def focus_first(self) -> None:
        """The first thing to tick."""
        first = next((box for box in self.lines if box.isEnabled() and not box.isChecked()), None)
        if first is not None:
            first.show()  # made a moment ago: the layout has not got to it yet
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        matter = self.model.shown
        if matter is None:
            return
        if self._made_for != (matter.case.id, matter.kind.key):
            self._made_for = (matter.case.id, matter.kind.key)
            self._make(matter)
        case = matter.case
        for text, line in self.brings.items():
            line.show_here(text in case.brought, is_open=case.is_open)
        now, going_on = self.model.now(), next_step(case, matter.kind)
        for no, step in self.steps.items():
            done = case.done(no)
            who = self.model.services.colleagues.get(done.by, "") if done is not None else ""
            words = done_words(done.at, who, entered_after=done.entered_after, now=now) if done is not None else ""
            step.show_done(words, is_open=case.is_open, is_next=no == going_on)

    def _make(self, matter: Matter) -> None:
        self._clear()
        if matter.kind.bring:
            self._column.addWidget(label(_("Da portare"), "strong"))
        for text in matter.kind.bring:
            bring = BringLine(text)
            bring.ticked.connect(lambda what, here: self.model.bring(what, here=here))
            self.brings[text] = bring
            self._column.addWidget(bring)
        if matter.kind.steps:
            self._column.addWidget(label(_("Passi"), "strong"))
        for step in matter.kind.steps:
            line = StepLine(step)
            line.ticked.connect(self._step)
            self.steps[step.no] = line
            self._column.addWidget(line)
        self._column.addWidget(self.time)
        self.time.setVisible(bool(matter.kind.steps))
        self._column.addStretch(1)

    def _step(self, no: int, done: bool) -> None:
        self.time.set_error("")
        self.model.step(no, done=done, typed_time=self.time.editor.text() if done else "")

    def _reject(self, name: str, words: str) -> None:
        if name in ("time", "at"):
            self.time.set_error(words)
            self.time.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                if widget is not self.time:
                    widget.deleteLater()
        self.brings, self.steps = {}, {}

    def _forget(self) -> None:
        """Nothing typed for this person is found by the next."""
        self._made_for = ()
        self._clear()
        self.time.set_error("")
        self.time.editor.empty()
