"""Quali misure vanno bene a questa famiglia? Every open measure for every member, and why one does not fit."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.i18n import _, ngettext
from wemi_desk.services.application_ports import NewApplications
from wemi_desk.ui.screens.applications.family_view_model import AskedLine, FamilyViewModel, FitLine
from wemi_desk.ui.widgets.buttons import button, escaped, primary_button, set_text
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import EmptyState, Pane
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, least_height, spaced
from wemi_desk.ui.widgets.tables import Table


class FamilyPane(Pane):
    """The question, its answers, and under them for whom. ``chosen(FitLine)``, ``begun(NewApplications)``."""

    chosen = Signal(object)
    begun = Signal(object)
    group_wanted = Signal()

    def __init__(self, model: FamilyViewModel) -> None:
        super().__init__(_("Quali misure vanno bene a questa famiglia?"))
        self.model = model
        self._boxes: dict[CitizenId, QCheckBox] = {}
        self._shown_for: tuple[object, ...] = ()
        self._only: CitizenId | None = None
        self._is_awaited = False
        self._build()
        self._bind()
        self._show()

    @property
    def line(self) -> FitLine | None:
        """The line the operator is on."""
        row = self.table.current_row
        return self.rows.row_at(row) if row is not None else None

    def focus_first(self) -> None:
        """On the first answer, as soon as it is there."""
        self._is_awaited = not self.model.is_read
        if not self._is_awaited:
            target = self.group_button if self.table.isHidden() else self.table
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_code(self, code: str) -> bool:
        """A card was passed: this child alone. False for somebody outside the family."""
        found = self.model.named(code)
        if found is None:
            return False
        self._only = found
        lines = self.model.fits
        here = self.line
        same = [place for place, one in enumerate(lines) if one.fit.beneficiary.id == found and (
            here is None or one.fit.measure.key == here.fit.measure.key)]  # fmt: skip
        first = next(iter(same), next((place for place, one in enumerate(lines) if one.fit.beneficiary.id == found), 0))
        self._shown_for = ()
        self.table.go_to_row(first)
        self._choose()
        return True

    def begin(self) -> None:
        """A draft for everybody who is ticked."""
        line, applicant = self.line, self.model.citizen_id
        wanted = [who for who, box in self._boxes.items() if box.isChecked()]
        if line is None or applicant is None:
            return
        if not wanted:
            next(iter(self._boxes.values())).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        measure, rule = line.fit.measure, line.fit.result.criterion("applicant_role")
        role = rule.fact("applicant_role") if rule is not None else ""
        self.begun.emit(
            NewApplications(
                applicant_id=applicant, beneficiary_ids=wanted, measure_code=measure.code,
                measure_version=measure.version, applicant_role=str(role or ""),
            )
        )  # fmt: skip

    def _build(self) -> None:
        columns: list[Column[FitLine]] = [
            Column(_("Misura"), lambda line: line.measure),
            Column(_("Per chi"), lambda line: line.who),
            Column(_("Esito"), lambda line: line.verdict, lambda line: line.mark),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Misure aperte"), self.rows, stretch=0, widths=(104, 148))
        least_height(self.table, 180)
        self.empty = EmptyState(
            _("Nessuna misura aperta"), _("Quando il Comune ne apre una, arriva da sola con l’invio dati."),
            icon="it-files",
        )  # fmt: skip
        self._whom = label("", "strong", wrap=True)
        self._people, self._acts = QWidget(), QWidget()
        self._people.setAccessibleName(_("Per chi"))
        self._flow = spaced(FlowLayout(self._people), spacing=12)
        self.begin_button = primary_button("", keys=_("Invio"))
        self.group_button = button(_("Domanda per un gruppo"), icon="it-list")
        acts = spaced(FlowLayout(self._acts), spacing=8)
        acts.addWidget(self.begin_button)
        acts.addWidget(self.group_button)
        inside = QWidget()
        box = column(inside)
        for widget, stretch in ((self.table, 1), (self.empty, 1), (self._whom, 0), (self._people, 0), (self._acts, 0)):
            box.addWidget(widget, stretch)
        self.body.addWidget(ScrollPane(inside, _("Quali misure vanno bene a questa famiglia?")), 1)

    def _bind(self) -> None:
        self.model.changed.connect(self._show)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._choose())
        self.table.opened.connect(lambda _row: self.begin())
        self.begin_button.clicked.connect(self.begin)
        self.group_button.clicked.connect(self.group_wanted)

    def _show(self) -> None:
        kept, lines = self.table.current_row or 0, self.model.fits
        if not self.model.is_read:
            self._only = None
        self.rows.show_rows(lines)
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines and self.model.is_read)
        self.group_button.setVisible(bool(self.model.known.collective))
        self._shown_for = ()
        self.table.go_to_row(min(kept, len(lines) - 1))
        self._choose()
        if self._is_awaited and self.model.is_read:
            self.focus_first()

    def _choose(self) -> None:
        line = self.line
        for widget in (self._whom, self._people, self.begin_button):
            widget.setVisible(line is not None)
        if line is None:
            self._make_boxes([])
        elif self._shown_for != (line.fit.measure.key, self._only):
            self._shown_for = (line.fit.measure.key, self._only)
            self._make_boxes(self.model.beneficiaries(line))
        self._count()
        self.chosen.emit(line)

    def _make_boxes(self, lines: list[FitLine]) -> None:
        for box in self._boxes.values():
            self._flow.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes = {}
        for one in lines:
            box = QCheckBox(escaped(one.who))
            fits = one.fit.result.verdict != "not_eligible" and not self.model.has_one(one)
            box.setChecked(fits and self._only in (None, one.fit.beneficiary.id))
            box.toggled.connect(lambda _on: self._count())
            self._flow.addWidget(box)
            self._boxes[one.fit.beneficiary.id] = box

    def _count(self) -> None:
        count, line = sum(box.isChecked() for box in self._boxes.values()), self.line
        self._whom.setText(_("{measure}: per chi?").format(measure=line.measure) if line is not None else "")
        words = ngettext("Prepara {n} domanda", "Prepara {n} domande", count).format(n=count)
        set_text(self.begin_button, words if count else _("Scegli per chi"), keys=_("Invio"))


class AskedPane(Pane):
    """What this family has asked for already. ``opened(Application)``."""

    opened = Signal(object)

    def __init__(self, model: FamilyViewModel) -> None:
        super().__init__(_("Domande della famiglia"))
        self.model = model
        columns: list[Column[AskedLine]] = [
            Column(_("Stato"), lambda line: line.state, lambda line: line.mark),
            Column(_("Per chi"), lambda line: line.who),
        ]
        self.rows = PagedTableModel(columns, self)
        self.table = Table(_("Domande della famiglia"), self.rows, stretch=0, widths=(104,))
        least_height(self.table, 150)
        self.what = label("", "strong", wrap=True)
        self.whole = label("", wrap=True)
        self.open_button = button(_("Apri la domanda"), keys=_("Invio"))
        self.empty = EmptyState(
            _("Nessuna pratica"), _("Una domanda si prepara qui, anche senza rete."), icon="it-files"
        )
        self.full = QWidget()
        box = column(self.full)
        for widget, stretch in ((self.table, 1), (self.what, 0), (self.whole, 0), (self.open_button, 0)):
            box.addWidget(widget, stretch)
        self.body.addWidget(self.full, 1)
        self.body.addWidget(self.empty, 1)
        model.changed.connect(self._show)
        self.table.opened.connect(lambda _row: self._open())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._explain())
        self.open_button.clicked.connect(self._open)
        self._show()

    def _show(self) -> None:
        kept, lines = self.table.current_row or 0, self.model.asked
        self.rows.show_rows(lines)
        self.full.setVisible(bool(lines))
        self.empty.setVisible(not lines and self.model.is_read)
        self.table.go_to_row(min(kept, len(lines) - 1))
        self._explain()

    def _explain(self) -> None:
        row = self.table.current_row
        line = self.rows.row_at(row) if row is not None else None
        self.what.setText(line.measure if line is not None else "")
        self.whole.setText(line.state if line is not None else "")

    def _open(self) -> None:
        row = self.table.current_row
        line = self.rows.row_at(row) if row is not None else None
        if line is not None:
            self.opened.emit(line.application)

