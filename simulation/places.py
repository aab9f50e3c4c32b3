"""The one place of an application, worked out without the program: under whom it is for, as they are known now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import msgspec

from simulation.centre import KEYS, TENANT
from wemi_desk.sync.canonical import blinded
from wemi_desk.sync.identifiers import uuid_of

_HELD = "SELECT beneficiary_key, application_id FROM live_application"


def without_place(
    centre: Any, standing: Mapping[UUID, UUID], records: Mapping[UUID, tuple[str, bytes]]
) -> Iterator[UUID]:  # fmt: skip
    """Those of the *standing* applications (each with whom it is for) beside which another could be received."""
    held = {key for key, one in centre.rows(_HELD) if uuid_of(one) in standing}
    for one, citizen_id in standing.items():
        if citizen_id in records:
            code = msgspec.json.decode(records[citizen_id][1]).get("fiscal_code")
            if blinded(KEYS.blind_key(TENANT), f"cf|{code}" if code else f"id|{citizen_id}") not in held:
                yield one
