"""Numbers that no database can hold, in every place of a message that holds a number."""

import os
from copy import deepcopy
from uuid import uuid4

import msgspec
import pytest

from tests.central.test_hostile_messages import Attacker
from tests.central.test_line import act, pull_of, push_of
from tests.central_exchange import plain_rules
from tests.central_people import TENANT
from tests.wire_centre import served, wire_centre
from wemi_desk.sync import admission as a
from wemi_desk.sync import wire

TOO_VAST = (1 << 63, -(1 << 63) - 1, (1 << 64) - 1, 10**30)
AT_THE_EDGE = ((1 << 63) - 1, -(1 << 63))


@pytest.fixture
def attacker(centre_url, database, tmp_path):
    with served(wire_centre(centre_url, tmp_path, apply_act=plain_rules)) as made:
        yield Attacker(made, seed=7)


def honest_messages(attacker):
    """One message for each door that takes numbers; its door and itself."""
    life, record, device = uuid4(), uuid4(), attacker.victim.desk.id
    cursor = wire.Cursor(scope="space:VEN", cn=0, chain=b"", after=(1, "contact", record), anchor=1, anchor_chain=b"x")
    receipt = wire.Receipt(
        device=device, incarnation=life, last=1, chain=b"c", at=1, durable=0, epoch=life, signature=b"s"
    )
    row = wire.GivenRow("space:VEN", "contact", record, msgspec.Raw(b"{}"), 1, b"m" * 32)
    pull = msgspec.structs.replace(pull_of(unsent=1, acked=1, audit_head=(1, b"t" * 32)), cursors=[cursor])
    grant = attacker.victim.answer.grants[0]
    return [
        ("/v1/push", push_of(act(1))),
        ("/v1/pull", pull),
        ("/v1/compare", wire.CompareRequest(scope="space:VEN", incarnation=life, wanted=[1])),
        ("/v1/give-back", wire.GiveBackRequest(incarnation=life, rows=[row], receipt=receipt)),
        ("/v1/erased", wire.ErasedRequest(number=0)),
        ("/v1/check-in", a.CheckInRequest(tenant=TENANT, done=1, new_key=1)),
        ("/v1/grants", a.GrantsRequest(policy=0)),
        ("/v1/files", a.FileOffer(sha256=os.urandom(32), size=9, record_id=record, sealed_key=b"k")),
        ("/v1/admin/devices", a.DevicesRequest(grant=grant)),
    ]


def places_of(value, path=()):
    """Where the numbers of a message stand."""
    if isinstance(value, bool):
        return
    if isinstance(value, int):
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list | tuple) else ()
    for key, one in items:
        yield from places_of(one, (*path, key))


def with_number(message, path, number):
    """The message with this number in that place."""
    changed = at = deepcopy(message)
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = number
    return changed


def answers(attacker, numbers):
    for path, message in honest_messages(attacker):
        plain = msgspec.json.decode(msgspec.json.encode(message))
        for place in places_of(plain):
            for number in numbers:
                body = msgspec.json.encode(with_number(plain, place, number))
                yield path, place, number, attacker.send(*attacker.signed(attacker.victim, path, body))


def test_a_number_that_no_database_holds_is_no_message(attacker):
    found = list(answers(attacker, TOO_VAST))
    assert len({path for path, *_rest in found}) == 9
    signed = {place for _path, place, *_rest in found if place[0] == "grant"}  # by the centre, with its numbers
    wrong = [(path, place, number, answer.status_code) for path, place, number, answer in found
             if answer.status_code != (403 if place in signed else 400)]  # fmt: skip
    assert wrong == []


def test_the_largest_and_the_smallest_number_are_answered(attacker):
    wrong = [(path, place, number, answer.text) for path, place, number, answer in answers(attacker, AT_THE_EDGE)
             if answer.status_code >= 500]  # fmt: skip
    assert wrong == []
