"""Messages nobody honest sends: no crash, and nothing of the centre's state changes."""

import json
import os
import random
from base64 import urlsafe_b64encode

import msgspec
import pytest
import requests
from sqlalchemy import create_engine

from tests.access_desk import CHEAP
from tests.central.test_line import act, pull_of, push_of
from tests.central_exchange import plain_rules
from tests.wire_centre import LEAD, served, wire_centre
from wemi_desk.central.api.authorisation import TABLE, Who
from wemi_desk.central.api.description import described
from wemi_desk.central.app import every_endpoint
from wemi_desk.central.auth import logins
from wemi_desk.central.serve import microseconds
from wemi_desk.central.store.tables import METADATA
from wemi_desk.sync import admission as a
from wemi_desk.sync.compression import packed

QUIET = frozenset({"request_nonce", "failed_attempt", "device", "centre_log"})
"""Nonces and guesses are noted; a look-up is logged even when nobody is found."""
_FIELDS = ("policy", "tenant", "incarnation", "reason", "scope", "sha256", "grant", "number", "code", "acts", "rows")
WRONG_TYPES = json.dumps({field: [3] for field in _FIELDS}).encode()
CHECKED = frozenset(rule.path for rule in TABLE if rule.who is Who.CHECK_KEY)
"""Doors that a desk opens with the key it has while it is locked, and without a token."""
NAMED = {
    (method.upper(), path): {int(status) for status in operation["responses"]}
    for path, doors in described(every_endpoint())["paths"].items()
    for method, operation in doors.items()
}
"""What the published description says that a door may answer."""
ROUND = int(os.environ.get("WEMI_HOSTILE", "250"))


def state_of(url):
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {
            table.name: sorted(map(repr, connection.execute(table.select())))
            for table in METADATA.sorted_tables
            if table.name not in QUIET
        }
    engine.dispose()
    return found


