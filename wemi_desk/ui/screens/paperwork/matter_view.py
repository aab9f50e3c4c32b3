"""Middle: the pratica that is open; under its head the page of what is being done."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from wemi_desk.domain.paperwork_cases import DocumentSeen
from wemi_desk.i18n import _
from wemi_desk.services.paperwork.words import mandate_words, permission_words
from wemi_desk.ui.screens.paperwork.ending_view import EndingView
from wemi_desk.ui.screens.paperwork.ending_view_model import EndingViewModel
from wemi_desk.ui.screens.paperwork.mandate_view import MandateView
from wemi_desk.ui.screens.paperwork.mandate_view_model import MandateViewModel
from wemi_desk.ui.screens.paperwork.matter_reading import Matter
from wemi_desk.ui.screens.paperwork.matter_view_model import MatterViewModel
from wemi_desk.ui.screens.paperwork.note_view import NoteView
from wemi_desk.ui.screens.paperwork.pick_view import Listen
from wemi_desk.ui.screens.paperwork.words import rule_words, standing
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import icon_label, label, show_icon
from wemi_desk.ui.widgets.page_stack import PageStack, added
from wemi_desk.ui.widgets.panes import Pane
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column, row, spaced

_PAPER_CARD = "paper_card"


class MatterPane(Pane):
    """``print_wanted(what)``: slip or missing; ``left``: back to the list; ``instead_wanted(code)``.

    ``ending_shown``: the questions that close the sitting are on the screen.
    """

    print_wanted = Signal(str)
    left = Signal()
    instead_wanted = Signal(str)
    ending_shown = Signal()

    def __init__(
        self, model: MatterViewModel, ending: EndingViewModel, mandate: MandateViewModel, listen: Listen
    ) -> None:
        super().__init__(_("Pratica"))
        self.model, self._ending, self._mandate, self._listen = model, ending, mandate, listen
        self._warned: tuple[str, ...] = ()
        self._build()
        self._bind()
        self._show()

    @cached_property
    def ending(self) -> EndingView:
        """Made when the first sitting is closed."""
        view = added(self.pages, EndingView(self._ending, self._listen))
        self.body.addWidget(view.acts)
        view.left.connect(self.show_main)
        return view

    @cached_property
    def mandate(self) -> MandateView:
        """Made when somebody acts for somebody else."""
        view = added(self.pages, MandateView(self._mandate))
        view.left.connect(self.show_main)
        view.instead_wanted.connect(self.instead_wanted)
        return view

    @property
    def is_ending(self) -> bool:
        """Are the last questions being asked?"""
        return "ending" in self.__dict__ and self.pages.currentWidget() is self.ending

    def save(self) -> None:
        """Ctrl+S: from the form to the questions that close the sitting; there, record it."""
        page = self.pages.currentWidget()
        if isinstance(page, EndingView | MandateView):
            page.save()
        elif self.model.shown is not None and self.model.shown.case.is_open:
            self.pages.setCurrentWidget(self.ending)
            self.ending_shown.emit()
            self.ending.open()

    def step_back(self) -> bool:
        """Esc: from a page back to the form; False on the form itself."""
        page = self.pages.currentWidget()
        if page is self.main:
            return False
        if not (isinstance(page, EndingView) and page.step_back()):
            self.show_main()
        return True

    def show_main(self) -> None:
        """The form."""
        self.pages.setCurrentWidget(self.main)
        self.end_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turned(self) -> None:
        """What can be done stands under the page, in sight however long the page is."""
        page = self.pages.currentWidget()
        self._acts.setVisible(page is self.main)
        if "ending" in self.__dict__:
            self.ending.acts.setVisible(page is self.ending)

    def _build(self) -> None:
        self._icon, self.state = icon_label("it-clock", "text"), label("", "strong", wrap=True)
        head = row()
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.state, 1)
        self.withdrawn, self.acting, self.fault = Sign("info"), Sign("info"), Sign("err")
        self._warnings = QWidget()
        self._warning_box = column(self._warnings, spacing=4)
        self.mandate_button = button(_("È qui un’altra persona al posto suo"), icon="it-user")
        self.main = QWidget()
        box = column(self.main)
        box.addLayout(head)
        for widget in (self.withdrawn, self._warnings, self.acting, _flow(self.mandate_button)):
            box.addWidget(widget)
        self._build_fields()
        for widget in (self.reference, self._documents, self.note, self.fault):
            box.addWidget(widget)
        box.addStretch(1)
        self.pages = PageStack(_("Pratica"), self.main)
        self.body.addWidget(ScrollPane(self.pages, _("Pratica")), 1)
        self._acts = self._build_acts()
        self.body.addWidget(self._acts)

    def _build_fields(self) -> None:
        lists, today = self.model.services.lists, self.model.today
        self.reference = Field(
            _("Numero di ric&evuta o protocollo"), TextField(face="code", most=60),
            reason=_("Mai password, PIN, codici usa e getta, IBAN o carte."),
        )  # fmt: skip
        choices = [(one.code, one.label) for one in lists["identity_document"].items if one.code != "none"]
        self.document = Field(_("Documento &visto"), CodeCombo(choices, placeholder=_("nessuno")))
        self.expiry = Field(_("S&cade il"), DateField(today, past=False))
        self.seen = Sign("info")
        self._documents = QWidget()
        box = column(self._documents)
        line = row()
        line.addWidget(self.document, 3)
        line.addWidget(self.expiry, 2)
        box.addLayout(line)
        box.addWidget(self.seen)
        self.note = NoteView(self.model)

    def _build_acts(self) -> QWidget:
        self.print_button = button(_("Stampa"), keys=Shortcut.PRINT.keys, icon="it-print")
        self.missing_button = button(_("Stampa che cosa manca"), icon="it-print")
        self.list_button = button(_("Elenco"), keys="Esc", icon="it-list")
        self.reopen_button = button(_("Riapri la pratica"), icon="it-restore")
        self.end_button = primary_button(_("Chiudi la seduta"), keys=Shortcut.SAVE.keys)
        return _flow(self.list_button, self.print_button, self.missing_button, self.reopen_button, self.end_button)

    def _bind(self) -> None:
        model = self.model
        self.pages.currentChanged.connect(lambda _page: self._turned())
        model.changed.connect(self._show)
        model.filled.connect(self._filled)
        model.closed.connect(self._forget)
        model.field_failed.connect(self._reject)
        self._mandate.done.connect(self.show_main)
        self._ending.ended.connect(lambda _case: self.show_main())
        self.reference.editor.textEdited.connect(lambda text: model.edit(external_reference=text))
        self.document.editor.activated.connect(lambda _row: self._see())
        self.expiry.editor.editingFinished.connect(self._see)
        self.mandate_button.clicked.connect(self._open_mandate)
        self.print_button.clicked.connect(lambda: self.print_wanted.emit("slip"))
        self.missing_button.clicked.connect(lambda: self.print_wanted.emit("missing"))
        self.list_button.clicked.connect(self.left)
        self.reopen_button.clicked.connect(model.reopen)
        self.end_button.clicked.connect(self.save)

    # --- what is shown -----------------------------------------------------------------------------------------

    def _show(self) -> None:
        matter = self.model.shown
        if matter is None:
            return
        self.set_title(matter.kind.title)
        stands = standing(matter.case, matter.kind, self.model.today())
        self.state.setText(stands.words)
        show_icon(self._icon, *stands.mark)
        gone = _("Questo tipo di pratica non si apre più: quella che c’è va avanti con i suoi testi.")
        self.withdrawn.say(gone if matter.guide.is_withdrawn else "", "info", aloud=False)
        self._show_warnings(matter)
        self._show_acting(matter)
        if not self.reference.editor.hasFocus():
            self.reference.editor.setText(self.model.form.external_reference)
        self._show_documents(matter)
        is_open = matter.case.is_open
        for widget in (self.end_button, self.missing_button, self.mandate_button, self._documents):
            widget.setVisible(is_open)
        self.missing_button.setVisible(is_open and bool(matter.guide.missing))
        self.reopen_button.setVisible(not is_open)

    def _show_warnings(self, matter: Matter) -> None:
        words = tuple(one.text for one in matter.guide.warnings)
        if words == self._warned:
            return
        self._warned = words
        while (item := self._warning_box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for text in words:
            sign = Sign("warn")
            self._warning_box.addWidget(sign)  # first: one that speaks before would be a window of its own
            sign.say(text, aloud=False)
        self._warnings.setVisible(bool(words))

    def _show_acting(self, matter: Matter) -> None:
        mandate, permission = matter.guide.mandate, matter.guide.permission
        minded = permission_words(permission)
        if mandate is not None:
            who = _("Agisce {who}: {kind}.").format(who=mandate.delegate_name, kind=mandate_words(mandate.kind))
            kind = "err" if permission.is_blocked else "warn" if minded else "ok"
            self.acting.say(f"{who} {minded}".strip(), kind, aloud=False)
        else:
            words = minded or rule_words(matter.kind.mandate_rule)
            self.acting.say(words, "err" if permission.is_blocked else "info", aloud=False)

    def _show_documents(self, matter: Matter) -> None:
        label_of = self.model.services.lists["identity_document"].label
        today, words, is_odd = self.model.today(), list[str](), False
        for one in matter.case.documents_seen:
            ended = one.expires_on is not None and one.expires_on < today
            is_odd = is_odd or ended or one.kind == _PAPER_CARD
            words.append(_seen_words(one, label_of(one.kind), ended=ended))
        self.seen.say(" ".join(words), "warn" if is_odd else "ok", aloud=False)

    def _see(self) -> None:
        kind, typed = self.document.editor.code, self.expiry.editor
        self.expiry.set_error(_("Non capisco la data. Scrivila così: 24/11/2026.") if typed.is_wrong else "")
        matter = self.model.shown
        if kind is None or matter is None or typed.is_wrong:
            return
        seen = next((one for one in matter.case.documents_seen if one.kind == kind), None)
        if seen is None or seen.expires_on != typed.date_value:
            self.model.see(kind, typed.date_value)

    def _filled(self) -> None:
        self.pages.setCurrentWidget(self.main)
        self._forget_fields()
        matter = self.model.shown
        seen = matter.case.documents_seen[-1] if matter is not None and matter.case.documents_seen else None
        if seen is not None:
            self.document.editor.set_code(seen.kind)
            self.expiry.editor.set_date(seen.expires_on)
        self.reference.editor.setText(self.model.form.external_reference)
        self.note.show_note()

    def _open_mandate(self) -> None:
        self.pages.setCurrentWidget(self.mandate)
        self.mandate.open()

    def _reject(self, name: str, words: str) -> None:
        fields: dict[str, Field[Any]] = {
            "external_reference": self.reference, "note": self.note.field, "documents_seen": self.document,
        }  # fmt: skip
        field = fields.get(name)
        if field is not None:
            field.set_error(words)
        elif self.pages.currentWidget() is self.main and name not in ("time", "at"):
            self.fault.say(words, "err")

    def _forget_fields(self) -> None:
        for field in (self.reference, self.expiry):
            field.editor.empty()
        for one in (self.reference, self.expiry, self.document):
            one.set_error("")
        self.document.editor.set_code(None)
        self.note.forget()
        self.fault.say("")

    def _forget(self) -> None:
        """Closed: nothing typed for this person is found by the next."""
        self.pages.setCurrentWidget(self.main)
        self.set_title(_("Pratica"))
        self.state.setText("")
        for sign in (self.acting, self.seen, self.withdrawn):
            sign.say("")
        self._forget_fields()
        if "mandate" in self.__dict__:
            self.mandate.forget()


def _seen_words(one: DocumentSeen, name: str, *, ended: bool) -> str:
    if one.kind == _PAPER_CARD:
        return _("Carta d’identità cartacea: dal 3 agosto 2026 può non valere più. Avvisa la persona e vai avanti.")
    if one.expires_on is None:
        return _("Visto: {what}.").format(what=name)
    day = f"{one.expires_on:%d/%m}/{one.expires_on.year:04}"
    words = _("Visto: {what}, scaduto il {day}.") if ended else _("Visto: {what}, valido fino al {day}.")
    return words.format(what=name, day=day)


def _flow(*acts: QWidget) -> QWidget:
    holder = QWidget()
    flow = spaced(FlowLayout(holder), spacing=8)
    for act in acts:
        flow.addWidget(act)
    return holder
