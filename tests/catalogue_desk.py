"""Catalogo in memory, in the states an operator meets, for the catalogue of screens and of fields."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from uuid import UUID

from PySide6.QtWidgets import QWidget

from tests.counter_store import GIULIA, LISTS, MORNING, FakeRecords, FakeStore, FakeWork, session
from tests.field_trials import Trial, as_before, plain, put, trial, trials
from tests.place_screens import placed
from tests.runners import ImmediateRunner
from tests.screens import MARIA, screen
from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.orientations import Orientation
from wemi_desk.domain.referrals import Referral
from wemi_desk.gateways.practice_catalogue import load_practice_catalogue
from wemi_desk.gateways.reference_lists import load_catalogue_labels
from wemi_desk.services.catalogue.doors import catalogue_doors
from wemi_desk.services.catalogue.following import OrientationForm, ReferralForm
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.catalogue.view import FOLLOWED, SERVICES, CataloguePanes
from wemi_desk.ui.screens.catalogue.view_model import CatalogueViewModel
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.widgets.spacing import row

TODAY = MORNING.date()
CODES = ("ORE-01", "ORE-02", "ORE-07", "ORE-10", "TAT-02", "TAT-07", "BAD-02", "BOT-02", "QUA-03", "RON-04")


@cache
def practice():
    """A few services of the palestra, with their providers."""
    providers, services, edition = load_practice_catalogue(MORNING)
    chosen = {one.code: one for one in services if one.code in CODES}
    return providers, [chosen[code] for code in CODES], edition


class FakeCatalogue:
    """See services.catalogue.ports.CatalogueRecords; *filled* with what the palestra has."""

    def __init__(self, *, filled=True):
        providers, services, edition = practice()
        self.held_providers = {one.id: one for one in providers}
        self.held = {one.id: one for one in services} if filled else {}
        self.held_edition = edition if filled else None
        self.lost = 0

    def edition(self):
        return self.held_edition

    def count(self):
        return len(self.held)

    def unreadable(self):
        return self.lost

    def providers(self):
        return list(self.held_providers.values())

    def provider(self, provider_id):
        return self.held_providers.get(provider_id)

    def all_services(self):
        return iter(sorted(self.held.values(), key=lambda one: one.code))

    def service(self, service_id):
        return self.held.get(service_id)

    def services(self, ids):
        return {one: self.held[one] for one in ids if one in self.held}


class FakeFollowed(FakeRecords):
    def of_space(self, space_code, limit):
        return [one for one in reversed(self.rows.values()) if one.cancelled_at is None][:limit]

    def feedback_until(self, day):
        return []


class CatalogueStore(FakeStore):
    catalogue = None

    @contextmanager
    def work(self):
        work = FakeWork(self)
        work.catalogue = self.catalogue
        work.orientations, work.referrals = FakeFollowed(self, Orientation), FakeFollowed(self, Referral)
        work.vouchers = SimpleNamespace(of=lambda citizen_id: [])
        yield work

    reading = work


def catalogue_desk(*, filled=True):
    """A desk in memory with a copy of the catalogue and one person."""
    store = CatalogueStore()
    store.catalogue = FakeCatalogue(filled=filled)
    notices, said = Notices(), []
    notices.posted.connect(said.append)
    at = SimpleNamespace(
        store=store, session=session(store), changes=ChangeBus(), notices=notices, said=said, runner=ImmediateRunner(),
    )  # fmt: skip
    at.person = Citizen(
        id=CitizenId(UUID(int=7000)), surname="Della Rovere Montefeltro", given_name="Maria Antonietta",
        space_code="VEN", created_at=MORNING, created_by=GIULIA,
    )  # fmt: skip
    with store.work() as work:
        work.citizens.add(at.person)
    at.doors = catalogue_doors(store, at.session, LISTS, load_catalogue_labels())
    at.services = practice()[1]
    return at


def followed():
    """A mother with two suggestions, one of them withdrawn since; somebody refused; a referral late; one came to us."""
    at = catalogue_desk()
    following, (evening, shared, *_rest) = at.doors.following, at.services
    at.oriented, _deed = following.orient(OrientationForm(
        service_ids=(evening.id, shared.id), citizen_id=at.person.id, reason="Lavora la sera, paga il nonno.",
        handed_over="confronto stampato",
    ))  # fmt: skip
    refused, _deed = following.orient(OrientationForm(service_ids=(at.services[8].id,)))
    following.say(refused.id, "refused", "Non prendono nessuno fino a gennaio", again_in=7)
    following.send(ReferralForm(
        destination="social_services", where="Servizio sociale di via San Paolino", reason="Perde la casa",
        citizen_id=at.person.id, answer_days=0,
    ))  # fmt: skip
    following.send(ReferralForm(destination="caf", direction="in"))
    at.store.catalogue.held[shared.id] = replace(shared, withdrawn_on=TODAY)
    at.store.clock.advance(days=2)
    return at


def made(at) -> tuple[CatalogueViewModel, CataloguePanes]:
    model = CatalogueViewModel(at.doors, LISTS, at.session, at.runner, at.changes, at.notices)
    return model, CataloguePanes(model)


def catalogue(at, act=lambda panes: None, tab=SERVICES, person=None) -> QWidget:
    """The window with the place as the program puts it together."""
    model, panes = made(at)
    window = placed(Place.CATALOGUE, panes.specs())
    panes.settle(window.panes.page(Place.CATALOGUE))
    if person is not None:
        window.person_bar.show_person(MARIA)
        model.show_person(person)
    model.arrive()
    panes.show_tab(tab)
    window.catalogue, window.model, window.at, panes.at = panes, model, at, at
    act(panes)
    return window


def typed(words):
    return lambda panes: put(panes.results.field.editor, words)


def compared(panes):
    put(panes.results.field.editor, "tata")
    for row_number in range(4):
        panes.model.search.mark(row_number)


def orienting(panes):
    compared(panes)
    panes.save()
    put(panes.right.orient.fields["feedback_days"].editor, "presto")
    panes.save()


def sending(panes):
    panes.right.sheet.send_button.click()
    panes.right.referral.fields["destination"].editor.set_code(None)
    panes.save()


def on_oriented(panes):
    panes.model.follow.go_to(panes.at.oriented.id)


def with_newer_sheets():
    at = catalogue_desk()
    at.store.catalogue.lost = 3
    return at


screen("catalogue, before the first link")(lambda: catalogue(catalogue_desk(filled=False)))
screen("catalogue, nothing typed")(lambda: catalogue(with_newer_sheets()))
screen("catalogue, what was understood")(
    lambda: catalogue(catalogue_desk(), typed("baby-sitter sera Municipio 4 sotto 12 €"))
)
screen("catalogue, nothing found")(lambda: catalogue(catalogue_desk(), typed("astronauta gratis la domenica")))
screen("catalogue, four side by side")(lambda: catalogue(catalogue_desk(), compared))
screen("catalogue, orienting with a fault")(lambda: catalogue(at := catalogue_desk(), orienting, person=at.person))
screen("catalogue, sending with a fault")(lambda: catalogue(at := catalogue_desk(), sending, person=at.person))
screen("orientations, none")(lambda: catalogue(catalogue_desk(), tab=FOLLOWED))
screen("orientations, one withdrawn since")(lambda: catalogue(followed(), on_oriented, tab=FOLLOWED))
screen("orientations, refused and not reached")(
    lambda: catalogue(followed(), lambda panes: panes.model.follow.show_which("hard"), tab=FOLLOWED)
)


# --- fields ----------------------------------------------------------------------------------------------------------


def alone(at, tab=SERVICES) -> QWidget:
    """The two panes without the window around them."""
    model, panes = made(at)
    window = QWidget()
    box = row(window)
    for spec in panes.specs():
        box.addWidget(spec.widget)
    model.arrive()
    panes.show_tab(tab)
    window.catalogue, window.model, window.at = panes, model, at
    return window


def understood(_typed: str) -> bool:
    return True


def at_the_ends(typed_words: str) -> str:
    return plain(typed_words).strip()


@trial("ResultsView", "Che cosa cerca")
def search_field() -> Trial:
    window = alone(catalogue_desk())
    return Trial(window=window, editor=window.catalogue.results.field.editor, is_search=True)


def last(window, kind):
    return list(window.at.store.tables[kind].values())[-1]


_ORIENT = {
    "Perché questi servizi": ("reason", lambda one: one.reason, at_the_ends),
    "Che cosa è stato dato": ("handed_over", lambda one: one.handed_over, at_the_ends),
    "Chiedere com’è andata fra quanti giorni": ("feedback_days", lambda _one: True, understood),
}
_SEND = {
    "Quale, in parole": ("where", lambda one: one.service_text, at_the_ends),
    "Perché": ("reason", lambda one: one.reason, at_the_ends),
    "Che cosa va con la persona": ("handed_over", lambda one: one.handed_over, at_the_ends),
    "Risposta attesa fra giorni": ("answer_days", lambda _one: True, understood),
    "Sentire la persona fra giorni": ("feedback_days", lambda _one: True, understood),
}


def _form_field(window, kind, form, told, open_form):
    name, kept, wanted = told
    tables = window.at.store.tables
    tables.setdefault(kind, {})
    restore = as_before(tables)

    def begin():
        restore()
        form.empty()
        open_form()

    return Trial(
        window=window, editor=form.fields[name].editor, begin=begin, hand_over=form.save,
        said=lambda: form.fields[name].error, kept=lambda: kept(last(window, kind)), wanted=wanted,
    )  # fmt: skip


@trials("OrientView", *_ORIENT)
def orient_field(title: str) -> Trial:
    window = alone(catalogue_desk())
    right = window.catalogue.right
    return _form_field(window, Orientation, right.orient, _ORIENT[title], right.show_orientation)


@trials("ReferralView", *_SEND)
def send_field(title: str) -> Trial:
    window = alone(catalogue_desk())
    right = window.catalogue.right

    def open_form():
        right.show_referral(to_shown=False)
        right.referral.fields["destination"].editor.set_code("caf")

    return _form_field(window, Referral, right.referral, _SEND[title], open_form)


_SAY = {
    "Nota": (lambda view: view.note, lambda one: one.outcome_note, at_the_ends),
    "Risentire fra giorni": (lambda view: view.again, lambda _one: True, understood),
}


@trials("OutcomeView", *_SAY)
def outcome_field(title: str) -> Trial:
    which, kept, wanted = _SAY[title]
    window = alone(at := followed(), FOLLOWED)
    model, view = window.model.follow, window.catalogue.right.outcome
    model.go_to(at.oriented.id)
    restore = as_before(at.store.tables)

    def begin():
        restore()
        model.reload()
        view.said.editor.set_code("thinking")
        put(view.note.editor, "")

    def recorded():
        return kept(at.store.tables[Orientation][at.oriented.id])

    return Trial(
        window=window, editor=which(view).editor, begin=begin, hand_over=view.save, said=lambda: which(view).error,
        kept=recorded, wanted=wanted,
    )  # fmt: skip
