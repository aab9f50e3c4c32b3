"""Digital paperwork on a real desk: a person at the counter and every service of a case."""

from functools import partial

from tests.factories import CODE, person
from wemi_desk.gateways.reference_lists import load_paperwork_catalogue
from wemi_desk.gateways.shipped_measures import shipped_measures
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.measures import MeasureService
from wemi_desk.services.paperwork.acting import Acting
from wemi_desk.services.paperwork.cases import NewCase, PaperworkService
from wemi_desk.services.paperwork.catalogue import PaperworkTypes
from wemi_desk.services.paperwork.mandates import MandateSeen, MandateService
from wemi_desk.services.paperwork.sittings import SittingService

SPID = "SPID-REC"
PHONE, EMAIL = "Cellulare registrato", "E-mail registrata"


class DigitalDesk:
    """The services of one counter; *shipped* stands in for the program's own catalogue."""

    def __init__(self, counter, shipped=load_paperwork_catalogue):
        self.counter = counter
        store, session = counter.store, counter.session
        self.session, self.store = session, store
        self.clock = session.clock
        self.types = PaperworkTypes(store, session, shipped)
        self.sittings = SittingService(store, session, self.types)
        measures = MeasureService(store, session, partial(shipped_measures, with_examples=True))
        acting = Acting(session, measures)
        self.paperwork = PaperworkService(store, session, self.types, self.sittings, acting, counter.desk.lists)
        self.mandates = MandateService(store, session)

    def register(self, surname="De Luca", **values):
        values = {"code": CODE, **values} if surname == "De Luca" else values
        return self.counter.citizens.register(RegisterCitizen(form=person(surname, **values))).citizen

    def open(self, type_code=SPID, **values):
        return self.paperwork.open(NewCase(type_code=type_code, **values))

    def guardian_of(self, person_, **values):
        base = {
            "citizen_id": person_.id, "kind": "guardian", "delegate_name": "Luca Bianchi",
            "act_reference": "RG 12/2025", "court": "Milano", "act_on": self.clock.today().replace(year=2025),
            "scope_text": "cura e patrimonio",
        }  # fmt: skip
        return self.mandates.note(MandateSeen(**(base | values)))

    def find(self, kind, record_id):
        with self.store.reading() as work:
            return getattr(work.paperwork, kind).find(record_id)
