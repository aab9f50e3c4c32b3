"""Papers of a pratica as the world reads them: shaped, embedded, archived, and scanned back."""

import io
import re
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from tests.paper_reader import fonts, ink_outside, pages, scanned, text, verdict
from tests.slip_samples import CATALOGUE, LANGUAGES, NOW, TEXTS, made, matter
from wemi_desk.documents.fonts import BODY, BODY_BOLD, register
from wemi_desk.documents.mandate_form import render as render_form
from wemi_desk.documents.paperwork_slip import render, render_list
from wemi_desk.documents.plain_text import unprintable
from wemi_desk.domain.slip_texts import Wording
from wemi_desk.services.paperwork.slip_contents import bring_list, mandate_form

ROOT = Path(__file__).resolve().parents[2]
COMMONEST = ("SPID-NEW", "SPID-REC", "CIE-APP", "CIE-PIN", "FSE", "FSE-MED", "CUP", "ISEE", "IO", "PAGOPA", "SCU-ISC",
             "INPS-AUU")  # fmt: skip


def spoken(pdf):
    """What a screen reader says instead of shaped glyphs, in its order."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return list(_spoken(document.Root.StructTreeRoot.K))


def _spoken(element):
    if "/ActualText" in element:
        yield str(element.ActualText)
    for kid in element.K:
        if "/S" in kid:
            yield from _spoken(kid)


def all_words(words, pdf):
    """Readers turn Italian round where it stands on one line with Arabic, word by word."""
    return set(re.findall(r"\w+", words)) <= set(re.findall(r"\w+", text(pdf)))


def squeezed(words):
    return "".join(words.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slip_is_archived_with_its_fonts_and_its_words_come_back(language):
    slip = made(language)
    pdf = render(slip, NOW)
    assert verdict(pdf) == "pass"
    assert all(fonts(pdf).values())
    assert not ink_outside(pdf, left=19)
    assert pages(pdf) == 1
    said = squeezed(" ".join([text(pdf), *spoken(pdf)]))
    for words in slip.wordings:
        assert squeezed(words.own) in said
        assert all_words(words.italian, pdf)
    assert "PR-2026-000123" in text(pdf)
    assert "020202" in text(pdf)


def test_the_code_on_the_slip_is_scanned_back():
    slip = made("ar")
    assert scanned(render(slip, NOW)) == {slip.head.code}


@pytest.mark.parametrize("language", ["ar", "bn"])
def test_shaped_words_are_read_aloud_in_their_order(language):
    slip = made(language)
    said = spoken(render(slip, NOW))
    assert [slip.head.title.own, slip.result.own] == [one for one in said if one in (slip.head.title.own,
                                                                                  slip.result.own)]  # fmt: skip
    assert [one.own for one in slip.done] == [one for one in said if one in {words.own for words in slip.done}]


def test_arabic_stands_at_the_right_and_italian_at_the_left():
    arabic, chinese = (_columns(render(made(language), NOW)) for language in ("ar", "zh"))
    assert arabic < 200 < chinese, "where the Italian of the title begins"


def _columns(pdf):
    """Points from the left edge to the Italian title."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].get_textpage()
        found = page.search("Recuperare o rinnovare")
        index, _count = found.get_next()
        return page.get_charbox(index)[0]


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "it"])
def test_an_untranslated_text_says_so_in_the_persons_language(language):
    slip = replace(made(language), missing=(Wording("Una cosa nuova"),), result=Wording("Finita così"))
    pdf = render(slip, NOW)
    remark = slip.head.labels["only_italian"].own
    said = squeezed(" ".join([text(pdf), *spoken(pdf)]))
    assert said.count(squeezed(remark)) >= 2
    assert all_words("Una cosa nuova Finita così", pdf)


def test_an_unchecked_translation_says_so_and_italian_has_nothing_to_say():
    assert TEXTS.find("fr").phrases["unconfirmed"].text in text(render(made("fr"), NOW))
    assert TEXTS.find("it").phrases["unconfirmed"].text not in text(render(made(), NOW))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_has_a_glyph_for_every_character(language):
    register()
    found = TEXTS.find(language)
    said = "".join(one.text for part in (found.phrases, found.reasons, found.texts) for one in part.values())
    assert unprintable(said, BODY, shaping=True) == ""
    assert unprintable(said, BODY_BOLD, shaping=True) == ""


@pytest.mark.parametrize("code", COMMONEST)
def test_the_list_of_what_is_missing_is_printed_for_the_commonest(code):
    language = LANGUAGES[1 + COMMONEST.index(code) % 8]
    missing = bring_list(matter(language, code=code, brought=()))
    pdf = render_list(missing, NOW)
    said = squeezed(" ".join([text(pdf), *spoken(pdf)]))
    assert len(missing.things) == len(CATALOGUE.newest(code).bring)
    assert all(one.own and squeezed(one.own) in said for one in missing.things)
    assert pages(pdf) == 1


def test_a_list_with_nothing_missing_says_so():
    pdf = render_list(bring_list(matter("es", brought=CATALOGUE.newest("SPID-REC").bring)), NOW)
    assert "No falta nada." in text(pdf)


@pytest.mark.parametrize("language", ["it", "ar", "zh"])
def test_the_delega_is_one_page_to_be_signed(language):
    pdf = render_form(mandate_form(matter(language, code="CUP")), NOW)
    assert (pages(pdf), verdict(pdf)) == (1, "pass")
    assert all_words("Delega per consegnare o ritirare documenti: usare SPID o CIE di chi delega, Data e firma", pdf)


def test_very_long_words_flow_onto_further_pages():
    long = Wording("cosa " * 400, "أشياء " * 400)
    slip = replace(made("ar"), missing=(long,), notes=(long,))
    pdf = render(slip, NOW)
    assert pages(pdf) > 1
    assert verdict(pdf) == "pass"


def test_every_text_stands_in_every_language_or_is_marked_missing():
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import slip_texts
    finally:
        sys.path.pop(0)
    assert list(slip_texts.faults(*slip_texts.read())) == []
    texts, catalogue = slip_texts.read()
    del texts["bn"]["texts"]["Fototessera"]
    texts["ro"]["texts"]["CIE"] = {"text": "", "state": "missing"}
    texts["uk"]["phrases"]["done"] = {"text": "", "state": "unconfirmed"}
    assert [one.split(":")[0] for one in slip_texts.faults(texts, catalogue)] == ["ro.texts", "uk.phrases", "bn.texts"]


@pytest.mark.parametrize("language", ["it", "ar", "zh"])
def test_whatever_the_operator_typed_is_printed_as_typed_or_marked(language):
    typed = "Rossi <b>Maria</b> & figli; «,\"': \N{GRINNING FACE} Łukasz محمد রহিমা 张 \N{RIGHT-TO-LEFT OVERRIDE}x\x00y"
    slip = replace(made(language), next_text=typed, destination=typed * 12, reference="<para>" + "9" * 500)
    pdf = render(slip, NOW)
    assert verdict(pdf) == "pass"
    assert all(fonts(pdf).values())
    assert "<b>" in "".join([text(pdf), *spoken(pdf)])
