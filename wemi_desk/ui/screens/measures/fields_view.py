"""The fields of a measure's form, group by group."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from wemi_desk.i18n import _
from wemi_desk.services.measure_forms import MeasureForm
from wemi_desk.ui.screens.measures import words
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field, TextArea, TextField
from wemi_desk.ui.widgets.flow import FlowLayout
from wemi_desk.ui.widgets.labels import label, muted
from wemi_desk.ui.widgets.spacing import column, spaced


class MeasureFields(QWidget):
    """Fields by the name they have in MeasureForm; ``boxes`` are several codes of one field, ``flags`` yes or no."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, Field[Any]] = {}
        self.boxes: dict[str, dict[str, QCheckBox]] = {}
        self.flags: dict[str, QCheckBox] = {}
        self._box = column(self, spacing=12)
        self.version = label("", "strong")
        self._box.addWidget(self.version)
        self._build_what()
        self._build_when()
        self._build_who()
        self._build_isee()
        self._build_rest()

    def fill(self, form: MeasureForm) -> None:
        """Show what is typed."""
        self.version.setText(_("Versione {n}").format(n=form.version))
        for name, field in self.fields.items():
            _fill(field.editor, getattr(form, name))
        for name, boxes in self.boxes.items():
            for code, box in boxes.items():
                box.setChecked(code in getattr(form, name))
        for name, box in self.flags.items():
            box.setChecked(getattr(form, name))

    def value(self, name: str) -> str | tuple[str, ...]:
        """What stands in one field."""
        if name in self.boxes:
            return tuple(code for code, box in self.boxes[name].items() if box.isChecked())
        editor = self.fields[name].editor
        if isinstance(editor, CodeCombo):
            return editor.code or ""
        return str(editor.toPlainText() if isinstance(editor, TextArea) else editor.text())

    def _build_what(self) -> None:
        self._group(_("Che cos’è"))
        self._field("code", Field(_("&Codice"), TextField(face="code", most=80), reason=_("Per esempio BUONI-2027.")))
        self._field("short_title", Field(_("&Nome breve"), TextField(most=200)))
        self._field("title", Field(_("&Titolo dell’avviso"), TextField(most=700)))
        self._field("version_label", Field(_("Come si chiama questa &versione"), TextField(most=350)))
        self._field("kind", Field(_("Che cosa &dà"), CodeCombo(words.kinds())))
        self._field("status", Field(_("&Stato"), CodeCombo(words.statuses())))

    def _build_when(self) -> None:
        self._group(_("Quando"))
        how = _("Giorno e ora di Roma, per esempio 31/12/2026 12:00.")
        self._field("opens", Field(_("&Apre"), TextField(most=40), reason=how))
        late = _("Chi è ricevuto in quel minuto è in ritardo.")
        self._field("closes", Field(_("C&hiude"), TextField(most=40), reason=late))
        self._flag("closes_inclusive", QCheckBox(_("Il minuto di chiusura vale ancora")))
        self._field("spend_until", Field(_("Ultimo giorno per &spendere"), TextField(most=40)))

    def _build_who(self) -> None:
        self._group(_("Chi"))
        self._field("unit", Field(_("Una domanda per &ogni"), CodeCombo(words.units())))
        self._field("most", Field(_("Quante al &massimo"), TextField(most=12), reason=_("Vuoto: non si sa.")))
        self._checks("roles", _("Chi può chiedere"), words.roles())
        self._field("age_min", Field(_("Età &minima"), TextField(most=12)))
        self._field("age_below", Field(_("Meno di … &anni"), TextField(most=12)))
        empty = _("Vuoto: il giorno in cui è ricevuta.")
        self._field("age_on", Field(_("Età in quel &giorno"), TextField(most=40), reason=empty))
        self._field("residence", Field(_("&Residenza a Milano"), CodeCombo(words.homes())))
        self._field("since_months", Field(_("Da almeno quanti m&esi"), TextField(most=12)))

    def _build_isee(self) -> None:
        self._group(_("ISEE e importo"))
        self._checks("isee_kinds", _("Tipi di ISEE che valgono (nessuno: l’ISEE non serve)"), words.isee_kinds())
        self._field("isee_min", Field(_("ISEE m&inimo, in euro"), TextField(most=40)))
        self._field("isee_max", Field(_("ISEE massimo, in e&uro"), TextField(most=40), reason=_("Compreso.")))
        self._field("defects", Field(_("Attestazione con &omissioni"), CodeCombo(words.defects())))
        self._field("fixed", Field(_("Importo &fisso, in euro"), TextField(most=40)))
        how = _("Una per riga: 0 - 9.000,00: 400,00. Tutti e due i limiti sono compresi.")
        self._field("bands", Field(_("Fasce ISEE e im&porti"), TextArea(rows=5), reason=how))
        self._flag("never_rises", QCheckBox(_("L’importo non cresce mai con l’ISEE")))

    def _build_rest(self) -> None:
        self._group(_("Dichiarazioni e fonti"))
        self._field("declarations", Field(_("Dichiarazioni, una per &riga"), TextArea(rows=5)))
        self._field("source_note", Field(_("Da dove &vengono queste regole"), TextArea(rows=3)))
        self._flag("is_example", QCheckBox(_("È un esempio per la Palestra")))
        self._flag("confirmed", QCheckBox(_("Il Comune conferma queste regole")))
        self._box.addWidget(muted(_("Quello che qui non si vede, come allegati e casi di prova, resta nel documento.")))

    def _group(self, title: str) -> None:
        self._box.addWidget(label(title, "strong"))

    def _field(self, name: str, field: Field[Any]) -> None:
        self.fields[name] = field
        self._box.addWidget(field)

    def _flag(self, name: str, box: QCheckBox) -> None:
        self.flags[name] = box
        self._box.addWidget(box)

    def _checks(self, name: str, title: str, choices: words.Choices) -> None:
        self._box.addWidget(muted(title))
        holder = QWidget()
        holder.setAccessibleName(title)
        flow = spaced(FlowLayout(holder), spacing=12)
        self.boxes[name] = {code: QCheckBox(text) for code, text in choices}
        for box in self.boxes[name].values():
            flow.addWidget(box)
        self._box.addWidget(holder)


def _fill(editor: QWidget, value: str) -> None:
    if isinstance(editor, CodeCombo):
        editor.set_code(value)
    elif isinstance(editor, TextArea):
        editor.setPlainText(value)
    elif isinstance(editor, TextField):
        editor.setText(value)
