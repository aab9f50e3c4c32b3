"""``doctor --json``: what a fleet tool reads of a desk whose key it does not have, and nobody's data."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.command_desk import PASSPHRASE
from tests.factories import CODE
from wemi_desk import bootstrap, cli, fleet_report
from wemi_desk.domain.centres import CentrePlace, MetCentre
from wemi_desk.domain.machine_policy import read_policy
from wemi_desk.domain.standing import TOLD_EVERY, Standing
from wemi_desk.gateways.centre_file import CentreFile
from wemi_desk.gateways.standing_file import read_standing, write_standing
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.contacts import RecordContact
from wemi_desk.services.person_forms import PersonForm

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
CANARIES = ("Canarini", "Giallina", CODE, "3331112223", "gabbia dorata", "Ada", "Prova", "Cooperativa")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def opened(profile):
    access = bootstrap.access_service(profile)
    return access.unlock(access.operators()[0].operator_id, PASSPHRASE)


@pytest.fixture
def worked(ready):
    desk = bootstrap.open_desk(ready, opened(ready))
    form = PersonForm(surname="Canarini", given_name="Giallina", code=CODE, phone="3331112223", accepts_unverified=True)
    desk.citizens.register(RegisterCitizen(form=form))
    desk.contacts.record(RecordContact(reason="1", note="cerca una gabbia dorata"))
    desk.close()
    return ready


def read(wemi, *words):
    status, said, _ = wemi("doctor", "--json", *words)
    return status, json.loads(said), said


def test_a_locked_desk_tells_what_waits_and_nobody(wemi, worked, tmp_path):
    status, found, text = read(wemi)
    assert (found["format"], found["desk"], found["enrolled"]) == (1, "real", True)
    assert status == int(found["status"] == "fault"), "whether this machine has a keyring is its own affair"
    work = found["work"]
    assert (work["schema"], work["refused"], work["last_sync_at"]) == ("0013", 0, None)
    assert work["unsent"] == 3
    assert datetime.fromisoformat(work["oldest_unsent_at"]) <= datetime.fromisoformat(work["as_of"])
    assert [canary for canary in (*CANARIES, str(tmp_path), PASSPHRASE) if canary in text] == []
    assert [canary for canary in CANARIES if canary in worked.standing.read_text()] == []
    assert worked.standing.stat().st_mode & 0o077 == 0


def test_with_access_it_tells_nobody_either(wemi, worked, tmp_path):
    _status, found, text = read(wemi, "--unlock")
    assert {fact["name"]: fact["state"] for fact in found["facts"]}["unsent"] == "ok"
    assert [canary for canary in (*CANARIES, str(tmp_path)) if canary in text] == []


def test_a_windowed_program_writes_it_into_a_file(ready, tmp_path, monkeypatch):
    monkeypatch.setattr("sys.stdout", None)
    cli.main(["doctor", "--json", "--real", "--folder", str(ready.folder), "--out", str(tmp_path / "fatti.json")])
    assert json.loads((tmp_path / "fatti.json").read_text("utf-8"))["enrolled"] is True


def test_before_anybody_worked_there_is_nothing_to_tell(wemi):
    _status, found, _ = read(wemi)
    assert (found["enrolled"], found["work"], found["centre"]) == (False, None, {"url": None, "joined": False})


def test_each_value_says_who_decided_it_and_a_proxy_keeps_its_word(wemi, worked, monkeypatch):
    place = CentrePlace(url="https://old.example.org", tenant="milano", ca_file="/home/ada/ca.pem")
    keys = opened(worked)
    CentreFile(worked.centre, keys.device_id).write(MetCentre(place=place, sign_seed=bytes(32)), bytes(keys.device_key))
    said = {"centre_url": "https://new.example.org", "proxy": "http://desk:geheim@proxy.example.org:3128",
            "theme": "pink", "kiosk": 1}  # fmt: skip
    monkeypatch.setattr(bootstrap, "machine_policy", lambda _profile: read_policy(said, "/etc/wemi-desk/policy.json"))
    _status, found, text = read(wemi)
    values = found["policy"]["values"]
    assert values["centre_url"] == {"value": "https://new.example.org", "from": "policy"}
    assert values["proxy"] == {"value": "http://proxy.example.org:3128", "from": "policy"}
    assert values["ca_file"] == {"value": "own", "from": "desk"}
    assert values["updates"] == {"value": "self", "from": "default"}
    assert found["policy"]["faults"] == [{"key": "theme", "reason": "not_a_choice"}]
    assert found["policy"]["unknown"] == ["kiosk"]
    assert found["centre"] == {"url": "https://new.example.org", "joined": True}
    assert {fact["name"]: fact["state"] for fact in found["facts"]}["policy"] == "warning"
    assert "geheim" not in text


def test_the_form_is_the_one_that_is_documented(wemi, worked):
    _status, found, _ = read(wemi)
    text = OPERATIONS.read_text("utf-8").split("**What a fleet tool reads**")[1].split("Watch:")[0]
    (update_row,) = [line for line in text.splitlines() if line.startswith("| `update`")]
    assert set(found["update"]) <= set(re.findall(r"`(\w+)`", update_row))
    first_cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    assert {name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)} == set(found)
    (work_row,) = [line for line in text.splitlines() if line.startswith("| `work`")]
    assert set(found["work"]) <= set(re.findall(r"`(\w+)`", work_row))


def test_a_clock_that_went_back_since_shows(worked):
    behind = read_standing(worked.standing).as_of - timedelta(days=800)
    assert fleet_report.report(worked, [], behind)["work"]["clock_behind_note_seconds"] == 800 * 86_400


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"as_of": 3}', b"\xff" * 9000])
def test_a_note_that_cannot_be_read_is_none(tmp_path, content):
    (tmp_path / "standing.json").write_bytes(content)
    assert read_standing(tmp_path / "standing.json") is None


def test_the_same_facts_are_noted_only_so_often(tmp_path):
    told = Standing(as_of=NOON, unsent=2)
    write_standing(tmp_path / "s", told)
    assert read_standing(tmp_path / "s") == told
    soon, later = NOON + timedelta(minutes=1), NOON + TOLD_EVERY
    assert not Standing(as_of=soon, unsent=2, last_sync_at=soon).is_news_after(told)
    assert Standing(as_of=soon, unsent=3).is_news_after(told)
    assert Standing(as_of=later, unsent=2).is_news_after(told)
    assert Standing(as_of=NOON - timedelta(days=400), unsent=2).is_news_after(told)
