"""The copy of the catalogue and what was suggested out of it, on a real store."""

from datetime import date, timedelta

import pytest

from tests.factories import CODE, person
from wemi_desk.domain.catalogue import (
    EDITION_ID,
    CatalogueEdition,
    CatalogueService,
    Provider,
    provider_id,
    service_id,
)
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.orientations import Orientation, suggestion_of
from wemi_desk.domain.vouchers import Voucher
from wemi_desk.services.catalogue.doors import catalogue_doors
from wemi_desk.services.catalogue.following import OrientationForm, ReferralForm
from wemi_desk.services.citizens import RegisterCitizen

PROVIDER = Provider(id=provider_id("P1"), code="P1", name="La Lanterna")


def service(code="S1", title="Baby-sitter la sera", **fields):
    fields = {"price_cents": 1000, "valid_to": date(2030, 1, 1), **fields}
    return CatalogueService(id=service_id(code), code=code, provider_id=PROVIDER.id, title=title, **fields)


def filled(desk, *services):
    edition = CatalogueEdition(id=EDITION_ID, published_at=desk.clock.now(), source="prova", services=len(services))
    with desk.giulia.store.work() as work:
        work.catalogue.put([PROVIDER], services, edition)
        work.commit()


def test_what_the_centre_publishes_is_read_whole_and_makes_no_act_here(desk):
    sitter = service(municipi=("4",), times=("evening",), languages=("it", "ar"), keywords=("tata",), age_from=0)
    before = len(desk.acts())
    filled(desk, sitter, service("S2", "Aiuto compiti"))
    with desk.giulia.store.reading() as work:
        assert work.catalogue.service(sitter.id) == sitter
        assert [one.code for one in work.catalogue.all_services()] == ["S1", "S2"]
        assert work.catalogue.of_provider(PROVIDER.id)[0].title == "Aiuto compiti"
        assert work.catalogue.providers() == [PROVIDER]
        assert work.catalogue.count() == 2
        assert work.catalogue.edition().published_at == desk.clock.now()
        assert work.catalogue.unreadable() == 0
    assert len(desk.acts()) == before


def test_an_orientation_stands_on_the_history_of_the_person_and_goes_along_when_records_join(desk):
    giulia = desk.giulia
    one = giulia.citizens.register(RegisterCitizen(form=person("De Luca", code=CODE))).citizen
    other = giulia.citizens.register(RegisterCitizen(form=person("De Luca", "Adele"))).citizen
    with giulia.store.work() as work:
        work.orientations.add(Orientation(
            id=desk.ids(), space_code="QIT", citizen_id=one.id, suggestions=(suggestion_of(service(), PROVIDER, 500),),
            suggested_at=desk.clock.now(), suggested_by=giulia.session.operator.id,
            feedback_due_on=(desk.clock.now() + timedelta(days=14)).date(),
        ))  # fmt: skip
        work.commit()
    with giulia.store.work() as work:
        entry = work.timeline(one.id, 10, frozenset({"orientation"}))[0]
        assert (entry.text, entry.state) == ("Baby-sitter la sera", "open")
        assert work.move_belongings(one.id, other.id)
        kept = work.orientations.of_citizen(other.id)[0]
        assert kept.suggestions[0].voucher_cents == 500
        assert kept.suggestions[0].provider == "La Lanterna"


def doors(counter):
    return catalogue_doors(counter.store, counter.session, counter.desk.lists, {})


@pytest.fixture
def catalogue(desk):
    return doors(desk.giulia)


@pytest.fixture
def ada(desk):
    return desk.giulia.citizens.register(RegisterCitizen(form=person("Fumagalli", "Ada", code=CODE))).citizen


def test_a_question_finds_and_says_what_it_understood(desk, catalogue):
    filled(
        desk, service(times=("evening",), municipi=("4",)), service("S2", "Baby-sitter la mattina", times=("morning",)),
        service("S3", "Idraulico", price_cents=None),
        service("S4", "Baby-sitter vecchia", withdrawn_on=date(2026, 1, 1)),
    )  # fmt: skip
    found = catalogue.finding.search("tata sera municipio 4 sotto 12 euro")
    assert [row.service.code for row in found.rows] == ["S1"]
    assert {one.kind for one in found.question.filters} == {"time", "municipio", "price"}
    assert found.rows[0].provider == "La Lanterna"
    wider = found.question.without([("time", "evening")])
    assert {row.service.code for row in catalogue.finding.search(wider).rows} == {"S1", "S2"}
    nothing = catalogue.finding.search("astronauta marziano")
    assert (nothing.rows, nothing.total) == ((), 0)


def test_what_changes_in_the_catalogue_is_found_and_an_empty_one_finds_nothing(desk, catalogue):
    assert catalogue.finding.search("tata").rows == ()
    assert catalogue.finding.copy().edition is None
    filled(desk, service())
    assert catalogue.finding.search("tata").total == 1
    with desk.giulia.store.work() as work:
        work.catalogue.put(services=[service(title="Giardiniere")])
        work.commit()
    catalogue.finding.forget()
    assert catalogue.finding.search("giardiniere").total == 1


