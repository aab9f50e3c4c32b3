"""The page that closes a sitting: the question of the moment on top, the answers under it, Enter at the end."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from wemi_desk.i18n import N_, _
from wemi_desk.ui.screens.paperwork.ending_questions import CHOICE, DAY, Question
from wemi_desk.ui.screens.paperwork.ending_view_model import EndingViewModel
from wemi_desk.ui.screens.paperwork.facilita_codes import CODES, codes_words
from wemi_desk.ui.screens.paperwork.pick_view import Listen
from wemi_desk.ui.screens.paperwork.words import minutes_words
from wemi_desk.ui.widgets.announce import announce
from wemi_desk.ui.widgets.buttons import DigitButton, button, escaped, primary_button
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import heading, icon_label, label, muted
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column, row, spaced

_REMINDER = N_("Prima che la persona vada via: uscita dal sito, finestra privata chiusa, Download vuoto.")
_KEYS = "0123456789"


class AnswerLine(QWidget):
    """An answer that was given, with the way to give another."""

    def __init__(self, question: Question, value: str) -> None:
        super().__init__()
        line = row(self)
        line.addWidget(icon_label("it-check-circle", "ok"))
        words = _("{question} {answer}") if question.words.endswith("?") else _("{question}: {answer}")
        said = question.words_of(value) if value else _("non chiesto")
        line.addWidget(label(words.format(question=question.words, answer=said), wrap=True), 1)
        self.change = button(_("Cambia"), kind="quiet")
        self.change.setAccessibleName(_("Cambia: {question}").format(question=question.words))
        line.addWidget(self.change)


class QuestionView(QWidget):
    """The question of the moment: its choices by digits, or a field that Enter confirms."""

    def __init__(self, model: EndingViewModel) -> None:
        super().__init__()
        self.model = model
        self._name: tuple[object, ...] = ()
        self.title, self.hint, self.fault = heading(""), muted(""), Sign("err")
        self.title.setWordWrap(True)
        self._choices = QWidget()
        self._flow = spaced(FlowLayout(self._choices), spacing=8)
        self.buttons: list[DigitButton] = []
        self._default: DigitButton | None = None
        self.text = TextField(most=200)
        self.text.setAccessibleName(_("Risposta"))
        box = column(self)
        for widget in (self.title, self.hint, self._choices, self.text, self.fault):
            box.addWidget(widget)
        self.text.returnPressed.connect(lambda: model.answer(self.text.text()))
        self.text.overflowed.connect(self._say_overflow)

    def show_question(self, question: Question | None) -> None:
        """Another one, or the end of them."""
        self.setVisible(question is not None)
        self.fault.say(self.model.fault, "err")
        if question is None:
            self._name = ()
            return
        shown = (question.name, tuple(self.model.choices))
        if shown == self._name:
            return
        self._name = shown
        self.title.setText(question.words)
        self.setAccessibleName(question.words)
        self.hint.setText(question.hint)
        self.hint.setVisible(bool(question.hint))
        self._make(question)
        self.focus_first()
        announce(self, question.words)

    def focus_first(self) -> None:
        """Where the answer is given; the suggested one where there is one."""
        if not self.text.isHidden():
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
            self.text.selectAll()
        elif self._default is not None:
            self._default.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_overflow(self, limit: int) -> None:
        words = _("Qui stanno al massimo {limit} caratteri: il resto non è stato scritto.")
        self.fault.say(words.format(limit=limit) if limit else self.model.fault, "err")

    def _make(self, question: Question) -> None:
        for old in self.buttons:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons, self._default = [], None
        is_choice = question.kind == CHOICE
        self._choices.setVisible(is_choice)
        self.text.setVisible(not is_choice)
        if not is_choice:
            self.text.setAccessibleDescription(question.words)
            self.text.setPlaceholderText(_("gg/mm/aaaa") if question.kind == DAY else "")
            self.text.setText(self.model.answers.get(question.name) or question.suggested)
            return
        chosen = self.model.answers.get(question.name) or question.suggested
        for place, (code, words) in enumerate(self.model.choices, start=1):
            made = self._add(str(place), words)
            made.clicked.connect(lambda _c=False, value=code: self.model.answer(value))
            if code == chosen or self._default is None:
                self._default = made
        if self.model.has_more:
            self._add("0", _("Altre risposte")).clicked.connect(lambda: self.model.press("0"))
        if question.is_optional:
            self._default = self._add(_("Invio"), _("non l’ho chiesto"))
            self._default.clicked.connect(self.model.enter)

    def _add(self, digit: str, words: str) -> DigitButton:
        made = DigitButton(digit, words)
        self.buttons.append(made)
        self._flow.addWidget(made)
        made.show()  # at once: it may be given the focus before the layout gets to it
        return made


class EndingView(QWidget):
    """``left``: nothing is recorded. ``acts`` are its buttons, which stand under whatever scrolls."""

    left = Signal()

    def __init__(self, model: EndingViewModel, listen: Listen) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Chiudi la seduta"))
        self._answers: list[AnswerLine] = []
        self._shown: tuple[object, ...] = ()
        self._build()
        model.changed.connect(self._show)
        listen(self, self._press, keys=_KEYS)

    def open(self) -> None:
        """From the first question that is not answered yet."""
        self.codes_page.hide()
        self.minutes.hide()
        self.model.begin()
        self.question.focus_first()

    def save(self) -> None:
        """Ctrl+S: record, or say what is still to be answered by standing on it."""
        if self.model.current is None:
            self.model.record()
        else:
            self.question.focus_first()

    def step_back(self) -> bool:
        """Esc: the question before, and from the first one out."""
        if not self.codes_page.isHidden():
            self.codes_page.hide()
            return True
        return self.model.back()

    def _build(self) -> None:
        self._given = QWidget()
        self._given.setAccessibleName(_("Risposte date"))
        self._lines = column(self._given, spacing=2)
        self.question = QuestionView(self.model)
        self.enough = self._build_end()
        box = column(self, spacing=12)
        for widget in (self.question, self.enough, self._given):
            box.addWidget(widget)
        box.addStretch(1)

    def _build_reminder(self) -> QWidget:
        """What must not stay on the computer: said while it can still be done."""
        band = QWidget()
        band.setProperty("band", "info")
        band.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        band.setAccessibleName(_(_REMINDER))
        box = row(band, (12, 8, 12, 8))
        box.addWidget(icon_label("it-lock", "info"))
        box.addWidget(label(_(_REMINDER), "band", wrap=True), 1)
        return band

    def _build_end(self) -> QWidget:
        end = QWidget()
        box = column(end)
        self.time, self.codes = label("", wrap=True), label("", "muted", wrap=True)
        self.minutes = Field(_("&Minuti della seduta"), TextField(most=6), reason=_("Resta segnato: durata scritta."))
        self.minutes.hide()
        self.codes_page = CodesView(self.model)
        self.codes_page.hide()
        self.fault = Sign("err")
        self.time_button, self.codes_button = button(_("Altra durata")), button(_("Cambia i codici"))
        self.record_button = primary_button(_("Registra"), keys=_("Invio"))
        self.back_button = button(_("Torna indietro"), keys="Esc")
        self.acts = QWidget()
        self.acts.setAccessibleName(_("Chiudi la seduta"))
        flow = spaced(FlowLayout(self.acts), spacing=8)
        for act in (self.back_button, self.time_button, self.codes_button, self.record_button):
            flow.addWidget(act)
        for widget in (self._build_reminder(), self.time, self.minutes, self.codes, self.codes_page, self.fault):
            box.addWidget(widget)
        self.record_button.clicked.connect(self.model.record)
        self.back_button.clicked.connect(self._leave)
        self.time_button.clicked.connect(self._ask_minutes)
        self.codes_button.clicked.connect(self._ask_codes)
        self.minutes.editor.textEdited.connect(self.model.set_minutes)
        self.minutes.editor.returnPressed.connect(self.model.record)
        return end

    def _leave(self) -> None:
        if not self.step_back():
            self.left.emit()

    def _press(self, digit: str) -> bool:
        if self.model.current is None or self.question.text.hasFocus():
            return False
        return self.model.press(digit)

    def _show(self) -> None:
        current = self.model.current
        self._show_given(current)
        self.question.show_question(current)
        was_hidden = self.enough.isHidden()
        for widget in (self.enough, self.time_button, self.codes_button, self.record_button):
            widget.setVisible(current is None)
        minutes = minutes_words(self.model.minutes)
        measured = _("Durata: {minutes}, dal cronometro.").format(minutes=minutes)
        typed = _("Durata: {minutes}, scritta a mano.").format(minutes=minutes)
        self.time.setText(measured if self.model.typed_minutes is None else typed)
        self.codes.setText(codes_words(self.model.codes))
        self.fault.say(self.model.fault if current is None else "", "err")
        if current is None and was_hidden:
            self.record_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_given(self, current: Question | None) -> None:
        given = [one for one in self.model.questions if one is not current and self._is_given(one, current)]
        shown = tuple((one.name, self.model.answers.get(one.name, "")) for one in given)
        if shown == self._shown:
            return
        self._shown = shown
        for line in self._answers:
            self._lines.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._answers = [AnswerLine(one, self.model.answers.get(one.name, "")) for one in given]
        for one, line in zip(given, self._answers, strict=True):
            line.change.clicked.connect(partial(self.model.go_to, one.name))
            self._lines.addWidget(line)

    def _is_given(self, question: Question, current: Question | None) -> bool:
        is_asked_now = current is not None and current.name == question.name
        return not is_asked_now and (bool(self.model.answers.get(question.name)) or question.name in self.model.skipped)

    def _ask_minutes(self) -> None:
        self.minutes.show()
        self.minutes.editor.setText(str(self.model.minutes))
        self.minutes.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.minutes.editor.selectAll()

    def _ask_codes(self) -> None:
        self.codes_page.open()
        self.codes_page.show()
        self.codes_page.focus_first()


class CodesView(QWidget):
    """What the sitting was about, in the three lists of Facilita; they come from the type and are seldom changed."""

    def __init__(self, model: EndingViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Codici per Facilita"))
        self._boxes: dict[str, dict[str, QCheckBox]] = {}
        self._column = column(self, spacing=2)

    def open(self) -> None:
        """As they stand; made when somebody asks for them, for there are thirty-seven."""
        if not self._boxes:
            for name, (title, words) in CODES.items():
                self._column.addWidget(label(_(title), "strong"))
                self._boxes[name] = {code: self._box(name, code, one) for code, one in words.items()}
        for name, boxes in self._boxes.items():
            for code, box in boxes.items():
                box.setChecked(code in self.model.codes.get(name, ()))

    def focus_first(self) -> None:
        """On the first list."""
        first = next(iter(self._boxes["kinds"].values()))
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _box(self, name: str, code: str, words: str) -> QCheckBox:
        box = QCheckBox(escaped(f"{code}  {_(words)}"))
        box.clicked.connect(lambda _on: self._changed(name))
        self._column.addWidget(box)
        return box

    def _changed(self, name: str) -> None:
        self.model.set_codes(name, tuple(code for code, box in self._boxes[name].items() if box.isChecked()))
