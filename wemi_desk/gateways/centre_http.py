"""One HTTP call to the centre: verified, without redirects, bounded in time and in size."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wemi_desk.gateways.late_imports import put_off_guessing
from wemi_desk.sync.compression import BrokenBodyError, LargeBodyError, unpacked
from wemi_desk.sync.ports import LineError

if TYPE_CHECKING:
    import ssl

    from requests import Session
    from urllib3 import BaseHTTPResponse, HTTPConnectionPool

MOST_SENT = 16 << 20
MOST_PLAIN = 64 << 20
_PIECE = 1 << 16
_HEADERS = {"User-Agent": "wemi-desk", "Accept-Encoding": "zstd, gzip"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSettings:
    """Where the centre is and how it is reached. *proxy* and *ca_file* are set by hand, or not at all."""

    url: str
    ca_file: Path | None = None
    proxy: str = ""
    connect_seconds: float = 5.0
    read_seconds: float = 15.0
    total_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, already plain."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def retry_after(self) -> float | None:
        """Seconds the centre asks to wait for."""
        said = self.headers.get("retry-after", "")
        return float(said) if said.isascii() and said.isdecimal() else None


class CentreHttp:
    """Calls to one centre over one kept connection. Not for two threads at once."""

    def __init__(self, settings: LineSettings, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._monotonic = monotonic
        self._session: Session | None = None
        self._pool: HTTPConnectionPool | None = None
        self._root = ""
        """What stands before a path: nothing, or the centre's name where a proxy has to know it."""

    def call(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str], *, total: float | None = None
    ) -> Reply:
        """Raises LineError with one of the reasons down, timeout, certificate, proxy, redirect, garbled, too_much."""
        import ssl

        from urllib3 import exceptions as failed

        limit = self._monotonic() + (total or self._settings.total_seconds)
        limits = (self._settings.connect_seconds, min(self._settings.read_seconds, total or 1e9))
        try:
            with self._sent(method, path, body, headers, limits) as response:
                return self._read(response, limit)
        except (failed.SSLError, ssl.SSLError):
            raise LineError("certificate") from None
        except failed.ProxyError:
            raise LineError("proxy") from None
        except failed.NewConnectionError:
            raise LineError("down") from None
        except (failed.TimeoutError, TimeoutError):
            raise LineError("timeout") from None
        except (failed.HTTPError, OSError):
            raise LineError("down") from None

    def _sent(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str], limits: tuple[float, float]
    ) -> BaseHTTPResponse:
        """Straight to the connections: of what a session adds, redirects, cookies, credentials and the environment are
        not wanted, and cost twice as much as the rest."""
        from urllib3 import Timeout

        pool = self._pool or self._opened()
        return pool.urlopen(
            method, self._root + path, body=body or None, headers={**_HEADERS, **headers}, timeout=Timeout(*limits),
            retries=False, redirect=False, assert_same_host=False, preload_content=False, decode_content=False,
        )  # fmt: skip

    def close(self) -> None:
        """Let go of the connection."""
        if self._session is not None:
            self._session.close()
            self._session = self._pool = None

    def _read(self, response: BaseHTTPResponse, limit: float) -> Reply:
        if 300 <= response.status < 400:
            raise LineError("redirect")
        if response.status == 407:
            raise LineError("proxy")
        parts, size = [], 0
        while piece := response.read1(_PIECE, decode_content=False):  # as it comes: a trickle must not hold us up
            size += len(piece)
            if size > MOST_SENT:
                raise LineError("too_much")
            if self._monotonic() > limit:
                raise LineError("timeout")
            parts.append(piece)
        headers = {name.lower(): value for name, value in response.headers.items()}
        try:
            plain = unpacked(b"".join(parts), headers.get("content-encoding", ""), MOST_PLAIN)
        except LargeBodyError:
            raise LineError("too_much") from None
        except BrokenBodyError:
            raise LineError("garbled") from None
        return Reply(response.status, plain, headers)

    def _opened(self) -> HTTPConnectionPool:
        """Who is trusted, and through which proxy, requests knows how to set up."""
        put_off_guessing()
        from requests import PreparedRequest
        from requests.adapters import HTTPAdapter

        request, self._session = PreparedRequest(), _session(self._settings)
        request.prepare("GET", self._settings.url)
        adapter, proxies = self._session.get_adapter(self._settings.url), dict(self._session.proxies)
        assert isinstance(adapter, HTTPAdapter)
        self._root = adapter.request_url(request, proxies).rstrip("/")
        self._pool = adapter.get_connection_with_tls_context(request, True, proxies)
        return self._pool


def _session(settings: LineSettings) -> Session:
    """Nothing from the environment: no proxy, no .netrc, no bundle of certificates but the system's and our own."""
    import requests
    from requests.adapters import HTTPAdapter

    class SystemTrust(HTTPAdapter):
        def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
            super().init_poolmanager(*arguments, **options, ssl_context=_trust(settings.ca_file))

        def proxy_manager_for(self, proxy: Any, **options: Any) -> Any:
            return super().proxy_manager_for(proxy, **options, ssl_context=_trust(settings.ca_file))

        def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:
            host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
            return host, {"cert_reqs": "CERT_REQUIRED"} if "cert_reqs" in pool else pool

        def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
            """The context knows whom to trust; requests would add its own bundle."""

    session = requests.Session()
    session.trust_env = False
    session.proxies = {"http": settings.proxy, "https": settings.proxy} if settings.proxy else {}
    session.mount("https://", SystemTrust(pool_maxsize=2))
    return session


def _trust(ca_file: Path | None) -> ssl.SSLContext:
    """The system's trust, and a municipal authority when there is one; TLS 1.2 at least, names always checked."""
    import ssl

    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file is not None:
        context.load_verify_locations(cafile=str(ca_file))
    return context
