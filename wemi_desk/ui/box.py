"""What the one box finds while somebody types, and what Enter does with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.box import Query, QueryKind, recognise
from wemi_desk.domain.catalogue import ServiceId
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.fiscal_code import parse
from wemi_desk.domain.names import folded
from wemi_desk.domain.paperwork import PaperworkType
from wemi_desk.i18n import _
from wemi_desk.services.citizens import CitizenService, PersonCard
from wemi_desk.ui.background import LatestOnly, Runner
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.person_words import born_words, standing_words
from wemi_desk.ui.widgets.marks import STATE_MARKS

if TYPE_CHECKING:  # the catalogue is loaded with the first words
    from wemi_desk.services.catalogue.finding import ServiceRow

_CODES = {QueryKind.FISCAL_CODE, QueryKind.PROVISIONAL_CODE, QueryKind.MRZ, QueryKind.HEALTH_CODE}
_SEARCHED = {QueryKind.WORDS, QueryKind.PHONE, QueryKind.BIRTH_DATE, QueryKind.FISCAL_CODE_PART}
NEW, ELSEWHERE = "new", "elsewhere"
_LEAST_WORDS = 3


@dataclass(frozen=True, slots=True)
class BoxRow:
    """One row under the box; *key* comes back when it is chosen: a person, a command, NEW or ELSEWHERE."""

    key: object
    group: str
    title: str
    detail: str = ""
    icon: str = "it-user"


@dataclass(frozen=True, slots=True)
class ServiceKey:
    """A service of the catalogue, told from a person."""

    id: ServiceId


@dataclass(frozen=True, slots=True)
class Command:
    """Something that ``>`` can do."""

    name: str
    title: str
    run: Callable[[], object]
    keys: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """What one question brought."""

    people: Sequence[PersonCard]
    kinds: Sequence[PaperworkType] = ()
    services: Sequence[ServiceRow] = ()


FindServices = Callable[[str], "Sequence[ServiceRow]"]
"""Services of the catalogue that words surely mean: «tata sera». It blocks."""
FindKinds = Callable[[str], Sequence[PaperworkType]]
"""Kinds of paperwork that words may mean: «spid password persa». It blocks."""


def _no_kinds(_text: str) -> Sequence[PaperworkType]:
    return ()


def _no_services(_text: str) -> Sequence[ServiceRow]:
    return ()


class BoxViewModel(QObject):
    """Searches as one types; only the last question counts."""

    answered = Signal(str, object, str)
    person_chosen = Signal(object)
    code_given = Signal(object)
    registration_wanted = Signal(str)
    elsewhere_wanted = Signal(str)
    matter_wanted = Signal(str)
    service_wanted = Signal(object)
    command_given = Signal()
    """It runs next, and finds no trace of its own name in the box."""

    def __init__(
        self, citizens: CitizenService, runner: Runner, parent: QObject | None = None, kinds: FindKinds = _no_kinds,
        services: FindServices = _no_services,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._citizens = citizens
        self._kinds = kinds
        self._services = services
        self._latest: LatestOnly[_Found] = LatestOnly(runner, self)
        self._query = 0
        self._answered = ""
        self._submitted: str | None = None  # Enter came before the answer
        self.commands: Sequence[Command] = ()

    def type(self, text: str) -> None:
        """Look for *text*; results follow with ``answered(text, rows, note)``."""
        self._query += 1
        self._submitted = None
        number, query = self._query, recognise(text)
        self._latest.forget()
        if query.kind is QueryKind.EMPTY:
            self.answered.emit(text, (), "")
        elif query.kind is QueryKind.COMMAND:
            self.answered.emit(text, self._matching_commands(query.value), "")
        elif query.kind is QueryKind.HEALTH_CODE:
            self.answered.emit(text, (), _("Codice di una tessera: premi Invio."))
        elif query.kind is QueryKind.OWN_CODE:
            self.answered.emit(text, (), _("Codice di un nostro foglio: premi Invio."))
        else:
            self._latest.run(
                lambda: self._look(text, query),
                done=lambda found: self._answer(number, text, query, found),
                failed=lambda error: self._fail(number, text, error),
            )

    def submit(self, text: str, key: object) -> None:
        """Enter: open the chosen row, or take the code, or propose a registration."""
        query = recognise(text)
        if key is not None and key != NEW:
            self._open(text, key)
        elif query.fault:
            self.answered.emit(text, (), fault_words(query))
        elif query.kind in _CODES or query.kind is QueryKind.OWN_CODE:
            self.code_given.emit(query)
        elif query.kind in _SEARCHED and self._answered != text:
            self._submitted = text
        elif query.kind is QueryKind.WORDS:
            self.registration_wanted.emit(text)

    def _open(self, text: str, key: object) -> None:
        """A row that was chosen."""
        if isinstance(key, Command):
            self.command_given.emit()
            key.run()
        elif isinstance(key, PaperworkType):
            self.matter_wanted.emit(key.code)
        elif isinstance(key, ServiceKey):
            self.service_wanted.emit(key.id)
        elif key == ELSEWHERE:
            self.elsewhere_wanted.emit(text)
        else:
            self.person_chosen.emit(key)

    def forget(self) -> None:
        """Nothing that was asked is wanted any more."""
        self._query += 1
        self._latest.forget()
        self._answered, self._submitted = "", None

    def _look(self, text: str, query: Query) -> _Found:
        """People first; words that are nobody's name may mean a pratica, or a service. Blocks."""
        people = self._citizens.search(text)
        if people or not _is_words(query):
            return _Found(people)
        return _Found(people, self._kinds(text), self._services(text))

    def _answer(self, number: int, text: str, query: Query, found: _Found) -> None:
        if number != self._query:
            return
        rows = [
            *(_row(card) for card in found.people), *(_kind_row(kind) for kind in found.kinds),
            *(_service_row(one) for one in found.services),
        ]  # fmt: skip
        note = "" if rows else _("Nessuno qui con questo nome. Ctrl+N registra una nuova persona.")
        if query.kind in _CODES and not rows:
            rows, note = [BoxRow(NEW, _("Nuova"), _("Nuova persona con questo codice"), icon="it-plus-circle")], ""
        if query.fault and not rows:
            note = fault_words(query)
        if query.kind is QueryKind.WORDS and not found.people:
            rows += [BoxRow(NEW, _("Nuova"), _("Registra una nuova persona"), icon="it-plus-circle")]
        if rows and rows[-1].key == NEW and not query.fault:
            rows.append(BoxRow(ELSEWHERE, _("Altri spazi"), _("Cerca negli altri spazi (serve la rete)"),
                               icon="it-search"))  # fmt: skip
        self._answered = text.strip()
        self.answered.emit(text, tuple(rows), note)
        if self._submitted == self._answered:
            self._submitted = None
            self.submit(self._answered, rows[0].key if rows else None)

    def _matching_commands(self, typed: str) -> tuple[BoxRow, ...]:
        wanted = folded(typed).split()
        matching = [one for one in self.commands if all(word in folded(one.title) for word in wanted)]
        begun = folded(typed).strip()
        matching.sort(key=lambda one: not folded(one.title).startswith(begun))
        return tuple(BoxRow(one, _("Comandi"), one.title, one.keys, "it-settings") for one in matching)

    def _fail(self, number: int, text: str, error: Exception) -> None:
        words = error_text(error)
        if words is None:
            raise error
        if number == self._query:
            self._submitted = None
            self.answered.emit(text, (), words)


