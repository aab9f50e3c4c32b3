"""A desk is enrolled from a terminal or a fleet tool: the code is asked, or read, and is never an argument."""

import io

import pytest

from tests.central_people import TENANT
from tests.command_desk import PASSPHRASE
from tests.live_centre import live_office
from wemi_desk import bootstrap, cli
from wemi_desk.config import Profile
from wemi_desk.domain.centres import CentrePlace
from wemi_desk.domain.errors import CentreRefusedError
from wemi_desk.domain.machine_policy import read_policy
from wemi_desk.services.contacts import RecordContact

ADA = ["--name", "Ada", "--surname", "Prova"]
BODY = ["--organisation", "Cooperativa di prova"]


@pytest.fixture
def office(tmp_path):
    with live_office(tmp_path / "centre", TENANT) as office:
        yield office


@pytest.fixture
def decided(monkeypatch):
    """What the administration decides, from now on."""

    def decide(**said):
        monkeypatch.setattr(bootstrap, "machine_policy", lambda _profile: read_policy(said))

    return decide


@pytest.fixture
def code_file(office, tmp_path):
    path = tmp_path / "code.txt"
    path.write_text(office.make_code("VEN").code + "\n")
    return path


def sent(folder):
    """Open the desk, exchange until nothing waits; what the operator sees of it."""
    profile = Profile(folder)
    access = bootstrap.access_service(profile)
    desk = bootstrap.open_desk(profile, access.unlock(access.operators()[0].operator_id, PASSPHRASE))
    try:
        desk.exchange.exchange()
        desk.exchange.exchange()
        return desk.session, desk.exchange.state()
    finally:
        desk.close()


def test_a_code_from_a_file_says_where_the_desk_stands(wemi, office, code_file, folder):
    status, said, complaint = wemi("enrol", office.url, "--code-file", code_file, *ADA, *BODY)
    assert (status, complaint) == (0, "")
    assert "conosce il sistema centrale" in said
    session, state = sent(folder)
    assert (session.space.code, session.operator.surname) == ("VEN", "Prova")
    assert (state.in_contact, state.waiting, state.digest_agreed) == (True, 0, True)


def test_a_fleet_tool_gives_code_and_first_phrase_through_its_pipe(wemi, office, decided, folder, monkeypatch):
    decided(centre_url=office.url, space="VEN")
    given = f"{office.make_code('VEN').code}\n{PASSPHRASE}\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(given))
    words = ["--code-file", "-", "--phrase-file", "-", *ADA, *BODY]
    assert wemi("enrol", *words)[0] == 0
    session, state = sent(folder)
    assert (session.space.code, state.digest_agreed) == ("VEN", True)


def test_who_is_known_at_the_centre_stays_one_person_there(wemi, office, code_file, folder, tmp_path):
    wemi("enrol", office.url, "--code-file", code_file, *ADA, *BODY, at=tmp_path / "first")
    first, _ = sent(tmp_path / "first")
    code_file.write_text(office.make_code("VEN").code)
    assert wemi("enrol", office.url, "--code-file", code_file, *ADA)[0] == 0  # the one body is known, too
    second, _ = sent(folder)
    assert (second.operator.id, second.operator.organisation_id) == (first.operator.id, first.operator.organisation_id)


def test_where_there_is_no_standard_input_the_sentence_says_so(wemi, office, folder, monkeypatch):
    monkeypatch.setattr("sys.stdin", None)
    status, _, complaint = wemi("enrol", office.url, "--code-file", "-", *ADA, *BODY)
    assert (status, "codice non c'è" in complaint) == (1, True)


@pytest.mark.parametrize(("content", "words"), [
    ("ABCDEFGHJK", "codice non è giusto"), ("\n", "prima riga è vuota"), (None, "non si legge")])
def test_a_code_that_is_none_leaves_nothing_half_made(wemi, office, code_file, folder, content, words):
    code_file.write_text(content) if content is not None else code_file.unlink()
    status, _, complaint = wemi("enrol", office.url, "--code-file", code_file, *ADA, *BODY)
    assert (status, words in complaint) == (1, True), complaint
    assert not Profile(folder).state.exists()
    assert not Profile(folder).store.exists()


def test_a_code_for_another_space_than_the_administrations_is_refused(wemi, office, code_file, decided, folder):
    decided(centre_url=office.url, space="LOR")
    status, _, complaint = wemi("enrol", "--code-file", code_file, *ADA, *BODY)
    assert (status, "altro spazio" in complaint) == (1, True)
    assert not Profile(folder).state.exists()
    assert wemi("enrol", "--code-file", code_file, *ADA, *BODY)[0] == 1, "the code is not used up by it"
    decided(centre_url=office.url)
    assert wemi("enrol", "--code-file", code_file, *ADA, *BODY)[0] == 0


def test_a_desk_that_stood_alone_joins_later_with_all_its_work(wemi, office, code_file, folder):
    assert wemi("enrol", "--space", "VEN", *ADA, *BODY)[0] == 0
    profile = Profile(folder)
    access = bootstrap.access_service(profile)
    desk = bootstrap.open_desk(profile, access.unlock(access.operators()[0].operator_id, PASSPHRASE))
    for reason in "123":
        desk.contacts.record(RecordContact(reason=reason))
    waiting = desk.exchange.state().waiting
    desk.close()
    assert waiting >= 3
    status, said, _ = wemi("connect", office.url, "--code-file", code_file)
    assert (status, "il lavoro parte da solo" in said) == (0, True)
    _, state = sent(folder)
    assert (state.waiting, state.to_check, state.digest_agreed) == (0, 0, True)


def test_no_command_takes_a_code_or_a_phrase_as_an_argument(capsys):
    for command in ("enrol", "connect"):
        with pytest.raises(SystemExit):
            cli.main([command, "https://wemi.example.org", "ABCDEFGHJK"])
        assert "unrecognized arguments" in capsys.readouterr().err


def test_a_desk_joins_from_its_own_screen_while_it_works_and_loses_nothing(wemi, office, folder):
    assert wemi("enrol", "--space", "VEN", *ADA, *BODY)[0] == 0
    profile = Profile(folder)
    access = bootstrap.access_service(profile)
    desk = bootstrap.open_desk(profile, access.unlock(access.operators()[0].operator_id, PASSPHRASE))
    desk.contacts.record(RecordContact(reason="1"))
    assert desk.connection.address() == ""
    with pytest.raises(CentreRefusedError):
        desk.connection.join(CentrePlace(url=office.url), "ABCDEFGHJK")
    desk.contacts.record(RecordContact(reason="2"))
    desk.connection.join(CentrePlace(url=office.url), office.make_code("VEN").code)
    desk.contacts.record(RecordContact(reason="3"))
    waiting = desk.exchange.state().waiting
    desk.close()
    session, state = sent(folder)
    assert waiting >= 3
    assert (state.waiting, state.to_check, state.digest_agreed) == (0, 0, True)
    again = bootstrap.open_desk(profile, bootstrap.access_service(profile).unlock(session.operator.id, PASSPHRASE))
    assert again.connection.address() == office.url
    assert len(again.contacts.of_day(again.session.clock.today())) == 3
    again.close()
