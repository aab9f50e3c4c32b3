"""No secret, key or PIN can be read in any file of a desk, however it is written down."""

import base64
from pathlib import Path

import pytest

from tests.access_desk import AMIR, DEVICE, GIULIA, PASSPHRASE, PIN, Desk, amir
from wemi_desk import logs
from wemi_desk.domain.errors import SecretError
from wemi_desk.gateways.inventory import inventory_page

TRIED = ("il canarino giallo", "canarino9quarantadue", "838271")
CHOSEN = (PASSPHRASE, PIN, "la gabbia è aperta", "volano le rondini")


def spellings(secret):
    raw = secret.encode() if isinstance(secret, str) else bytes(secret)
    forms = [raw, raw.hex().encode(), raw.hex().upper().encode()]
    forms += [text.encode("utf-16-le") for text in [secret] if isinstance(secret, str)]
    for cut in range(3):  # base64 of the secret at any position of a longer text
        forms.append(base64.b64encode(bytes(cut) + raw)[4 if cut else 0 : -4])
    return forms


def found_in(folder, secrets):
    contents = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert contents
    return [
        (path.name, form)
        for path, content in contents.items()
        for secret in secrets
        for form in spellings(secret)
        if form in content
    ]


def live_a_day(desk):
    """Everything that writes; returns the keys of the day."""
    logs.configure(desk.profile.logs)
    opened = desk.enrol(desk.recovery.new_pair()[1])
    desk.access.set_pin(GIULIA, PASSPHRASE, PIN)
    desk.access.add_operator(GIULIA, PASSPHRASE, amir(), CHOSEN[2])
    desk.access.change_passphrase(AMIR, CHOSEN[2], CHOSEN[3])
    for secret in TRIED:
        desk.clock.advance(minutes=10)
        try:
            desk.access.unlock(GIULIA, secret)
        except SecretError as error:
            logs.log_error("unlock_failed", error)
    desk.access.lock()
    desk.clock.advance(hours=13)
    desk.access.unlock(GIULIA, PASSPHRASE)
    desk.access.recovery_request()
    logs.close()
    logs._strict = True
    return [opened.db, opened.files, opened.drafts, opened.persons, opened.audit_wrap, opened.device_key]


def test_no_secret_is_in_any_file(tmp_path):
    desk = Desk(tmp_path)
    keys = live_a_day(desk)
    kept = [value for value in desk.secrets.values.values() if len(value) == 32]
    assert len(kept) >= 3
    assert found_in(desk.profile.folder, [*TRIED, *CHOSEN, *keys, *kept]) == []


def test_names_of_operators_are_not_readable_without_the_keyring(tmp_path):
    desk = Desk(tmp_path)
    live_a_day(desk)
    assert found_in(desk.profile.folder, ["Giulia R.", "Cooperativa Prova", "Spazio di prova"]) == []


def test_the_search_finds_a_secret_written_on_purpose(tmp_path):
    for number, form in enumerate(spellings(PASSPHRASE)):
        (tmp_path / str(number)).write_bytes(b"before" + form + b"after")
    assert len({name for name, _form in found_in(tmp_path, [PASSPHRASE])}) == len(spellings(PASSPHRASE))


def test_secrets_and_keys_are_not_in_error_texts(tmp_path):
    desk = Desk(tmp_path)
    desk.enrol()
    with pytest.raises(SecretError) as caught:
        desk.access.unlock(GIULIA, TRIED[0])
    assert TRIED[0] not in repr(caught.value) + str(caught.value)


def test_keyring_values_are_short_enough_for_windows_and_named_by_the_rule(tmp_path):
    desk = Desk(tmp_path)
    live_a_day(desk)
    assert all(len(value.hex()) <= 64 for value in desk.secrets.values.values())
    kinds = {name.removeprefix(f"{DEVICE}/").split("/")[0] for name in desk.secrets.values}
    assert kinds == {"device-secret", "pin", "fail", "state", "recovery"}


def test_the_inventory_of_keys_is_the_one_in_the_code():
    page = Path(__file__).resolve().parents[2] / "docs" / "crypto-inventory.md"
    assert page.read_text(encoding="utf-8") == inventory_page(), "run python tools/crypto_inventory.py"
