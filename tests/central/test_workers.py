"""Several workers on one port and one PostgreSQL: real processes, one truth."""

import os
import signal
import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
import requests

from tests.central.test_line import act, pull_of, push_of
from tests.central_people import TENANT
from tests.office_desks import met
from tests.wire_centre import LEAD
from wemi_desk.central.auth.keys import new_keys, write_keys
from wemi_desk.central.office import Office
from wemi_desk.central.places import known_place
from wemi_desk.central.serve import Place, microseconds, new_id
from wemi_desk.central.store.database import CentreDatabase
from wemi_desk.central.store.directory import KnownSpace
from wemi_desk.central.store.upgrade import upgrade
from wemi_desk.domain.households import Household
from wemi_desk.gateways.central_api import hello
from wemi_desk.gateways.centre_http import CentreHttp, LineSettings
from wemi_desk.sync import admission as a
from wemi_desk.sync import wire
from wemi_desk.sync.ports import LineError

ROOT = Path(__file__).parents[2]
WORKERS = 3


@pytest.fixture(scope="module")
def served(databases, tmp_path_factory):
    """``wemi-desk central serve --workers 3`` as it is typed."""
    url, place = databases.filled("upgraded", _upgraded), Place(tmp_path_factory.mktemp("workers") / "centre")
    place.folder.mkdir()
    write_keys(place.keys, new_keys())
    office = Office(url, place, TENANT, "test")
    office.found()
    known = known_place("VEN", "Venini")
    office.add_space(KnownSpace(code="VEN", id=known.id, name=known.name), known.content)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["serve", "--database", url, "--folder", str(place.folder), "--port", str(port), "--workers", str(WORKERS)]
    process = subprocess.Popen(
        [sys.executable, "-m", "wemi_desk", "central", *words], cwd=ROOT, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    office.served_at = f"http://127.0.0.1:{port}"
    try:
        wait_for(office.served_at)
        yield office
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)
        office.close()


def _upgraded(url):
    database = CentreDatabase(url)
    upgrade(database)
    database.close()


def wait_for(url):
    http = CentreHttp(LineSettings(url=url))
    for _try in range(600):
        try:
            hello(http, total=1)
            http.close()
            return
        except LineError:
            threading.Event().wait(0.05)
    raise AssertionError("the centre did not start")


def household(number):
    """An act the real rules take."""
    record_id, now = new_id(), datetime.now(UTC)
    home = Household(id=record_id, space_code="VEN", created_at=now, created_by=LEAD.id)
    return msgspec.structs.replace(
        act(number, record_id=record_id), kind="household", payload=msgspec.Raw(msgspec.json.encode(home))
    )


def at_once(calls):
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_request_counts_once_whichever_worker_hears_it(served):
    desk = met(served, served.served_at, "VEN")
    desk.line.pull(pull_of())
    body = msgspec.json.encode(pull_of())
    said = desk.desk.head("/v1/pull", body, at=microseconds(), token=desk.line.tokens.held.token)
    headers = {
        "Authorization": f"Bearer {said.token}", a.DEVICE: said.device, a.TIME: said.time, a.NONCE: said.nonce,
        a.SIGNATURE: said.signature, a.PROTOCOL_HEADER: "1",
    }  # fmt: skip
    answers = []
    post = lambda: answers.append(  # noqa: E731
        requests.post(served.served_at + "/v1/pull", data=body, headers=headers, timeout=30).status_code
    )
    at_once([post] * 24)
    assert sorted(answers) == [200] + [401] * 23


def test_a_code_brings_one_desk_in_whoever_is_faster(served):
    from tests.central_people import SigningDesk
    from wemi_desk.gateways.central_api import enrol

    code, answers = served.make_code("VEN").code, []

    def ask():
        http = CentreHttp(LineSettings(url=served.served_at))
        try:
            enrol(http, SigningDesk().enrol_request(code))
            answers.append("in")
        except LineError as error:
            answers.append(error.reason)
        finally:
            http.close()

    at_once([ask] * 8)
    assert sorted(answers) == ["in"] + [a.USED_CODE] * 7


def test_desks_push_at_once_through_all_workers_and_nothing_is_lost_or_twice(served):
    desks = [met(served, served.served_at, "VEN") for _desk in range(4)]
    requests_of = [push_of(*(household(number) for number in range(1, 41))) for _desk in desks]
    states = []

    def send(desk, request):
        for _again in range(3):
            states.append(desk.line.push(request).state)

    at_once([lambda pair=pair: send(*pair) for pair in zip(desks, requests_of, strict=True)])
    assert states == [wire.TAKEN] * 12
    reader = met(served, served.served_at, "VEN")
    rows = [row for feed in reader.line.pull(pull_of()).feeds for row in feed.rows if row.kind == "household"]
    assert len(rows) == 160
    for desk in [*desks, reader]:
        desk.http.close()
