"""Generated requests against a live centre, checked against its published description.

    python tools/fuzz_api.py [examples per endpoint]

Needs the environment of requirements/nightly.txt. Requests are signed by an enrolled desk, to get past the gate;
every answer must be one that the description names.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
UNTOLD = ("/token", "/check-in", "/enrol")


class Attack:
    """One enrolled desk that says whatever is generated."""

    def __init__(self, centre):
        import requests

        from wemi_desk.sync.wire import PullRequest

        self.centre, self.desk, self.session = centre, centre.enrolled(), requests.Session()
        self.desk.line.pull(PullRequest(cursors=[], erase_no=0, incarnation=self.desk.desk.id))
        self.sent = self.failed = 0

    def send(self, case, named):
        path, body = case.formatted_path, body_of(case)
        answer = self.session.request(
            case.method, self.centre.url + path, data=body, headers=self.signed(case.method.upper(), path, body),
            timeout=30,
        )  # fmt: skip
        self.sent += 1
        if answer.status_code not in named or answer.headers.get("cache-control") != "no-store":
            self.failed += 1
            print("not described:", case.method, path, answer.status_code, answer.text[:200])

    def signed(self, method, path, body):
        from wemi_desk.central.serve import microseconds
        from wemi_desk.sync import admission as words

        token = "" if path.endswith(UNTOLD) else self.desk.line.tokens.held.token
        check = path.endswith("check-in")
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

        attack()
        print(operation.method.upper(), operation.path, flush=True)


def body_of(case):
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
