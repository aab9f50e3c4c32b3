from dataclasses import replace

import pytest

from tests.access_desk import CHEAP, FewCommonSecrets, MemorySecrets
from tests.command_desk import PASSPHRASE, WHO
from tests.counter_models import ANNA, MARIA, Sportello
from tests.runners import HeldRunner, SlowWorkRunner
from wemi_desk import cli, guards
from wemi_desk.config import Profile
from wemi_desk.gateways import desk_access
from wemi_desk.gateways.derivation import Derivation


@pytest.fixture
def guarded(qapp):
    """The store raises when a view model reaches it by itself."""
    guards.guard_ui_thread()
    try:
        yield
    finally:
        guards.release_ui_thread()


@pytest.fixture
def here(desk, guarded):
    """A Sportello whose answers come at once."""
    return Sportello(desk, SlowWorkRunner())


@pytest.fixture
def held(desk, guarded):
    """A Sportello whose answers come when the test says so."""
    return Sportello(desk, HeldRunner())


@pytest.fixture
def maria(here):
    return here.register("Rossi", "Maria", code=MARIA)


@pytest.fixture
def anna(here):
    return here.register("Bianchi", "Anna", code=ANNA)


@pytest.fixture
def typed(monkeypatch):
    """What the person at the terminal types, in order; secrets apart."""
    answers, secrets = [], []
    monkeypatch.setattr("builtins.input", lambda question="": answers.pop(0))
    monkeypatch.setattr("getpass.getpass", lambda question="": secrets.pop(0) if secrets else PASSPHRASE)
    return answers, secrets


@pytest.fixture
def keyring(monkeypatch):
    """A keyring in memory and a cheap derivation, for every desk opened in this test."""
    secrets, real = MemorySecrets(), desk_access.access_ports

    def cheap(profile, *_):
        ports = real(profile, derivation=Derivation(CHEAP, floor=CHEAP))
        return replace(ports, secrets=secrets, common=FewCommonSecrets())

    monkeypatch.setattr(desk_access, "access_ports", cheap)
    return secrets


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "desk"


@pytest.fixture
def wemi(folder, typed, keyring, capsys):
    """Run one command on the desk; returns status, what it said and what it complained of."""

    def run(command, *words, at=folder):
        status = cli.main([command, "--real", "--folder", str(at), *map(str, words)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture
def ready(wemi, folder, tmp_path):
    """An enrolled desk with a recovery key."""
    assert cli.main(["recovery-keys", "--out", str(tmp_path / "office")]) == 0
    status, *_ = wemi("enrol", *WHO, "--recovery-key", tmp_path / "office" / "chiave-di-recupero.txt")
    assert status == 0
    return Profile(folder)
