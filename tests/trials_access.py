"""The fields of the lock screen and of the first start. Secrets are judged by the product's own rules."""

from datetime import date
from uuid import UUID

from tests.access_screens import FakeNewDesk, first_start, lock_screen, not_today, online_view, tile, unlock_view
from tests.field_trials import Trial, plain, trial, trials
from tests.place_screens import connection_view
from wemi_desk.domain.access import DeviceId, SlotKind
from wemi_desk.domain.centres import centre_url
from wemi_desk.domain.errors import CentreRefusedError, WeakSecretError, WrongSecretError
from wemi_desk.domain.proxies import typed_proxy
from wemi_desk.domain.secret_rules import passphrase_fault, pin_fault
from wemi_desk.ui.screens.first_start.view_model import OperatorForm, Step

GOOD = "il tram numero nove parte tardi"


# --- the lock screen -------------------------------------------------------------------------------------------------


def entry(chosen) -> Trial:
    view = unlock_view(answer=WrongSecretError(3, 0))
    unlock = view.view_model
    unlock.choose(chosen.operator_id)

    def begin():
        unlock.refuse("")
        unlock._access.attempts.clear()

    return Trial(
        window=view, editor=view.entry.secret, begin=begin, hand_over=view.entry.enter.click,
        said=lambda: view.entry.field.error, is_secret=True)


trial("EntryForm", "PIN o frase di accesso")(lambda: entry(tile(0)))
trial("EntryForm", "Frase di accesso")(lambda: entry(not_today(1)))


@trial("UnlockView", "Cerca il tuo nome")
def own_name() -> Trial:
    view = unlock_view(lock_screen(*(tile(number) for number in range(11))))
    return Trial(
        window=view, editor=view.filter.editor, said=lambda: view.filter.error,
        kept=lambda: view.view_model.roll.filter_text, wanted=lambda typed: typed)


class Strict:
    """Takes what the real one takes, and answers as a centre that was asked."""

    def __init__(self, centre):
        self.centre = centre

    def names(self):
        return self.centre.names()

    def enter(self, newcomer, passphrase, code=""):
        refuse(passphrase_fault(passphrase, (), ()))
        self.centre.asked.append((newcomer.operator_id, passphrase, code))
        raise CentreRefusedError("wrong_login")


_ONLINE = {
    "Frase di accesso": "passphrase", "Codice del coordinamento": "code", "Frase di accesso nuova": "passphrase",
    "Ripeti la frase": "repeated"}


@trials("OnlineForm", *_ONLINE)
def by_the_centre(name: str) -> Trial:
    view = online_view()
    form, entry = view._online, view.view_model.online
    entry._door = lambda: Strict(view.centre)
    attribute = _ONLINE[name]
    field = getattr(form, attribute)

    def begin():
        entry.begin(tile(1).operator_id)
        entry.set_with_code(name != "Frase di accesso")
        for one, text in (("code", "ABCDE12345"), ("passphrase", GOOD), ("repeated", GOOD)):
            getattr(form, one).editor.setText(text)
        view.centre.asked.clear()
        field.editor.setFocus()

    def hand_over():
        if attribute == "passphrase":
            form.repeated.editor.setText(form.passphrase.editor.text())
        form.enter.click()

    def kept():
        _who, phrase, code = view.centre.asked[-1]
        return code if attribute == "code" else phrase

    return Trial(
        window=view, editor=field.editor, begin=begin, hand_over=hand_over,
        said=lambda: field.error if attribute == "repeated" or not view.centre.asked else "", kept=kept,
        wanted=lambda typed: typed, is_secret=attribute != "code")


_PIN = {"PIN nuovo": "pin", "Ripeti il PIN": "repeated"}


@trials("PinForm", *_PIN)
def pin(name: str) -> Trial:
    view = unlock_view(lock_screen(not_today(1, kinds=frozenset({SlotKind.PASSPHRASE}))))
    unlock, form = view.view_model, view._pin
    unlock._access.set_pin = lambda _who, _phrase, typed, context=(): refuse(pin_fault(typed, context, (), TODAY))

    def begin():
        unlock.pin.begin(Opened(), "…")
        view._offer_pin()

    def hand_over():
        if name == "PIN nuovo":
            form.repeated.editor.setText(form.pin.editor.text())
        form._save()

    return Trial(
        window=view, editor=getattr(form, _PIN[name]).editor, begin=begin, hand_over=hand_over,
        said=lambda: form.pin.error or form.repeated.error, is_secret=True)


TODAY = date(2026, 11, 23)


class Opened:
    operator_id = tile(1).operator_id

    def close(self):
        pass


def refuse(fault):
    if fault is not None:
        raise WeakSecretError(fault)


# --- the first start -------------------------------------------------------------------------------------------------


class StrictDesk(FakeNewDesk):
    """Looks at what it is given as the real one does, then refuses nothing else."""

    def enrol(self, first, passphrase):
        enrolment = first.enrolment(DeviceId(UUID(int=1)))
        refuse(passphrase_fault(passphrase, enrolment.first_operator.context, ()))
        return super().enrol(first, passphrase)


def started(step: Step):
    view = first_start()
    view.model._door = view.model.centre._door = view.door = StrictDesk()
    if step in (Step.SPACE, Step.OPERATOR):
        view.model.work_alone()
    if step is Step.OPERATOR:
        view.model.set_space("VEN", "", "Cooperativa Prova")
    return view, view.pages[step]


