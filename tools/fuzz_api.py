"""Generated requests against a live centre, checked against its published description: every answer is one it names.

    python tools/fuzz_api.py [examples per endpoint]

Needs the environment of requirements/nightly.txt. Requests are signed by an enrolled desk, so that they get past the gate.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))


def main(examples: int) -> int:
    import requests
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, seed, settings

    from tests.central_people import SigningDesk
    from tests.wire_centre import served, wire_centre
    from wemi_desk.central.api.description import described
    from wemi_desk.central.app import every_endpoint
    from wemi_desk.central.serve import microseconds
    from wemi_desk.central.store.database import CentreDatabase
    from wemi_desk.sync import admission as words
    from wemi_desk.sync.wire import PullRequest

    folder = Path(tempfile.mkdtemp())
    url = f"sqlite:///{folder / 'centre.db'}"
    database = CentreDatabase(url)
    database.create_all()
    database.close()
    sent = failed = 0
    with served(wire_centre(url, folder)) as centre:
        desk = centre.enrolled()
        desk.line.pull(PullRequest(cursors=[], erase_no=0, incarnation=desk.desk.id))
        schema = schemathesis.openapi.from_dict(described(every_endpoint()))
        session = requests.Session()
        for found in schema.get_all_operations():
            operation = found.ok()

            @seed(7)
            @settings(
                max_examples=examples, deadline=None, database=None, phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy())
            def attack(case):
                nonlocal sent, failed
                path = case.formatted_path
                body = case.body if isinstance(case.body, bytes) else (
                    b"" if not isinstance(case.body, dict | list | str | int | float | bool | None)
                    else json.dumps(case.body).encode()
                )  # fmt: skip
                check = path.endswith("check-in")
                token = "" if path.endswith(("/token", "/check-in", "/enrol")) else desk.line._token.token  # noqa: SLF001
                signing: SigningDesk = desk.desk
                said = signing.head(path, body, at=microseconds(), method=case.method.upper(), check=check, token=token)
                headers = {
                    words.DEVICE: said.device, words.TIME: said.time, words.NONCE: said.nonce,
                    words.SIGNATURE: said.signature, words.PROTOCOL_HEADER: "1",
                } | ({"Authorization": f"Bearer {token}"} if token else {})  # fmt: skip
                answer = session.request(case.method, centre.url + path, data=body, headers=headers, timeout=30)
                named = {int(status) for status in operation.definition.raw["responses"]}
                sent += 1
                if answer.status_code not in named or answer.headers.get("cache-control") != "no-store":
                    failed += 1
                    print("not described:", case.method, operation.path, answer.status_code, answer.text[:200])

            attack()
            print(operation.method.upper(), operation.path, flush=True)
    print(f"{sent} requests, {failed} answers that are not described")
    return 1 if failed or not sent else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))
