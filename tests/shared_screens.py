"""Condivisi in the states an operator meets, and its fields, for the catalogue of screens."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from tests.counter_store import LISTS
from tests.field_trials import Trial, as_before, plain, put, trials
from tests.place_screens import placed
from tests.runners import ImmediateRunner
from tests.screens import MARIA, screen
from tests.shared_desk import request, shared_desk
from wemi_desk.domain.drafts import Draft
from wemi_desk.domain.shared_services import AGREED, DECLINED, SharedRequest, SharedService
from wemi_desk.services.drafts import DraftService
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.shared_services.view import GROUPS, PROPOSALS, REQUESTS, SharedServicesPanes
from wemi_desk.ui.screens.shared_services.view_model import SharedServicesViewModel
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.widgets.spacing import row

DISTRICTS = (("21", "Buenos Aires - Porta Venezia - Porta Monforte"), ("20", "Loreto - Casoretto - NoLo"))


def shared_model(at, runner=None) -> SharedServicesViewModel:
    at.changes, at.notices, at.said = ChangeBus(), Notices(), []
    at.notices.posted.connect(at.said.append)
    drafts = DraftService(at.store, at.session)
    return SharedServicesViewModel(at.doors, drafts, at.session, runner or ImmediateRunner(), at.changes, at.notices)


def busy():
    """Five families: three fit together, one did not say yes yet, one has a child who is too old."""
    at = shared_desk(3)
    school = {"context": "school", "context_name": "Scuola di via Venini", "nil_code": "20"}
    with at.store.work() as work:
        for number, hours in ((0, 360), (1, 180), (2, 300)):
            work.shared_requests.replace(request(number, minutes_wanted=hours, most_cents=9_00, **school))
        work.shared_requests.add(request(3, consent="not_asked", need="carer", children=(), cared_age=82))
        work.shared_requests.add(request(4, children=(date(2008, 3, 1),), week="sab 9-12.30", minutes_wanted=180))
    return at


def lived(at, *, active):
    """The group of the three: two said yes; or all did and it is active."""
    [proposal] = at.doors.forming.search().proposals
    group = at.doors.forming.form(proposal.offer).group
    for number, member in enumerate(group.members):
        if active or number < 1:
            at.doors.groups.answer(member.participant.id, AGREED, shows_contact=True)
    if active:
        at.doors.groups.activate(group.service.id)
    else:
        at.doors.groups.answer(group.members[2].participant.id, DECLINED)
    return at


def shared(at, act=lambda panes: None, tab=REQUESTS, person=False) -> QWidget:
    """The window with the place as the program puts it together."""
    model = shared_model(at)
    panes = SharedServicesPanes(model, LISTS, DISTRICTS)
    window = placed(Place.SHARED, panes.specs())
    panes.settle(window.panes.page(Place.SHARED))
    if person:
        window.person_bar.show_person(MARIA)
        model.show_person(at.people[0])
    model.arrive()
    if tab is not REQUESTS:
        panes.show_tab(tab)
    window.shared, window.model, window.at = panes, model, at
    act(panes)
    return window


def asking(panes):
    panes.model.requests.begin()
    panes.form.fields["need"].editor.set_code("baby_sitting")
    put(panes.form.fields["slots"].editor, "lun-ven 16-19; sab 9-12.30")


def asking_wrong(panes):
    asking(panes)
    put(panes.form.fields["slots"].editor, "lun 9-35")
    panes.save()


def searched(panes):
    panes.search()


def gone(panes):
    panes.model.groups.leave(panes.model.groups.group.members[2])


def telling(panes):
    panes.groups.opened.emit()
    panes.group.terms_wanted.emit()


screen("shared services, none")(lambda: shared(shared_desk()))
screen("shared services, requests")(lambda: shared(busy(), person=True))
screen("shared services, a request to write")(lambda: shared(shared_desk(), asking, person=True))
screen("shared services, a request with a fault")(lambda: shared(shared_desk(), asking_wrong, person=True))
screen("shared services, no proposals")(lambda: shared(shared_desk(), tab=PROPOSALS))
screen("shared services, proposals with reasons")(lambda: shared(busy(), searched))
screen("shared services, no groups")(lambda: shared(shared_desk(), tab=GROUPS))
screen("shared services, families being asked")(lambda: shared(lived(busy(), active=False), tab=GROUPS))
screen("shared services, an active group that somebody left")(
    lambda: shared(lived(busy(), active=True), gone, tab=GROUPS)
)
screen("shared services, what is agreed")(lambda: shared(lived(busy(), active=True), telling, tab=GROUPS))


# --- fields ----------------------------------------------------------------------------------------------------------


def alone(at, tab=REQUESTS) -> QWidget:
    """The two panes without the window around them."""
    model = shared_model(at)
    panes = SharedServicesPanes(model, LISTS, DISTRICTS)
    window = QWidget()
    box = row(window)
    for spec in panes.specs():
        box.addWidget(spec.widget)
    model.show_person(at.people[0])
    model.arrive()
    panes.show_tab(tab)
    window.shared, window.model, window.at = panes, model, at
    return window


def on_one_line(typed: str) -> str:
    return " ".join(plain(typed).split())


def understood(_typed: str) -> bool:
    return True


_REQUEST = {
    "Quale servizio": ("other_text", lambda one: one.other_text, on_one_line),
    "Giorni e ore in cui va bene": ("slots", lambda _one: True, understood),
    "Quante ore la settimana": ("minutes_wanted", lambda _one: True, understood),
    "Nascita dei bambini": ("children", lambda _one: True, understood),
    "Età della persona da assistere": ("cared_age", lambda _one: True, understood),
    "Nome di scuola, condominio o azienda": ("context_name", lambda one: one.context_name, on_one_line),
    "Indirizzo, se serve": ("address", lambda one: one.address, on_one_line),
    "Al massimo, euro l’ora": ("most_cents", lambda _one: True, understood),
    "Da quando": ("from_on", lambda _one: True, understood),
    "Fino a quando": ("until_on", lambda _one: True, understood),
}
_NEED = {"other_text": "other", "cared_age": "carer"}


@trials("RequestFormView", *_REQUEST)
def request_field(title: str) -> Trial:
    name, kept, wanted = _REQUEST[title]
    window = alone(shared_desk())
    form, tables = window.shared.form, window.at.store.tables
    tables.setdefault(SharedRequest, {})
    tables.setdefault(Draft, {})
    restore = as_before(tables)

    def begin():
        restore()
        form.empty()
        window.model.requests.begin()
        form.fields["need"].editor.set_code(_NEED.get(name, "baby_sitting"))
        for field, words in (("slots", "lun-ven 16-19"), ("other_text", "spesa"), ("children", "2021")):
            put(form.fields[field].editor, words)

    def recorded():
        return kept(list(tables[SharedRequest].values())[-1])

    return Trial(
        window=window, editor=form.fields[name].editor, begin=begin, hand_over=form.save,
        said=lambda: form.fields[name].error, kept=recorded, wanted=wanted,
    )  # fmt: skip


_RATES = {
    "Baby-sitter, euro l’ora": "baby_sitting", "Badante o assistente, euro l’ora": "carer",
    "Aiuto compiti, euro l’ora": "homework", "Altro servizio, euro l’ora": "other",
}  # fmt: skip


@trials("ProposalsView", *_RATES)
def rate_field(title: str) -> Trial:
    window = alone(shared_desk(2), PROPOSALS)
    view = window.shared.proposals
    field = view.rates[_RATES[title]]

    def begin():
        for one in view.rates.values():
            put(one.editor, "12,00")
            one.set_error("")

    return Trial(
        window=window, editor=field.editor, begin=begin, hand_over=view.search, said=lambda: field.error,
        kept=lambda: True, wanted=understood,
    )  # fmt: skip


_TERMS = {
    "Titolo, senza nomi di persone": ("title", lambda one: one.title, on_one_line),
    "Costo di un mese, in euro": ("total", lambda _one: True, understood),
    "Chi svolge il servizio": ("professional", lambda one: one.professional_text, on_one_line),
    "Codice nel catalogo, se viene da lì": ("catalogue_code", lambda _one: True, understood),
    "Comincia il": ("starts_on", lambda _one: True, understood),
}


@trials("TermsView", *_TERMS)
def terms_field(title: str) -> Trial:
    name, kept, wanted = _TERMS[title]
    window = alone(lived(busy(), active=False), GROUPS)
    terms, tables = window.shared.terms, window.at.store.tables
    restore = as_before(tables)

    def begin():
        restore()
        window.model.groups.reload()
        window.shared.group.terms_wanted.emit()

    def recorded():
        return kept(next(iter(tables[SharedService].values())))

    return Trial(
        window=window, editor=terms.fields[name].editor, begin=begin, hand_over=terms.save,
        said=lambda: terms.fields[name].error, kept=recorded, wanted=wanted,
    )  # fmt: skip
