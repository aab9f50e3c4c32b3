"""The platform's report of refused rows, as it comes and as people and spreadsheets hand it on (facilita.md 7)."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.facilita_samples import CONTRACT
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.facilita_rejects import SentAs, parts, read_report

SENT = [SentAs("VRDLCU80A01F205J", "Verdi Lucia", "WeMi Sant'Ambrogio", date(2026, 3, 14))] * 4
ROW = "VRDLCU80A01F205J,Verdi Lucia,,WeMi Sant'Ambrogio,,NO,,,B,B,A,G,A,Milano,,,2026-03-14,00:45,A,A:B,2:9,S,x,,,,,,"
HEADER = "numeroRiga,note," + ",".join(name for name in CONTRACT.header if name not in ("AN1", "AN2", "AN14", "AN17"))
SITE_NOTE = "Sede non e' presente"


def read(text, sent=SENT):
    return [(one.number, one.keys, one.note) for one in read_report(text.splitlines(keepends=True), sent, CONTRACT)]


def report(*rows, header=HEADER, end="\n"):
    return end.join([header, *rows]) + end


def refused(text, sent=SENT):
    with pytest.raises(InvalidFieldError) as caught:
        read(text, sent)
    assert caught.value.field == "report"
    return caught.value.reason, caught.value.data


def resaved(change=dict, columns=None, delimiter=";"):
    """A report that a spreadsheet has opened and saved: everything quoted that must be, values made anew."""
    names = HEADER.split(",")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(columns or names)
    for number in ("2", "1"):
        row = dict(zip(names, [number, "Campi \"AN9\", altro; ancora", *ROW.split(",")], strict=True))
        row |= change(row)
        writer.writerow([row[name] for name in columns or names])
    return out.getvalue()


RESAVED = [(1, ("other",), 'Campi "AN9", altro; ancora'), (2, ("other",), 'Campi "AN9", altro; ancora')]


def test_a_note_with_commas_and_quotes_is_read_whole():
    note = 'I campi "AN9, SE4" sono obbligatori- Il cittadino gia\' presente: Cittadino gia\' presente'
    [(number, keys, told)] = read(report(f"3,{note},{ROW}"))
    assert (number, told) == (3, note)
    assert set(keys) == {"mandatory_empty", "citizen_already_on_service"}
    assert len(parts(note)) == 2


def test_rows_in_another_order_come_back_in_ours():
    found = read(report(f"2,{SITE_NOTE},{ROW}", f"1,{SITE_NOTE},{ROW}"))
    assert found == [(1, ("site_unknown",), SITE_NOTE), (2, ("site_unknown",), SITE_NOTE)]


def test_a_mark_at_the_beginning_is_nothing():
    assert len(read("\ufeff" + report(f"1,{SITE_NOTE},{ROW}"))) == 1


def test_the_line_ends_of_windows_and_empty_lines_are_nothing():
    assert len(read(report(f"1,{SITE_NOTE},{ROW}", "", f"2,{SITE_NOTE},{ROW}", end="\r\n"))) == 2


def test_semicolons_instead_of_commas_are_read():
    assert read(resaved()) == RESAVED


def test_numbers_for_codes_and_days_as_serials_are_read():
    sent = [SentAs("12345678901", *SENT[0][1:])] * 4
    changed = {"IDFacilitatore": "1,23457E+10", "SE1": "46095", "SE2": "0,03125"}
    assert [one[0] for one in read(resaved(lambda _row: changed), sent)] == [1, 2]
    assert [one[0] for one in read(resaved(lambda _row: changed | {"SE1": "14/03/26"}), sent)] == [1, 2]


def test_columns_in_another_order_are_found_by_their_names():
    names = HEADER.split(",")
    columns = [*names[2:], "note", "numeroRiga"]
    assert [one[0] for one in read(resaved(columns=columns))] == [1, 2]
    assert [one[0] for one in read(resaved(columns=columns, delimiter=","))] == [1, 2]


def test_columns_in_another_order_with_rows_that_do_not_fit_are_refused():
    names = HEADER.split(",")
    text = ",".join([*names[1:], names[0]]) + f"\nUna nota, con virgola,{ROW},1\n"
    assert refused(text) == ("columns_moved", {})


def test_the_report_of_another_site_is_recognised():
    other = ROW.replace("WeMi Sant'Ambrogio", "WeMi Loreto")
    assert refused(report(f"1,{SITE_NOTE},{other}")) == ("another_site", {"row": 1, "site": "WeMi Loreto"})


def test_the_report_of_another_month_is_recognised_by_its_days():
    for day in ("2026-04-14", "14/04/2026", "46126"):
        assert refused(report(f"1,{SITE_NOTE},{ROW.replace('2026-03-14', day)}")) == ("another_batch", {"row": 1})


def test_the_report_of_another_operator_is_recognised():
    assert refused(report(f"1,{SITE_NOTE},{ROW.replace('Verdi Lucia', 'Rossi Ugo')}"))[0] == "another_batch"


def test_a_row_that_the_batch_has_not_is_recognised():
    assert refused(report(f"9,{SITE_NOTE},{ROW}")) == ("no_such_row", {"row": 9, "rows": 4})


@pytest.mark.parametrize("text", ["nome,cognome\n1,a\n", "{\"a\": 1}", "Gentile operatore,\nla informiamo"])
def test_what_is_no_report_is_refused(text):
    assert refused(text) == ("not_a_report", {})


@pytest.mark.parametrize("text", ["", "\ufeff", "\r\n\r\n", HEADER, HEADER + "\r\n"])
def test_an_empty_report_means_that_nothing_was_refused(text):
    assert read(text) == []


@pytest.mark.parametrize(
    "note",
    ["Errore: \"codice\", altro: 12", "prima riga\nseconda riga", "attenzione 😀 émoji", "x" * 700, "a;b,c:d\te", ""],
)
def test_a_note_of_any_shape_is_kept_in_its_own_words(note):
    [(number, _keys, told)] = read(report(f"2,{note},{ROW}"))
    assert (number, told) == (2, " ".join(note.splitlines()))


def test_a_note_that_nobody_knows_has_the_key_other():
    assert read(report(f"1,Errore interno 42,{ROW}")) == [(1, ("other",), "Errore interno 42")]


def test_an_omocode_site_with_a_comma_and_quotes_in_its_name_is_ours():
    sent = [SentAs("7", "D'Angelo Nicolò", "Spazio, di quartiere", date(2026, 3, 14))]
    row = ROW.replace("VRDLCU80A01F205J,Verdi Lucia", "7,D'Angelo Nicolò").replace(SENT[0].site, sent[0].site)
    assert [one[0] for one in read(report(f"1,{SITE_NOTE},{row}"), sent)] == [1]


@settings(max_examples=150)
@given(st.text(max_size=300))
def test_whatever_text_is_read_ends_with_rows_or_with_one_sentence(text):
    for content in (text, report(text), report(f"1,{text},{ROW}"), HEADER + text):
        assert all(1 <= number <= 4 for number in _numbers(content))


def _numbers(content):
    try:
        return [one[0] for one in read(content)]
    except InvalidFieldError:
        return []
