"""The profile's files, to be deleted when the PC is taken out of service."""

from __future__ import annotations

import shutil
from pathlib import Path

from wemi_desk.config import Profile
from wemi_desk.domain.access import Disabling
from wemi_desk.domain.errors import StorageError
from wemi_desk.gateways.recovery import SUFFIX as RECOVERY_SUFFIX
from wemi_desk.gateways.slots import SUFFIX as SLOT_SUFFIX
from wemi_desk.gateways.whole_files import sync_folder, write_whole
from wemi_desk.shapes import decoded


class ProfileFiles:
    """Deleting twice is as good as once."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._order = profile.folder / "disabled.json"

    def disabling(self) -> Disabling | None:
        if not self._order.exists():
            return None
        import msgspec

        try:
            return decoded(self._order.read_bytes(), Disabling)
        except (OSError, msgspec.MsgspecError) as error:
            raise StorageError(type(error).__name__) from None

    def write_order(self, order: Disabling) -> None:
        import msgspec

        write_whole(self._order, msgspec.json.encode(order))

    def clear_order(self) -> None:
        self._order.unlink(missing_ok=True)

    def delete_keys(self) -> None:
        self._delete([*self._profile.slots.glob("*" + SLOT_SUFFIX), *self._profile.folder.glob("state*")])

    def delete_store(self) -> None:
        whole = [*self._profile.folder.glob("store.db*"), *self._profile.slots.glob("*" + RECOVERY_SUFFIX)]
        self._delete([*whole, self._profile.centre, self._profile.mark, self._profile.standing])
        for folder in (self._profile.files, self._profile.backups):
            shutil.rmtree(folder, ignore_errors=True)

    def _delete(self, paths: list[Path]) -> None:
        for path in paths:
            path.unlink(missing_ok=True)
        sync_folder(self._profile.folder)
