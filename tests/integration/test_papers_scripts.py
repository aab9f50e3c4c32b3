"""Arabic joins, Bengali moves, Chinese breaks anywhere, and readers still get the words as written."""

import io
from dataclasses import replace

import pikepdf
import pytest

from tests.paper_reader import pages, text, verdict
from tests.paper_samples import NOTICES, NOW, VERSION, papers, slip
from wemi_desk.documents.fonts import BODY, font
from wemi_desk.documents.plain_text import STAND_IN
from wemi_desk.documents.privacy_notice import render
from wemi_desk.documents.shaping import line, lines


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


def signs(shaped):
    """The glyph numbers of a line, from left to right."""
    pieces = [(font(piece.font).face, character) for piece in shaped.glyphs for character in piece.characters]
    return [face.charToGlyph[ord(character)] for face, character in pieces]


def test_arabic_letters_are_joined_and_run_from_right_to_left():
    shaped = line("سلام", BODY, 1)
    face = font("NotoArabic").face
    isolated = [face.charToGlyph[ord(letter)] for letter in "سلام"]
    drawn = signs(shaped)
    assert drawn[0] == isolated[-1], "the last letter stands leftmost; nothing joins it to an alef"
    assert drawn[-1] != isolated[0], "the first letter is joined"
    assert [glyph.x for glyph in shaped.glyphs] == sorted(glyph.x for glyph in shaped.glyphs)


def test_a_bengali_vowel_moves_before_its_consonant():
    face = font("NotoBengali").face
    drawn = signs(line("কি", BODY, 0))
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


@pytest.mark.parametrize("name", ["محمد علي", "রহিমা খাতুন", "Amina (أمينة) 2"])
def test_a_name_whose_letters_join_is_shaped_on_the_slip(name):
    pdf = slip(person=name)
    assert spoken(pdf) == [f"Per: {name}"]
    assert verdict(pdf) == "pass"


def test_a_list_shows_a_mark_rather_than_letters_that_stand_apart():
    assert text(slip(bring=("محمد",))).count(STAND_IN) == 4


def test_an_endless_word_is_cut_at_the_margin():
    pdf = slip(person="م" * 20_000)
    assert verdict(pdf) == "pass"
    assert pages(pdf) > 1
    assert all(one.width <= 30_000 for one in lines("م" * 500, BODY, 30_000, 1))


def test_papers_printed_before_do_not_change_the_next_one():
    first = papers().privacy_notice("ar", VERSION)
    papers().privacy_notice("bn", VERSION)
    slip(person="Олена")
    assert papers().privacy_notice("ar", VERSION) == first
