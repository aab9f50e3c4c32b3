"""What is asked when a sitting ends: one question at a time, most of them answered by one digit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from wemi_desk.domain import paperwork as kinds
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.paperwork_cases import PaperworkCase, missing_to_bring
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.typed_dates import read_typed_date
from wemi_desk.i18n import N_, _
from wemi_desk.services.paperwork.cases import Closing
from wemi_desk.ui.screens.paperwork.matter_reading import ABOUT_PERSON
from wemi_desk.ui.screens.paperwork.words import outcome_words

CHOICE, TEXT, DAY = "choice", "text", "day"
USEFULNESS = "ES6"
_A_WEEK = timedelta(days=7)
_DEVICES = ("own_phone", "workstation", "operator_pc", "tablet")
_USEFUL = (N_("Per niente"), N_("Poco"), N_("Abbastanza"), N_("Molto"), N_("Moltissimo"))
MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Question:
    """*choices* are codes with their words; *suggested* is what Enter alone answers."""

    name: str
    words: str
    kind: str = CHOICE
    choices: tuple[tuple[str, str], ...] = ()
    suggested: str = ""
    hint: str = ""
    is_optional: bool = False

    def words_of(self, value: str) -> str:
        """An answer as it is read back."""
        return dict(self.choices).get(value, value)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the questions depend on."""

    case: PaperworkCase
    kind: kinds.PaperworkType
    known: Mapping[str, str]
    today: date


def questions(asked: Asked, answers: Mapping[str, str], lists: PickLists) -> list[Question]:
    """In the order they are asked; what an outcome needs comes right after it."""
    autonomy = _list(lists, "digital_autonomy")
    found = [_outcome(asked.kind), *_after_outcome(asked, answers, lists)]
    found += [
        Question("autonomy_before", _("Quanto era autonoma la persona, prima?"), choices=autonomy,
                 suggested=str(asked.case.autonomy_before or "")),
        Question("autonomy_after", _("E adesso?"), choices=autonomy,
                 suggested=str(asked.case.autonomy_after or "")),
        Question("device_used", _("Con quale apparecchio?"), choices=_devices(lists),
                 suggested=asked.case.device_used),
    ]  # fmt: skip
    if asked.case.citizen_id is not None:
        found += [_about_person(name, asked, lists) for name in ABOUT_PERSON]
        useful = tuple((str(place), _(words)) for place, words in enumerate(_USEFUL, start=1))
        found.append(
            Question(USEFULNESS, _("È stato utile?"), choices=useful, is_optional=True,
                     hint=_("Lo dice la persona. Invio: non l’ho chiesto."))
        )  # fmt: skip
    return found


def read_closing(answers: Mapping[str, str], today: date) -> Closing:
    """The outcome as the desk takes it; raises InvalidFieldError with the name of its question."""
    said = {name: value for name, value in answers.items() if value}
    return Closing(
        outcome=said.get("outcome", ""), reason=said.get("reason", ""), destination=said.get("destination", ""),
        next_on=_read_day(said.get("next_on", ""), today), next_text=said.get("next_text", ""),
        external_reference=said.get("external_reference"), autonomy_before=_number(said, "autonomy_before"),
        autonomy_after=_number(said, "autonomy_after"), device_used=said.get("device_used"),
    )  # fmt: skip


def read_answers(answers: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """What Facilita is told of the person."""
    return {name: (value,) for name in (*ABOUT_PERSON, USEFULNESS) if (value := answers.get(name))}


def check_answer(question: Question, value: str, today: date) -> str:
    """The answer as it is kept; raises InvalidFieldError."""
    text = value.strip()
    if question.kind == DAY:
        day = _read_day(text, today)
        if day is None:
            raise InvalidFieldError("next_on", "required")
        if day < today:
            raise InvalidFieldError("next_on", "in_past")
        return f"{day:%d/%m}/{day.year:04}"
    if not text and not question.is_optional:
        raise InvalidFieldError(question.name, "required")
    return text


def _outcome(kind: kinds.PaperworkType) -> Question:
    own = tuple((one.code, one.label) for one in kind.outcomes)
    rest = tuple((code, outcome_words(None, code)) for code in kinds.OUTCOMES if code not in dict(own))
    return Question("outcome", _("Com’è andata?"), choices=own + rest)


def _after_outcome(asked: Asked, answers: Mapping[str, str], lists: PickLists) -> list[Question]:
    day = Question(
        "next_on", _("Quando si va avanti?"), DAY, suggested=_shown(asked.case.next_on, asked.today),
        hint=_("Invio tiene il giorno proposto."),
    )  # fmt: skip
    match answers.get("outcome"):
        case kinds.TO_COMPLETE:
            missing = "; ".join(missing_to_bring(asked.case, asked.kind)) or asked.case.next_text
            what = Question("next_text", _("Che cosa manca?"), TEXT, suggested=missing[:MOST_WORDS])
            return [what, day]
        case kinds.STARTED:
            number = Question(
                "external_reference", _("Numero di ricevuta o protocollo"), TEXT,
                suggested=asked.case.external_reference, is_optional=True, hint=_("Come è scritto. Invio: non c’è."),
            )  # fmt: skip
            return [number, day]
        case kinds.REFERRED:
            return [Question("destination", _("A chi?"), choices=_list(lists, "destination"))]
        case kinds.NOT_POSSIBLE:
            return [Question("reason", _("Perché non è possibile?"), choices=_list(lists, "not_possible_reason"))]
    return []


def _about_person(name: str, asked: Asked, lists: PickLists) -> Question:
    words = {"citizenship": _("Cittadinanza"), "education": _("Titolo di studio"), "occupation": _("Lavoro")}[name]
    return Question(name, words, choices=_list(lists, name), suggested=asked.known.get(name, ""))


def _list(lists: PickLists, name: str) -> tuple[tuple[str, str], ...]:
    return tuple((one.code, one.label) for one in lists[name].items)


def _devices(lists: PickLists) -> tuple[tuple[str, str], ...]:
    rank = {code: place for place, code in enumerate(_DEVICES)}
    return tuple(sorted(_list(lists, "device_used"), key=lambda one: rank.get(one[0], len(rank))))


def _number(said: Mapping[str, str], name: str) -> int | None:
    return int(said[name]) if said.get(name, "").isdecimal() else None


def _shown(day: date | None, today: date) -> str:
    shown = day if day is not None and day > today else today + _A_WEEK
    return f"{shown:%d/%m}/{shown.year:04}"


def _read_day(text: str, today: date) -> date | None:
    if not text.strip():
        return None
    found = read_typed_date(text, today, past=False)
    day = found.as_date if found is not None else None
    if day is None:
        raise InvalidFieldError("next_on", "unreadable")
    return day
