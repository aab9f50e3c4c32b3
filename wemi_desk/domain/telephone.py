"""A telephone number as it is kept and as it is read aloud."""

from __future__ import annotations

from dataclasses import dataclass

NOT_PERSONAL = {
    "020202": "Comune di Milano",
    "112": "emergenza",
    "113": "Polizia",
    "114": "emergenza infanzia",
    "115": "Vigili del fuoco",
    "116000": "minori scomparsi",
    "116117": "continuità assistenziale",
    "117": "Guardia di finanza",
    "118": "emergenza sanitaria",
    "1500": "Ministero della Salute",
    "1515": "Carabinieri forestali",
    "1522": "antiviolenza e stalking",
    "1530": "Guardia costiera",
    "19696": "Telefono azzurro",
    "803164": "INPS",
    "06164164": "INPS da cellulare",
}
_SERVICE_PREFIXES = ("800", "803", "840", "848", "892", "895", "899", "199")


@dataclass(frozen=True, slots=True)
class Telephone:
    """*e164* is kept and compared (+393331234567); *shown* is grouped for people.

    A *doubtful* number has a possible length but no known range: numbering plans change, so it is kept with a warning.
    """

    e164: str
    shown: str
    is_mobile: bool = False
    is_doubtful: bool = False

    def __repr__(self) -> str:
        return f"Telephone(…{self.last_digits()})"

    def last_digits(self) -> str:
        """The three digits shown in lists."""
        return self.e164[-3:]


def is_not_personal(digits: str) -> bool:
    """Whether *digits* (with + or 00 abroad) are a public or toll service and cannot be somebody's own number."""
    home = digits.removeprefix("+39").removeprefix("0039")
    if home.startswith(("+", "00")):
        return False
    return home in NOT_PERSONAL or home.startswith(_SERVICE_PREFIXES)
