"""The published description of the API (OpenAPI 3.1), made from the table, the endpoints and the messages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from inspect import cleandoc
from typing import Any

import msgspec

from wemi_desk.central.api.authorisation import Rule, Who, rule_of
from wemi_desk.central.api.doors import Endpoint
from wemi_desk.sync import admission as words
from wemi_desk.sync.admission import Problem
from wemi_desk.sync.wire import PROTOCOL

_SIGNED = (words.DEVICE, words.TIME, words.NONCE, words.SIGNATURE)
_FAULTS = {
    Who.ANYBODY: (413, 429, 503),
    Who.CODE: (400, 403, 409, 413, 415, 426, 429, 503),
    Who.DEVICE_KEY: (400, 401, 403, 413, 415, 426, 429, 503),
    Who.CHECK_KEY: (400, 401, 413, 415, 426, 429, 503),
    Who.DEVICE: (400, 401, 403, 404, 409, 413, 415, 426, 429, 503),
    Who.LEADER: (400, 401, 403, 404, 409, 413, 415, 426, 429, 503),
}
_FAULTS_OF_A_PERSON = {"/v1/login": (403, 409)}
"""Doors that also say what is wrong with whoever stands before the desk."""

_IN_PARTS = {"/v1/releases/targets/{name}"}


def described(endpoints: Iterable[Endpoint]) -> dict[str, Any]:
    """The description as JSON values."""
    listed = list(endpoints)
    kinds = [Problem, *{kind for one in listed for kind in (one.takes, one.gives) if kind is not None}]
    kinds = sorted(dict.fromkeys(kinds), key=lambda kind: kind.__name__)
    schemas, components = msgspec.json.schema_components(kinds, ref_template="#/components/schemas/{name}")
    for component in components.values():
        component["description"] = cleandoc(component.get("description", ""))  # as newer Pythons hand them out
    named = dict(zip(kinds, schemas, strict=True))
    paths: dict[str, Any] = {}
    for one in listed:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, named)
    return {
        "openapi": "3.1.0",
        "info": {"title": "WeMi Desk centre", "version": str(PROTOCOL), "license": {"name": "EUPL-1.2"}},
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": dict(sorted(components.items())),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(endpoint: Endpoint, schemas: dict[Any, Any]) -> dict[str, Any]:
    rule = rule_of(endpoint.method, endpoint.path)
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": " ".join((endpoint.answer.__doc__ or "").split()),
        "x-who": rule.who.value,
        "x-scope": rule.scope,
        "parameters": _parameters(rule),
        "responses": _responses(rule, schemas.get(endpoint.gives), schemas[Problem]),
    }
    if rule.who in {Who.DEVICE, Who.LEADER}:
        operation["security"] = [{"token": []}]
    if endpoint.takes is not None:
        content = {"application/json": {"schema": schemas[endpoint.takes]}}
        operation["requestBody"] = {"required": True, "content": content}
    elif endpoint.method == "PATCH":
        content = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _parameters(rule: Rule) -> list[dict[str, Any]]:
    found = [_parameter(name, "path") for name in re.findall(r"{(\w+)}", rule.path)]
    if rule.who not in {Who.ANYBODY, Who.CODE}:
        found += [_parameter(name, "header") for name in _SIGNED]
    if rule.who is not Who.ANYBODY:
        found.append(_parameter(words.PROTOCOL_HEADER, "header"))
    if rule.method == "PATCH":
        found.append(_parameter(words.OFFSET, "header"))
    if rule.path in _IN_PARTS:
        found.append(_parameter("Range", "header"))
    return found


def _parameter(name: str, place: str) -> dict[str, Any]:
    return {"name": name, "in": place, "required": True, "schema": {"type": "string"}}


def _responses(rule: Rule, gives: Any, problem: Any) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "The answer."}
    if gives is not None:
        good["content"] = {"application/json": {"schema": gives}}
    bad = {"description": "A code.", "content": {"application/json": {"schema": problem}}}
    statuses = sorted((*_FAULTS[rule.who], *_FAULTS_OF_A_PERSON.get(rule.path, ())))
    faults = {str(status): bad for status in statuses}
    if rule.path in _IN_PARTS:
        return {"206": good | {"description": "The part."}, **faults, "416": bad}
    return {"200": good, **faults}
