"""A whole centre behind HTTP, and desks with keys of their own that speak to it through the real line."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.central_people import TENANT, SigningDesk
from tests.live_centre import live
from wemi_desk.central.app import Parts, create_app
from wemi_desk.central.auth import reception
from wemi_desk.central.auth.keys import CentreKeys, new_keys
from wemi_desk.central.auth.limits import Limits, Rate
from wemi_desk.central.exchange.exchange import DeskExchange
from wemi_desk.central.exchange.ledger import MemoryErasureLedger
from wemi_desk.central.serve import microseconds, new_id
from wemi_desk.central.store.access import AccessStore
from wemi_desk.central.store.database import CentreDatabase
from wemi_desk.central.store.directory import Directory, KnownSpace
from wemi_desk.gateways.central_api import DeskName, HttpCentreLine, SignedCalls, enrol
from wemi_desk.gateways.centre_http import CentreHttp, LineSettings
from wemi_desk.sync import admission as a

GENEROUS = Limits(device=Rate(1e6, 1e6), account=Rate(1e6, 1e6), address=Rate(1e6, 1e6))
LEAD = a.OperatorSheet(
    id=new_id(), given_name="Anna", surname="Neri", organisation_id=new_id(), organisation="Coop",
    space_codes=["VEN"], roles=["operator", "organisation_lead"],
)  # fmt: skip


@dataclass
class WireCentre:
    """One centre with three spaces; *app* is what a worker serves."""

    database: CentreDatabase
    store: AccessStore
    keys: CentreKeys
    exchange: Any
    front_desk: reception.FrontDesk
    app: Any
    url: str = ""

    def enrolled(self, space="VEN", reach="", **settings):
        """A desk and its line."""
        desk = SigningDesk()
        code = reception.make_code(self.front_desk, TENANT, space, "test", reach).code
        http = CentreHttp(LineSettings(url=self.url, **settings))
        answer = enrol(http, desk.enrol_request(code))
        return WireDesk(desk, http, answer, HttpCentreLine(http, name_of(desk)))

    def within(self, unit):
        return self.database.exchanged(
            TENANT, unit, now=microseconds(), keys=self.keys, ledger=MemoryErasureLedger()
        )


@dataclass
class WireDesk:
    """A desk that is known, and how it speaks."""

    desk: SigningDesk
    http: CentreHttp
    answer: a.EnrolAnswer
    line: HttpCentreLine

    def checking(self):
        return SignedCalls(self.http, DeskName(tenant=TENANT, device=self.desk.id, sign=self.desk.check.sign))


def name_of(desk):
    return DeskName(tenant=TENANT, device=desk.id, sign=desk.sign.sign, version="0.1.0")


def wire_centre(url: str, folder: Path, limits: Limits = GENEROUS, apply_act=None, releases=None) -> WireCentre:
    """A founded centre on a database that has its tables."""
    database, store, keys = CentreDatabase(url, lasting=False), AccessStore(url), new_keys()
    rules = {"apply_act": apply_act} if apply_act else {}
    exchange = DeskExchange(
        database, clock=microseconds, keys=keys, ids=new_id, ledger=MemoryErasureLedger(), **rules
    )
    parts = Parts(
        store=store, keys=keys, exchange=exchange, files=folder / "files", clock=microseconds, ids=new_id,
        limits=limits, releases=releases,
    )  # fmt: skip
    front_desk = reception.FrontDesk(store, keys, microseconds, new_id)
    made = WireCentre(database, store, keys, exchange, front_desk, create_app(parts))
    made.within(lambda work: work.founded() or work.found(new_id()))
    with store.work() as connection:
        directory = Directory(connection, TENANT)
        for code, network in (("VEN", "NORD"), ("GAL", "NORD"), ("LOR", "SUD")):
            directory.put_space(KnownSpace(code=code, id=new_id(), name=code.title(), network=network))
        directory.put_operator(LEAD)
    return made


@contextmanager
def served(made: WireCentre, certificate=None):
    """The same, answering on a free port."""
    with live(made.app, certificate) as made.url:
        try:
            yield made
        finally:
            made.store.close()
            made.database.close()
