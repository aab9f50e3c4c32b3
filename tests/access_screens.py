"""The lock screen and the first start in every state, for the catalogue of screens."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

from tests.fakes import CountedIds
from tests.runners import ImmediateRunner
from tests.screens import screen
from wemi_desk.domain.access import (
    DeskCondition,
    DeviceId,
    LockScreen,
    Newcomer,
    OperatorTile,
    RecoveryRequest,
    SlotKind,
    TileState,
)
from wemi_desk.domain.centres import CodeWelcome
from wemi_desk.domain.errors import (
    CentreNotReachedError,
    CentreRefusedError,
    KeyringMissingError,
    WeakSecretError,
    WrongSecretError,
)
from wemi_desk.domain.machine_policy import NOTHING_DECIDED, read_policy
from wemi_desk.domain.operators import Operator, OperatorId
from wemi_desk.domain.spaces import Organisation, Space
from wemi_desk.ui.screens.first_start.view import FirstStartView
from wemi_desk.ui.screens.first_start.view_model import FirstStartViewModel, OperatorForm, Step
from wemi_desk.ui.screens.unlock.view import UnlockView
from wemi_desk.ui.screens.unlock.view_model import UnlockViewModel

NOW = datetime(2026, 11, 23, 8, 41, tzinfo=UTC)
NAMES = ("Giulia R.", "Amir K.", "Sara L.", "Marco T.", "Francesca D.", "Oleksandra P.", "Rosa M.", "Ivo B.",
         "Mariangela Antonietta V.", "Lucia C.", "Giovanni R.")  # fmt: skip
BOTH = frozenset(SlotKind)


def tile(number=0, **changes):
    name = NAMES[number]
    initials = "".join(part[0] for part in (name.split()[0], name.split()[-1]))
    known = OperatorTile(
        operator_id=OperatorId(UUID(int=number + 10)), shown_name=name, initials=initials, kinds=BOTH,
        state=TileState.PIN_ACCEPTED, pin_usable=True, failures=0, remaining=5, wait_seconds=0, suspended=False,
        grant_ends_at=None, badge=f"OP4F7K2Q{number}",
    )  # fmt: skip
    return replace(known, **changes)


def not_today(number=0, **changes):
    return tile(number, **{"state": TileState.PASSPHRASE_NEEDED, "pin_usable": False, **changes})


def lock_screen(*tiles, **changes):
    ready = LockScreen(DeskCondition.READY, "VEN", "Spazio WeMi Venini", tiles or (tile(0), not_today(1), tile(2)))
    return replace(ready, **changes)


class FakeAccess:
    """Answers what the test put here: a desk, or an error."""

    def __init__(self, screen=None, answer=None):
        self.screen = screen or lock_screen()
        self.answer = answer
        self.attempts = []
        self.pins = []

    def lock_screen(self):
        if isinstance(self.screen, Exception):
            raise self.screen
        return self.screen

    def unlock(self, operator_id, secret, *, may_renew=False):
        self.attempts.append((operator_id, secret))
        self.may_renew = may_renew
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def set_pin(self, operator_id, passphrase, pin, context=()):
        self.pins.append((operator_id, passphrase, pin))
        if isinstance(self.answer, Exception):
            raise self.answer


def unlock_view(screen=None, answer=None, runner=None, start=True):
    view_model = UnlockViewModel(FakeAccess(screen, answer), runner or ImmediateRunner(), lambda: NOW)
    view = UnlockView(view_model)
    view_model.setParent(view)
    view.view_model = view_model
    view_model.set_network_words("Senza rete. 3 da inviare: partono da soli.")
    if start:
        view_model.start()
    return view


@screen("unlock, who are you")
def who():
    return unlock_view()


@screen("unlock, PIN asked")
def pin_asked():
    view = unlock_view()
    view.view_model.choose(tile(0).operator_id)
    return view


@screen("unlock, not today yet")
def pass_phrase_asked():
    view = unlock_view()
    view.view_model.choose(tile(1).operator_id)
    return view


@screen("unlock, wrong and waiting")
def wrong():
    view = unlock_view(answer=WrongSecretError(3, 8))
    view.view_model.choose(tile(0).operator_id)
    view.view_model._access.screen = lock_screen(tile(0, failures=2, remaining=3, wait_seconds=8))
    view.view_model.enter("999888")
    return view


@screen("unlock, suspended, clock behind, many operators")
def crowded():
    tiles = tuple(tile(number) for number in range(1, len(NAMES)))
    suspended = not_today(0, state=TileState.SUSPENDED, suspended=True, remaining=0)
    view = unlock_view(lock_screen(suspended, *tiles, clock_behind=timedelta(minutes=40)))
    view.view_model.choose(suspended.operator_id)
    return view


@screen("unlock, palestra")
def practice():
    hint = "246813\nil tram numero nove"
    tiles = (tile(0, practice_hint=hint), not_today(1, practice_hint=hint), tile(2, practice_hint=hint))
    view = unlock_view(lock_screen(*tiles, practice=True))
    view.view_model.choose(tile(0).operator_id)
    return view


@screen("unlock, keyring changed")
def keyring_changed():
    return unlock_view(LockScreen(DeskCondition.KEYRING_CHANGED, recovery_possible=True))


@screen("unlock, not set up")
def not_set_up():
    return unlock_view(LockScreen(DeskCondition.NOT_ENROLLED))


@screen("unlock, PIN offered")
def pin_offered():
    view = unlock_view(lock_screen(not_today(1, kinds=frozenset({SlotKind.PASSPHRASE}))))
    view.view_model.choose(tile(1).operator_id)
    view._offer_pin()
    return view


COOP = Organisation(id=UUID(int=301), name="Cooperativa Prova")


def colleague(number):
    given_name, surname = NAMES[number].rsplit(" ", 1)
    return Operator(
        id=tile(number).operator_id, given_name=given_name, surname=surname, organisation_id=COOP.id,
        space_codes=("VEN",), roles=("operator",),
    )  # fmt: skip


class FakeCentreOfNames:
    """Answers what the test put here: a desk, or an error."""

    def __init__(self, answer=None, people=None):
        self.answer = answer
        self.people = [Newcomer(colleague(number), COOP) for number in range(3)]
        self.people = self.people if people is None else people
        self.asked = []

    def names(self):
        if isinstance(self.people, Exception):
            raise self.people
        return self.people

    def enter(self, newcomer, passphrase, code=""):
        self.asked.append((newcomer.operator_id, passphrase, code))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def online_view(screen=None, runner=None, **centre):
    """The lock screen of a desk whose operators may enter by the centre, with that page open."""
    view = UnlockView(UnlockViewModel(
        FakeAccess(replace(screen or lock_screen(), online=True)), runner or ImmediateRunner(), lambda: NOW,
        online=lambda: view.centre,
    ))
    view.centre = FakeCentreOfNames(**centre)
    view.view_model = view._unlock
    view.view_model.setParent(view)
    view.view_model.start()
    view._first_time.click()
    return view


@screen("unlock, by the centre")
def by_the_centre():
    return online_view()


@screen("unlock, suspended, may enter by the centre")
def suspended_with_a_centre():
    stopped = not_today(1, state=TileState.SUSPENDED, suspended=True, remaining=0)
    view = online_view(lock_screen(stopped, tile(2)))
    view.view_model.online.end()
    view.view_model.choose(stopped.operator_id)
    return view


@screen("unlock, another data key wanted")
def new_key_wanted():
    return unlock_view(lock_screen(new_key=True))


@screen("unlock, by the centre, with a code, refused")
def by_the_centre_refused():
    view = online_view(answer=CentreRefusedError("wrong_login"))
    view.view_model.online.choose(tile(1).operator_id)
    view.view_model.online.set_with_code(True)
    view.view_model.online.enter("una frase lunga", "ABCDE12345", "una frase lunga")
    return view


VENINI = Space(id=UUID(int=201), code="VEN", name="Spazio WeMi Venini", kind="wemi_space")
CENTRE = "wemi.esempio.it"
CODE = "ABCDE 12345"


class FakeNewDesk:
    """The first start's door; answers what the test put here."""

    def __init__(self, trouble=None, policy=NOTHING_DECIDED):
        self.trouble = trouble or {}
        self.policy = policy
        self.enrolled = []
        self.pins = []
        self.files = {}
        self.asked, self.joined = [], []
        self.code_is_for = CodeWelcome(space=VENINI)
        self.new_id = CountedIds()

    def _may_fail(self, verb):
        if verb in self.trouble:
            raise self.trouble[verb]

    def check(self):
        self._may_fail("check")
        return [
            VENINI,
            Space(id=UUID(int=202), code="CAP", name="Spazio WeMi Capuana", kind="wemi_space"),
        ]

    def decided(self):
        return self.policy

    def enrol(self, first, passphrase):
        self._may_fail("enrol")
        self.enrolled.append((first, passphrase))
        return SimpleNamespace(operator_id=first.operator.id, close=lambda: None)

    def recover(self, answer, first, passphrase):
        self._may_fail("recover")
        self.enrolled.append((answer, first, passphrase))
        return SimpleNamespace(operator_id=first.operator.id, close=lambda: None)

    def keep_authority(self, path):
        self._may_fail("keep_authority")
        return "kept.pem"

    def welcome(self, place, code):
        self._may_fail("welcome")
        self.asked.append((place, code))
        return self.code_is_for

    def join(self, opened, place, code):
        self._may_fail("join")
        self.joined.append((opened.operator_id, place, code))

    def recovery_request(self):
        self._may_fail("recovery_request")
        return RecoveryRequest(DeviceId(UUID(int=1)), bytes(92), bytes(32))

    def recovery_key(self, path):
        self._may_fail("recovery_key")
        return bytes(32)

    def write_text(self, path, text):
        self._may_fail("write_text")
        self.files[path] = text

    def read_text(self, path):
        return self.files[path]

    def set_pin(self, operator_id, passphrase, pin, context=()):
        self._may_fail("set_pin")
        self.pins.append((operator_id, passphrase, pin))