_CENTRE = {"Indirizzo del sistema centrale": "centre_url", "Codice di attivazione": "code"}


@trials("CodePage", *_CENTRE)
def centre(name: str) -> Trial:
    view, page = started(Step.CODE)
    field = page.fields[_CENTRE[name]]

    def begin():
        view.model._turn(Step.CODE)
        page.fields["centre_url"].editor.setText("wemi.esempio.it")
        page.fields["code"].editor.setText("ABCDE12345")
        field.editor.setFocus()

    is_code = name == "Codice di attivazione"

    def kept():
        place, code = view.door.asked[-1]
        return code if is_code else place.url

    def wanted(typed):
        return "".join(typed.replace("-", "").split()).upper() if is_code else centre_url(typed)

    return Trial(
        window=view, editor=field.editor, begin=begin, hand_over=page.next.click, said=lambda: field.error, kept=kept,
        wanted=wanted)


@trials("ConnectionView", *_CENTRE)
def connection(name: str) -> Trial:
    view = connection_view()
    field = {"centre_url": view.url, "code": view.code}[_CENTRE[name]]

    def begin():
        view.model.joined = False
        view.model.state_changed.emit()
        field.set_error("")
        view.url.editor.setText("wemi.esempio.it")
        view.code.editor.setText("ABCDE12345")
        field.editor.setFocus()

    is_code = name == "Codice di attivazione"

    def kept():
        place, code = view.door.joined[-1]
        return code if is_code else place.url

    def wanted(typed):
        return "".join(typed.replace("-", "").split()).upper() if is_code else centre_url(typed)

    return Trial(
        window=view, editor=field.editor, begin=begin, hand_over=view.join_button.click, said=lambda: field.error,
        kept=kept, wanted=wanted)


_PROXY = ("Indirizzo del proxy", "Nome per il proxy", "Parola per il proxy")


@trials("ProxyFields", *_PROXY)
def proxy(name: str) -> Trial:
    """Kept as one address, in which name and word stand percent by percent."""
    view = connection_view(address="https://wemi.esempio.it", proxy="http://proxy.esempio.it:3128")
    door, fields = view.door, (view.proxy.address, view.proxy.name, view.proxy.word)
    door.keep_proxy = lambda *typed: door.proxies.append(typed_proxy(*typed))
    usual = ("proxy.esempio.it:3128", "mario", "parola")
    place = _PROXY.index(name)

    def begin():
        view.model.proxy_kept = False
        view.proxy.refuse("")
        view.model.state_changed.emit()
        for field, text in zip(fields, usual, strict=True):
            field.set_error("")
            field.editor.setText(text)
        fields[place].editor.setFocus()

    def wanted(typed):
        return typed_proxy(*(typed if number == place else text for number, text in enumerate(usual)))

    return Trial(
        window=view, editor=fields[place].editor, begin=begin, hand_over=view.keep_button.click,
        said=lambda: fields[place].error or fields[0].error,
        kept=lambda: door.proxies[-1], wanted=wanted, is_secret=place == 2)


@trial("ExchangePage", "2. Risposta del coordinamento")
def answer() -> Trial:
    view = first_start(recovering=True)
    page = view.pages[Step.EXCHANGE]
    field = page.answer
    return Trial(
        window=view, editor=field.editor, begin=page.take_focus, hand_over=page.next.click, said=lambda: field.error)


_SPACE = {"Nome dello spazio": "name", "Ente per cui lavori": "organisation"}


@trials("SpacePage", *_SPACE)
def space(name: str) -> Trial:
    view, page = started(Step.SPACE)
    model, field = view.model, page.fields[_SPACE[name]]

    def begin():
        model.work_alone()
        page._space.editor.set_code("other")
        page._name.editor.setText("Spazio Prova")
        page._body.editor.setText("Cooperativa Prova")
        page.take_focus()

    def kept():
        return model.space.name if name == "Nome dello spazio" else model.organisation.name

    return Trial(
        window=view, editor=field.editor, begin=begin, hand_over=page.next.click, said=lambda: field.error, kept=kept,
        wanted=lambda typed: plain(" ".join(typed.split())))


_OPERATOR = {
    "Nome": "given_name", "Cognome": "surname", "Frase di accesso": "passphrase", "Ripeti la frase": "repeated"}


@trials("OperatorPage", *_OPERATOR)
def first_operator(name: str) -> Trial:
    view, page = started(Step.OPERATOR)
    field, attribute = page.fields[_OPERATOR[name]], _OPERATOR[name]
    good = OperatorForm(given_name="Ada", surname="Prova", passphrase=GOOD, repeated=GOOD)

    def begin():
        view.model._turn(Step.OPERATOR)
        view.door.enrolled.clear()
        for one, other in page.fields.items():
            other.editor.setText(getattr(good, one))
        page.take_focus()

    def hand_over():
        if attribute == "passphrase":
            page._again.editor.setText(field.editor.text())
        page.next.click()

    def kept():
        first, phrase = view.door.enrolled[-1]
        return phrase if "phrase" in attribute or attribute == "repeated" else getattr(first.operator, attribute)

    is_secret = attribute in ("passphrase", "repeated")
    return Trial(
        window=view, editor=field.editor, begin=begin, hand_over=hand_over, said=lambda: field.error, kept=kept,
        wanted=(lambda typed: typed) if is_secret else (lambda typed: plain(" ".join(typed.split()))),
        is_secret=is_secret)
