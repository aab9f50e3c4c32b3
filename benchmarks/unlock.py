"""Open the desk with the real derivation (argon2id, 3 passes, 128 MiB, 2 lanes), secrets in a file, no keyring."""

import shutil
import statistics
import tempfile
import time
from pathlib import Path
from uuid import UUID

from wemi_desk.config import Profile
from wemi_desk.domain.access import DeviceId, Enrolment, NewOperator
from wemi_desk.domain.operators import OperatorId
from wemi_desk.gateways.data_folder import prepare
from wemi_desk.gateways.derivation import DEFAULT, seconds_for
from wemi_desk.gateways.desk_access import access_ports
from wemi_desk.services.access import AccessService

NAME = "unlock"
LIMITS = {"passphrase_s": 1.0, "pin_s": 1.0}
OPERATOR = OperatorId(UUID(int=1))
PASSPHRASE, PIN = "quattro sedie verdi", "274916"


def run(scale: str) -> dict[str, float | int | str]:
    """Seconds for one derivation, a pass-phrase, a PIN, the tiles, and locking; *scale* sets the repetitions."""
    times = 3 if scale == "small" else 9
    folder = Path(tempfile.mkdtemp(prefix="wemi-bench-"))
    try:
        profile = Profile(folder / "practice", practice=True)
        prepare(profile)
        service = AccessService(access_ports(profile))
        first = NewOperator(OPERATOR, "Giulia R.", "GR", ("operator",))
        service.enrol_standalone(Enrolment(DeviceId(UUID(int=2)), "CAP", "Prova", first), PASSPHRASE).close()
        service.set_pin(OPERATOR, PASSPHRASE, PIN)
        return {
            "derivation_s": _median(lambda: seconds_for(DEFAULT), times),
            "passphrase_s": _median(lambda: service.unlock(OPERATOR, PASSPHRASE).close(), times),
            "pin_s": _median(lambda: service.unlock(OPERATOR, PIN).close(), times),
            "tiles_s": _median(lambda: _tiles(service), times),
            "target_s": 1.0,
            "memory_mib": DEFAULT.memory_kib // 1024,
        }
    finally:
        shutil.rmtree(folder)


def _tiles(service: AccessService) -> None:
    service.lock()
    service.lock_screen()


def _median(act, times: int) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return round(statistics.median(taken), 4)
