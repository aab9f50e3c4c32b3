"""Every view there is stands in the catalogue of screens, so that names, focus, contrast and room are looked at."""

import importlib
import inspect
import pkgutil

from PySide6.QtWidgets import QWidget

import tests.access_screens
import tests.agenda_desk
import tests.catalogue_desk
import tests.catalogue_files_screens
import tests.course_desk
import tests.facilita_screens
import tests.matter_screens
import tests.measure_desk
import tests.paperwork_screens
import tests.place_screens
import tests.session_screens
import tests.shared_screens
import tests.trials_access
import tests.trials_counter
import tests.trials_matters
import tests.trials_paperwork
import tests.trials_places
import tests.types_desk
import tests.update_screens  # noqa: F401 (each adds its screens and fields to the catalogue)
import wemi_desk.ui.screens
from tests.field_trials import TRIALS, fields_of
from tests.screens import SCREENS

LOOKED_AT_ALONE = ("wemi_desk.ui.screens.printing.citizen_view",)  # takes no focus: see test_screens


def view_classes():
    found = set()
    for module in pkgutil.walk_packages(wemi_desk.ui.screens.__path__, "wemi_desk.ui.screens."):
        name = module.name.rsplit(".", 1)[1]
        is_view = name == "view" or name.endswith("_view")
        if is_view and not module.name.startswith(LOOKED_AT_ALONE):
            loaded = importlib.import_module(module.name)
            mine = (one for _name, one in inspect.getmembers(loaded, inspect.isclass) if one.__module__ == module.name)
            found |= {one for one in mine if issubclass(one, QWidget)}
    return found


def test_every_view_is_in_the_catalogue_of_screens_and_every_field_is_tried(qtbot, theme):
    """A field that is new needs a trial: see tests/field_trials.py."""
    shown, fields = set(), set()
    for build in SCREENS.values():
        window = build()
        qtbot.addWidget(window)
        shown |= {type(widget) for widget in (window, *window.findChildren(QWidget))}
        fields |= fields_of(window)
    bases = {base for kind in shown for base in kind.__mro__}
    assert sorted(kind.__qualname__ for kind in view_classes() - bases) == []
    assert sorted(fields - set(TRIALS)) == []
    assert sorted(set(TRIALS) - fields) == []
