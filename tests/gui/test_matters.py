"""Digital paperwork: what an operator does with a pratica, by keys, and what the screen says of it."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.counter_store import MORNING
from tests.keyboard import show
from tests.matter_desk import (
    BOY,
    EMAIL,
    INPS,
    PHONE,
    RESIDENCE,
    ROSA,
    SPID,
    STARTED,
    attendances_of,
    begun,
    cases_of,
    matters,
    sittings_of,
)
from tests.matter_screens import opened, place_of, resumed, several, unknown_version
from wemi_desk.domain.mandates import Mandate

FINISHED = "1", "2", "4", "1", "1", "3", "0", "1", "4"
"""It works again; from 2 to 4; own telephone; Italian; diploma; retired, on the second page; very useful."""


def pick(window):
    return window.paperwork.matters.pick


# --- choosing --------------------------------------------------------------------------------------------------------


def test_the_commonest_keep_their_digits_and_the_rest_follows(qtbot):
    window = place_of(matters())
    lines = window.matters.pick.kinds
    assert [line.digit for line in lines[:10]] == ["1", "2", "3", "4", "5", "6", "7", "8", "9", ""]
    assert lines[1].kind.code == SPID
    assert len(lines) > 40


def test_one_digit_opens_a_pratica_and_the_hands_are_on_the_first_thing_to_tick(qtbot):
    window = place_of(matters())
    show(qtbot, window)
    window.paperwork.focus_first()
    assert pick(window).table.hasFocus()
    pick(window).press("2")
    (case,) = cases_of(window.matters)
    assert (case.type_code, case.citizen_id, window.matters.stage) == (SPID, ROSA.id, "matter")
    assert window.paperwork.matters.checklist.brings[PHONE].box.hasFocus()


def test_words_of_the_person_find_the_pratica(qtbot):
    window = place_of(matters())
    pick(window).type("s")
    window.matters.pick.look_for("spid password persa")
    assert window.matters.pick.kinds[0].kind.code == SPID
    assert pick(window).step_back()
    assert len(window.matters.pick.kinds) > 40
    window.matters.pick.look_for("xyzzy")
    assert pick(window).empty.isHidden() is False


def test_what_is_open_is_taken_up_exactly_where_it_stood(qtbot):
    window = place_of(matters(begun()))
    show(qtbot, window)
    window.paperwork.focus_first()
    mine = window.paperwork.matters.matters
    assert mine.list.hasFocus()
    mine.list.opened.emit(0)
    shown = window.matters.matter.shown
    assert (shown.case.id, shown.case.brought, shown.guide.next_no) == (STARTED, (PHONE,), 2)
    assert window.paperwork.matters.checklist.steps[1].box.isChecked()
    assert "Marco T." in window.paperwork.matters.checklist.steps[1].box.text()


def test_nobody_begins_a_second_one_without_knowing(qtbot):
    window = place_of(matters(begun()))
    show(qtbot, window)
    pick(window).press("2")
    assert "Ha già" in pick(window).question.words
    assert len(cases_of(window.matters)) == 1
    again = next(line for line in window.matters.pick.kinds if line.kind.code == SPID)
    window.matters.pick.begin(again, again=True)
    assert len(cases_of(window.matters)) == 2


def test_somebody_without_a_name_is_helped_all_the_same(qtbot):
    window = place_of(matters(citizen=None))
    pick(window).press("2")
    (case,) = cases_of(window.matters)
    assert case.citizen_id is None
    names = [one.name for one in window.matters.ending.questions]
    assert names == ["outcome", "autonomy_before", "autonomy_after", "device_used"]


def test_who_says_the_name_later_has_the_pratica_with_one_key(qtbot):
    window = place_of(matters(citizen=None), opened())
    show(qtbot, window)
    panes = window.paperwork.matters
    assert panes.matter.name_button.isHidden()
    window.matters.to_pick()
    window.matters.show_visit(ROSA.id, is_here=True)
    assert (window.matters.stage, panes.matter.name_button.isHidden()) == ("matter", False)
    panes.focus_first()
    assert panes.matter.name_button.hasFocus()
    QTest.keyClick(panes.matter.name_button, Qt.Key.Key_Space)
    (case,) = cases_of(window.matters)
    assert (case.citizen_id, panes.matter.name_button.isHidden()) == (ROSA.id, True)
    assert "Annulla con Ctrl+Z" in window.matters.at.said[-1].text


def test_the_next_person_is_not_asked_about_what_was_anonymous_before(qtbot):
    window = place_of(matters(citizen=None), opened())
    window.matters.show_visit(None, is_here=False)
    window.matters.show_visit(ROSA.id, is_here=True)
    assert (window.matters.stage, cases_of(window.matters)[0].citizen_id) == ("pick", None)


def test_a_minor_alone_is_told_why_and_nothing_is_written(qtbot):
    window = place_of(matters(citizen=BOY.id))
    show(qtbot, window)
    window.matters.begin("SCU-ISC")
    assert "genitore" in pick(window).question.words
    assert cases_of(window.matters) == []


# --- going through ---------------------------------------------------------------------------------------------------


def test_ticks_are_written_at_once_and_say_who_and_when(qtbot):
    window = place_of(matters(), opened())
    left = window.paperwork.matters.checklist
    left.brings[PHONE].box.click()
    left.steps[1].box.click()
    (case,) = cases_of(window.matters)
    assert case.brought == (PHONE,)
    assert (case.steps_done[0].no, case.steps_done[0].entered_after) == (1, False)
    assert left.steps[1].box.text() == "Fatto oggi 09:41, Giulia R."
    left.steps[1].box.click()
    assert cases_of(window.matters)[0].steps_done == ()


def test_a_time_that_is_typed_is_marked_and_one_to_come_is_refused(qtbot):
    window = place_of(matters(), opened())
    left = window.paperwork.matters.checklist
    left.time.editor.setText("08:15")
    left.steps[1].box.click()
    assert "ora scritta dopo" in left.steps[1].box.text()
    left.time.editor.setText("23:15")
    left.steps[2].box.click()
    assert left.time.error
    assert not left.steps[2].box.isChecked()
    assert len(cases_of(window.matters)[0].steps_done) == 1


def test_the_right_pane_says_what_is_missing_and_what_comes_next(qtbot):
    window = place_of(matters(begun()), resumed())
    right = window.paperwork.matters.standing
    assert right.missing.words == "Manca 1 cosa da portare"
    assert EMAIL in right.missing_list.text()
    assert "passo 2" in right.next.words
    assert right.time.text() == "1 minuto" or right.time.text() == "12 minuti"


def test_the_same_matter_begun_at_another_desk_is_said_beside_it(qtbot):
    alone = place_of(matters(begun()), resumed())
    assert alone.paperwork.matters.standing.questions.words == ""
    twice = place_of(matters(begun(), begun(2)), resumed())
    assert "un'altra pratica aperta di questo tipo" in twice.paperwork.matters.standing.questions.words


def test_a_note_is_watched_and_never_blocked(qtbot):
    window = place_of(matters(), opened())
    show(qtbot, window)
    note = window.paperwork.matters.matter.note
    note.field.editor.setPlainText("il PIN: 44712 della carta")
    assert "password o un PIN" in note.hint.words
    window.matters.note.save_now()
    assert cases_of(window.matters)[0].note == "il PIN: 44712 della carta"
    window.matters.note.remove_hint(window.matters.note.hints[0])
    assert "44712" not in note.field.editor.toPlainText()


def test_the_paper_identity_card_warns_and_does_not_block(qtbot):
    window = place_of(matters(), opened())
    view = window.paperwork.matters.matter
    view.documents.kind.editor.set_code("paper_card")
    view.documents.see()
    assert "3 agosto 2026" in view.documents.seen.words
    assert cases_of(window.matters)[0].documents_seen[0].kind == "paper_card"


def test_spid_is_never_done_for_somebody_else_and_the_way_that_is_open_is_offered(qtbot):
    window = place_of(matters(), opened())
    show(qtbot, window)
    view = window.paperwork.matters.matter
    view.mandate_button.click()
    assert view.mandate._form.isHidden()
    assert "solo la persona" in view.mandate.stopped.words
    view.mandate.instead.click()
    assert [case.type_code for case in cases_of(window.matters)] == [SPID, INPS]


def test_a_guardian_writes_the_decree_and_one_that_has_ended_stops_there(qtbot):
    window = place_of(matters(), opened("INPS-AUU"))
    show(qtbot, window)
    view = window.paperwork.matters.matter
    view.mandate_button.click()
    fields = view.mandate.fields
    fields["kind"].editor.set_code("guardian")
    view.mandate.save()
    assert any(field.error for field in fields.values())
    texts = {"delegate_name": "Luca Bianchi", "act_reference": "RG 12/2025", "court": "Milano",
             "act_on": "10/01/2025", "scope_text": "cura e patrimonio", "expires_on": "01/11/2026"}  # fmt: skip
    for name, text in texts.items():
        fields[name].editor.setText(text)
    view.mandate.save()
    assert "scaduto" in view.mandate.not_enough.words
    assert cases_of(window.matters)[0].mandate_id is None
    fields["expires_on"].editor.setText("01/12/2026")
    view.mandate.save()
    assert cases_of(window.matters)[0].mandate_id is not None
    assert "Agisce Luca Bianchi" in view.acting.words
    assert "01/12/2026" in view.acting.words
    assert len(window.matters.at.store.tables[Mandate]) == 2


def test_a_colleague_who_closed_it_meanwhile_loses_nothing_here(qtbot):
    model = matters(begun())
    window = place_of(model, resumed())
    over = begun(outcome="completed", closed_at=MORNING, next_on=None)
    model.at.store.tables[type(over)][over.id] = over
    model.matter.bring(EMAIL, here=True)
    assert any("già chiuso" in notice.text for notice in model.at.said)
    assert window.paperwork.matters.matter.reopen_button.isHidden() is False
    model.matter.reopen()
    model.matter.bring(EMAIL, here=True)
    assert EMAIL in cases_of(model)[0].brought


def test_a_version_that_never_came_here_can_still_be_closed(qtbot):
    window = place_of(unknown_version(), resumed())
    view = window.paperwork.matters.matter
    assert view.title.text() == "Una pratica di una volta"
    assert "non si apre più" in view.withdrawn.words
    assert window.matters.ending.questions[0].choices[0][0] == "completed"


# --- closing ---------------------------------------------------------------------------------------------------------


def end(window, *digits):
    window.paperwork.matters.matter.save()
    for digit in digits:
        window.matters.ending.press(digit)


def test_a_finished_sitting_is_closed_by_digits_and_is_a_row_for_facilita(qtbot):
    model = several()
    window = place_of(model, resumed())
    end(window, *FINISHED)
    model.ending.enter()
    case = next(one for one in cases_of(model) if one.id == STARTED)
    assert (case.outcome, case.closed_at is not None) == ("completed", True)
    assert (case.autonomy_before, case.autonomy_after, case.device_used) == (2, 4, "own_phone")
    (sitting,) = sittings_of(model)
    assert (sitting.minutes, sitting.kind, sitting.competences, sitting.domains) == (12, "A", ("9",), ("S",))
    assert sitting.entered_after is False
    (there,) = attendances_of(model)
    assert there.citizen_id == ROSA.id
    assert there.answers == {
        "ES6": ("4",), "citizenship": ("it",), "education": ("upper_secondary",), "occupation": ("retired",)}
    assert any("Annulla con Ctrl+Z" in notice.text for notice in model.at.said)


def test_what_is_missing_goes_into_the_next_day_and_the_pratica_stays_open(qtbot):
    model = matters(begun(outcome="", next_on=None, next_text=""))
    window = place_of(model, resumed())
    end(window, "2")
    assert model.ending.current.suggested == EMAIL
    model.ending.enter()
    model.ending.enter()
    for digit in ("2", "2", "1", "1", "3", "1"):
        model.ending.press(digit)
    model.ending.enter()
    model.ending.enter()
    (case,) = cases_of(model)
    assert (case.outcome, case.closed_at, case.next_text) == ("to_complete", None, EMAIL)
    assert case.next_on == MORNING.date() + timedelta(days=7)


def test_an_outcome_is_needed_and_a_day_gone_by_is_refused_beside_the_question(qtbot):
    model = matters(begun())
    window = place_of(model, resumed())
    end(window)
    model.ending.record()
    assert sittings_of(model) == []
    model.ending.press("2")
    model.ending.enter()
    model.ending.answer("01/01/2020")
    assert model.ending.current.name == "next_on"
    assert model.ending.fault


def test_what_was_said_once_is_not_asked_again(qtbot):
    model = several()
    window = place_of(model, resumed())
    end(window, *FINISHED)
    model.ending.enter()
    model.begin("IO", again=True)
    end(window, "1", "3", "3", "2")
    assert model.ending.current.name == "ES6"
    assert model.ending.answers["occupation"] == "retired"


def test_enter_alone_skips_what_was_not_asked_and_keeps_what_is_suggested(qtbot):
    model = matters(begun(autonomy_before=3))
    window = place_of(model, resumed())
    show(qtbot, window)
    end(window, "1")
    question = window.paperwork.matters.matter.ending.question
    assert question._default.text() == "3 Con qualche aiuto"
    question._default.click()
    for digit in ("4", "1", "1", "3", "1"):
        model.ending.press(digit)
    assert model.ending.current.name == "ES6"
    question._default.click()
    assert model.ending.current is None
    assert "ES6" not in model.ending.answers


def test_a_duration_that_is_typed_is_marked(qtbot):
    model = matters(begun())
    window = place_of(model, resumed())
    end(window, *FINISHED)
    model.ending.set_minutes("niente")
    assert model.ending.fault
    model.ending.set_minutes("45")
    model.ending.record()
    (sitting,) = sittings_of(model)
    assert (sitting.minutes, sitting.entered_after) == (45, True)


def test_the_codes_of_facilita_are_changed_by_ticking(qtbot):
    model = matters(begun())
    window = place_of(model, resumed())
    show(qtbot, window)
    end(window, *FINISHED)
    page = window.paperwork.matters.matter.ending
    page.codes_button.click()
    page.codes_page._boxes["competences"]["12"].click()
    model.ending.record()
    assert sittings_of(model)[0].competences == ("9", "12")


def test_two_pratiche_of_one_visit_have_each_their_own_minutes_and_a_look_has_none(qtbot):
    model = several()
    window = place_of(model, resumed())
    model.begin("FSE")
    model.matter.step(1, done=True)
    model.at.store.clock.advance(minutes=5)
    model.resume(cases_of(model)[2].id)
    model.at.store.clock.advance(seconds=20)
    model.show_visit(None, is_here=False)
    assert window.matters.stage == ""
    assert sorted((one.title, one.minutes) for one in sittings_of(model)) == [
        ("Fascicolo sanitario elettronico", 5), ("Recuperare o rinnovare SPID", 12)]


def test_nothing_of_the_person_stays_when_the_visit_ends(qtbot):
    model = matters(begun())
    window = place_of(model, resumed())
    view = window.paperwork.matters.matter
    model.note.edit(note="Zyxnota", external_reference="ZYX99")
    model.note.changed.emit()
    view.mandate_button.click()
    window.matters.show_visit(None, is_here=False)
    texts = [view.note.field.editor.toPlainText(), view.reference.editor.text(), view.state.text(), view.title.text()]
    assert "Zyx" not in " ".join(texts)
    assert "Recuperare" not in " ".join(texts)
    assert cases_of(model)[0].note == "Zyxnota"
    assert (model.ending.answers, model.pick.matters) == ({}, ())


def test_nothing_shows_itself_as_a_window_of_its_own(qtbot):
    window = place_of(several(), resumed())
    show(qtbot, window)
    end(window, *FINISHED)
    window.paperwork.matters.matter.mandate_button.click()
    window.matters.to_pick()
    assert [one for one in QApplication.topLevelWidgets() if one.isVisible()] == [window]


# --- keys ------------------------------------------------------------------------------------------------------------


def test_esc_goes_back_one_step_and_keeps_what_was_typed(qtbot):
    window = place_of(matters(begun()), resumed())
    show(qtbot, window)
    back = window.paperwork._step_back
    end(window, "1")
    assert back()
    assert window.matters.ending.current.name == "outcome"
    assert back()
    assert window.paperwork.matters.matter.pages.currentWidget() is window.paperwork.matters.matter.main
    assert back()
    assert window.matters.stage == "pick"
    window.matters.measures_wanted.emit()
    assert back()
    assert window.matters.stage == "pick"
    assert not back()


def test_ctrl_p_asks_for_the_slip_of_what_is_written(qtbot):
    window = place_of(matters(begun()), resumed())
    asked = []
    window.matters.print_requested.connect(lambda case, what: asked.append((case.id, what)))
    assert window.paperwork._print()
    window.paperwork.matters.matter.missing_button.click()
    assert asked == [(STARTED, "slip"), (STARTED, "missing")]


def test_a_delega_to_sign_is_offered_only_where_paper_is_enough(qtbot):
    offered = {}
    for code in (SPID, "CIE-PIN", "FSE", "CUP", "TRIB"):
        window = place_of(matters(), opened(code))
        offered[code] = not window.paperwork.matters.matter.form_button.isHidden()
    assert offered == {SPID: False, "CIE-PIN": False, "FSE": False, "CUP": True, "TRIB": True}
    asked = []
    window.matters.print_requested.connect(lambda case, what: asked.append((case.type_code, what)))
    window.paperwork.matters.matter.form_button.click()
    assert asked == [("TRIB", "mandate")]


def test_a_pratica_whose_version_is_not_here_offers_no_delega(qtbot):
    window = place_of(unknown_version(), resumed())
    assert window.paperwork.matters.matter.form_button.isHidden()


def test_residence_may_be_done_within_the_household_and_says_so(qtbot):
    window = place_of(matters(), opened(RESIDENCE))
    assert "famiglia anagrafica" in window.paperwork.matters.matter.acting.words
