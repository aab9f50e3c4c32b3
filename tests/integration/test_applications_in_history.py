"""An application in the history of a person: never called presented before the centre's number."""

from simulation.plain_applications import ApplicationService
from wemi_desk.persistence.tables import APPLICATION
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.person_forms import PersonForm
from wemi_desk.ui.screens.counter.timeline_words import TimelineWords


def test_the_history_follows_an_application_from_the_draft_to_the_receipt(desk):
    person = desk.giulia.citizens.register(RegisterCitizen(form=PersonForm(surname="Rossi"))).citizen
    service = ApplicationService(desk.giulia.store, desk.giulia.session)
    begun = service.start(person.id, person.id, "NIDO", 25_000)
    words = TimelineWords(desk.lists, {})

    def history():
        with desk.giulia.store.reading() as work:
            (entry,) = [one for one in work.timeline(person.id, 50) if one.kind == "application"]
            return words.what(entry), words.state(entry)

    assert history() == ("Domanda NIDO: Bozza, NON ancora inviata al portale", "da inviare")
    service.make_ready(begun.id)
    assert history()[0] == "Domanda NIDO: Pronta, NON ancora inviata al portale"
    desk.execute(APPLICATION.update().values(state="submitted"))
    assert history()[0] == "Domanda NIDO: In coda, NON ancora inviata al portale"
    desk.execute(APPLICATION.update().values(receipt_number="NIDO-000001"))
    assert history()[0] == "Domanda NIDO: Inviata al portale · n. NIDO-000001"
