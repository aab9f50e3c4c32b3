"""A form that says above its fields whom and what it is about."""

from __future__ import annotations

from wemi_desk.ui.widgets.form_view import FormView
from wemi_desk.ui.widgets.labels import label


class AboutFormView(FormView):
    """``about``: filled when the form opens."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.about = label("", "strong", wrap=True)
        self.form.addWidget(self.about)

    def text(self, name: str) -> str:
        """What is typed in a field."""
        return str(self.fields[name].editor.text())
