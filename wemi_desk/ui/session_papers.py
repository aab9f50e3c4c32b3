"""Ctrl+P on the window: what fits, the question when more than one does, the preview in the side panel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from wemi_desk.domain.access_sheets import AccessRow, AccessSheet
from wemi_desk.domain.audit import MOST_SHOWN
from wemi_desk.domain.day_ledgers import LedgerSheet
from wemi_desk.domain.day_sheets import DaySheet
from wemi_desk.domain.papers import Paper, PaperKind
from wemi_desk.domain.paperwork_slips import BringList, PaperworkSlip
from wemi_desk.domain.slip_texts import SLIP_LANGUAGES
from wemi_desk.domain.slips import Slip
from wemi_desk.i18n import _
from wemi_desk.services.desk import DeskServices
from wemi_desk.services.paper_contents import paper_space
from wemi_desk.services.printing import AtTheDesk
from wemi_desk.ui.screens.printing.view_model import PrintViewModel
from wemi_desk.ui.screens.printing.words import paper_words
from wemi_desk.ui.session_preview import DesktopPress, PreviewPanel
from wemi_desk.ui.session_showing import CitizenScreen, summary_rows
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.strips import Answer, ChoiceStrip, do_nothing
from wemi_desk.ui.theme import BASE_PX, current_theme
from wemi_desk.ui.widgets.strip import Strip

if TYPE_CHECKING:
    from wemi_desk.ui.session import WorkSession


class SessionPapers(QObject):
    """The papers of one session. Everything of a citizen goes with the visit, at lock, and under the cover."""

    def __init__(self, work: WorkSession) -> None:
        super().__init__(work)
        self._work = work
        press = DesktopPress(lambda: work.window.devicePixelRatioF() * current_theme().text_px / BASE_PX)
        self.model = PrintViewModel(work.desk.printing, press, work.runner, work.changes, work.messages, self)
        self.model.languages = [(code, work.desk.lists["language"].label(code)) for code in SLIP_LANGUAGES]
        self.model.in_language = partial(_in_language, work.desk)
        self.citizen = CitizenScreen(work.window, work.keys.shortcuts, self)
        self.preview = PreviewPanel(work, self.model, self.citizen, self)
        self.strip = Strip()
        work.add_strip(self.strip)
        self.choice = ChoiceStrip(self.strip, work.keys.digits, work.window.focus_box, self)
        self._printed: set[object] = set()
        self._prints_next = False
        self._slip_only = False
        self._bind()

    def press(self) -> None:
        """Ctrl+P: show what fits; shown already: print it."""
        if self.preview.is_shown and self.model.confirm():
            return
        if self.choice.is_open:
            self.choice.take_first()
            return
        if self._work.window.place is Place.DAY:  # narrow windows fold the pane that has this key
            self._work.places.day.print_sheet()
            return
        self.preview.remember_focus()
        self._slip_only = False
        self.model.look(self._desk())

    def press_day(self, sheet: DaySheet | LedgerSheet) -> None:
        """Ctrl+P on the day, or on its ledger."""
        self.press_paper(Paper(sheet))

    def press_paper(self, paper: Paper) -> None:
        """A paper that somebody chose: first the preview, then the printer."""
        shown = self.model.paper
        if self.preview.is_shown and shown is not None and shown.kind is paper.kind:
            self.model.confirm()
            return
        self.preview.remember_focus()
        self.model.show(paper)

    def press_made(self, make: Callable[[], Paper], object_id: UUID | None = None) -> None:
        """A paper that is put together from the store; the one of *object_id* on show already is printed."""
        shown = self.model.paper
        if self.preview.is_shown and shown is not None and shown.object_id == object_id is not None:
            self.model.confirm()
            return
        self.preview.remember_focus()
        self._work.runner.run(make, owner=self, done=self.model.show, failed=self._work.fail)

    def press_accesses(self, rows: tuple[AccessRow, ...]) -> None:
        """Who opened the record of the person at the desk, for that person."""
        card = self._work.counter.visit.card
        if card is None:
            return
        citizen = card.citizen
        space = paper_space(self._work.desk.session.space)
        accesses = AccessSheet(space, citizen.display_name, rows, is_whole=len(rows) < MOST_SHOWN)
        self.preview.remember_focus()
        self.model.show(Paper(accesses, citizen.id, citizen.id))

    def show_to_citizen(self) -> None:
        """The paper in the preview, else what is being recorded."""
        rows = summary_rows(self._work.counter.contact.form, self._work.desk.lists)
        if self.preview.is_shown and self.model.sheets is not None:
            self.citizen.show_pages(self.model.sheets)
        elif rows:
            self.citizen.show_summary(rows)
        else:
            self._work.messages.say(_("Non c'è ancora niente da far vedere: scrivi il motivo, o apri un'anteprima."))

    def close(self) -> None:
        """Nothing of a paper stays: visit closed, desk locked or covered."""
        self._prints_next = False
        self.choice.dismiss()
        self.model.close()
        self.citizen.close()

    # --- what fits ---------------------------------------------------------------------------------------------

    def _bind(self) -> None:
        work, model = self._work, self.model
        model.fitted.connect(self._offer)
        model.printed.connect(self._remember_printed)
        work.window.stage.turned.connect(self._stage_turned)
        work.counter.visit.visit_changed.connect(self._visit_changed)
        work.counter.contact.recorded.connect(self._recorded)
        work.counter.contact.field_rejected.connect(self._recording_failed)
        work.counter.registration.field_rejected.connect(self._recording_failed)
        work.places.day.print_requested.connect(self.press_day)
        work.places.ledger.print_requested.connect(self.press_day)
        work.places.citizens.accesses.print_requested.connect(self.press_accesses)
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
        if not self._is_unrecorded():
            return shown
        return [*record, *shown, (_("Fai vedere il riepilogo al cittadino"), self.show_to_citizen)]

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

    def _visit_changed(self) -> None:
        self.choice.dismiss()
        self.model.close()
        self.citizen.close()
        if self._work.counter.visit.visit is None:
            self._printed.clear()
            self._prints_next = False

    def _stage_turned(self) -> None:
        if self._work.window.stage.is_covered:
            self.close()

    def _remember_printed(self, paper: Paper) -> None:
        self._printed.add(paper.object_id)

def _is_in_another_language(paper: Paper) -> bool:
    return bool(getattr(paper.content, "instead_of", ""))


def _in_language(desk: DeskServices, paper: Paper, language: str) -> Paper:
    """The paper of a pratica again, from the store, with the name if it had it; blocks."""
    slips = desk.paperwork().slips
    make = {
        PaperKind.PAPERWORK: slips.slip, PaperKind.BRING: slips.missing, PaperKind.MANDATE: slips.mandate_form,
    }[paper.kind]  # fmt: skip
    content = paper.content
    assert paper.object_id is not None
    made = make(paper.object_id, language)
    is_named = isinstance(content, (PaperworkSlip, BringList)) and bool(content.head.person)
    return desk.printing.named(made, True) if is_named else made