def fault_words(query: Query) -> str:
    """What is wrong with a code that was recognised by its shape."""
    if query.kind is QueryKind.MRZ:
        return _("Il documento è stato letto male: ripassalo, o scrivi il nome.")
    if query.kind is QueryKind.BIRTH_DATE:
        return _("Questa data non esiste: ricontrollala.")
    try:
        parse(query.value)
    except InvalidFieldError as error:
        return error_text(error) or ""
    return ""


def _is_words(query: Query) -> bool:
    """Three letters at least: with fewer, too many kinds would stand under the people."""
    return query.kind is QueryKind.WORDS and len(query.value.strip()) >= _LEAST_WORDS


def _kind_row(kind: PaperworkType) -> BoxRow:
    return BoxRow(kind, _("Pratiche"), kind.title, _("Apri una pratica"), "it-files")


def _service_row(row: ServiceRow) -> BoxRow:
    from wemi_desk.services.catalogue.words import price_words

    detail = " · ".join(part for part in (row.provider, price_words(row.service)) if part)
    return BoxRow(ServiceKey(row.service.id), _("Catalogo"), row.service.title, detail, "it-bookmark")


def _row(card: PersonCard) -> BoxRow:
    """Surname, name, and what tells namesakes apart: year and age, Municipio, masked code."""
    citizen = card.citizen
    age = _("{age} anni").format(age=card.age) if card.age is not None else ""
    place = _("Municipio {n}").format(n=citizen.municipio) if citizen.municipio.isdigit() else ""
    standing = standing_words(card.standing)
    parts = (born_words(card)[-4:], age, place, card.masked_code, standing)
    key: CitizenId = citizen.id
    icon = STATE_MARKS[card.standing].icon if standing else "it-user"
    return BoxRow(key, _("Persone"), citizen.display_name, " · ".join(part for part in parts if part), icon)
