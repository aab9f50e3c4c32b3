"""Pratiche: what an operator does with a family, by keys, and what the screen says of it."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication

from tests.counter_store import MORNING
from tests.keyboard import show
from tests.paperwork_desk import (
    family_at_desk,
    follow_ups_model,
    granted_family,
    known_application,
    numbered,
    things_to_follow,
    voucher,
)
from tests.paperwork_screens import begun, filled, in_group, opened, paperwork, ready
from tests.runners import HeldRunner
from wemi_desk.domain.application_states import STATES
from wemi_desk.domain.applications import QUEUED
from wemi_desk.domain.isee import IseeCertificate
from wemi_desk.ui.application_words import application_state, promised_words
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.widgets.confirmation import Confirmation

NINA, LUCA, MARCO = (UUID(int=number) for number in (1002, 1003, 1004))
NO_RECEIPT = {"receipt_number": None, "submitted_at": None}


def at_work(qtbot, model=None, act=lambda panes: None):
    window = paperwork(model or family_at_desk(), act)
    window.resize(1366, 768)
    show(qtbot, window)
    window.cases = window.model.at.cases
    return window


def known(window):
    return list(window.cases.known.values())


def rules(panes):
    model = panes.missing.rows
    return {model.row_at(row).rule: model.row_at(row).verdict for row in range(model.rowCount())}


# --- what fits -------------------------------------------------------------------------------------------------------


def test_the_family_sees_what_fits_and_why_one_child_does_not(qtbot):
    window = at_work(qtbot)
    family, missing = window.paperwork.family, window.paperwork.missing
    lines = [(line.measure, line.who, line.verdict) for line in window.model.family.fits]
    assert ("Esempio: voucher 0-18", "Nina", "manca qualcosa") in lines
    assert ("Esempio: voucher 0-18", "Marco", "non va bene") in lines
    family.table.go_to_row(lines.index(("Esempio: voucher 0-18", "Marco", "non va bene")))
    assert missing.sentence.words == "Non ammissibile. Ha già superato l’età."
    assert missing.rule.text().startswith("Da 0 anni e meno di 18")
    assert missing.value.text() == "nascita: 02/11/2008"
    assert missing.next_step.words == "Guarda se c’è un’altra misura."
    assert missing.example.words.startswith("Esempio:")
    assert "giorni" in missing.deadline.text()


def test_the_children_it_fits_are_ticked_and_one_key_begins_for_all(qtbot):
    window = at_work(qtbot)
    window.paperwork.focus_first()
    assert [box.isChecked() for box in window.paperwork.family._boxes.values()] == [True, True, False]
    Typist().press("Return")
    assert {one.beneficiary_id for one in known(window)} == {NINA, LUCA}
    assert window.model.stage == "case"
    assert QApplication.focusWidget() is window.paperwork.checklist.documents["identity_document"].box
    assert window.model.at.said[-1].text == "2 bozze salvate: NON sono ancora inviate al portale."


def test_the_card_of_a_child_chooses_that_child_alone(qtbot):
    window = at_work(qtbot)
    assert window.paperwork.take_code("RSSNNI19E43F205E")
    window.paperwork.family.begin()
    assert [one.beneficiary_id for one in known(window)] == [NINA]
    assert not window.paperwork.take_code("RSSMRA58C52F205N")


def test_who_has_asked_already_is_not_ticked_again(qtbot):
    window = at_work(qtbot, family_at_desk(known_application(1, "submitted")))
    family = window.paperwork.family
    rows = [(line.measure, line.who) for line in window.model.family.fits]
    family.table.go_to_row(rows.index(("Esempio: voucher 0-18", "Luca")))
    assert {who: box.isChecked() for who, box in family._boxes.items()} == {NINA: False, LUCA: True, MARCO: False}


def test_with_nobody_ticked_nothing_begins(qtbot):
    window = at_work(qtbot)
    for box in window.paperwork.family._boxes.values():
        box.setChecked(False)
    window.paperwork.family.begin()
    assert known(window) == []
    assert window.paperwork.family.begin_button.text() == "Scegli per chi  Invio"


# --- the application -------------------------------------------------------------------------------------------------


def test_everything_is_typed_once_by_keys_and_made_ready_for_all_the_children(qtbot):
    window = at_work(qtbot)
    window.paperwork.focus_first()
    typist = Typist()
    typist.press("Return")
    typist.press("Space")
    typist.press("Tab", times=2)  # the day the document ends is not known
    typist.press("Space")
    typist.press("Tab")
    for _declaration in window.model.case.case.measure.declarations:
        typist.press("Space")
        typist.press("Tab")
    window.paperwork.case.form.fields["isee_protocol"].editor.setFocus()
    for text in ("inps-isee-2026-01234567a-00", "12345,67", "20012026"):
        typist.type_text(text)
        typist.press("Tab")
    window.paperwork.case.save()
    assert [one.state for one in known(window)] == ["ready", "ready"]
    assert len({one.isee_id for one in known(window)}) == 1
    (isee,) = window.model.at.isee.known.values()
    assert (isee.value_cents, isee.valid_until, isee.protocol) == (
        1_234_567, date(2026, 12, 31), "INPS-ISEE-2026-01234567A-00")
    assert window.paperwork.case.state.text() == "Pronta, NON ancora inviata al portale"
    assert QApplication.focusWidget() is window.paperwork.case.steps.buttons["note_submitted"]


def test_the_hands_are_on_the_first_thing_to_see_each_time_an_application_opens(qtbot):
    other = known_application(2, measure_code="ESEMPIO-ESTATE-2026")
    window = at_work(qtbot, family_at_desk(known_application(1), other))
    for number in (1, 2, 1):
        window.model.case.open(numbered(100 + number))
        assert QApplication.focusWidget() is window.paperwork.checklist.documents["identity_document"].box
        window.model.to_family()


def test_what_is_missing_is_said_and_nothing_is_lost(qtbot):
    window = at_work(qtbot, act=begun)
    window.paperwork.case.save()
    assert window.paperwork.case.steps.fault.words == (
        "Non è ancora pronta. Manca: l’ISEE; la dichiarazione 1; la dichiarazione 2; la dichiarazione 3.")
    assert {one.state for one in known(window)} == {"draft"}


def test_a_tick_says_when_and_holds_for_every_child(qtbot):
    window = at_work(qtbot, act=begun)
    line = window.paperwork.checklist.heard["truthful"]
    line.box.click()
    assert line.box.text().startswith("Letta e confermata, ")
    assert all([one.code for one in each.declarations] == ["truthful"] for each in known(window))
    line.box.click()
    assert line.box.text() == "Letta e confermata, serve"


@pytest.mark.parametrize(("field", "typed", "words"), [
    ("isee_value", "tanti", "Questa non è una somma: scrivila così: 12.345,67."),
    ("isee_value", "12,345", "Non è chiaro quanto sia: scrivi 12.345,67, con la virgola solo per i centesimi."),
    ("isee_value", "-3", "La somma non può essere meno di zero."),
    ("isee_dsu_on", "31/02/2026", "Non capisco la data. Scrivila così: 24/11/2026."),
    ("isee_dsu_on", "30/11/2026", "Questa data non è ancora arrivata: ricontrolla."),
    ("next_on", "domani", "Non capisco la data. Scrivila così: 24/11/2026.")])
def test_a_wrong_text_is_told_beside_its_field_and_stays(qtbot, field, typed, words):
    window = at_work(qtbot, act=begun)
    form = window.paperwork.case.form
    for name, text in (("isee_value", "0"), ("isee_dsu_on", "20/01/2026"), (field, typed)):
        form.fields[name].editor.setText(text)
    window.model.case.save_now()
    assert form.fields[field].error == words
    assert form.fields[field].editor.text() == typed
    assert window.model.at.isee.known == {}


def test_an_isee_of_nothing_is_a_value(qtbot):
    window = at_work(qtbot, act=begun)
    window.model.case.edit(isee_value="0", isee_dsu_on="20/01/2026")
    window.model.case.save_now()
    assert [one.value_cents for one in window.model.at.isee.known.values()] == [0]
    assert rules(window.paperwork)["Serve un’attestazione ISEE."] == "sì"


def test_an_odd_number_and_last_years_dsu_warn_and_never_block(qtbot):
    window = at_work(qtbot, act=begun)
    form = window.paperwork.case.form
    form.fields["isee_protocol"].editor.setText("12")
    assert "INPS-ISEE-2026" in form.fields["isee_protocol"].editor.accessibleDescription()
    form.fields["isee_value"].editor.setText("100")
    form.fields["isee_dsu_on"].editor.setText("20/01/2025")
    window.model.case.save_now()
    assert form.expiry.words.startswith("La DSU è di un altro anno: l’ISEE è scaduto il 31/12/2025")
    assert form.fields["isee_protocol"].error == ""


def test_the_isee_of_the_family_comes_along(qtbot):
    isee = IseeCertificate(
        id=numbered(501), citizen_id=UUID(int=1001), space_code="VEN", value_cents=85_000, dsu_on=date(2026, 1, 20),
        valid_until=date(2026, 12, 31), created_at=MORNING, created_by=UUID(int=1))
    window = at_work(qtbot, family_at_desk(isee=(isee,)), begun)
    assert window.paperwork.case.form.fields["isee_value"].editor.text() == "€ 850,00"
    assert {one.isee_id for one in known(window)} == {isee.id}
    assert "Ammissibile" in window.paperwork.missing.sentence.words


def test_esc_goes_back_to_the_family_and_keeps_what_was_typed(qtbot):
    window = at_work(qtbot, act=begun)
    window.model.case.edit(note="Porta l’attestazione giovedì")
    assert window.paperwork.handlers[next(key for key in window.paperwork.handlers if key.name == "BACK")]()
    assert window.model.stage == "family"
    assert {one.note for one in known(window)} == {"Porta l’attestazione giovedì"}


def test_nothing_of_the_family_stays_when_the_visit_closes(qtbot):
    window = at_work(qtbot, act=filled)
    window.model.show_person(None)
    assert window.model.stage == "open"
    assert window.model.family.fits == []
    assert window.model.case.case.shown is None
    assert window.paperwork.case.form.fields["isee_value"].editor.text() == ""
    assert window.paperwork.missing.rows.rowCount() == 0


def test_an_answer_for_somebody_who_left_is_not_shown(qtbot):
    model = family_at_desk(runner=HeldRunner())
    model.show_person(None)
    model.at.runner.release_all()
    assert model.family.fits == []


# --- states ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [*STATES, QUEUED, "odd"])
def test_nothing_is_called_sent_before_there_is_a_receipt(state):
    words = application_state(known_application(1, state, **NO_RECEIPT)).words
    assert not words.startswith(("Inviata", "Protocollata", "In istruttoria", "Ammessa", "Non ammessa", "Integra"))


def test_the_words_of_the_two_states_that_need_care():
    unsent = application_state(known_application(1, "ready"))
    sent = application_state(known_application(4, "submitted"))
    assert unsent.words == "Pronta, NON ancora inviata al portale"
    assert sent.words == "Inviata al portale · ricevuta n. 2026-000004 del 19/11/2026"
    assert unsent.mark != sent.mark
    typed = application_state(known_application(4, "submitted", typed_fields=("receipt_number",)))
    assert "non l’ha ancora confermata" in typed.hint


def note(window, **texts):
    window.paperwork.case._ask("note_submitted")
    form = window.paperwork.case.step_form
    for name, text in texts.items():
        form.fields[name].editor.setText(text)
    form.save()
    return form


def test_a_receipt_is_confirmed_with_the_citizen_and_then_it_is_sent(qtbot):
    window = at_work(qtbot, act=ready)
    note(window, number="PG/2026/0123456", on="22/11/2026", time="16:30")
    question = QApplication.activeModalWidget()
    assert isinstance(question, Confirmation)
    assert question.words.text() == (
        "Registri che la domanda è stata inviata al portale con ricevuta n. PG/2026/0123456. "
        "Controlla il numero con il cittadino.")
    question.act_button.click()
    assert window.paperwork.case.state.text() == "Inviata al portale · ricevuta n. PG/2026/0123456 del 22/11/2026"
    assert sorted(one.state for one in known(window)) == ["ready", "submitted"]


@pytest.mark.parametrize(("texts", "field", "words"), [
    ({"on": "22/11/2026", "time": "9"}, "number", "Copia il numero dal foglio: non si inventa e non si indovina."),
    ({"number": "1", "time": "9"}, "on", "Serve la data: scrivila così: 24/11/2026."),
    ({"number": "1", "on": "24/12/2026", "time": "9"}, "on", "Questa data non è ancora arrivata: ricontrolla."),
    ({"number": "1", "on": "22/11/2026"}, "time", "Scrivi l’ora della ricevuta, così: 16:30."),
    ({"number": "1", "on": "22/11/2026", "time": "25"}, "time", "Non capisco l’ora. Scrivila così: 16:30."),
    ({"number": "1", "on": "23/11/2026", "time": "23:59"}, "time", "Quest’ora non è ancora arrivata.")])
def test_a_receipt_without_number_or_instant_is_not_taken(qtbot, texts, field, words):
    window = at_work(qtbot, act=ready)
    form = note(window, **texts)
    assert form.fields[field].error == words
    assert QApplication.activeModalWidget() is None
    assert {one.state for one in known(window)} == {"ready"}


def test_everything_that_may_be_done_is_a_button_and_the_rest_says_why_not(qtbot):
    window = at_work(qtbot, act=ready)
    steps = window.paperwork.case.steps
    assert list(steps.buttons) == ["note_submitted", "note_registered", "submit", "back_to_draft", "cancel"]
    assert "Ritira la domanda: non è ancora inviata al portale" in steps._why_not.text()


def test_an_application_is_given_up_with_a_reason_that_stays(qtbot):
    window = at_work(qtbot, act=ready)
    window.model.steps.take("cancel")
    form = window.paperwork.case.step_form
    form.save()
    assert form.fields["reason"].error == "Scrivi perché: resta nella storia della domanda."
    form.fields["reason"].editor.setText("La famiglia rinuncia")
    form.save()
    assert window.paperwork.case.state.text() == "Annullata"
    assert "La famiglia rinuncia" in window.paperwork.case.hint.text()
    window.paperwork.case._open_history()
    assert "La famiglia rinuncia" in window.paperwork.case.history.detail.text()
    assert window.paperwork.case.step_back()
    assert not window.paperwork.case.step_back()


def test_what_does_not_fit_can_go_on_with_a_written_reason(qtbot):
    window = at_work(qtbot, family_at_desk(known_application(1, beneficiary_id=MARCO)), opened(1))
    model = window.model.case
    model.edit(isee_value="100", isee_dsu_on="20/01/2026")
    model.save_now()
    for one in model.case.measure.declarations:
        model.tick(one.code, True)
    window.paperwork.case.save()
    form = window.paperwork.case.step_form
    assert form.code == "override"
    form.fields["reason"].editor.setText("Lo chiede il servizio sociale")
    form.save()
    assert [(one.state, one.override_reason) for one in known(window)] == [("ready", "Lo chiede il servizio sociale")]


@pytest.mark.parametrize(("state", "first", "other"), [
    ("draft", "missing", "summary"), ("ready", "summary", "receipt"), ("submitted", "receipt", "summary")])
def test_the_paper_that_fits_the_state_is_the_one_of_the_key(qtbot, state, first, other):
    window = at_work(qtbot, family_at_desk(known_application(1, state)), opened(1))
    panes = window.paperwork
    assert panes._print()
    panes.case.more_print.click()
    assert window.model.printed == [(numbered(101), first), (numbered(101), other)]


# --- groups, vouchers, files -----------------------------------------------------------------------------------------


def test_a_group_is_counted_and_not_named(qtbot):
    window = at_work(qtbot, act=in_group)
    form = window.paperwork.group_form
    assert form.fields["participants"].error == "Serve per la domanda."
    form.fields["holder_kind"].editor.set_code("school")
    for name, text in (("holder_name", "Scuola di prova"), ("participants", "24"), ("age_from", "11"), ("age_to", "9"),
                       ("activity", "Teatro")):
        form.fields[name].editor.setText(text)
    form.save()
    assert form.fields["age_to"].error == "L’età finale viene prima di quella iniziale."
    form.fields["age_to"].editor.setText("13")
    form.save()
    (one,) = known(window)
    assert (one.group.participants, one.group.age_from, one.group.age_to, one.applicant_role) == (
        24, 11, 13, "institution")


def test_a_voucher_shows_what_is_left_and_what_the_family_pays(qtbot):
    window = at_work(qtbot, granted_family(), opened(1, lambda panes: panes.case._open_voucher()))
    view = window.paperwork.case.voucher
    assert view.left_amount.text() == "Restano € 139,50"
    view.price.editor.setText("200")
    assert view.parts.text() == "Prezzo: € 200,00\nQuota voucher: € 139,50\nA carico della famiglia: € 60,50"
    view.price.editor.setText("tanto")
    assert view.price.error
    assert view.warning.words == "Mancano 38 giorni: restano € 139,50."


def test_a_movement_that_takes_too_much_is_refused_beside_its_field(qtbot):
    window = at_work(qtbot, granted_family(), opened(1, lambda panes: panes.case._open_voucher()))
    view = window.paperwork.case.voucher
    view.movement_button.click()
    for name, text in (("movement_amount", "500"), ("movement_on", "22/11/2026")):
        view.form.fields[name].editor.setText(text)
    view.form.save()
    assert view.form.fields["movement_amount"].error == "Sul voucher non resta abbastanza: ricontrolla la somma."
    view.form.fields["movement_amount"].editor.setText("9,50")
    view.form.save()
    assert view.left_amount.text() == "Restano € 130,00"


def test_a_revoked_voucher_pays_nothing(qtbot):
    gone = voucher(1, application_id=numbered(101), revoked_at=MORNING - timedelta(days=1), revoked_reason="rinuncia")
    window = at_work(qtbot, family_at_desk(known_application(1, "granted"), vouchers=(gone,)),
                     opened(1, lambda panes: panes.case._open_voucher()))
    view = window.paperwork.case.voucher
    view.price.editor.setText("50")
    assert "Quota voucher: € 0,00" in view.parts.text()
    assert view.warning.words == "Revocato: rinuncia. Non si può più spendere."


@pytest.mark.parametrize(("reason", "words"), [
    ("encrypted", "Il PDF è protetto da una password: chiedi una copia senza."),
    ("empty", "Il file è vuoto: scegline un altro.")])
def test_a_file_that_is_not_taken_says_why(qtbot, reason, words):
    window = at_work(qtbot, act=begun)
    window.model.at.files.refuses = reason
    failed = []
    window.model.files.failed.connect(lambda code, text: failed.append(text))
    window.model.files.attach("guardianship", "/nowhere.pdf")
    assert failed == [words]


# --- to be followed --------------------------------------------------------------------------------------------------


def test_what_is_to_be_followed_is_counted_filtered_and_shows_no_name(qtbot):
    model = family_at_desk()
    model.show_person(None)
    window = show(qtbot, paperwork(model, follow=follow_ups_model(*things_to_follow())))
    panes, follow = window.paperwork.open, model.follow_ups
    assert panes.lines.rows.row_at(0).what == "Integrazione da consegnare"
    assert panes.lines.rows.row_at(0).when == "2 giorni fa"
    cells = [text for line in follow.lines for text in (line.what, line.when, line.code, line.state, line.advice)]
    assert not any(name in text for text in cells for name in ("Rossi", "Nina", "Maria"))
    assert ("ready_unsent", "Pronta, NON ancora inviata: 1") in follow.choices
    panes.lines.filter.editor.set_code("waiting_isee")
    assert [line.what for line in follow.lines] == ["Aspetta l’ISEE"]


def test_one_key_calls_back_and_enter_opens(qtbot):
    model = family_at_desk()
    model.show_person(None)
    window = show(qtbot, paperwork(model, follow=follow_ups_model(*things_to_follow())))
    follow, done = model.follow_ups, []
    follow.call_requested.connect(lambda citizen_id: done.append("call"))
    follow.open_requested.connect(lambda citizen_id, application_id: done.append(application_id))
    window.paperwork.focus_first()
    typist = Typist()
    typist.press("Space")
    typist.press("Return")
    assert done == ["call", numbered(102)]
    assert [line.code for line in follow.at.follow_ups.called] == ["PG/2026/0123456"]


def test_the_person_of_a_line_comes_with_the_application(qtbot):
    model = family_at_desk(known_application(1, "ready"))
    model.show_person(None)
    model.open_when_here(model.at.maria.id, numbered(101))
    model.show_person(model.at.maria.id)
    assert model.stage == "case"
    assert model.case.case.shown.id == numbered(101)


@pytest.mark.parametrize(("reason", "words"), [
    ("application:ready_unsent", "Domanda pronta, NON ancora inviata"), ("application:odd", "Domanda"),
    ("Esito SPID", "Esito SPID"), ("", "")])
def test_a_promise_made_from_the_list_says_why_in_words(reason, words):
    assert promised_words(reason) == words
