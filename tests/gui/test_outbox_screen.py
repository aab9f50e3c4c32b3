from PySide6.QtWidgets import QAbstractButton

from tests.counter_store import MORNING
from tests.exchange_desk import ACTS, ASIDE, DOUBLE, MARIA, REFUSED, SAME, Sealed, act, around, question
from tests.keyboard import show
from tests.place_screens import outbox_models
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.errors import NoCentreError
from wemi_desk.domain.outbox_rows import OutboxList
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.exchange_words import act_state, refusal, what_words
from wemi_desk.ui.question_words import choices, sentence
from wemi_desk.ui.screens.outbox.view import OutboxView


def lines(model, offset=0, limit=100):
    found = []
    model.read(offset, limit, found.extend)
    return found


def test_each_list_has_its_acts_newest_first_and_its_words(qapp):
    model = outbox_models(ACTS).lists
    assert [words for _code, words in model.names] == ["Da inviare: 4", "Da controllare: 3", "Inviati oggi: 3"]
    assert [(line.what, line.state) for line in lines(model)] == [
        ("Persona di un nucleo", "Registrato qui · da inviare"), ("Contatto", "Registrato qui · da inviare"),
        ("Informativa consegnata", "Registrato qui · da inviare"),
        ("Scheda di una persona, modifica", "Registrato qui · da inviare")]
    model.turn_to(OutboxList.TO_CHECK)
    assert [line.state for line in lines(model)] == [
        "Messo da parte da Marco T.", "Da controllare: modificato anche a WeMi Capuana",
        "Da controllare: «Telefono» non va bene"]
    model.turn_to(OutboxList.SENT_TODAY)
    assert [line.state for line in lines(model)] == [
        "Ricevuto · aspetta la scheda della persona", "Ricevuto dal sistema centrale, 09:41",
        "Ricevuto dal sistema centrale, 09:41"]


def test_open_questions_stand_first_among_what_is_to_be_checked_on_every_page(qapp):
    model = outbox_models(ACTS, (question(), SAME, DOUBLE)).lists
    model.turn_to(OutboxList.TO_CHECK)
    whole = lines(model)
    assert [line.what for line in whole[:3]] == [
        "Quale telefono ha dato per ultimo?", "Le due schede sono della stessa persona?",
        "Ci sono due domande per la stessa misura: quale vale?"]
    assert model.total == len(whole) == 6
    assert [line for offset in (0, 2, 4) for line in lines(model, offset, 2)] == whole


def test_who_comes_to_look_sees_first_what_needs_a_person(qapp):
    model = outbox_models(ACTS).lists
    model.arrive()
    assert model.which is OutboxList.TO_CHECK
    model = outbox_models((act(1),)).lists
    model.arrive()
    assert model.which is OutboxList.WAITING


def test_an_empty_outbox_claims_no_more_than_is_known(qapp):
    assert outbox_models().lists.empty_words == "Niente da inviare. La postazione non si è mai collegata."
    assert outbox_models(confirmed_at=MORNING).lists.empty_words == "Tutto inviato. Ultimo collegamento alle 09:41."
    held = outbox_models((REFUSED,), confirmed_at=MORNING).lists
    assert held.empty_words == "Niente da inviare. Ultimo collegamento alle 09:41."


def test_the_list_grows_by_itself(qapp):
    model = outbox_models().lists
    model.at.store.outbox.rows.append(act(1))
    model.at.changes.changed.emit(Changes.of("outbox"))
    assert model.total == 1
    assert model.summary == "Oggi: 1 fatti, 0 ricevuti dal sistema centrale. In attesa: 1."


def test_every_reason_has_words_and_an_unknown_one_names_its_code_and_what_to_do():
    assert refusal("foreign_space")[0] == "è di uno spazio che questa postazione non segue"
    assert refusal("space_code:foreign_space")[0] == "è di uno spazio che questa postazione non segue"
    assert refusal("surname:required")[0] == "manca «Cognome»"
    assert refusal("payload:too_large")[0] == "è troppo grande per essere inviato"
    assert refusal("state:the_centres")[0] == "lo scrive solo il sistema centrale"
    assert refusal("kind:unreadable")[0] == "il sistema centrale non conosce ancora questo tipo di atto"
    why, advice = refusal("zz_99")
    assert why == "il sistema centrale non l’ha preso (codice zz_99)"
    assert "Riprova" in advice


def test_an_act_of_a_kind_this_version_does_not_know_still_has_words():
    assert what_words(act(1, kind="hologram", verb="fold")) == "Altro"
    assert act_state(act(1, acked=True, verdict="wondrous")).words == "Ricevuto dal sistema centrale, 09:41"




def opened(qtbot, models, row=0):
    models.lists.turn_to("to_check")
    view = show(qtbot, OutboxView(models))
    view.table.setFocus()
    view.table.go_to_row(row)
    return view


