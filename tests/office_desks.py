"""Desks enrolled by an office's own codes, and what they are shown."""

from __future__ import annotations

import msgspec

from tests.central_people import TENANT, SigningDesk
from tests.wire_centre import WireDesk, name_of
from wemi_desk.central.places import organisation_id
from wemi_desk.central.serve import new_id
from wemi_desk.gateways.central_api import HttpCentreLine, enrol
from wemi_desk.gateways.centre_http import CentreHttp, LineSettings
from wemi_desk.sync.admission import OperatorSheet
from wemi_desk.sync.wire import PullRequest


def met(office, url, space, reach=""):
    desk, http = SigningDesk(), CentreHttp(LineSettings(url=url))
    answer = enrol(http, desk.enrol_request(office.make_code(space, reach).code))
    return WireDesk(desk, http, answer, HttpCentreLine(http, name_of(desk)))


def operator(**changes):
    sheet = OperatorSheet(
        id=new_id(), given_name="Anna", surname="Neri", badge_code="OP1", organisation="Coop",
        organisation_id=organisation_id(TENANT, "Coop"), space_codes=["VEN"], roles=["operator"],
    )  # fmt: skip
    return msgspec.structs.replace(sheet, **changes)


def pulled(desk):
    return desk.line.pull(PullRequest(cursors=[], erase_no=0, incarnation=new_id()))


def rows(desk, scope):
    return {(row.kind, row.id): row for feed in pulled(desk).feeds if feed.scope == scope for row in feed.rows}
