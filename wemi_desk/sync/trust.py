"""Which centre a desk believes: it changes only when the one before says so, under its own signature."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from wemi_desk.domain.access import Grant
from wemi_desk.domain.centres import MetCentre
from wemi_desk.sync.admission import KeyChange

Signed = Callable[[bytes, bytes, bytes], bool]
"""(public key, signature, message): is it that key's?"""


class Joins(Protocol):
    """As much of services.centre_access as a new key needs."""

    def join_centre(self, centre_key: bytes, grants: Sequence[Grant], box_key: bytes) -> None: ...


class CentreTrust:
    """While the desk is open. *keep* writes what is believed from now on."""

    def __init__(self, met: MetCentre, keep: Callable[[MetCentre], None], signed: Signed) -> None:
        self.met = met
        self._keep = keep
        self._signed = signed

    @property
    def centre_key(self) -> bytes:
        """What receipts and grants are held against."""
        return self.met.centre_key

    @property
    def box_key(self) -> bytes:
        """What is sealed to the centre, is sealed to this."""
        return self.met.box_key

    def follow(self, changes: Iterable[KeyChange], grants: Sequence[Grant], access: Joins) -> bool:
        """Believe the last key that leads from the known one, with the grants it signed; False when nothing changed.

        Grants and key change first, the file of the centre last: cut between, it is done again.
        """
        change = followed(self.centre_key, changes, self._signed)
        if change is None:
            return False
        access.join_centre(change.centre_key, grants, change.box_key)
        met = replace(self.met, centre_key=change.centre_key, box_key=change.box_key)
        self._keep(met)
        self.met = met
        return True


def followed(known: bytes, changes: Iterable[KeyChange], signed: Signed) -> KeyChange | None:
    """The last of the changes that follow each other from the *known* key; what another key signed leads nowhere."""
    found = None
    for change in sorted(changes, key=lambda one: one.number):
        if signed(known, change.signature, change.signed_part()):
            known, found = change.centre_key, change
    return found
