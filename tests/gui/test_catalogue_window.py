"""Catalogo in the real window, on a real store, by real keys."""

from datetime import UTC, date, datetime

import pytest

from tests.counter_models import code_of
from wemi_desk.domain.catalogue import (
    EDITION_ID,
    CatalogueEdition,
    CatalogueService,
    Provider,
    provider_id,
    service_id,
)
from wemi_desk.persistence import tables
from wemi_desk.ui.shell.places import Place

ADA = code_of("Zzyxwald", "Ada", date(1986, 3, 12))
PROVIDER = Provider(
    id=provider_id("ORE"), code="ORE", name="Le Ore Piccole", contact_text="tel. 000 000", url="https://ore.example"
)


def service(code, title, **fields):
    return CatalogueService(id=service_id(code), code=code, provider_id=PROVIDER.id, title=title, **fields)


SERVICES = (
    service("ORE-01", "Baby-sitter serale e nei fine settimana", category="education", age_from=0, age_to=12,
            place="home", municipi=("3", "4"), times=("evening", "night", "weekend"), price_cents=1150,
            description="Per chi lavora di sera o vuole uscire.", languages=("it", "en"), accepts_voucher=True),
    service("ORE-02", "Baby-sitter serale condivisa fra vicini", category="education", mode="shared", place="home",
            municipi=("3", "4"), times=("evening",), price_cents=690, price_note="Prezzo per famiglia."),
    service("BOT-02", "Idraulico sociale", category="home_repairs", place="home", price_cents=3600,
            price_unit="session"),
    service("QUA-03", "ISEE e DSU precompilata", category="paperwork", place="site", is_free=True),
)  # fmt: skip


@pytest.fixture
def filled(counter):
    edition = CatalogueEdition(id=EDITION_ID, published_at=datetime.now(UTC), services=len(SERVICES))
    with counter.aside(), counter.work.desk.store.work() as work:
        work.catalogue.put([PROVIDER], SERVICES, edition)
        work.commit()
    return counter


def model_of(counter):
    return counter.work.places.catalogue.model


def panes_of(counter):
    return counter.work.places.catalogue.panes


def titles(counter):
    return [row.service.code for row in model_of(counter).search.rows]


def test_typing_finds_and_chips_take_filters_away(filled):
    filled.press("F6")
    filled.type("tata sera municipio 4 sotto 8 euro")
    assert titles(filled) == ["ORE-02"]
    words = [chip.words for chip in model_of(filled).search.words.chips(model_of(filled).search.results)]
    assert words == ["Fino a € 8,00", "Municipio 4", "Quando: sera"]
    panes_of(filled).results.chips.buttons[0].click()
    filled.settle()
    assert {"ORE-01", "ORE-02"} <= set(titles(filled))
    assert "Catalogo aggiornato al" in panes_of(filled).results.copy.text()


def test_a_father_is_oriented_to_two_services_compared_and_it_can_be_undone(filled):
    father = filled.register("Zzyxwald", "Ada", code=ADA)
    filled.scan(ADA)
    filled.press("F6")
    filled.type("baby sitter")
    filled.press("Down", "Space", "Down", "Space")
    assert model_of(filled).sheet.is_comparison
    filled.press("Ctrl+S")
    filled.press("4", "Ctrl+S")
    (row,) = filled.rows(tables.ORIENTATION)
    assert row.citizen_id == father.id
    assert len(row.suggestions) == 2
    assert "Orientamento registrato" in filled.window.status.words
    filled.press("Ctrl+Z")
    (row,) = filled.rows(tables.ORIENTATION)
    assert row.cancelled_at is not None


def test_the_one_box_finds_services_after_people_and_enter_opens_the_sheet(filled):
    filled.press("Ctrl+K")
    filled.type("baby-sitter sera")
    filled.type(" ")  # the first words only had the index made
    rows = filled.window.bar.box.results.rows
    assert [row.group for row in rows][:3] == ["Catalogo"] * 3
    filled.press("Return")
    assert filled.window.place is Place.CATALOGUE
    assert model_of(filled).sheet.shown.content.titles == (rows[0].title,)


def test_a_name_that_is_no_service_still_proposes_a_registration(filled):
    filled.press("Ctrl+K")
    filled.type("Sarti Marino")
    filled.type(" ")
    assert "Catalogo" not in {row.group for row in filled.window.bar.box.results.rows}


ABSURD = (
    "x " * 1000, "🙂" * 300, "'; DROP TABLE catalogue_service; --", "municipio 99999999999 sotto 1e309 €",
    "\u202e\x00\ud800",
)  # fmt: skip


def test_whatever_is_pasted_the_field_answers_in_words(filled):
    filled.press("F6")
    field = panes_of(filled).results.field.editor
    for words in ABSURD:
        field.selectAll()
        field.insert(words)
        filled.settle()
        assert filled.window.place is Place.CATALOGUE
        assert model_of(filled).search.results is not None


def test_nothing_found_can_be_reported_as_missing(filled):
    filled.press("F6")
    filled.type("astronauta")
    assert panes_of(filled).results.nothing.isVisible()
    assert len(panes_of(filled).results.closest.buttons) == 3
    panes_of(filled).results.missing_button.click()
    filled.settle()
    (row,) = filled.rows(tables.ORIENTATION)
    assert (row.outcome, row.reason, row.citizen_id) == ("missing", "astronauta", None)


def test_who_was_refused_is_called_back_and_stays_in_sight(filled):
    filled.press("F6")
    filled.type("isee")
    filled.press("Down", "Ctrl+S")
    filled.press("Ctrl+S")
    filled.press("Alt+2", "Return")
    panes_of(filled).right.outcome.said.editor.set_code("refused")
    filled.press("Ctrl+S")
    (row,) = filled.rows(tables.ORIENTATION)
    assert row.outcome == "refused"
    assert row.feedback_due_on is not None
    model_of(filled).follow.show_which("hard")
    filled.settle()
    assert [line.id for line in model_of(filled).follow.lines] == [row.id]
