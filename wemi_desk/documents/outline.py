"""Outlines of an SVG drawing, drawn in black; nothing in the file is obeyed but its shapes."""

from __future__ import annotations

import re
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import SVGPath
from reportlab.pdfgen.canvas import FILL_NON_ZERO, Canvas

_MAX_BYTES = 200_000
_REFUSED = re.compile(rb"<!DOCTYPE|<!ENTITY|<script|<foreignObject|\bon\w+\s*=|href\s*=\s*[\"'](?!#)", re.IGNORECASE)
_UNREADABLE = (ValueError, SyntaxError, KeyError, IndexError, NotImplementedError, AssertionError)


class Outline:
    """The shapes of one drawing and the box around them."""

    def __init__(self, shapes: RecordingPen, box: tuple[float, float, float, float]) -> None:
        self._shapes = shapes
        self._left, self._top, self._right, self._bottom = box

    @classmethod
    def read(cls, source: bytes) -> Outline | None:
        """Read an SVG; None when it is over 200 kB, empty, broken, or holds scripts or references."""
        if len(source) > _MAX_BYTES or _REFUSED.search(source):
            return None
        shapes, bounds = RecordingPen(), BoundsPen(None)
        try:
            SVGPath.fromstring(source).draw(shapes)
            shapes.replay(bounds)
        except _UNREADABLE:
            return None
        box = bounds.bounds
        if box is None or box[2] <= box[0] or box[3] <= box[1]:
            return None
        return cls(shapes, box)

    def draw(self, canvas: Canvas, width: float, height: float) -> None:
        """Draw within *width* by *height*, keeping the proportions; SVG counts downwards, so turn it over."""
        scale = min(width / (self._right - self._left), height / (self._bottom - self._top))
        canvas.saveState()
        canvas.scale(scale, -scale)
        canvas.translate(-self._left, -self._bottom)
        pen = _CanvasPen(canvas)
        self._shapes.replay(pen)
        canvas.drawPath(pen.path, stroke=0, fill=1, fillMode=FILL_NON_ZERO)
        canvas.restoreState()


class _CanvasPen(BasePen):  # type: ignore[misc]
    """Turns outlines into one path of the page."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(None)
        self.path: Any = canvas.beginPath()

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 (fontTools' name)
        self.path.moveTo(*pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self.path.lineTo(*pt)

    def _curveToOne(self, pt1: Any, pt2: Any, pt3: Any) -> None:  # noqa: N802
        self.path.curveTo(*pt1, *pt2, *pt3)

    def _closePath(self) -> None:  # noqa: N802
        self.path.close()
