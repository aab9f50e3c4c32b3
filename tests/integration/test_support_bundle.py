"""The file for support: what a desk is like, and not one word about anybody."""

import json
import zipfile
from datetime import UTC, datetime
from uuid import uuid4

from tests.command_desk import PASSPHRASE
from tests.factories import CODE
from wemi_desk import bootstrap, logs, support
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.contacts import RecordContact
from wemi_desk.services.person_forms import PersonForm

CANARIES = ("Canarini", "Giallina", CODE, "3331112223", "gabbia dorata", "via del Trespolo", "canarina@example.org")


def live_a_morning(profile):
    """A person with every canary in her record, and a log in which somebody was careless."""
    access = bootstrap.access_service(profile)
    desk = bootstrap.open_desk(profile, access.unlock(access.operators()[0].operator_id, PASSPHRASE))
    logs.configure(profile.logs)
    try:
        form = PersonForm(
            surname="Canarini", given_name="Giallina", code=CODE, phone="3331112223", address="via del Trespolo 3",
            email="canarina@example.org", accepts_unverified=True,
        )  # fmt: skip
        desk.citizens.register(RegisterCitizen(form=form))
        desk.contacts.record(RecordContact(reason="1", note="cerca una gabbia dorata"))
        logs.log("screen_shown", screen="sportello", duration_ms=40)
        logs.log("screen_shown", screen="sportello", duration_ms=60)
        logs.log("opened", object=uuid4())
        try:
            raise ValueError("Canarini Giallina")
        except ValueError as error:
            logs.log_error("failed", error)
    finally:
        desk.close()
        logs.close()
    careless = [
        {"event": "x", "error": "Canarini Giallina"}, {"event": CODE}, {"event": "x", "code": CODE},
        {"event": "call", "code": "3331112223"}, {"event": "x", "surname": "Canarini"}, {"event": "via del Trespolo"},
    ]  # fmt: skip
    with (profile.logs / logs.FILE_NAME).open("a", encoding="utf-8") as stream:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        stream.writelines(json.dumps({"at": now, **line}) + "\n" for line in careless)
        stream.write("Canarini Giallina, 3331112223\n[1, 2]\n")


def read(path):
    with zipfile.ZipFile(path) as bundle:
        return {name: bundle.read(name).decode() for name in bundle.namelist()}


def test_nobody_is_in_the_file_for_support(wemi, ready, tmp_path):
    live_a_morning(ready)
    path = tmp_path / "assistenza.zip"
    status, said, _ = wemi("support-bundle", "--out", path, "--unlock")
    assert status == 0
    assert "store.json" in said
    parts = read(path)
    for name, text in parts.items():
        found = [canary for canary in CANARIES if canary.casefold() in text.casefold()]
        assert not found, (name, found)
        assert str(tmp_path) not in text
    assert PASSPHRASE not in "".join(parts.values())


def test_structure_counts_times_and_faults_are_in_it(wemi, ready, tmp_path):
    live_a_morning(ready)
    path = tmp_path / "assistenza.zip"
    assert wemi("support-bundle", "--out", path, "--unlock")[0] == 0
    parts = {name: text for name, text in read(path).items() if name.endswith(".json")}
    store, times, faults = (json.loads(parts[f"{name}.json"]) for name in ("store", "times", "faults"))
    assert store["rows"]["citizen"] == 1
    assert ["citizen", "new", "", "", 1] in store["acts"]
    assert times["screen_shown.sportello"] == {"count": 2, "p50": 50.0, "p95": 60.0, "longest": 60.0}
    assert [name.split()[0] for name in faults] == ["ValueError"]
    assert {"version", "store", "unsent"} <= {fact["name"] for fact in json.loads(parts["facts.json"])["facts"]}


def test_a_desk_that_cannot_be_opened_still_tells_what_it_can(wemi, ready, tmp_path):
    path = tmp_path / "assistenza.zip"
    assert wemi("support-bundle", "--out", path)[0] == 0
    assert "store.json" not in read(path)
    status, _, complaint = wemi("support-bundle", "--out", tmp_path / "nowhere" / "x.zip")
    assert (status, complaint) == (1, "Il file non si può scrivere lì: scegli un'altra cartella.\n")


def test_a_log_that_is_not_ours_is_only_counted_as_unreadable(tmp_path):
    (tmp_path / logs.FILE_NAME).write_bytes(b"\xff\xfe{}\n\x00\n" + b"9" * 100_000 + b"\n")
    assert {line["event"] for line in support._log_lines(tmp_path)} == {"unreadable"}
