"""Who this desk is for a proxy, and by which word: in the keyring, beside the address that it is for."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from wemi_desk.domain.errors import KeyringError
from wemi_desk.domain.proxies import who_of, with_who, without_who
from wemi_desk.logs import log


class Secrets(Protocol):
    """The keyring."""

    def find(self, name: str) -> bytes | None: ...

    def put(self, name: str, value: bytes) -> None: ...

    def delete(self, name: str) -> None: ...


class ProxyWords:
    """Of one desk; every call may ask the keyring and blocks."""

    def __init__(self, secrets: Secrets, device_id: UUID) -> None:
        self._secrets = secrets
        self._name = f"{device_id}/proxy"

    def keep(self, proxy: str) -> str:
        """What a file may hold: the address alone. What was kept for another proxy goes. Raises KeyringMissingError."""
        address, who = without_who(proxy), who_of(proxy)
        if who:
            self._secrets.put(self._name, f"{address}\n{who}".encode())
        else:
            self._secrets.delete(self._name)
        return address

    def whole(self, address: str) -> str:
        """The address with what was kept for it, and for no other: another proxy hears no word of this one.

        Without a keyring the proxy says itself what it misses.
        """
        if not address or who_of(address):
            return address
        try:
            found = self._secrets.find(self._name) or b""
        except KeyringError as error:
            log("proxy_word_not_read", error=type(error).__name__)
            return address
        kept_for, _line, who = found.decode(errors="replace").partition("\n")
        return with_who(address, who) if kept_for == address else address
