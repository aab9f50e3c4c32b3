"""The agenda of an opened desk, with holidays that are said and no library."""

from datetime import date

from tests.fakes import PlainContactDetails
from wemi_desk.documents.slip_texts import ShippedSlipTexts
from wemi_desk.gateways.reference_lists import load_paperwork_catalogue
from wemi_desk.services.agenda.doors import Outside, agenda_doors

AMBROGIO = date(2026, 12, 7)
REST = {AMBROGIO: "Sant'Ambrogio", date(2026, 12, 8): "Immacolata Concezione", date(2026, 12, 25): "Natale"}


class SaidHolidays:
    def between(self, first, last):
        return {day: name for day, name in REST.items() if first <= day <= last}


class PlainCalendars:
    """A file that is only its words."""

    def written(self, name, events):
        lines = [name, *(f"{one.starts_at:%Y-%m-%d %H:%M}|{one.title}|{one.is_cancelled}" for one in events)]
        return "\n".join(lines).encode()


class Types:
    def find(self, code):
        return load_paperwork_catalogue().newest(code)


def outside():
    return Outside(holidays=SaidHolidays(), calendars=PlainCalendars(), details=PlainContactDetails(),
                   texts=ShippedSlipTexts, types=Types)  # fmt: skip


def agenda_of(counter):
    return agenda_doors(counter.store, counter.session, counter.desk.lists, outside())
