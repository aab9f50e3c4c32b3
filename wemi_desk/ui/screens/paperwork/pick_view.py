"""Di che cosa c’è bisogno: the matters of the person, the kinds that can begin, what to know beforehand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from wemi_desk.domain.paperwork import STRICTLY_PERSONAL, PaperworkType
from wemi_desk.i18n import _
from wemi_desk.ui.screens.paperwork.pick_view_model import KindLine, MatterLine, PickViewModel
from wemi_desk.ui.screens.paperwork.words import rule_words
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.announce import announce
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState, Pane
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column, least_height, spaced
from wemi_desk.ui.widgets.tables import ItemList, Table

Listen = Callable[..., None]
"""``listen(owner, command, keys=…, rest=…)``: single digits typed inside *owner*, never those of a card reader."""
DIGIT_KEYS = "123456789"


class MattersPane(Pane):
    """Left: what this person has begun. ``measures_wanted``: the family's measures and vouchers."""

    measures_wanted = Signal()

    def __init__(self, model: PickViewModel) -> None:
        super().__init__(_("Le sue pratiche"))
        self.model = model
        self.list = ItemList(_("Pratiche della persona"))
        self.list.setWordWrap(True)
        self.empty = EmptyState(_("Nessuna pratica finora"), _("Scegli qui accanto che cosa serve."), icon="it-files")
        self.nobody = EmptyState(
            _("Persona senza nome"), _("La pratica si può aprire lo stesso: resta senza nome."), icon="it-user",
        )  # fmt: skip
        self.resume_button = button(_("Riprendi"), keys=_("Invio"), icon="it-arrow-right-circle")
        self.measures_button = button(_("Misure e voucher"), keys=Shortcut.NEW_PAPERWORK.keys, icon="it-file-signed")
        for widget, stretch in ((self.list, 1), (self.empty, 1), (self.nobody, 1), (self.resume_button, 0),
                                (self.measures_button, 0)):  # fmt: skip
            self.body.addWidget(widget, stretch)
        self.list.opened.connect(lambda _row: self._resume())
        self.resume_button.clicked.connect(self._resume)
        self.measures_button.clicked.connect(self.measures_wanted)
        model.changed.connect(self._show)
        self._show()

    def _resume(self) -> None:
        row = self.list.currentRow()
        self.model.resume(self.model.matters[row] if 0 <= row < len(self.model.matters) else None)

    def _show(self) -> None:
        lines, is_named = self.model.matters, self.model.citizen_id is not None
        shown = [f"{line.title}\n{line.standing.words}" for line in lines]
        self.list.set_items(shown, [line.standing.mark for line in lines])
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(lines))
        self.resume_button.setVisible(bool(lines))
        self.empty.setVisible(not lines and is_named)
        self.nobody.setVisible(not is_named)
        self.measures_button.setVisible(is_named)


class _Search(TextField):
    """Enter opens the first answer, Down goes to the list."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class AskAgain(QWidget):
    """What stands against beginning, and under it the ways that are open."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("band", "warn")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words = label("", "band", wrap=True)
        self._acts: list[QPushButton] = []
        holder = QWidget()
        self._flow = spaced(FlowLayout(holder), spacing=8)
        box = column(self, (12, 8, 12, 8))
        box.addWidget(self._words)
        box.addWidget(holder)
        self.hide()

    @property
    def words(self) -> str:
        """The sentence on show, empty when hidden."""
        return "" if self.isHidden() else self._words.text()

    def ask(self, words: str, *acts: tuple[str, Callable[[], None]]) -> None:
        """Show it; the first way has the focus."""
        self._words.setText(words)
        self.setAccessibleName(words)
        for old in self._acts:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._acts = [button(text) for text, _act in acts]
        self.show()
        for made, (_text, act) in zip(self._acts, acts, strict=True):
            made.clicked.connect(lambda _c=False, act=act: act())
            self._flow.addWidget(made)
            made.show()
        announce(self, words, urgent=True)
        if self._acts:
            self._acts[0].setFocus(Qt.FocusReason.OtherFocusReason)


