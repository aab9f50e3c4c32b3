"""The command line: start the console, or look after the desk."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from wemi_desk.config import Profile, default_profile
from wemi_desk.i18n import _

if TYPE_CHECKING:
    from wemi_desk.domain.access import OpenedDesk, OperatorTile
    from wemi_desk.services.desk import DeskServices

Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status. Whatever the program has words for is said in one sentence."""
    words = _speak(sys.argv[1:] if argv is None else argv)
    if not words or (words[0].startswith("--") and words[0] not in {"--help", "--version"}):
        words.insert(0, "run")
    arguments = _parser(with_central=words[0] == "central").parse_args(words)
    command: Command = arguments.command
    if command is _run:
        return _run(arguments)
    from wemi_desk.domain.errors import WemiError

    try:
        return command(arguments)
    except WemiError as error:
        from wemi_desk.ui.error_text import error_text

        print(error_text(error), file=sys.stderr)
        return 1
    except (KeyboardInterrupt, EOFError):
        return 130


def _speak(words: Sequence[str]) -> list[str]:
    """Take ``--language`` away, wherever it stands, before anything is said."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--language", choices=("it", "en"), default="it")
    asked, rest = parser.parse_known_args(words)
    if asked.language != "it":
        from wemi_desk import i18n
        from wemi_desk.resources import resource_path

        i18n.install(i18n.compiled(resource_path("locale", asked.language, "LC_MESSAGES", "wemi.po")))
    return rest


def _parser(*, with_central: bool = False) -> argparse.ArgumentParser:
    """Whoever opens the console does not wait for the commands of the centre."""
    from wemi_desk import __version__, catalogue_commands, facilita_commands, update_commands

    parser = argparse.ArgumentParser(prog="wemi-desk", description=_("Postazione degli Spazi WeMi"))
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar=_("comando"))
    run = _add(commands, "run", _run, _("apre la console (senza altro: la palestra, o la postazione se è pronta)"))
    run.add_argument("--handed-over", action="store_true", help=argparse.SUPPRESS)
    run.add_argument("--until-painted", action="store_true", help=argparse.SUPPRESS)
    _add_tour(commands)
    doctor = _add(commands, "doctor", _doctor, _("dice come sta la postazione e che cosa fare"))
    doctor.add_argument("--json", action="store_true", help=_("per un programma"))
    doctor.add_argument("--unlock", action="store_true", help=_("chiede l'accesso e guarda anche dentro l'archivio"))
    doctor.add_argument("--out", type=Path, help=_("scrive anche un file JSON"))
    words = _("prova ogni parte del programma installato, senza toccare i dati")
    whole = _add(commands, "self-test", _self_test, words)
    whole.add_argument("--json", action="store_true", help=_("per un programma"))
    whole.add_argument("--work", type=int, help=argparse.SUPPRESS)
    whole.add_argument("--out", type=Path, help=_("scrive anche un file JSON"))
    words = _("scrive un file per l'assistenza: fatti, conteggi, tempi ed errori, nessun dato di una persona")
    bundle = _add(commands, "support-bundle", _support_bundle, words)
    bundle.add_argument("--out", type=Path, required=True, help=_("file da scrivere, .zip"))
    bundle.add_argument("--unlock", action="store_true", help=_("chiede l'accesso e conta anche dentro l'archivio"))
    backup = _add(commands, "backup", _backup, _("fa una copia di sicurezza cifrata"))
    backup.add_argument("--to", type=Path, help=_("cartella delle copie, meglio su un secondo disco"))
    backup.add_argument("--remember", action="store_true", help=_("usala anche per le copie di ogni ora"))
    restore = _add(commands, "restore", _restore, _("rimette una copia al posto dell'archivio"))
    restore.add_argument("source", type=Path, help=_("cartella di una copia"))
    restore.add_argument("--yes", action="store_true", help=_("non chiedere conferma"))
    rekey = _add(commands, "rekey", _rekey, _("dà alla postazione un'altra chiave, se qualcuno può avere la vecchia"))
    rekey.add_argument("--yes", action="store_true", help=_("non chiedere conferma"))
    _add_setting_up(commands)
    for nouns in (facilita_commands, catalogue_commands):
        nouns.add_to(commands, _add, _desk)
    update_commands.add_to(commands, _add, _desk, _profile)
    if with_central:
        from wemi_desk.central.command_line import add_to

        add_to(commands, catalogue_commands.read_table)
    else:
        commands.add_parser("central", help=_("il sistema centrale: avviarlo e averne cura"))
    return parser


def _add_setting_up(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from wemi_desk import enrolment_commands

    _add(commands, "install-update", _install_update, _("installa adesso, senza finestre, la versione che aspetta"))
    terminal = enrolment_commands.Terminal(lambda words: _profile(words, practice=False), _Alone, _opened)
    enrolment_commands.add_to(commands, _add, terminal)
    _add(commands, "colleague", _colleague, _("fa entrare un collega, o gli dà una frase nuova; per chi guida"))
    recover = _add(commands, "recover", _recover, _("riapre una postazione che ha perso il portachiavi"))
    recover.add_argument("--backup", type=Path, help=_("su un altro computer: la copia da cui ripartire"))
    enrolment_commands.describe_operator(recover)
    keys = _add(commands, "recovery-keys", _recovery_keys, _("per il Comune: fa la chiave di recupero e le sue quote"))
    keys.add_argument("--out", type=Path, required=True, help=_("cartella; le quote vanno poi tenute separate"))
    answer = _add(commands, "recovery-answer", _recovery_answer, _("per il Comune: risponde a una richiesta"))
    for name in ("request", "one_share", "other_share"):
        answer.add_argument(name, type=Path)


def _add_tour(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    tour = _add(commands, "tour", _tour, _("fa il giro delle schermate e ne salva le immagini"))
    tour.add_argument("--out", type=Path, required=True, help=_("cartella delle immagini"))
    tour.add_argument("--quick", action="store_true", help=_("solo il giro principale"))
    tour.add_argument("--first-minute", action="store_true", help=argparse.SUPPRESS)
    tour.add_argument("--figures", action="store_true", help=_("solo le figure del manuale"))


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, command: Command, words: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
    parser.set_defaults(command=command)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--practice", action="store_true", help=_("la palestra, con persone inventate"))
    which.add_argument("--real", action="store_true", help=_("la postazione vera"))
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    return parser


def _profile(arguments: argparse.Namespace, *, practice: bool | None = None) -> Profile:
    """The profile asked for; without a word the real desk where there is one, else the palestra."""
    real = default_profile()
    asked = True if arguments.practice else False if arguments.real else practice
    is_practice = not real.state.exists() if asked is None else asked
    if arguments.folder:
        return Profile(arguments.folder.absolute(), is_practice)
    return default_profile(practice=is_practice)


def _run(arguments: argparse.Namespace) -> int:
    from wemi_desk import launch

    painted = _say_painted if arguments.until_painted else None
    return launch.run(_profile(arguments), handed_over=arguments.handed_over, painted=painted)


def _say_painted() -> None:
    """For who measures the start: the first picture is there, and that was all."""
    from PySide6.QtCore import QCoreApplication, QTimer

    print("painted", flush=True)
    QTimer.singleShot(0, QCoreApplication.quit)


def _tour(arguments: argparse.Namespace) -> int:
    from wemi_desk import tour

    return tour.run(
        arguments.out, quick=arguments.quick, figures_only=arguments.figures, first_minute=arguments.first_minute
    )


def _doctor(arguments: argparse.Namespace) -> int:
    from wemi_desk import doctor, fleet_report

    profile = _profile(arguments)
    opened = None
    if profile.state.exists() and (profile.practice or arguments.unlock):
        opened = _opened_if_free(profile)
    facts = doctor.examine(profile, opened)
    if arguments.out:
        arguments.out.write_text(fleet_report.as_json(profile, facts), encoding="utf-8")
    if sys.stdout is not None:  # a windowed program on Windows has none
        print(fleet_report.as_json(profile, facts) if arguments.json else doctor.as_text(profile, facts))
    return doctor.exit_status(facts)


def _self_test(arguments: argparse.Namespace) -> int:
    from wemi_desk import rehearsal, self_test

    if arguments.work is not None:
        profile = _profile(arguments, practice=True)
        with _Alone(profile):
            print(rehearsal.as_json(rehearsal.work(profile, arguments.work)))
        return 0
    tried = self_test.run()
    if arguments.out:
        arguments.out.write_text(self_test.as_json(tried), encoding="utf-8")
    if sys.stdout is not None:  # a windowed program on Windows has none
        print(self_test.as_json(tried) if arguments.json else self_test.as_text(tried))
    return 0 if self_test.is_whole(tried) else 1


def _support_bundle(arguments: argparse.Namespace) -> int:
    from wemi_desk import support

    profile = _profile(arguments)
    opened = None
    if profile.state.exists() and (profile.practice or arguments.unlock):
        opened = _opened_if_free(profile)
    try:
        parts = support.write(profile, arguments.out, opened)
    except OSError:
        print(_("Il file non si può scrivere lì: scegli un'altra cartella."), file=sys.stderr)
        return 1
    print(_("Scritto {name}: {parts}.").format(name=arguments.out.name, parts=", ".join(parts)))
    return 0


def _install_update(arguments: argparse.Namespace) -> int:
    """For who looks after many desks; a console does the same by itself at its next start."""
    from wemi_desk import installing
    from wemi_desk.domain.errors import ReleaseRefusedError
    from wemi_desk.ui.update_words import refusal_words

    profile = _profile(arguments)
    release = installing.waiting(profile)
    if release is None:
        print(_("Nessuna versione nuova aspetta qui."))
        return 0
    with _Alone(profile):
        prevented = installing.install(profile, release)
    if isinstance(prevented, ReleaseRefusedError):
        print(refusal_words(prevented.reason), file=sys.stderr)
        return 1
    if prevented is not None:
        raise prevented
    if not installing.is_switched(release):
        print(_("La console o la palestra è aperta: chiudile e riprova."), file=sys.stderr)
        return 1
    print(_("La versione {version} è al suo posto: comincia alla prossima apertura.").format(version=release.version))
    return 0


def _backup(arguments: argparse.Namespace) -> int:
    from wemi_desk import upkeep

    profile = _profile(arguments)
    folder = arguments.to.absolute() if arguments.to else None
    with _Alone(profile):
        made = upkeep.back_up(profile, _opened(profile), folder)
        if folder and arguments.remember:
            upkeep.remember_backup_folder(profile, folder)
    print(_("Copia fatta e controllata: {place}").format(place=made.place))
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    from wemi_desk import upkeep

    profile = _profile(arguments)
    with _Alone(profile):
        opened = _opened(profile)
        question = _("L'archivio di adesso viene messo da parte e al suo posto va la copia. Scrivi SI per continuare: ")
        if not arguments.yes and input(question).strip().upper() not in {"SI", "SÌ"}:
            print(_("Non ho cambiato niente."))
            return 1
        done = upkeep.restore(profile, opened, arguments.source.absolute())
    counts = {"people": done.counts["citizen"], "contacts": done.counts["contact"]}
    print(_("Ripristinato: {people} persone, {contacts} contatti.").format(**counts))
    if done.replaced:
        print(_("L'archivio di prima è qui: {place}").format(place=done.replaced))
    return 0


def _rekey(arguments: argparse.Namespace) -> int:
    from getpass import getpass

    from wemi_desk import bootstrap, upkeep

    profile = _profile(arguments, practice=False)
    question = _("Dopo entri solo tu: ai colleghi dai una frase nuova. Le copie di prima non servono più. Scrivi SI: ")
    with _Alone(profile):
        who = _chosen(bootstrap.access_service(profile).operators())
        phrase = getpass(_("Frase di accesso di {name}: ").format(name=who.shown_name))
        if not arguments.yes and input(question).strip().upper() not in {"SI", "SÌ"}:
            print(_("Non ho cambiato niente."))
            return 1
        made = upkeep.rekey(profile, who.operator_id, phrase)
    print(_("La postazione ha una chiave nuova, e una copia: {place}").format(place=made.place))
    return 0


def _colleague(arguments: argparse.Namespace) -> int:
    from getpass import getpass

    from wemi_desk import bootstrap, upkeep
    from wemi_desk.enrolment_commands import new_passphrase

    profile = _profile(arguments, practice=False)
    with _Alone(profile):
        who = _chosen(bootstrap.access_service(profile).operators())
        phrase = getpass(_("Frase di accesso di {name}: ").format(name=who.shown_name))
        given_name, surname = input(_("Nome del collega: ")), input(_("Cognome del collega: "))
        print(_("Adesso scrive il collega:"))
        added = upkeep.let_in(profile, who.operator_id, phrase, given_name, surname, new_passphrase())
    print(_("Fatto: {name} può entrare in questa postazione.").format(name=added.shown_name))
    return 0


def _recover(arguments: argparse.Namespace) -> int:
    from wemi_desk import upkeep
    from wemi_desk.enrolment_commands import first_operator, new_passphrase

    profile = _profile(arguments, practice=False)
    print(_("Mostra questa richiesta alle due persone del Comune:"))
    print(upkeep.recovery_request(profile, arguments.backup.absolute() if arguments.backup else None))
    answer = input(_("La loro risposta: "))
    operator = upkeep.recover(profile, answer, first_operator(arguments), new_passphrase())
    print(_("La postazione si riapre. Entra come {name}.").format(name=operator.shown_name))
    if arguments.backup:
        print(_("Ora rimetti la copia: wemi-desk restore {place}").format(place=arguments.backup))
    return 0


def _recovery_keys(arguments: argparse.Namespace) -> int:
    from wemi_desk.gateways.recovery_office import write_keys

    for path in write_keys(arguments.out.absolute()):
        print(path)
    print(_("Dai ogni quota a una persona diversa e cancellale da qui: ne bastano due per riaprire una postazione."))
    return 0


def _recovery_answer(arguments: argparse.Namespace) -> int:
    from wemi_desk.gateways.recovery_office import answer

    files = (arguments.request, arguments.one_share, arguments.other_share)
    print(answer(*(path.read_text(encoding="ascii") for path in files)))
    return 0


@contextmanager
def _desk(arguments: argparse.Namespace) -> Iterator[DeskServices]:
    """The desk of a command, open while no console is."""
    from wemi_desk import bootstrap

    profile = _profile(arguments)
    with _Alone(profile):
        desk = bootstrap.open_desk(profile, _opened(profile))
        try:
            yield desk
        finally:
            desk.close()


def _opened_if_free(profile: Profile) -> OpenedDesk | None:
    from wemi_desk.domain.errors import AnotherConsoleError

    try:
        with _Alone(profile):
            return _opened(profile)
    except AnotherConsoleError:
        print(_("La console è aperta: per guardare dentro l'archivio chiudila prima."), file=sys.stderr)
        return None


def _opened(profile: Profile) -> OpenedDesk:
    """Unlock with what is typed; the palestra opens by itself."""
    from wemi_desk import bootstrap

    access = bootstrap.access_service(profile)
    tiles = access.operators()
    if profile.practice:
        from wemi_desk.services.practice import OPERATORS, PASSPHRASE

        lead = next(one for one in OPERATORS if "network_coordinator" in one.roles)
        return access.unlock(lead.id, PASSPHRASE)
    from getpass import getpass

    who = _chosen(tiles)
    return access.unlock(who.operator_id, getpass(_("Frase di accesso di {name}: ").format(name=who.shown_name)))


def _chosen(tiles: Sequence[OperatorTile]) -> OperatorTile:
    number = 0
    if len(tiles) > 1:
        for place, tile in enumerate(tiles, start=1):
            print(f"  {place}  {tile.shown_name}", file=sys.stderr)
        number = _number(input(_("Chi sei? Scrivi il numero: ")), len(tiles)) - 1
    return tiles[number]


def _number(text: str, most: int) -> int:
    return int(text) if text.strip().isdecimal() and 1 <= int(text) <= most else 1


class _Alone:
    """No console works on the profile meanwhile; raises AnotherConsoleError."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile

    def __enter__(self) -> None:
        from wemi_desk.gateways.data_folder import prepare
        from wemi_desk.gateways.instance_lock import acquire

        prepare(self._profile)
        self._lock = acquire(self._profile)

    def __exit__(self, *_error: object) -> None:
        self._lock.release()
