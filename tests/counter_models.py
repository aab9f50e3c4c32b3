"""The Sportello's view models on a real store, without a window: what they say and write can be looked at."""

from contextlib import contextmanager
from datetime import date

from wemi_desk.domain.box import recognise
from wemi_desk.domain.fiscal_code import encode
from wemi_desk.guards import slow_work_allowed
from wemi_desk.persistence import tables
from wemi_desk.services.arrivals import ArrivalService
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.person_forms import PersonForm
from wemi_desk.ui.box import BoxViewModel
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.counter.contact_view_model import ContactViewModel
from wemi_desk.ui.screens.counter.quick_contact_view_model import QuickContactViewModel
from wemi_desk.ui.screens.counter.registration_view_model import RegistrationViewModel
from wemi_desk.ui.screens.counter.view_model import CounterParts, CounterViewModel
from wemi_desk.ui.screens.counter.visit_view_model import VisitViewModel


class NoPlaces:
    def place_name(self, code, born_on):
        return "Milano" if code == "F205" else ""

    def is_doubtful(self, code, births):
        return False


class Sportello:
    """One operator's counter; every signal and message is kept."""

    def __init__(self, desk, runner, operator="giulia"):
        self.desk, self.runner = desk, runner
        self.services = services = getattr(desk, operator)
        self.changes, self.messages = ChangeBus(), Notices()
        self.said, self.others, self.rejected, self.reason_asked, self.closed = [], [], [], [], []
        self.messages.posted.connect(lambda notice: self.said.append(notice.text))
        more = (runner, self.changes, self.messages)
        self.visit = VisitViewModel(services.citizens, services.notices, services.drafts, desk.clock, *more)
        self.contact = ContactViewModel(services.contacts, services.drafts, desk.lists, desk.clock.today, *more)
        self.registration = RegistrationViewModel(services.citizens, services.drafts, *more)
        parts = CounterParts(self.visit, self.contact, self.registration)
        arrivals = ArrivalService(services.citizens, NoPlaces(), desk.clock)
        self.counter = CounterViewModel(parts, arrivals, services.households, *more)
        self.quick = QuickContactViewModel(services.contacts, desk.lists, *more)
        self.box = BoxViewModel(services.citizens, runner)
        self.counter.other.asked.connect(self.others.append)
        self.counter.closed.connect(lambda: self.closed.append(True))
        self.contact.field_rejected.connect(lambda field, words: self.rejected.append((field, words)))
        self.contact.reason_needed.connect(lambda: self.reason_asked.append(True))
        self.registration.field_rejected.connect(lambda field, words, _mend: self.rejected.append((field, words)))

    def register(self, surname, given_name="", **fields):
        """Somebody who was here before."""
        form = PersonForm(surname=surname, given_name=given_name, **fields)
        with slow_work_allowed():
            return self.services.citizens.register(RegisterCitizen(form=form)).citizen

    def scan(self, code):
        self.counter.arrivals.take(recognise(code), scanned=True)

    def rows(self, name):
        with slow_work_allowed():
            return self.desk.rows(getattr(tables, name))

    def contacts(self):
        return self.rows("CONTACT")

    def drafts(self):
        with slow_work_allowed():
            return self.services.drafts.mine()

    def autosave(self):
        """The moment after the last key."""
        for form in (self.contact, self.registration):
            form._kept.now()


def code_of(surname, given_name, born, sex="F", place="F205"):
    return encode(surname, given_name, born, sex, place).written


MARIA = code_of("Rossi", "Maria", date(1958, 3, 12))
ANNA = code_of("Bianchi", "Anna", date(1970, 5, 4))


@contextmanager
def failing(service, name, error):
    """*service* refuses for a while, as it does on a full disk."""

    def refuse(*_args, **_more):
        raise error

    object.__setattr__(service, name, refuse)
    try:
        yield
    finally:
        object.__delattr__(service, name)
