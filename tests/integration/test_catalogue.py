"""The copy of the catalogue and what was suggested out of it, on a real store."""

from datetime import date, timedelta

from tests.factories import CODE, person
from wemi_desk.domain.catalogue import (
    EDITION_ID,
    CatalogueEdition,
    CatalogueService,
    Provider,
    provider_id,
    service_id,
)
from wemi_desk.domain.orientations import Orientation, suggestion_of
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
