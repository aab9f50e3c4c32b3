"""What the queue does is seen in the agenda: who was served has had their appointment."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from wemi_desk.domain.appointments import ARRIVED, DONE
from wemi_desk.domain.queue import DONE as SERVED
from wemi_desk.domain.queue import QueueTicket
from wemi_desk.services.ports import UnitOfWork


def let_appointment_follow(work: UnitOfWork, ticket: QueueTicket, at: datetime, by: UUID) -> None:
    """Done with the ticket, and back with it; whatever else was said of the appointment stands."""
    appointment = work.appointments.find(ticket.appointment_id) if ticket.appointment_id else None
    if appointment is None:
        return
    if ticket.state == SERVED and appointment.status == ARRIVED:
        work.appointments.replace(appointment.moved(DONE, at=at, by=by))
    elif ticket.state != SERVED and appointment.status == DONE:
        work.appointments.replace(appointment.moved(ARRIVED, at=at, by=by))
