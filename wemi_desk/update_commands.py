"""``wemi-desk updates``: how this desk stands with a newer version, and bringing one without the console."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wemi_desk.config import Profile
from wemi_desk.i18n import _

if TYPE_CHECKING:
    from wemi_desk.domain.releases import UpdateStatus, Version
    from wemi_desk.services.desk import DeskServices

OpenDesk = Callable[[argparse.Namespace], AbstractContextManager["DeskServices"]]
FindProfile = Callable[[argparse.Namespace], Profile]
DONE, REFUSED = 0, 1
_LONG_S = 60.0


def add_to(commands: Any, add: Callable[..., argparse.ArgumentParser], open_desk: OpenDesk, find: FindProfile) -> None:
    """Hang the command; *open_desk* asks who works here, *find* opens nothing."""
    words = _("dice a che punto è una versione nuova del programma, senza aprire l'archivio")
    made = add(commands, "updates", partial(_updates, open_desk, find), words)
    made.add_argument("--json", action="store_true", help=_("per un programma"))
    how = made.add_mutually_exclusive_group()
    how.add_argument(
        "--from", dest="stick", type=Path, metavar=_("CARTELLA"),
        help=_("prende la versione nuova da una chiavetta e la prepara per il prossimo avvio"),
    )
    how.add_argument("--fetch", action="store_true", help=_("la prende adesso dal sistema centrale, e aspetta"))


def _updates(open_desk: OpenDesk, find: FindProfile, arguments: argparse.Namespace) -> int:
    if arguments.stick is None and not arguments.fetch:
        return _tell(arguments, *_standing(find(arguments)))
    with open_desk(arguments) as desk:
        status = _fetch(desk) if arguments.fetch else _bring(desk, arguments.stick.absolute())
        return _tell(arguments, status, desk.updates().running)


def _standing(profile: Profile) -> tuple[UpdateStatus, Version]:
    """What is known without a key: the desk's own note, where it may update itself."""
    from dataclasses import replace

    from wemi_desk import bootstrap, update_doors
    from wemi_desk.domain.releases import UpdateState
    from wemi_desk.gateways.update_files import FolderUpdateFiles

    program = update_doors.this_program(profile, bootstrap.machine_policy(profile))
    status = FolderUpdateFiles(profile.updates).status()
    if program.by_package:
        status = replace(status, state=UpdateState.BY_PACKAGE, reason=program.by_package)
    elif status.state is UpdateState.READY and status.version == program.version:  # nobody has entered since
        status = replace(status, state=UpdateState.INSTALLING)
    return status, program.version


def _bring(desk: DeskServices, folder: Path) -> UpdateStatus:
    from dataclasses import replace

    from wemi_desk.domain.errors import ReleaseRefusedError
    from wemi_desk.domain.releases import UpdateState

    try:
        desk.updates().take_from(folder)
    except ReleaseRefusedError as refused:
        return replace(desk.updates().status(), state=UpdateState.REFUSED, reason=refused.reason)
    desk.exchange.exchange()
    return desk.updates().offer()


def _fetch(desk: DeskServices) -> UpdateStatus:
    """An exchange first: with it comes what the centre says, and a token."""
    desk.exchange.exchange()
    step = desk.updates().look_now()
    while step.seconds < _LONG_S and not step.send_first:
        step = desk.updates().go_on()
    if step.send_first:
        desk.exchange.exchange()
        desk.updates().offer()
    return desk.updates().status()


def _tell(arguments: argparse.Namespace, status: UpdateStatus, running: Version) -> int:
    from wemi_desk.domain.releases import UpdateState, status_facts
    from wemi_desk.ui.update_words import note_of, too_old_words, update_words

    if arguments.json:
        print(json.dumps({"running": str(running), **status_facts(status)}, ensure_ascii=False, indent=1))
    elif sys.stdout is not None:
        said = update_words(status, running)
        lines = (too_old_words(status, running), said.said, said.then, note_of(status))
        print("\n".join(line for line in lines if line))
    return REFUSED if status.state in {UpdateState.REFUSED, UpdateState.GONE_BACK} else DONE
