"""Everything WeMi Desk raises on purpose.

* WemiError
  + OperatorError               the operator can fix it now, on this screen
    - InvalidFieldError
    - NotAllowedError
    - RecoveryRefusedError
    - CentreRefusedError
    - NothingToUndoError
    - NotReadyError
    - MeasureRefusedError
    - PaperworkRefusedError
    - ActingRefusedError
    - CaseOpenAlreadyError
    - CaseClosedError
    - AlreadyExportedError
    - AppointmentDoubtedError
    - SecretError               see the classes: what the lock screen must say
  + UnavailableError            nobody's fault; waiting or another way may help
    - StorageError, DiskFullError, FileHeldError, StoreDamagedError, WrongStoreKeyError, StoreTooNewError,
      MigrationFailedError, StoreMissingError, BackupMissingError, NewVersionFailedError, HalfWayBackError
    - KeyringError, KeyringMissingError, KeyringChangedError
    - StateDamagedError, NotEnrolledError, AlreadyEnrolledError, NoRecoveryError
    - DataFolderError
    - AnotherConsoleError
    - RecordMissingError
    - NoCentreError, NoLineError
    - PrinterError
    - CentreRecoveringError
    - NoAnswerError
    - SolverMissingError
    - PrivacyNoticeMissingError, UnprintableTextError
    - ReleaseRefusedError, ReleaseLockedError

Anything else that escapes is a bug and goes to the crash report.
Exceptions carry data, never sentences: words are in ui/error_text.py.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from wemi_desk.domain.measure_problems import Problem


class WemiError(Exception):
    """Base class: carries data, never a sentence for the operator."""


class OperatorError(WemiError):
    """The operator can fix it now."""


class InvalidFieldError(OperatorError):
    """One form field has a value that breaks a rule; *data* fills the sentence."""

    def __init__(self, field: str, reason: str, **data: object) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason
        self.data = data


class AppointmentDoubtedError(OperatorError):
    """An hour that may be promised all the same, once somebody has read what stands against it."""

    def __init__(self, doubts: tuple[InvalidFieldError, ...]) -> None:
        super().__init__(", ".join(str(one) for one in doubts))
        self.doubts = doubts


class NotAllowedError(OperatorError):
    """The operator's role does not allow this act."""


class NothingToUndoError(OperatorError):
    """There is no act left that this operator may undo today."""


class MeasureRefusedError(OperatorError):
    """A measure document breaks its schema or its own rules; every fault is named."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(f"{one.path}: {one.code}" for one in problems))
        self.problems = problems


class PaperworkRefusedError(OperatorError):
    """The document of a type of paperwork breaks its rules; every fault is named."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(f"{one.path}: {one.code}" for one in problems))
        self.problems = problems


