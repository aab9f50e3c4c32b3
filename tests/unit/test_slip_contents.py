"""The papers of a pratica say what was recorded, in the person's language where it is written, never in silence."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.slip_samples import CASE, CATALOGUE, LANGUAGES, NOW, made, matter, voice
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.note_watch import HintKind
from wemi_desk.domain.paperwork_cases import StepDone
from wemi_desk.domain.paperwork_slips import is_unconfirmed, printable_words
from wemi_desk.domain.slip_codes import is_slip_code
from wemi_desk.domain.slip_texts import SLIP_LANGUAGES, SlipText, TextState, Wording
from wemi_desk.services.paperwork.slip_contents import bring_list, has_mandate_form, notes_offered, slip

FEE = "Alcuni gestori SPID chiedono un canone ogni anno."


def test_there_are_nine_languages_and_italian_comes_first():
    assert LANGUAGES == SLIP_LANGUAGES
    assert len(LANGUAGES) == 9


def test_the_slip_says_what_was_done_today_what_is_missing_and_when_to_come_back():
    said = made()
    assert said.head.title.italian == "Recuperare o rinnovare SPID"
    assert said.result.italian == "Da completare con il gestore"
    assert [one.italian for one in said.done] == [
        "Abbiamo capito che cosa mancava.", "Ha seguito la procedura del Suo gestore SPID.",
    ]  # fmt: skip
    assert [one.italian for one in said.missing] == ["E-mail registrata"]
    assert (said.next_on, said.next_text) == (date(2026, 11, 30), "porti il cellulare")
    assert said.reference == "PR-2026-000123"
    assert is_slip_code(said.head.code)


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "it"])
def test_every_text_of_a_common_matter_is_there_in_the_language(language):
    said = made(language, notes=(FEE,))
    assert all(one.own and one.own != one.italian for one in said.wordings)
    assert all(one.own for one in said.head.labels.values())
    assert is_unconfirmed(said.wordings)
    assert said.head.right_to_left == (language == "ar")


def test_steps_of_an_earlier_day_are_not_told_again():
    earlier = StepDone(no=1, at=NOW - timedelta(days=14), by=UUID(int=3))
    said = made(steps_done=(earlier, StepDone(no=3, at=NOW, by=UUID(int=3))))
    assert [one.italian for one in said.done] == ["Ha provato un accesso."]


def test_what_concerns_the_operator_alone_is_not_printed():
    done = tuple(StepDone(no=one.no, at=NOW, by=UUID(int=3)) for one in CATALOGUE.newest("CIE-APP").steps)
    said = made(code="CIE-APP", steps_done=done)
    assert [one.italian for one in said.done] == [
        "Abbiamo controllato per chi è la carta.", "Abbiamo scelto sede e data.",
    ]  # fmt: skip


def test_a_text_that_the_catalogue_corrected_has_lost_its_translation_and_says_so():
    old = matter("ar")
    corrected = replace(old.kind, bring=("Il telefono nuovo",))
    said = bring_list(replace(old, kind=corrected))
    assert said.things == (Wording("Il telefono nuovo"),)
    assert said.things[0].is_missing


def test_a_closed_matter_asks_for_nothing_more():
    said = made(closed_at=NOW, outcome="completed")
    assert (said.missing, said.next_on, said.next_text) == ((), None, "")
    assert said.head.recorded_at == NOW


def test_a_version_that_is_not_here_is_called_as_the_case_remembers_it():
    said = slip(replace(matter("en"), kind=None), None)
    assert said.head.title.italian == "Recuperare o rinnovare SPID"
    assert (said.result, said.done, said.missing) == (None, (), ())


def test_warnings_are_printed_when_the_operator_leaves_them_in():
    assert [one.italian for one in notes_offered(matter(), NOW.date())] == [FEE]
    assert made().notes == ()
    assert [one.italian for one in made(notes=(FEE,)).notes] == [FEE]


@pytest.mark.parametrize("text", ["BNCLCU85C52F205X", "IT60 X054 2811 1010 0000 0123 456", "password: gatto99",
                                  "PIN 48213"])  # fmt: skip
def test_a_code_an_account_or_a_secret_never_reaches_the_paper(text):
    said = made(next_text=f"porti {text} domani")
    assert text not in said.next_text
    assert "…" in said.next_text
    assert said.left_out


def test_a_diagnosis_never_reaches_the_paper_and_a_telephone_does():
    said = made(next_text="porti i referti del tumore, chiami lo 02 1234567")
    assert "tumore" not in said.next_text
    assert "02 1234567" in said.next_text
    assert said.left_out == (HintKind.HEALTH,)


def test_a_long_receipt_number_is_printed_whole():
    assert made(external_reference="4539578763621486").reference == "4539578763621486"


def test_the_note_and_the_autonomy_are_nowhere_on_the_paper():
    said = made(note="parola riservata", autonomy_before=1, autonomy_after=4)
    assert "parola riservata" not in repr(said)


@given(st.text(max_size=80))
@settings(max_examples=60)
def test_words_without_hints_are_printed_as_typed(text):
    words, left_out = printable_words(text)
    if not left_out:
        assert words == " ".join(text.split())


def test_a_delega_is_offered_for_handing_over_and_never_for_spid_or_cie():
    offered = {kind.code for kind in CATALOGUE.types if has_mandate_form(kind)}
    assert {"CUP", "TRIB", "INPS-AUU"} <= offered
    assert not any(code.startswith(("SPID", "CIE", "CNS", "FSE", "IO")) for code in offered)


def test_a_missing_text_has_no_words():
    said = voice("uk")
    assert said.text("Un testo che non c'è").state is TextState.MISSING
    assert SlipText() == SlipText("", TextState.MISSING)


def test_a_reason_newer_than_the_texts_is_said_in_italian():
    assert voice("fr").reason("brand_new", "Motivo nuovo") == Wording("Motivo nuovo")
    assert voice("fr").reason("site_down", "x").own == "Le site ne fonctionne pas"


def test_a_code_that_a_scanner_would_spoil_is_refused():
    with pytest.raises(InvalidFieldError):
        replace(made().head, code="no-good")


def test_the_same_matter_has_the_same_code_on_every_paper():
    assert made("ar").head.code == bring_list(matter("zh")).head.code
    assert made(id=UUID(int=8)).head.code != made().head.code
    assert CASE.opened_at < NOW
