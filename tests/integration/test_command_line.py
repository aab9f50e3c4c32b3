"""The command line: each command on a desk of its own, with typed answers and a keyring in memory."""

import itertools
import json
import shutil
from datetime import timedelta

import pytest

from tests.command_desk import PASSPHRASE, WHO
from wemi_desk import bootstrap, cli, doctor, upkeep
from wemi_desk.config import Profile
from wemi_desk.domain import audit
from wemi_desk.domain.errors import NotAllowedError, SecretError, StoreMissingError, WrongSecretError
from wemi_desk.domain.facilitation import FacilitationAttendance, FacilitationSession
from wemi_desk.gateways import desk_access
from wemi_desk.gateways.instance_lock import acquire
from wemi_desk.gateways.recovery_office import answer
from wemi_desk.gateways.settings import Settings, backup_folder, load_settings, save_settings
from wemi_desk.persistence.backup import listed
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.contacts import RecordContact
from wemi_desk.services.facilita.register import OperatorForm, SiteForm
from wemi_desk.services.person_forms import PersonForm


def _work(profile, times=1):
    access = bootstrap.access_service(profile)
    opened = access.unlock(access.operators()[0].operator_id, PASSPHRASE)
    desk = bootstrap.open_desk(profile, opened)
    try:
        for _ in range(times):
            desk.contacts.record(RecordContact(reason="1"))
        return len(desk.contacts.of_day(desk.session.clock.today()))
    finally:
        desk.close()


def _facts(text):
    return {fact["name"]: fact for fact in json.loads(text)["facts"]}


def test_a_desk_is_set_up_once_and_can_be_worked_on(wemi, ready):
    assert _work(ready) == 1
    status, _, complaint = wemi("enrol", *WHO)
    assert status == 1
    assert "già pronta" in complaint


def test_an_unknown_space_and_a_weak_pass_phrase_are_refused_in_words(wemi, typed, folder):
    status, _, complaint = wemi("enrol", *WHO, "--space", "XXX")
    assert status == 1
    assert complaint.strip()
    typed[1].extend(["corta", "corta"])
    status, _, complaint = wemi("enrol", *WHO)
    assert (status, "12 caratteri" in complaint) == (1, True)
    assert not Profile(folder).state.exists()


def test_who_leads_lets_a_colleague_in_who_works_at_once_and_may_get_another_phrase(wemi, typed, ready):
    other, third = "un gatto sul davanzale", "quattro sedie verdi"
    for phrase in (other, third):
        typed[0].extend([*(["1"] if phrase == third else []), "Bea", "Nuova"])
        typed[1].extend([PASSPHRASE, phrase, phrase])
        status, said, _ = wemi("colleague")
        assert (status, "Bea N." in said) == (0, True)
    access = bootstrap.access_service(ready)
    lead, bea = access.operators()
    with pytest.raises(NotAllowedError):
        upkeep.let_in(ready, bea.operator_id, third, "Carla", "Altra", other)
    with pytest.raises(NotAllowedError):
        upkeep.let_in(ready, lead.operator_id, PASSPHRASE, "Ada", "Prova", other)
    desk = bootstrap.open_desk(ready, access.unlock(bea.operator_id, third))
    assert (desk.session.operator.surname, desk.session.operator.roles) == ("Nuova", ("operator",))
    desk.contacts.quick("1")
    desk.close()
    with pytest.raises(SecretError):
        access.unlock(bea.operator_id, other)


def test_the_pass_phrase_is_asked_until_it_is_the_same_twice(wemi, typed, ready, tmp_path):
    typed[1].extend([PASSPHRASE, "altra frase lunga", PASSPHRASE, PASSPHRASE])
    status, said, _ = wemi("enrol", *WHO, at=tmp_path / "other")
    assert (status, "Non sono uguali" in said) == (0, True)


