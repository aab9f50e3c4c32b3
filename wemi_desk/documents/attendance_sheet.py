"""The attendance sheet of one meeting, to print and to sign."""

from __future__ import annotations

from datetime import datetime

from reportlab.lib.colors import black
from reportlab.platypus import Flowable, KeepTogether, Table, TableStyle

from wemi_desk.documents import forms, sheet
from wemi_desk.documents.archive import Properties
from wemi_desk.documents.fonts import BODY
from wemi_desk.documents.layout import TableTags, Text
from wemi_desk.documents.words import clock_time, long_day, stamp
from wemi_desk.domain.attendance_sheets import AttendanceSheet
from wemi_desk.domain.days import rome_time
from wemi_desk.i18n import _, ngettext

_NUMBER, _NAME, _HERE = 0.08, 0.42, 0.14  # of the width; the rest is for the signature
_ROOM_TO_SIGN = 6.0


def render(attendance: AttendanceSheet, made_at: datetime) -> bytes:
    """Return the sheet as PDF/A-2b."""
    title = _("Foglio delle presenze")
    begin, end = rome_time(attendance.starts_at), rome_time(attendance.ends_at)
    when = _("{day}, dalle {begin} alle {end}").format(
        day=long_day(begin.date()), begin=clock_time(begin.time()), end=clock_time(end.time())
    )
    story = [*forms.speaker(attendance.space), sheet.title(title)]
    story += [sheet.paragraph(attendance.title, look="important"), *forms.facts(_facts(attendance, when))]
    story += [sheet.gap(8), _table(attendance), sheet.gap(8), sheet.paragraph(_count(attendance))]
    line = forms.SignatureLine(_("Firma di chi conduce"))
    story.append(KeepTogether([line, sheet.paragraph(_("Stampato {when}.").format(when=stamp(made_at)))]))
    return sheet.build(story, Properties(title, "it-IT", made_at), foot=attendance.space.name)


def _facts(attendance: AttendanceSheet, when: str) -> tuple[tuple[str, str], ...]:
    number = _("{number} di {total}").format(number=attendance.number, total=attendance.of)
    rows = (
        (_("Tipo"), attendance.kind), (_("Quando"), when), (_("Incontro"), number if attendance.of > 1 else ""),
        (_("Dove"), attendance.room), (_("Conduce"), attendance.leader),
        (_("Volontari"), ", ".join(attendance.volunteers)),
    )  # fmt: skip
    return tuple(row for row in rows if row[1])


def _count(attendance: AttendanceSheet) -> str:
    if not attendance.is_held:
        return _("Totale presenti: ______")
    people = sum(is_here for _name, is_here in attendance.names) + attendance.unnamed
    words = ngettext("Totale: {n} persona presente.", "Totale: {n} persone presenti.", people).format(n=people)
    if not attendance.unnamed:
        return words
    nameless = ngettext("di cui {n} senza nome", "di cui {n} senza nome", attendance.unnamed)
    return f"{words} ({nameless.format(n=attendance.unnamed)})"


def _table(attendance: AttendanceSheet) -> Flowable:
    head = (_("N."), _("Cognome e nome"), _("Presente"), _("Firma"))
    here = _("sì")
    rows = [(str(number), sheet.cut(name, 80), here if is_here else "", "")
            for number, (name, is_here) in enumerate(attendance.names, start=1)]  # fmt: skip
    first_empty = len(rows) + 1
    rows += [(str(number), "", "", "") for number in range(first_empty, first_empty + attendance.empty_rows)]
    cells = [[Text(words, sheet.style("strong")) for words in head]]
    cells += [[Text(words, sheet.style("cell")) for words in row] for row in rows]
    widths = [sheet.WIDTH * part for part in (_NUMBER, _NAME, _HERE, 1 - _NUMBER - _NAME - _HERE)]
    return Table(cells, colWidths=widths, repeatRows=1, style=_grid(), renderCB=TableTags(), hAlign="LEFT")


def _grid() -> TableStyle:
    return TableStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.6, black),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("TOPPADDING", (0, 1), (-1, -1), _ROOM_TO_SIGN),
            ("BOTTOMPADDING", (0, 1), (-1, -1), _ROOM_TO_SIGN),
            ("FONT", (0, 0), (-1, -1), BODY),
        ]
    )
