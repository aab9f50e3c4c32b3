"""The real centre on a free port of the loopback, for tests: no test client, the same path as a desk."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

SPACES = ("VEN", "LOR")


@contextmanager
def live(app, certificate=None) -> Iterator[str]:
    """Serve *app* until the block ends; with a ``trustme`` *certificate*, over TLS."""
    import uvicorn

    from wemi_desk.central.serve import listening

    listener = listening("127.0.0.1", 0)
    with ExitStack() as stack:
        pem = stack.enter_context(certificate.private_key_and_cert_chain_pem.tempfile()) if certificate else None
        config = uvicorn.Config(app, log_level="warning", access_log=False, ssl_certfile=pem, lifespan="on")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            while not server.started and thread.is_alive():
                threading.Event().wait(0.01)
            scheme, name = ("https", "localhost") if certificate else ("http", "127.0.0.1")
            yield f"{scheme}://{name}:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
            listener.close()


@contextmanager
def live_office(folder: Path, tenant: str, certificate=None):
    """The office of a small centre on SQLite with two spaces, served at ``office.url``."""
    from wemi_desk.central.auth.keys import new_keys, write_keys
    from wemi_desk.central.office import Office
    from wemi_desk.central.places import known_place
    from wemi_desk.central.serve import Place, build
    from wemi_desk.central.store.database import CentreDatabase
    from wemi_desk.central.store.directory import KnownSpace

    place = Place(folder)
    place.folder.mkdir()
    write_keys(place.keys, new_keys())
    url = f"sqlite:///{place.database}"
    database = CentreDatabase(url)
    database.create_all()
    database.close()
    office = Office(url, place, tenant, "test")
    office.found()
    for code in SPACES:
        known = known_place(code, code.title())
        office.add_space(KnownSpace(code=code, id=known.id, name=known.name), known.content)
    with live(build(url, place), certificate) as office.url:
        yield office
    office.close()
