"""The centre's web application: stateless, any number of them side by side."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as StarletteHTTPException

from wemi_desk import __version__
from wemi_desk.central.api import admin, attachments, devices, exchange, logins, look_up, releases
from wemi_desk.central.api.authorisation import refuse_unlisted
from wemi_desk.central.api.doors import Centre, Endpoint, Exchange, serve
from wemi_desk.central.api.envelope import Direct, Envelope, Problems
from wemi_desk.central.auth.gate import Gate
from wemi_desk.central.auth.keys import CentreKeys
from wemi_desk.central.auth.limits import Limits
from wemi_desk.central.auth.reception import FrontDesk
from wemi_desk.central.auth.refusals import Refusal
from wemi_desk.central.files import FileStore
from wemi_desk.central.releases import ReleaseFolder
from wemi_desk.central.store.access import AccessStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the application is made of."""

    store: AccessStore
    keys: CentreKeys
    exchange: Exchange
    files: Path
    clock: Callable[[], int]
    ids: Callable[[], UUID]
    limits: Limits = field(default_factory=Limits)
    releases: Path | None = None
    """The folder of the publisher's releases; without one there are none."""
    close: Callable[[], None] = lambda: None
    """When the worker ends."""


def create_app(parts: Parts) -> FastAPI:
    """Raises UnlistedRouteError when an endpoint is not in the authorisation table."""
    app = FastAPI(
        title="WeMi Desk centre", version=__version__, docs_url=None, redoc_url=None, openapi_url=None,
        redirect_slashes=False, lifespan=lambda _app: _life(parts.close),
    )  # fmt: skip
    served = {(one.method, one.path): Direct(one.name, serve(app.router, one), app) for one in every_endpoint()}
    refuse_unlisted(routes_of(app))
    programs = ReleaseFolder(parts.releases)
    app.state.centre = Centre(
        gate=Gate(parts.store, parts.keys, parts.clock, parts.limits, programs.oldest),
        front_desk=FrontDesk(parts.store, parts.keys, parts.clock, parts.ids, programs.hint),
        exchange=parts.exchange, files=FileStore(parts.files), releases=programs,
    )  # fmt: skip
    app.state.problems = Problems(parts.clock)
    for error in (Refusal, StarletteHTTPException, RequestValidationError):
        app.add_exception_handler(error, app.state.problems.handle)
    direct = {place: one for place, one in served.items() if "{" not in place[1]}
    app.add_middleware(
        Envelope, problems=app.state.problems, most_at_once=parts.limits.requests_at_once, direct=direct
    )
    return app


@asynccontextmanager
async def _life(close: Callable[[], None]) -> AsyncIterator[None]:
    yield
    close()


def every_endpoint() -> list[Endpoint]:
    """Noun by noun."""
    nouns = (devices, logins, exchange, look_up, attachments, releases, admin)
    return [endpoint for noun in nouns for endpoint in noun.ENDPOINTS]


def routes_of(app: FastAPI) -> list[tuple[str, str]]:
    """Every method and path that is answered; what cannot be named counts as a route too."""
    found: list[tuple[str, str]] = []
    for route in app.routes:
        methods: set[str] = getattr(route, "methods", None) or {"*"}
        found += [(method, getattr(route, "path", "?")) for method in sorted(methods)]
    return found
