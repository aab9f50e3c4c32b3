"""Newer programs for desks: files that somebody else signed, in parts that may break off anywhere."""

from __future__ import annotations

import re

from fastapi.responses import Response

from wemi_desk.central.api.doors import Asked, Endpoint
from wemi_desk.central.auth.refusals import Refusal
from wemi_desk.sync.admission import RELEASE_PART_BYTES, UNDECODABLE, UNKNOWN

_SPAN = re.compile(r"bytes=([0-9]{1,12})-([0-9]{1,12})?")


def metadata(asked: Asked) -> Response:
    """What is signed about releases, as it lies in the publisher's folder."""
    try:
        content = asked.centre.releases.metadata(asked.parameters["name"])
    except OSError:
        raise Refusal(404, UNKNOWN) from None
    return Response(content, media_type="application/json")


def target(asked: Asked) -> Response:
    """A part of an archive: a range has to be asked for, and no more than a mebibyte of it is given at a time."""
    found = _SPAN.fullmatch(asked.span)
    if found is None:
        raise Refusal(400, UNDECODABLE)
    first, last = int(found[1]), int(found[2] or 1 << 40)
    if last < first:
        raise Refusal(400, UNDECODABLE)
    try:
        piece = asked.centre.releases.piece(
            asked.parameters["name"], first, min(last - first + 1, RELEASE_PART_BYTES)
        )
    except OSError:
        raise Refusal(404, UNKNOWN) from None
    if first >= piece.total:
        raise Refusal(416, UNDECODABLE)
    span = f"bytes {first}-{first + len(piece.content) - 1}/{piece.total}"
    return Response(
        piece.content, status_code=206, media_type="application/octet-stream", headers={"content-range": span}
    )


ENDPOINTS = (
    Endpoint("GET", "/v1/releases/metadata/{name}", metadata, None, None),
    Endpoint("GET", "/v1/releases/targets/{name}", target, None, None),
)