def test_a_refused_act_is_mended_and_sent_again_by_keys_alone(qtbot):
    models = outbox_models((REFUSED,))
    view = opened(qtbot, models)
    typist = Typist()
    typist.press("Return")
    assert view.act.mend_button.hasFocus()
    typist.press("Space")
    typist.type_text("333 123 4567")
    typist.press("Return")
    assert models.lists.at.outbox.sent == [("phone", "333 123 4567")]
    assert models.lists.counts.waiting == 1
    assert models.lists.at.said[-1].text == "Corretto: riparte con il prossimo invio."


def test_a_field_that_stays_wrong_is_told_beside_it_and_keeps_the_form(qtbot):
    view = opened(qtbot, outbox_models((REFUSED,)))
    view.act.mend_button.click()
    view.act.do_button.click()
    assert view.act.value.error
    assert view.act.value.isVisible()
    assert view.act.step_back()
    assert view.act.mend_button.isVisible()


def test_an_act_is_set_aside_with_a_note_stays_counted_and_is_taken_up_again(qtbot):
    models = outbox_models((REFUSED,))
    view = opened(qtbot, models)
    view.act.aside_button.click()
    view.act.note.editor.setText("Manca il numero")
    view.act.do_button.click()
    assert models.lists.counts.to_check == 1
    assert view.act.state.text() == "Messo da parte da Giulia R."
    assert view.act.advice.text() == "Manca il numero"
    view.act.up_button.click()
    assert view.act.state.text().startswith("Da controllare")


def test_withdrawing_asks_why(qtbot):
    models = outbox_models((REFUSED,))
    view = opened(qtbot, models)
    view.act.withdraw_button.click()
    view.act.do_button.click()
    assert view.act.reason.error == "Scegli un motivo."
    view.act.reason.editor.set_code("not_needed")
    view.act.do_button.click()
    assert models.lists.at.outbox.sent == [("withdraw", "not_needed")]


def test_an_act_that_waits_can_be_neither_changed_nor_deleted(qtbot):
    view = show(qtbot, OutboxView(outbox_models(ACTS)))
    seen = {one.text() for one in view.findChildren(QAbstractButton) if one.isVisible()}
    assert seen == {"Collegati adesso", "Esporta il lavoro non inviato…"}


def test_a_question_names_the_values_who_said_them_when_and_where():
    assert sentence(question(), at_desk=True) == "Quale telefono è quello giusto?"
    assert [choice.whole for choice in choices(question(), around())] == [
        "333 123 4567 · Giulia R. · 18/11 alle 09:41 · WeMi Venini",
        "347 987 6543 · Marco T. · 21/11 alle 09:41 · WeMi Capuana"]
    assert [choice.words for choice in choices(SAME, around())] == ["Sì, è la stessa persona", "No, sono due persone"]
    assert "Giulia R. · 18/11 alle 09:41 · WeMi Venini; Marco T." in choices(SAME, around())[0].said
    assert [choice.words for choice in choices(DOUBLE, around())] == [
        "la domanda del 18/11/2026", "la domanda del 21/11/2026"]
    long = question(field="address", first="via " + "molto " * 40 + "lunga 3")
    assert choices(long, around())[0].whole.startswith("via molto molto molto molto mol… · Giulia R.")
    born = question(field="birth_date", first="1958-03-12", second=None)
    assert [choice.words for choice in choices(born, around())] == ["12/03/1958", "niente"]
    assert sentence(question(field="shoe_size"), at_desk=True) == "Qual è il valore giusto di «shoe size»?"


def test_one_and_two_choose_and_later_goes_on(qtbot):
    models = outbox_models((ASIDE,), (question(), SAME))
    view = opened(qtbot, models)
    assert view.press("3") is False
    view.question.later_button.click()
    assert view.table.current_row == 1
    assert models.lists.at.questions.answers == []
    view.table.go_to_row(0)
    view.press("2")
    assert models.lists.at.questions.answers == [(question().id, 1)]
    assert models.lists.at.said[-1].text == "Scelto: 347 987 6543. Annulla con Ctrl+Z"
    assert models.lists.at.said[-1].deed is not None


def test_looking_at_the_person_opens_them_at_the_desk(qtbot):
    models, asked = outbox_models((REFUSED,), (question(),)), []
    models.mending.open_requested.connect(asked.append)
    view = opened(qtbot, models)
    view.question.person_button.click()
    view.table.go_to_row(1)
    view.act.person_button.click()
    assert asked == [MARIA, MARIA]


def test_unsent_work_leaves_in_a_file_and_the_screen_says_what_to_do_with_it(qtbot):
    models = outbox_models(ACTS)
    view = show(qtbot, OutboxView(models))
    models.leaving.export("/media/chiavetta/lavoro.wemi")
    assert [path.name for path in models.lists.at.sealed.paths] == ["lavoro.wemi"]
    assert view.leaving.said.words.startswith("4 atti sono nel file «lavoro.wemi». Lo apre solo il sistema centrale")
    view.leaving.connect_button.click()
    assert models.lists.at.connected == [True]


def test_without_a_centre_the_file_is_refused_in_words(qtbot):
    models = outbox_models(ACTS, sealed=Sealed(error=NoCentreError()))
    view = show(qtbot, OutboxView(models))
    models.leaving.export("lavoro.wemi")
    assert view.leaving.said.words.startswith("Questa postazione non conosce ancora il sistema centrale")
