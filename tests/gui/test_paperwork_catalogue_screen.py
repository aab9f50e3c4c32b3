"""Catalogo pratiche: what the city's staff does with a type, by keys, and what the screen says of it."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from tests.factories import OPERATORS
from tests.keyboard import show
from tests.types_desk import REFUSED, drafting, place, types_model
from tests.window_desk import WindowDesk
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.screens.paperwork_catalogue.view import LanguagesPane
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.widgets.confirmation import Confirmation


def shown(qtbot, model):
    return show(qtbot, place(model))


def listed(window, row=0):
    line = window.pane.rows.row_at(row)
    return line.code, line.version, line.state


def confirm(window):
    window.findChild(Confirmation).act_button.click()


def test_every_type_is_listed_and_enter_prepares_the_next_version(qtbot):
    window = shown(qtbot, types_model())
    assert window.pane.rows.rowCount() == len({one.code for one in window.model.lines})
    assert window.pane.about.text().endswith("Il Comune non l’ha ancora confermata.")
    window.pane.table.go_to_row([one.code for one in window.model.lines].index("ISEE"))
    window.pane.table.setFocus()
    Typist().press("Return")
    assert window.model.form.code == "ISEE"
    assert QApplication.focusWidget() is window.pane.form.fields["code"].editor
    assert window.pane.form.version.text() == "Versione 2"
    assert window.pane.step_back()
    assert listed(window) == ("ISEE", 2, "draft")
    assert not window.pane.step_back()


def test_a_fault_stands_under_its_field_while_it_is_typed_and_goes_when_it_is_mended(qtbot):
    window = shown(qtbot, drafting(types_model()))
    form = window.pane.form
    editor = form.fields["steps"].editor
    editor.setPlainText("persona: Prova un accesso\nqualcuno: altro")
    assert form.fields["steps"].error == "Riga 2: comincia con «persona:», «operatore:» o «insieme:»."
    form.publish_button.click()
    assert window.findChild(Confirmation) is None
    assert QApplication.focusWidget() is editor
    editor.setPlainText("persona: Prova un accesso")
    assert form.fields["steps"].error == ""
    form.fields["outcomes"].editor.setPlainText("conclusa: Fatto")
    assert form.fields["outcomes"].error == "Manca l'esito «Non possibile»: ci vuole sempre."
    assert window.pane.save()


def test_beside_the_draft_stands_what_other_languages_lack(qtbot):
    window = shown(qtbot, drafting(types_model()))
    pane = window.findChild(LanguagesPane)
    assert pane.summary.words == "Tutti i testi ci sono in ogni lingua del promemoria."
    window.pane.form.fields["title"].editor.setText("Un titolo nuovo")
    assert pane.summary.words.startswith("1 testo manca in qualche lingua")
    pane.table.go_to_row(0)
    assert pane.chosen.text().startswith("«Un titolo nuovo» manca in: inglese, francese")
    window.model.close()
    assert pane.rows.rowCount() == 0


def test_published_it_waits_for_the_centre_and_open_cases_are_spoken_of_first(qtbot):
    window = shown(qtbot, drafting(types_model(), bring="Cellulare registrato"))
    window.pane.form.publish_button.click()
    confirm(window)
    ((verb, content),) = window.model.at.store.said
    assert (verb, content["code"], content["version"]) == ("publish", "SPID-REC", 2)
    assert listed(window) == ("SPID-REC", 2, "waiting")
    assert window.model.at.said[-1].text == "In coda: è pubblicata quando il sistema centrale l’accetta."
    assert not window.pane.open_button.isVisible()


def test_what_the_centre_refused_says_why(qtbot):
    window = shown(qtbot, types_model(REFUSED))
    assert window.pane.about.text() == (
        "Codice CUP. Il sistema centrale non ti conosce come chi pubblica il catalogo."
    )


def test_a_draft_that_is_thrown_away_is_gone_after_a_question(qtbot):
    window = shown(qtbot, drafting(types_model()))
    window.pane.form.discard_button.click()
    assert window.model.draft is not None
    confirm(window)
    assert window.model.draft is None
    assert listed(window)[2] == "offered"


@pytest.mark.parametrize(("roles", "is_seen"), [(("operator", "city_staff"), True), (("operator",), False)])
def test_the_place_is_there_for_who_may_publish_and_for_nobody_else(
    desk, threads, qtbot, theme, tmp_path, roles, is_seen
):
    desk.giulia.operator = replace(OPERATORS["giulia"], roles=roles)
    desk.giulia.__post_init__()
    at = WindowDesk(desk, threads, qtbot, tmp_path)
    try:
        assert at.window.rail._buttons[Place.TYPES].isHidden() is not is_seen
        if is_seen:
            at.window.set_place(Place.TYPES)
            at.settle()
            pane = at.window.panes.page(Place.TYPES).panes[0].widget
            assert len(pane.model.lines) > 40
            pane.table.setFocus()
            at.press("Return")
            assert pane.model.form.version == 2
    finally:
        at.end()
