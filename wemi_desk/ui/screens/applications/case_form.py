"""What is typed once for all the children of one measure, and what it means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from wemi_desk.domain.applications import Application, Representation
from wemi_desk.domain.contacts import NOTE_LIMIT
from wemi_desk.domain.eligibility_facts import Residence
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.isee import IseeCertificate, protocol_warnings, valid_until_of
from wemi_desk.domain.measures import MILAN, ROLES_WITH_AN_ACT
from wemi_desk.domain.money import euro, read_euro
from wemi_desk.domain.names import fitting
from wemi_desk.domain.typed_dates import read_typed_date
from wemi_desk.services.isee import IseeSeen

ISEE_FIELDS = ("isee_kind", "isee_protocol", "isee_value", "isee_dsu_on", "isee_valid_until", "isee_provenance")
IN_MILAN, ELSEWHERE = "milan", "elsewhere"
MOST_NUMBER, MOST_WORDS = 60, 200
_MOST_PEOPLE = 30
_TAIL = re.compile(r"(?:INPS-?)?(?:ISEE-?)?(20[0-9]{2})-?([0-9]{8}[A-Z])-?([0-9]{2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CaseForm:
    """Texts as typed."""

    role: str = ""
    act_reference: str = ""
    act_expires_on: str = ""
    residence: str = ""
    resident_since: str = ""
    in_care: bool = False
    household_size: str = ""
    next_on: str = ""
    note: str = ""
    isee_kind: str = "ordinary"
    isee_protocol: str = ""
    isee_value: str = ""
    isee_dsu_on: str = ""
    isee_valid_until: str = ""
    isee_provenance: str = "seen"
    isee_has_defects: bool = False


def form_of(application: Application, isee: IseeCertificate | None) -> CaseForm:
    """What is known already."""
    act, lives = application.representation, application.applicant_residence
    shown = CaseForm(
        role=application.applicant_role,
        act_reference=act.act_reference if act else "",
        act_expires_on=_shown(act.expires_on if act else None),
        residence=_residence_code(lives),
        resident_since=_shown(lives.since if lives else None),
        in_care=application.beneficiary_in_care,
        household_size=str(application.household_size or ""),
        next_on=_shown(application.next_on),
        note=application.note,
    )
    return shown if isee is None else _with_isee(shown, isee)


def _with_isee(form: CaseForm, isee: IseeCertificate) -> CaseForm:
    return replace(
        form, isee_kind=isee.kind, isee_protocol=isee.protocol, isee_value=euro(isee.value_cents),
        isee_dsu_on=_shown(isee.dsu_on), isee_provenance="seen" if isee.provenance == "verified" else isee.provenance,
        isee_valid_until=_shown(isee.valid_until) if isee.kind == "current" else "",
        isee_has_defects=isee.has_defects,
    )  # fmt: skip


def read_values(form: CaseForm, today: date) -> dict[str, object]:
    """The fields of an application that the form holds; raises InvalidFieldError."""
    needs_act = form.role in ROLES_WITH_AN_ACT
    act = Representation(
        kind=form.role, act_reference=fitting("act_reference", form.act_reference.strip(), MOST_WORDS),
        expires_on=read_day("act_expires_on", form.act_expires_on, today),
    )  # fmt: skip
    residence = _residence(form, today)
    return {
        "applicant_residence": residence,
        "beneficiary_residence": residence,
        "beneficiary_in_care": form.in_care,
        "applicant_role": form.role,
        "representation": act if needs_act else None,
        "household_size": _people(form.household_size),
        "next_on": read_day("next_on", form.next_on, today),
        "note": fitting("note", form.note, NOTE_LIMIT),
    }


def has_isee(form: CaseForm) -> bool:
    """Is anything of an ISEE written?"""
    return bool(form.isee_value.strip() or form.isee_protocol.strip() or form.isee_dsu_on.strip())


def is_isee_whole(form: CaseForm) -> bool:
    """Enough to be judged: the value and until when it holds."""
    ends = form.isee_valid_until if form.isee_kind == "current" else form.isee_dsu_on
    return bool(form.isee_value.strip() and ends.strip())


def typed_isee(form: CaseForm, today: date) -> IseeSeen | None:
    """What to record: an attestation is written once, when it is whole; a half one waits in the form."""
    return read_isee(form, today) if has_isee(form) and is_isee_whole(form) else None


def read_isee(form: CaseForm, today: date) -> IseeSeen:
    """The attestation as typed; raises InvalidFieldError with the name of the form's field."""
    cents = _checked("isee_value", lambda: read_euro(form.isee_value))
    dsu_on = read_day("isee_dsu_on", form.isee_dsu_on, today)
    until = read_day("isee_valid_until", form.isee_valid_until, today)
    if form.isee_kind != "current":
        if dsu_on is None:
            raise InvalidFieldError("isee_dsu_on", "required")
        until = valid_until_of(form.isee_kind, dsu_on)
    elif until is None:
        raise InvalidFieldError("isee_valid_until", "required")
    if dsu_on is not None and dsu_on > today:
        raise InvalidFieldError("isee_dsu_on", "in_future")
    if until is None or (dsu_on is not None and until < dsu_on):
        raise InvalidFieldError("isee_valid_until", "before_dsu")
    return IseeSeen(
        kind=form.isee_kind, value_cents=cents, dsu_on=dsu_on,
        protocol=whole_protocol(fitting("isee_protocol", form.isee_protocol.strip(), MOST_NUMBER)),
        valid_until=until, has_defects=form.isee_has_defects, provenance=form.isee_provenance,
    )  # fmt: skip


