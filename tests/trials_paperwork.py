"""The fields of Pratiche: every text that a paper, a family or a school may bring."""

from __future__ import annotations

from tests.field_trials import Trial, plain, trial, trials
from tests.paperwork_desk import EXAMPLE, family_at_desk, granted_family, known_application, numbered
from wemi_desk.services.application_ports import NewApplications
from wemi_desk.ui.screens.applications.checklist_view import ChecklistPane
from wemi_desk.ui.screens.applications.form_view import CaseFormView
from wemi_desk.ui.screens.applications.group_view import GroupView
from wemi_desk.ui.screens.applications.steps_view import StepForm
from wemi_desk.ui.screens.applications.voucher_view import NewVoucherForm, VoucherView


def understood(_typed: str) -> bool:
    return True


def one_line(typed: str) -> str:
    return plain(typed.strip())


def begun():
    """Nina's draft, at work."""
    model = family_at_desk()
    model.case.begin(NewApplications(
        applicant_id=model.at.maria.id, beneficiary_ids=[model.at.children[0].id], measure_code=EXAMPLE,
        measure_version=1, applicant_role="guardian"))
    return model


# --- the draft -------------------------------------------------------------------------------------------------------

_DRAFT = {
    "Atto che lo dice": ("act_reference", lambda at, one: one.representation.act_reference, one_line),
    "L’atto scade il": ("act_expires_on", lambda at, one: one.representation.expires_on is not None, understood),
    "Numero dell’ISEE": ("isee_protocol", lambda at, one: at.isee.find(one.isee_id).protocol,
                         lambda typed: one_line(typed).upper()),
    "Valore ISEE, in euro": ("isee_value", lambda at, one: one.isee_id is not None, understood),
    "Data della DSU": ("isee_dsu_on", lambda at, one: one.isee_id is not None, understood),
    "Valido fino al": ("isee_valid_until", lambda at, one: one.isee_id is not None, understood),
    "Residenti dal": ("resident_since", lambda at, one: one.applicant_residence.since is not None, understood),
    "Persone in famiglia": ("household_size", lambda at, one: one.household_size is not None, understood),
    "Da seguire il giorno": ("next_on", lambda at, one: one.next_on is not None, understood),
    "Nota (solo il necessario)": ("note", lambda at, one: one.note, plain),
}


@trials("CaseFormView", *_DRAFT)
def draft(name: str) -> Trial:
    name, kept, wanted = _DRAFT[name]
    model = begun()
    view, at = CaseFormView(model.case), model.at
    view.model_kept = model
    model.case.field_failed.connect(view.reject)
    draft_id = model.case.case.shown.id

    def begin():
        at.isee.known.clear()
        model.case.open(draft_id)
        if name.startswith("isee"):
            current = name == "isee_valid_until"
            model.case.edit(isee_value="0", isee_dsu_on="20/01/2026", isee_kind="current" if current else "ordinary",
                            isee_valid_until="31/12/2026" if current else "")
            model.case.filled.emit()
        for field in view.fields.values():
            field.set_error("")

    def hand_over():
        view._edit(name, getattr(model.case.form, name))
        model.case.save_now()

    field = view.fields[name]
    return Trial(
        window=view, editor=field.editor, begin=begin, hand_over=hand_over, said=lambda: field.error,
        kept=lambda: kept(at, at.cases.get(draft_id)), wanted=wanted)


@trial("DocumentLine", "Documento d’identità di chi chiede: scade il")
def expiry() -> Trial:
    model = begun()
    pane = ChecklistPane(model.case, model.files)
    pane.model_kept = model
    line = pane.documents["identity_document"]
    draft_id = model.case.case.shown.id

    def begin():
        model.case.see("identity_document", None)
        line.expiry.set_error("")

    return Trial(
        window=pane, editor=line.expiry.editor, begin=begin, hand_over=line._tell_day,
        said=lambda: line.expiry.error,
        kept=lambda: model.at.cases.get(draft_id).documents_seen[-1].expires_on is not None, wanted=understood)


# --- papers copied, reasons given ------------------------------------------------------------------------------------

_STEPS = {
    "Numero, come è scritto": ("number", "note_registered", lambda one: one.protocol_number, one_line),
    "Del giorno": ("on", "note_registered", lambda one: one.protocol_on is not None, understood),
    "All’ora": ("time", "note_submitted", lambda one: one.submitted_at is not None, understood),
    "Che cosa serve": ("asked", "note_integration_requested", lambda one: one.integration_asked, one_line),
    "Entro il giorno": ("due_on", "note_integration_requested", lambda one: one.integration_due_on is not None,
                        understood),
    "Perché": ("reason", "cancel", lambda one: one.cancel_reason, one_line),
}


