"""A month leaves for Facilita once, what is refused comes back to the list, and leaves again when it is mended."""

import csv
import hashlib
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from tests.facilita_desk import ANSWERS, FIRST, GIULIA, LAST, MARCO, OCTOBER, SITE, FacilitaDesk, reject_report
from tests.facilita_platform import Platform
from tests.facilita_samples import CONTRACT
from wemi_desk.documents import facilita_files
from wemi_desk.domain.days import bounds
from wemi_desk.domain.errors import AlreadyExportedError, DiskFullError, InvalidFieldError, NotAllowedError
from wemi_desk.domain.facilita_indicators import count
from wemi_desk.domain.facilitation import FacilitationSession
from wemi_desk.persistence import tables
from wemi_desk.services.facilita.export import Period
from wemi_desk.services.facilita.register import SiteForm


@pytest.fixture
def facilita(desk, tmp_path):
    return FacilitaDesk(desk.lead, tmp_path / "out")


def test_a_month_is_one_file_with_its_digest_in_ledger_and_manifest(facilita):
    facilita.registered().month(3)
    made = facilita.export()
    [batch] = made.batches
    content = (facilita.folder / batch.file_name).read_bytes()
    assert batch.file_name == "facilita_PDF-MI_20261001_20261031_1.csv"
    assert batch.sha256 == hashlib.sha256(content).hexdigest()
    manifest = (facilita.folder / "facilita_PDF-MI_20261001_20261031_1.sha256").read_text()
    assert manifest == f"{batch.sha256}  {batch.file_name}\n"
    assert (batch.row_count, len(content.splitlines())) == (3, 4)
    assert sorted(path.suffix for path in facilita.folder.iterdir()) == [".csv", ".sha256"]


def test_what_leaves_is_taken_by_the_platform(facilita):
    facilita.registered().month(5)
    people = [facilita.person() for _ in range(12)]
    facilita.sitting(*people, kind="B", title="Lezione: SPID, \"base\"")
    [batch] = facilita.export().batches
    platform = Platform("2024-01-01", "2026-12-31", "2026-12-31", 18, ["VRDLCU80A01F205J"], [SITE])
    rows = list(csv.reader(facilita.text_of(batch).splitlines()))[1:]
    assert [platform.take(row) for row in rows] == [[]] * 17


def test_nothing_leaves_twice_and_a_later_sitting_goes_alone(facilita):
    facilita.registered().month(3)
    facilita.export()
    again = facilita.export()
    assert (list(again.batches), again.outlook.counts) == ([], {"waiting": 3})
    facilita.sitting(facilita.person())
    later = facilita.export()
    assert [(one.row_count, one.file_name[-6:]) for one in later.batches] == [(1, "_2.csv")]


def test_the_same_rows_make_the_same_file_after_the_first_was_thrown_away(facilita):
    facilita.registered().month(4)
    [first] = facilita.export().batches
    facilita.ledger.discard(first.id)
    [second] = facilita.export().batches
    assert (second.sha256, second.file_name == first.file_name) == (first.sha256, False)


def test_who_cannot_be_sent_is_a_work_list_with_the_reason(facilita):
    facilita.registered()
    facilita.sitting(facilita.person(fiscal_code=None))
    facilita.sitting(facilita.person(born=date(2012, 3, 1)))
    facilita.sitting(facilita.person(), answers={})
    facilita.sitting(None)
    facilita.sitting(facilita.person(), operator_id=facilita.counter.operator.id)
    outlook = facilita.exports.look(OCTOBER)
    assert sorted(one.codes for one in outlook.lines) == [
        ("minor",), ("no_citizenship",), ("no_fiscal_code",), ("operator_not_configured",),
    ]  # fmt: skip
    assert (outlook.counts, outlook.leaving) == ({"blocked": 4, "anonymous": 1}, 0)
    assert all(one.citizen_id is not None for one in outlook.lines)
    assert [one.is_about_settings for one in outlook.lines].count(True) == 1


def test_a_desk_that_nobody_configured_sends_nothing_and_says_so(facilita):
    facilita.month(2)
    made = facilita.export()
    assert not made.batches
    assert made.outlook.reasons == {"site_not_configured": 2, "operator_not_configured": 2}


