"""Under the list: one question, with the two values, who said each, when and where. 1 and 2 choose."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from wemi_desk.domain.questions import Question
from wemi_desk.i18n import _
from wemi_desk.ui.screens.outbox.mending_view_model import MendingViewModel
from wemi_desk.ui.screens.outbox.view_model import OutboxLine
from wemi_desk.ui.widgets.buttons import DigitButton, button
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.spacing import column


class QuestionDetail(QWidget):
    """``later``: the operator decides another time, and goes on."""

    later = Signal()

    def __init__(self, model: MendingViewModel) -> None:
        super().__init__()
        self.model = model
        self.question: Question | None = None
        self.sentence = label("", "strong", wrap=True)
        self.answers: list[QPushButton] = []
        self._holder = QWidget()
        self._choices = column(self._holder, spacing=4)
        self.later_button = button(_("Decidi più tardi"))
        self.person_button = button(_("Apri la scheda"), icon="it-user")
        box = column(self)
        for widget in (self.sentence, self._holder, self.later_button, self.person_button):
            box.addWidget(widget)
        box.addWidget(muted(_("Chiedilo alla persona, se puoi. Il valore scartato resta nella storia.")))
        self.later_button.clicked.connect(self.later)
        self.person_button.clicked.connect(self._open_person)
        self.hide()

    def show_line(self, line: OutboxLine | None) -> None:
        """Another question, or none."""
        question = line.question if line is not None else None
        if question != self.question:
            self.question = question
            self._show_choices()
        self.sentence.setText(line.what if line is not None and question is not None else "")
        self.setVisible(question is not None)

    def choose(self, position: int) -> bool:
        """1 or 2; False when nothing is asked here."""
        if self.question is None or not 0 <= position < len(self.answers):
            return False
        self.model.answer(self.question, position)
        return True

    def _show_choices(self) -> None:
        for old in self._holder.findChildren(QWidget):
            old.hide()
            old.deleteLater()
        self.answers = []
        for position, choice in enumerate(self.model.choices(self.question) if self.question else ()):
            answer = DigitButton(str(position + 1), choice.words)
            answer.setAccessibleDescription(choice.said)
            answer.clicked.connect(lambda _checked=False, at=position: self.choose(at))
            self.answers.append(answer)
            self._choices.addWidget(answer)
            self._choices.addWidget(muted(choice.said))

    def _open_person(self) -> None:
        if self.question is not None:
            self.model.open_person(self.question.subject_id)
