"""Networks that answer and are not the centre: a login page, a redirect, silence (docs/scenarios.md S16, S19, S20)."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from uuid import UUID

import pytest

from tests.sync_desk import Line
from wemi_desk.gateways.central_api import DeskName, HttpCentreLine, hello
from wemi_desk.gateways.centre_http import CentreHttp, LineSettings
from wemi_desk.gateways.device_keys import Ed25519Keys
from wemi_desk.sync.exchange_door import StoppableLine
from wemi_desk.sync.ports import LineError

PAGE = b"<html><body>Benvenuto: accedi alla rete</body></html>"


class Portal(BaseHTTPRequestHandler):
    """Everybody is welcome, everything is fine."""

    status = 200

    def _answer(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(self.status)
        if self.status == 302:
            self.send_header("Location", "http://127.0.0.1:9/login")
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    do_GET = do_POST = _answer  # noqa: N815 (names of the library)

    def log_message(self, *_words):
        """Nothing on the terminal."""


@contextmanager
def portal(answering):
    server = HTTPServer(("127.0.0.1", 0), type("Portal", (Portal,), {"status": answering}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(("answering", "reason"), [(200, "garbled"), (302, "redirect"), (511, "failed")])
def test_a_login_page_is_no_centre_and_acknowledges_nothing(desk, answering, reason):
    desk.giulia.contacts.quick("1")
    line = Line(desk)
    door = line.door()
    name = DeskName(tenant="milano", device=UUID(int=1), sign=Ed25519Keys().signer(bytes(32)))
    with portal(answering) as url:
        http = CentreHttp(LineSettings(url=url))
        with pytest.raises(LineError, match=reason):
            hello(http)
        door._engine._line = door._engine._pushing._line = StoppableLine(HttpCentreLine(http, name))
        assert door.exchange().order == ""
        http.close()
    state = door.state()
    assert (state.in_contact, state.unsent, state.last_confirmed_at) == (False, 1, None)
    assert [act.acked_at for act in desk.acts()] == [None]


def test_a_line_that_trickles_is_given_up_when_the_time_is_over_and_not_byte_by_byte():
    """Each byte in time, the whole never: what is waited for is the answer, not the next byte (slow retrieval)."""
    gone = threading.Event()

    class Trickle(Portal):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", "1000000")
            self.end_headers()
            self.wfile.write(b"{")
            self.wfile.flush()
            gone.wait(30)

    seconds = iter([0.0, *[100.0] * 50])
    server = HTTPServer(("127.0.0.1", 0), Trickle)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    http = CentreHttp(LineSettings(url=f"http://127.0.0.1:{server.server_port}"), lambda: next(seconds))
    try:
        with pytest.raises(LineError, match="timeout"):
            http.call("GET", "/", b"", {})
    finally:
        gone.set()
        http.close()
        server.shutdown()
        server.server_close()
        thread.join()
