"""Small secrets sealed under one key, for the store."""

from __future__ import annotations

from wemi_desk.gateways.boxes import SealBrokenError, seal, unseal


class AesGcmSealer:
    """See services.ports.Sealer."""

    def __init__(self, key: bytes) -> None:
        self._key = bytes(key)

    def seal(self, plain: bytes, about: bytes) -> bytes:
        """Seal *plain* to its place."""
        return seal(self._key, plain, about)

    def open(self, sealed: bytes, about: bytes) -> bytes:
        """The plain bytes; ValueError when the text was changed, moved or sealed under another key."""
        try:
            return unseal(self._key, sealed, about)
        except SealBrokenError as error:
            raise ValueError("the seal does not fit") from error