def first_start(trouble=None, recovering=False, policy=NOTHING_DECIDED):
    door = FakeNewDesk(trouble, policy)
    model = FirstStartViewModel(door, ImmediateRunner())
    view = FirstStartView(model)
    model.setParent(view)
    view.door = door
    model.begin(recovering=recovering)
    return view


def at_operator(view):
    view.model.work_alone()
    view.model.set_space("VEN", "", "Cooperativa Prova")
    return view


@screen("first start, code")
def first_code():
    view = first_start()
    view.pages[Step.CODE].fields["centre_url"].editor.setText(CENTRE)
    view.model.join_centre(CENTRE, "ABC")
    return view


DECIDED = read_policy({
    "centre_url": f"https://{CENTRE}", "ca_file": "/etc/wemi-desk/ca.pem", "proxy": "http://proxy.example.org:3128",
    "space": "CAP", "idle_minutes": 9,
})  # fmt: skip


@screen("first start, decided by the administration")
def first_decided():
    return first_start(policy=DECIDED)


@screen("first start, space decided by the administration")
def first_space_decided():
    view = first_start(policy=DECIDED)
    view.model.work_alone()
    return view


@screen("first start, no line to the centre")
def first_no_line():
    view = first_start({"welcome": CentreNotReachedError("certificate")})
    view.pages[Step.CODE].fields["centre_url"].editor.setText(CENTRE)
    view.model.centre.take_authority("comune.pem")
    view.model.join_centre(CENTRE, CODE)
    return view


