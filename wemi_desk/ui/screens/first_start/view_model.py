"""Prima accensione: three steps, one thing each; for a new PC with a centre or alone, and for one that is recovered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Protocol, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.access import OpenedDesk, RecoveryRequest
from wemi_desk.domain.errors import (
    CentreNotReachedError,
    CentreRefusedError,
    InvalidFieldError,
    KeyringMissingError,
    RecoveryRefusedError,
    WeakSecretError,
)
from wemi_desk.domain.first_desk import FIRST_ROLES, FirstDesk, space_code
from wemi_desk.domain.machine_policy import NOTHING_DECIDED, MachinePolicy
from wemi_desk.domain.names import fitting
from wemi_desk.domain.operators import Operator, OperatorId
from wemi_desk.domain.recovery_text import read_answer, request_text
from wemi_desk.domain.spaces import Organisation, Space
from wemi_desk.i18n import _
from wemi_desk.ui.background import Runner
from wemi_desk.ui.centre_view_model import CentreDoor, CentreViewModel
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.pin_offer import PinOffer, SetsPins

T = TypeVar("T")
_LONGEST = 60


class Step(StrEnum):
    """Where the operator is; *checking* and *no_keyring* come before the three steps."""

    CHECKING = "checking"
    NO_KEYRING = "no_keyring"
    CODE = "code"
    EXCHANGE = "exchange"
    SPACE = "space"
    OPERATOR = "operator"
    PIN = "pin"


NUMBER = {Step.CODE: 1, Step.EXCHANGE: 1, Step.SPACE: 2, Step.OPERATOR: 3, Step.PIN: 3}
_BEFORE = {Step.SPACE: Step.CODE, Step.OPERATOR: Step.SPACE}


class FirstStartDoor(SetsPins, CentreDoor, Protocol):
    """What the first start may do; every call but *new_id* blocks and runs on the keys lane."""

    def new_id(self) -> UUID: ...

    def check(self) -> Sequence[Space]:
        """The spaces to choose from. Raises KeyringMissingError when nothing could be kept safe here."""
        ...

    def decided(self) -> MachinePolicy:
        """What the administration says about this PC."""
        ...

    def enrol(self, first: FirstDesk, passphrase: str) -> OpenedDesk:
        """Make keys, store and directory. Raises WeakSecretError, KeyringError, StorageError."""
        ...

    def recovery_request(self) -> RecoveryRequest:
        """Raises NoRecoveryError, KeyringMissingError."""
        ...

    def recover(self, answer: str, first: FirstDesk, passphrase: str) -> OpenedDesk:
        """Raises RecoveryRefusedError, WeakSecretError, KeyringError."""
        ...

    def recovery_key(self, path: str) -> bytes:
        """The Comune's public key from its file. Raises RecoveryRefusedError."""
        ...

    def write_text(self, path: str, text: str) -> None:
        """Raises StorageError, DataFolderError."""
        ...

    def read_text(self, path: str) -> str:
        """Raises RecoveryRefusedError for what is no text."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorForm:
    """What the first operator typed; it is not kept."""

    given_name: str = ""
    surname: str = ""
    passphrase: str = ""
    repeated: str = ""

    def __repr__(self) -> str:
        return "OperatorForm()"


class FirstStartViewModel(QObject):
    """``finished`` hands over an OpenedDesk; ``left`` goes back to the lock screen. Refusals name their field."""

    step_changed = Signal()
    refused = Signal(str, str)
    busy_changed = Signal(bool)
    request_ready = Signal(str)
    request_saved = Signal(str)
    key_known = Signal()
    finished = Signal(object)
    left = Signal()

    def __init__(self, door: FirstStartDoor, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._runner = runner
        self.pin = PinOffer(door, runner, self)
        self.pin.finished.connect(self.finished)
        self.pin.expired.connect(self.left)
        self.centre = CentreViewModel(door, self._run, self)
        self.centre.refused.connect(self.refused)
        self.centre.welcomed.connect(lambda _welcome: self._turn(Step.SPACE))
        self.centre.joined.connect(lambda: self._turn(Step.PIN))
        self.made: OpenedDesk | None = None
        self.busy = False
        self.step = Step.CHECKING
        self.recovering = False
        self.policy = NOTHING_DECIDED
        self.spaces: Sequence[Space] = ()
        self.space: Space | None = None
        self.organisation: Organisation | None = None
        self.request = ""
        self._key: bytes | None = None
        self._answer = ""

    # --- what is shown -----------------------------------------------------------------------------------------

    @property
    def progress(self) -> str:
        """"Passo 2 di 3", or nothing before the first."""
        number = NUMBER.get(self.step)
        return _("Passo {n} di 3").format(n=number) if number else ""

    # --- the way -----------------------------------------------------------------------------------------------

    def begin(self, *, recovering: bool = False) -> None:
        """Look whether this PC can keep anything safe before asking anybody anything."""
        self.step, self.recovering = Step.CHECKING, recovering
        self.spaces, self.space, self.organisation = (), None, None
        self.request = self._answer = ""
        self._key = self.made = None
        self.centre.forget()
        self.step_changed.emit()
        self._run(lambda: (self._door.check(), self._door.decided()), self._checked)

    def back(self) -> None:
        """Esc: one step back; from the first one out. Not from a desk that is made: it is ready, alone or not."""
        if self.busy or self.made is not None:
            return
        before = _BEFORE.get(self.step)
        if before is None:
            self.left.emit()
        elif before is Step.CODE and self.recovering:
            self._turn(Step.EXCHANGE)
        else:
            self._turn(before)

    def join_centre(self, url: str, code: str) -> None:
        """"Collega al centro": what the code is for comes first; the code is used when the desk is made."""
        if not self.busy:
            join = partial(self._door.join, self.made) if self.made is not None else None
            self.centre.ask(url, code, join, self._door.welcome)

    def work_alone(self) -> None:
        """"Postazione senza collegamento": it may be connected later."""
        if self.busy:
            return
        self.centre.forget()
        self._turn(Step.SPACE if self.made is None else Step.PIN)

    @property
    def choices(self) -> Sequence[Space]:
        """The spaces to choose from: one, where a code says which."""
        welcome = self.centre.welcome
        return self.spaces if welcome is None else (welcome.space,)

    def set_space(self, code: str | None, name: str, organisation: str) -> None:
        """A space of the list, or one that is in none; then who works for whom."""
        try:
            name, organisation = _line("space", name), _line("organisation", organisation)
        except InvalidFieldError as error:
            self._fail(error, error.field)
            return
        if code is None and not name:
            self.refused.emit("space", _("Scegli lo spazio, o scrivi il suo nome."))
        elif not organisation:
            self.refused.emit("organisation", _("Scrivi l'ente per cui lavori, per esempio la cooperativa."))
        else:
            welcome = self.centre.welcome
            known = welcome.body_named(organisation) if welcome is not None else None
            self.space = _space_of(self.choices, code, name, self._door.new_id)
            self.organisation = known or Organisation(id=self._door.new_id(), name=organisation)
            self._turn(Step.OPERATOR)

    def take_recovery_key(self, path: str) -> None:
        """The Comune's recovery key, from the file it hands out."""

        def known(key: bytes) -> None:
            self._key = key
            self.key_known.emit()

        self._run(lambda: self._door.recovery_key(path), known, field="key")

    def set_operator(self, form: OperatorForm) -> None:
        """The first operator: here the keys are made."""
        try:
            names = {name: _line(name, getattr(form, name)) for name in ("given_name", "surname")}
        except InvalidFieldError as error:
            self._fail(error, error.field)
            return
        form = replace(form, **names)
        fault = _fault(form)
        if fault is not None:
            self.refused.emit(*fault)
            return
        assert self.space is not None
        assert self.organisation is not None
        welcome = self.centre.welcome
        known = welcome.colleague_named(form.given_name, form.surname, self.organisation) if welcome else None
        operator = known or _operator_of(form, self.organisation, self.space, self._door.new_id)
        key = self._key or (welcome.recovery_key if welcome else None)
        first = FirstDesk(space=self.space, organisation=self.organisation, operator=operator, recovery_key=key)
        passphrase = form.passphrase
        recover, enrol = partial(self._door.recover, self._answer), self._door.enrol
        work = partial(recover if self.recovering else enrol, first, passphrase)
        self._run(work, lambda opened: self._opened(opened, passphrase), field="passphrase")

    # --- recovery ----------------------------------------------------------------------------------------------

    def save_request(self, path: str) -> None:
        """The request as a file, for the two people of the Comune."""
        write = partial(self._door.write_text, path, self.request)
        self._run(write, lambda _none: self.request_saved.emit(path), field="request")

    def load_answer(self, path: str) -> None:
        """Their answer, from a file."""
        self._run(lambda: self._door.read_text(path), self.take_answer, field="answer")

    def take_answer(self, text: str) -> None:
        """Their answer, as text: looked at now, used at the end."""
        try:
            read_answer(text)
        except RecoveryRefusedError as error:
            self._fail(error, "answer")
            return
        self._answer = text
        self._turn(Step.SPACE)

    # --- inside ------------------------------------------------------------------------------------------------

    def _checked(self, found: tuple[Sequence[Space], MachinePolicy]) -> None:
        spaces, self.policy = found
        decided = [space for space in spaces if space.code == self.policy.space]
        self.spaces, self.centre.policy = decided or spaces, self.policy
        self._turn(Step.EXCHANGE if self.recovering else Step.CODE)
        if self.recovering:
            self._run(self._door.recovery_request, self._requested, field="request")

    def _requested(self, request: RecoveryRequest) -> None:
        self.request = request_text(request)
        self.request_ready.emit(self.request)

    def _opened(self, opened: OpenedDesk, passphrase: str) -> None:
        self.pin.begin(opened, passphrase)
        self._answer, self.made = "", opened
        if self.centre.welcome is None:
            self._turn(Step.PIN)
        else:
            self.centre.use(partial(self._door.join, opened))

    def _run(self, work: Callable[[], T], done: Callable[[T], None], field: str = "") -> None:
        if self.busy:
            return
        self._set_busy(True)

        def arrived(result: T) -> None:
            self._set_busy(False)
            done(result)

        def failed(error: Exception) -> None:
            self._set_busy(False)
            self._fail(error, field)

        self._runner.run(work, owner=self, done=arrived, failed=failed, lane="keys")

    def _fail(self, error: Exception, field: str) -> None:
        words = error_text(error)
        if words is None:
            raise error
        if isinstance(error, KeyringMissingError):
            self._turn(Step.NO_KEYRING)
        elif isinstance(error, CentreNotReachedError | CentreRefusedError):
            self._turn(Step.CODE)
            self.refused.emit("code" if isinstance(error, CentreRefusedError) else "centre_url", words)
        elif isinstance(error, RecoveryRefusedError) and field == "passphrase":
            self._turn(Step.EXCHANGE)
            self.refused.emit("answer", words)
        else:
            self.refused.emit(field if field != "passphrase" or isinstance(error, WeakSecretError) else "", words)

    def _turn(self, step: Step) -> None:
        self.step = step
        self.step_changed.emit()

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit(busy)


