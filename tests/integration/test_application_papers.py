"""Papers of an application: they say what is true, they are read back, and nothing on them is cut off."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.application_paper_samples import (
    CODE,
    HEAD,
    LETTER,
    LISTED,
    MISSING,
    RECEIPT,
    SUMMARY,
    UNDECLARED,
    UNSENT,
    WITH_CODES,
    drawn,
)
from tests.paper_reader import ink_outside, kinds_scanned, outline, pages, scanned, text, verdict
from tests.paper_samples import NOW, papers
from tests.pdfa_rules import broken
from wemi_desk.domain.application_papers import DeclarationLine, FactBlock, Funding, MissingThing
from wemi_desk.domain.errors import InvalidFieldError

LONG_NAME = "Maria Antonietta Giuseppina " * 7 + "della Rovere-Castiglioni di Serravalle"
LONG_TEXT = " ".join(f"parola{number}" for number in range(80))[:700]
RIGHT_TO_LEFT = "محمد عبد الرحمن بن خالد الحسيني التونسي"


@pytest.fixture(params=WITH_CODES)
def coded(request):
    return drawn(request.param)


def test_the_code_is_scanned_back_from_bars_and_from_the_square(coded):
    found = set().union(*(kinds_scanned(coded, page) for page in range(pages(coded))))
    assert {text for _kind, text in found} == {CODE}
    assert len(found) == 2
    assert any("128" in kind for kind, _text in found)
    assert any("QR" in kind for kind, _text in found)


@pytest.mark.parametrize("dpi", [150, 300])
def test_the_code_is_read_by_poor_and_by_good_readers(dpi):
    pdf = drawn("receipt")
    assert len(kinds_scanned(pdf, dpi=dpi)) == 2


def test_a_paper_of_an_application_says_that_it_was_not_sent(coded):
    words = text(coded)
    assert UNSENT in words
    assert "inviata al portale" not in words.lower()


def test_only_a_receipt_makes_the_slip_a_receipt():
    assert "Domanda preparata, non ancora inviata" in text(drawn("receipt"))
    sent = replace(RECEIPT, head=replace(HEAD, state="Inviata al portale, ricevuta n. 7.", is_sent=True))
    words = text(papers().application_receipt(sent))
    assert "Ricevuta della domanda" in words
    assert "non ancora inviata" not in words


def test_the_summary_reads_from_top_to_bottom():
    words = text(drawn("application"))
    order = [
        "Cofinanziato dall’Unione europea", "Comune di Milano", "Spazio WeMi di prova", "Informazioni: 020202",
        "Riepilogo della domanda, da firmare", "Voucher digitali Milano 0–18", "CUP: B41J22000000006", "ESEMPIO",
        UNSENT, CODE, "Chi fa la domanda", "Nome Łukasz D’Àmico", "Per chi", "Amina Bianchi", "ISEE",
        "Valore € 12.345,67", "Dichiarazioni", "Dichiaro che i dati sono veri", "Dichiarato il 18/11/2026 alle 10:42.",
        "NON ancora dichiarato", "Documenti visti", "Carta d’identità",
        "Che cosa risulta, controllo il 18/11/2026 alle 10:42", "risulta ammissibile",
        "Questo è un aiuto, non una decisione", "sì. ISEE fino a € 27.000,00. Qui: € 12.345,67", "Firma", "Milano, il",
        "Firma di chi fa la domanda", "Giulia R.", "Stampato il 18/11/2026",
    ]  # fmt: skip
    place = 0
    for piece in order:
        place = words.index(piece, place)


def test_the_summary_has_its_structure():
    lines = outline(drawn("application"))
    assert lines[:6] == ["Document", "  P", "  P", "  P", "  P", "  P"]
    assert lines.count("  H1") == 1
    assert lines.count("  H2") == 7
    assert lines.count("  Table") == 3
    assert lines.count("      TH Row") == 6
    assert lines.count("  L") == 3
    assert f"  Figure 'Codice QR: {CODE}'" in lines


def test_the_list_of_what_is_missing_is_in_large_type():
    pdf = drawn("missing")
    sizes = {float(size) for size in _sizes(pdf)}
    assert max(sizes) >= 17
    words = text(pdf)
    assert "1. Attestazione ISEE 2026. Si fa gratis al CAF." in words
    assert "Entro le 12:00 di lunedì 30 novembre 2026. Mancano 12 giorni." in words
    assert "Per: A. B." in words
    assert "Non manca niente." in text(papers().missing_list(replace(MISSING, things=())))


def _sizes(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    yield operands[1]


def test_receipts_and_short_letters_fit_one_page():
    assert pages(drawn("receipt")) == 1
    assert pages(drawn("letter")) == 1
    assert pages(drawn("missing")) == 1


def test_a_letter_with_many_movements_keeps_its_code_on_the_first_page():
    moved = replace(LETTER, movements=tuple((f"{day:02}/09/2026", "Consumo", "€ 1,00") for day in range(1, 31)))
    pdf = papers().voucher_letter(moved)
    assert pages(pdf) > 1
    assert scanned(pdf) == {CODE}
    assert broken(pdf) == []


def test_the_letter_says_the_three_numbers_and_the_last_day():
    words = text(drawn("letter"))
    assert "Ultimo giorno per usarlo: sabato 31 luglio 2027." in words
    assert "Prezzo dell’attività € 200,00 Paga il voucher € 150,00 A carico della famiglia € 50,00" in words


def test_without_an_address_none_is_printed():
    assert "via delle Prove" not in text(papers().voucher_letter(replace(LETTER, address="")))


@pytest.mark.parametrize("name", [LONG_NAME, RIGHT_TO_LEFT, f"Amina {RIGHT_TO_LEFT} " * 3, "W" * 200, "রহিমা খাতুন"])
def test_a_long_name_wraps_within_the_margins(name):
    block = FactBlock("Chi fa la domanda", (("Nome", name),))
    summary = papers().application_summary(replace(SUMMARY, blocks=(block,)))
    letter = papers().voucher_letter(replace(LETTER, holder=name))
    for pdf in (summary, letter):
        assert broken(pdf) == []
        assert verdict(pdf) == "pass"
        assert not ink_outside(pdf)
    if name == LONG_NAME:
        assert name in text(summary)


def test_a_right_to_left_name_is_read_aloud_as_it_is_written():
    pdf = papers().application_summary(replace(SUMMARY, blocks=(FactBlock("Per chi", (("Nome", RIGHT_TO_LEFT),)),)))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        spoken = [str(one.ActualText) for one in document.objects
                  if isinstance(one, pikepdf.Dictionary) and "/ActualText" in one]  # fmt: skip
    assert spoken == [RIGHT_TO_LEFT]


def test_texts_of_seven_hundred_characters_lose_nothing():
    declared = DeclarationLine(LONG_TEXT, NOW)
    pdf = papers().application_summary(
        replace(SUMMARY, declarations=(declared,) * 4, blocks=(FactBlock("Note", (("Nota", LONG_TEXT),)),))
    )
    assert text(pdf).replace("Domanda A24512345K pagina 1 ", "").count(LONG_TEXT) >= 4
    assert not ink_outside(pdf)
    assert broken(pdf) == []


def test_a_value_longer_than_a_page_flows_on():
    endless = "parola " * 3_000
    block = FactBlock("Note", (("Nota", endless), ("Altro", "x")))
    pdf = papers().application_summary(replace(SUMMARY, blocks=(block,)))
    assert text(pdf).count("parola") == 3_000
    assert verdict(pdf) == "pass"


@pytest.mark.parametrize("typed", ["Rossi <b>Maria", "</para>", '<img src="/etc/hostname"/>', "a\x00b", "\ud800", ""])
def test_no_text_in_any_place_keeps_a_paper_from_being_printed(typed):
    head = replace(HEAD, measure=typed, edition=typed, state=typed, funding=Funding((typed,), typed))
    rows = ((typed, typed),)
    drawn = (
        papers().application_summary(replace(SUMMARY, head=head, blocks=(FactBlock(typed, rows),), helper=typed)),
        papers().missing_list(replace(MISSING, head=head, things=(MissingThing(typed, typed),), initials=typed)),
        papers().application_receipt(replace(RECEIPT, head=head, rows=rows, next_step=typed)),
        papers().voucher_letter(replace(LETTER, head=head, holder=typed, rows=rows, movements=((typed,) * 3,))),
        papers().protocol_list(replace(LISTED, title=typed or "x", rows=((typed,) * 3,))),
    )
    assert [verdict(pdf) for pdf in drawn] == ["pass"] * 5


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=600), st.sampled_from(("", "W" * 1_500, RIGHT_TO_LEFT * 9, "\u0301" * 300, "parola " * 300)))
def test_whatever_is_typed_stays_within_the_margins(typed, more):
    words = typed + more
    head = replace(HEAD, measure=words, state=words)
    rows, moved = (("Nome", words), ("Nota", words)), (("12/09/2026", words, words),) * 2
    drawn = (
        papers().application_summary(replace(SUMMARY, head=head, blocks=(FactBlock("Chi", rows),), documents=(words,))),
        papers().voucher_letter(replace(LETTER, head=head, holder=words, rows=rows, movements=moved)),
        papers().application_receipt(replace(RECEIPT, head=head, rows=rows, next_step=words)),
    )
    for pdf in drawn:
        assert not ink_outside(pdf)
        assert broken(pdf) == []


def test_a_list_has_no_names_and_says_so_and_when():
    rows = tuple((str(number), f"PG/2026/{number:07}", "ammessa") for number in range(1, 60))
    pdf = papers().protocol_list(replace(LISTED, rows=rows))
    assert "59 righe, nessun nome. Stampato il 18/11/2026 alle 10:42." in text(pdf)
    assert outline(pdf).count("  Table") == 1
    assert "Nessuna riga." in text(papers().protocol_list(replace(LISTED, rows=())))


def test_a_paper_says_when_it_was_printed(coded):
    assert "Stampato il 18/11/2026 alle 10:42" in text(coded)


def test_a_code_that_no_reader_could_type_is_refused():
    with pytest.raises(InvalidFieldError, match="code"):
        replace(HEAD, code="V-2026/1")


def test_a_measure_that_is_no_example_is_not_called_one():
    plain = replace(RECEIPT, head=replace(HEAD, is_example=False, funding=Funding()))
    words = text(papers().application_receipt(plain))
    assert "ESEMPIO:" not in words
    assert "CUP" not in words
    assert "Unione europea" not in words


def test_what_was_not_declared_is_said_to_be_so():
    assert text(drawn("application")).count("NON ancora dichiarato") == 1
    assert "NON ancora dichiarato" not in text(
        papers().application_summary(replace(SUMMARY, declarations=(replace(UNDECLARED, ticked_at=NOW),)))
    )


def test_the_same_paper_at_another_moment_is_another_file():
    later = datetime(2026, 11, 18, 9, 42, tzinfo=UTC) + timedelta(minutes=1)
    assert papers(later).application_receipt(RECEIPT) != drawn("receipt")
