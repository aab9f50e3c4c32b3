"""Catalogo pratiche: the list, in its place the draft that was opened, beside it what other languages lack."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.services.paperwork.type_drafts import TypeLine, Untold
from wemi_desk.ui.screens.paperwork_catalogue.form_view import TypeFormView
from wemi_desk.ui.screens.paperwork_catalogue.view_model import CLOSED, PaperworkCatalogueViewModel
from wemi_desk.ui.screens.paperwork_catalogue.words import (
    about,
    state_of,
    untold_count,
    untold_languages,
    untold_summary,
)
from wemi_desk.ui.shell.pane_host import PaneSpec
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.buttons import button, primary_button, set_text
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import muted
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState, Pane
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column, least_height, spaced
from wemi_desk.ui.widgets.tables import Table


def catalogue_panes(model: PaperworkCatalogueViewModel, lists: PickLists) -> list[PaneSpec]:
    """The panes of the place."""
    return [PaneSpec(CataloguePane(model), _("Tipi")), PaneSpec(LanguagesPane(model, lists), _("Lingue"))]


class CataloguePane(Pane):
    """Every type that is known, my drafts first; Enter opens one."""

    def __init__(self, model: PaperworkCatalogueViewModel) -> None:
        super().__init__(_("Tipi di pratica"))
        self.model = model
        self._build()
        self._bind()
        self._show_lines()
        self._turn()

    @property
    def chosen(self) -> TypeLine | None:
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
        columns: list[Column[TypeLine]] = [
            Column(_("Pratica"), lambda line: line.name or line.code or _("Senza nome")),
            Column(_("Versione"), lambda line: str(line.version)),
            Column(_("Stato"), lambda line: state_of(line)[0], lambda line: state_of(line)[1]),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Tipi di pratica conosciuti"), self.rows, stretch=0, widths=(88, 232))
        least_height(self.table, 150)
        self.about = muted("")
        overview = QWidget()
        box = column(overview)
        for widget, stretch in ((self.table, 1), (self.about, 0), (self._build_acts(), 0)):
            box.addWidget(widget, stretch)
        self.form = TypeFormView(self.model)
        self.stack = QStackedWidget()
        self.stack.addWidget(overview)
        self.stack.addWidget(self.form)
        self.body.addWidget(self.stack, 1)

    def _build_acts(self) -> QWidget:
        holder = QWidget()
        holder.setAccessibleName(_("Che cosa fare"))
        flow = spaced(FlowLayout(holder), spacing=8)
        self.open_button = primary_button(_("Prepara la versione nuova"), keys=_("Invio"))
        self.new_button = button(_("Tipo nuovo"), icon="it-plus")
        for act in (self.open_button, self.new_button):
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

    def _open(self) -> None:
        if self.chosen is not None:
            self.model.open(self.chosen)

    def _show_lines(self) -> None:
        kept, lines = self.table.current_row or 0, self.model.lines
        self.rows.show_rows(lines)
        self.table.go_to_row(min(kept, len(lines) - 1))
        self._show_chosen()

    def _show_chosen(self) -> None:
        line = self.chosen
        self.open_button.setVisible(line is not None and line.state not in CLOSED)
        is_draft = line is not None and line.draft_id is not None
        set_text(self.open_button, _("Riprendi la bozza") if is_draft else _("Prepara la versione nuova"),
                 keys=_("Invio"))  # fmt: skip
        self.about.setText(about(line) if line is not None else "")
        self.about.setVisible(bool(self.about.text()))

    def _turn(self) -> None:
        has_draft = self.model.draft is not None
        self.stack.setCurrentIndex(1 if has_draft else 0)
        if has_draft:
            self.form.show_draft()
            self.form.fields["code"].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)


class LanguagesPane(Pane):
    """Which texts of the draft a citizen would read in Italian alone."""

    def __init__(self, model: PaperworkCatalogueViewModel, lists: PickLists) -> None:
        super().__init__(_("Altre lingue"))
        self.model, self._lists = model, lists
        self._build()
        model.checked.connect(self._show)
        model.draft_changed.connect(self._show)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_chosen())
        self._show()

    def _build(self) -> None:
        columns: list[Column[Untold]] = [
            Column(_("Testo"), lambda one: one.text),
            Column(_("Manca in"), untold_count),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Testi senza traduzione"), self.rows, stretch=0, widths=(150,))
        least_height(self.table, 150)
        self.summary, self.chosen = Sign("info"), muted("")
        said = _("Apri una bozza: qui vedi quali testi il promemoria non ha nelle altre lingue.")
        self.empty = EmptyState(_("Nessuna bozza aperta"), said, icon="it-comment")
        full = QWidget()
        box = column(full, spacing=8)
        for widget, stretch in ((self.summary, 0), (self.table, 1), (self.chosen, 0)):
            box.addWidget(widget, stretch)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(full)
        self.body.addWidget(self.stack, 1)

    def _show(self) -> None:
        untold = self.model.untold
        self.stack.setCurrentIndex(0 if self.model.draft is None else 1)
        self.rows.show_rows(untold)
        self.summary.say(untold_summary(untold), "warn" if untold else "ok", aloud=False)
        self._show_chosen()

    def _show_chosen(self) -> None:
        row, untold = self.table.current_row, self.model.untold
        one = untold[row] if row is not None and row < len(untold) else None
        words = _("«{text}» manca in: {languages}.")
        self.chosen.setText(words.format(text=one.text, languages=untold_languages(one, self._lists)) if one else "")
