"""A whole desk on a real encrypted store in a temporary folder: one object for tests, kills and benchmarks."""

from dataclasses import dataclass
from functools import cached_property

from tests.factories import LEAD, OPERATORS, SPACE
from tests.fakes import CountedIds, FakeClock, FixedNotices, PlainContactDetails, PlainPapers, PlainSealer
from wemi_desk.domain.acts import Act
from wemi_desk.domain.audit import AuditEntry
from wemi_desk.gateways.person_vault import PersonVault
from wemi_desk.gateways.reference_lists import load_permissions, load_pick_lists
from wemi_desk.persistence import tables
from wemi_desk.persistence.audit import first_bad_entry
from wemi_desk.persistence.backup import FolderBackups
from wemi_desk.persistence.journal import Author
from wemi_desk.persistence.mapping import RecordMapping
from wemi_desk.persistence.opening import found_store, open_store
from wemi_desk.persistence.unit_of_work import SqlStore
from wemi_desk.services.backups import BackupService
from wemi_desk.services.call_backs import CallBackService
from wemi_desk.services.citizens import CitizenService
from wemi_desk.services.contacts import ContactService
from wemi_desk.services.day import DayService
from wemi_desk.services.deeds import UndoService
from wemi_desk.services.drafts import DraftService
from wemi_desk.services.households import HouseholdService
from wemi_desk.services.merging import MergeService
from wemi_desk.services.notices import NoticeService
from wemi_desk.services.person_forms import PersonReader
from wemi_desk.services.printing import PrintService
from wemi_desk.services.queue import QueueService
from wemi_desk.services.session import DeskSession
from wemi_desk.services.special_data import SpecialDataService

KEY = bytes(range(32))
AUDIT_KEY = b"\x07" * 32
PERSONS_KEY = b"\x09" * 32
DEVICE = CountedIds(900)()


class Desk:
    """The store of one PC, and its operators at the counter."""

    def __init__(self, folder, *, clock=None, ids=None, sealer=None):
        self.path = folder / "store.db"
        self.copies = folder / "copies"
        self.clock = clock or FakeClock()
        self.ids = ids or CountedIds()
        self.sealer = sealer or PlainSealer()
        self.lists = load_pick_lists()
        self.permissions = load_permissions()
        self.engine = open_store(self.path, KEY, self.copies, self.clock.now())

    def found(self):
        found_store(
            self.engine, device_id=DEVICE, incarnation=self.ids(), space_code=SPACE.code, is_practice=False,
            sealer=self.sealer, audit_key=AUDIT_KEY, at=self.clock.now(),
        )  # fmt: skip
        return self

    def counter(self, operator):
        return Counter(self, operator)

    @cached_property
    def giulia(self):
        return self.counter(OPERATORS["giulia"])

    @cached_property
    def marco(self):
        return self.counter(OPERATORS["marco"])

    @cached_property
    def lead(self):
        return self.counter(LEAD)

    @cached_property
    def reader(self):
        return self.counter(OPERATORS["reader"])

    @property
    def backup_folder(self):
        return self.path.parent / "backups"

    def backups(self, counter):
        folder = self.path.parent
        place = FolderBackups(self.path, KEY, self.backup_folder, lambda: [folder / "state", *folder.glob("slots/*")])
        return BackupService(place, counter.store, self.clock)

    def rows(self, table):
        with self.engine.execution_options(read_only=True).connect() as connection:
            return connection.execute(table.select()).all()

    def acts(self):
        """The outbox in order."""
        return self._records(tables.OUTBOX, Act, tables.OUTBOX.c.number)

    def accesses(self):
        """The access log in order."""
        return self._records(tables.AUDIT, AuditEntry, tables.AUDIT.c.seq)

    def execute(self, statement):
        """What an attacker with the key could do."""
        with self.engine.begin() as connection:
            connection.execute(statement)

    def first_bad_entry(self):
        with self.engine.execution_options(read_only=True).connect() as connection:
            return first_bad_entry(connection, self.sealer)

    def close(self):
        self.engine.dispose()

    def _records(self, table, kind, order):
        mapping = RecordMapping(kind)
        with self.engine.execution_options(read_only=True).connect() as connection:
            return [mapping.to_record(row) for row in connection.execute(table.select().order_by(order)).mappings()]


@dataclass
class Counter:
    """The services of one operator's session."""

    desk: Desk
    operator: object

    def __post_init__(self):
        desk = self.desk
        self.session = DeskSession(self.operator, SPACE, desk.permissions, desk.clock, desk.ids)
        author = Author(self.operator.id, SPACE.code)
        self.store = SqlStore(desk.engine, desk.sealer, author, desk.clock, desk.ids)
        details = PlainContactDetails()
        self.reader = PersonReader(self.session, desk.lists, details)
        self.contacts = ContactService(self.store, self.session, desk.lists)
        self.special = SpecialDataService(self.store, self.session, PersonVault(PERSONS_KEY))
        version = FixedNotices().version
        self.citizens = CitizenService(self.store, self.session, self.reader, details, version, self.special)
        self.merging = MergeService(self.store, self.session)
        self.households = HouseholdService(self.store, self.session, self.reader, self.special)
        self.queue = QueueService(self.store, self.session, desk.lists)
        self.call_backs = CallBackService(self.store, self.session, details)
        self.notices = NoticeService(self.store, self.session, desk.lists, FixedNotices())
        self.printing = PrintService(self.store, self.session, desk.lists, PlainPapers(), FixedNotices())
        self.drafts = DraftService(self.store, self.session)
        self.undo = UndoService(self.store, self.session)
        self.backups = desk.backups(self)
        self.day = DayService(self.store, self.session)
