"""The sheet to sign: read back as printed, room for everybody, over as many pages as it takes."""

from dataclasses import replace

from tests.paper_reader import ink_outside, pages, text, verdict
from tests.paper_samples import ATTENDANCE, CERTIFICATE, NOW, papers


def drawn(**changes):
    return papers(NOW).attendance_sheet(replace(ATTENDANCE, **changes))


def test_it_says_what_when_where_and_who_and_leaves_room_to_sign():
    words = text(drawn())
    for said in (
        "Foglio delle presenze", "SPID passo per passo", "mercoledì 18 novembre 2026, dalle 10:42 alle 12:12", "2 di 4",
        "Sala A", "Giulia R.", "1 Brambilla Carlo sì", "2 D’Àmico Łukasz", "3 4 5", "Totale presenti: ______",
        "Firma di chi conduce",
    ):
        assert said in words


def test_after_the_meeting_it_says_how_many_came():
    words = text(drawn(is_held=True, unnamed=3, empty_rows=0))
    assert "Totale: 4 persone presenti. (di cui 3 senza nome)" in words


def test_a_single_meeting_has_no_number():
    assert "Incontro" not in text(drawn(number=1, of=1))


def test_forty_people_with_long_names_flow_over_pages_and_nothing_is_cut_off():
    long = "Della Rovere-Castiglioni di Serravalle Maria Antonietta"
    pdf = drawn(names=tuple((f"{long} {number}", False) for number in range(40)), empty_rows=20)
    assert verdict(pdf) == "pass"
    assert pages(pdf) > 2
    assert f"{long} 39" in text(pdf)
    assert not ink_outside(pdf)


def test_the_certificate_says_who_was_where_when_and_for_how_long():
    words = text(papers(NOW).attendance_certificate(CERTIFICATE))
    for said in (
        "Attestato di presenza", "Si attesta che Łukasz D’Àmico ha partecipato a: Lettura ad alta voce",
        "mercoledì 18 novembre 2026", "dalle 10:42 alle 12:12", "dalle 11:00 alle 12:12",
        "In tutto 2 incontri su 3, 2 ore e 42 minuti.", "Firma e timbro",
    ):
        assert said in words


def test_the_sheet_names_the_volunteers():
    assert "Volontari Fo Dario" in text(drawn(volunteers=("Fo Dario",)))
