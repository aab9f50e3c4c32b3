"""Facilita: in the whole window on a real store, by keys; and what the place decides, on services in memory."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from tests.facilita_desk import FacilitaDesk, reject_report
from tests.facilita_screens import LINES, bare_files, facilita_model, outlook, place, register_model
from tests.factories import OPERATORS
from tests.window_desk import WindowDesk
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.facilita_indicators import Behind
from wemi_desk.guards import slow_work_allowed
from wemi_desk.services.facilita.register import OperatorForm, SiteForm
from wemi_desk.ui.screens.facilita.files_view import FilesPane
from wemi_desk.ui.screens.facilita.period_view_model import last_month
from wemi_desk.ui.screens.facilita.words import batch_state, behind_shown, outlook_words
from wemi_desk.ui.screens.facilita.work_view import WorkPane
from wemi_desk.ui.shell.places import Place


@pytest.fixture
def staffed(desk, threads, qtbot, theme, tmp_path):
    """Giulia also coordinates; three people were helped in October, one was not asked for a citizenship."""
    desk.giulia.operator = replace(OPERATORS["giulia"], roles=("operator", "network_coordinator"))
    desk.giulia.__post_init__()
    with slow_work_allowed():
        facilita = FacilitaDesk(desk.giulia, tmp_path / "out").registered()
        attended = facilita.month(2)
        attended += facilita.sitting(facilita.person(), answers={}, day=7)
    opened = WindowDesk(desk, threads, qtbot, tmp_path)
    opened.facilita, opened.attended = facilita, attended
    try:
        opened.window.set_place(Place.FACILITA)
        opened.settle()
        opened.files = opened.window.findChild(FilesPane)
        opened.lines = opened.window.findChild(WorkPane)
        yield opened
    finally:
        opened.end()


def test_a_month_leaves_a_row_comes_back_and_leaves_again_mended(staffed, tmp_path):
    model, lines = staffed.files.model, staffed.lines
    assert staffed.files.period.counts.text() == "Da mandare: 2 · Da sistemare: 1"
    model.export(tmp_path / "out")
    staffed.settle()
    [line] = model.batches
    assert (line.batch.row_count, line.batch.status) == (2, "prepared")
    model.import_report(line.batch.id, reject_report(staffed.facilita, line.batch, {1: "Sede non e' presente"}))
    staffed.settle()
    assert sorted(one.kind for one in model.lines) == ["blocked", "refused"]
    row = [one.kind for one in model.lines].index("refused")
    lines.table.go_to_row(row)
    staffed.settle()
    lines.answers["education"].editor.set_code("doctorate")
    assert lines.save()
    staffed.settle()
    model.export(tmp_path / "again")
    staffed.settle()
    assert [(one.batch.row_count, one.batch.replaces) for one in model.batches] == [(1, line.batch.id), (2, None)]
    assert len(list((tmp_path / "out").glob("*.pdf"))) == 1


def test_enter_on_a_line_opens_the_person_at_the_counter(staffed):
    staffed.lines.table.setFocus()
    staffed.lines.table.go_to_row(0)
    staffed.press("Return")
    staffed.settle()
    assert staffed.window.place is Place.COUNTER
    assert staffed.work.counter.visit.visit.citizen_id == staffed.attended[2].citizen_id


def test_who_keeps_no_register_does_not_see_the_place(desk, threads, qtbot, theme, tmp_path):
    at = WindowDesk(desk, threads, qtbot, tmp_path)
    try:
        assert at.window.rail._buttons[Place.FACILITA].isHidden()
    finally:
        at.end()


def test_the_period_is_last_month_whole():
    assert last_month(date(2026, 3, 1)) == (date(2026, 2, 1), date(2026, 2, 28))
    assert last_month(date(2027, 1, 31)) == (date(2026, 12, 1), date(2026, 12, 31))


def test_a_period_that_is_not_understood_is_said_and_nothing_is_looked_at(theme):
    pane = bare_files()
    did = pane.model.at.doors.did
    before = len(did)
    pane.period.first.editor.setText("boh")
    pane.period.look_button.click()
    assert (len(did), pane.period.first.error[:13]) == (before, "Non capisco i")


def test_lines_are_filtered_by_their_reason_and_the_filter_goes_with_its_last_line(theme):
    model = facilita_model()
    model.arrive()
    model.choose("minor")
    assert [one.codes for one in model.lines] == [("minor",)]
    model.at.doors.found = outlook(LINES[0])
    model.look()
    assert (model.reason, len(model.lines)) == ("all", 1)


def test_a_line_about_settings_opens_the_settings_and_any_other_the_person(theme):
    model, asked = facilita_model(), []
    model.open_requested.connect(asked.append)
    model.settings_wanted.connect(lambda: asked.append("settings"))
    model.open(LINES[2])
    model.open(LINES[0])
    assert asked == ["settings", UUID(int=2001)]


def test_what_changed_elsewhere_is_looked_at_when_somebody_comes_back(theme):
    model = facilita_model()
    model.arrive()
    looked = len(model.at.doors.did)
    model._changes.changed.emit(Changes.of("sittings"))
    assert len(model.at.doors.did) == looked
    model.arrive()
    assert len(model.at.doors.did) == looked + 1


def test_an_export_that_is_refused_says_why_and_may_be_tried_again(theme, tmp_path):
    model = facilita_model()
    model.arrive()

    def refuse(*_order):
        raise InvalidFieldError("folder", "file_exists", name="facilita.csv")

    model.at.doors.exports.export = refuse
    model.export(tmp_path)
    assert model.error == "Nella cartella c’è già facilita.csv: scegli un’altra cartella. Non ho scritto niente."
    assert model.progress is None


def test_a_file_is_closed_with_the_number_of_the_platform_and_words_are_refused(theme):
    pane = bare_files()
    pane.table.go_to_row(1)
    pane.table.opened.emit(1)
    pane.form.rejected.editor.setText("tre")
    pane.save()
    assert pane.form.rejected.error == "Scrivi quante sono, in cifre: 0 se nessuna."
    pane.form.rejected.editor.setText("3")
    pane.save()
    assert ("close", UUID(int=502), 3) in pane.model.at.doors.did
    assert pane.stack.currentWidget() is pane.overview


def test_a_file_of_another_desk_offers_nothing(theme):
    pane = bare_files()
    pane.table.go_to_row(2)
    assert all(act.isHidden() for act in pane._states)
    pane.table.opened.emit(2)
    assert pane.stack.currentWidget() is pane.overview


def test_the_next_site_begins_with_what_the_last_one_said_of_the_project(theme):
    model = register_model()
    model.at.service.put_site(SiteForm(project_code="PDF-MI", site_name="Vecchio", valid_to=date(2026, 10, 10)))
    model.reload()
    model.begin_site()
    assert (model.form.project_code, model.form.site_name, model.form.valid_to) == ("PDF-MI", "", None)
    model.begin_operator()
    assert (model.form.project_code, model.form.operator_id) == ("PDF-MI", UUID(int=101))


def test_two_names_for_one_day_are_said_beside_the_field(theme):
    model = register_model()
    model.at.service.put_operator(OperatorForm(operator_id=UUID(int=101), project_code="P", name="Riva Giulia"))
    model.begin_operator()
    model.save({"operator_id": UUID(int=101), "project_code": "P", "name": "Riva G."})
    assert model.errors == {"valid_from": "In questi giorni vale già «Riva Giulia»: prima scrivi il suo ultimo giorno."}


def test_states_and_counts_are_said_in_words(theme):
    model = facilita_model()
    model.arrive()
    assert [batch_state(one) for one in model.batches] == [
        "Pronto, da caricare", "Da sistemare: 3", "Chiuso (altra postazione)",
    ]  # fmt: skip
    assert outlook_words(None) == ""
    window = place(model)
    assert window.files.period.counts.text().startswith("Da mandare: 7 · Da sistemare: 6")


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("2026-10-05 Recupero SPID", "05/10/2026 Recupero SPID"), ("2026-10", "10/2026"), ("9", "9"),
        ("1a2b3c4d", "1a2b3c4d"),
    ],
)
def test_rows_behind_a_figure_have_days_as_people_write_them(stored, shown):
    assert behind_shown(Behind(stored, 1, 1, 1)) == shown