class PickPane(Pane):
    """Middle: a digit opens one of the commonest, letters look for another. ``chosen(PaperworkType | None)``."""

    chosen = Signal(object)

    def __init__(self, model: PickViewModel, listen: Listen) -> None:
        super().__init__(_("Di che cosa c’è bisogno?"))
        self.model = model
        self._again: KindLine | None = None
        self._build()
        self._bind(listen)
        self._show()

    @property
    def line(self) -> KindLine | None:
        """The kind the operator is on."""
        row = self.table.current_row
        return self.rows.row_at(row) if row is not None else None

    def focus_first(self) -> None:
        """On the list: a digit is enough."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self) -> bool:
        """Esc: the question goes, then what was looked for."""
        if not self.question.isHidden():
            self.question.hide()
            self.focus_first()
            return True
        if self.search.editor.text():
            self.search.editor.empty()
            self.focus_first()
            return True
        return False

    def press(self, digit: str) -> bool:
        """The line with this digit."""
        line = next((one for one in self.model.kinds if one.digit == digit), None)
        self.model.begin(line)
        return line is not None

    def type(self, text: str) -> None:
        """Letters typed on the list belong into the field above it."""
        self.search.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.editor.insert(text)

    def show_refusal(self, words: str, instead: str) -> None:
        """The rule of the kind stands against it: said where it was chosen, with the way that is open."""
        line = next((one for one in self.model.kinds if one.kind.code == instead), None)
        ways = [(_("Apri: {title}").format(title=line.title), partial(self.model.begin, line))] if line else []
        self.question.ask(words, *ways)

    def _build(self) -> None:
        self.search = Field(
            _("&Cerca con le parole della persona"), _Search(placeholder=_("per esempio: spid password persa"), most=80)
        )
        self.question = AskAgain()
        columns: list[Column[KindLine]] = [
            Column(_("Tasto"), lambda line: line.digit),
            Column(_("Pratica"), lambda line: line.title),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Pratiche che si possono aprire"), self.rows, stretch=1, widths=(64,))
        least_height(self.table, 180)
        self.empty = EmptyState(
            _("Nessuna pratica con queste parole"), _("Prova con una parola sola, o cancella: torna l’elenco intero."),
            icon="it-search",
        )  # fmt: skip
        self.begin_button = primary_button(_("Apri la pratica"), keys=_("Invio"))
        for widget, stretch in ((self.search, 0), (self.question, 0), (self.table, 1), (self.empty, 1),
                                (self.begin_button, 0)):  # fmt: skip
            self.body.addWidget(widget, stretch)

    def _bind(self, listen: Listen) -> None:
        self.search.editor.textChanged.connect(self.model.look_for)
        self.search.editor.returnPressed.connect(self._begin)
        self.search.editor.down.connect(self.focus_first)
        self.table.opened.connect(lambda _row: self._begin())
        self.begin_button.clicked.connect(self._begin)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self.chosen.emit(self._kind()))
        self.model.changed.connect(self._show)
        self.model.twice.connect(self._ask_again)
        listen(self.table, self.press, keys=DIGIT_KEYS, rest=self.type)

    def _kind(self) -> PaperworkType | None:
        return self.line.kind if self.line is not None else None

    def _begin(self) -> None:
        self.model.begin(self.line)

    def _show(self) -> None:
        lines = self.model.kinds
        kept = self.table.current_row or 0
        if self.search.editor.text() != self.model.text:
            self.search.editor.setText(self.model.text)
        self.question.hide()
        self.rows.show_rows(lines)
        self.table.go_to_row(0 if self.model.text else min(kept, len(lines) - 1))
        self.table.setVisible(bool(lines) or not self.model.is_read)
        self.empty.setVisible(not lines and self.model.is_read)
        self.begin_button.setEnabled(bool(lines))
        self.chosen.emit(self._kind())

    def _ask_again(self, known: MatterLine) -> None:
        """One of this kind is open already: nobody begins a second one without knowing."""
        words = _("Ha già «{title}» aperta: {standing}.").format(title=known.title, standing=known.standing.words)
        line = next((one for one in self.model.kinds if one.kind.code == known.case.type_code), None)
        self.question.ask(
            words, (_("Riprendi quella"), lambda: self.model.resume(known)),
            (_("Aprine un’altra"), lambda: self.model.begin(line, again=True)),
        )  # fmt: skip


class AboutPane(Pane):
    """Right: what to bring, what to know, who may act, before the first step."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(_("Prima di cominciare"))
        self._today = today
        self._holder = QWidget()
        self._column = column(self._holder, spacing=8)
        self.empty = EmptyState(_("Scegli una pratica"), _("Qui c’è che cosa portare e che cosa sapere."),
                                icon="it-info-circle")  # fmt: skip
        self._scrolled = ScrollPane(self._holder, _("Prima di cominciare"))
        self.body.addWidget(self._scrolled, 1)
        self.body.addWidget(self.empty, 1)
        self.show_kind(None)

    def show_kind(self, kind: PaperworkType | None) -> None:
        """Another kind, or none."""
        self.empty.setVisible(kind is None)
        self._scrolled.setVisible(kind is not None)
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if kind is None:
            return
        self._add(label(kind.title, "strong", wrap=True))
        if kind.bring:
            self._add(label(_("Da portare"), "strong"))
            for one in kind.bring:
                self._add(label(f"• {one}", wrap=True))
        rule = "warn" if kind.mandate_rule == STRICTLY_PERSONAL else "info"
        self._say(rule, rule_words(kind.mandate_rule))
        for warning in kind.warnings_on(self._today()):
            self._say("warn", warning.text)
        if not kind.confirmed:
            self._add(muted(_("Testi di lavoro: costi e documenti sono ancora da confermare con il Comune.")))
        self._column.addStretch(1)

    def _add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)

    def _say(self, kind: str, words: str) -> None:
        """In its place first: a sign that speaks before it stands anywhere would be a window of its own."""
        sign = Sign(kind)
        self._column.addWidget(sign)
        sign.say(words, aloud=False)
