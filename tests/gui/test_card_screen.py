"""The card of who is at the desk: what its view models decide, and its keys."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from tests.counter_store import LISTS
from tests.keyboard import show
from tests.place_screens import maria_at_desk
from wemi_desk.domain import audit
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.drafts import Draft
from wemi_desk.services.deeds import UndoService
from wemi_desk.services.person_forms import PersonForm
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.keyboard import Keyboard
from wemi_desk.ui.screens.citizens.view import CitizensPage
from wemi_desk.ui.shortcuts import Shortcuts
from wemi_desk.ui.widgets.confirmation import Confirmation


def citizen(model, which="maria"):
    return model.at.store.tables[Citizen][getattr(model.at, which).id]


def drafts(model):
    return list(model.at.store.tables.get(Draft, {}).values())


def rejections(model):
    found = []
    model.card.field_rejected.connect(lambda name, words, mendable: found.append((name, mendable)))
    return found


def test_a_change_is_recorded_and_can_be_undone(qapp):
    model = maria_at_desk()
    model.card.edit(phone="333 000 1111")
    assert model.card.is_changed
    model.card.save()
    assert citizen(model).phone == "+393330001111"
    assert not model.card.is_changed
    UndoService(model.at.store, model.at.session).undo(model.at.said[-1].deed)
    assert citizen(model).phone == "+39333123456"


def test_reading_and_recording_without_a_change_alters_nothing(qapp):
    model = maria_at_desk()
    before = citizen(model)
    model.card.edit(given_name="Mario")
    model.card.edit(given_name="Maria")
    model.card.save()
    assert citizen(model) == before
    model.card.edit(language="fr")
    model.card.save()
    after = citizen(model)
    assert after.language == "fr"
    for name in ("surname", "given_name", "birth_date", "fiscal_code", "phone", "email", "municipio", "to_verify"):
        assert getattr(after, name) == getattr(before, name)


def test_a_wrong_code_can_be_recorded_to_be_verified(qapp):
    model = maria_at_desk()
    found = rejections(model)
    model.card.edit(code="RSSMRA58C52F205X")
    model.card.save()
    assert found == [("fiscal_code", True)]
    assert citizen(model).fiscal_code == "RSSMRA58C52F205N"
    model.card.save(accept_unverified=True)
    assert (citizen(model).fiscal_code, citizen(model).unchecked_code) == (None, "RSSMRA58C52F205X")
    assert citizen(model).to_verify
    assert model.at.said[-1].text == "Registrata la modifica, da verificare. Annulla con Ctrl+Z"


def test_what_is_typed_and_not_recorded_survives_as_a_draft(qapp):
    model = maria_at_desk()
    model.card.edit(address="via Nuova 3")
    model.show_person(None)
    assert [(one.kind, one.initials) for one in drafts(model)] == [("change", "M. R.")]
    assert (model.card.card, model.card.form.surname) == (None, "")
    model.show_person(model.at.maria.id)
    assert model.card.form.address == "via Nuova 3"
    model.card.save()
    assert drafts(model) == []


def test_giving_up_brings_the_recorded_data_back_and_drops_the_draft(qapp):
    model = maria_at_desk()
    model.card.edit(address="via Nuova 3")
    model.card.save_now()
    model.card.give_up()
    assert not model.card.is_changed
    assert drafts(model) == []


def test_somebody_elses_change_does_not_take_away_what_is_typed(qapp):
    model = maria_at_desk()
    model.card.edit(address="via Nuova 3")
    model.card.reload()
    assert model.card.form.address == "via Nuova 3"


def test_special_data_open_with_a_reason_and_close_with_the_visit(qapp):
    model = maria_at_desk()
    assert (model.card.has_special, model.card.special) == (True, ())
    model.card.show_special("card_check")
    assert [one.code for one in model.card.special] == ["STP0301511234567"]
    assert model.special.opened == [(model.at.maria.id, "card_check")]
    model.show_person(None)
    assert (model.card.has_special, model.card.special) == (False, ())


def test_contacts_of_a_protected_person_are_closed_and_opening_them_is_written(qapp):
    model = maria_at_desk(is_protected=True)
    assert not model.card.shows_contacts
    model.card.show_contacts()
    assert model.card.shows_contacts
    assert model.at.store.accesses[0].action == audit.SHOW_CONTACTS


def test_saving_a_protected_person_keeps_the_contacts_that_were_not_shown(qapp):
    model = maria_at_desk(is_protected=True)
    model.card.edit(given_name="Marietta")
    model.card.save()
    assert (citizen(model).phone, citizen(model).email) == ("+39333123456", "maria@esempio.it")


def test_who_looked_is_told_in_words(qapp):
    model = maria_at_desk()
    model.accesses.reload()
    assert [(line.who, line.what, line.why) for line in model.accesses.lines] == [
        ("Giulia R.", "Ha aperto la scheda", "la persona è qui")]


def test_a_minor_joins_with_the_title_of_the_adult(qapp):
    model = maria_at_desk()
    refused = []
    model.household.field_rejected.connect(lambda name, words: refused.append(name))
    form = PersonForm(surname="Rossi", given_name="Leo", birth="01/02/2020")
    model.household.add_minor(form, "child", None)
    model.household.add_minor(replace(form, birth="01/02/1990"), "child", "parental")
    assert refused == ["responsibility", "birth"]
    model.household.add_minor(form, "child", "parental")
    assert [row.card.citizen.given_name for row in model.household.rows] == ["Maria", "Nina", "Leo"]
    assert model.at.said[-1].text == "Minore registrato nel nucleo. Annulla con Ctrl+Z"


def test_an_adult_found_by_search_joins_and_leaves(qapp):
    model = maria_at_desk()
    model.household.search("rossi mara")
    (mara,) = model.household.found
    model.household.add_adult(mara, "sibling")
    assert len(model.household.rows) == 3
    assert model.at.said[-1].text == "Rossi Mara ora è nel nucleo. Annulla con Ctrl+Z"
    model.household.leave(model.household.rows[2])
    assert len(model.household.rows) == 2
    assert model.at.said[-1].text == "Rossi Mara non fa più parte del nucleo. Annulla con Ctrl+Z"
    assert model.at.said[-1].deed is not None


@pytest.mark.parametrize(("known", "words"), [
    ({"birth_place_code": "F205", "registered_sex": "F"}, "Nata a Milano. Sesso all’anagrafe: F."),
    ({"birth_place_code": "Z330", "registered_sex": "M"}, "Nato a Z330. Sesso all’anagrafe: M."),
    ({"birth_place_code": "F205"}, "Luogo di nascita: Milano."), ({}, "")])
def test_where_somebody_was_born_stands_under_the_date(qtbot, theme, known, words):
    page = CitizensPage(maria_at_desk(**known), LISTS)
    qtbot.addWidget(page)
    assert page.card.data.origin.text() == words
    assert page.card.data.origin.isHidden() == (not words)
    page.model.show_person(None)
    assert page.card.data.origin.text() == ""  # nothing of them stays


def test_a_childs_health_card_is_offered_as_what_it_is_and_kept_closed(qtbot, theme):
    page = CitizensPage(maria_at_desk(), LISTS)
    qtbot.addWidget(page)
    form, special = page.card.household.minor, page.model.special
    page.card.show_tab(1)
    page.card.household.minor_button.click()
    assert form.fields["health_code"].isHidden()
    for name, text in (("given_name", "Awa"), ("birth", "03/05/2019"), ("fiscal_code", "STP0301511234567")):
        form.fields[name].editor.setText(text)
    form.fields["responsibility"].editor.set_code("parental")
    form.save()
    assert form.fields["fiscal_code"].error.endswith("Lo registro come STP?")
    assert form.take.text() == "Registra come STP"
    form.take.click()
    assert form.fields["fiscal_code"].editor.text() == ""
    assert not form.fields["health_code"].isHidden()
    form.fields["health_code_issued"].editor.setText("01/10/2026")
    form.save()
    child = page.model.household.rows[-1].card.citizen
    assert child.given_name == "Awa"
    assert [(kept[0], kept[1].code, kept[2]) for kept in special.sealed] == [
        (child.id, "STP0301511234567", date(2026, 10, 1))]
    page.card.household.minor_button.click()
    assert form.fields["health_code"].isHidden()  # the next child begins with nothing of this one
    assert form.fields["health_code"].editor.text() == ""


def test_two_cards_become_one_and_only_the_coordinator_parts_them(qapp):
    model = maria_at_desk()
    model.merge.search("rossi mara")
    model.merge.compare(model.merge.found[0])
    differing = [row.name for row in model.merge.compared if row.differs]
    assert differing == ["Nome", "Telefono", "Municipio", "Lingua"]
    model.merge.merge()
    assert citizen(model, "namesake").merged_into == model.at.maria.id
    assert len(model.card.card.merges) == 1
    assert not model.merge.may_undo
    merge_id = model.card.card.merges[0].id
    model.merge.undo(merge_id)
    assert model.at.said[-1].error
    lead = maria_at_desk(roles=("network_coordinator",))
    lead.merge.search("rossi mara")
    lead.merge.compare(lead.merge.found[0])
    lead.merge.merge()
    lead.merge.undo(lead.card.card.merges[0].id)
    assert citizen(lead, "namesake").merged_into is None


def test_codes_are_masked_where_two_cards_are_compared(qapp):
    model = maria_at_desk()
    model.merge.search("rossi mara")
    model.merge.compare(model.merge.found[0])
    assert "RSSMRA58C52F205N" not in repr(model.merge.compared)


def test_nothing_of_the_person_stays_when_the_visit_closes(qapp):
    model = maria_at_desk()
    model.accesses.reload()
    model.merge.search("rossi")
    model.household.search("rossi")
    model.show_person(None)
    left = [model.card.form, model.card.before, model.household.rows, model.household.found, model.merge.found,
            model.merge.compared, model.accesses.lines]
    assert "Rossi" not in repr(left)


@pytest.fixture
def opened(qtbot):
    model = maria_at_desk()
    page = show(qtbot, CitizensPage(model, LISTS))
    shortcuts = Shortcuts()
    for shortcut, handler in page.handlers.items():
        shortcuts.register(shortcut, handler, owner=page)
    keyboard = Keyboard(shortcuts.take)
    keyboard.install()
    page.keys = Typist()
    yield page
    keyboard.remove()


def test_by_keys_alone_a_telephone_is_changed(opened):
    field = opened.card.data.fields["phone"]
    field.editor.setFocus()
    opened.keys.press("Ctrl+A")
    opened.keys.type_text("3330001111")
    assert field.editor.accessibleDescription() == "Prima: 333 123 456"
    opened.keys.press("Ctrl+S")
    assert citizen(opened.model).phone == "+393330001111"
    assert field.editor.accessibleDescription() == ""


def test_a_wrong_field_takes_the_focus_and_says_what_to_do(opened):
    field = opened.card.data.fields["code"]
    opened.card.data.fields["surname"].editor.setFocus()
    field.editor.setText("RSSMRA58C52F205X")
    opened.keys.press("Ctrl+S")
    assert field.error == "L'ultima lettera non torna: ricontrolla, o passa la tessera."
    assert field.editor.hasFocus()
    assert opened.card.data.anyway_button.isVisible()


def test_alt_and_a_digit_turn_the_tabs_and_esc_comes_back(opened):
    opened.card.tabs.setFocus()
    for digit in (2, 3, 4, 5, 1):
        opened.keys.press(f"Alt+{digit}")
        assert opened.card.tabs.currentIndex() == digit - 1
    opened.keys.press("Alt+5")
    assert opened.card.accesses.rows.rowCount() == 1
    opened.keys.press("Esc")
    assert opened.card.tabs.currentIndex() == 0


def test_merging_asks_once_with_both_cards_and_the_focus_on_the_safe_button(opened, qtbot):
    opened.card.data.closed.merge_button.click()
    opened.keys.type_text("rossi mara\n")
    assert opened.model.merge.is_ready
    opened.card.merge.merge_button.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Confirmation)
    qtbot.waitUntil(dialog.back_button.hasFocus)
    opened.keys.press("Esc")
    assert citizen(opened.model, "namesake").merged_into is None
    opened.card.merge.merge_button.click()
    dialog = QApplication.activeModalWidget()
    dialog.act_button.click()
    assert citizen(opened.model, "namesake").merged_into == opened.model.at.maria.id
    assert opened.card.pages.currentWidget() is opened.card.tabbed


def test_special_data_are_not_shown_without_a_reason(opened):
    closed = opened.card.data.closed
    closed.show_button.click()
    assert closed.reason.error == "Scegli un motivo."
    closed.reason.editor.set_code("service")
    closed.show_button.click()
    assert closed.special.text() == "STP STP0301511234567"
    opened.model.show_person(None)
    assert closed.special.text() == ""


def test_without_a_visit_the_place_is_the_list(opened):
    assert opened.currentWidget() is opened.card
    opened.model.show_person(None)
    assert opened.currentWidget() is opened.list
