"""Secrets of the palestra in a plain file: invented people only, so that it runs on a PC without a keyring."""

from __future__ import annotations

import json

from wemi_desk.config import Profile
from wemi_desk.domain.errors import KeyringMissingError, StorageError
from wemi_desk.gateways.whole_files import write_whole


class PracticeSecretStore:
    """Refuses every profile that is not marked as practice."""

    def __init__(self, profile: Profile) -> None:
        if not profile.practice or not profile.practice_mark.is_file():
            raise KeyringMissingError("practice only")
        self._path = profile.practice_secrets

    @property
    def backend_name(self) -> str:
        return f"{type(self).__module__}.{type(self).__qualname__}"

    def find(self, name: str) -> bytes | None:
        text = self._values().get(name)
        return None if text is None else bytes.fromhex(text)

    def put(self, name: str, value: bytes) -> None:
        self._write({**self._values(), name: value.hex()})

    def delete(self, name: str) -> None:
        values = self._values()
        if values.pop(name, None) is not None:
            self._write(values)

    def _values(self) -> dict[str, str]:
        try:
            content: dict[str, str] = json.loads(self._path.read_bytes())
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise StorageError(type(error).__name__) from None
        return content

    def _write(self, values: dict[str, str]) -> None:
        write_whole(self._path, json.dumps(values, indent=1).encode())
