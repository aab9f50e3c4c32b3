"""The fields of the places and side lists: people, queue, day, promises."""

from tests.counter_store import LISTS
from tests.field_trials import Trial, a_name, as_before, plain, trial, trials
from tests.place_screens import (
    ACTS,
    busy_queue,
    day_place,
    go_to,
    maria_at_desk,
    outbox_models,
    people_pane,
    promised,
    worked_day,
)
from tests.runners import ImmediateRunner
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.contacts import Contact
from wemi_desk.domain.look_ups import OTHER_REASON
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.call_backs.view import CallBacksView
from wemi_desk.ui.screens.citizens.view import CitizensPage
from wemi_desk.ui.screens.look_up.view import LookUpView
from wemi_desk.ui.screens.look_up.view_model import LookUpViewModel
from wemi_desk.ui.screens.outbox.view import OutboxView
from wemi_desk.ui.screens.queue.view import ArrivalPane


def understood(_typed: str) -> bool:
    return True


# --- the card --------------------------------------------------------------------------------------------------------

_DATA = {
    "Cognome": ("surname", lambda who: who.surname.casefold(), a_name),
    "Nome": ("given_name", lambda who: who.given_name.casefold(), a_name),
    "Codice fiscale": ("code", lambda who: bool(who.fiscal_code or who.unchecked_code), understood),
    "Data o anno di nascita": ("birth", lambda who: bool(who.birth_date or who.birth_year), understood),
    "Telefono": ("phone", lambda who: bool(who.phone or who.phone_typed), understood),
    "E-mail": ("email", lambda who: bool(who.email), understood),
    "Indirizzo": ("address", lambda who: who.address or "", plain),
}


@trials("DataView", *_DATA)
def card(name: str) -> Trial:
    name, kept, wanted = _DATA[name]
    page = CitizensPage(maria_at_desk(), LISTS)
    data, model = page.card.data, page.model
    field = data.fields[name]

    def insist() -> bool:
        if data.anyway_button.isHidden():
            return False
        model.card.save(accept_unverified=True)
        return True

    def recorded():
        assert not model.card.is_changed
        return kept(model.at.store.tables[Citizen][model.at.maria.id])

    return Trial(
        window=page, editor=field.editor, begin=model.card.give_up, hand_over=page.card.save, insist=insist,
        said=lambda: field.error, kept=recorded, wanted=wanted)


# --- the household ---------------------------------------------------------------------------------------------------

_MINOR = {
    "Cognome": ("surname", lambda who: who.surname.casefold(), a_name),
    "Nome": ("given_name", lambda who: who.given_name.casefold(), a_name),
    "Data di nascita": ("birth", lambda who: who.birth_date is not None, understood),
    "Codice fiscale": ("fiscal_code", lambda who: who.fiscal_code is not None, understood),
    "Codice STP o ENI": ("health_code", lambda who: True, understood),
    "Rilasciata il": ("health_code_issued", lambda who: True, understood),
}


@trials("MinorForm", *_MINOR)
def minor(name: str) -> Trial:
    name, kept, wanted = _MINOR[name]
    page = CitizensPage(maria_at_desk(), LISTS)
    form, tables = page.card.household.minor, page.model.at.store.tables
    page.card.show_tab(1)
    restore = as_before(tables)

    def begin():
        restore()
        page.model.special.sealed.clear()
        page.card.household.minor_button.click()
        form.fields["given_name"].editor.setText("Prova")
        form.fields["birth"].editor.setText("03/05/2019")
        form.fields["responsibility"].editor.set_code("parental")
        if name.startswith("health"):
            form.fields["fiscal_code"].editor.setText("STP0301511234567")
            form.save()
            form.take.click()

    return Trial(
        window=page, editor=form.fields[name].editor, begin=begin, hand_over=form.save,
        said=lambda: form.fields[name].error, kept=lambda: kept(list(tables[Citizen].values())[-1]), wanted=wanted)


def search_trial(which: str, hand_over) -> Trial:
    """Searching keeps nothing: the list answers, or says that nobody has this name."""
    page = CitizensPage(maria_at_desk(), LISTS)
    search = {"adult": page.card.household.adult, "merge": page.card.merge}[which].search
    return Trial(
        window=page, editor=search.field.editor, begin=search.clear, hand_over=lambda: hand_over(page),
        said=lambda: search.field.error,
        kept=lambda: search.rows.rowCount() > 0 or not search.nobody.isHidden(), wanted=understood)


