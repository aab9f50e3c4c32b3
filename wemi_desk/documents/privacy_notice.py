"""The informativa on paper, in the citizen's language and never in another one."""

from __future__ import annotations

from datetime import datetime

from wemi_desk.documents import sheet
from wemi_desk.documents.archive import Properties
from wemi_desk.documents.fonts import BODY, register
from wemi_desk.documents.plain_text import unprintable
from wemi_desk.domain.errors import UnprintableTextError
from wemi_desk.domain.privacy_notices import NoticeText
from wemi_desk.i18n import _


def render(notice: NoticeText, made_at: datetime) -> bytes:
    """Return the text as PDF/A-2b; raise UnprintableTextError when a character has no glyph."""
    _demand_glyphs(notice)
    story = [*sheet.brand_block(), sheet.title(notice.title)]
    if notice.is_draft:
        story.append(sheet.paragraph(notice.draft_note, look="strong"))
    story += [sheet.paragraph(words, look="important") for words in notice.paragraphs]
    alt = _("Codice QR: {address}").format(address=notice.public_address)
    story += [sheet.gap(8), sheet.qr_code(notice.public_address, alt), sheet.paragraph(notice.public_address)]
    foot = _("Informativa, versione {version} ({language})").format(version=notice.version, language=notice.language)
    return sheet.build(story, Properties(notice.title, notice.language, made_at), foot)


def _demand_glyphs(notice: NoticeText) -> None:
    register()
    missing = unprintable("".join((notice.title, notice.draft_note, *notice.paragraphs)), BODY)
    if missing:
        raise UnprintableTextError(notice.language, missing)
