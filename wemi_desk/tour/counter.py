"""The Sportello: nineteen times a day somebody walks in."""

from __future__ import annotations

from wemi_desk.domain.citizens import Citizen
from wemi_desk.services.person_forms import PersonForm
from wemi_desk.tour.stage import Tour

NEW_CARD = "GSTCST58C52F205J"
UNKNOWN_NAME = ("esempini", "carlot")


def play(tour: Tour) -> None:
    """Every everyday task, with the counts of interface.md 18."""
    person = _somebody_with_a_card(tour)
    _anonymous(tour)
    _returning_by_card(tour, person)
    _returning_by_name(tour, person)
    _new_by_card(tour)
    _new_without_document(tour)
    _duplicate(tour, person)
    _undo(tour)
    _note_hint(tour, person)
    _other_card(tour, person)
    _misread(tour)


def one_person(tour: Tour) -> None:
    """Who has no card: registered and served."""
    _new_without_document(tour)
    tour.shot("registrata")


def _somebody_with_a_card(tour: Tour) -> Citizen:
    found: list[Citizen] = []
    desk = tour.work.desk

    def adults() -> list[Citizen]:
        cards = desk.citizens.page(40, 80)
        return [card.citizen for card in cards if card.citizen.fiscal_code and (card.age or 0) > 20]

    tour.runner.run(adults, owner=tour.work, done=found.extend, failed=_raise)
    tour.until(lambda: found, "somebody with a card")
    return found[0]


def _raise(error: Exception) -> None:
    raise error


def _results(tour: Tour) -> int:
    popup = tour.console.window.bar.box.results
    return len(popup.rows) if popup is not None else 0


def _idle(tour: Tour) -> None:
    tour.until(lambda: tour.work.counter.task == "idle", "the visit to close")
    tour.settle()


def _anonymous(tour: Tour) -> None:
    tour.typist.press("F9")
    tour.until(lambda: tour.work.quick.stage == "reasons", "the strip")
    tour.shot("contatto-rapido")
    tour.typist.press("Esc")
    tour.settle()
    with tour.task("contatto anonimo", 2):
        tour.typist.press("F9")
        tour.typist.type_text("1")
        tour.until(lambda: "Contatto rapido registrato" in tour.console.window.status.words, "the message")
    tour.shot("contatto-rapido-canale")
    tour.until(lambda: tour.work.quick.stage == "closed", "the strip to fold")


def _returning_by_card(tour: Tour, person: Citizen) -> None:
    tour.typist.scan(person.fiscal_code or "")
    tour.until(lambda: tour.work.counter.visit.card, "the person")
    tour.shot("persona-allo-sportello")
    tour.work.counter.close_without_contact()
    _idle(tour)
    with tour.task("persona che torna, con la tessera", 3):
        tour.typist.scan(person.fiscal_code or "")
        tour.until(lambda: tour.work.counter.visit.card, "the person")
        tour.typist.type_text("1")
        tour.typist.press("Ctrl+Return")
        _idle(tour)


def _returning_by_name(tour: Tour, person: Citizen) -> None:
    letters = person.surname[:5].lower().ljust(5)
    with tour.task("persona che torna, per nome", 11):
        tour.typist.press("Ctrl+K")
        tour.typist.type_text(letters)
        tour.until(lambda: _results(tour), "the results")
        tour.typist.press("Return")
        tour.until(lambda: tour.work.counter.visit.card, "the person")
        tour.typist.type_text("1")
        tour.typist.press("Ctrl+Return")
        _idle(tour)
    tour.typist.type_text(person.surname[:3].lower())
    tour.until(lambda: _results(tour), "the results")
    tour.shot("ricerca")
    tour.typist.press("Esc", times=2)


def _new_by_card(tour: Tour) -> None:
    with tour.task("persona nuova, con la tessera", 31):
        tour.typist.scan(NEW_CARD)
        tour.until(lambda: tour.work.counter.task == "registration", "the registration")
        tour.typist.type_text("agostini")
        tour.typist.press("Tab")
        tour.typist.type_text("cristi")
        tour.typist.press("Tab")
        tour.typist.type_text("3331230011")
        tour.typist.press("Ctrl+I")
        tour.typist.type_text("1")
        tour.typist.press("Ctrl+Return")
        _idle(tour)


def _new_without_document(tour: Tour) -> None:
    with tour.task("persona nuova, senza documento", 37):
        tour.typist.type_text(" ".join(UNKNOWN_NAME))
        tour.typist.press("Ctrl+N")
        tour.until(lambda: tour.work.counter.task == "registration", "the registration")
        tour.typist.type_text("1951")
        tour.typist.press("Tab")
        tour.typist.type_text("3331230022")
        tour.typist.press("Ctrl+I")
        tour.typist.type_text("1")
        tour.typist.press("Ctrl+Return")
        _idle(tour)


def _duplicate(tour: Tour, person: Citizen) -> None:
    swapped = f"{person.given_name} {person.surname}".lower()
    with tour.task("persona già registrata, riconosciuta mentre si scrive"):
        tour.typist.type_text(swapped)
        tour.typist.press("Ctrl+N")
        tour.until(lambda: tour.work.counter.task == "registration", "the registration")
        tour.until(lambda: tour.work.counter.registration.candidates, "the candidates")
    tour.shot("forse-gia-registrata")
    tour.work.counter.registration.edit(code="RSSMRA58C52F205")
    tour.work.counter.save()
    tour.settle()
    tour.shot("campo-da-correggere")
    tour.typist.press("Alt+1")
    tour.until(lambda: tour.work.counter.visit.card, "the person who was already there")
    tour.work.counter.close_without_contact()
    _idle(tour)


def _undo(tour: Tour) -> None:
    with tour.task("annullare l'ultimo atto", 2):
        tour.typist.press("Ctrl+Z")
        tour.until(lambda: "Annullato" in tour.console.window.status.words, "the undo")
    tour.shot("annullato")


def _note_hint(tour: Tour, person: Citizen) -> None:
    tour.typist.scan(person.fiscal_code or "")
    tour.until(lambda: tour.work.counter.visit.card, "the person")
    tour.work.counter.contact.edit(reason="q_isee", note="Chiede aiuto per la visita oncologica")
    tour.settle()
    tour.shot("nota-con-avviso")


def _other_card(tour: Tour, person: Citizen) -> None:
    other = PersonForm(code="VRDGPP75H01F205Q")
    tour.typist.scan(other.code)
    tour.settle()
    tour.shot("altra-tessera")
    tour.typist.press("Esc")
    tour.work.counter.close_without_contact()
    _idle(tour)
    tour.notes.append(f"bozza lasciata aperta: {len(person.surname) > 0}")


def _misread(tour: Tour) -> None:
    tour.typist.scan("RSSMRA58C52F205A")
    tour.until(lambda: tour.console.window.banner.words, "the banner")
    tour.shot("tessera-letta-male")
    tour.typist.press("Esc")
    tour.settle()
