"""Whatever was typed is printed as typed; what no font can write leaves a visible mark."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.paper_reader import text, verdict
from tests.paper_samples import papers, slip
from wemi_desk.documents.fonts import BODY, CODE, register
from wemi_desk.documents.plain_text import STAND_IN, Strong, markup, unprintable
from wemi_desk.domain.access_sheets import AccessRow, AccessSheet
from wemi_desk.domain.day_sheets import CountTable, DaySheet
from wemi_desk.domain.slips import NextStep, PaperSpace

ROOT = Path(__file__).resolve().parents[2]
AS_TYPED = [
    "Rossi <b>Maria",
    "</para>",
    "Łukasz",
    "D’Àmico",
    "O'Brien & Figli &amp; &lt;",
    '<img src="/etc/hostname"/>',
    "<font name='Nessuno'>x</font>",
    "100 % {name} %s \\n",
    "Ștefan Țurcanu Đorđe Çağrı Ğ",
    "--> ]]> <!-- <?xml?>",
]
REPLACED = {
    "Maria \N{GRINNING FACE} Rossi": 1,
    "Rossi\N{RIGHT-TO-LEFT OVERRIDE}airaM": 1,
    "\N{ZERO WIDTH SPACE}a\N{BYTE ORDER MARK}b": 2,
    "a\x00b\x07c": 2,
    "\U000e0041\ue000": 2,
}


@pytest.mark.parametrize("typed", AS_TYPED)
def test_text_is_printed_as_typed(typed):
    pdf = slip(person=typed, title=f"Promemoria {typed}", done=(typed,))
    assert text(pdf).count(" ".join(typed.split())) == 3
    assert verdict(pdf) == "pass"


@pytest.mark.parametrize("typed", REPLACED)
def test_what_no_font_can_write_leaves_a_visible_mark_of_the_same_length(typed):
    pdf = slip(person=typed)
    printed = text(pdf).split("Per: ")[1].split(" Che cosa")[0]
    assert printed.count(STAND_IN) == REPLACED[typed]
    assert len(printed) == len(typed)
    assert verdict(pdf) == "pass"


def test_the_first_thing_printed_may_hold_a_sign_that_no_font_can_write():
    work = "from tests.paper_samples import slip; print(slip(person='a\\ue000b')[:5])"
    done = subprocess.run([sys.executable, "-c", work], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.stdout.strip(), done.stderr) == ("b'%PDF-'", "")


@pytest.mark.parametrize("typed", ["x" * 20_000, "parola " * 2_857])
def test_twenty_thousand_characters_flow_over_pages_and_none_is_lost(typed):
    pdf = slip(done=(typed,))
    assert verdict(pdf) == "pass"
    printed = text(pdf).split("Che cosa abbiamo fatto")[1].split("Che cosa portare")[0]
    kept = "".join(printed.split()).replace("•", "")
    for page in range(1, 30):
        kept = kept.replace(f"pagina{page}", "")
    assert kept == "".join(typed.split())


@pytest.mark.parametrize("typed", [*AS_TYPED, *REPLACED, "x" * 4_000, "م" * 2_000, "\ud800م", "\ud800", "", " "])
def test_no_text_in_any_place_keeps_a_paper_from_being_printed(typed):
    space = PaperSpace(typed, typed, typed)
    step = NextStep(date(2026, 11, 20), None, typed)
    papered = slip(space=space, title=typed, person=typed, done=(typed,), bring=(typed,), next_step=step)
    assert verdict(papered) == "pass"
    table = CountTable(typed, typed[:500], ((typed[:500], 1),), typed)
    assert verdict(papers().day_summary(DaySheet(space, date(2026, 11, 18), (table,)))) == "pass"
    row = AccessRow(*[typed[:500]] * 4)
    assert verdict(papers().access_list(AccessSheet(space, typed, (row,)))) == "pass"


def test_accents_typed_apart_are_joined():
    assert markup("Niccolo\N{COMBINING GRAVE ACCENT}", BODY) == "Niccolò"


def test_only_our_own_words_can_be_bold():
    assert markup(["<b>a</b>", Strong("b & c")], BODY) == "&lt;b&gt;a&lt;/b&gt;<b>b &amp; c</b>"


def test_a_missing_glyph_comes_from_another_embedded_font_before_the_mark():
    register()
    assert markup("ə", BODY) == f'<font name="{CODE}">ə</font>'
    assert unprintable("aə\N{GRINNING FACE}", BODY) == "\N{GRINNING FACE}"
