"""From a sitting and a person to the platform's row, or to the reasons why there is none (facilita.md 4 and 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from wemi_desk.domain.ages import age_on, real_date
from wemi_desk.domain.days import rome_day, rome_time
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.facilita import SEPARATOR, Contract, Project, birth_as_read_there, read_code
from wemi_desk.domain.facilitation import INDIVIDUAL, Attendee, FacilitationSession
from wemi_desk.domain.fiscal_code import FiscalCode

NO_DOMAIN = "S"
PROVINCE = "Milano"
_REPLACED = str.maketrans({":": ".", '"': "'", "\n": " ", "\r": " "})
_ANSWER_COLUMNS = ("ES1", "ES2", "ES3", "ES5", "ES6")


@dataclass(frozen=True, slots=True)
class Outward:
    """Our codes → Facilita's, per noun (contact_lists.json: facilita_an9, an10, an11). No entry: there is no code."""

    education: Mapping[str, str]
    occupation: Mapping[str, str]
    citizenship: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Registered:
    """As the platform knows them, letter by letter: configured once."""

    site_name: str
    site_number: str
    facilitator_code: str
    facilitator_name: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A row to send."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blocked:
    """None may be sent; *reasons* are codes: no_fiscal_code · fiscal_code · minor · century · birth_to_confirm ·
    no_citizenship · site_not_configured · operator_not_configured · outside_project · after_window · not_ended."""

    reasons: tuple[str, ...]


def service_text(session: FacilitationSession, contract: Contract) -> str:
    """SE7 as it is sent: it keeps two individual sittings of a day apart, and nothing in it is about a person."""
    text = as_sent(session.title, contract)
    if session.kind != INDIVIDUAL:
        return text
    apart = as_sent(f"; ore {rome_time(session.starts_at):%H.%M}; n. {session.local_number}", contract)
    return text[: contract.max_text - len(apart)].rstrip() + apart  # a long title never cuts what keeps two apart


def as_sent(text: str, contract: Contract) -> str:
    """Without the signs on which the platform splits, and no longer than it keeps."""
    return " ".join(text.translate(_REPLACED).split())[: contract.max_text].rstrip()


def row_of(
    session: FacilitationSession, attendee: Attendee, registered: Registered, outward: Outward, contract: Contract,
    project: Project, today: date,
) -> Ready | Blocked:  # fmt: skip
    """One row per sitting and person."""
    day = rome_day(session.starts_at)
    code = _code(attendee.fiscal_code)
    reasons = [
        *_when(day, project, today),
        *_who(code, attendee, day, contract, project),
        *_settings(registered),
        *([] if attendee.citizenship in outward.citizenship else ["no_citizenship"]),
    ]
    if reasons or code is None:
        return Blocked(tuple(reasons))
    values = {
        **_service(session, contract), **_person(attendee, code, day, outward, contract),
        "IDFacilitatore": registered.facilitator_code or registered.facilitator_name,
        "NominativoFacilitatore": registered.facilitator_name, "IDSede": registered.site_number or "1",
        "NominativoSede": registered.site_name,
    }  # fmt: skip
    return Ready(tuple(values.get(name, "") for name in contract.header))


def _code(text: str | None) -> FiscalCode | None:
    if not text:
        return None
    try:
        code = read_code(text)
    except InvalidFieldError:
        return None
    return None if code.is_provisional else code


def _when(day: date, project: Project, today: date) -> Iterator[str]:
    too_early = project.starts_on is not None and day < project.starts_on
    if too_early or (project.ends_on is not None and day > project.ends_on):
        yield "outside_project"
    if project.last_accepted_on is not None and day > project.last_accepted_on:
        yield "after_window"
    if day > today:
        yield "not_ended"


def _who(
    code: FiscalCode | None, attendee: Attendee, day: date, contract: Contract, project: Project
) -> Iterator[str]:
    if code is None:
        yield "fiscal_code" if attendee.fiscal_code else "no_fiscal_code"
        return
    born, read = attendee.birth_date, real_date(*birth_as_read_there(code.canonical, contract))
    if born is None:
        likely = code.birth_dates(day)
        born = likely[0] if len(likely) == 1 else None
    if born is None or not code.encodes_birth(born):
        yield "birth_to_confirm"
    elif born > day or age_on(born, day) < contract.youngest(project):
        yield "minor"
    elif read != born:
        yield "century"


def _settings(registered: Registered) -> Iterator[str]:
    if not registered.site_name:
        yield "site_not_configured"
    if not registered.facilitator_name:
        yield "operator_not_configured"


def _service(session: FacilitationSession, contract: Contract) -> dict[str, str]:
    competences = contract.lists["SE5"].ordered(tuple(set(session.competences)))
    domains = contract.lists["SE6"].ordered(tuple(set(session.domains) or {NO_DOMAIN}))
    return {
        "SE1": rome_day(session.starts_at).isoformat(),
        "SE2": f"{session.minutes // 60:02}:{session.minutes % 60:02}", "SE3": session.kind,
        "SE4": SEPARATOR.join(contract.level_one(competences)), "SE5": SEPARATOR.join(competences),
        "SE6": SEPARATOR.join(domains), "SE7": service_text(session, contract),
    }  # fmt: skip


def _person(
    attendee: Attendee, code: FiscalCode, day: date, outward: Outward, contract: Contract
) -> dict[str, str]:
    """Gender and age as the platform computes them again: the gender that a person states stays ours."""
    read = real_date(*birth_as_read_there(code.canonical, contract))
    band = contract.age_band(age_on(read, day)) if read else None
    answers = {
        name: SEPARATOR.join(contract.lists[name].ordered(attendee.answers[name]))
        for name in _ANSWER_COLUMNS
        if attendee.answers.get(name)
    }
    said = "".join(attendee.answers.get("ES4", ()))
    return {
        "AN1": as_sent(attendee.given_name or attendee.surname, contract), "AN2": as_sent(attendee.surname, contract),
        "AN3": code.written, "AN4": "NO", "AN7": "A" if code.sex == "F" else "B", "AN8": band or "",
        "AN9": outward.education.get(attendee.education, ""),
        "AN10": outward.occupation.get(attendee.occupation, ""),
        "AN11": outward.citizenship[attendee.citizenship], "AN12": PROVINCE,
        **answers, "ES4": as_sent(said, contract),
    }  # fmt: skip
