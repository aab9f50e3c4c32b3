"""Da sistemare: what did not leave or came back, with one key to the record and the answers that are missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from wemi_desk.domain.days import rome_time
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.services.facilita.answers import ASKED
from wemi_desk.services.facilita.sieve import WorkLine
from wemi_desk.services.facilita.words import advice_words, line_words, reason_words
from wemi_desk.ui.screens.facilita.period_view_model import ALL
from wemi_desk.ui.screens.facilita.view_model import FacilitaViewModel
from wemi_desk.ui.screens.facilita.words import line_mark, outward_choices
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.buttons import button, primary_button, set_text
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState, Pane
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, least_height, spaced
from wemi_desk.ui.widgets.tables import Table


class WorkPane(Pane):
    """Enter opens the record; Ctrl+S writes the answers of the line."""

    def __init__(self, model: FacilitaViewModel, lists: PickLists) -> None:
        super().__init__(_("Da sistemare"))
        self.model, self._lists = model, lists
        self._filling = False
        self._asked_for: WorkLine | None = None
        self._build()
        self._bind()
        self._show()

    @property
    def chosen(self) -> WorkLine | None:
        """The line the operator is on."""
        row, lines = self.table.current_row, self.model.lines
        return lines[row] if row is not None and row < len(lines) else None

    @property
    def handlers(self) -> Mapping[Shortcut, Callable[[], bool | None]]:
        """What the window's shortcuts do here."""
        return {Shortcut.SAVE: self.save}

    def save(self) -> bool:
        """Ctrl+S: the answers, when one was changed."""
        said = {name: code for name, field in self.answers.items() if (code := field.editor.code)}
        changed = {name: code for name, code in said.items() if self.model.answers.get(name) != code}
        if self.chosen is None or not changed:
            return False
        self.model.give_answers(self.chosen, changed)
        return True

    def _build(self) -> None:
        self.filter = Field(_("&Mostra"), CodeCombo())
        columns: list[Column[WorkLine]] = [
            Column(_("Quando"), lambda line: f"{rome_time(line.starts_at):%d/%m %H.%M}"),
            Column(_("Perché"), line_words, lambda line: line_mark(line.kind)),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Cose da sistemare"), self.rows, stretch=1, widths=(104,))
        least_height(self.table, 150)
        self.empty = EmptyState(_("Niente da sistemare"), _("Tutto quello che c’è nel periodo può partire."),
                                icon="it-check-circle")  # fmt: skip
        self.detail = self._build_detail()
        self.scrolled = ScrollPane(self.detail, _("La riga scelta"))
        for widget, stretch in ((self.filter, 0), (self.table, 3), (self.empty, 1), (self.scrolled, 4)):
            self.body.addWidget(widget, stretch)
        self.setFocusProxy(self.table)

    def _build_detail(self) -> QWidget:
        detail = QWidget()
        self.what, self.why = label("", "strong", wrap=True), label("", wrap=True)
        self.note, self.advice, self.text = muted(""), label("", wrap=True), muted("")
        box = column(detail)
        for widget in (self.what, self.text, self.why, self.note, self.advice):
            box.addWidget(widget)
        titles = {
            "education": _("&Titolo di studio"), "occupation": _("&Condizione lavorativa"),
            "citizenship": _("C&ittadinanza"),
        }  # fmt: skip
        choices = {name: outward_choices(self._lists[name]) for name in ASKED}
        self.answers = {name: Field(titles[name], CodeCombo(choices[name])) for name in ASKED}
        for field in self.answers.values():
            box.addWidget(field)
        box.addWidget(self._build_acts())
        box.addStretch(1)
        return detail

    def _build_acts(self) -> QWidget:
        acts = QWidget()
        acts.setAccessibleName(_("Che cosa fare con la riga"))
        flow = spaced(FlowLayout(acts), spacing=8)
        self.open_button = primary_button(_("Apri allo sportello"), keys=_("Invio"))
        self.save_button = button(_("Registra le risposte"), keys="Ctrl+S")
        self.again_button = button(_("Rimanda com’è"), icon="it-refresh")
        for act in (self.open_button, self.save_button, self.again_button):
            flow.addWidget(act)
        return acts

    def _bind(self) -> None:
        self.model.outlook_changed.connect(self._show)
        self.model.answers_changed.connect(self._show_answers)
        self.filter.editor.code_changed.connect(self._filter)
        self.table.opened.connect(lambda _row: self._open())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_chosen())
        self.open_button.clicked.connect(self._open)
        self.save_button.clicked.connect(self.save)
        self.again_button.clicked.connect(self._send_again)

    def _filter(self, code: str | None) -> None:
        if not self._filling:
            self.model.choose(code)

    def _open(self) -> None:
        if self.chosen is not None:
            self.model.open(self.chosen)

    def _send_again(self) -> None:
        if self.chosen is not None:
            self.model.send_again(self.chosen)

    def _show(self) -> None:
        kept, lines, outlook = self.table.current_row or 0, self.model.lines, self.model.outlook
        self._filling = True
        reasons = dict(outlook.reasons) if outlook is not None else {}
        everything = _("Tutte: {n}").format(n=outlook.to_look_at if outlook is not None else 0)
        each = [(code, _("{what}: {n}").format(what=reason_words(code), n=n)) for code, n in reasons.items()]
        self.filter.editor.set_choices([(ALL, everything), *each])
        self.filter.editor.set_code(self.model.reason)
        self._filling = False
        self.rows.show_rows(lines)
        for widget in (self.table, self.scrolled, self.filter):
            widget.setVisible(bool(lines))
        self.empty.setVisible(not lines and outlook is not None)
        self.table.go_to_row(min(kept, len(lines) - 1))
        self._show_chosen()

    def _show_chosen(self) -> None:
        line = self.chosen
        if line is None:
            return
        when = f"{rome_time(line.starts_at):%d/%m/%Y %H.%M}"
        what = _("{title}, {when}, n. {number}").format(title=line.title, when=when, number=line.local_number)
        note = _("La piattaforma dice: {note}").format(note=line.note) if line.note else ""
        text = _("Su Facilita si legge: {text}").format(text=line.sent_text) if line.sent_text else ""
        for widget, words in (
            (self.what, what), (self.text, text), (self.why, line_words(line)), (self.note, note),
            (self.advice, advice_words(line)),
        ):  # fmt: skip
            widget.setText(words)
            widget.setVisible(bool(words))
        may_answer = line.kind in ("blocked", "refused", "stale") and not line.is_about_settings
        for field in self.answers.values():
            field.setVisible(may_answer)
        self.save_button.setVisible(may_answer)
        self.again_button.setVisible(line.kind == "refused")
        words = _("Apri le impostazioni") if line.is_about_settings else _("Apri allo sportello")
        set_text(self.open_button, words, keys=_("Invio"))
        if line != self._asked_for:
            self._asked_for = line
            self.model.ask_answers(line)

    def _show_answers(self) -> None:
        for name, field in self.answers.items():
            field.editor.set_code(self.model.answers.get(name))