@trials("StepForm", *_STEPS)
def step(name: str) -> Trial:
    name, code, kept, wanted = _STEPS[name]
    known = known_application(1, "ready")
    model = family_at_desk(known)
    form = StepForm(model.steps, model.case.today)
    form.model_kept = model
    field = form.fields[name]

    def begin():
        model.at.cases.known[known.id] = known
        model.case.open(known.id)
        form.open_for(code)
        for each, text in (("number", "1"), ("on", "20/11/2026"), ("time", "9:00"), ("due_on", "30/11/2026"),
                           ("asked", "Un documento")):
            form.fields[each].editor.setText(text)

    def hand_over():
        form.show()
        if code == "cancel":
            form.save()
        elif (noted := form.noted()) is not None:  # the question of act 5 has a test of its own
            model.steps.note(noted)

    return Trial(
        window=form, editor=field.editor, begin=begin, hand_over=hand_over, said=lambda: field.error,
        kept=lambda: kept(model.at.cases.get(known.id)), wanted=wanted)


# --- groups ----------------------------------------------------------------------------------------------------------

_GROUP = {
    "Come si chiama la scuola o il servizio": ("holder_name", one_line),
    "Responsabile": ("responsible", one_line),
    "Quanti partecipano": ("participants", understood),
    "Età: da": ("age_from", understood),
    "Età: fino a": ("age_to", understood),
    "Attività": ("activity", one_line),
    "Periodo": ("period", one_line),
}


@trials("GroupView", *_GROUP)
def group(name: str) -> Trial:
    name, wanted = _GROUP[name]
    model, form, begun_now = family_at_desk(), GroupView(), []
    form.begun.connect(begun_now.append)
    field = form.fields[name]

    def begin():
        begun_now.clear()
        form.open_for(model.at.maria.id, model.family.known.collective)
        form.fields["holder_kind"].editor.set_code("school")
        for each, text in (("holder_name", "Scuola"), ("participants", "20"), ("activity", "Teatro")):
            form.fields[each].editor.setText(text)

    def kept():
        value = getattr(begun_now[-1].group, name)
        return value if wanted is one_line else value is not None

    return Trial(
        window=form, editor=field.editor, begin=begin, hand_over=form.save, said=lambda: field.error, kept=kept,
        wanted=wanted)


# --- vouchers --------------------------------------------------------------------------------------------------------


def with_voucher():
    model = granted_family()
    model.case.open(numbered(101))
    model.vouchers.open(model.case.case.vouchers[0].id)
    return model


@trial("VoucherView", "Prezzo del servizio, in euro")
def price() -> Trial:
    model = with_voucher()
    view = VoucherView(model.vouchers)
    view.model_kept = model
    return Trial(
        window=view, editor=view.price.editor, begin=view.price.editor.empty, said=lambda: view.price.error,
        is_search=True,
        kept=lambda: not view.parts.isHidden(), wanted=understood)


_MOVEMENT = {
    "Importo, in euro": ("movement_amount", lambda one: one.amount_cents > 0, understood),
    "Del giorno": ("movement_on", understood, understood),
    "All’ora (se è scritta)": ("movement_at", understood, understood),
    "Presso chi": ("provider", lambda one: one.provider, one_line),
}


@trials("MovementForm", *_MOVEMENT)
def movement(name: str) -> Trial:
    name, kept, wanted = _MOVEMENT[name]
    model = with_voucher()
    view = VoucherView(model.vouchers)
    view.model_kept = model
    field, noted = view.form.fields[name], model.at.vouchers.noted

    def begin():
        noted.clear()
        model.vouchers.reload()
        view._show_form(True)
        for each, text in (("movement_amount", "1"), ("movement_on", "20/11/2026")):
            view.form.fields[each].editor.setText(text)

    def said():
        return field.error or next((one.error for one in view.form.fields.values() if one.error), "")

    return Trial(
        window=view, editor=field.editor, begin=begin, hand_over=view.form.save, said=said,
        kept=lambda: kept(noted[-1]), wanted=wanted)


_VOUCHER = {
    "Numero del voucher": ("voucher_number", lambda one: one.number, one_line),
    "Valore, in euro": ("voucher_amount", lambda one: one.amount_cents >= 0, understood),
    "Assegnato il": ("issued_on", understood, understood),
    "Si spende fino al": ("spend_until", lambda one: one.spend_until is not None, understood),
}


@trials("NewVoucherForm", *_VOUCHER)
def new_voucher(name: str) -> Trial:
    name, kept, wanted = _VOUCHER[name]
    model = family_at_desk(known_application(1, "granted"))
    form = NewVoucherForm(model.vouchers)
    form.model_kept = model
    field, known = form.fields[name], model.at.vouchers.known

    def begin():
        known.clear()
        form.open_for(numbered(101))
        for each, text in (("voucher_number", "V-1"), ("voucher_amount", "300"), ("issued_on", "02/11/2026")):
            form.fields[each].editor.setText(text)

    def hand_over():
        form.show()
        form.save()

    return Trial(
        window=form, editor=field.editor, begin=begin, hand_over=hand_over, said=lambda: field.error,
        kept=lambda: kept(list(known.values())[-1]), wanted=wanted)


