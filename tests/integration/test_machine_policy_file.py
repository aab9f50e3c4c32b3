"""The administrator's file on a disk: whose it is decides whether it counts."""

import json
import os
from functools import partial
from pathlib import Path

import pytest

from wemi_desk.domain.machine_policy import NOTHING_DECIDED
from wemi_desk.gateways.machine_policy import MOST_BYTES, load_policy, only_an_administrator_writes, policy_path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="owners and modes are of POSIX")
OWN = partial(only_an_administrator_writes, owners=frozenset((0, os.getuid())))


@pytest.fixture
def policy_file(tmp_path):
    folder = tmp_path / "wemi-desk"
    folder.mkdir(mode=0o755)
    path = folder / "policy.json"

    def write(said):
        path.write_bytes(said if isinstance(said, bytes) else json.dumps(said).encode())
        path.chmod(0o644)
        return path

    return write


def reasons(policy):
    return [(fault.key, fault.reason) for fault in policy.faults]


def test_where_the_file_lies():
    assert policy_path({}, "linux") == Path("/etc/wemi-desk/policy.json")
    assert policy_path({"PROGRAMDATA": "/common"}, "win32") == Path("/common/WeMi Desk/policy.json")
    assert str(policy_path({}, "win32")).startswith("C:\\ProgramData")


def test_without_a_file_nothing_is_decided(tmp_path):
    assert load_policy(tmp_path / "no" / "policy.json", OWN) == NOTHING_DECIDED


def test_an_administrators_file_counts(policy_file):
    path = policy_file({"theme": "dark"})
    policy = load_policy(path, OWN)
    assert (policy.values(), policy.file) == ({"theme": "dark"}, str(path))


@pytest.mark.parametrize("mode", [0o664, 0o646, 0o666])
def test_a_file_that_others_may_write_does_not_count(policy_file, mode):
    path = policy_file({"theme": "dark"})
    path.chmod(mode)
    policy = load_policy(path, OWN)
    assert (policy.values(), reasons(policy)) == ({}, [("", "not_trusted")])


def test_a_file_in_a_folder_that_others_may_write_does_not_count(policy_file):
    path = policy_file({"theme": "dark"})
    path.parent.chmod(0o777)
    assert reasons(load_policy(path, OWN)) == [("", "not_trusted")]


def test_a_file_of_somebody_else_does_not_count(policy_file):
    path = policy_file({"updates": "package"})
    of_nobody = partial(only_an_administrator_writes, owners=frozenset((4242,)))
    policy = load_policy(path, of_nobody)
    assert reasons(policy) == [("", "not_trusted")]
    assert policy.may_update_itself, "a stranger's file holds nothing back"


def test_a_link_is_judged_by_what_it_leads_to(policy_file, tmp_path):
    path = policy_file({"theme": "dark"})
    link = tmp_path / "link.json"
    link.symlink_to(path)
    assert load_policy(link, OWN).theme == "dark"
    path.chmod(0o666)
    assert reasons(load_policy(link, OWN)) == [("", "not_trusted")]


@pytest.mark.parametrize(("content", "reason"), [
    (b"", "not_json"), (b"{", "not_json"), (b"\xff\xfe", "not_json"), (b"[" * 5000, "not_json"),
    (b"[]", "not_an_object"), (b" " * (MOST_BYTES + 1), "too_large")])
def test_a_broken_file_is_told_and_decides_nothing(policy_file, content, reason):
    policy = load_policy(policy_file(content), OWN)
    assert (policy.values(), reasons(policy)) == ({}, [("", reason)])
    assert not policy.may_update_itself


def test_a_folder_in_its_place_is_told(tmp_path):
    (tmp_path / "policy.json").mkdir()
    assert reasons(load_policy(tmp_path / "policy.json", OWN)) == [("", "unreadable")]


def test_a_file_with_the_mark_of_windows_editors_is_read(policy_file):
    assert load_policy(policy_file(b"\xef\xbb\xbf" + b'{"theme": "dark"}'), OWN).theme == "dark"


@pytest.mark.parametrize(("key", "held"), [("ca_file", False), ("trusted_root", True)])
def test_a_file_that_it_names_has_to_be_the_administrators_too(policy_file, tmp_path, key, held):
    named = tmp_path / "named.pem"
    path = policy_file({key: str(named), "theme": "dark"})
    assert reasons(load_policy(path, OWN)) == [(key, "not_found")]
    named.write_text("x")
    named.chmod(0o644)
    assert load_policy(path, OWN).values() == {key: str(named), "theme": "dark"}
    named.chmod(0o666)
    policy = load_policy(path, OWN)
    assert (policy.values(), reasons(policy)) == ({"theme": "dark"}, [(key, "not_trusted")])
    assert policy.may_update_itself is not held