def test_backup_and_restore_bring_the_work_of_the_copy_back(wemi, typed, ready, tmp_path):
    _work(ready, 2)
    status, said, _ = wemi("backup", "--to", tmp_path / "usb", "--remember")
    assert status == 0
    (copy,) = (tmp_path / "usb").iterdir()
    assert str(copy) in said
    assert backup_folder(ready) == tmp_path / "usb"
    _work(ready, 3)
    typed[0].append("no")
    assert wemi("restore", copy)[0] == 1
    assert _work(ready, 0) == 5
    typed[0].append("sì")
    status, said, _ = wemi("restore", copy)
    assert status == 0
    assert "2 contatti" in said
    assert _work(ready, 0) == 2
    assert len(list(ready.folder.glob("store-replaced-*.db"))) == 1


def test_a_folder_that_is_no_backup_is_refused_in_words(wemi, ready, tmp_path):
    status, _, complaint = wemi("restore", "--yes", tmp_path)
    assert (status, "copia di sicurezza" in complaint) == (1, True)


def test_while_the_console_is_open_backup_and_restore_step_back(wemi, ready):
    lock = acquire(ready)
    try:
        status, _, complaint = wemi("backup")
        assert (status, "già aperto" in complaint) == (1, True)
        status, said, complaint = wemi("doctor", "--json", "--unlock")
        assert _facts(said)["store"]["state"] == doctor.LOCKED
        assert "chiudila" in complaint
    finally:
        lock.release()


def test_doctor_says_what_needs_access_and_tells_all_with_it(wemi, ready):
    _work(ready, 2)
    said = wemi("doctor", "--json")[1]
    facts = _facts(said)
    locked = {name for name, fact in facts.items() if fact["state"] == doctor.LOCKED}
    assert locked == {"store", "schema", "log", "unsent", "clock"}
    assert facts["backup"]["state"] == doctor.WARNING
    said = wemi("doctor", "--json", "--unlock")[1]
    facts = _facts(said)
    assert all(facts[name]["state"] == doctor.OK for name in locked)
    assert facts["unsent"]["value"].startswith("2 ")


def test_doctor_on_the_screen_is_one_screen_with_advice_under_each_fault(wemi, ready, monkeypatch):
    monkeypatch.setenv("QT_PLUGIN_PATH", "somewhere")
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 9, 1))
    status, said, _ = wemi("doctor")
    assert status == 1  # the disk is full
    assert len(said.splitlines()) <= 40
    assert "QT_PLUGIN_PATH" in said
    assert "→ Libera spazio" in said


