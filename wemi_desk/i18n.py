"""Texts: gettext with Italian source strings, so that the operators' language is never missing."""

from __future__ import annotations

import gettext as _gettext
from pathlib import Path

_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()


def _(message: str) -> str:
    """Translate at call time, so that a language switch needs no re-import."""
    text = _catalogue.gettext(message)
    # the gettext of Python 3.11.2 does not find a text that is also the singular of a count; 3.11.7's does
    return _catalogue.ngettext(message, message, 1) if text == message else text


def N_(message: str) -> str:  # noqa: N802 (gettext's own name)
    """Mark *message* for the catalogue; translate it where it is shown."""
    return message


def ngettext(singular: str, plural: str, n: int) -> str:
    """Translate with the plural form for *n*."""
    return _catalogue.ngettext(singular, plural, n)


def install(catalogue: _gettext.NullTranslations) -> None:
    """Use *catalogue* from now on."""
    global _catalogue
    _catalogue = catalogue


def language() -> str:
    """The language in use, "it" without a catalogue."""
    return _catalogue.info().get("language", "it")


def compiled(po_file: Path) -> _gettext.GNUTranslations:
    """The catalogue written in *po_file*, ready to install; Italian needs none, so only others pay for this."""
    from io import BytesIO

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    binary = BytesIO()
    with po_file.open("rb") as source:
        write_mo(binary, read_po(source))
    binary.seek(0)
    return _gettext.GNUTranslations(binary)
