"""Every endpoint has its row in the authorisation table, and is published as it is."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi import FastAPI

from wemi_desk.central import app as application
from wemi_desk.central.api.authorisation import TABLE, UnlistedRouteError, Who, refuse_unlisted
from wemi_desk.central.api.description import described
from wemi_desk.central.app import create_app, every_endpoint, routes_of

DOCS = Path(__file__).parents[2] / "docs"


def made():
    from wemi_desk.central.auth.keys import new_keys
    from wemi_desk.central.auth.limits import Limits

    parts = SimpleNamespace(
        store=None, keys=new_keys(), exchange=None, files=Path(), clock=lambda: 0, ids=None, limits=Limits(),
        close=lambda: None, releases=None,
    )  # fmt: skip
    return create_app(parts)


def test_every_route_has_its_row_and_every_row_its_route():
    assert sorted(routes_of(made())) == sorted((rule.method, rule.path) for rule in TABLE)


def test_a_route_without_a_row_stops_the_start(monkeypatch):
    class Sly(FastAPI):
        def __init__(self, **options):
            super().__init__(**options)
            self.add_api_route("/v1/everything", lambda: 1, methods=["GET"])

    monkeypatch.setattr(application, "FastAPI", Sly)
    with pytest.raises(UnlistedRouteError):
        made()


def test_a_mounted_application_is_a_route_without_a_row():
    app = made()
    app.mount("/other", FastAPI())
    with pytest.raises(UnlistedRouteError):
        refuse_unlisted(routes_of(app))


def test_an_endpoint_that_is_not_in_the_table_cannot_be_served(monkeypatch):
    monkeypatch.setattr(
        application.look_up, "ENDPOINTS", (*application.look_up.ENDPOINTS, application.Endpoint("GET", "/v1/x", made))
    )
    with pytest.raises(UnlistedRouteError):
        made()


def test_only_hello_asks_nothing_of_its_caller():
    assert [rule.path for rule in TABLE if rule.who is Who.ANYBODY] == ["/v1/hello"]
    releases = {"/v1/releases/metadata/{name}", "/v1/releases/targets/{name}"}
    assert {rule.path for rule in TABLE if rule.takes_old} == {"/v1/push", "/v1/token"} | releases
    assert {rule.path for rule in TABLE if rule.takes_halted} == {"/v1/push", "/v1/pull"}


def test_the_published_description_is_that_of_today():
    written = json.loads((DOCS / "openapi.json").read_text(encoding="utf-8"))
    assert written == json.loads(json.dumps(described(every_endpoint())))
