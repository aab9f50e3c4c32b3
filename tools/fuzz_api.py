"""Generated requests against a live centre, checked against its published description.

    python tools/fuzz_api.py [examples per endpoint]

Needs the environment of requirements/nightly.txt. Requests are signed by an enrolled desk, to get past the gate;
every answer must be one that the description names.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
UNTOLD = ("/token", "/enrol", "/code")


class Attack:
    """One enrolled desk that says whatever is generated."""

    def __init__(self, centre):
        import msgspec
        import requests

        from tests.central_people import TENANT
        from tests.wire_centre import LEAD
        from wemi_desk.central.api.authorisation import TABLE, Who
        from wemi_desk.domain.look_ups import REASONS
        from wemi_desk.sync.wire import PullRequest

        self.centre, self.desk, self.session = centre, centre.enrolled(), requests.Session()
        self.own = {
            "tenant": TENANT, "operator": str(LEAD.id), "grant": msgspec.to_builtins(self.desk.answer.grants[0]),
            "scope": "space:VEN", "space_code": "VEN", "reason": REASONS[0],
        }  # fmt: skip
        """What opens a door if it is true: most bodies say it, the others say what was generated."""
        self.checked = {rule.path for rule in TABLE if rule.who is Who.CHECK_KEY}
        self.desk.line.pull(PullRequest(cursors=[], erase_no=0, incarnation=self.desk.desk.id))
        self.sent = self.failed = 0
        self.answers: Counter[int] = Counter()
        """Of the door that is tried now, by status: one that answers 401 alone was never entered."""

    def send(self, case, named):
        path, body = case.formatted_path, body_of(case, self.own if self.sent % 4 else {})
        answer = self.session.request(
            case.method, self.centre.url + path, data=body, headers=self.signed(case.method.upper(), path, body),
            timeout=30,
        )  # fmt: skip
        self.sent += 1
        self.answers[answer.status_code] += 1
        if answer.status_code not in named or answer.headers.get("cache-control") != "no-store":
            self.failed += 1
            print("not described:", case.method, path, answer.status_code, answer.text[:200])

    def signed(self, method, path, body):
        from wemi_desk.central.serve import microseconds
        from wemi_desk.sync import admission as words

        check = path in self.checked
        token = "" if check or path.endswith(UNTOLD) else self.desk.line.tokens.held.token
        said = self.desk.desk.head(path, body, at=microseconds(), method=method, check=check, token=token)
        headers = {
            words.DEVICE: said.device, words.TIME: said.time, words.NONCE: said.nonce,
            words.SIGNATURE: said.signature, words.PROTOCOL_HEADER: "1",
        }  # fmt: skip
        return headers | ({"Authorization": f"Bearer {token}"} if token else {})

    def endpoint(self, operation, examples):
        from hypothesis import HealthCheck, Phase, given, seed, settings

        named = {int(status) for status in operation.definition.raw["responses"]}
        quiet = {"suppress_health_check": list(HealthCheck), "deadline": None, "database": None}

        @seed(7)
        @settings(max_examples=examples, phases=[Phase.generate], **quiet)
        @given(case=operation.as_strategy())
        def attack(case):
            self.send(case, named)

        self.answers.clear()
        attack()
        print(operation.method.upper(), operation.path, dict(sorted(self.answers.items())), flush=True)


def body_of(case, own):
    if isinstance(case.body, dict):
        case.body |= {name: true for name, true in own.items() if name in case.body}
    if isinstance(case.body, bytes):
        return case.body
    plain = isinstance(case.body, dict | list | str | int | float | bool | None)
    return json.dumps(case.body).encode() if plain else b""


def main(examples: int) -> int:
    import schemathesis

    from tests.wire_centre import served, wire_centre
    from wemi_desk.central.api.description import described
    from wemi_desk.central.app import every_endpoint
    from wemi_desk.central.store.database import CentreDatabase

    folder = Path(tempfile.mkdtemp())
    url = f"sqlite:///{folder / 'centre.db'}"
    database = CentreDatabase(url)
    database.create_all()
    database.close()
    with served(wire_centre(url, folder)) as centre:
        attack = Attack(centre)
        for found in schemathesis.openapi.from_dict(described(every_endpoint())).get_all_operations():
            attack.endpoint(found.ok(), examples)
    print(f"{attack.sent} requests, {attack.failed} answers that are not described")
    return 1 if attack.failed or not attack.sent else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))
