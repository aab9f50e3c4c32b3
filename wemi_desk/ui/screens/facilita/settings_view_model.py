"""Names as registered on the platform: the list, and the one that is being written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.facilita_register import FacilitaOperator, FacilitaSite
from wemi_desk.domain.operators import OperatorId
from wemi_desk.i18n import _
from wemi_desk.services.facilita.register import (
    CHANGED,
    FacilitaRegisterService,
    OperatorForm,
    Registered,
    SiteForm,
)
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel

Form = SiteForm | OperatorForm


class RegisterViewModel(ViewModel):
    """*form* is a site's or an operator's; ``errors`` by field."""

    watches = frozenset({"facilita"})
    list_changed = Signal()
    form_changed = Signal()
    errors_changed = Signal()

    def __init__(
        self, service: FacilitaRegisterService, colleagues: Mapping[UUID, str], today: Callable[[], date],
        runner: Runner, changes: ChangeBus, messages: Notices, parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(runner, changes, messages, parent)
        self._service, self.colleagues, self.today = service, colleagues, today
        self.registered = Registered((), (), ())
        self.form: Form = SiteForm()
        self.errors: Mapping[str, str] = {}

    @property
    def items(self) -> list[FacilitaSite | FacilitaOperator]:
        """Sites first, then operators."""
        return [*self.registered.sites, *self.registered.operators]

    def reload(self) -> None:
        """Read the list again."""
        self._ask(self._service.registered, self._show)

    def begin_site(self) -> None:
        """A new one, with what the last one said of the project."""
        sites = self.registered.sites
        known = _site_form(sites[-1]) if sites else SiteForm()
        self._open(replace(known, site_id=None, site_name="", valid_from=None, valid_to=None))

    def begin_operator(self) -> None:
        """A new one, for the project of the last site; the first colleague nobody has registered."""
        sites, nameless = self.registered.sites, self.registered.nameless
        self._open(OperatorForm(
            operator_id=OperatorId(nameless[0]) if nameless else None,
            project_code=sites[-1].project_code if sites else "",
        ))  # fmt: skip

    def open(self, item: FacilitaSite | FacilitaOperator) -> None:
        """Change what is registered."""
        self._open(_form_of(item))

    def save(self, said: Mapping[str, object]) -> None:
        """Write *said* down, field by field; what is wrong is told at its field."""
        form = replace(self.form, **said)  # type: ignore[arg-type]
        self.form, self.errors = form, {}
        if isinstance(form, SiteForm):
            self._ask(lambda: self._service.put_site(form), self._saved, self._refuse)
        else:
            self._ask(lambda: self._service.put_operator(form), self._saved, self._refuse)

    def say_wrong(self, errors: Mapping[str, str]) -> None:
        """What cannot even be read."""
        self.errors = errors
        self.errors_changed.emit()

    def _open(self, form: Form) -> None:
        self.form, self.errors = form, {}
        self.form_changed.emit()
        self.errors_changed.emit()

    def _saved(self, item: FacilitaSite | FacilitaOperator) -> None:
        self.errors_changed.emit()
        name = item.site_name if isinstance(item, FacilitaSite) else item.name
        self._tell(_("Registrato: {name}.").format(name=name), CHANGED)
        self._open(_form_of(item))

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, InvalidFieldError):
            self._fail(error)
            return
        self.say_wrong({error.field: error_text(error) or ""})

    def _show(self, registered: Registered) -> None:
        self.registered = registered
        self.list_changed.emit()


def _site_form(item: FacilitaSite) -> SiteForm:
    return SiteForm(
        site_id=item.id, project_code=item.project_code, organisation=item.organisation, site_name=item.site_name,
        site_number=item.site_number, starts_on=item.starts_on, ends_on=item.ends_on,
        last_accepted_on=item.last_accepted_on, accepts_minors=item.accepts_minors, valid_from=item.valid_from,
        valid_to=item.valid_to,
    )  # fmt: skip


def _form_of(item: FacilitaSite | FacilitaOperator) -> Form:
    if isinstance(item, FacilitaSite):
        return _site_form(item)
    return OperatorForm(
        registration_id=item.id, operator_id=item.operator_id, project_code=item.project_code,
        fiscal_code=item.fiscal_code, name=item.name, valid_from=item.valid_from, valid_to=item.valid_to,
    )  # fmt: skip


def holds_words(item: FacilitaSite | FacilitaOperator, today: date) -> str:
    """Whether it holds today, or when it did."""
    if item.holds_on(today):
        return _("vale oggi")
    if item.valid_to is not None and item.valid_to < today:
        return _("fino al {day}").format(day=f"{item.valid_to:%d/%m/%Y}")
    return _("dal {day}").format(day=f"{item.valid_from:%d/%m/%Y}")