@screen("first start, space of the code")
def first_welcome():
    view = first_start()
    view.model.join_centre(CENTRE, CODE)
    return view


@screen("first start, ready and not taken")
def first_not_taken():
    view = first_start({"join": CentreRefusedError("old_code")})
    view.pages[Step.CODE].fields["centre_url"].editor.setText(CENTRE)
    view.model.join_centre(CENTRE, CODE)
    view.model.set_space("VEN", "", "Cooperativa Prova")
    view.model.set_operator(OperatorForm(given_name="Ada", surname="Prova", passphrase="a" * 12, repeated="a" * 12))
    return view


@screen("first start, space")
def first_space():
    view = first_start()
    view.model.work_alone()
    view.spaces._space.editor.set_code("other")
    view.model.set_space(None, "", "")
    return view


@screen("first start, operator")
def first_operator():
    view = at_operator(first_start({"enrol": WeakSecretError("context")}))
    weak = "wemi milano 1"
    view.model.set_operator(OperatorForm(given_name="Ada", surname="Prova", passphrase=weak, repeated=weak))
    return view


@screen("first start, PIN")
def first_pin():
    view = at_operator(first_start())
    view.model.set_operator(OperatorForm(given_name="Ada", surname="Prova", passphrase="a" * 12, repeated="a" * 12))
    return view


@screen("first start, no keyring")
def no_keyring():
    return first_start({"check": KeyringMissingError("fail")})


@screen("first start, recovery")
def recovery():
    view = first_start(recovering=True)
    view.model.take_answer("WEMI:RISPOSTA:1:AAAA")
    return view
