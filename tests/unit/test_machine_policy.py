"""What an administrator decides for many PCs, and what happens to a file that is wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain.machine_policy import KEYS, NOTHING_DECIDED, read_policy
from wemi_desk.gateways.windows_rights import CHANGES_FOLDER, WRITES_FILE, is_kept
from wemi_desk.ui.policy_words import fault_text, unknown_text

WHOLE = {
    "centre_url": "https://wemi.example.org", "ca_file": "/etc/wemi-desk/ca.pem",
    "proxy": "http://proxy.example.org:3128", "space": "VEN", "theme": "contrast",
    "idle_minutes": 2, "updates": "package",
    "trusted_root": "/etc/wemi-desk/root.json", "bytes_a_second": 250_000,
}  # fmt: skip


def test_a_whole_file_decides_every_key():
    policy = read_policy(WHOLE)
    assert policy.values() == WHOLE
    assert (policy.faults, dict(policy.unknown), policy.may_update_itself) == ((), {}, False)
    assert all(policy.decides(key) for key in KEYS)


def test_without_a_word_nothing_is_decided():
    assert read_policy({}) == NOTHING_DECIDED
    assert NOTHING_DECIDED.may_update_itself


@pytest.mark.parametrize(("key", "value", "reason"), [
    ("centre_url", "ftp://wemi.example.org", "not_an_address"),
    ("centre_url", "http://wemi.example.org", "not_private"), ("centre_url", 3, "not_text"),
    ("centre_url", " ", "not_text"), ("proxy", "socks://p:1", "not_a_proxy"),
    ("proxy", "http://p:70000", "not_a_proxy"), ("proxy", "http://p:1/here", "not_a_proxy"),
    ("space", "VENTURA", "not_a_space"),
    ("theme", "pink", "not_a_choice"), ("theme", ["dark"], "not_a_choice"), ("idle_minutes", 10, "not_a_choice"),
    ("idle_minutes", "2", "not_a_choice"), ("idle_minutes", True, "not_a_choice"), ("updates", "never", "not_a_choice"),
    ("ca_file", "ca.pem", "not_absolute"), ("trusted_root", "root.json", "not_absolute"),
    ("ca_file", "/a\nb", "not_text"), ("bytes_a_second", 9_999, "not_a_rate"), ("bytes_a_second", True, "not_a_rate"),
    ("bytes_a_second", "250000", "not_a_rate"), ("bytes_a_second", -1, "not_a_rate"),
    ("bytes_a_second", 1e6, "not_a_rate"), ("bytes_a_second", 10**10, "not_a_rate"),
])  # fmt: skip
def test_a_wrong_value_is_named_and_decides_nothing(key, value, reason):
    policy = read_policy({**WHOLE, key: value})
    assert [(fault.key, fault.reason) for fault in policy.faults] == [(key, reason)]
    assert set(policy.values()) == set(WHOLE) - {key}
    assert key in fault_text(policy.faults[0])


@pytest.mark.parametrize("said", [{"updates": "pakage"}, {"trusted_root": 3}, [], "package", None])
def test_who_wrote_about_updates_and_wrote_it_wrong_gets_none_by_itself(said):
    assert not read_policy(said).may_update_itself


def test_what_a_newer_program_may_know_is_kept_and_named():
    policy = read_policy({"kiosk": {"a": 1}, "theme": "dark"})
    assert policy.unknown == {"kiosk": {"a": 1}}
    assert "kiosk" in unknown_text(policy)
    assert policy.faults == ()


JSON = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text()) | st.just({"a": [1]})


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(sorted(KEYS)) | st.text(), JSON) | JSON)
def test_no_content_makes_it_fall(said):
    policy = read_policy(said)
    assert policy.given <= set(KEYS)
    assert all(fault_text(fault) for fault in policy.faults)


ADMINS = "(A;;FA;;;SY)(A;;FA;;;BA)"


@pytest.mark.parametrize(("sddl", "kept"), [
    (f"O:BAG:SYD:PAI{ADMINS}(A;;0x1200a9;;;BU)", True),
    (f"O:SYG:SYD:AI{ADMINS}(A;ID;FR;;;BU)", True),
    (f"O:S-1-5-32-544G:SYD:{ADMINS}(A;OICIIO;FA;;;CO)", True),
    (f"O:S-1-5-21-1-2-3-1001G:SYD:PAI{ADMINS}", False),
    (f"O:BAG:SYD:PAI{ADMINS}(A;;FA;;;BU)", False),
    (f"O:BAG:SYD:PAI{ADMINS}(A;;0x1301bf;;;AU)", False),
    (f"O:BAG:SYD:PAI{ADMINS}(A;;DCLC;;;WD)", False),
    (f"O:BAG:SYD:PAI{ADMINS}(A;;WD;;;S-1-5-21-1-2-3-1001)", False),
    (f"O:BAG:SYD:PAI{ADMINS}(A;;ZZ;;;BU)", False),
    (f"O:BAG:SYD:PAI{ADMINS}(D;;FA;;;BU)", True),
    ("O:BAG:SYD:NO_ACCESS_CONTROL", False), ("O:BAG:SY", False), ("", False), (f"O:BAG:SYD:{ADMINS}(A;;FR)", False),
])  # fmt: skip
def test_on_windows_only_administrators_may_write_the_file(sddl, kept):
    assert is_kept(sddl, WRITES_FILE) is kept


def test_everybody_may_add_to_the_common_folder_but_not_take_away():
    common = f"O:SYG:SYD:{ADMINS}(A;CIID;DCLCRPCR;;;BU)"
    assert is_kept(common, CHANGES_FOLDER)
    assert not is_kept(f"{common}(A;;DT;;;BU)", CHANGES_FOLDER)
