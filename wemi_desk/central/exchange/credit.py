"""Vouchers at the centre: issued, moved and revoked by the office; what desks copied from papers is checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

import msgspec

from wemi_desk.central.exchange.contents import UnfitError
from wemi_desk.central.exchange.redirects import origins
from wemi_desk.central.exchange.turns import NOBODY, Outcome, as_text, locked
from wemi_desk.central.exchange.workspace import Held, Workspace
from wemi_desk.domain.applications import APPLICATION_KIND, FROM_CENTRE, TYPED
from wemi_desk.domain.errors import CentreRecoveringError, InvalidFieldError, RecordMissingError
from wemi_desk.domain.vouchers import MOVEMENT_KINDS, Voucher, VoucherMovement, refusal
from wemi_desk.sync.merge import Stamp

VOUCHER, MOVEMENT = "voucher", "voucher_movement"
MOST_CENTS = 10**12


def noted_at_desk(work: Workspace, kind: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """A voucher or movement as a desk may note it: copied from a paper; a movement below zero raises UnfitError."""
    content = {**content, "provenance": TYPED}
    if kind == VOUCHER:
        if not 0 < content["amount_cents"] <= MOST_CENTS:
            raise UnfitError("amount_cents", "out_of_range")
        return content | {"revoked_at": None, "revoked_reason": ""}
    held = work.find(VOUCHER, UUID(content["voucher_id"]))
    if held is not None:
        coming = msgspec.convert(content, VoucherMovement)
        if reason := refusal(msgspec.convert(held.content, Voucher), movements(work, held.id), coming):
            raise UnfitError("amount_cents", reason)
    return content


def closed_to_desks(voucher: Held) -> Outcome | None:
    """What the office issued, no desk changes."""
    return locked(FROM_CENTRE) if voucher.content.get("provenance") == FROM_CENTRE else None


def movements(work: Workspace, voucher_id: UUID) -> list[VoucherMovement]:
    """Everything that happened to a voucher."""
    found = work.pointing("voucher_id", voucher_id, (MOVEMENT,))
    return [msgspec.convert(one.content, VoucherMovement) for one in found]


def issue(work: Workspace, application_id: UUID, said: Mapping[str, Any]) -> UUID:
    """The office's voucher for what was granted. *said*: number, amount_cents, issued_on, spend_until.

    One that was copied from the letter before becomes this one; what differs stays beside it. Raises
    RecordMissingError, CentreRecoveringError, InvalidFieldError.
    """
    application = _found(work, APPLICATION_KIND, application_id)
    if application.content["state"] != "granted":
        raise InvalidFieldError("application_id", "not_granted", state=application.content["state"])
    if not said.get("number"):
        raise InvalidFieldError("number", "required")
    if not 0 < said["amount_cents"] <= MOST_CENTS:
        raise InvalidFieldError("amount_cents", "out_of_range")
    typed = _of(work, application_id, said["number"])
    if _given(work, application_id, but=typed) + said["amount_cents"] > application.content.get("granted_cents", 0):
        raise InvalidFieldError("amount_cents", "more_than_granted")
    if typed is not None and typed.content.get("provenance") == FROM_CENTRE:
        raise InvalidFieldError("number", "taken")
    if typed is not None:
        return _confirm(work, typed, said)
    return _new_voucher(work, application, said)


def _of(work: Workspace, application_id: UUID, number: str) -> Held | None:
    found = work.pointing("application_id", application_id, (VOUCHER,))
    return next((one for one in found if one.content["number"] == number), None)


def _given(work: Workspace, application_id: UUID, but: Held | None) -> int:
    """What the office has given for an application and not revoked."""
    found = work.pointing("application_id", application_id, (VOUCHER,))
    stand = (one.content for one in found if but is None or one.id != but.id)
    offices = (one for one in stand if one.get("provenance") == FROM_CENTRE and not one.get("revoked_at"))
    return sum(int(one["amount_cents"]) for one in offices)


def _confirm(work: Workspace, voucher: Held, said: Mapping[str, Any]) -> UUID:
    content, now = voucher.content, as_text(work.now)
    unlike = [
        {"field": name, "typed": str(content.get(name)), "stated": str(value), "at": now}
        for name, value in said.items() if content.get(name) != value
    ]  # fmt: skip
    kept = [*(content.get("contradictions") or ()), *unlike]
    after = {**content, **said} | {"provenance": FROM_CENTRE, "contradictions": kept}
    return work.put(VOUCHER, voucher.id, after, subject_id=voucher.subject_id).id


def _new_voucher(work: Workspace, application: Held, said: Mapping[str, Any]) -> UUID:
    content, group = application.content, application.content.get("group") or {}
    body = dict(said) | {
        "application_id": str(application.id), "citizen_id": content["citizen_id"],
        "beneficiary_id": None if group else content["beneficiary_id"], "measure_code": content["measure_code"],
        "holder_kind": "institution" if group else "applicant", "holder_name": group.get("holder_name", ""),
    }  # fmt: skip
    voucher_id = uuid5(application.id, f"{VOUCHER}|{said['number']}")
    return _born(work, VOUCHER, voucher_id, body, application).id


def move(work: Workspace, voucher_id: UUID, said: Mapping[str, Any]) -> UUID:
    """A movement the platform tells: taken as it is, also where it does not fit (the desks see an anomaly).

    *said*: kind, amount_cents, at, refers_to, provider, external_reference. The same reference twice is one movement.
    """
    voucher = _found(work, VOUCHER, voucher_id)
    if said["kind"] not in MOVEMENT_KINDS:
        raise InvalidFieldError("kind", "unknown_code", code=said["kind"])
    if not 0 < said["amount_cents"] <= MOST_CENTS:
        raise InvalidFieldError("amount_cents", "out_of_range")
    reference = said.get("external_reference") or f"{work.now}|{voucher.version}"
    movement_id = uuid5(voucher.id, f"{said['kind']}|{reference}")
    if work.find(MOVEMENT, movement_id) is not None:
        return movement_id
    body = {**said, "voucher_id": str(voucher.id), "citizen_id": voucher.content["citizen_id"]}
    return _born(work, MOVEMENT, movement_id, body, voucher).id


def revoke(work: Workspace, voucher_id: UUID, reason: str) -> None:
    """Nothing can be spent any more; what was spent stays spent."""
    _revoke(work, _found(work, VOUCHER, voucher_id), reason)


def _revoke(work: Workspace, voucher: Held, reason: str) -> None:
    if voucher.content.get("revoked_at") is None:
        after = voucher.content | {"revoked_at": as_text(work.now), "revoked_reason": reason}
        work.put(VOUCHER, voucher.id, after, subject_id=voucher.subject_id)


def revoke_all(work: Workspace, application_id: UUID, reason: str) -> None:
    """The application ended: its vouchers with it."""
    for voucher in work.pointing("application_id", application_id, (VOUCHER,)):
        _revoke(work, voucher, reason)


def fit_to_grant(work: Workspace, application: Held) -> None:
    """All vouchers together give no more than was granted; what is cut is told."""
    left = int(application.content.get("granted_cents") or 0)
    if not left:
        return
    for voucher in sorted(work.pointing("application_id", application.id, (VOUCHER,)), key=lambda one: one.id):
        content = voucher.content
        if content.get("provenance") != FROM_CENTRE or content.get("revoked_at"):
            continue
        amount = int(content["amount_cents"])
        if not left:
            _revoke(work, voucher, str(application.content.get("outcome") or ""))
        elif amount > left:
            unlike = {"field": "amount_cents", "typed": str(amount), "stated": str(left), "at": as_text(work.now)}
            said = {"amount_cents": left, "contradictions": [*(content.get("contradictions") or ()), unlike]}
            work.put(VOUCHER, voucher.id, content | said, subject_id=voucher.subject_id)
        left -= min(amount, left)


def held_voucher(work: Workspace, voucher_id: UUID) -> tuple[Voucher, list[VoucherMovement]]:
    """A voucher with its movements. Raises RecordMissingError."""
    held = work.find(VOUCHER, voucher_id)
    if held is None:
        raise RecordMissingError(VOUCHER)
    return msgspec.convert(held.content, Voucher), movements(work, voucher_id)


def _found(work: Workspace, kind: str, record_id: UUID) -> Held:
    if work.recovering:
        raise CentreRecoveringError
    held = work.find(kind, record_id)
    if held is None:
        raise RecordMissingError(kind)
    return held


def _born(work: Workspace, kind: str, record_id: UUID, body: Mapping[str, Any], beside: Held) -> Held:
    """A record of the centre's own, shown where *beside* is."""
    space_code = beside.content["space_code"]
    said = {"id": str(record_id), "space_code": space_code, "provenance": FROM_CENTRE}
    said |= {"created_at": as_text(work.now), "created_by": str(NOBODY)}
    birth = Stamp((work.now // 1000) << 16, str(record_id), str(NOBODY), space_code, work.now)
    content = {**body, **said, **origins(body, beside.content)}
    born = work.put(kind, record_id, content, subject_id=beside.subject_id, birth=birth)
    work.show(kind, record_id, work.scopes_of(beside.kind, beside.id))
    return born