trial("PersonSearch", "Cerca la persona")(lambda: search_trial("adult", lambda page: None))
trial("PersonSearch", "Cerca l’altra scheda")(
    lambda: search_trial("merge", lambda page: page.card.merge.search.rows.rowCount() or page.card.merge._compare()))


@trial("PeopleListPane", "Cerca tra i cittadini")
def people() -> Trial:
    pane = people_pane(12)
    return Trial(
        window=pane, editor=pane.filter.editor, begin=pane.clear_filter,
        said=lambda: pane.filter.error,
        kept=lambda: pane.rows.rowCount() > 0 or not pane.empty.isHidden(), wanted=understood)


# --- queue, day, promises --------------------------------------------------------------------------------------------


@trial("ArrivalPane", "Nome (facoltativo)")
def arrival() -> Trial:
    model = busy_queue()
    pane = ArrivalPane(model)
    restore = as_before(model._queue._store.tables)

    def begin():
        restore()
        pane.first_name.editor.empty()

    return Trial(
        window=pane, editor=pane.first_name.editor, begin=begin, hand_over=pane.add,
        said=lambda: pane.first_name.error, kept=lambda: model.lines[-1].ticket.first_name, wanted=plain)


_LATE = {"Giorno": "day", "Ora": "time"}


@trials("LateForm", *_LATE)
def late(name: str) -> Trial:
    pane = day_place(worked_day())[0].widget
    form, tables = pane.pages.late, pane.model._services.contacts._store.tables
    field, restore = getattr(form, _LATE[name]), as_before(tables)

    def begin():
        restore()
        pane.late_button.click()
        form.time.editor.setText("10:00")
        form.reason.editor.set_code("1")
        form.reason.editor.setCurrentIndex(0)
        form.before = len(tables[Contact])

    return Trial(
        window=pane, editor=field.editor, begin=begin, hand_over=form.save,
        said=lambda: form.day.error or form.time.error,
        kept=lambda: len(tables[Contact]) - form.before, wanted=lambda typed: 1)


@trial("CallBacksView", "Rimanda a")
def postponed() -> Trial:
    view = CallBacksView(promised())

    def begin():
        view.table.go_to_row(0)
        view.later.set_error("")

    return Trial(
        window=view, editor=view.later.editor, begin=begin, hand_over=view._postpone, said=lambda: view.later.error,
        kept=lambda: not view.later.editor.text(), wanted=understood)



# --- what goes to the centre -----------------------------------------------------------------------------------------

_ACT = {"Valore giusto": ("value", "mend_button"), "Nota": ("note", "aside_button")}


@trials("ActDetail", *_ACT)
def act(name: str) -> Trial:
    which, opener = _ACT[name]
    models = outbox_models(ACTS)
    view, door = OutboxView(models), models.lists.at.outbox
    models.lists.turn_to("to_check")
    rows = list(door.at.rows)
    field = getattr(view.act, which)

    def begin():
        door.at.rows = list(rows)
        models.lists.reload()
        go_to(view, 2)
        getattr(view.act, opener).click()

    def kept():
        if which == "value":
            return door.sent[-1][1]
        return next(one.note for one in door.at.rows if one.set_aside_at and one not in rows)

    return Trial(
        window=view, editor=field.editor, begin=begin, hand_over=view.act.do_button.click, said=lambda: field.error,
        kept=kept, wanted=lambda typed: plain(typed.strip()))


class Elsewhere:
    """The centre knows nobody; what it was asked is kept."""

    def search(self, reason, text):
        self.asked = reason, text
        return ()


_LOOKED = {"Chi cerchi": "who", "Il motivo": "own_words"}


@trials("LookUpView", *_LOOKED)
def look_up(name: str) -> Trial:
    door = Elsewhere()
    view = LookUpView(LookUpViewModel(door, dict, ImmediateRunner(), ChangeBus(), Notices()))
    view.model.setParent(view)
    view.reason.editor.set_code("other")
    field, place = getattr(view, _LOOKED[name]), list(_LOOKED).index(name)

    def begin():
        view.who.editor.setText("Rossi Maria 12/03/1958")
        view.own_words.editor.setText("lo chiede la scuola")

    return Trial(
        window=view, editor=field.editor, begin=begin, hand_over=view.search_button.click, said=lambda: field.error,
        kept=lambda: door.asked[1 - place].removeprefix(OTHER_REASON),
        wanted=plain if name == "Chi cerchi" else lambda typed: plain(" ".join(typed.split())))