def test_a_blocked_row_leaves_when_the_answer_is_given(facilita):
    facilita.registered()
    [attendance] = facilita.sitting(facilita.person(), answers={"education": ("primary",)})
    assert not facilita.export().batches
    facilita.answer(attendance, citizenship=("it",))
    assert [one.row_count for one in facilita.export().batches] == [1]


def test_a_refused_row_is_marked_mended_and_leaves_again_alone_as_what_replaces_it(facilita):
    facilita.registered()
    attendances = facilita.month(3)
    [batch] = facilita.export().batches
    report = reject_report(facilita, batch, {2: "I campi \"AN9, SE4\" sono obbligatori - Sede non e' presente"})
    imported = facilita.ledger.import_report(batch.id, report)
    assert [(one.number, one.note[:8]) for one in imported.rejected] == [(2, "I campi ")]
    outlook = facilita.exports.look(OCTOBER)
    [line] = outlook.lines
    assert (line.kind, set(line.codes), line.attendance_id) == (
        "refused", {"mandatory_empty", "site_unknown"}, attendances[1].id,
    )  # fmt: skip
    assert "AN9, SE4" in line.note
    facilita.ledger.close(batch.id, 1)
    facilita.answer(attendances[1], education=("master_degree",))
    [second] = facilita.export().batches
    assert (second.replaces, second.row_count) == (batch.id, 1)
    assert ",I,G,A,Milano" in facilita.text_of(second)
    states = {one.batch.id: dict(one.by_state) for one in facilita.ledger.lines()}
    assert states == {batch.id: {"accepted": 2, "replaced": 1}, second.id: {"waiting": 1}}
    facilita.ledger.discard(second.id)
    assert facilita.exports.look(OCTOBER).counts == {"accepted": 2, "again": 1}


def test_what_was_mended_on_the_platform_goes_out_again_as_it_is(facilita):
    facilita.registered()
    [attendance, *_rest] = facilita.month(2)
    [batch] = facilita.export().batches
    facilita.ledger.import_report(batch.id, reject_report(facilita, batch, {1: "Sede non e' presente"}))
    assert facilita.exports.look(OCTOBER).counts == {"refused": 1, "waiting": 1}
    facilita.ledger.send_again(attendance.id)
    assert [one.replaces for one in facilita.export().batches] == [batch.id]


def test_a_correction_after_the_platform_took_the_row_is_shown_as_a_difference(facilita):
    facilita.registered()
    [attendance] = facilita.month(1)
    [batch] = facilita.export().batches
    facilita.ledger.record_upload(batch.id, date(2026, 11, 2), " 77 ")
    facilita.ledger.close(batch.id, 0)
    facilita.answer(attendance, education=("doctorate",))
    outlook = facilita.exports.look(OCTOBER)
    assert [(one.kind, one.batch_id) for one in outlook.lines] == [("differs", batch.id)]
    assert not facilita.export().batches


def test_a_sitting_that_was_taken_back_after_it_was_sent_is_shown(facilita):
    facilita.registered().month(1)
    facilita.export()
    with facilita.store.work() as work:
        session = next(work.facilita.candidates("VEN", *_october())).session
        records = work.records(FacilitationSession)
        records.replace(replace(records.get(session.id), cancelled_at=facilita.counter.session.clock.now()))
        work.commit()
    assert [one.kind for one in facilita.exports.look(OCTOBER).lines] == ["cancelled"]


def _october():
    return bounds(FIRST)[0], bounds(LAST)[1]


def test_the_counts_of_the_platform_must_be_ours_before_a_batch_is_closed(facilita):
    facilita.registered().month(2)
    [batch] = facilita.export().batches
    facilita.ledger.record_upload(batch.id, date(2026, 11, 2))
    with pytest.raises(InvalidFieldError) as caught:
        facilita.ledger.close(batch.id, 1)
    assert (caught.value.reason, caught.value.data) == ("differs", {"here": 0, "there": 1})


def test_a_file_that_a_spreadsheet_saved_again_is_recognised_when_the_upload_is_recorded(facilita):
    facilita.registered().month(2)
    [batch] = facilita.export().batches
    path = facilita.folder / batch.file_name
    kept = path.read_bytes()
    path.write_bytes(kept.replace(b",", b";"))
    with pytest.raises(InvalidFieldError) as caught:
        facilita.ledger.record_upload(batch.id, date(2026, 11, 2), "", path)
    assert (caught.value.field, caught.value.reason) == ("upload_file", "changed")
    path.write_bytes(kept)
    assert facilita.ledger.record_upload(batch.id, date(2026, 11, 2), "", path).status == "uploaded"


