"""Telephones and addresses as the services ask for them."""

from __future__ import annotations

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.gateways.emails import read_email
from wemi_desk.gateways.telephones import read_telephone


class LibraryContactDetails:
    """`ContactDetails` through phonenumbers and email-validator."""

    def normalised_phone(self, text: str) -> str | None:
        try:
            return read_telephone(text).e164
        except InvalidFieldError:
            return None

    def shown_phone(self, number: str | None) -> str:
        if not number:
            return ""
        try:
            return read_telephone(number).shown
        except InvalidFieldError:
            return number

    def normalised_email(self, text: str) -> str | None:
        try:
            return read_email(text)
        except InvalidFieldError:
            return None
