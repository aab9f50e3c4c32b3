"""The application that is open: how it stands, its fields, what may be done next, its history, its voucher."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from wemi_desk.domain.applications import Application, Contradiction
from wemi_desk.i18n import N_, _
from wemi_desk.ui.application_words import application_state
from wemi_desk.ui.field_words import euro_words
from wemi_desk.ui.screens.applications.case_view_model import CaseViewModel
from wemi_desk.ui.screens.applications.form_view import CaseFormView
from wemi_desk.ui.screens.applications.history_view import HistoryView
from wemi_desk.ui.screens.applications.steps_view import StepForm, StepsView
from wemi_desk.ui.screens.applications.steps_view_model import StepsViewModel
from wemi_desk.ui.screens.applications.voucher_view import NewVoucherForm, VoucherView
from wemi_desk.ui.screens.applications.voucher_view_model import VoucherViewModel
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.buttons import button, set_text
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import icon_label, label, muted, set_role, show_icon
from wemi_desk.ui.widgets.marks import STATE_MARKS
from wemi_desk.ui.widgets.page_stack import PageStack, added
from wemi_desk.ui.widgets.panes import Pane
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column, row, spaced

_CONTRADICTED = {
    "receipt_number": N_("il numero della ricevuta"),
    "submitted_at": N_("l’ora di invio"),
    "protocol_number": N_("il numero di protocollo"),
    "protocol_on": N_("il giorno del protocollo"),
    "granted_cents": N_("l’importo concesso"),
}


_PAPERS = {
    "missing": N_("Stampa che cosa manca"),
    "summary": N_("Stampa il riepilogo da firmare"),
    "receipt": N_("Stampa il foglio per la persona"),
}


class CasePane(Pane):
    """A head that stays, and under it the page of what is being done."""

    print_wanted = Signal(str)

    def __init__(
        self,
        model: CaseViewModel,
        steps: StepsViewModel,
        vouchers: VoucherViewModel,
        name_of: Callable[[UUID], str],
    ) -> None:
        super().__init__(_("Domanda"))
        self.model, self.steps_model, self.vouchers = model, steps, vouchers
        self._name_of = name_of
        self._goes_on, self._other_paper = False, "summary"
        self._build()
        self._bind()
        self._show()

    def step_back(self) -> bool:
        """Esc: from a page back to the fields."""
        page = self.pages.currentWidget()
        if page is self.main:
            return False
        if isinstance(page, VoucherView) and page.step_back():
            return True
        self._show_main()
        self.steps.focus_first()
        return True

    def save(self) -> None:
        """Ctrl+S: what is typed is kept, and everything that is there makes it ready."""
        page = self.pages.currentWidget()
        if isinstance(page, StepForm):
            page.save()
        elif any(step.code == "make_ready" for step in self.steps_model.allowed):
            self.steps_model.make_ready()
        else:
            self.model.save_now()

    @cached_property
    def step_form(self) -> StepForm:
        """Receipt, protocol, integration, reason."""
        form = added(self.pages, StepForm(self.steps_model, self.model.today))
        form.left.connect(self.step_back)
        return form

    @cached_property
    def history(self) -> HistoryView:
        """Every state with who, when, where."""
        view = added(self.pages, HistoryView(self.model))
        view.left.connect(self.step_back)
        return view

    @cached_property
    def voucher(self) -> VoucherView:
        """What is left, and for what."""
        view = added(self.pages, VoucherView(self.vouchers))
        view.left.connect(self.step_back)
        return view

    @cached_property
    def new_voucher(self) -> NewVoucherForm:
        """A voucher read from the Comune's letter."""
        form = added(self.pages, NewVoucherForm(self.vouchers))
        form.left.connect(self.step_back)
        return form

    def _build(self) -> None:
        self._icon, self.state = icon_label("it-pencil", "warn"), label("", "strong", wrap=True)
        line = row()
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.state, 1)
        self.hint, self.odd = muted(""), Sign("err")
        self.child = Field(_("Per &chi"), CodeCombo())
        self.form, self.steps = CaseFormView(self.model), StepsView(self.steps_model)
        self.main = QWidget()
        box = column(self.main)
        box.addLayout(line)
        for widget in (self.hint, self.odd, self.child, self.form, self.steps, self._build_more()):
            box.addWidget(widget)
        box.addStretch(1)
        self.pages = PageStack(_("Domanda"), self.main)
        self.body.addWidget(ScrollPane(self.pages, _("Domanda")), 1)

    def _build_more(self) -> QWidget:
        holder = QWidget()
        holder.setAccessibleName(_("Altro"))
        flow = spaced(FlowLayout(holder), spacing=8)
        self.print_button = button("", keys=Shortcut.PRINT.keys, icon="it-print")
        self.more_print = button("", icon="it-print")
        self.history_button = button(_("Storia"), icon="it-list")
        self.voucher_button = button(_("Voucher"), icon="it-card")
        for widget in (self.print_button, self.more_print, self.history_button, self.voucher_button):
            flow.addWidget(widget)
        return holder

    def _bind(self) -> None:
        self.model.changed.connect(self._show)
        self.model.filled.connect(self._show_main)
        self.model.closed.connect(self._forget)
        self.model.field_failed.connect(self._reject)
        self.steps_model.asked.connect(self._ask)
        self.steps_model.override_asked.connect(lambda: self._ask("override"))
        self.steps_model.done.connect(self._after_step)
        self.steps_model.field_failed.connect(
            lambda name, words: self.steps.fault.say(words, "err") if name == "missing" else None
        )
        self.child.editor.code_changed.connect(self._turn)
        self.print_button.clicked.connect(lambda: self.print_wanted.emit(""))
        self.more_print.clicked.connect(lambda: self.print_wanted.emit(self._other_paper))
        self.history_button.clicked.connect(self._open_history)
        self.voucher_button.clicked.connect(self._open_voucher)

    # --- what is shown -----------------------------------------------------------------------------------------

    def _show(self) -> None:
        shown, measure = self.model.case.shown, self.model.case.measure
        if shown is None:
            return
        self.set_title(measure.short_title if measure is not None else shown.measure_code)
        words = application_state(shown)
        mark = STATE_MARKS[words.mark]
        self.state.setText(words.words)
        set_role(self.state, mark.token if mark.token in ("ok", "warn", "err") else "strong")
        show_icon(self._icon, mark.icon, mark.token)
        self.hint.setText(words.hint)
        self.hint.setVisible(bool(words.hint))
        odd = [_contradiction(one) for one in shown.contradictions]
        self.odd.say(" ".join(odd), "err", aloud=False)
        self._show_children()
        self.form.setVisible(shown.state == "draft" and shown.group is None)
        self.steps.show_steps()
        if self._goes_on and self.isVisible():
            self._goes_on = False
            self.steps.focus_first()
        first, self._other_paper = papers_for(shown)
        set_text(self.print_button, _(_PAPERS[first]), keys=Shortcut.PRINT.keys)
        set_text(self.more_print, _(_PAPERS[self._other_paper]))
        granted = shown.state == "granted" and measure is not None and "voucher" in measure.kind
        self.voucher_button.setVisible(bool(self.model.case.vouchers) or granted)

    def _show_children(self) -> None:
        case = self.model.case
        choices = [(str(one.id), self._name_of(one.beneficiary_id) or one.measure_code) for one in case.applications]
        self.child.setVisible(len(choices) > 1)
        self.child.editor.set_choices(choices)
        if case.shown is not None and self.child.editor.code != str(case.shown.id):
            self.child.editor.set_code(str(case.shown.id))

    def _turn(self, code: str | None) -> None:
        ids = [str(one.id) for one in self.model.case.applications]
        if code in ids:
            self.model.turn(ids.index(code))

    def _show_main(self) -> None:
        self.pages.setCurrentWidget(self.main)

    def _forget(self) -> None:
        """Closed: nothing typed for this person is found by the next."""
        self._show_main()
        self._goes_on = False
        self.set_title(_("Domanda"))
        self.child.editor.set_choices(())
        for text in (self.state, self.hint):
            text.setText("")
        for made in ("step_form", "new_voucher"):
            if made in self.__dict__:
                getattr(self, made).forget()

    def _after_step(self) -> None:
        """The hands go on with what may be done next, as soon as it is known."""
        self._show_main()
        self._goes_on = True

    def _ask(self, code: str) -> None:
        self.pages.setCurrentWidget(self.step_form)
        self.step_form.open_for(code)

    def _open_history(self) -> None:
        self.pages.setCurrentWidget(self.history)
        self.history.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_voucher(self) -> None:
        shown, vouchers = self.model.case.shown, self.model.case.vouchers
        if vouchers:
            self.vouchers.open(vouchers[0].id)
            self.pages.setCurrentWidget(self.voucher)
            self.voucher.price.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        elif shown is not None:
            self.pages.setCurrentWidget(self.new_voucher)
            self.new_voucher.open_for(shown.id)

    def _reject(self, name: str, words: str) -> None:
        if not self.form.reject(name, words):
            self.steps.fault.say(words, "err")


def _contradiction(one: Contradiction) -> str:
    words = _("Qui era scritto {what} «{typed}», il sistema centrale dice «{stated}»: vale quello.")
    typed, stated = one.typed, one.stated
    if one.field.endswith("_cents"):
        typed, stated = (euro_words(int(cents)) for cents in (typed, stated))
    return words.format(what=_(_CONTRADICTED.get(one.field, one.field)), typed=typed, stated=stated)


def papers_for(application: Application) -> tuple[str, str]:
    """What Ctrl+P prints, and the other paper that fits."""
    if application.state == "draft":
        return "missing", "summary"
    return ("summary", "receipt") if application.state == "ready" else ("receipt", "summary")