class Attacker:
    """Somebody with a device of their own, who has heard another's messages."""

    def __init__(self, centre, seed):
        self.centre, self.pick = centre, random.Random(seed)
        self.session = requests.Session()
        self.desk, self.victim = centre.enrolled("LOR"), centre.enrolled("VEN")
        for one in (self.desk, self.victim):
            one.line.pull(pull_of())
        self.heard = [self.signed(self.victim, "/v1/push", msgspec.json.encode(push_of(act(1), act(2))))]
        self.send(*self.heard[0])

    def signed(self, who, path, body, method="POST", **headers):
        check = path in CHECKED
        token = "" if check else who.line.tokens.held.token
        said = who.desk.head(path, body, at=microseconds(), method=method, check=check, token=token)
        bearer = {} if check else {"Authorization": f"Bearer {said.token}"}
        return method, path, body, {
            **bearer, a.DEVICE: said.device, a.TIME: said.time, a.NONCE: said.nonce, a.SIGNATURE: said.signature,
            a.PROTOCOL_HEADER: "1", **headers,
        }  # fmt: skip

    def send(self, method, path, body, headers):
        return self.session.request(method, self.centre.url + path, data=body, headers=headers, timeout=30)

    def paths(self):
        return [rule.path.replace("{sha256}", "00" * 32) for rule in TABLE if rule.method == "POST"]

    def nonsense(self):
        """A signed body that is no message."""
        bodies = (
            self.pick.randbytes(self.pick.randrange(60)), b"", b"null", b"[]", b"{", b"[" * 5000, b'{"a":' * 2000,
            b"1e999", b"\xff\xfe", b'"' + b"x" * 2000 + b'"', WRONG_TYPES,
        )  # fmt: skip
        return self.signed(self.desk, self.pick.choice(self.paths()), self.pick.choice(bodies))

    def bent(self):
        """A true message with something changed after it was signed."""
        body = msgspec.json.encode(push_of(act(1)))
        method, path, body, headers = self.signed(self.desk, "/v1/push", body)
        where = self.pick.randrange(4)
        if where == 0:
            position = self.pick.randrange(len(body))
            body = body[:position] + bytes([body[position] ^ 1 << self.pick.randrange(8)]) + body[position + 1 :]
        elif where == 1:
            name = self.pick.choice([name for name in headers if name != a.PROTOCOL_HEADER])
            headers[name] = "".join(self.pick.sample(headers[name], len(headers[name]) - 1)).strip()
        elif where == 2:
            del headers[self.pick.choice([name for name in headers if name != a.PROTOCOL_HEADER])]
        else:
            path = self.pick.choice([one for one in self.paths() if one != path])
        return method, path, body, headers

    def replayed(self):
        """What was heard, again, as it was or under another name."""
        method, path, body, headers = self.pick.choice(self.heard)
        if self.pick.random() < 0.5:
            headers = {**headers, "Authorization": f"Bearer {self.desk.line.tokens.held.token}"}
        return method, path, body, headers

    def forged(self):
        """Another's name over an own key, tokens and grants made at home."""
        body = msgspec.json.encode(push_of(act(1)))
        thief = self.pick.choice((self.desk, self.victim))
        method, path, body, headers = self.signed(self.desk, "/v1/push", body)
        headers[a.DEVICE] = str(self.victim.desk.id)
        content = {"tenant": "milano", "device": str(self.victim.desk.id), "key": "", "epoch": 1, "scopes": ["ref"],
                   "spaces": ["VEN"], "expires_at": 1 << 60}  # fmt: skip
        made = urlsafe_b64encode(msgspec.json.encode(content)).decode() + "." + urlsafe_b64encode(bytes(32)).decode()
        headers["Authorization"] = "Bearer " + self.pick.choice((made, thief.line.tokens.held.token, "", "x.y", "é"))
        headers = {name: value.encode("utf-8") for name, value in headers.items()}
        return method, path, body, headers

    def oversize(self):
        """Too much, at once or after it was unpacked."""
        plain = bytes(self.pick.choice((5 << 20, 40 << 20)))
        packs = (plain[: 5 << 20], ""), packed(plain, "zstd"), packed(plain, "gzip")
        body, encoding = self.pick.choice(packs)
        headers = {"Content-Encoding": encoding} if encoding else {}
        return self.signed(self.desk, self.pick.choice(("/v1/push", "/v1/pull", "/v1/compare")), body, **headers)

    def cut(self):
        """A compressed body that ends early or goes on."""
        plain = msgspec.json.encode(push_of(act(1), act(2), act(3)))
        body, encoding = packed(plain, self.pick.choice(("zstd", "gzip")))
        body = body[: self.pick.randrange(1, len(body))] if self.pick.random() < 0.7 else body + b"more"
        return self.signed(self.desk, "/v1/push", body, **{"Content-Encoding": encoding})

    def foreign(self):
        """Well made, and about what is another's."""
        mine = self.signed(self.desk, "/v1/push", msgspec.json.encode(push_of(act(1, space="VEN"))))
        offer = a.FileOffer(sha256=self.pick.randbytes(32), size=9, record_id=self.desk.desk.id, sealed_key=b"k")
        scope = self.pick.choice(("space:VEN", "desk:x", "city", ""))
        compare = {"scope": scope, "incarnation": str(self.desk.desk.id)}
        return self.pick.choice((
            self.signed(self.desk, "/v1/files", msgspec.json.encode(offer)),
            self.signed(self.desk, "/v1/compare", msgspec.json.encode(compare)),
            self.signed(self.desk, "/v1/files/" + "ab" * 32, b"x", method="PATCH"),
            self.signed(self.desk, "/v1/files/zz", b"", method="HEAD"),
            self.signed(self.desk, "/v1/admin/devices", msgspec.json.encode({"grant": self.victims_grant()})),
            (*mine[:3], {**mine[3], a.TIME: "1"}),
        ))  # fmt: skip

    def entering(self):
        """Somebody who guesses what an operator knows, or leaves what opens nothing."""
        if self.pick.random() < 0.3:
            slot = self.pick.choice(("", "a1", "../a1", "x" * 300, "\0"))
            sealed = self.pick.randbytes(self.pick.choice((0, 1, 92, 200)))
            deposit = a.ReleaseDeposit(slot=slot, sealed=sealed, keeps=self.pick.choice(("", "a2", slot)))
            return self.signed(self.desk, "/v1/release", msgspec.json.encode(deposit))
        guess = a.LoginRequest(
            tenant=self.pick.choice(("milano", "roma", "")),
            operator=self.pick.choice((LEAD.id, self.victim.desk.id)),
            secret=self.pick.choice(("", "prova", "quattro sedie verdi", "é" * 900)),
            code=self.pick.choice(("", "AAAA-AAAA", "0" * 500)),
            slots=self.pick.choice(([], ["a1"], ["a1"] * 100)),
        )
        return self.signed(self.desk, "/v1/login", msgspec.json.encode(guess))

    def victims_grant(self):
        return msgspec.to_builtins(self.victim.answer.grants[0])


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    from wemi_desk.central.store.database import CentreDatabase

    folder = tmp_path_factory.mktemp("attacked")
    patience = pytest.MonkeyPatch()
    patience.setattr(logins, "COST", CHEAP)  # of a guess: what makes it slow is measured elsewhere
    url = f"sqlite:///{folder / 'centre.db'}"
    database = CentreDatabase(url)
    database.create_all()
    database.close()
    with served(wire_centre(url, folder, apply_act=plain_rules)) as centre:
        yield url, Attacker(centre, seed=int(os.environ.get("WEMI_SEED", "7")))
    patience.undo()


@pytest.mark.parametrize("kind", ["nonsense", "bent", "replayed", "forged", "cut", "foreign", "entering"])
def test_hostile_messages_are_refused_and_change_nothing(attacked, kind):
    url, attacker = attacked
    before, answers = state_of(url), []
    for _message in range(ROUND):
        method, path, *said = getattr(attacker, kind)()
        answer = attacker.send(method, path, *said)
        answers.append(answer.status_code)
        assert answer.status_code in NAMED.get((method, path), {answer.status_code}), (path, answer.text)
        assert 400 <= answer.status_code < 500, (kind, answer.status_code, answer.text)
        assert answer.headers["cache-control"] == "no-store"
    assert state_of(url) == before


def test_bodies_that_are_too_large_are_refused_before_and_after_they_are_unpacked(attacked):
    url, attacker = attacked
    before = state_of(url)
    for _message in range(max(10, ROUND // 20)):
        try:
            assert attacker.send(*attacker.oversize()).status_code in {400, 413}
        except requests.ConnectionError:
            attacker.session = requests.Session()  # refused before all of it was sent
    assert state_of(url) == before
