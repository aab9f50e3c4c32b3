"""The slip of an application: its number where there is one, the dates, the next step; never "inviata" without one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from wemi_desk.documents import forms, sheet
from wemi_desk.documents.archive import Properties
from wemi_desk.documents.plain_text import Strong
from wemi_desk.documents.words import stamp
from wemi_desk.domain.application_papers import ApplicationReceipt
from wemi_desk.i18n import _


def render(receipt: ApplicationReceipt, made_at: datetime, branding: Path | None = None) -> bytes:
    """Return the slip as PDF/A-2b."""
    title = _("Ricevuta della domanda") if receipt.head.is_sent else _("Domanda preparata, non ancora inviata")
    story = forms.opening(receipt.head, title, branding)
    if receipt.initials:
        story.append(sheet.paragraph(_("Per: {person}").format(person=receipt.initials), look="important"))
    story += forms.facts(receipt.rows, "important")
    if receipt.next_step:
        story += [*sheet.heading(_("Che cosa succede adesso")), sheet.paragraph(receipt.next_step, look="important")]
    call = _("Per sapere a che punto è: {number}.").format(number=sheet.PUBLIC_NUMBER)
    story += [sheet.gap(4), sheet.paragraph(Strong(call), look="important")]
    story += [sheet.gap(10), forms.codes(receipt.head.code)]
    story.append(sheet.paragraph(_("Stampato {when}.").format(when=stamp(made_at))))
    return sheet.build(story, Properties(title, "it-IT", made_at))