def test_the_pdf_and_the_signature_stand_in_the_manifest_beside_the_file(facilita):
    facilita.registered().month(2)
    [batch] = facilita.export().batches
    signed = facilita.folder / "facilita.pdf.p7m"
    signed.write_bytes(b"signed")
    batch = facilita.ledger.record_signature(batch.id, signed)
    [pdf] = facilita.ledger.keep([batch], facilita.folder)
    manifest = (facilita.folder / (pdf.stem + ".sha256")).read_text().splitlines()
    assert [line.split("  ")[1] for line in manifest] == [batch.file_name, pdf.name, signed.name]
    for line in manifest:
        digest, name = line.split("  ")
        assert hashlib.sha256((facilita.folder / name).read_bytes()).hexdigest() == digest


def test_every_value_of_the_file_is_read_in_its_pdf(facilita):
    facilita.registered().month(2)
    [batch] = facilita.export().batches
    [pdf] = facilita.ledger.keep([batch], facilita.folder)
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    document.close()
    for row in facilita.text_of(batch).splitlines()[1:]:
        for value in filter(None, row.split(",")):
            assert "".join(value.split()) in text
    assert batch.sha256 in text


def test_stopped_half_way_there_is_no_file_and_no_batch(facilita):
    facilita.registered()
    for _number in range(120):
        facilita.sitting(facilita.person())
    made = facilita.export(progress=lambda _done, _of: False)
    assert (made.stopped, list(made.batches), list(facilita.folder.iterdir())) == (True, [], [])
    assert not facilita.ledger.lines()


def test_a_disk_that_fails_leaves_no_file_and_no_batch(facilita, monkeypatch):
    def full(*_what):
        raise OSError(28, "full")

    facilita.registered().month(2)
    monkeypatch.setattr(facilita_files.HashedRowFile, "write", full)
    with pytest.raises(DiskFullError):
        facilita.export()
    assert not list(facilita.folder.iterdir())
    assert facilita.exports.look(OCTOBER).leaving == 2


def test_a_file_that_is_there_already_is_never_written_over(facilita):
    facilita.registered().month(1)
    facilita.folder.mkdir()
    there = facilita.folder / "facilita_PDF-MI_20261001_20261031_1.csv"
    there.write_text("mine")
    with pytest.raises(InvalidFieldError) as caught:
        facilita.export()
    assert (caught.value.reason, there.read_text()) == ("file_exists", "mine")
    assert [path.name for path in facilita.folder.iterdir()] == [there.name]


def test_a_group_is_whole_in_one_file_and_counts_as_one_service(facilita, monkeypatch):
    facilita.registered()
    for _day in range(3):
        facilita.sitting(facilita.person(), day=5)
    facilita.sitting(*(facilita.person() for _ in range(3)), day=6, kind="B")
    monkeypatch.setattr(facilita.exports, "_contract", lambda: replace(CONTRACT, max_rows=5))
    assert [one.row_count for one in facilita.export().batches] == [3, 3]
    figures = facilita.indicators.explained(FIRST, LAST).figures
    assert (figures.services, figures.people, figures.attendances) == (4, 6, 6)


def test_the_same_person_twice_in_a_group_leaves_once(facilita):
    facilita.registered()
    ada = facilita.person()
    facilita.sitting(ada, facilita.person(), ada, kind="B")
    made = facilita.export()
    assert [one.row_count for one in made.batches] == [2]
    assert made.outlook.reasons == {"AN3:double": 1}


def test_an_operator_who_moved_to_another_body_has_rows_in_two_files(facilita):
    facilita.registered()
    known = next(one for one in facilita.register.registered().operators if one.operator_id == MARCO.id)
    facilita.named(MARCO, "", "Sala Marco", registration_id=known.id, valid_to=date(2026, 10, 10))
    facilita.named(MARCO, "", "Sala Marco", project_code="ALTRO", valid_from=date(2026, 10, 11))
    facilita.register.put_site(SiteForm(project_code="ALTRO", site_name=SITE))
    for day in (9, 12):
        facilita.sitting(facilita.person(), day=day, operator_id=MARCO.id)
    assert sorted(one.project_code for one in facilita.export().batches) == ["ALTRO", "PDF-MI"]


