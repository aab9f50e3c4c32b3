"""``wemi-desk enrol`` and ``connect``: a desk is set up, or gets to know its centre, from a terminal or a fleet tool.

No code and no phrase is an argument: arguments are seen by whoever lists processes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wemi_desk.config import Profile
from wemi_desk.i18n import _

if TYPE_CHECKING:
    from wemi_desk.domain.access import OpenedDesk
    from wemi_desk.domain.centres import CentrePlace, CodeWelcome
    from wemi_desk.upkeep import FirstOperator

STANDARD_INPUT = "-"
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the command line lends: which profile is meant, alone on it, and opened by who types."""

    profile: Callable[[argparse.Namespace], Profile]
    alone: Callable[[Profile], AbstractContextManager[None]]
    opened: Callable[[Profile], OpenedDesk]


def add_to(commands: Any, add: Callable[..., argparse.ArgumentParser], terminal: Terminal) -> None:
    """Hang both commands; *add* makes one that needs a desk."""
    words = _("prepara questa postazione, una volta sola")
    enrol = add(commands, "enrol", lambda words: _enrol(words, terminal), words)
    _describe_centre(enrol)
    enrol.add_argument("--recovery-key", type=Path, help=_("file con la chiave di recupero del Comune"))
    phrase = _("file con la prima frase di accesso, o - per leggerla dopo il codice: poi va cambiata")
    enrol.add_argument("--phrase-file", help=phrase)
    describe_operator(enrol)
    words = _("fa conoscere questa postazione al sistema centrale")
    connect = add(commands, "connect", lambda words: _connect(words, terminal), words)
    _describe_centre(connect)


def describe_operator(parser: argparse.ArgumentParser) -> None:
    """Where a desk stands and who begins."""
    parser.add_argument("--space", default="", help=_("codice dello spazio, tre caratteri"))
    parser.add_argument("--name", default="", help=_("nome del primo operatore"))
    parser.add_argument("--surname", default="", help=_("cognome del primo operatore"))
    parser.add_argument("--organisation", default="", help=_("ente del primo operatore"))


def _describe_centre(parser: argparse.ArgumentParser) -> None:
    words = _("indirizzo del sistema centrale; se manca, quello deciso dall'amministrazione")
    parser.add_argument("url", nargs="?", default="", help=words)
    words = _("file con il codice del coordinamento, o - per leggerlo dall'ingresso; se manca viene chiesto")
    parser.add_argument("--code-file", help=words)
    parser.add_argument("--ca-file", type=Path, help=_("certificato dell'autorità del Comune, se serve"))
    parser.add_argument("--proxy", default="", help=_("indirizzo del proxy, se serve"))


def _enrol(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from wemi_desk import upkeep
    from wemi_desk.domain.errors import AlreadyEnrolledError
    from wemi_desk.gateways.recovery_office import load_public_key

    profile = terminal.profile(arguments)
    if profile.state.exists():
        raise AlreadyEnrolledError
    key = load_public_key(arguments.recovery_key) if arguments.recovery_key else None
    with terminal.alone(profile):
        place = _place(arguments, profile)
        code = _code(arguments) if place.url else ""
        welcome = upkeep.welcome(profile, place, code) if code else None
        key = key or (welcome.recovery_key if welcome else None)
        if key is None:
            print(_("Senza chiave di recupero, se il portachiavi si perde i dati non inviati sono persi."))
        first = first_operator(arguments, upkeep.decided_space(profile), welcome)
        operator, opened = upkeep.enrol(profile, first, _phrase(arguments), key, welcome)
        print(_("La postazione è pronta. Entra come {name}.").format(name=operator.shown_name))
        try:
            return _join(profile, opened, place, code) if code else 0
        finally:
            opened.close()


def _connect(arguments: argparse.Namespace, terminal: Terminal) -> int:
    profile = terminal.profile(arguments)
    with terminal.alone(profile):
        place = _place(arguments, profile)
        code = _code(arguments)
        opened = terminal.opened(profile)
        try:
            return _join(profile, opened, place, code)
        finally:
            opened.close()


def _join(profile: Profile, opened: OpenedDesk, place: CentrePlace, code: str) -> int:
    from wemi_desk import bootstrap

    bootstrap.join_centre(profile, opened, place, code)
    print(_("La postazione conosce il sistema centrale: il lavoro parte da solo."))
    return 0


def _place(arguments: argparse.Namespace, profile: Profile) -> CentrePlace:
    from wemi_desk import bootstrap
    from wemi_desk.domain.centres import CentrePlace
    from wemi_desk.gateways.authority_files import keep_authority

    ca_file = str(keep_authority(arguments.ca_file, profile.authority)) if arguments.ca_file else ""
    given = CentrePlace(url=arguments.url, ca_file=ca_file, proxy=arguments.proxy)
    return bootstrap.place_in_force(profile, given)


def _code(arguments: argparse.Namespace) -> str:
    if arguments.code_file is None:
        return input(_("Codice del coordinamento: ")).strip()
    return _first_line("code_file", arguments.code_file)


def _phrase(arguments: argparse.Namespace) -> str:
    if arguments.phrase_file is None:
        return new_passphrase()
    return _first_line("phrase_file", arguments.phrase_file)


def _first_line(field: str, name: str) -> str:
    """Of a file, or the next one of standard input. Raises InvalidFieldError."""
    from wemi_desk.domain.errors import InvalidFieldError

    try:
        if name == STANDARD_INPUT:
            line = sys.stdin.readline(_MOST) if sys.stdin is not None else ""
        else:
            with Path(name).open(encoding="utf-8-sig") as file:
                line = file.readline(_MOST)
    except (OSError, UnicodeDecodeError):
        raise InvalidFieldError(field, "unreadable", name=name) from None
    if not line.strip():
        raise InvalidFieldError(field, "empty", name=name)
    return line.strip("\r\n")


def first_operator(arguments: argparse.Namespace, space: str = "", welcome: CodeWelcome | None = None) -> FirstOperator:
    """Who begins: by option, by what the code or the administration says, else as it is typed."""
    from wemi_desk.upkeep import FirstOperator

    bodies = welcome.bodies if welcome is not None else ()
    known_space = welcome.space.code if welcome is not None else space or arguments.space
    known_body = arguments.organisation or (bodies[0].name if len(bodies) == 1 else "")
    return FirstOperator(
        given_name=arguments.name or input(_("Il tuo nome: ")).strip(),
        surname=arguments.surname or input(_("Il tuo cognome: ")).strip(),
        organisation=known_body or input(_("Il tuo ente: ")).strip(),
        space_code=known_space or input(_("Codice dello spazio (tre caratteri): ")).strip(),
    )


def new_passphrase() -> str:
    """Asked until it is the same twice."""
    from getpass import getpass

    while True:
        first = getpass(_("Scegli la frase di accesso (almeno 12 caratteri): "))
        if first == getpass(_("Ancora una volta: ")):
            return first
        print(_("Non sono uguali: riprova."))
