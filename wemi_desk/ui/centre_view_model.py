"""The way to the central system, on the first step or later: address, a code of the coordinator, a certificate."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import PurePath
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.access import OpenedDesk
from wemi_desk.domain.centres import CentrePlace, CodeWelcome, centre_url
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.machine_policy import NOTHING_DECIDED
from wemi_desk.i18n import _
from wemi_desk.ui.error_text import error_text

_CODE = re.compile(r"[A-Z0-9]{10}")
Runs = Callable[..., None]


Joins = Callable[[CentrePlace, str], object]
"""Use a code. Blocks; raises CentreRefusedError, CentreNotReachedError, StorageError."""


class KeepsAuthority(Protocol):
    """Every call blocks and runs on the keys lane."""

    def keep_authority(self, path: str) -> str:
        """Where the certificate is kept. Raises InvalidFieldError, StorageError."""
        ...


class CentreDoor(KeepsAuthority, Protocol):
    """What asks the centre before there is a desk; every call blocks and runs on the keys lane."""

    def welcome(self, place: CentrePlace, code: str) -> CodeWelcome:
        """What the code is for; it stays unused. Raises CentreRefusedError, CentreNotReachedError."""
        ...

    def join(self, opened: OpenedDesk, place: CentrePlace, code: str) -> None:
        """Use the code. Raises CentreRefusedError, CentreNotReachedError, StorageError."""
        ...


class CentreViewModel(QObject):
    """``welcomed`` hands over what the code is for; ``joined`` says that the centre knows the desk now."""

    refused = Signal(str, str)
    authority_known = Signal(str)
    welcomed = Signal(object)
    joined = Signal()

    def __init__(self, door: KeepsAuthority, run: Runs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._run = run
        self._place = CentrePlace(url="")
        self._authority = ""
        self.policy = NOTHING_DECIDED
        self.code = self.proxy = ""
        self.welcome: CodeWelcome | None = None

    def forget(self) -> None:
        """Stand alone, or begin anew."""
        self._place, self._authority, self.code, self.welcome = CentrePlace(url=""), "", "", None
        self.authority_known.emit("")

    def take_authority(self, path: str) -> None:
        """The certificate of the Comune's authority, from its file."""

        def known(kept: str) -> None:
            self._authority = kept
            self.authority_known.emit(PurePath(path).name)

        self._run(lambda: self._door.keep_authority(path), known, field="ca_file")

    def ask(self, url: str, code: str, join: Joins | None, welcome: Joins | None = None) -> None:
        """Use *code* by *join*, or ask by *welcome* what it is for. The administration's address counts."""
        policy = self.policy
        try:
            address, authority = policy.centre_url or centre_url(url), policy.ca_file or self._authority
            place = CentrePlace(url=address, ca_file=authority, proxy=policy.proxy or self.proxy)
        except InvalidFieldError as error:
            self.refused.emit("centre_url", error_text(error) or "")
            return
        plain = "".join(code.replace("-", "").split()).upper()
        if _CODE.fullmatch(plain) is None:
            words = _("Il codice ha 10 caratteri, lettere e numeri: controlla come è scritto.")
            self.refused.emit("code", words)
            return
        self._place, self.code = place, plain
        if join is not None:
            self.use(join)
        elif welcome is not None:
            self._run(partial(welcome, place, plain), self._welcomed, field="code")

    def use(self, join: Joins) -> None:
        """Make the desk known with the code that was asked about."""
        self._run(partial(join, self._place, self.code), self._joined, field="code")

    def _welcomed(self, welcome: CodeWelcome) -> None:
        self.welcome = welcome
        self.welcomed.emit(welcome)

    def _joined(self, _none: Any) -> None:
        self.code = self.proxy = ""
        self._place = CentrePlace(url="")  # with the word of a proxy
        self.joined.emit()
