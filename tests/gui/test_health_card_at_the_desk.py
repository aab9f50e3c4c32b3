"""A person with an STP card at the counter, in the real window on the real store."""

from PySide6.QtWidgets import QLabel, QLineEdit

from wemi_desk.persistence import tables
from wemi_desk.ui.shell.places import Place

STP = "STP0301511234567"


def everything_shown(counter):
    labels = (widget.text() for widget in counter.window.findChildren(QLabel))
    lines = (widget.text() for widget in counter.window.findChildren(QLineEdit))
    return "\n".join([*labels, *lines, counter.window.windowTitle()])


def rows(counter, table):
    with counter.aside(), counter.work.desk.store.reading() as work:
        return work._connection.execute(table.select()).all()


def register_with_card(counter):
    counter.press("Ctrl+N")
    form = counter.panes.registration
    form.code.editor.setFocus()
    counter.type(STP)
    form.surname.editor.setFocus()
    counter.type("Okafor")
    counter.press("Ctrl+S")
    return form


def test_a_card_typed_as_fiscal_code_is_offered_taken_and_then_nowhere_to_be_seen(counter):
    form = register_with_card(counter)
    assert form.code.error == "Questo è un codice STP, non un codice fiscale. Lo registro come STP?"
    assert form.anyway.isHidden()
    form.health.take.click()
    counter.type("2/11/26")
    counter.press("Ctrl+S")
    assert counter.counter.visit.card.citizen.surname == "Okafor"
    assert counter.counter.visit.card.citizen.unchecked_code is None
    assert len(rows(counter, tables.SPECIAL_DATUM)) == 1
    for table in tables.METADATA.sorted_tables:
        assert STP not in repr(rows(counter, table)), table.name  # nor in a draft that autosave left behind
    counter.press("Ctrl+Return", "1")
    counter.window.set_place(Place.COUNTER)
    counter.settle()
    assert STP not in everything_shown(counter)
    assert "1234567" not in everything_shown(counter)


def test_the_card_in_the_box_brings_the_person_back(counter):
    form = register_with_card(counter)
    form.health.take.click()
    counter.press("Ctrl+S")
    counter.press("Ctrl+Return", "1")
    counter.press("Ctrl+K")
    counter.type(STP)
    counter.press("Return")
    assert counter.counter.visit.card.citizen.surname == "Okafor"
    assert counter.box.text() == ""


def test_an_unknown_card_in_the_box_begins_a_registration_with_it(counter):
    counter.press("Ctrl+K")
    counter.type(STP)
    counter.press("Return")
    form = counter.panes.registration
    assert (form.surname.editor.text(), form.code.editor.text()) == ("", "")
    assert form.health.code.editor.text() == STP
    assert form.health.code.isVisible()
