"""A proxy of a network, for tests: CONNECT only, at need with name and word."""

import socket
import threading
from base64 import b64encode
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from select import select


class _Tunnel(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_CONNECT(self):
        wanted = self.server.word
        if wanted and self.headers.get("Proxy-Authorization") != wanted:
            self.send_response(407)
            self.send_header("Proxy-Authenticate", 'Basic realm="rete"')
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        host, _colon, port = self.path.rpartition(":")
        self.server.reached.append(self.path)
        with socket.create_connection((host, int(port))) as far:
            self.send_response(200)
            self.end_headers()
            self._carry(far)
        self.close_connection = True

    def _carry(self, far):
        ends = {self.connection: far, far: self.connection}
        while True:
            for one in select(list(ends), [], [], 10)[0] or [None]:
                piece = one.recv(65536) if one is not None else b""
                if not piece:
                    return
                ends[one].sendall(piece)

    def log_message(self, *_words):
        """Nothing on the terminal."""


@contextmanager
def connect_proxy(name="", word=""):
    """Its address, and the list of what was reached through it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Tunnel)
    server.daemon_threads = True
    server.block_on_close = False
    server.reached = []
    server.word = f"Basic {b64encode(f'{name}:{word}'.encode()).decode()}" if name else ""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}", server.reached
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
