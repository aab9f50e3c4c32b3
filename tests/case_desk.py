"""Applications on a real desk: a mother with children in Milan, a measure that is open, everything ticked."""

from datetime import date

from tests.measure_documents import document, measure
from wemi_desk.central.exchange.published import MEASURE, published_id
from wemi_desk.central.office import CENTRE_STAMP
from wemi_desk.services.application_ports import NewApplications
from wemi_desk.services.cases import CaseService
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.follow_ups import FollowUpService
from wemi_desk.services.isee import IseeSeen, IseeService
from wemi_desk.services.measures import MeasureService
from wemi_desk.services.person_forms import PersonForm
from wemi_desk.services.vouchers import VoucherService

CODE = "PROVA-2026"
DECLARED = ("truthful", "shared")


class CaseDesk:
    """The services of one counter that have to do with applications."""

    def __init__(self, counter, *measures):
        self.counter = counter
        shipped = measures or (measure(),)
        self.measures = MeasureService(counter.store, counter.session, lambda: shipped)
        self.cases = CaseService(counter.store, counter.session, self.measures)
        self.vouchers = VoucherService(counter.store, counter.session)
        self.follow_ups = FollowUpService(counter.store, counter.session, self.measures)
        self.isee = IseeService(counter.store, counter.session)

    def mother(self, surname="Fumagalli", **values):
        form = PersonForm(surname=surname, given_name="Anna", municipio="3", **values)
        return self.counter.citizens.register(RegisterCitizen(form=form)).citizen.id

    def child(self, mother, name="Nina", birth="03/05/2019", **values):
        form = PersonForm(surname="Fumagalli", given_name=name, birth=birth, municipio="3", **values)
        return self.counter.households.add_minor(mother, form).member.citizen_id

    def family(self, *names):
        mother = self.mother()
        return mother, [self.child(mother, name) for name in names or ("Nina",)]

    def with_isee(self, mother, cents=1_200_000, year=2026):
        seen = IseeSeen(value_cents=cents, dsu_on=date(year, 1, 20), valid_until=date(year, 12, 31))
        return self.isee.note(mother, seen)

    def start(self, mother, *children, **values):
        values = {"measure_code": CODE, "applicant_role": "parent"} | values
        return self.cases.start_all(NewApplications(applicant_id=mother, beneficiary_ids=children, **values))

    def ready(self, mother, *children, **values):
        begun = self.start(mother, *children, **values)
        for one in begun:
            for code in DECLARED:
                self.cases.tick(one.id, code)
            self.cases.make_ready(one.id)
        return [self.cases.get(one.id) for one in begun]

    def one_ready(self, **values):
        mother, (child,) = self.family()
        self.with_isee(mother)
        return self.ready(mother, child, **values)[0]


def publish(world, **changes):
    """The measure, as the centre of a world publishes it to every desk."""
    content = document(**changes)

    def unit(work):
        record_id = published_id(work.tenant, MEASURE, content["code"], content["version"])
        work.put(MEASURE, record_id, {"id": str(record_id), **content}, subject_id=None, birth=CENTRE_STAMP)
        work.show(MEASURE, record_id, ("ref",))

    world.within(unit)
