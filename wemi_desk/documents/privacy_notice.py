"""The informativa on paper, in the citizen's language and never in another one."""

from __future__ import annotations

from datetime import datetime

from reportlab.platypus import Flowable

from wemi_desk.documents import sheet
from wemi_desk.documents.archive import Properties
from wemi_desk.documents.fonts import BODY, register
from wemi_desk.documents.layout import Text
from wemi_desk.documents.plain_text import unprintable
from wemi_desk.documents.shaped_text import ShapedText
from wemi_desk.domain.errors import UnprintableTextError
from wemi_desk.domain.privacy_notices import NoticeText
from wemi_desk.i18n import _

_SHAPED = {"ar", "bn"}
_UNSPACED = {"zh"}


def render(notice: NoticeText, made_at: datetime) -> bytes:
    """Return the text as PDF/A-2b; raise UnprintableTextError when a character has no glyph."""
    _demand_glyphs(notice)
    story = [*sheet.brand_block(), _words(notice, notice.title, "title", "H1")]
    if notice.is_draft:
        story += [_words(notice, notice.draft_note, "strong"), sheet.gap(6)]
    story += [_words(notice, paragraph, "important") for paragraph in notice.paragraphs]
    alt = _("Codice QR: {address}").format(address=notice.public_address)
    story += [sheet.gap(8), sheet.qr_code(notice.public_address, alt), sheet.paragraph(notice.public_address)]
    foot = _("Informativa, versione {version} ({language})").format(version=notice.version, language=notice.language)
    return sheet.build(story, Properties(notice.title, notice.language, made_at), foot)


def _words(notice: NoticeText, words: str, look: str, role: str = "P") -> Flowable:
    """The words as their script wants them: joined letters, lines without blanks, or plain."""
    if notice.language in _SHAPED:
        return ShapedText(words, sheet.style(look + " rtl" if notice.right_to_left else look), role)
    return Text(words, sheet.style(look + " unspaced" if notice.language in _UNSPACED else look), role=role)


def _demand_glyphs(notice: NoticeText) -> None:
    register()
    missing = unprintable(
        "".join((notice.title, notice.draft_note, *notice.paragraphs)), BODY, notice.language in _SHAPED
    )
    if missing:
        raise UnprintableTextError(notice.language, missing)
