"""The fields of the Sportello: box, new citizen, contact."""

from types import SimpleNamespace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.counter_store import LISTS
from tests.field_trials import Trial, a_name, as_before, field_named, plain, trial
from tests.screens import manual
from tests.session_screens import MARIA, AtOnce, counter, opened_desk
from wemi_desk.domain.call_backs import CallBack
from wemi_desk.domain.contacts import Contact
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.counter.contact_view import ContactPane
from wemi_desk.ui.screens.counter.contact_view_model import ContactViewModel
from wemi_desk.ui.screens.counter.registration_view import RegistrationPane
from wemi_desk.ui.screens.counter.registration_view_model import RegistrationViewModel
from wemi_desk.ui.screens.counter.view_model import CounterParts, CounterViewModel
from wemi_desk.ui.screens.counter.visit_view_model import VisitViewModel

REASON = LISTS["quick_contact"].items[0].code


def desk_in_memory() -> SimpleNamespace:
    """The Sportello's view models on a store in memory; nothing else listens, so that thousands of texts are quick."""
    desk = opened_desk()
    special = SimpleNamespace(find_in=lambda *_: (), keep_in=lambda *kept: at.health_codes.append(kept[2:]))
    at = SimpleNamespace(desk=desk, rows=lambda kind: list(desk.store.tables[kind].values()), health_codes=[])
    desk.citizens._special = special
    tools = AtOnce(), ChangeBus(), Notices()
    visit = VisitViewModel(desk.citizens, desk.notices, desk.drafts, desk.session.clock, *tools)
    contact = ContactViewModel(desk.contacts, desk.drafts, desk.lists, desk.session.clock.today, *tools)
    registration = RegistrationViewModel(desk.citizens, desk.drafts, *tools)
    parts = CounterParts(visit, contact, registration)
    at.counter = CounterViewModel(parts, desk.arrivals, desk.households, *tools)
    return at


def owning(pane: QWidget, at: SimpleNamespace) -> QWidget:
    """A draft that is saved when the pane is gone would find nobody to tell."""
    for model in (at.counter, at.counter.visit, at.counter.contact, at.counter.registration):
        model.setParent(pane)
    return pane


@trial("TopBar", "Cerca o passa la tessera")
def box() -> Trial:
    window = counter()
    box = window.bar.box

    def begin():
        box.empty()
        window.panel.close_panel()

    return Trial(
        window=window, editor=box, begin=begin, hand_over=lambda: QTest.keyClick(box, Qt.Key.Key_Return),
        is_search=True)


@trial("ManualView", "Cerca una parola nel manuale")
def manual_search() -> Trial:
    view = manual("sportello")
    return Trial(
        window=view, editor=view.words, begin=view.words.empty,
        hand_over=lambda: QTest.keyClick(view.words, Qt.Key.Key_Return), is_search=True)


# --- the contact -----------------------------------------------------------------------------------------------------


def contact_trial(name: str, kept: str, field: str) -> Trial:
    at = desk_in_memory()
    contact, pane = at.counter.contact, owning(ContactPane(at.counter.contact), at)
    at.counter.visit.open_anonymous()
    restore = as_before(at.desk.store.tables)

    def begin():
        restore()
        contact.edit(reason=REASON, service_text="", note="")

    def last():
        (written,) = at.rows(Contact)
        return getattr(written, kept)

    return Trial(
        window=pane, editor=field_named(pane, ("ContactPane", name)), begin=begin, hand_over=contact.record,
        said=lambda: getattr(pane, field).error, kept=last, wanted=plain)


trial("ContactPane", "Nota (solo il necessario)")(
    lambda: contact_trial("Nota (solo il necessario)", "note", "note"))
trial("ContactPane", "Ente o servizio indicato")(
    lambda: contact_trial("Ente o servizio indicato", "service_text", "service"))


@trial("ContactPane", "Entro il giorno")
def call_back_day() -> Trial:
    at = desk_in_memory()
    contact, pane = at.counter.contact, owning(ContactPane(at.counter.contact), at)
    at.counter.visit.open_person(MARIA)
    editor = pane.call_back_on.editor
    return Trial(
        window=pane, editor=editor, begin=lambda: contact.edit(reason=REASON, wants_call_back=True),
        hand_over=contact.record, said=lambda: pane.call_back_on.error,
        kept=lambda: at.rows(CallBack)[-1].due_on >= at.desk.session.clock.today(), wanted=lambda _typed: True)


# --- a new citizen ---------------------------------------------------------------------------------------------------


def registration_trial(name: str, kept, wanted, start="Prova", **known) -> Trial:
    at = desk_in_memory()
    counter = at.counter
    pane = owning(RegistrationPane(counter, LISTS), at)
    owner = "HealthCardFields" if "health_code" in known else "RegistrationPane"
    editor = field_named(pane, (owner, name))
    field = next(one for one in (*pane._texts().values(), *pane.health.fields.values()) if one.editor is editor)
    restore = as_before(at.desk.store.tables)

    def begin():
        counter.close_without_contact()
        restore()
        counter.arrivals.start_registration(start)
        counter.registration.edit(**known)
        at.health_codes.clear()

    def insist():
        if pane.anyway.isHidden():
            return False
        counter.accept_unverified()
        return True

    def registered():
        if counter.registration.is_open or counter.visit.card is None:
            return None
        return kept(counter.visit.card.citizen, at)

    return Trial(
        window=pane, editor=editor, begin=begin, hand_over=counter.save, insist=insist, said=lambda: field.error,
        kept=registered, wanted=wanted)


def read_or_kept(read: str, as_typed: str):
    """A value that was read, or, when the operator insists, what was typed."""
    return lambda citizen, _at: bool(getattr(citizen, read) or getattr(citizen, as_typed)) or citizen


trial("RegistrationPane", "Cognome")(
    lambda: registration_trial("Cognome", lambda who, _at: who.surname.casefold(), lambda typed: a_name(typed) or None,
                               start=""))
trial("RegistrationPane", "Nome")(
    lambda: registration_trial("Nome", lambda who, _at: who.given_name.casefold(), a_name))
trial("RegistrationPane", "Codice fiscale o tessera")(
    lambda: registration_trial("Codice fiscale o tessera", read_or_kept("fiscal_code", "unchecked_code"),
                               lambda typed: True))
trial("RegistrationPane", "Data o anno di nascita")(
    lambda: registration_trial("Data o anno di nascita", read_or_kept("birth_date", "birth_year"), lambda typed: True))
trial("RegistrationPane", "Telefono")(
    lambda: registration_trial("Telefono", read_or_kept("phone", "phone_typed"), lambda typed: True))
trial("HealthCardFields", "Codice STP o ENI")(
    lambda: registration_trial("Codice STP o ENI", lambda _who, at: bool(at.health_codes), lambda typed: True,
                               health_code="STP0301511234567"))
trial("HealthCardFields", "Rilasciata il")(
    lambda: registration_trial("Rilasciata il", lambda _who, at: at.health_codes[-1][1] is not None,
                               lambda typed: True, health_code="STP0301511234567"))
