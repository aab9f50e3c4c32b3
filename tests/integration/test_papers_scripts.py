"""Arabic joins, Bengali moves, Chinese breaks anywhere, and readers still get the words as written."""

import io
from dataclasses import replace

import pikepdf
import pytest

from tests.paper_reader import pages, text, verdict
from tests.paper_samples import NOTICES, NOW, VERSION, papers, slip
from wemi_desk.documents.fonts import BODY, font
from wemi_desk.documents.privacy_notice import render
from wemi_desk.documents.shaping import line


def spoken(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        kids = document.Root.StructTreeRoot.K.K
        return [str(kid.ActualText) for kid in kids if "/ActualText" in kid]


def sentences(notice):
    return [notice.title, notice.draft_note, *notice.paragraphs]


@pytest.mark.parametrize("language", ["ar", "bn"])
def test_a_screen_reader_gets_the_words_in_their_logical_order(language):
    notice = NOTICES.get(language, VERSION)
    assert spoken(papers().privacy_notice(language, VERSION)) == sentences(notice)


@pytest.mark.parametrize("language", ["bn", "uk", "ru", "zh"])
def test_the_words_can_be_copied_as_written(language):
    printed = text(papers().privacy_notice(language, VERSION))
    for sentence in sentences(NOTICES.get(language, VERSION)):
        assert "".join(sentence.split()) in "".join(printed.split())


def test_arabic_letters_are_joined_and_run_from_right_to_left():
    shaped = line("سلام", BODY, 1)
    face = font("NotoArabic").face
    isolated = [face.charToGlyph[ord(letter)] for letter in "سلام"]
    drawn = [face.charToGlyph[ord(glyph.character)] for glyph in shaped.glyphs]
    assert drawn[0] == isolated[-1], "the last letter stands leftmost; nothing joins it to an alef"
    assert drawn[-1] != isolated[0], "the first letter is joined"
    assert [glyph.x for glyph in shaped.glyphs] == sorted(glyph.x for glyph in shaped.glyphs)


def test_a_bengali_vowel_moves_before_its_consonant():
    face = font("NotoBengali").face
    drawn = [face.charToGlyph[ord(glyph.character)] for glyph in line("কি", BODY, 0).glyphs]
    assert drawn == [face.charToGlyph[ord("ি")], face.charToGlyph[ord("ক")]]


@pytest.mark.parametrize("language", ["ar", "bn", "zh", "it"])
def test_a_long_text_flows_over_pages_and_stays_one_paragraph(language):
    notice = NOTICES.get(language, VERSION)
    joint = "" if language == "zh" else " "
    long = replace(notice, paragraphs=(joint.join(notice.paragraphs * 6),))
    pdf = render(long, NOW)
    assert pages(pdf) > 1
    assert verdict(pdf) == "pass"
    if language in {"ar", "bn"}:
        assert spoken(pdf)[-1] == long.paragraphs[0]


def test_names_in_cyrillic_and_greek_are_printed_on_the_slip():
    pdf = slip(person="Олена Шевченко, Ελένη")
    assert "Per: Олена Шевченко, Ελένη" in text(pdf)
    assert verdict(pdf) == "pass"


def test_papers_printed_before_do_not_change_the_next_one():
    first = papers().privacy_notice("ar", VERSION)
    papers().privacy_notice("bn", VERSION)
    slip(person="Олена")
    assert papers().privacy_notice("ar", VERSION) == first
