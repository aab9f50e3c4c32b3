"""E-mail addresses through email-validator: syntax only, the network is never asked."""

from __future__ import annotations

from wemi_desk.domain.errors import InvalidFieldError

MAX_LENGTH = 254


def read_email(text: str) -> str:
    """The address in its normal form.

    Raises `InvalidFieldError("email")`: ``empty`` · ``too_long`` · ``space`` · ``no_at`` · ``many_at``
    · ``no_name`` · ``domain`` · ``syntax``.
    """
    typed = text.strip()
    _check_typed(typed)
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(typed, check_deliverability=False).normalized
    except (EmailNotValidError, ValueError):
        raise InvalidFieldError("email", "syntax") from None


def _check_typed(typed: str) -> None:
    name, _, domain = typed.partition("@")
    for reason, is_wrong in (
        ("empty", not typed),
        ("too_long", len(typed) > MAX_LENGTH),
        ("space", any(char.isspace() for char in typed)),
        ("no_at", "@" not in typed),
        ("many_at", "@" in domain),
        ("no_name", not name),
        ("domain", "." not in domain.strip(".")),
    ):
        if is_wrong:
            raise InvalidFieldError("email", reason)