def whole_protocol(typed: str) -> str:
    """As it stands on the attestation: its beginning, the same on all of them, need not be typed."""
    found = _TAIL.fullmatch(typed)
    return "INPS-ISEE-" + "-".join(found.groups()).upper() if found else typed.upper()


def isee_warnings(form: CaseForm, today: date) -> tuple[str, ...]:
    """What looks odd and is taken all the same: codes of the protocol, and ``last_year``."""
    found = read_typed_date(form.isee_dsu_on, today, past=False)
    dsu_on = found.as_date if found is not None else None
    late = ("last_year",) if dsu_on is not None and form.isee_kind != "current" and dsu_on.year < today.year else ()
    return (*protocol_warnings(whole_protocol(form.isee_protocol.strip()), dsu_on), *late)


def read_day(name: str, text: str, today: date) -> date | None:
    """A day as typed, or nothing for none; raises InvalidFieldError."""
    if not text.strip():
        return None
    found = read_typed_date(text, today, past=False)
    day = found.as_date if found is not None else None
    if day is None:
        raise InvalidFieldError(name, "unreadable")
    return day


def _residence(form: CaseForm, today: date) -> Residence | None:
    """Of the whole family, as it was said; None leaves what the records say."""
    since = read_day("resident_since", form.resident_since, today)
    if not form.residence and since is None:
        return None
    return Residence(municipality=ELSEWHERE if form.residence == ELSEWHERE else MILAN, since=since)


def _residence_code(lives: Residence | None) -> str:
    if lives is None or not lives.municipality:
        return ""
    return IN_MILAN if lives.municipality == MILAN else ELSEWHERE


def _people(text: str) -> int | None:
    bare = text.strip()
    if not bare:
        return None
    if not bare.isdecimal() or not 1 <= int(bare) <= _MOST_PEOPLE:
        raise InvalidFieldError("household_size", "out_of_range", limit=_MOST_PEOPLE)
    return int(bare)


def _checked(name: str, read: Callable[[], int]) -> int:
    try:
        return read()
    except InvalidFieldError as error:
        raise InvalidFieldError(name, error.reason, **error.data) from error


def _shown(day: date | None) -> str:
    return f"{day:%d/%m}/{day.year:04}" if day else ""