@pytest.mark.parametrize("absurd", [
    "parola " * 2000, "🍼👶🏽", "'; DROP TABLE catalogue_service; --", "\x00\ud800", "9" * 400, "€ € €",
    "sotto 99999999 €",
    "(((", "%_%", "anni anni anni 3 4 5", "municipio 0", "200 anni", "\u202e abc",
])  # fmt: skip
def test_whatever_is_typed_raises_nothing(desk, catalogue, absurd):
    filled(desk, service())
    catalogue.finding.search(absurd)


def test_an_orientation_keeps_what_was_said_then_and_can_be_taken_back(desk, catalogue, ada):
    filled(desk, service(), service("S2", "Aiuto compiti", is_free=True))
    ids = (service_id("S1"), service_id("S2"))
    form = OrientationForm(service_ids=ids, citizen_id=ada.id, need="babysitting", reason="Lavora la sera")
    made, deed = catalogue.following.orient(form)
    filled(desk, service(title="Altro nome", withdrawn_on=date(2026, 1, 1)))
    line = catalogue.following.lines()[0]
    assert [one.title for one in line.record.suggestions] == ["Baby-sitter la sera", "Aiuto compiti"]
    assert line.gone == ("Altro nome",)
    said = catalogue.following.say(made.id, "refused", "Posti finiti", again_in=7)
    assert catalogue.following.lines("hard")[0].record.outcome_note == "Posti finiti"
    desk.giulia.undo.undo(said.id)
    assert catalogue.following.lines()[0].record.outcome == ""
    desk.giulia.undo.undo(deed.id)
    assert catalogue.following.lines("all") == []


def test_a_form_is_written_once_however_often_its_key_bounces(desk, catalogue):
    filled(desk, service())
    form = OrientationForm(service_ids=(service_id("S1"),), form_id=desk.ids())
    assert catalogue.following.orient(form)[0].id == catalogue.following.orient(form)[0].id
    assert len(catalogue.following.lines()) == 1


def test_a_referral_without_name_nor_contact_stays_in_sight_until_it_is_closed(desk, catalogue):
    filled(desk, service())
    sent, _deed = catalogue.following.send(ReferralForm(
        destination="provider", service_id=service_id("S1"), handed_over="Copia dell’ISEE", answer_days=10,
    ))  # fmt: skip
    assert (sent.service_text, sent.provider_id) == ("Baby-sitter la sera", PROVIDER.id)
    catalogue.following.answered(sent.id, "unreachable", again_in=3)
    assert [line.id for line in catalogue.following.lines("hard")] == [sent.id]
    desk.clock.pass_by(days=3)
    assert [row.record.id for row in desk.giulia.call_backs.feedback_due()] == [sent.id]
    catalogue.following.answered(sent.id, "closed")
    assert catalogue.following.lines() == []
    assert [line.id for line in catalogue.following.lines("all")] == [sent.id]


def test_who_was_sent_to_us_is_there_too_and_days_out_of_reach_are_refused(desk, catalogue, ada):
    came, _deed = catalogue.following.send(
        ReferralForm(destination="social_services", direction="in", citizen_id=ada.id, reason="Cerca una badante")
    )
    line = catalogue.following.lines()[0]
    assert (line.kind, line.who, line.record.feedback_due_on) == ("incoming", "Ada F.", None)
    with desk.giulia.store.reading() as work:
        entry = work.timeline(ada.id, 9, frozenset({"referral"}))[0]
    assert (entry.object_id, entry.data["direction"], entry.operator_id) == (
        came.id, "in", desk.giulia.session.operator.id,
    )  # fmt: skip
    with pytest.raises(InvalidFieldError):
        catalogue.following.send(ReferralForm(destination="caf", feedback_days=9999))
    with pytest.raises(InvalidFieldError):
        catalogue.following.orient(OrientationForm(service_ids=()))


def test_a_sheet_says_what_the_voucher_of_the_person_pays_and_comparisons_fit_on_paper(desk, catalogue, ada):
    filled(desk, service(accepts_voucher=True), service("S2", "Aiuto compiti", price_cents=None))
    with desk.giulia.store.work() as work:
        work.vouchers.add(Voucher(
            id=desk.ids(), number="V1", citizen_id=ada.id, space_code="QIT", measure_code="M", amount_cents=700,
            issued_on=date(2026, 1, 1), created_at=desk.clock.now(), created_by=desk.giulia.session.operator.id,
        ))  # fmt: skip
        work.commit()
    ids = [service_id("S1"), service_id("S2")]
    one, other = catalogue.sheets.of(ids, ada.id)
    assert (one.parts.share_cents, one.parts.remainder_cents, other.parts) == (700, 300, None)
    paper = catalogue.papers.of(ids, ada.id)
    assert paper.kind == "catalogue_sheet"
    words = catalogue.papers.text(ids, ada.id)
    assert "il voucher paga € 7,00, restano € 3,00" in words
    assert "prezzo da chiedere" in words
    assert "Catalogo aggiornato al" in words