def _line(field: str, text: str) -> str:
    """One line that a state file, a barcode and a lock screen can show; raises InvalidFieldError when too long."""
    return fitting(field, " ".join(text.split()), _LONGEST)


def _fault(form: OperatorForm) -> tuple[str, str] | None:
    if not form.given_name.strip():
        return "given_name", _("Scrivi il tuo nome.")
    if not form.surname.strip():
        return "surname", _("Scrivi il tuo cognome: i colleghi vedono solo l'iniziale.")
    if not form.passphrase:
        return "passphrase", _("Scrivi una frase di accesso.")
    if form.passphrase != form.repeated:
        return "repeated", _("Le due frasi non sono uguali: scrivila di nuovo.")
    return None


def _space_of(spaces: Sequence[Space], code: str | None, name: str, new_id: Callable[[], UUID]) -> Space:
    known = next((space for space in spaces if space.code == code), None)
    if known is not None:
        return known
    own_code = space_code(name, {space.code for space in spaces})
    return Space(id=new_id(), code=own_code, name=name, kind="wemi_space")


def _operator_of(
    form: OperatorForm, organisation: Organisation, space: Space, new_id: Callable[[], UUID]
) -> Operator:
    return Operator(
        id=OperatorId(new_id()),
        given_name=form.given_name,
        surname=form.surname,
        organisation_id=organisation.id,
        space_codes=(space.code,),
        roles=FIRST_ROLES,
    )