class ActingRefusedError(OperatorError):
    """Nobody may do this for somebody else, or not with this paper: *code* of domain.mandates, the last day of the
    paper, and the type of paperwork that is open *instead*."""

    def __init__(self, code: str, until: date | None = None, instead: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.until = until
        self.instead = instead


class CaseOpenAlreadyError(OperatorError):
    """The person has an open case of this type: *case_id*. Another one is begun only when somebody says so."""

    def __init__(self, case_id: UUID) -> None:
        super().__init__(case_id)
        self.case_id = case_id


class CaseClosedError(OperatorError):
    """Somebody closed the case meanwhile, with *outcome*: it is taken up again before anything is added to it."""

    def __init__(self, outcome: str, by: UUID | None, at: datetime) -> None:
        super().__init__(outcome)
        self.outcome = outcome
        self.by = by
        self.at = at


class AlreadyExportedError(OperatorError):
    """Somebody else prepared the same rows for Facilita meanwhile."""


class NotReadyError(OperatorError):
    """An application lacks something; *missing* are codes of domain.application_readiness."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(*missing)
        self.missing = missing


class SecretError(OperatorError):
    """A pass-phrase or PIN did not open the store."""


class WrongSecretError(SecretError):
    """The secret does not match; *remaining* tries are left, the next one after *wait_seconds*."""

    def __init__(self, remaining: int, wait_seconds: int = 0) -> None:
        super().__init__(remaining, wait_seconds)
        self.remaining = remaining
        self.wait_seconds = wait_seconds


class SecretWaitError(SecretError):
    """Too soon after a failure: the secret was not looked at; try again in *wait_seconds*."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(wait_seconds)
        self.wait_seconds = wait_seconds


class SlotDestroyedError(SecretError):
    """Too many wrong PINs: the PIN is gone, the pass-phrase still works."""


class SlotSuspendedError(SecretError):
    """Too many wrong pass-phrases: only an online login opens this slot again."""


class PinNotReadyError(SecretError):
    """The PIN works only after a pass-phrase login on this PC within 12 hours."""


class WeakSecretError(SecretError):
    """A new pass-phrase or PIN breaks rule *reason* (security.md 3.3)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SlotRefusedError(SecretError):
    """A slot does not open: wrong secret, moved, changed or of another PC; nothing says which."""


class GrantExpiredError(SecretError):
    """The operator's right to work offline has ended: anonymous contacts only."""


class RecoveryRefusedError(OperatorError):
    """The answer of the two people of the Comune does not fit this PC's request."""


class UnavailableError(WemiError):
    """Nobody's fault; waiting, or another way, may help."""


class StorageError(UnavailableError):
    """The local store could not be read or written."""


class DiskFullError(StorageError):
    """No room left on the disk; nothing was written."""


class FileHeldError(StorageError):
    """Another program, perhaps a scanner of viruses, keeps a file of ours busy, for longer than one waits."""


class StoreDamagedError(StorageError):
    """The store's integrity check failed."""


class WrongStoreKeyError(StorageError):
    """The file is not a store under this key."""


class StoreMissingError(StorageError):
    """There was a store on this desk, and its file is gone."""


class StoreTooNewError(StorageError):
    """A newer program wrote the store, on schema *revision*."""

    def __init__(self, revision: str) -> None:
        super().__init__(revision)
        self.revision = revision


class MigrationFailedError(StorageError):
    """The store could not be brought to today's schema; it stands as it was, on schema *revision*."""

    def __init__(self, revision: str, cause: str) -> None:
        super().__init__(revision, cause)
        self.revision = revision
        self.cause = cause


class NewVersionFailedError(MigrationFailedError):
    """A version that is on trial could not take the store over: the version before comes back by itself."""


class HalfWayBackError(StorageError):
    """The data of the version before are not wholly in their place again: no program may open them yet."""


class BackupMissingError(StorageError):
    """There is no backup there."""


class RecordMissingError(UnavailableError):
    """The record is not on this desk (never was, was erased, or is out of scope)."""


class KeyringError(UnavailableError):
    """The operating system's keyring cannot be used."""


class KeyringMissingError(KeyringError):
    """No trusted keyring on this PC, or it does not answer."""


class KeyringChangedError(KeyringError):
    """The keyring lost or changed the device secret, or is not the one of the enrolment."""


class StateDamagedError(UnavailableError):
    """The desk's state file is missing, damaged or an old copy: the recovery slot is the way out."""


class NotEnrolledError(UnavailableError):
    """Nobody has set this PC up yet."""


class AlreadyEnrolledError(UnavailableError):
    """This profile belongs to a desk already; setting it up again would lose its key."""


class NoRecoveryError(UnavailableError):
    """There is no recovery slot on this PC: no recovery key was known at enrolment."""


class DataFolderError(UnavailableError):
    """The data folder cannot be made or written; *reason* is a code (read_only, not_a_folder, mixed, remote)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class AnotherConsoleError(UnavailableError):
    """Another console already works on this profile."""


class CentreRecoveringError(UnavailableError):
    """The centre came back from a backup: it takes everything, and decides and deletes nothing yet."""


class NoCentreError(UnavailableError):
    """This desk has not met its central system yet."""


class CentreRefusedError(OperatorError):
    """The central system answered, and does not take this desk; *reason* is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NoLineError(UnavailableError):
    """The central system does not answer."""


class CentreNotReachedError(NoLineError):
    """There is no way to this centre; *reason* is a code of the line (down, timeout, certificate, garbled …)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PrinterError(UnavailableError):
    """The printer did not take the document."""


class SolverMissingError(UnavailableError):
    """There is no library here that finds the best groups: they are found more simply."""


class NoAnswerError(UnavailableError):
    """Work on *lane* (a lane of ui/background.py) did not answer within its time limit."""

    def __init__(self, lane: str) -> None:
        super().__init__(lane)
        self.lane = lane


class PrivacyNoticeMissingError(UnavailableError):
    """There is no informativa in this language and version on this desk."""

    def __init__(self, language: str, version: str) -> None:
        super().__init__(language, version)
        self.language = language
        self.version = version


class UnprintableTextError(UnavailableError):
    """No font on this desk writes these *characters* of a text that must be exact."""

    def __init__(self, language: str, characters: str) -> None:
        super().__init__(language, characters)
        self.language = language
        self.characters = characters


class ReleaseRefusedError(UnavailableError):
    """A newer version, or what is signed about it, is not to be trusted or does not fit here.

    *reason*: rollback, freeze (nothing newer for too long), mixed (parts of two editions), expired, unsigned (too few
    good signatures), wrong_key (a root that the one before does not know), garbled, too_large, too_small, hash,
    slow, missing, clock (this computer's clock is before the day of signing), no_root, system, facts, archive (its
    content is not what its list says), space, carries (it would lose an unsent act), wire.
    """

    def __init__(self, reason: str, **data: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.data = data


class ReleaseLockedError(UnavailableError):
    """Somebody else installs at this moment."""
