"""One key per person, wrapped by the store's persons key; erasing it is erasing what it sealed."""

from __future__ import annotations

import hmac
import os

from wemi_desk.domain.access import FORMAT, KEY_BYTES
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.gateways.derivation import expand
from wemi_desk.gateways.sealing import AesGcmSealer

INDEX_PURPOSE = "special-index"


class PersonVault:
    """See services.special_data.PersonVault. *persons_key* is the opened desk's sub-key for persons."""

    def __init__(self, persons_key: bytes) -> None:
        self._wrapping = AesGcmSealer(persons_key)
        self._index_key = expand(persons_key, f"wemi|{FORMAT}|{INDEX_PURPOSE}".encode())

    def new_key(self, citizen_id: CitizenId) -> bytes:
        """A fresh key of 256 bits, wrapped and bound to the person."""
        return self._wrapping.seal(os.urandom(KEY_BYTES), _wrap_place(citizen_id))

    def take_over(self, wrapped: bytes, citizen_id: CitizenId, before: PersonVault) -> bytes:
        """A person's key that *before* wrapped, wrapped by this one."""
        place = _wrap_place(citizen_id)
        return self._wrapping.seal(before._wrapping.open(wrapped, place), place)

    def seal(self, plain: bytes, wrapped: bytes, citizen_id: CitizenId, about: bytes) -> bytes:
        """Seal *plain* under the person's key."""
        return self._sealer(wrapped, citizen_id).seal(plain, about)

    def open(self, sealed: bytes, wrapped: bytes, citizen_id: CitizenId, about: bytes) -> bytes:
        """Raises ValueError for another key, another person or changed bytes."""
        return self._sealer(wrapped, citizen_id).open(sealed, about)

    def blind_index(self, kind: str, text: str) -> bytes:
        """The same for the same text on this PC, and nothing to whoever lacks the key."""
        return hmac.digest(self._index_key, f"{kind}|{text}".encode(), "sha256")

    def _sealer(self, wrapped: bytes, citizen_id: CitizenId) -> AesGcmSealer:
        return AesGcmSealer(self._wrapping.open(wrapped, _wrap_place(citizen_id)))


def _wrap_place(citizen_id: CitizenId) -> bytes:
    return f"wemi|{FORMAT}|person-key|{citizen_id}".encode()
