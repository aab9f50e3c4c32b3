"""Ctrl+P on the window: what fits, the question when more than one does, the preview in the side panel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from wemi_desk.domain.day_sheets import DaySheet
from wemi_desk.domain.papers import Paper, PaperKind, SlipState
from wemi_desk.domain.slips import Slip
from wemi_desk.i18n import _
from wemi_desk.services.printing import AtTheDesk
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.screens.printing.view import PANE_UNITS, PreviewPane
from wemi_desk.ui.screens.printing.view_model import PrintViewModel, Sheets, Stage
from wemi_desk.ui.screens.printing.words import paper_words, state_of_slip
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.strips import Answer, ChoiceStrip, do_nothing
from wemi_desk.ui.theme import BASE_PX, current_theme
from wemi_desk.ui.widgets.strip import Strip

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from wemi_desk.ui.session import WorkSession


class DesktopPress:
    """PDFium and the printer of this PC; loaded when the first paper is drawn."""

    def __init__(self, sharpness: Callable[[], float]) -> None:
        self._sharpness = sharpness

    def draw(self, pdf: bytes) -> Sheets:
        from wemi_desk.ui.pdf_preview import page_texts, preview_pages

        return Sheets(pdf, preview_pages(pdf, self._sharpness()), page_texts(pdf))

    def put(self, pdf: bytes) -> None:
        from wemi_desk.ui.printing import default_printer, print_document

        print_document(pdf, default_printer())


class SessionPapers(QObject):
    """The papers of one session. Everything of a citizen goes with the visit, at lock, and under the cover."""

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        press = DesktopPress(lambda: work.window.devicePixelRatioF() * current_theme().text_px / BASE_PX)
        self.model = PrintViewModel(work.desk.printing, press, work.runner, work.changes, work.messages, self)
        self.strip = Strip()
        work.add_strip(self.strip)
        self.choice = ChoiceStrip(self.strip, work.keys.digits, work.window.focus_box, self)
        self.pane: PreviewPane | None = None
        self._came_from: QWidget | None = None
        self._printed: set[object] = set()
        self._prints_next = False
        self._slip_only = False
        self._bind()

    def press(self) -> None:
        """Ctrl+P: show what fits; shown already: print it."""
        if self._is_shown() and self.model.confirm():
            return
        if self.choice.is_open:
            self.choice.take_first()
            return
        if self._work.window.place is Place.DAY:  # narrow windows fold the pane that has this key
            self._work.places.day.print_sheet()
            return
        self._remember_focus()
        self._slip_only = False
        self.model.look(self._desk())

    def press_day(self, sheet: DaySheet) -> None:
        """Ctrl+P on the day."""
        shown = self.model.paper
        if self._is_shown() and shown is not None and shown.kind is PaperKind.DAY:
            self.model.confirm()
            return
        self._remember_focus()
        self.model.show(Paper(sheet))

    def open_code(self, code: str) -> None:
        """A paper of ours came back: its person, or at least what became of it."""
        service = self._work.desk.printing
        self._work.runner.run(
            lambda: service.open_by_code(code), owner=self, done=partial(self._show_state, code), failed=self._refuse
        )

    def close(self) -> None:
        """Nothing of a paper stays: visit closed, desk locked or covered."""
        self._prints_next = False
        self.choice.dismiss()
        self.model.close()

    # --- what fits ---------------------------------------------------------------------------------------------

    def _bind(self) -> None:
        work, model = self._work, self.model
        model.fitted.connect(self._offer)
        model.stage_changed.connect(self._follow)
        model.printed.connect(self._remember_printed)
        work.window.panel.closed.connect(self._panel_closed)
        work.window.stage.turned.connect(self._stage_turned)
        work.counter.visit.visit_changed.connect(self._visit_changed)
        work.counter.contact.recorded.connect(self._recorded)
        work.counter.contact.field_rejected.connect(self._recording_failed)
        work.counter.registration.field_rejected.connect(self._recording_failed)
        work.places.day.print_requested.connect(self.press_day)
        work.counter.contact.print_wanted.connect(self.press)

    def _desk(self) -> AtTheDesk:
        counter = self._work.counter
        visit, card = counter.visit.visit, counter.visit.card
        if visit is None:
            return AtTheDesk()
        due = card is not None and card.notice_state != "given"
        spoken = card.citizen.language if card is not None and due else ""
        if counter.task == "registration":
            spoken = counter.registration.form.language
        return AtTheDesk(visit.id, counter.contact.recorded_id, visit.citizen_id, counter.visit.notice, spoken)

    def _offer(self, papers: Sequence[Paper]) -> None:
        direct = self._direct(papers)
        if direct is not None:
            self.model.show(direct)
            return
        answers = self._answers(papers)
        if not answers:
            self._work.messages.say(_("Non c'è ancora niente da stampare: registra il colloquio, poi Ctrl+P."))
            return
        question = _("Il colloquio non è ancora registrato.") if self._is_unrecorded() else _("Che cosa stampo?")
        self.choice.ask(question, (*answers, (_("Torna indietro"), do_nothing)))

    def _direct(self, papers: Sequence[Paper]) -> Paper | None:
        """The paper that needs no question: the only one, or the one of the act just made."""
        kinds = {paper.kind: paper for paper in papers}
        slip, notice = kinds.get(PaperKind.SLIP), kinds.get(PaperKind.PRIVACY_NOTICE)
        given = self._work.counter.visit.notice
        if self._slip_only:
            return slip
        if notice is not None and given is not None and notice.object_id not in self._printed:
            content = slip.content if slip else None
            if not isinstance(content, Slip) or content.recorded_at <= given.given_at:
                return notice
        silent = len(papers) == 1 and not self._is_unrecorded() and not _is_in_another_language(papers[0])
        return papers[0] if silent else None

    def _answers(self, papers: Sequence[Paper]) -> list[Answer]:
        record: list[Answer] = [(_("Registra e stampa il promemoria"), self._record_and_print)]
        lists = self._work.desk.lists
        shown: list[Answer] = [(paper_words(paper, lists), partial(self.model.show, paper)) for paper in papers]
        return [*record, *shown] if self._is_unrecorded() else shown

    def _is_unrecorded(self) -> bool:
        counter = self._work.counter
        form = counter.contact.form
        return form.reason is not None if counter.task == "registration" else form.says_something

    def _record_and_print(self) -> None:
        self._prints_next = True
        self._work.counter.save()

    def _recorded(self, _then_close: bool) -> None:
        if self._prints_next:
            self._prints_next, self._slip_only = False, True
            self.model.look(self._desk())

    def _recording_failed(self, *_field: object) -> None:
        self._prints_next = False

    # --- what is shown -----------------------------------------------------------------------------------------

    def _follow(self) -> None:
        paper = self.model.paper
        if self.model.stage is Stage.PREPARING and paper is not None and not self._is_shown():
            self._open_pane(paper)
        elif self.model.stage is Stage.IDLE and self.pane is not None:
            shown, self.pane = self._is_shown(), None
            if shown:
                self._work.window.panel.close_panel()
            self._give_focus_back()

    def _open_pane(self, paper: Paper) -> None:
        title = paper_words(paper, self._work.desk.lists)
        self.pane = pane = PreviewPane(self.model, title)
        pane.other_printer_wanted.connect(self._ask_for_printer)
        self._work.keys.shortcuts.register(Shortcut.PRINT, self.model.confirm, owner=pane)
        self._work.window.panel.open_widget(title, pane, PANE_UNITS)

    def _ask_for_printer(self) -> None:
        from wemi_desk.ui.screens.printing.printer_dialog_view import ask_for_printer

        if self.pane is not None:
            ask_for_printer(self.pane, self._print_on)

    def _print_on(self, printer: QPrinter) -> None:
        from wemi_desk.ui.printing import print_document

        self.model.print(lambda pdf: print_document(pdf, printer))

    def _is_shown(self) -> bool:
        return self.pane is not None and isValid(self.pane) and self._work.window.panel.content is self.pane

    def _panel_closed(self) -> None:
        if self.pane is not None:
            self.model.close()

    def _stage_turned(self) -> None:
        if self._work.window.stage.is_covered:
            self.close()

    def _visit_changed(self) -> None:
        self.choice.dismiss()
        self.model.close()
        if self._work.counter.visit.visit is None:
            self._printed.clear()
            self._prints_next = False

    def _remember_printed(self, paper: Paper) -> None:
        self._printed.add(paper.object_id)

    def _remember_focus(self) -> None:
        focused = QApplication.focusWidget()
        inside = self.pane is not None and focused is not None and self.pane.isAncestorOf(focused)
        self._came_from = self._came_from if inside else focused

    def _give_focus_back(self) -> None:
        back = self._came_from
        if back is not None and isValid(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- a paper that comes back ---------------------------------------------------------------------------------

    def _show_state(self, code: str, state: SlipState) -> None:
        words = state_of_slip(state, self._work.desk.lists)
        if state.citizen_id is not None:
            self._work.counter.open_person(state.citizen_id)
            self._work.messages.say(words)
            return
        nobody = _("È un contatto anonimo: non c'è una scheda da aprire.")
        self._work.window.panel.open_text(_("Foglio {code}").format(code=code), f"{words}\n\n{nobody}")

    def _refuse(self, error: Exception) -> None:
        words = error_text(error)
        if words is None:
            raise error
        self._work.keys.sounds.bad()
        self._work.window.banner.show_words(words, "err", take_focus=True)


def _is_in_another_language(paper: Paper) -> bool:
    return bool(getattr(paper.content, "instead_of", ""))
