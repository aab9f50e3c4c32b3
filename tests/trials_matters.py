"""The fields of digital paperwork: words of the person, numbers of receipts, papers that let somebody act."""

from __future__ import annotations

from tests.field_trials import Trial, plain, trial, trials
from tests.matter_desk import SPID, STARTED, begun, cases_of, matters
from wemi_desk.domain.mandates import Mandate
from wemi_desk.ui.screens.paperwork.checklist_view import ChecklistPane
from wemi_desk.ui.screens.paperwork.documents_view import DocumentsView
from wemi_desk.ui.screens.paperwork.ending_view import EndingView, QuestionView
from wemi_desk.ui.screens.paperwork.mandate_view import MandateView
from wemi_desk.ui.screens.paperwork.matter_view import MatterPane
from wemi_desk.ui.screens.paperwork.note_view import NoteView
from wemi_desk.ui.screens.paperwork.pick_view import PickPane


def understood(_typed: str) -> bool:
    return True


def one_line(typed: str) -> str:
    return plain(typed.strip())


def at_work(code: str = SPID):
    """A pratica that is open; its views are tried alone, for a whole window is drawn anew at every text."""
    model = matters(begun(type_code=code, outcome="", next_on=None, next_text="", steps_done=()))
    model.resume(STARTED)
    return model


def deaf(*_anything, **_named) -> None:
    """No digits are listened to here."""


@trial("PickPane", "Cerca con le parole della persona")
def looked_for() -> Trial:
    model = at_work()
    model.to_pick()
    pane = PickPane(model.pick, deaf)
    field, pane.model_kept = pane.search, model
    return Trial(
        window=pane, editor=field.editor, said=lambda: field.error, kept=lambda: model.pick.text,
        wanted=lambda typed: field.editor.text(), is_search=True)


@trial("ChecklistPane", "Ora, se è già successo")
def happened() -> Trial:
    model = at_work()
    left = ChecklistPane(model.matter)
    left.model_kept = model

    def begin():
        model.matter.step(1, done=False)
        left.time.set_error("")

    return Trial(
        window=left, editor=left.time.editor, begin=begin, hand_over=lambda: left._step(1, True),
        said=lambda: left.time.error, kept=lambda: cases_of(model)[0].done(1) is not None, wanted=understood)


_NOTE = {
    "Numero di ricevuta o protocollo": ("PageStack", "external_reference"),
    "Nota (solo il necessario)": ("NoteView", "note"),
}


def written(name: str) -> Trial:
    model, kept = at_work(), _NOTE[name][1]
    if kept == "note":
        view = NoteView(model.note)
        field = view.field
    else:
        view = MatterPane(model.note, model.ending, model.mandate, model.naming, deaf)
        field = view.reference
    view.model_kept = model
    model.matter.field_failed.connect(lambda name, words: field.set_error(words) if name == kept else None)

    def begin():
        field.set_error("")
        model.matter.write(lambda case_id: model.matter.services.cases.change(case_id, **{kept: ""}))

    def hand_over():
        if kept == "external_reference":
            model.note.edit(external_reference=field.editor.text())
        model.note.save()

    return Trial(
        window=view, editor=field.editor, begin=begin, hand_over=hand_over, said=lambda: field.error,
        kept=lambda: getattr(cases_of(model)[0], kept), wanted=one_line)


for _name, (_owner, _field) in _NOTE.items():
    trials(_owner, _name)(written)


@trial("DocumentsView", "Scade il")
def ends() -> Trial:
    model = at_work()
    view = DocumentsView(model.matter)
    view.model_kept = model

    def begin():
        view.kind.editor.set_code("passport")
        model.matter.see("passport", None)
        view.expiry.set_error("")

    return Trial(
        window=view, editor=view.expiry.editor, begin=begin, hand_over=view.see, said=lambda: view.expiry.error,
        kept=lambda: cases_of(model)[0].documents_seen[-1].expires_on is not None, wanted=understood)


@trial("QuestionView", "Risposta")
def answered() -> Trial:
    model = at_work()
    view = QuestionView(model.ending)
    view.model_kept = model

    def begin():
        view.fault.say("")
        view.show()
        model.ending.begin()
        model.ending.press("2")

    return Trial(
        window=view, editor=view.text, begin=begin, hand_over=lambda: model.ending.answer(view.text.text()),
        said=lambda: view.fault.words or model.ending.fault,
        kept=lambda: model.ending.answers.get("next_text"), wanted=lambda typed: typed.strip())


@trial("EndingView", "Minuti della seduta")
def minutes() -> Trial:
    model = at_work()
    view = EndingView(model.ending, deaf)
    view.model_kept = model
    return Trial(
        window=view, editor=view.minutes.editor, begin=model.ending.begin,
        hand_over=lambda: model.ending.set_minutes(view.minutes.editor.text()),
        said=lambda: view.minutes.error or model.ending.fault,
        kept=lambda: model.ending.typed_minutes,
        wanted=lambda typed: int(typed) if typed.isdecimal() and 0 < int(typed) < 1440 else None)


_MANDATE = {
    "Chi agisce: cognome e nome": ("delegate_name", lambda one: one.delegate_name, one_line),
    "Numero del decreto o dell’atto": ("act_reference", lambda one: one.act_reference, one_line),
    "Tribunale": ("court", lambda one: one.court, one_line),
    "Data dell’atto": ("act_on", lambda one: one.act_on is not None, understood),
    "Per che cosa vale": ("scope_text", lambda one: one.scope_text, one_line),
    "Scade il": ("expires_on", lambda one: one.expires_on is not None, understood),
}


@trials("MandateView", *_MANDATE)
def mandate(name: str) -> Trial:
    name, kept, wanted = _MANDATE[name]
    model = at_work("INPS-AUU")
    view = MandateView(model.mandate)
    view.model_kept = model
    field = view.fields[name]

    def begin():
        model.at.store.tables.setdefault(Mandate, {}).clear()
        view.show()
        view.open()
        view.fields["kind"].editor.set_code("guardian")
        for each, text in (("delegate_name", "Luca Bianchi"), ("act_reference", "RG 1/2025"), ("court", "Milano"),
                           ("act_on", "10/01/2025"), ("scope_text", "tutto"), ("expires_on", "10/01/2030")):
            view.fields[each].editor.setText(text)

    def last():
        return next(reversed(model.at.store.tables[Mandate].values()))

    return Trial(
        window=view, editor=field.editor, begin=begin, hand_over=view.save,
        said=lambda: field.error or view.not_enough.words, kept=lambda: kept(last()), wanted=wanted)


