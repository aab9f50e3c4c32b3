"""Middle: the pratica that is open; under its head the page of what is being done."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.services.paperwork.slip_contents import has_mandate_form
from wemi_desk.services.paperwork.words import mandate_words, permission_words
from wemi_desk.ui.screens.paperwork.documents_view import DocumentsView
from wemi_desk.ui.screens.paperwork.ending_view import EndingView
from wemi_desk.ui.screens.paperwork.ending_view_model import EndingViewModel
from wemi_desk.ui.screens.paperwork.mandate_view import MandateView
from wemi_desk.ui.screens.paperwork.mandate_view_model import MandateViewModel
from wemi_desk.ui.screens.paperwork.matter_reading import Matter
from wemi_desk.ui.screens.paperwork.naming_view_model import NamingViewModel
from wemi_desk.ui.screens.paperwork.note_view import NoteView
from wemi_desk.ui.screens.paperwork.note_view_model import NoteViewModel
from wemi_desk.ui.screens.paperwork.pick_view import Listen
from wemi_desk.ui.screens.paperwork.words import rule_words, standing
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import icon_label, label, show_icon
from wemi_desk.ui.widgets.page_stack import PageStack, added
from wemi_desk.ui.widgets.panes import Pane
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column, row, spaced


class MatterPane(Pane):
    """``print_wanted(what)``: slip, missing or mandate; ``left``: back to the list; ``instead_wanted(code)``.

    ``ending_shown``: the questions that close the sitting are on the screen.
    """

    print_wanted = Signal(str)
    left = Signal()
    instead_wanted = Signal(str)
    ending_shown = Signal()

    def __init__(
        self, note: NoteViewModel, ending: EndingViewModel, mandate: MandateViewModel, naming: NamingViewModel,
        listen: Listen,
    ) -> None:  # fmt: skip
        super().__init__(_("Pratica"))
        self.model, self._note = mandate.matter, note
        self._ending, self._mandate, self._naming, self._listen = ending, mandate, naming, listen
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
        self.nameless, self.name_button = Sign("warn"), button(_("Sì, è sua"), icon="it-user")
        self.form_button = button(_("Stampa la delega da firmare"), icon="it-print")
        self.main = QWidget()
        box = column(self.main)
        box.addLayout(head)
        for widget in (self.nameless, _flow(self.name_button), self.withdrawn, self._warnings, self.acting,
                       _flow(self.mandate_button, self.form_button)):  # fmt: skip
            box.addWidget(widget)
        self._build_fields()
        for widget in (self.reference, self.documents, self.note, self.fault):
            box.addWidget(widget)
        box.addStretch(1)
        self.pages = PageStack(_("Pratica"), self.main)
        self.body.addWidget(ScrollPane(self.pages, _("Pratica")), 1)
        self._acts = self._build_acts()
        self.body.addWidget(self._acts)

    def _build_fields(self) -> None:
        self.reference = Field(
            _("Numero di ric&evuta o protocollo"), TextField(face="code", most=60),
            reason=_("Mai password, PIN, codici usa e getta, IBAN o carte."),
        )  # fmt: skip
        self.documents = DocumentsView(self.model)
        self.note = NoteView(self._note)

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
        self._note.changed.connect(self._show)
        self._mandate.done.connect(self.show_main)
        self._ending.ended.connect(lambda _case: self.show_main())
        self.reference.editor.textEdited.connect(lambda text: self._note.edit(external_reference=text))
        self.name_button.clicked.connect(self._naming.agree)
        self.mandate_button.clicked.connect(self._open_mandate)
        self.print_button.clicked.connect(lambda: self.print_wanted.emit("slip"))
        self.missing_button.clicked.connect(lambda: self.print_wanted.emit("missing"))
        self.form_button.clicked.connect(lambda: self.print_wanted.emit("mandate"))
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
        asked = _("Pratica aperta senza nome. È della persona che è allo sportello?")
        self.nameless.say(asked if self._naming.is_asked else "", "warn", aloud=False)
        self.name_button.setVisible(self._naming.is_asked)
        self._show_warnings(matter)
        self._show_acting(matter)
        _show_reference(self.reference.editor, self._note)
        is_open = matter.case.is_open
        for widget in (self.end_button, self.missing_button, self.mandate_button, self.documents):
            widget.setVisible(is_open)
        self.missing_button.setVisible(is_open and bool(matter.guide.missing))
        self.form_button.setVisible(is_open and has_mandate_form(matter.kind))
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

    def _filled(self) -> None:
        self.pages.setCurrentWidget(self.main)
        self._forget_fields()

    def _open_mandate(self) -> None:
        self.pages.setCurrentWidget(self.mandate)
        self.mandate.open()

    def _reject(self, name: str, words: str) -> None:
        fields: dict[str, Field[Any]] = {
            "external_reference": self.reference, "note": self.note.field, "documents_seen": self.documents.kind,
        }  # fmt: skip
        field = fields.get(name)
        if field is not None:
            field.set_error(words)
        elif self.pages.currentWidget() is self.main and name not in ("time", "at"):
            self.fault.say(words, "err")

    def _forget_fields(self) -> None:
        self.reference.set_error("")
        self.reference.editor.empty()
        self.note.forget()
        self.fault.say("")

    def _forget(self) -> None:
        """Closed: nothing typed for this person is found by the next."""
        self.pages.setCurrentWidget(self.main)
        self.set_title(_("Pratica"))
        self.state.setText("")
        for sign in (self.acting, self.withdrawn, self.nameless):
            sign.say("")
        self._forget_fields()
        if "mandate" in self.__dict__:
            self.mandate.forget()


def _show_reference(editor: TextField, note: NoteViewModel) -> None:
    if editor.text().strip() != note.form.external_reference.strip():
        editor.setText(note.form.external_reference)


def _flow(*acts: QWidget) -> QWidget:
    holder = QWidget()
    flow = spaced(FlowLayout(holder), spacing=8)
    for act in acts:
        flow.addWidget(act)
    return holder
