"""The line to the centre through what networks put in between: authorities of their own, old papers, proxies."""

from datetime import UTC, datetime

import pytest
import trustme

from tests.central_people import TENANT
from tests.connect_proxy import connect_proxy
from tests.live_centre import live_office
from wemi_desk import bootstrap
from wemi_desk.domain.errors import CentreNotReachedError
from wemi_desk.domain.machine_policy import read_policy
from wemi_desk.gateways.central_api import hello
from wemi_desk.gateways.centre_http import CentreHttp, LineSettings
from wemi_desk.sync.ports import LineError
from wemi_desk.ui.error_text import error_text


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture(scope="module")
def ca_file(authority, tmp_path_factory):
    path = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


@pytest.fixture(scope="module")
def office(authority, tmp_path_factory):
    with live_office(tmp_path_factory.mktemp("office") / "centre", TENANT, authority.issue_cert("localhost")) as office:
        yield office


def reach(url, **how):
    http = CentreHttp(LineSettings(url=url, **how))
    try:
        return hello(http)
    finally:
        http.close()


def refused(url, **how):
    with pytest.raises(LineError) as caught:
        reach(url, **how)
    assert error_text(CentreNotReachedError(caught.value.reason))
    return caught.value.reason


def test_an_authority_of_the_comune_is_believed_by_its_file_or_by_the_systems_store(office, ca_file, monkeypatch):
    assert reach(office.url, ca_file=ca_file)
    monkeypatch.setenv("SSL_CERT_FILE", str(ca_file))  # where OpenSSL keeps the system's store
    assert reach(office.url)


def test_without_its_authority_or_under_another_name_it_is_not_the_centre(office, ca_file):
    assert refused(office.url) == "certificate"
    assert refused(office.url.replace("localhost", "127.0.0.1"), ca_file=ca_file) == "certificate"


@pytest.mark.parametrize("span", [
    {"not_after": datetime(2020, 1, 1, tzinfo=UTC)}, {"not_before": datetime(2090, 1, 1, tzinfo=UTC)}],
    ids=["expired", "not yet valid"])
def test_a_certificate_out_of_its_time_is_refused_and_the_sentence_names_the_date(authority, ca_file, tmp_path, span):
    with live_office(tmp_path / "centre", TENANT, authority.issue_cert("localhost", **span)) as office:
        assert refused(office.url, ca_file=ca_file) == "certificate"
    assert "data di questo computer" in error_text(CentreNotReachedError("certificate"))


def test_through_a_proxy_the_line_is_still_the_centres_own(office, ca_file):
    with connect_proxy() as (address, reached):
        assert reach(office.url, ca_file=ca_file, proxy=f"http://{address}")
        assert refused(office.url, proxy=f"http://{address}") == "certificate", "a proxy vouches for nobody"
    assert set(reached) == {office.url.removeprefix("https://")}


def test_a_proxy_that_asks_who_you_are_gets_it_from_the_address(office, ca_file):
    with connect_proxy("desk", "parola") as (address, reached):
        assert refused(office.url, ca_file=ca_file, proxy=f"http://{address}") == "proxy"
        assert refused(office.url, ca_file=ca_file, proxy=f"http://desk:altra@{address}") == "proxy"
        assert reached == []
        assert reach(office.url, ca_file=ca_file, proxy=f"http://desk:parola@{address}")
    assert refused(office.url, ca_file=ca_file, proxy=f"http://{address}") == "proxy", "a proxy that is gone"
    assert "proxy" in error_text(CentreNotReachedError("proxy"))


def test_a_proxy_of_the_environment_is_never_used(office, ca_file, monkeypatch):
    for name in ("http_proxy", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert reach(office.url, ca_file=ca_file)


def test_a_desk_is_enrolled_through_the_administrations_proxy(wemi, office, ca_file, monkeypatch, tmp_path):
    with connect_proxy("desk", "parola") as (address, reached):
        said = {"centre_url": office.url, "ca_file": str(ca_file), "proxy": f"http://desk:parola@{address}"}
        monkeypatch.setattr(bootstrap, "machine_policy", lambda _profile: read_policy(said))
        (tmp_path / "code").write_text(office.make_code("VEN").code)
        who = ["--name", "Ada", "--surname", "Prova", "--organisation", "Cooperativa di prova"]
        status, said_out, complaint = wemi("enrol", "--code-file", tmp_path / "code", *who)
        assert (status, complaint) == (0, ""), said_out
    assert len(reached) >= 1
