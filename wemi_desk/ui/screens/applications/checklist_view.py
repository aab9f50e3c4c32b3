"""What to look at and what to read aloud: the left pane of an open application."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from wemi_desk.domain.applications import Application, SeenDocument
from wemi_desk.domain.measures import ROLES_WITH_AN_ACT, MeasureVersion
from wemi_desk.i18n import _
from wemi_desk.ui.screens.applications.attachments_view_model import AttachmentsViewModel
from wemi_desk.ui.screens.applications.case_view_model import CaseViewModel
from wemi_desk.ui.screens.applications.ticks_view import DocumentLine, Heard
from wemi_desk.ui.screens.applications.words import DOCUMENTS, document_words
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.panes import Pane
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column

FILES = "*.pdf *.jpg *.jpeg *.png *.heic *.tif *.tiff"


class ChecklistPane(Pane):
    """Documents seen, then declarations, then files where the measure wants them; made anew for another measure."""

    def __init__(self, model: CaseViewModel, files: AttachmentsViewModel) -> None:
        super().__init__(_("Da vedere e da leggere"))
        self.model, self.files = model, files
        self._made_for: tuple[object, ...] = ()
        self.documents: dict[str, DocumentLine] = {}
        self.heard: dict[str, Heard] = {}
        self._holder = QWidget()
        self._column = column(self._holder, spacing=12)
        self._scrolled = ScrollPane(self._holder, _("Da vedere e da leggere"))
        self.body.addWidget(self._scrolled, 1)
        model.changed.connect(self._show)
        model.closed.connect(self._show)
        files.failed.connect(self._show_fault)
        self._show()

    def focus_first(self) -> None:
        """The first thing to tick."""
        first = next((line for line in self._lines() if line.box.isEnabled() and not line.box.isChecked()), None)
        if first is not None:
            first.show()  # made a moment ago: the layout has not got to it yet
            first.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lines(self) -> list[DocumentLine | Heard]:
        return [*self.documents.values(), *self.heard.values()]

    def _show(self) -> None:
        shown, measure = self.model.case.shown, self.model.case.measure
        wanted = (shown.applicant_role, measure.key) if shown is not None and measure is not None else ()
        if wanted != self._made_for:
            self._made_for = wanted
            self._make(shown, measure)
        if shown is None:
            return
        self._show_documents(shown)
        ticked = {one.code: one.ticked_at for one in shown.declarations}
        for code, line in self.heard.items():
            line.show_heard(ticked.get(code))
            line.set_open(shown.state == "draft")
        self._show_files()

    def _show_documents(self, shown: Application) -> None:
        seen: dict[str, SeenDocument] = {one.kind: one for one in shown.documents_seen}
        for kind, line in self.documents.items():
            one = seen.get(kind)
            line.show_seen(one.seen_at if one else None, one.expires_on if one else None)
            line.set_open(shown.state == "draft")

    # --- making ------------------------------------------------------------------------------------------------

    def _make(self, shown: Application | None, measure: MeasureVersion | None) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.documents, self.heard, self._file_lines = {}, {}, {}
        if shown is None or measure is None:
            self._column.addWidget(muted(_("Le cose da vedere e da leggere arrivano con la domanda.")))
            self._column.addStretch(1)
            return
        self._make_documents(shown, measure)
        self._make_declarations(shown, measure)
        self._make_files(shown, measure)
        self._column.addStretch(1)

    def _make_documents(self, shown: Application, measure: MeasureVersion) -> None:
        today: Callable[[], date] = self.model.today
        wanted = {one.code: one.label for one in measure.attachments_for(shown.applicant_role) if not one.as_file}
        usual = ["identity_document", *(["isee_attestation"] if measure.isee is not None else []),
                 *(["guardianship_act"] if shown.applicant_role in ROLES_WITH_AN_ACT else [])]  # fmt: skip
        names = {kind: document_words(kind) for kind in usual if not measure.is_collective} | wanted
        if not names:
            return
        self._column.addWidget(label(_("Documenti da vedere"), "strong"))
        for kind, words in names.items():
            expires = DOCUMENTS.get(kind, ("", False))[1]
            line = DocumentLine(kind, words, today, expires=expires, wanted=kind in wanted)
            line.ticked.connect(lambda code, on: self.model.see(code, None) if on else self._show())
            line.dated.connect(self._date)
            self.documents[kind] = line
            self._column.addWidget(line)

    def _date(self, kind: str, day: date | None) -> None:
        shown = self.model.case.shown
        known = next((one for one in shown.documents_seen if one.kind == kind), None) if shown is not None else None
        if known is not None and known.expires_on != day:
            self.model.see(kind, day)

    def _make_declarations(self, shown: Application, measure: MeasureVersion) -> None:
        asked = {one.code for one in measure.declarations_for(shown.applicant_role)}
        listed = [one for one in measure.declarations if one.code in asked or one.required_when is None]
        if not listed:
            return
        self._column.addWidget(label(_("Da leggere ad alta voce, una per una"), "strong"))
        for one in listed:
            line = Heard(one.code, one.text, wanted=one.code in asked)
            line.ticked.connect(self.model.tick)
            self.heard[one.code] = line
            self._column.addWidget(line)

    def _make_files(self, shown: Application, measure: MeasureVersion) -> None:
        wanted = [one for one in measure.attachments_for(shown.applicant_role) if one.as_file]
        if not wanted:
            return
        self._column.addWidget(label(_("File da allegare"), "strong"))
        for one in wanted:
            line = _FileLine(one.code, one.label)
            line.button.clicked.connect(lambda _c=False, code=one.code: self._choose(code))
            self._file_lines[one.code] = line
            self._column.addWidget(line)

    _file_lines: dict[str, _FileLine]

    def _choose(self, code: str) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Scegli il file"), "", FILES)
        if path:
            self.files.attach(code, path)

    def _show_files(self) -> None:
        for code, line in self._file_lines.items():
            line.show_count(sum(one.code == code for one in self.model.case.attachments))

    def _show_fault(self, code: str, words: str) -> None:
        if code in self._file_lines:
            self._file_lines[code].fault.say(words, "err")


class _FileLine(QWidget):
    """A file the measure wants, and whether it is here."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__()
        self.code = code
        box = column(self, spacing=4)
        box.addWidget(label(words, wrap=True))
        self.state, self.fault = Sign("info"), Sign("err")
        self.button: QPushButton = button(_("Scegli il file: {what}").format(what=words), icon="it-plus")
        for widget in (self.state, self.fault):
            box.addWidget(widget)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_count(self, count: int) -> None:
        """Here, or still wanted."""
        words = _("Allegato e cifrato su questo computer.") if count else _("Ancora da allegare.")
        self.state.say(words, "ok" if count else "warn", aloud=False)
        if count:
            self.fault.say("")
