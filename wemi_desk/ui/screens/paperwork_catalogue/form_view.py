"""The form of a type of paperwork: everything looked at while it is typed."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.screens.paperwork_catalogue import words
from wemi_desk.ui.screens.paperwork_catalogue.view_model import PaperworkCatalogueViewModel
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.confirmation import Confirmation
from wemi_desk.ui.widgets.fields import Field, TextArea, TextField
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.sign import Sign
from wemi_desk.ui.widgets.spacing import column, spaced


class TypeFormView(QWidget):
    """Groups of fields by the name they have in TypeForm, what else is wrong, and what can be done with the draft."""

    def __init__(self, model: PaperworkCatalogueViewModel) -> None:
        super().__init__()
        self.model = model
        self.setAccessibleName(_("Bozza del tipo di pratica"))
        self.fields: dict[str, Field[Any]] = {}
        self._filling = False
        self._cut: set[str] = set()
        self.version, self.others = label("", "strong"), Sign("err")
        self.confirmed = QCheckBox(_("Il Comune conferma testi, costi e documenti"))
        outer = column(self)
        outer.addWidget(ScrollPane(self._build_fields(), _("Campi del tipo di pratica")), 1)
        outer.addWidget(self.others)
        outer.addWidget(self._build_acts())
        self._bind()
        self.show_draft()

    def show_draft(self) -> None:
        """Fill the fields with what is typed; nothing is told back while they fill."""
        self._filling = True
        form = self.model.form
        self.version.setText(_("Versione {n}").format(n=form.version))
        self._groups.set_choices([(one.code, one.label) for one in self.model.groups])
        for name, field in self.fields.items():
            _fill(field.editor, getattr(form, name))
        self.confirmed.setChecked(form.confirmed)
        self._filling = False
        self._show_checked()

    def show_problem(self) -> bool:
        """To the first field that is not right; False where all are."""
        wrong = next((field for field in self.fields.values() if field.error), None)
        if wrong is not None:
            wrong.editor.setFocus()
        return wrong is not None

    def _build_fields(self) -> QWidget:
        holder = QWidget()
        self._box = column(holder, spacing=12)
        self._box.addWidget(self.version)
        self._build_what()
        self._build_course()
        self._build_rest()
        self._box.addWidget(self.confirmed)
        return holder

    def _build_what(self) -> None:
        self._title(_("Che cos’è"))
        self._groups = CodeCombo([])
        self._field("code", Field(_("&Codice"), TextField(face="code", most=20), reason=_("Per esempio CIE-APP.")))
        self._field("title", Field(_("&Titolo"), TextField(most=200)))
        self._field("group", Field(_("Sta &sotto"), self._groups))
        said = _("Come la chiama la gente, una per riga: serve alla ricerca, non si stampa.")
        self._field("synonyms", Field(_("Altri &nomi"), TextArea(rows=4), reason=said))

    def _build_course(self) -> None:
        self._title(_("Come si fa"))
        self._field("bring", Field(_("Che cosa &portare"), TextArea(rows=5), reason=_("Una cosa per riga.")))
        how = _("Uno per riga, per esempio «persona: Prova un accesso», «operatore: …», «insieme: …».")
        self._field("steps", Field(_("&Passi"), TextArea(rows=7), reason=how))
        how = _("Uno per riga, per esempio «conclusa: SPID attivato». «non possibile:» ci vuole sempre.")
        self._field("outcomes", Field(_("&Esiti"), TextArea(rows=5), reason=how))
        how = _("Una per riga; se vale solo in certi giorni, «01/12/2026 > 31/12/2026: testo».")
        self._field("warnings", Field(_("&Avvertenze"), TextArea(rows=4), reason=how))

    def _build_rest(self) -> None:
        self._title(_("Chi può farla, e Facilita"))
        self._field("rule", Field(_("Per &conto di altri"), CodeCombo(words.rules())))
        self._field("rule_note", Field(_("Nota sulla &delega"), TextField(most=300)))
        codes = _("Codici di Facilita, separati da uno spazio.")
        self._field("se3", Field(_("Tipo di &servizio (SE3)"), TextField(face="code", most=40), reason=codes))
        self._field("se5", Field(_("Competen&ze (SE5)"), TextField(face="code", most=60), reason=codes))
        self._field("se6", Field(_("Am&biti (SE6)"), TextField(face="code", most=60), reason=codes))
        self._title(_("Quando vale"))
        self._field("valid_from", Field(_("Si apre &dal"), TextField(most=40), reason=_("Vuoto: da subito.")))
        kept = _("Dopo, nessuno ne apre altre; quelle aperte restano come sono.")
        self._field("valid_to", Field(_("Ultimo &giorno"), TextField(most=40), reason=kept))

    def _build_acts(self) -> QWidget:
        holder = QWidget()
        holder.setAccessibleName(_("Che cosa fare"))
        flow = spaced(FlowLayout(holder), spacing=8)
        self.back_button = button(_("Torna all’elenco"), keys="Esc")
        self.discard_button = button(_("Butta la bozza"), icon="it-delete")
        self.publish_button = primary_button(_("Pubblica"))
        for act in (self.back_button, self.discard_button, self.publish_button):
            flow.addWidget(act)
        return holder

    def _title(self, words: str) -> None:
        self._box.addWidget(label(words, "strong"))

    def _field(self, name: str, field: Field[Any]) -> None:
        self.fields[name] = field
        self._box.addWidget(field)

    def _bind(self) -> None:
        for name, field in self.fields.items():
            editor = field.editor
            changed = editor.code_changed if isinstance(editor, CodeCombo) else editor.textChanged
            changed.connect(partial(self._typed, name))
            if isinstance(editor, TextField):
                editor.overflowed.connect(partial(self._note_cut, name))
        self.confirmed.toggled.connect(lambda on: self._edit("confirmed", on))
        self.back_button.clicked.connect(self.model.close)
        self.discard_button.clicked.connect(self._ask_to_discard)
        self.publish_button.clicked.connect(self._ask_to_publish)
        self.model.checked.connect(self._show_checked)

    def _typed(self, name: str, *_value: object) -> None:
        self._edit(name, _value_of(self.fields[name].editor))

    def _edit(self, name: str, value: object) -> None:
        if not self._filling:
            self.model.edit(**{name: value})

    def _note_cut(self, name: str, limit: int) -> None:
        """What did not fit is said first: the rest is wrong because of it."""
        (self._cut.add if limit else self._cut.discard)(name)
        self._show_checked()

    def _show_checked(self) -> None:
        errors, others = dict(self.model.errors), list(self.model.others)
        for name, field in self.fields.items():
            said = errors.pop(name, "")
            field.set_error("" if name in self._cut else said)
        self.others.say(" ".join([*others, *errors.values()]), "err", aloud=False)

    def _ask_to_discard(self) -> None:
        said = _("La bozza sparisce da questo computer. Quello che è pubblicato resta com’è.")
        dialog = Confirmation(self.window(), _("Butta la bozza"), said, _("Butta la bozza"))
        dialog.confirmed.connect(self.model.discard)
        dialog.open()

    def _ask_to_publish(self) -> None:
        if self.show_problem():
            return
        said = _(
            "Tutte le postazioni avranno questa versione. Le pratiche già aperte restano con i testi con cui sono "
            "cominciate."
        )
        dialog = Confirmation(self.window(), _("Pubblica il tipo di pratica"), said, _("Pubblica"))
        dialog.confirmed.connect(self.model.publish)
        dialog.open()


def _value_of(editor: QWidget) -> str:
    if isinstance(editor, CodeCombo):
        return editor.code or ""
    return str(editor.toPlainText() if isinstance(editor, TextArea) else editor.text())  # type: ignore[attr-defined]


def _fill(editor: QWidget, value: str) -> None:
    if isinstance(editor, CodeCombo):
        editor.set_code(value)
    elif isinstance(editor, TextArea):
        editor.setPlainText(value)
    elif isinstance(editor, TextField):
        editor.setText(value)
