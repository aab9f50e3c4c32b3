"""Any desk, any object, any verb, at random, against an oracle: nothing foreign is read, changed or even admitted."""

import os
import random
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import uuid4

import msgspec
import pytest
from argon2.low_level import Type, hash_secret

from tests.central.test_line import act, push_of
from tests.central_people import TENANT, SigningDesk
from tests.wire_centre import LEAD, wire_centre
from wemi_desk.central.api import admin, attachments, exchange
from wemi_desk.central.api.doors import Asked
from wemi_desk.central.auth import logins, reception
from wemi_desk.central.auth.gate import Admitted, RequestHead
from wemi_desk.central.auth.reach import scopes_of, spaces_within
from wemi_desk.central.auth.refusals import Refusal
from wemi_desk.central.exchange.workspace import Caller
from wemi_desk.central.serve import microseconds, new_id
from wemi_desk.central.store.database import CentreDatabase
from wemi_desk.central.store.devices import Devices
from wemi_desk.central.store.directory import Directory, KnownSpace
from wemi_desk.central.store.logins import Logins
from wemi_desk.domain.applications import Application
from wemi_desk.domain.attachments import PDF, Attachment
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.households import Household
from wemi_desk.gateways.parcels import sealed_to_centre
from wemi_desk.sync import admission as a
from wemi_desk.sync import wire

CASES = int(os.environ.get("WEMI_REACH", "5000"))
NETWORKS = {"VEN": "NORD", "GAL": "NORD", "LOR": "SUD", "BAR": "SUD", "FOR": ""}
REACHES = ["space:VEN", "space:LOR", "space:FOR", "network:NORD", "network:SUD", "city", "network:", "space:XXX"]
ELSEWHERE = "napoli"
PHRASE = "quattro sedie verdi"
VERIFIER = hash_secret(PHRASE.encode(), bytes(16), 1, 16, 1, 32, Type.ID).decode()


def born(number, kind, record):
    """An act the real rules take."""
    payload = msgspec.Raw(msgspec.json.encode(record))
    return msgspec.structs.replace(
        act(number, space=record.space_code, record_id=record.id), kind=kind, payload=payload
    )


def records(code):
    """Two households; a person with an application and what is attached to it."""
    said = {"space_code": code, "created_at": datetime.now(UTC), "created_by": LEAD.id}
    homes = [Household(id=new_id(), **said) for _ in range(2)]
    person = Citizen(id=new_id(), surname="Prova", **said)
    asked = Application(
        id=new_id(), citizen_id=person.id, beneficiary_id=person.id, measure_code="nido", **said
    )
    paper = Attachment(
        id=new_id(), application_id=asked.id, citizen_id=person.id, code="act", media_type=PDF, size=5, pages=1,
        sha256="00", **said
    )  # fmt: skip
    kinds = ("household", "household", "citizen", "application", "attachment")
    return [born(number, *one) for number, one in enumerate(zip(kinds, (*homes, person, asked, paper), strict=True), 1)]


