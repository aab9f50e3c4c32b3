"""Misure: the list, in its place the draft that was opened, and beside it what the draft would change."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from wemi_desk.i18n import _
from wemi_desk.services.measure_drafts import MeasureLine
from wemi_desk.ui.screens.measures.form_view import MeasureFormView
from wemi_desk.ui.screens.measures.rehearsal_view import RehearsalPane
from wemi_desk.ui.screens.measures.view_model import MeasuresViewModel
from wemi_desk.ui.screens.measures.words import reason_of, state_of
from wemi_desk.ui.shell.pane_host import PaneSpec
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.buttons import button, primary_button, set_text
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState, Pane
from wemi_desk.ui.widgets.spacing import column, least_height, spaced
from wemi_desk.ui.widgets.tables import Table


def measures_panes(model: MeasuresViewModel) -> list[PaneSpec]:
    """The panes of the place."""
    return [PaneSpec(MeasuresPane(model), _("Misure")), PaneSpec(RehearsalPane(model), _("Prova"))]


class MeasuresPane(Pane):
    """Every version that is known, my drafts first; Enter opens one."""

    def __init__(self, model: MeasuresViewModel) -> None:
        super().__init__(_("Misure"))
        self.model = model
        self._build()
        self._bind()
        self._show_lines()
        self._turn()

    @property
    def chosen(self) -> MeasureLine | None:
        """The line the operator is on."""
        row, lines = self.table.current_row, self.model.lines
        return lines[row] if row is not None and row < len(lines) else None

    @property
    def handlers(self) -> Mapping[Shortcut, Callable[[], bool | None]]:
        """What the window's shortcuts do here."""
        return {Shortcut.SAVE: self.save, Shortcut.BACK: self.step_back}

    def save(self) -> bool:
        """Ctrl+S: the draft is kept by itself; this does it at once and goes to what is not right."""
        if self.model.draft is None:
            return False
        self.model.save_now()
        self.form.show_problem()
        return True

    def step_back(self) -> bool:
        """Esc: from the draft to the list."""
        if self.model.draft is None:
            return False
        self.model.close()
        return True

    def _build(self) -> None:
        columns: list[Column[MeasureLine]] = [
            Column(_("Misura"), _name),
            Column(_("Versione"), lambda line: str(line.version)),
            Column(_("Stato"), lambda line: state_of(line)[0], lambda line: state_of(line)[1]),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Misure conosciute"), self.rows, stretch=0, widths=(88, 232))
        least_height(self.table, 150)
        self.empty = EmptyState(_("Nessuna misura"), _("Comincia da una misura nuova, o da un file."), icon="it-file")
        self.about = muted("")
        overview = QWidget()
        box = column(overview)
        for widget, stretch in ((self.table, 1), (self.empty, 1), (self.about, 0), (self._build_acts(), 0)):
            box.addWidget(widget, stretch)
        self.form = MeasureFormView(self.model)
        self.stack = QStackedWidget()
        self.stack.addWidget(overview)
        self.stack.addWidget(self.form)
        self.body.addWidget(self.stack, 1)

    def _build_acts(self) -> QWidget:
        holder = QWidget()
        holder.setAccessibleName(_("Che cosa fare"))
        flow = spaced(FlowLayout(holder), spacing=8)
        self.open_button = primary_button(_("Prepara la versione nuova"), keys=_("Invio"))
        self.new_button = button(_("Misura nuova"), icon="it-plus")
        self.import_button = button(_("Prendi da un file…"), icon="it-file")
        for act in (self.open_button, self.new_button, self.import_button):
            flow.addWidget(act)
        return holder

    def _bind(self) -> None:
        model = self.model
        model.lines_changed.connect(self._show_lines)
        model.draft_changed.connect(self._turn)
        self.table.opened.connect(lambda _row: self._open())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_chosen())
        self.open_button.clicked.connect(self._open)
        self.new_button.clicked.connect(lambda _checked=False: model.begin())
        self.import_button.clicked.connect(self._choose_file)

    def _open(self) -> None:
        if self.chosen is not None:
            self.model.open(self.chosen)

    def _choose_file(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Prendi una misura da un file"), "", "*.json")
        if path:
            self.model.import_file(path)

    def _show_lines(self) -> None:
        kept, lines = self.table.current_row or 0, self.model.lines
        self.rows.show_rows(lines)
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.table.go_to_row(min(kept, len(lines) - 1))
        self._show_chosen()

    def _show_chosen(self) -> None:
        line = self.chosen
        can_open = line is not None and line.state not in ("waiting", "refused", "unreadable")
        self.open_button.setVisible(can_open)
        is_draft = line is not None and line.draft_id is not None
        set_text(self.open_button, _("Riprendi la bozza") if is_draft else _("Prepara la versione nuova"),
                 keys=_("Invio"))  # fmt: skip
        self.about.setText(_about(line) if line is not None else "")
        self.about.setVisible(bool(self.about.text()))

    def _turn(self) -> None:
        has_draft = self.model.draft is not None
        self.stack.setCurrentIndex(1 if has_draft else 0)
        if has_draft:
            self.form.show_draft()
            self.form.fields["code"].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _name(line: MeasureLine) -> str:
    name = line.name or line.code or _("Senza nome")
    return _("{name} (esempio)").format(name=name) if line.is_example else name


def _about(line: MeasureLine) -> str:
    """The code, and why the centre did not take it."""
    code = _("Codice {code}.").format(code=line.code) if line.code else ""
    return " ".join(part for part in (code, reason_of(line)) if part)
