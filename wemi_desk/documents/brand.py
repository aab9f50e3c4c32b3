"""The logo slot: the Comune's drawing when it is there, the words "WeMi Desk" when it is not."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from wemi_desk.documents.fonts import BODY_BOLD
from wemi_desk.resources import resource_path

if TYPE_CHECKING:
    from wemi_desk.documents.outline import Outline

HEIGHT, _WIDEST = 15 * mm, 80 * mm


class Brand(Flowable):  # type: ignore[misc]
    """Decoration: the words that matter stand beneath as text."""

    def __init__(self, width: float, logo: Outline | None) -> None:
        super().__init__()
        self.width, self.height = width, HEIGHT + 2 * mm
        self._logo = logo

    def draw(self) -> None:
        self.canv.begin_artifact("Layout")
        if self._logo is None:
            self.canv.setFont(BODY_BOLD, 20)
            self.canv.drawString(0, 6 * mm, "WeMi Desk")
        else:
            self.canv.saveState()
            self.canv.translate(0, 2 * mm)
            self._logo.draw(self.canv, _WIDEST, HEIGHT)
            self.canv.restoreState()
        self.canv.end_artifact()


@lru_cache(maxsize=1)
def print_logo() -> Outline | None:
    """The logo for paper, if the Comune has supplied a usable one."""
    try:
        source = resource_path("branding", "logo-print.svg").read_bytes()
    except OSError:
        return None
    from wemi_desk.documents.outline import Outline

    return Outline.read(source)
