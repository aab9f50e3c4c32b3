"""Every paper is an archive file, is tagged, says what we wrote, and can be scanned."""

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.paper_reader import fonts, outline, pages, scanned, text, verdict
from tests.paper_samples import ACCESSES, DAY, LEDGER_SHEET, NOTICES, NOW, SLIP, VERSION, languages, papers, slip
from wemi_desk.domain.day_sheets import CountTable
from wemi_desk.domain.slips import NextStep

SLIP_OUTLINE = """\
Document
  P
  P
  P
  H1
  P
  H2
  L
    LI
      Lbl
      LBody
    LI
      Lbl
      LBody
  H2
  L
    LI
      Lbl
      LBody
    LI
      Lbl
      LBody
  H2
  P
  P
  Figure 'Codice a barre: WDPRV261118001'
  P""".splitlines()

DAY_OUTLINE = """\
Document
  P
  P
  P
  H1
  H2
  Table
    TR
      TH Column
        P
      TH Column
        P
    TR
      TH Row
        P
      TD
        P
    TR
      TH Row
        P
      TD
        P
  P
  H2
  P
  P""".splitlines()

SAMPLES = {
    "slip": lambda: papers().slip(SLIP),
    "bare slip": lambda: slip(bring=(), next_step=None, person=""),
    "day": lambda: papers().day_summary(DAY),
    "ledger": lambda: papers().day_ledger(LEDGER_SHEET),
    "accesses": lambda: papers().access_list(ACCESSES),
    "informativa": lambda: papers().privacy_notice("it", VERSION),
}


@pytest.fixture(params=SAMPLES)
def sample(request):
    return SAMPLES[request.param]


def test_every_paper_is_a_pdf_a_2b_with_all_fonts_inside(sample):
    pdf = sample()
    assert verdict(pdf) == "pass"
    assert all(fonts(pdf).values()), fonts(pdf)


def test_two_renderings_of_the_same_moment_are_the_same_bytes(sample):
    assert sample() == sample()


def test_the_moment_of_printing_is_in_the_file():
    assert papers(NOW).slip(SLIP) != papers(NOW + timedelta(hours=1)).slip(SLIP)


def test_the_slip_has_its_structure():
    assert outline(papers().slip(SLIP)) == SLIP_OUTLINE


def test_the_day_sheet_has_its_structure():
    assert outline(papers().day_summary(DAY)) == DAY_OUTLINE


def test_a_table_over_two_pages_stays_one_table_with_one_heading_row():
    rows = tuple((f"voce {number}", number) for number in range(60))
    pdf = papers().day_summary(replace(DAY, tables=(CountTable("Lunga", "Voce", rows),)))
    assert pages(pdf) > 1
    assert verdict(pdf) == "pass"
    lines = outline(pdf)
    assert lines.count("  Table") == 1
    assert lines.count("      TH Column") == 2
    assert lines.count("      TH Row") == 60


def test_the_slip_reads_as_it_was_written_without_glued_words():
    words = text(papers().slip(SLIP))
    for sentence in (
        *SLIP.done,
        *SLIP.bring,
        SLIP.title,
        SLIP.space.name,
        "Informazioni: 020202",
        "Per: Łukasz D’Àmico",
    ):
        assert sentence in words
    assert "Venerdì 20 novembre 2026 alle 10:30: ritorni allo sportello per finire la registrazione" in words
    assert words.endswith("pagina 1")


def test_a_long_sentence_keeps_its_spaces_at_line_ends():
    sentence = " ".join(f"parola{number}" for number in range(80))
    assert sentence in text(slip(done=(sentence,)))


def test_the_slip_fits_one_page():
    assert pages(papers().slip(SLIP)) == 1


def test_the_slip_says_when_it_was_written_down_and_calls_nothing_sent():
    words = text(papers().slip(SLIP))
    assert "Registrato allo sportello il 18/11/2026 alle 10:42." in words
    assert "inviata" not in words.lower()


def test_the_name_is_printed_only_when_asked():
    assert "Per:" not in text(slip(person=""))


def test_the_next_day_carries_its_weekday_even_without_a_time():
    assert "Lunedì 7 dicembre 2026" in text(slip(next_step=NextStep(date(2026, 12, 7))))


def test_the_printed_code_is_scanned_back():
    assert scanned(papers().slip(SLIP)) == {SLIP.code}


@pytest.mark.parametrize("code", ["AAAA", "0123456789", "W" * 32])
def test_any_code_of_ours_is_scanned_back(code):
    assert scanned(slip(code=code)) == {code}


def test_the_figures_of_the_day_stand_beside_their_names():
    words = text(papers().day_summary(DAY))
    assert "Riepilogo di mercoledì 18 novembre 2026" in words
    assert "Identità digitale 7" in words
    assert "Ancora aperti Nessuno." in words


@pytest.mark.parametrize("language", languages())
def test_the_informativa_is_archived_in_every_offered_language_and_its_qr_leads_to_that_text(language):
    notice = NOTICES.get(language, VERSION)
    pdf = papers().privacy_notice(language, VERSION)
    assert verdict(pdf) == "pass"
    assert all(fonts(pdf).values())
    assert scanned(pdf) == {notice.public_address}
    assert pages(pdf) == 1


@pytest.mark.parametrize("room", ["wemi_desk.documents", "wemi_desk.services.paper_ports"])
def test_importing_the_room_loads_no_heavy_library(room):
    probe = (
        f"import sys, {room}; print([m for m in ('reportlab', 'pikepdf', 'babel', 'fontTools') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_the_list_of_accesses_says_when_who_what_and_why():
    words = text(papers().access_list(ACCESSES))
    assert "Per: Łukasz D’Àmico" in words
    assert "18/11/2026, 10:42 Giulia R. Ha aperto la scheda la persona è qui" in words
    assert "Stampato il 18/11/2026 alle 10:42." in words
    assert "più vecchi" not in words
    assert "più vecchi" in text(papers().access_list(ACCESSES._replace(is_whole=False)))
    assert outline(papers().access_list(ACCESSES)).count("      TH Column") == 4


def test_a_long_list_of_accesses_flows_over_pages_with_its_head():
    pdf = papers().access_list(ACCESSES._replace(rows=ACCESSES.rows * 100))
    assert pages(pdf) > 3
    assert verdict(pdf) == "pass"
    assert text(pdf).count("Quando Chi Che cosa Perché") == pages(pdf)
