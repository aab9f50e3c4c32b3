"""A photograph of an emblem (PNG or JPEG) for paper: flat colours on white, nothing else of the file is kept."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

_MOST_BYTES, _MOST_PIXELS = 2_000_000, 4_000_000
_LONGEST = 1_200  # pixels: 15 mm high at 600 dpi needs 360


class Picture:
    """Pixels, without transparency: PDF/A readers of every age show it alike."""

    def __init__(self, image: Any) -> None:
        self._image = ImageReader(image)
        self._wide, self._high = image.size

    @classmethod
    def read(cls, path: Path) -> Picture | None:
        """Read a PNG or JPEG; None when it is too large, broken, or something else."""
        from PIL import Image

        if path.stat().st_size > _MOST_BYTES:
            return None
        try:
            with warnings.catch_warnings(), Image.open(path, formats=("PNG", "JPEG")) as opened:
                warnings.simplefilter("error")
                if opened.width * opened.height > _MOST_PIXELS or not opened.width or not opened.height:
                    return None
                return cls(_flat(opened))
        except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
            return None

    def draw(self, canvas: Canvas, width: float, height: float) -> None:
        """Draw within *width* by *height*, keeping the proportions, at the left."""
        scale = min(width / self._wide, height / self._high)
        canvas.drawImage(self._image, 0, 0, self._wide * scale, self._high * scale)


def _flat(opened: Any) -> Any:
    from PIL import Image

    coloured = opened.convert("RGBA")
    white = Image.new("RGBA", coloured.size, "white")
    flat = Image.alpha_composite(white, coloured).convert("RGB")
    flat.thumbnail((_LONGEST, _LONGEST))
    return flat
