"""Prova: what the draft says of edge cases and of this desk's applications, beside what stands."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from wemi_desk.i18n import _, ngettext
from wemi_desk.services.measure_drafts import Rehearsal
from wemi_desk.services.measure_words import problem_words
from wemi_desk.ui.screens.measures.draft_view_model import TriedLine
from wemi_desk.ui.screens.measures.view_model import MeasuresViewModel
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.labels import muted
from wemi_desk.ui.widgets.marks import Mark
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState, Pane
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column, least_height
from wemi_desk.ui.widgets.tables import Table

_CHANGED, _SAME = Mark("it-exchange-circle", "warn"), Mark("it-check", "text2")


class RehearsalPane(Pane):
    """The cases that change come first; nobody is named."""

    def __init__(self, model: MeasuresViewModel) -> None:
        super().__init__(_("Prova"))
        self.model = model
        self._build()
        model.rehearsed.connect(self._show)
        self.accept_button.clicked.connect(lambda _checked=False: model.accept())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_chosen())
        self._show()

    def _build(self) -> None:
        columns: list[Column[TriedLine]] = [
            Column(_("Caso"), lambda line: line.name, lambda line: _CHANGED if line.has_changed else _SAME),
            Column(_("Con la bozza"), lambda line: line.brief),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Casi provati"), self.rows, stretch=0, widths=(172,))
        least_height(self.table, 150)
        self.chosen = muted("")
        self.summary, self.faults = Sign("info"), Sign("warn")
        self.accept_button = button(_("Questi esiti sono giusti"), icon="it-check")
        self.empty = EmptyState(
            _("Nessuna prova"), _("Apri una bozza e premi Prova: qui vedi quali esiti cambiano."), icon="it-refresh"
        )
        full = QWidget()
        box = column(full, spacing=8)
        for widget, stretch in ((self.summary, 0), (self.table, 1), (self.chosen, 0), (self.faults, 0),
                                (self.accept_button, 0)):  # fmt: skip
            box.addWidget(widget, stretch)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(full)
        self.body.addWidget(self.stack, 1)

    def _show(self) -> None:
        rehearsal = self.model.rehearsal
        self.rows.show_rows(self.model.tried)
        self.stack.setCurrentIndex(0 if rehearsal is None else 1)
        if rehearsal is not None:
            self.table.go_to_row(0)
            self.summary.say(_summary(rehearsal), "warn" if rehearsal.changed else "ok")
            faults = " ".join(problem_words(one) for one in rehearsal.faults)
            self.faults.say(faults or _("Si può pubblicare."), "warn" if faults else "ok", aloud=False)
        self._show_chosen()

    def _show_chosen(self) -> None:
        row, lines = self.table.current_row, self.model.tried
        line = lines[row] if row is not None and row < len(lines) else None
        self.chosen.setText(_told(line) if line is not None else "")


def _told(line: TriedLine) -> str:
    """One case, whole: a column may cut it."""
    if not line.before:
        return _("{name}: {after}.").format(name=line.name, after=line.after)
    if not line.has_changed:
        return _("{name}: resta {after}.").format(name=line.name, after=line.after)
    return _("{name}: prima {before}, con la bozza {after}.").format(
        name=line.name, before=line.before, after=line.after
    )


def _summary(rehearsal: Rehearsal) -> str:
    """How many outcomes change, against which version, and how many applications were looked at."""
    words = ngettext(
        "Casi ai bordi: {edges}; {n} domanda di questo spazio.",
        "Casi ai bordi: {edges}; {n} domande di questo spazio.", len(rehearsal.past),
    )  # fmt: skip
    looked = words.format(edges=len(rehearsal.edges), n=len(rehearsal.past))
    if rehearsal.standing is None:
        return _("È una misura nuova: non c’è niente con cui confrontarla. {looked}").format(looked=looked)
    if not rehearsal.changed:
        return _("Rispetto alla versione {n} non cambia nessun esito. {looked}").format(
            n=rehearsal.standing[1], looked=looked
        )
    words = ngettext(
        "Rispetto alla versione {version} cambia {n} esito. {looked}",
        "Rispetto alla versione {version} cambiano {n} esiti. {looked}", rehearsal.changed,
    )  # fmt: skip
    return words.format(version=rehearsal.standing[1], n=rehearsal.changed, looked=looked)