def test_a_site_that_was_renamed_there_keeps_its_old_name_for_the_old_days(facilita):
    facilita.registered(valid_to=date(2026, 10, 10))
    facilita.register.put_site(
        SiteForm(project_code="PDF-MI", site_name="WeMi Nuovo", valid_from=date(2026, 10, 11))
    )
    for day in (9, 12):
        facilita.sitting(facilita.person(), day=day)
    [batch] = facilita.export().batches
    assert [line.split(",")[3] for line in facilita.text_of(batch).splitlines()[1:]] == [SITE, "WeMi Nuovo"]


def test_two_names_of_one_site_on_one_day_are_refused(facilita):
    facilita.registered()
    with pytest.raises(InvalidFieldError) as caught:
        facilita.register.put_site(SiteForm(project_code="PDF-MI", site_name="Un altro nome"))
    assert (caught.value.field, caught.value.reason) == ("valid_from", "overlaps")


@pytest.mark.parametrize(
    ("form", "field"),
    [({"project_code": ""}, "project_code"), ({"site_name": " "}, "site_name"),
     ({"site_number": "sette"}, "site_number"), ({"starts_on": LAST, "ends_on": FIRST}, "ends_on"),
     ({"site_name": 'WeMi "A"'}, "site_name")],
)  # fmt: skip
def test_a_registration_that_cannot_be_is_refused_at_its_field(facilita, form, field):
    with pytest.raises(InvalidFieldError) as caught:
        facilita.registered(**form)
    assert caught.value.field == field


def test_a_wrong_codice_fiscale_of_an_operator_is_refused(facilita):
    with pytest.raises(InvalidFieldError):
        facilita.named(GIULIA, "VRDLCU80A01F205X", "Riva Giulia")


def test_what_another_desk_prepared_is_left_alone_and_said(facilita):
    facilita.registered()
    attendances = facilita.month(2)
    facilita.export()
    with facilita.counter.desk.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM facilita_row")  # the batch came through the centre, its rows did not
    assert facilita.exports.look(OCTOBER).counts == {"elsewhere": len(attendances)}
    [line] = facilita.ledger.lines()
    assert not line.is_here
    with pytest.raises(InvalidFieldError) as caught:
        facilita.ledger.discard(line.batch.id)
    assert caught.value.reason == "other_desk"


def test_nobody_without_the_right_prepares_a_file(desk, tmp_path):
    with pytest.raises(NotAllowedError):
        FacilitaDesk(desk.giulia, tmp_path).exports.look(OCTOBER)


@pytest.mark.parametrize(
    ("period", "field", "reason"),
    [(Period("VEN", LAST, FIRST), "facilita_to", "before_start"),
     (Period("VEN", FIRST, date(2026, 12, 31)), "facilita_to", "in_future"),
     (Period("XXX", FIRST, LAST), "facilita_site", "unknown")],
)  # fmt: skip
def test_a_period_or_a_site_that_cannot_be_is_said(facilita, period, field, reason):
    with pytest.raises(InvalidFieldError) as caught:
        facilita.exports.look(period)
    assert (caught.value.field, caught.value.reason) == (field, reason)


def test_the_figures_are_those_of_the_file_and_each_has_its_rows(facilita):
    facilita.registered().month(4)
    ada = facilita.person()
    for operator in (GIULIA, MARCO):
        facilita.sitting(ada, operator_id=operator.id, competences=("2", "10"))
    [batch] = facilita.export().batches
    rows = [tuple(row) for row in csv.reader(facilita.text_of(batch).splitlines())][1:]
    explained = facilita.indicators.explained(FIRST, LAST)
    assert explained.figures == count(rows, CONTRACT, str.encode)
    assert [len(explained.behind[name]) for name in ("points", "people", "services", "facilitators")] == [1, 5, 6, 2]
    assert [(one.shown, one.services) for one in explained.parts["competence"]] == [("2", 2), ("9", 4), ("10", 2)]
    assert not facilita.indicators.explained(date(2026, 9, 1), date(2026, 9, 30)).figures.services