@pytest.mark.parametrize("harm", ["flip", "other store", "no keyring"])
def test_doctor_finds_what_is_broken_and_says_what_to_do(wemi, ready, keyring, harm, tmp_path):
    _work(ready)
    match harm:
        case "flip":
            content = bytearray(ready.store.read_bytes())
            content[len(content) // 2] ^= 1
            ready.store.write_bytes(content)
        case "other store":
            wemi("enrol", *WHO, at=tmp_path / "other")
            ready.store.write_bytes((tmp_path / "other" / "store.db").read_bytes())
        case "no keyring":
            keyring.missing = True
            status, _, complaint = wemi("doctor", "--unlock")
            assert (status, "portachiavi" in complaint) == (1, True)
            return
    status, said, _ = wemi("doctor", "--json", "--unlock")
    fact = _facts(said)["store"]
    assert status == 1
    assert fact["state"] == doctor.FAULT
    assert fact["advice"]


@pytest.fixture
def office(tmp_path, monkeypatch, capsys):
    """The two people of the Comune, who answer the request that stands on the screen."""

    def answers(question=""):
        said = capsys.readouterr().out
        request = next(line for line in said.splitlines() if line.startswith("WEMI:RICHIESTA"))
        shares = ((tmp_path / "office" / f"quota-{holder}.txt").read_text() for holder in (1, 3))
        return answer(request, *shares)

    monkeypatch.setattr("builtins.input", answers)


def test_a_desk_whose_keyring_is_lost_is_opened_again_by_two_people(wemi, ready, keyring, office):
    _work(ready, 2)
    keyring.values.clear()
    status, said, _ = wemi("recover", *WHO)
    assert (status, "si riapre" in said) == (0, True)
    assert _work(ready) == 1  # the same store, a new operator
    status, said, _ = wemi("doctor", "--json", "--unlock")
    assert _facts(said)["unsent"]["value"].startswith("3 ")


def test_on_another_computer_a_backup_and_two_people_bring_everything_back(wemi, ready, keyring, office, tmp_path):
    _work(ready, 2)
    wemi("backup", "--to", tmp_path / "usb")
    (copy,) = (tmp_path / "usb").iterdir()
    shutil.rmtree(ready.folder)
    keyring.values.clear()
    other = tmp_path / "another pc"
    assert wemi("recover", *WHO, "--backup", copy, at=other)[0] == 0
    status, said, complaint = wemi("restore", "--yes", copy, at=other)
    assert (status, complaint) == (0, "")
    assert "2 contatti" in said
    assert _work(Profile(other)) == 1  # the new operator is known to the restored store


def test_a_store_that_vanished_is_missed_and_never_replaced_by_an_empty_one(wemi, ready, tmp_path):
    _work(ready, 2)
    wemi("backup", "--to", tmp_path / "usb")
    ready.store.unlink()
    with pytest.raises(StoreMissingError):
        _work(ready)
    status, said, _ = wemi("doctor", "--json")
    assert (status, _facts(said)["store"]["state"]) == (1, doctor.FAULT)
    assert wemi("restore", "--yes", next((tmp_path / "usb").iterdir()))[0] == 0
    assert _work(ready) == 3


def test_what_happened_at_the_closed_desk_enters_the_log_at_the_next_unlock_in_order_and_once(ready, monkeypatch):
    access = bootstrap.access_service(ready)
    who = access.operators()[0].operator_id
    with pytest.raises(WrongSecretError):
        access.unlock(who, "una frase sbagliata")
    later = desk_access.RawClock().now() + timedelta(seconds=30)
    seconds = itertools.count()
    monkeypatch.setattr(desk_access.RawClock, "now", lambda _clock: later + timedelta(seconds=next(seconds)))
    monkeypatch.setattr(desk_access.RawClock, "monotonic_ms", lambda _clock: next(seconds) * 1000)
    access = bootstrap.access_service(ready)
    for settles in (False, True, False):
        opened = access.unlock(who, PASSPHRASE)
        desk = bootstrap.open_desk(ready, opened)
        if settles:
            desk.settle()
            assert access.unlock(who, PASSPHRASE).events[:-1] == ()
        desk.close()
    opened = access.unlock(who, PASSPHRASE)
    desk = bootstrap.open_desk(ready, opened)
    with desk.store.reading() as work:
        said = [(one.action, one.result) for one in reversed(work._audit.latest(50)) if one.action in _DOOR]
    desk.close()
    assert said == [
        (audit.LOGIN, "enrolled"), (audit.LOGIN_FAILED, "refused"), (audit.LOGIN, "ok"), (audit.LOCK, "ok"),
        (audit.LOGIN, "ok"), (audit.LOCK, "ok"), (audit.LOGIN, "ok"), (audit.LOGIN, "ok"), (audit.LOCK, "ok"),
        (audit.LOGIN, "ok"),
    ]  # fmt: skip


_DOOR = {audit.LOGIN, audit.LOGIN_FAILED, audit.LOCK}


def test_a_desk_that_is_closed_for_the_day_leaves_a_backup_and_no_key(ready):
    access = bootstrap.access_service(ready)
    opened = access.unlock(access.operators()[0].operator_id, PASSPHRASE)
    desk = bootstrap.open_desk(ready, opened)
    desk.contacts.record(RecordContact(reason="1"))
    desk.close_for_the_day()
    (copy,) = listed(ready.backups)
    assert {file.name for file in copy.place.iterdir()} == {"store.db", "slots", "state", "state.twin"}
    assert not any(opened.db)


def test_a_lock_leaves_the_hours_work_in_a_copy_and_makes_no_second_one(ready):
    access = bootstrap.access_service(ready)
    for _again in range(2):
        desk = bootstrap.open_desk(ready, access.unlock(access.operators()[0].operator_id, PASSPHRASE))
        desk.contacts.record(RecordContact(reason="1"))
        desk.close()
        assert len(listed(ready.backups)) == 1


def test_settings_that_cannot_be_read_choose_nothing(tmp_path):
    profile = Profile(tmp_path)
    assert load_settings(profile) == Settings()
    for content in ("", "[]", "{", '{"backup_folder": 5}', '{"backup_folder": ""}'):
        profile.settings.write_text(content)
        assert load_settings(profile) == Settings()
    save_settings(profile, Settings(tmp_path / "usb"))
    assert load_settings(profile) == Settings(tmp_path / "usb")
    assert backup_folder(profile) == tmp_path / "usb"


def test_without_a_word_the_palestra_opens_until_a_desk_is_ready(monkeypatch, tmp_path):
    started = []
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("wemi_desk.launch.run", lambda profile, **options: started.append((profile, options)) or 0)
    assert cli.main([]) == 0
    real = cli.default_profile()
    real.folder.mkdir(parents=True)
    real.state.write_bytes(b"x")
    cli.main([])
    cli.main(["--practice"])
    cli.main(["run", "--handed-over", "--folder", str(tmp_path / "x"), "--real"])
    assert [(profile.practice, options["handed_over"]) for profile, options in started] == [
        (True, False), (False, False), (True, False), (False, True),
    ]  # fmt: skip


def _sitting(profile):
    """Registered on the platform, and one person helped last month; returns the day."""
    access = bootstrap.access_service(profile)
    desk = bootstrap.open_desk(profile, access.unlock(access.operators()[0].operator_id, PASSPHRASE))
    try:
        facilita, now, who = desk.facilita(), desk.session.clock.now(), desk.session.operator.id
        facilita.register.put_site(SiteForm(project_code="PDF", site_name="Sede di prova"))
        facilita.register.put_operator(OperatorForm(operator_id=who, project_code="PDF", name="Prova Ada"))
        person = desk.citizens.register(RegisterCitizen(form=PersonForm(
            surname="Fumagalli", code="FMGTRS58A41F205E", birth="01/01/1958"
        ))).citizen  # fmt: skip
        session = FacilitationSession(
            id=desk.session.ids(), space_code="STE", operator_id=who, starts_at=now - timedelta(days=30), minutes=20,
            competences=("9",), title="SPID", local_number="1",
        )  # fmt: skip
        with desk.store.work() as work:
            work.records(FacilitationSession).add(session)
            work.records(FacilitationAttendance).add(FacilitationAttendance(
                id=desk.session.ids(), session_id=session.id, citizen_id=person.id, answers={"citizenship": ("it",)}
            ))  # fmt: skip
            work.commit()
        return desk.session.clock.today()
    finally:
        desk.close()


def test_a_month_is_exported_by_the_command_and_the_second_time_there_is_nothing(ready, tmp_path, capsys):
    today, out = _sitting(ready), tmp_path / "out"
    command = [
        "facilita", "export", "--real", "--folder", str(ready.folder), "--site", "ste",
        "--from", str(today - timedelta(days=60)), "--to", str(today), "--out", str(out),
    ]  # fmt: skip
    assert cli.main(command) == 0
    said = capsys.readouterr().out.splitlines()
    assert ": 1 riga, SHA-256 " in said[0]
    assert sorted(path.suffix for path in out.iterdir()) == [".csv", ".pdf", ".sha256"]
    assert cli.main(["facilita", "check", str(next(out.glob("*.csv")))]) == 0
    assert cli.main(command) == 1
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "Niente di nuovo da mandare in questo periodo.", "In un file: 1",
    ]  # fmt: skip