class City:
    """Five spaces, desks of every reach, and in each space records, files and a desk; and a second city beside it."""

    def __init__(self, url, folder, seed):
        self.pick = random.Random(seed)
        self.centre = wire_centre(url, folder)
        self.spaces = [KnownSpace(code=code, id=uuid4(), name=code, network=net) for code, net in NETWORKS.items()]
        with self.centre.store.work() as connection:
            for tenant in (TENANT, ELSEWHERE):
                for space in self.spaces:
                    Directory(connection, tenant).put_space(space)
            Directory(connection, TENANT).put_operator(LEAD)
        self.centre.exchange.within(ELSEWHERE, lambda work: work.found(uuid4()))
        self.records, self.files, self.standing = {}, {}, {}
        for tenant in (TENANT, ELSEWHERE):
            for code in NETWORKS:
                self._settle(tenant, code)
        self.desks = [self._desk(TENANT, "VEN", reach) for reach in REACHES]
        self.staff = {place: self._staff(*place) for place in self.standing}

    def _staff(self, tenant, code):
        """Somebody who works in one space, proves it with the same words as everybody, and a desk that is open to it.

        What opens each desk is another secret."""
        sheet = msgspec.structs.replace(LEAD, id=new_id(), space_codes=[code])
        home, secret, front = self.standing[tenant, code], self.pick.randbytes(32), self.centre.front_desk
        with self.centre.store.work() as connection:
            Directory(connection, tenant).put_operator(sheet)
            Logins(connection, tenant).put_code(sheet.id, b"s", b"h", 0)
            Logins(connection, tenant).use_code(sheet.id, b"h", VERIFIER, 0)
        sealed = sealed_to_centre(front.keys.box_public, secret, a.release_purpose(home.id, code))
        logins.keep_release(front, home.admitted.device, a.ReleaseDeposit(slot=code, sealed=sealed))
        return SimpleNamespace(id=sheet.id, secret=secret)

    def _desk(self, tenant, space, reach):
        desk = SigningDesk()
        code = reception.make_code(self.centre.front_desk, tenant, space, "test", reach).code
        answer = reception.enrol(self.centre.front_desk, desk.enrol_request(code), "x")
        with self.centre.store.quick() as connection:
            device = Devices(connection).find(tenant, desk.id)
        reached = spaces_within(reach, self.spaces)
        caller = Caller(
            tenant=tenant, device_id=desk.id, scopes=frozenset(scopes_of(desk.id, reached)), spaces=frozenset(reached)
        )
        head = RequestHead(method="POST", path="/", protocol=str(wire.PROTOCOL))
        admitted = Admitted(caller=caller, device=device, head=head)
        return SimpleNamespace(admitted=admitted, spaces=set(reached), id=desk.id, grants=answer.grants, tenant=tenant)

    def _settle(self, tenant, code):
        home = self._desk(tenant, code, f"space:{code}")
        self.standing[tenant, code] = home
        acts = records(code)
        answer = self.centre.exchange.push(home.admitted.caller, push_of(*acts))
        assert [one.code for one in answer.verdicts] == ["ok"] * 5
        acts = [one for one in acts if one.kind in ("household", "attachment")]
        self.records[tenant, code] = [one.record_id for one in acts]
        digest = self.pick.randbytes(32)
        self.offer(home, acts[2].record_id, digest)
        self.files[tenant, code] = digest

    def asked(self, desk, message, **more):
        centre = self.centre.app.state.centre
        return Asked(centre, desk.admitted.head, message, more.pop("parameters", {}), admitted=desk.admitted, **more)

    def offer(self, desk, record_id, digest):
        message = a.FileOffer(sha256=digest, size=9, record_id=record_id, sealed_key=b"k")
        return attachments.offer(self.asked(desk, message))

    # One case each: what was asked, whether the oracle allows it, and what happened.

    def pull(self, desk):
        scopes = [wire.Cursor(scope=f"space:{self.pick.choice(list(NETWORKS))}")]
        request = wire.PullRequest(cursors=scopes, erase_no=0, incarnation=uuid4(), limit=5000)
        if self.pick.random() < 0.5:
            answer = exchange.pull(self.asked(desk, request))
        else:  # the same question, asked with acts
            answer = exchange.push(self.asked(desk, msgspec.structs.replace(push_of(), news=request))).news
        seen = {row.id for feed in answer.feeds for row in feed.rows}
        mine = {one for code in desk.spaces for one in self.records[TENANT, code]}
        everything = {one for ids in self.records.values() for one in ids}
        assert seen & everything == mine
        assert set(answer.scopes) == desk.admitted.caller.scopes

    def compare(self, desk):
        code = self.pick.choice(list(NETWORKS))
        request = wire.CompareRequest(scope=f"space:{code}", incarnation=uuid4(), buckets=[bytes(16)] * 256)
        self.judge(code in desk.spaces, lambda: exchange.compare(self.asked(desk, request)), 404)

    def rows(self, desk):
        code = self.pick.choice(list(NETWORKS))
        request = wire.CompareRequest(scope=f"space:{code}", incarnation=uuid4(), wanted=list(range(256)))
        self.judge(code in desk.spaces, lambda: exchange.compare(self.asked(desk, request)), 404)

    def speak(self, desk):
        code = self.pick.choice([*NETWORKS, "XXX"])
        said = records(code)[0]
        self.centre.exchange.push(desk.admitted.caller, push_of(said, incarnation=uuid4()))
        shown = self.centre.exchange.within(
            TENANT, lambda work: work.scopes_of("household", said.record_id), reading=True
        )
        if shown:
            self.records[TENANT, code].append(said.record_id)
        assert shown == ({f"space:{code}"} if code in desk.spaces else set())

    def attach(self, desk):
        tenant, code = self.pick.choice(list(self.records))
        allowed = tenant == TENANT and code in desk.spaces
        record = self.records[tenant, code][2]
        self.judge(allowed, lambda: self.offer(desk, record, self.pick.randbytes(32)), 404, {429})

    def fetch(self, desk):
        tenant, code = self.pick.choice(list(self.files))
        parameters = {"sha256": self.files[tenant, code].hex()}
        call = self.pick.choice((attachments.state, attachments.take_part))
        self.judge(False, lambda: call(self.asked(desk, None, parameters=parameters, plain=b"x", offset=0)), 404)

    def order(self, desk):
        tenant, code = self.pick.choice(list(self.standing))
        allowed = tenant == TENANT and code in desk.spaces
        target = self.standing[tenant, code].id
        message = a.OrderRequest(grant=desk.grants[0], device=target, kind="rekey")
        self.judge(allowed, lambda: admin.give_order(self.asked(desk, message, leader="x")), 404)

    def code(self, desk):
        code = self.pick.choice([*NETWORKS, "XXX"])
        message = a.CodeRequest(grant=desk.grants[0], space_code=code)
        self.judge(code in desk.spaces, lambda: admin.make_code(self.asked(desk, message, leader="x")), 404)

    def list_devices(self, desk):
        message = a.DevicesRequest(grant=desk.grants[0])
        listed = {one.space_code for one in admin.devices(self.asked(desk, message, leader="x")).devices}
        assert listed <= desk.spaces

    def lead(self, desk):
        other = self.pick.choice(self.desks)
        grant = other.grants[0]
        if self.pick.random() < 0.5:
            grant = replace(grant, device=desk.id)
        call = lambda: reception.leader(self.centre.front_desk, desk.admitted.device, grant)  # noqa: E731
        self.judge((other is desk and grant is other.grants[0]) or grant == desk.grants[0], call, 403)

    def log_in(self, _desk):
        place, other, slot = (self.pick.choice(list(self.staff)) for _ in range(3))
        other = self.pick.choice((place, other))
        slot, said = self.pick.choice((place, slot))[1], self.pick.choice((PHRASE, PHRASE, "altro"))
        request = a.LoginRequest(tenant=place[0], operator=self.staff[other].id, secret=said, slots=[slot])
        device = self.standing[place].admitted.device
        allowed = (other, slot, said) == (place, place[1], PHRASE)
        given = []
        call = lambda: given.append(logins.log_in(self.centre.front_desk, device, request))  # noqa: E731
        self.judge(allowed, call, 403, {409, 429})
        assert [one.release for one in given] in ([], [self.staff[place].secret])
        names = logins.names(self.centre.front_desk, device).operators
        assert all(place[1] in one.space_codes for one in names)

    def judge(self, allowed, call, status, also=frozenset()):
        answered = 200
        try:
            call()
        except Refusal as refusal:
            answered = refusal.status
        assert answered in ({200, *also} if allowed else {status, *also} - {200})


VERBS = ("pull", "compare", "rows", "speak", "attach", "fetch", "order", "code", "list_devices", "lead", "log_in")


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    folder = tmp_path_factory.mktemp("city")
    url = f"sqlite:///{folder / 'centre.db'}"
    database = CentreDatabase(url, lasting=False)
    database.create_all()
    database.close()
    city = City(url, folder, seed=int(os.environ.get("WEMI_SEED", microseconds() % 10_000)))
    yield city
    city.centre.store.close()
    city.centre.database.close()


@pytest.mark.parametrize("verb", VERBS)
def test_no_desk_reaches_what_is_not_its_own(city, verb):
    weights = {"log_in": 0.3, "attach": 0.2, "code": 0.3, "order": 0.3, "speak": 0.5}
    for _case in range(int(CASES / len(VERBS) * weights.get(verb, 1.45))):
        getattr(city, verb)(city.pick.choice(city.desks))