def test_the_ledger_knows_nobody(facilita):
    facilita.registered()
    person = facilita.person(surname="Riconoscibile")
    facilita.sitting(person)
    facilita.export()
    rows = facilita.counter.desk.rows(tables.FACILITA_ROW)
    said = " ".join(str(value) for row in rows for value in row)
    bare = hashlib.sha256(person.fiscal_code.encode()).digest()
    assert person.fiscal_code not in said
    assert "Riconoscibile" not in said
    assert bare not in [row.person for row in rows]


def test_a_file_that_cannot_get_its_name_counts_nowhere(facilita, monkeypatch):
    def full(_file):
        raise DiskFullError

    facilita.registered()
    attendances = facilita.month(3)
    [batch] = facilita.export().batches
    facilita.ledger.import_report(batch.id, reject_report(facilita, batch, {1: "Sede non e' presente"}))
    facilita.ledger.send_again(attendances[0].id)
    facilita.sitting(facilita.person(), day=20)
    monkeypatch.setattr(facilita_files.HashedRowFile, "publish", full)
    with pytest.raises(DiskFullError):
        facilita.export()
    assert sorted(one.batch.status for one in facilita.ledger.lines()) == ["discarded", "discarded", "uploaded"]
    assert [path.name for path in facilita.folder.glob("*.csv*") if batch.file_name not in path.name] == [
        "0f_righe_scartate_2026-11-01_10-00.csv"
    ]
    monkeypatch.undo()
    assert sorted((one.row_count, one.replaces == batch.id) for one in facilita.export().batches) == [
        (1, False), (1, True),
    ]  # fmt: skip


def test_what_a_killed_export_left_is_cleared_by_the_next(facilita):
    facilita.registered().month(1)
    facilita.folder.mkdir()
    (facilita.folder / "facilita_PDF-MI_20261001_20261031_9.csv.part").write_text("half a month of people")
    facilita.export()
    assert not list(facilita.folder.glob("*.part"))


def test_files_and_their_copies_are_closed_to_other_accounts(facilita):
    facilita.registered().month(1)
    [batch] = facilita.export().batches
    [pdf] = facilita.ledger.keep([batch], facilita.folder)
    assert [path.stat().st_mode & 0o077 for path in (facilita.folder / batch.file_name, pdf)] == [0, 0]


def test_two_windows_that_prepare_the_same_month_make_one_file(facilita, tmp_path, monkeypatch):
    facilita.registered().month(2)
    first = FacilitaDesk(facilita.counter, tmp_path / "first")
    real = facilita.exports._entered

    def after_the_other(*what):
        first.export()
        return real(*what)

    monkeypatch.setattr(facilita.exports, "_entered", after_the_other)
    with pytest.raises(AlreadyExportedError):
        facilita.export()
    assert not list(facilita.folder.iterdir())
    assert [one.by_state for one in facilita.ledger.lines()] == [{"waiting": 2}]


NASTY = 'Lezione: "SPID", uno;\ndue\r\ntre 😀 ' + "x" * 700


def test_free_text_of_any_kind_leaves_whole_rows_that_the_platform_takes(facilita):
    facilita.registered(site_name="Sant'Ambrogio, spazio di quartiere")
    ada = facilita.person(surname="D'Angelo, «Nicolò»", given_name='Ada "la sarta"\nRosa')
    facilita.sitting(ada, title=NASTY, answers=ANSWERS | {"ES4": (NASTY,), "ES1": ("K", "A")})
    facilita.sitting(facilita.person(), title=NASTY)
    made = facilita.export()
    [batch] = made.batches
    rows = list(csv.reader(facilita.text_of(batch).splitlines(keepends=True)))[1:]
    platform = Platform(
        "2024-01-01", "2026-12-31", "2026-12-31", 18, ["VRDLCU80A01F205J"], ["Sant'Ambrogio, spazio di quartiere"]
    )
    assert [platform.take(row) for row in rows] == [[], []]
    text = rows[0][CONTRACT.column("SE7")]
    assert (len(text), len(rows[0][CONTRACT.column("ES4")])) == (600, 600)
    assert not set(text) & set(':"\r\n')
    assert rows[0][CONTRACT.column("AN2")] == "D'Angelo, «Nicolò»"
    report = reject_report(facilita, batch, {2: "Errore, \"strano\": 12 😀"})
    assert [one.number for one in facilita.ledger.import_report(batch.id, report).rejected] == [2]
