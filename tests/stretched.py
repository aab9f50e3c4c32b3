"""A language that nobody thought of, to test the room of a screen."""

from __future__ import annotations

from gettext import NullTranslations

_ACCENTED = str.maketrans("aeiou", "àèìòù")


class Stretched(NullTranslations):
    """Every text 40 % longer, with accents."""

    def gettext(self, message: str) -> str:
        words = message if "{" in message else message.translate(_ACCENTED)
        return words + "·" * round(len(message) * 0.4)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.gettext(singular if n == 1 else plural)
