"""What the centre did with an application stands in its history, where the application is shown."""

from __future__ import annotations

from typing import Any
from uuid import uuid5

from wemi_desk.central.exchange.redirects import origins
from wemi_desk.central.exchange.turns import NOBODY, as_text
from wemi_desk.central.exchange.workspace import Held, Workspace
from wemi_desk.domain.applications import FROM_CENTRE
from wemi_desk.sync.merge import Stamp

EVENT = "application_event"


def note_event(work: Workspace, application: Held, state: str, **said: Any) -> Held:
    """One line, by the centre, now. *said*: number, evidence, note, dated_on, due_on."""
    event_id = uuid5(application.id, f"{state}|{work.now}|{application.version}")
    space_code = application.content["space_code"]
    content = {
        "id": str(event_id), "application_id": str(application.id), "citizen_id": application.content["citizen_id"],
        "space_code": space_code, "state": state, "at": as_text(work.now), "by": None, "provenance": FROM_CENTRE,
    }  # fmt: skip
    content |= origins(content, application.content)
    birth = Stamp((work.now // 1000) << 16, str(event_id), str(NOBODY), space_code, work.now)
    event = work.put(
        EVENT, event_id, content | {name: value for name, value in said.items() if value},
        subject_id=application.subject_id, birth=birth,
    )  # fmt: skip
    work.show(EVENT, event_id, work.scopes_of(application.kind, application.id))
    return event
