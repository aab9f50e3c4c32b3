"""Which keyrings are trusted, and the real one (marked: it needs a Secret Service)."""

import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from tests.access_desk import GIULIA, PASSPHRASE, PIN, Desk
from wemi_desk.domain.errors import KeyringMissingError
from wemi_desk.gateways.keyring_secrets import KeyringSecretStore, class_name, trusted_backend

keyring = pytest.importorskip("keyring")
from keyring.backend import KeyringBackend  # noqa: E402
from keyring.backends import SecretService, chainer, fail, null  # noqa: E402
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordDeleteError  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]


class PlaintextKeyring(KeyringBackend):
    """Stands for the backend of keyrings.alt, which installs itself with a high priority."""

    priority = 0.5

    def get_password(self, service, username):
        return "00"

    def set_password(self, service, username, password):
        raise AssertionError("a secret reached a plain-text keyring")

    def delete_password(self, service, username):
        raise AssertionError


PlaintextKeyring.__module__ = "keyrings.alt.file"


class Trusted(SecretService.Keyring):
    """A Secret Service without a bus; its name is on the list."""

    def __init__(self, answer=None):
        self.answer = answer
        self.values = {}

    def _do(self, act):
        if isinstance(self.answer, Exception):
            raise self.answer
        return act()

    def get_password(self, service, username):
        return self._do(lambda: self.values.get((service, username)))

    def set_password(self, service, username, password):
        self._do(lambda: self.values.update({(service, username): password}))

    def delete_password(self, service, username):
        if (service, username) not in self.values:
            raise PasswordDeleteError("No such password!")
        self._do(lambda: self.values.pop((service, username)))


Trusted.__module__, Trusted.__qualname__ = "keyring.backends.SecretService", "Keyring"


@pytest.fixture
def use(monkeypatch):
    """Make keyring choose this backend."""

    def choose(backend):
        monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
        return KeyringSecretStore()

    return choose


def chain_of(monkeypatch, *backends):
    monkeypatch.setattr(chainer.ChainerBackend, "backends", list(backends))
    return chainer.ChainerBackend()


@pytest.mark.parametrize("backend", [fail.Keyring(), null.Keyring(), PlaintextKeyring()], ids=class_name)
def test_a_fake_or_plain_keyring_is_refused_for_reading_and_writing(use, backend):
    store = use(backend)
    with pytest.raises(KeyringMissingError):
        store.find("x")
    with pytest.raises(KeyringMissingError):
        store.put("x", b"1")
    with pytest.raises(KeyringMissingError):
        store.backend_name  # noqa: B018


def test_a_trusted_keyring_is_found_inside_a_chain_and_used_without_the_chain(use, monkeypatch):
    trusted = Trusted()
    store = use(chain_of(monkeypatch, PlaintextKeyring(), trusted))
    store.put("x", b"\x01\x02")
    assert trusted.values == {("wemi-desk", "x"): "0102"}
    assert store.find("x") == b"\x01\x02"
    assert store.backend_name == "keyring.backends.SecretService.Keyring"


def test_on_windows_the_secret_does_not_travel_with_a_roaming_profile(use):
    roaming = type("WinVaultKeyring", (Trusted,), {"__module__": "keyring.backends.Windows", "persist": "enterprise"})()
    use(roaming).put("x", b"\x01")
    assert roaming.persist == "local machine"


def test_a_chain_without_a_trusted_keyring_is_refused(use, monkeypatch):
    use(chain_of(monkeypatch, PlaintextKeyring(), null.Keyring()))
    with pytest.raises(KeyringMissingError):
        trusted_backend()


@pytest.mark.parametrize("error", [InitError("Prompt dismissed"), KeyringLocked("x"), NoKeyringError(), OSError()])
def test_a_keyring_that_does_not_answer_is_missing_and_its_words_are_dropped(use, error):
    store = use(Trusted(error))
    with pytest.raises(KeyringMissingError) as caught:
        store.find("x")
    assert str(caught.value) == type(error).__name__


def test_a_keyring_that_hangs_is_missing_after_the_limit(use):
    class Impatient:
        def run(self, call, seconds):
            assert seconds == 5.0
            raise TimeoutError

    use(Trusted())
    with pytest.raises(KeyringMissingError):
        KeyringSecretStore(Impatient()).find("x")


def test_a_value_that_is_not_ours_is_missing_and_deleting_nothing_is_fine(use):
    trusted = Trusted()
    trusted.values[("wemi-desk", "x")] = "not hexadecimal"
    store = use(trusted)
    assert store.find("x") is None
    store.delete("nothing")


def said_by(code, environment):
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.parametrize("choice", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring"])
def test_a_backend_forced_by_the_environment_is_refused_by_a_real_process(choice, tmp_path):
    code = (
        "from wemi_desk.gateways.keyring_secrets import *\n"
        "try: KeyringSecretStore().find('x')\n"
        "except KeyringMissingError as error: print('refused', error)\n"
    )
    environment = {"PATH": "", "HOME": str(tmp_path), "PYTHON_KEYRING_BACKEND": choice}
    assert said_by(code, environment) == ["refused", choice]


def test_plaintext_keyrings_on_the_path_are_chosen_by_keyring_and_refused_by_us(tmp_path):
    package = tmp_path / "keyrings" / "alt"
    package.mkdir(parents=True)
    (package / "file.py").write_text(
        "from keyring.backend import KeyringBackend\n"
        "class PlaintextKeyring(KeyringBackend):\n"
        "    priority = 0.5\n"
        "    def get_password(self, s, u): return '00'\n"
        "    def set_password(self, s, u, p): print('written in clear')\n"
    )
    facts = tmp_path / "keyrings_alt-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: keyrings.alt\nVersion: 1.0\n")
    (facts / "entry_points.txt").write_text("[keyring.backends]\nfile = keyrings.alt.file\n")
    code = (
        "import keyring\n"
        "from wemi_desk.gateways.keyring_secrets import *\n"
        "print(class_name(keyring.get_keyring()))\n"
        "try: KeyringSecretStore().put('x', b'1')\n"
        "except KeyringMissingError: print('refused')\n"
    )
    environment = {"PATH": "", "HOME": str(tmp_path), "PYTHONPATH": str(tmp_path)}
    assert said_by(code, environment) == ["keyrings.alt.file.PlaintextKeyring", "refused"]


@pytest.fixture
def real():
    """The Secret Service of this session."""
    return KeyringSecretStore()


@pytest.mark.keyring
def test_the_real_keyring_keeps_and_forgets(real):
    name = f"test/{uuid4()}"
    assert real.find(name) is None
    real.put(name, bytes(range(32)))
    assert KeyringSecretStore().find(name) == bytes(range(32))
    real.delete(name)
    assert real.find(name) is None
    assert real.backend_name == "keyring.backends.SecretService.Keyring"


@pytest.mark.keyring
def test_a_whole_desk_lives_in_the_real_keyring(tmp_path, real):
    desk = Desk(tmp_path)
    desk.secrets = real
    desk.restart()
    opened = desk.enrol()
    desk.access.set_pin(GIULIA, PASSPHRASE, PIN)
    assert desk.restart().access.unlock(GIULIA, PIN).db == opened.db
    real.delete(f"{opened.device_id}/device-secret")
    assert desk.restart().access.lock_screen().condition == "keyring_changed"
