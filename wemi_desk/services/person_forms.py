"""From what was typed about a person to a record, rule by rule; the first broken rule names its field."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.fiscal_code import FiscalCode, parse
from wemi_desk.domain.identity_document import HealthCode, parse_health_code
from wemi_desk.domain.names import capitalised, checked_given_name, clean, fitting, require_surname
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.typed_dates import read_typed_date
from wemi_desk.services.ports import ContactDetails
from wemi_desk.services.session import DeskSession

_LONGEST_CODE, _LONGEST_LINE = 40, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonForm:
    """What the operator typed about a person, as typed. *accepts_unverified* = "Registra comunque, da verificare"."""

    surname: str = ""
    given_name: str = ""
    code: str = ""
    code_provenance: str = "declared"
    birth: str = ""
    birth_provenance: str = "declared"
    birth_place_code: str | None = None
    registered_sex: str | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    municipio: str = "unknown"
    language: str = "it"
    gender: str = "not_recorded"
    is_protected: bool = False
    health_code: str = ""
    health_code_issued: str = ""
    accepts_unverified: bool = False

    def is_empty(self) -> bool:
        """Nothing typed that says who it is: an anonymous visit."""
        telling = (self.surname, self.given_name, self.code, self.birth, self.phone, self.health_code)
        return not any(text.strip() for text in telling)


class PersonReader:
    """Reads forms at this desk, today."""

    def __init__(self, session: DeskSession, lists: PickLists, details: ContactDetails) -> None:
        self._session = session
        self._lists = lists
        self._details = details

    def new(self, form: PersonForm, citizen_id: CitizenId) -> Citizen:
        """A person just born here; raises InvalidFieldError."""
        blank = Citizen(
            id=citizen_id,
            surname=require_surname(form.surname),
            space_code=self._session.space.code,
            created_at=self._session.clock.now(),
            created_by=self._session.operator.id,
        )
        return self.changed(blank, form)

    def form(self, citizen: Citizen) -> PersonForm:
        """The form that would leave *citizen* as it is."""
        born = citizen.birth_date
        year = str(citizen.birth_year) if citizen.birth_year else ""
        return PersonForm(
            surname=citizen.surname, given_name=citizen.given_name,
            code=citizen.fiscal_code or citizen.unchecked_code or "",
            code_provenance=citizen.fiscal_code_provenance or "declared",
            birth=f"{born:%d/%m}/{born.year:04}" if born else year,
            birth_provenance=citizen.birth_date_provenance or "declared",
            birth_place_code=citizen.birth_place_code, registered_sex=citizen.registered_sex,
            phone=self._details.shown_phone(citizen.phone) or citizen.phone_typed or "", email=citizen.email or "",
            address=citizen.address or "", municipio=citizen.municipio, language=citizen.language,
            gender=citizen.gender, is_protected=citizen.is_protected,
        )  # fmt: skip

    def changed(self, citizen: Citizen, form: PersonForm) -> Citizen:
        """*citizen* as the form wants it; raises InvalidFieldError for what can be mended or accepted."""
        code, unchecked = self._code(form)
        born, year = self._birth(form)
        phone = self._phone(form)
        doubtful = unchecked is not None or (bool(form.phone.strip()) and phone is None)
        return replace(
            citizen,
            surname=capitalised(require_surname(form.surname)),
            given_name=capitalised(checked_given_name(form.given_name)),
            fiscal_code=code.written if code else None, unchecked_code=unchecked,
            fiscal_code_provenance=form.code_provenance if code else None,
            birth_date=born, birth_date_provenance=form.birth_provenance if born else None, birth_year=year,
            birth_place_code=form.birth_place_code or (code.place_code if code else None),
            registered_sex=form.registered_sex or (code.sex if code else None),
            phone=phone, phone_typed=fitting("phone", form.phone, _LONGEST_CODE) or None, email=self._email(form),
            address=fitting("address", form.address, _LONGEST_LINE) or None,
            municipio=self._lists["municipio"].require("municipio", form.municipio),
            language=self._lists["language"].require("language", form.language),
            gender=self._lists["gender"].require("gender", form.gender),
            is_protected=form.is_protected, to_verify=doubtful,
        )  # fmt: skip

    def sketch(self, form: PersonForm) -> Citizen:
        """As much of the person as can be read already, for the search of duplicates; raises nothing."""
        code, born, year = None, None, None
        with suppress(InvalidFieldError):  # a code that is not finished yet says nothing
            code = parse(form.code) if form.code.strip() else None
        with suppress(InvalidFieldError):  # nor does half a date
            born, year = read_birth(form.birth, self._session.clock.today())
        phone = self._details.normalised_phone(form.phone) if form.phone.strip() else None
        certain = code.birth_dates(self._session.clock.today()) if code else ()
        return Citizen(
            id=CitizenId(self._session.operator.id),
            surname=clean(form.surname, 100) or "?",
            given_name=clean(form.given_name, 100),
            fiscal_code=code.written if code else None,
            birth_date=born or (certain[0] if len(certain) == 1 else None),
            birth_year=year,
            phone=phone,
            space_code=self._session.space.code,
            created_at=self._session.clock.now(),
            created_by=self._session.operator.id,
        )

    def health_code(self, form: PersonForm) -> tuple[HealthCode, date | None] | None:
        """The STP or ENI card of the form and its first day; raises InvalidFieldError("health_code…")."""
        if not form.health_code.strip():
            return None
        code = parse_health_code(form.health_code)
        if not form.health_code_issued.strip():
            return code, None
        today = self._session.clock.today()
        typed = read_typed_date(form.health_code_issued, today, past=False)  # two digits of the year are enough
        if typed is None or typed.as_date is None:
            raise InvalidFieldError("health_code_issued", "unreadable")
        if typed.as_date > today:
            raise InvalidFieldError("health_code_issued", "in_future")
        return code, typed.as_date

    def _code(self, form: PersonForm) -> tuple[FiscalCode | None, str | None]:
        if not form.code.strip():
            return None, None
        try:
            return parse(form.code), None
        except InvalidFieldError as error:
            if form.accepts_unverified and error.reason != "is_stp_eni":  # it would reveal a status in every list
                return None, fitting("fiscal_code", form.code, _LONGEST_CODE)
            raise

    def _birth(self, form: PersonForm) -> tuple[date | None, int | None]:
        return read_birth(form.birth, self._session.clock.today())

    def _phone(self, form: PersonForm) -> str | None:
        if not form.phone.strip():
            return None
        phone = self._details.normalised_phone(form.phone)
        if phone is None and not form.accepts_unverified:
            raise InvalidFieldError("phone", "not_a_number")
        return phone

    def _email(self, form: PersonForm) -> str | None:
        if not form.email.strip():
            return None
        email = self._details.normalised_email(form.email)
        if email is None:
            raise InvalidFieldError("email", "not_an_address")
        return email


def read_birth(text: str, today: date) -> tuple[date | None, int | None]:
    """A birth date, or its year alone; raises InvalidFieldError("birth", "unreadable" | "which_century")."""
    if not text.strip():
        return None, None
    typed = read_typed_date(text, today)
    if typed is None:
        raise InvalidFieldError("birth", "unreadable")
    if typed.other_year is not None:
        raise InvalidFieldError("birth", "which_century", years=(typed.year, typed.other_year))
    return typed.as_date, None if typed.as_date else typed.year
